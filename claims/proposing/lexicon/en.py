"""English."""

from claims.proposing.lexicon.base import Lexicon, Verb, phrases, verbs, words
from claims.proposing.lexicon.en_worth import WORTH

_VERBS = verbs({
    Verb.SAY: """suspect suspects suspected fear fears feared 
        said says say saying added adds add claimed claims claim believes believe believed think thinks
        thought insisted insists insist alleged alleges allege estimates estimate estimated predicted
        predicts predict explained explains explain argued argues argue warned warns warn noted notes note
        stressed stresses stress acknowledged acknowledges acknowledge admitted admits admit confirmed
        confirms confirm replied replies responded recalled recalls testified testifies concluded concludes
        conclude suggested suggests suggest maintained maintains maintain
    """,
    Verb.TELL: "told tells tell informed informs reminded reminds assured assures",
    Verb.THAT: """
        pointed points emphasised emphasized emphasises emphasizes underlined underlines underscored
        underscores highlighted highlights asserted asserts contended contends contend stated states state
        remarked remarks observed observes cautioned cautions complained complains declared declares
        indicated indicates indicate disclosed discloses revealed reveals clarified clarifies specified
        specifies conceded concedes reiterated reiterates repeated repeats promised promises pledged pledges
        pledge vowed vows agreed agrees mentioned mentions commented comments continued continues continue
        countered counters elaborated learned learnt claimed joked quipped tweeted posted blogged counselled
        recounted recounts hinted hints speculated theorised theorized projected postulated boasted boasts
        stipulated determined determines determine calculated calculates calculate ruled rules assessed
        assesses assess concurred exclaimed lamented laments quoted summarised summarized summed cried
        shouted answered answers recorded proclaimed proclaims decried surmised figured affirmed affirms
        certified attested swore signalled signaled
    """,
    Verb.OBJECT: """
        announced announces announce confirmed confirms confirm denied denies deny acknowledged acknowledges
        acknowledge admitted admits admit predicted predicts predict forecast forecasts forecasted expects
        expect expected projects project projected estimates estimate estimated accused accuses accuse
        blamed blames blame alleged alleges allege reported reports report disclosed revealed reveals
        disputed disputes dispute rejected rejects reject refuted refutes attributed attributes attribute
        put puts warned warns warn pledged pledges promised promises vowed vows described describes describe
        credited condemned criticised criticized dismissed dismisses stated
    """,
    Verb.MEDIA: "reported reports report writes wrote write published publishes",
    Verb.FIND: """
        found finds find showed shows show suggested suggests suggest indicated indicates indicate revealed
        reveals reveal concluded concludes conclude demonstrated demonstrates demonstrate estimated
        estimates estimate put puts recorded records warned warns confirmed confirms says said say claim
        claims claimed reads read documented documents identified identifies states stated noted notes
    """,
    Verb.WISH: """praised praises hailed hails ask asks asked saluted applauded 
        urged urges urge asked asks ask demanded demands demand ordered orders called calls call appealed
        appeals invited invites hopes hoped hope wants wanted want begged begs pleaded requested requests
        encouraged encourages advised advises recommended recommends recommend wondered wonders thanked
        thanks apologised apologized welcomed welcomes congratulated wished wishes
    """,
})  # fmt: skip

ENGLISH = Lexicon(
    code="en",
    fills_pronouns=True,
    abbreviations=words("""
        mr mrs ms dr prof sr jr st gen col lt sgt maj capt cmdr adm gov sen rep pres hon rev fr vs etc inc
        ltd co corp llc no nos vol pp fig art sec dept est approx ca al jan feb mar apr jun jul aug sep sept
        oct nov dec mon tue wed thu fri sat sun a.m p.m e.g i.e u.s u.k u.n u.s.a ph.d d.c brig supt insp
        messrs mt ft ave blvd rd op cit ed eds bros min max incl excl tel ext repr cf
    """),
    closing_abbreviations=words("etc inc ltd co corp llc jr sr a.m p.m u.s u.k u.n d.c u.s.a al no ed"),
    verbs=_VERBS,
    quote_verbs=words("quoted quotes quoting cited cites"),
    strong_verbs=words("said says say told tells tell added explained recalled insisted replied"),
    whole_verbs=words("""
        denied denies deny rejected rejects reject refuted refutes disputed disputes dispute accused accuses
        accuse blamed blames blame dismissed dismisses credited condemned criticised criticized attributed
        attributes described describes
    """),
    of_words=words("of"),
    partitives=words("one some many most several two three each"),
    compounds=frozenset([("think", "tank"), ("think", "tanks"), ("report", "card"), ("state", "of")]),
    participles=words("""
        saying adding claiming warning noting arguing insisting stressing telling explaining alleging
        stating pointing emphasising emphasizing acknowledging admitting confirming predicting declaring
        suggesting announcing reporting asserting estimating recalling
    """),
    that=words("that"),
    according=phrases("according to | as per | in the words of"),
    as_words=words("as"),
    citing=phrases("citing | quoting | which cited | which quoted | with reference to"),
    quoted_by=phrases("""
        quoted by | cited by | as reported by | reported by | as quoted by | as cited by | as told to | seen
        by | reviewed by | obtained by | in comments carried by | carried by | released by
    """),
    back_references=phrases(
        "said this | said so | announced this | reported this | stated this | said as much"
    ),
    pre_verb=words("""
        has have had also later then recently again repeatedly earlier already further once now still
        previously subsequently immediately quickly publicly privately openly officially formally
        specifically simply nevertheless nonetheless therefore thus meanwhile however only even just first
        separately initially falsely wrongly rightly correctly explicitly directly himself herself
        themselves itself both all would will long often always today yesterday ironically proudly angrily
        bluntly flatly consistently finally jointly likewise similarly 've 'd
    """),
    after_verb=words("""
        also later then recently again earlier out up too instead however meanwhile nonetheless today
        yesterday bluntly angrily flatly quietly further simply clearly clear it publicly separately
    """),
    passive=words("is are was were be been being am gets got get"),
    infinitive=words("to"),
    town_words=words("in inside near around outside of from"),
    negations=words(
        "not never n't didn't doesn't don't hasn't haven't hadn't wouldn't won't couldn't can't cannot"
    ),
    subordinators=words("""
        after before when because since if until although though unless once where who which whose whom that
        how why what whether than while amid despite
    """),
    conjunctions=words("and but while or so yet as"),
    openers=words("""
        but and however meanwhile also still yet so or nor then later earlier separately nevertheless
        nonetheless moreover furthermore additionally besides instead indeed notably elsewhere similarly
        likewise consequently therefore thus hence finally first second third secondly thirdly firstly
        lastly now today yesterday again recently crucially importantly interestingly curiously
        significantly    what's more overall specifically initially afterwards previously
        originally  addition          
    """),
    prepositions=words("""
        in at on during to via through by after before ahead from over with for as of when while following
        under about against alongside without outside inside amid near into since until between
    """),
    adjunct_openers=words("""
        in at on during speaking writing asked addressing citing quoting responding commenting answering
        testifying appearing talking posting announcing via through replying reacting briefing summing
        opening from by
    """),
    statement_nouns=words("""
        interview interviews statement statements briefing briefings conference comment comments remarks
        remark speech post posts message messages tweet tweets video address letter email e-mail call report
        reports bulletin update release broadcast programme program podcast show telethon appearance
        testimony hearing response reply note memo article column op-ed press-conference filing conversation
        talk talks session meeting rally debate forum summit event visit channel page account blog editorial
        documentary thread newsletter announcement presentation lecture newscast segment commentary
    """),
    carrier_links=words("with to for on by in from"),
    published_in=words("published writing wrote writes appearing appeared printed featured"),
    on_words=words("on via through in to"),
    date_words=words("on in at late early earlier since by from later just this"),
    place_words=words("in at"),
    phrase_stops=words("in on during to via through after before when while as because with if at since until during into"),
    speaking=words("speaking talking spoke"),
    to_words=words("to"),
    by_words=words("by"),
    determiners=words("""
        the a an this that these those his her their its our my some several many most other another one two
        three four five six seven eight nine ten both all any no each every
    """),
    definite=words("the this that these those his her their its"),
    articles=words("the a an this that these those his her their its our my"),
    particles=words(
        "van von de der den del della di da dos du la le al el bin ibn ben ter ten bint ul af zu"
    ),
    connectors=words("of for the and on in de des du del la & to against at"),
    postmodifiers=words("""
        polled surveyed interviewed contacted quoted named
        of for from at in with on by who familiar published shared released close near based quoted cited
        involving which whose under about circulating posted led conducted commissioned carried issued
        compiled seen obtained viewed working living representing between among across into against leading
        using speaking investigating monitoring tracking to that there
    """),
    relative=words("who which whose whom"),
    breakers=words("""
        is are was were be been being am do does did can could should may might must if because when
        although though unless until  not never n't i'm it's that that's there how why what whether rose fell
        went came had has have will would after before since amid despite he's she's they're there's  
          
    """),
    honorifics=words("cllr hon rt ald sheikh mr mrs ms miss dr prof professor sir dame lord lady madam rev mx messrs hon"),
    roles=words("""
        wife husband mum dad grandmother grandfather champion think-tanker campaigner champion midwife pensioner gardener plumber electrician builder carer caretaker landlord tenant engineer warden guard broker insurer whistle-blower clerk bailiff baker butcher postman postwoman skipper referee striker goalkeeper defender midfielder manager trainer jockey cyclist runner swimmer sprinter author-activist
        president vice-president minister premier chancellor mayor governor senator congressman
        congresswoman congressperson representative secretary undersecretary ambassador envoy consul
        spokesman spokeswoman spokesperson director chairman chairwoman chairperson chair chief head leader
        commander general colonel major captain lieutenant sergeant admiral marshal brigadier officer
        inspector superintendent detective commissioner prosecutor judge justice lawyer attorney solicitor
        barrister professor lecturer researcher scientist economist analyst expert historian journalist
        reporter editor correspondent columnist author writer doctor physician surgeon nurse epidemiologist
        virologist engineer manager executive ceo cfo cto coo founder co-founder owner deputy lawmaker
        legislator councillor councilor councilman councilwoman mp mep candidate politician official adviser
        advisor aide activist campaigner coordinator coach player king queen prince princess duke bishop
        archbishop pope patriarch priest imam rabbi teacher headteacher headmaster principal student farmer
        resident witness investigator ombudsman ombudswoman auditor treasurer whistleblower diplomat
        strategist pollster biologist chemist physicist geologist climatologist meteorologist seismologist
        hydrologist ecologist archaeologist sociologist psychologist statistician veteran soldier fighter
        pilot banker trader broker investor entrepreneur businessman businesswoman presenter anchor host
        moderator negotiator trustee warden curator conductor ranger firefighter fellow dean rector provost
        vice-chancellor registrar sheriff constable governor-general speaker whip backbencher shadow
        co-author co-chair partner actor actress singer artist director-general secretary-general paramedic
        mother father widow son daughter brother sister driver passenger neighbour neighbor shopkeeper
        fisherman miner worker volunteer
    """),
    role_synonyms=(
        words("spokesman spokeswoman spokesperson communications spokespeople press"),
        words("chairman chairwoman chairperson chair"),
        words("head chief director leader boss"),
        words("minister premier secretary"),
        words("doctor physician surgeon"),
        words("lawmaker mp legislator senator congressman congresswoman representative deputy councillor"),
        words("professor academic scholar scientist researcher author co-author"),
        words("officer policeman policewoman inspector superintendent detective"),
        words("lawyer attorney solicitor barrister"),
        words("ceo executive boss chief"),
    ),
    role_plain=words("""
        year-old patient victim
        official politician man woman leader expert speaker lawmaker economist veteran executive scientist
        academic diplomat specialist
    """),
    groups=words("""
        opposition left-wing
        police officials authorities researchers scientists experts analysts economists doctors physicians
        prosecutors investigators witnesses residents locals neighbours neighbors activists campaigners
        critics opponents supporters lawyers lawmakers ministers mps senators councillors politicians
        diplomats sources people officers soldiers troops forces commanders rescuers firefighters bloggers
        milbloggers journalists users commentators observers historians engineers teachers nurses farmers
        workers unions employers organisers organizers protesters demonstrators leaders members republicans
        democrats conservatives liberals separatists rebels militants insurgents authors academics scholars
        geologists meteorologists forecasters epidemiologists virologists families relatives parents
        students staff employees executives insiders aides advisers advisors negotiators inspectors auditors
        regulators traders investors pollsters medics paramedics spokespeople spokesmen representatives
        detectives conservationists ecologists environmentalists biologists climatologists statisticians
        volunteers drivers passengers survivors fishermen miners shopkeepers outlets media agencies
        newspapers
    """),
    organisations=words("""
        transit rail railway water power electric electricity gas oil foods motors media shipping lines logistics pharma pharmaceuticals biotech software insurance insurer capital ventures monitor ambulance health construction homes housing properties telecom rovers fc archive archives theatre opera orchestra festival guild
        statistics stats survey-office secret-service guard guards ngo charities
        institute institution ministry department agency office bureau council committee commission court
        tribunal parliament senate congress assembly government cabinet administration party union
        federation confederation association organisation organization foundation charity trust fund society
        league alliance coalition group company firm corporation bank university college school academy
        hospital clinic centre center laboratory observatory museum church army navy military police force
        service services brigade battalion regiment division command headquarters staff embassy consulate
        mission authority regulator watchdog ombudsman chamber board body nato un eu who imf oecd ngo
        network team operator utility airline railway railways airport port plant factory manufacturer maker
        retailer supplier developer broadcaster newspaper paper magazine journal publisher outlet channel
        station programme kremlin pentagon house treasury exchange inc ltd plc llc gmbh corp holdings
        industries systems technologies labs energy airlines partners club campaign movement syndicate
        secretariat inspectorate directorate registry municipality city borough county province region
        district prosecution
    """),
    documents=words("""
        test tests trial trials experiments modelling modeling simulations simulation inspection inspections checks transcript transcripts recording recordings prospectus indictment ruling verdict accounts
        study report survey poll research analysis paper review investigation audit article assessment
        document documents data figures statistics estimates estimate records findings results census
        experiment trial dataset models model forecast index bulletin memo letter statement release surveys
        studies reports polls numbers calculations images imagery footage filing brief briefing inquiry
        publication essay book film documentary map maps measurements emails dossier log logs accounts
        database
    """),
    transparent=words("""
        data figures statistics estimates estimate records findings results calculations numbers report
        reports statement analysis survey review audit index bulletin release forecast census inquiry
        investigation assessment documents document database images measurements poll filing research
        imagery
    """),
    document_synonyms=(
        words("study paper research survey experiment article trial analysis"),
        words("report document assessment review audit publication"),
    ),
    posts=words("""
        post posts tweet tweets message messages video videos clip clips meme memes image photo photos
        screenshot screenshots thread comment comments rumour rumours rumor rumors claims reel reels caption
        captions leaflet users page pages account accounts website websites
    """),
    answer_labels=words("a answer"),
    moderators=words("moderator host interviewer presenter question q anchor reporter journalist questioner operator narrator"),
    generic_outlets=words("""
        newspaper paper daily weekly magazine journal broadcaster channel station agency outlet website site
        programme program show portal network podcast publication tabloid
    """),
    role_stops=words("by with and but to from in on at told as while when after before between against or"),
    companies=words("insurer lender carrier shipper builder miner producer brewer broadcaster newspaper company firm group organisation organization charity manufacturer maker retailer supplier operator"
        " developer bank airline utility body regulator watchdog agency"),
    organisation_synonyms=(
        words("ministry department"),
        words("university college"),
        words("company firm inc ltd plc llc gmbh corp group holdings industries systems technologies energy airlines"),
        words("agency bureau service office authority watchdog regulator inspectorate"),
        words("hospital clinic"),
        words("committee commission panel"),
        words("union federation association confederation"),
        words("institute centre center think-tank"),
        words("foundation charity trust organisation organization group"),
    ),
    listeners=words("""
        reporters journalists media press parliament lawmakers mps senators congress senate court judge jury
        audience crowd supporters colleagues conference rally hearing committee council assembly meeting
        summit public viewers listeners readers investors shareholders analysts police investigators
        officers deputies delegates members voters residents students people him her them us me you everyone
        cabinet house commons duma rada bundestag verkhovna forum commission board inquiry tribunal security
        ministers congregation relatives families staff employees workers radio television tv briefing
        session lawmaker gathering protesters panel event seminar workshop nation followers chamber
        officials
    """),
    fresh=words(
        "new recent latest fresh separate another same own upcoming forthcoming previous earlier internal"
    ),
    not_sources=words("""
        plan plans schedule law rules rule agreement constitution tradition custom size need needs age
        weight preference taste height colour color timetable logic terms protocol contract instructions
        type
    """),
    pronouns={"he": "m", "she": "f", "they": "p", "it": "n"},
    possessives={"his": "m", "her": "f", "their": "p", "its": "n"},
    common_capitals=words("""
        the a an this that these those he she it they we i you his her their its our my your in on at by for
        from with to of as if when while after before since until because although though but and or so yet
        not no there here what who which where why how all some many most several few both each every any
        one two three four five six seven eight nine ten more less than then now today yesterday tomorrow
        meanwhile however also according officials police experts researchers residents local new last next
        first second only even just despite during under over between among about against across following
        speaking asked once another other such nearly almost around roughly half authorities sources critics
        earlier later still instead moscow's kyiv's read yes well let have has had is are was were do does
        did can could will would should may might must been being posts data figures monday tuesday
        wednesday thursday friday saturday sunday january february march april june july august september
        october november december
    """),
    adjectives=words("""
        state former local regional national public private independent daily weekly news acting deputy senior
        chief interim veteran retired junior leading top prominent british german russian ukrainian american
        state-run state-owned state-controlled investigative online opposition pro-government pro-kremlin
        business financial medical scientific peer-reviewed the a an german-language outgoing incoming late
        then ex current our
    """),
    female_words=words("""
        mrs ms miss madam lady dame spokeswoman chairwoman congresswoman businesswoman councilwoman policewoman
        actress queen princess duchess mother daughter sister widow woman
    """),
    male_words=words("""
        mr sir lord spokesman chairman congressman businessman councilman policeman actor king prince duke father son
        brother man fisherman
    """),
    asked=words("polled surveyed interviewed contacted"),
    issued_by=words("by from of"),
    appeared_in=words("in on"),
    months={
        "january": 1,
        "february": 2,
        "march": 3,
        "april": 4,
        "may": 5,
        "june": 6,
        "july": 7,
        "august": 8,
        "september": 9,
        "october": 10,
        "november": 11,
        "december": 12,
        "jan": 1,
        "feb": 2,
        "mar": 3,
        "apr": 4,
        "jun": 6,
        "jul": 7,
        "aug": 8,
        "sep": 9,
        "sept": 9,
        "oct": 10,
        "nov": 11,
        "dec": 12,
    },
    weekdays={
        "monday": 0,
        "tuesday": 1,
        "wednesday": 2,
        "thursday": 3,
        "friday": 4,
        "saturday": 5,
        "sunday": 6,
        "mon": 0,
        "tues": 1,
        "wed": 2,
        "thurs": 3,
        "fri": 4,
    },
    ambiguous_months=words("may march mar jan jun"),
    month_prefix=r"(?:in|last|early|late|mid)",
    year_pattern=r"(?:in|the|a|its|back in) (?P<y>(?:19|20)\d\d)\b",
    last_words=words("last"),
    day_parts=r"(?: (?:morning|afternoon|evening|night|lunchtime|night's))?",
    relative_dates={
        "today": ("day", 0),
        "yesterday": ("day", -1),
        "this morning": ("day", 0),
        "this afternoon": ("day", 0),
        "this evening": ("day", 0),
        "tonight": ("day", 0),
        "last night": ("day", -1),
        "overnight": ("day", 0),
        "the day before yesterday": ("day", -2),
        "last week": ("week", -1),
        "this week": ("week", 0),
        "earlier this week": ("week", 0),
        "the previous week": ("week", -1),
        "last weekend": ("week", -1),
        "at the weekend": ("week", -1),
        "over the weekend": ("week", -1),
        "this weekend": ("week", 0),
        "last month": ("month", -1),
        "this month": ("month", 0),
        "earlier this month": ("month", 0),
        "late last month": ("month", -1),
        "late last year": ("year", -1),
        "late last week": ("week", -1),
        "last year": ("year", -1),
        "this year": ("year", 0),
        "earlier this year": ("year", 0),
        "earlier today": ("day", 0),
        "late yesterday": ("day", -1),
    },
    ago=r"(?P<n>\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten) (?P<u>days?|weeks?|months?|years?) ago",
    units={
        "day": "day",
        "days": "day",
        "week": "week",
        "weeks": "week",
        "month": "month",
        "months": "month",
        "year": "year",
        "years": "year",
    },
    small_numbers={
        "a": 1,
        "an": 1,
        "one": 1,
        "two": 2,
        "three": 3,
        "four": 4,
        "five": 5,
        "six": 6,
        "seven": 7,
        "eight": 8,
        "nine": 9,
        "ten": 10,
    },
    read_also=(
        r"(?:read|see|watch|listen|also|more|related|recommended|further|don['’]?t miss|you (?:may|might) (?:also )?like"
        r"|editor['’]?s picks?|most (?:read|popular|viewed)|trending|popular|latest|explore|what to read next|in other news)"
        r"(?:[ -](?:also|more|next|on|about|read|reading|stories|story|articles?|coverage|content|news|topics?|links|posts?"
        r"|this|the|from|now|for|you|our|here|below|like|videos?|reports?))*"
        r"|more (?:from|on|about) [^.!?]{1,60}|more on this (?:story|topic)|keep reading|up next"
    ),
    footers=r"-30-|###+|ends|\*\*\*ends\*\*\*|notes? to editors?|media contacts?|press contacts?|comments(?: \(\d+\))?",
    boilerplate=(
        r"(?:please )?(?:subscribe|sign up|log in|sign in|register) (?:to|for|now|here|today|and|with|our)\b|follow us\b"
        r"|follow [^.]{1,40} on (?:twitter|x|facebook|instagram|telegram)\b|join (?:our|us|the conversation)\b"
        r"|(?:get|receive) (?:our|the latest|the best|more)\b.{0,60}\b(?:inbox|newsletter|email|updates)\b"
        r"|share (?:this|on|via|your)\b|click here\b|download (?:our|the) app\b|support (?:our|us|independent)\b"
        r"|donate\b|become a (?:member|patron|subscriber|supporter)\b|all rights reserved|©|copyright\b|advertisement\b"
        r"|sponsored\b|we use cookies|accept (?:all )?cookies|(?:this|our) (?:article|story|site|page|live ?blog|blog|live) (?:was|is|has been|uses|may)\b"
        r"|(?:if you|have you) (?:like|enjoy|value|found|got|have a (?:story|tip)|spotted)\b|you can (?:unsubscribe|follow)\b"
        r"|(?:your|the) (?:email|e-mail) (?:address|will)\b|thank you for (?:reading|subscribing)\b|buy us a coffee"
        r"|leave a comment|terms (?:of use|and conditions)|privacy policy|cookie policy|print this|send (?:us|it to|your)\b|e?-?mail us\b|seen something\b|have your say\b|what do you think\b|this (?:press )?(?:release|statement|document) contains\b|.{0,60}comments below|do you (?:have|know)\b"
        r"|(?:our|the|this) (?:free )?(?:daily |weekly )?newsletter\b|stay (?:up to date|informed|tuned)\b"
        r"|(?:to|and) (?:learn|find out|read|see|know) more\b|visit (?:our|www)\b|skip to\b|back to top|read the full (?:story|article|report)|for (?:more|further|press|media) (?:information|details"
        r"|enquiries|inquiries)\b|contact:|hide caption|toggle\b|related topics|tags?:|topics?:|got a (?:tip|story)\b"
        r"|.{0,80}\b(?:our|the) (?:free )?(?:daily |weekly |morning )?newsletter\b.{0,40}$|a version of this (?:article|story)"
    ),
    captions=(
        r"(?:file |stock )?(?:photo(?:graph)?s?|pictures?|images?|credits?|source|video|graphic|illustration|map|chart|caption"
        r"|photo credit|image credit|picture credit|archive photo|getty images|screenshot|infographic|figure \d+|table \d+)"
        r"(?: by| from| courtesy of|/|\s*[:|©]|\s*$)"
    ),
    bylines=(
        r"by [A-ZÀ-Ý][^.!?]{2,90}$|(?:reporting|written|edited|editing|additional reporting|compiled|translated|writing"
        r"|produced) by\b.{0,160}$|(?:published|updated|last updated|last modified|posted|first published|modified|date)\b"
        r"\s*(?::|on\b|at\b|\d).{0,60}$|\d+ ?min(?:ute)?s? read\b.{0,20}$|editor['’]?s note\b|correction\b\s*[:(]"
        r"|\(?(?:reporting|additional reporting|editing) by\b|(?:our )?(?:staff|special) (?:writer|reporter|correspondent)$"
        r"|for immediate release|embargoed\b|transcript\b\s*:?.{0,40}$|clarification\s*:"
    ),
    **WORTH,
)
"""What the stages know about English."""
