"""English: who and what can be a source, and the words around it."""

from typing import Any

from claims.proposing.lexicon.notation import pairs, words

NOUNS: dict[str, Any] = {
    "of_words": words("of"),
    "single": words("one another"),
    "needs_at": words("put puts"),
    "charges": words("count counts charge charges offence offences allegations murder"),
    "label_words": words("""
        update watch background analysis explained opinion live video photo breaking exclusive note
        correction summary result results fact verdict conclusion weather sport question answer headline
        warning rating context claim example tip reminder address phone email tickets price prices when
        where what who why how date time disclosure disclaimer interview part chapter step
    """),
    "partitives": words("one some many most several two three each"),
    "determiners": words("""
        the a an this that these those his her their its our my some several many most other another one two
        three four five six seven eight nine ten both all any no each every
    """),
    "definite": words("the this that these those his her their its"),
    "articles": words("the a an this that these those his her their its our my"),
    "particles": words("""
        van von de der den del della di da dos du la le al el bin ibn ben ter ten bint ul af zu
    """),
    "connectors": words("of for the and on de des du la & against"),
    "postmodifiers": words("""
        writing polled surveyed interviewed contacted quoted named of for from at in with on by who familiar
        published shared released close near based cited involving which whose under about circulating
        posted led conducted commissioned carried issued compiled seen obtained viewed working living
        representing between among across into against leading using speaking investigating monitoring
        tracking to that there
    """),
    "relative": words("who which whose whom"),
    "breakers": words("""
        is are was were be been being am do does did can could should may might must if because when
        although though unless until not never n't i'm it's that that's there how why what whether rose fell
        went came had has have will would after before since amid despite he's she's they're there's
    """),
    "honorifics": words("""
        rep sen gov cllr hon rt ald sheikh mr mrs ms miss dr prof professor sir dame lord lady madam rev mx
        messrs
    """),
    "roles": words("""
        agent pundit forward winger quarterback goalkeeper landlady housewife lecturer tutor
        psychotherapist therapist counsellor curator librarian archivist producer filmmaker
        screenwriter novelist poet playwright composer musician drummer guitarist rapper comedian broadcaster
        podcaster influencer youtuber programmer developer designer architect surveyor planner contractor
        subcontractor welder roofer decorator joiner carpenter mason glazier hairdresser barber chef cook
        waiter waitress bartender cleaner courier trucker conductor stationmaster controller
        dispatcher lifeguard coroner pathologist forensic oncologist paediatrician pediatrician
        obstetrician psychiatrist radiologist anaesthetist gp matron vet zookeeper
        ex-president ex-minister ex-mayor ex-wife ex-husband sergeant-major negotiator
        rapporteur commissioner-general attache attaché chargé interpreter translator stepmother stepfather
        aunt uncle cousin niece nephew grandson granddaughter girlfriend boyfriend fiancé fiancée roommate
        flatmate classmate teammate colleague survivor hostage detainee defendant claimant plaintiff juror
        eyewitness onlooker bystander sgt lt col gen capt maj cpl pvt insp supt adm cmdr pc dc di brig
        lieutenant-general major-general lieutenant-colonel warrant private corporal wife husband mum dad
        grandmother grandfather champion think-tanker campaigner midwife pensioner gardener plumber
        electrician builder carer caretaker landlord tenant engineer warden guard broker insurer
        whistle-blower clerk bailiff baker butcher postman postwoman skipper referee striker goalkeeper
        defender midfielder manager trainer jockey cyclist runner swimmer sprinter author-activist president
        vice-president minister premier chancellor mayor governor senator congressman congresswoman
        congressperson representative secretary undersecretary ambassador envoy consul spokesman spokeswoman
        spokesperson director chairman chairwoman chairperson chair chief head leader commander general
        colonel major captain lieutenant sergeant admiral marshal brigadier officer inspector superintendent
        detective commissioner prosecutor judge justice lawyer attorney solicitor barrister professor
        lecturer researcher scientist economist analyst expert historian journalist reporter editor
        correspondent columnist author writer doctor physician surgeon nurse epidemiologist virologist
        executive ceo cfo cto coo founder co-founder owner deputy lawmaker legislator councillor councilor
        councilman councilwoman mp mep candidate politician official adviser advisor aide activist
        coordinator coach player king queen prince princess duke bishop archbishop pope patriarch priest
        imam rabbi teacher headteacher headmaster principal student farmer resident witness investigator
        ombudsman ombudswoman auditor treasurer whistleblower diplomat strategist pollster biologist chemist
        physicist geologist climatologist meteorologist seismologist hydrologist ecologist archaeologist
        sociologist psychologist statistician veteran soldier fighter pilot banker trader investor
        entrepreneur businessman businesswoman presenter anchor host moderator negotiator trustee curator
        conductor ranger firefighter fellow dean rector provost vice-chancellor registrar sheriff constable
        governor-general speaker whip backbencher shadow co-author co-chair partner actor actress singer
        artist master harbourmaster boss advocate mayor-elect president-elect director-general
        secretary-general paramedic mother father widow son daughter brother sister driver passenger
        neighbour neighbor shopkeeper fisherman miner worker volunteer observer blogger milblogger dietitian
        pharmacist dentist veterinarian astronaut astronomer commentator activist-lawyer minister-president
        co-chairman co-director monitor medic mechanic seaman sailor skipper-owner marine chaplain
    """),
    "role_endings": ("ologist", "iatrist", "iatrician", "ographer", "onomist", "thesist", "etrician"),
    "role_synonyms": (
        words("""
            spokesman spokeswoman spokesperson communications spokespeople press
        """),
        words("chairman chairwoman chairperson chair"),
        words("head chief director leader boss"),
        words("minister premier secretary"),
        words("doctor physician surgeon"),
        words("""
            lawmaker mp legislator senator congressman congresswoman representative deputy councillor
        """),
        words("""
            professor academic scholar scientist researcher author co-author
        """),
        words("""
            officer policeman policewoman inspector superintendent detective
        """),
        words("lawyer attorney solicitor barrister"),
        words("ceo executive boss chief"),
    ),
    "nationals": (
        "ian",
        "ese",
        "spaniard",
        "briton",
        "frenchman",
        "german",
        "dane",
        "swede",
        "dutchman",
        "scot",
        "greek",
        "czech",
        "american",
        "irishman",
        "welshman",
        "englishman",
        "serb",
        "croat",
        "turk",
        "finn",
    ),
    "bodies": words("""
        state government company firm club union agency ministry country city region council university
        hospital force group party bank team board department regulator
    """),
    "role_plain": words("""
        year-old patient victim official politician man woman leader expert speaker lawmaker economist
        veteran executive scientist academic diplomat specialist
    """),
    "groups": words("""
        opposition left-wing police officials authorities researchers scientists experts analysts economists
        doctors physicians prosecutors investigators witnesses residents locals neighbours neighbors
        activists campaigners critics opponents supporters lawyers lawmakers ministers mps senators
        councillors politicians diplomats sources people officers soldiers troops forces commanders rescuers
        firefighters bloggers milbloggers journalists users commentators observers historians engineers
        teachers nurses farmers workers unions employers organisers organizers protesters demonstrators
        leaders members republicans democrats conservatives liberals separatists rebels militants insurgents
        authors academics scholars geologists meteorologists forecasters epidemiologists virologists
        families relatives parents students staff employees executives insiders aides advisers advisors
        negotiators inspectors auditors regulators traders investors pollsters medics paramedics
        spokespeople spokesmen representatives detectives conservationists ecologists environmentalists
        biologists climatologists statisticians volunteers drivers passengers survivors fishermen miners
        shopkeepers outlets media agencies newspapers
    """),
    "organisations": words("""
        tank transit rail railway water power electric electricity gas oil foods motors media shipping lines
        logistics pharma pharmaceuticals biotech software insurance insurer capital ventures monitor
        ambulance health construction homes housing properties telecom rovers fc archive archives theatre
        opera orchestra festival guild statistics stats survey-office secret-service guard guards ngo
        charities institute institution ministry department agency office bureau council committee
        commission court tribunal parliament senate congress assembly government cabinet administration
        party union federation confederation association organisation organization foundation charity trust
        fund society league alliance coalition group company firm corporation bank university college school
        academy hospital clinic centre center laboratory observatory museum church army corps squadron navy
        military police force service services brigade battalion regiment division command headquarters
        staff embassy consulate mission authority regulator watchdog ombudsman chamber board body nato un eu
        who imf oecd network team operator utility airline railways airport port plant factory manufacturer
        maker retailer supplier developer broadcaster newspaper paper magazine journal publisher outlet
        channel station programme kremlin pentagon house treasury exchange inc ltd plc llc gmbh corp
        holdings industries systems technologies labs energy airlines partners club campaign movement
        syndicate secretariat inspectorate directorate registry municipality city borough county province
        region district prosecution ministries governments agencies departments committees councils unions
    """),
    "documents": words("""
        meta-analysis meta-analyses test tests trial trials experiments modelling modeling simulations
        simulation inspection inspections checks transcript transcripts recording recordings prospectus
        indictment ruling verdict accounts study report survey poll research analysis paper review
        investigation audit article assessment document documents data figures statistics estimates estimate
        records findings results census experiment dataset models model forecast index bulletin memo letter
        statement release surveys studies reports polls numbers calculations images imagery footage filing
        brief briefing inquiry publication essay book film documentary map maps measurements emails dossier
        log logs database search searches
    """),
    "transparent": words("""
        data figures statistics estimates estimate records findings results calculations numbers report
        reports statement analysis survey review audit index bulletin release forecast census inquiry
        investigation assessment documents document database images measurements poll filing research
        imagery
    """),
    "document_synonyms": (
        words("study paper research survey experiment article trial analysis"),
        words("report document assessment review audit publication"),
    ),
    "posts": words("""
        post posts tweet tweets message messages video videos clip clips meme memes image photo photos
        screenshot screenshots thread comment comments rumour rumours rumor rumors claims reel reels caption
        captions leaflet users page pages account accounts website websites
    """),
    "answer_labels": words("a answer"),
    "moderators": words("""
        moderator host interviewer presenter question q anchor reporter journalist questioner operator
        narrator
    """),
    "generic_outlets": words("""
        newspaper paper daily weekly magazine journal broadcaster channel station agency outlet website site
        programme program show portal network podcast publication tabloid
    """),
    "role_stops": words("""
        by with and but to from in on at told as while when after before between against or
    """),
    "companies": words("""
        insurer lender carrier shipper builder miner producer brewer broadcaster newspaper company firm
        group organisation organization charity manufacturer maker retailer supplier operator developer bank
        airline utility body regulator watchdog agency
    """),
    "organisation_synonyms": (
        words("ministry department"),
        words("university college"),
        words("""
            company firm inc ltd plc llc gmbh corp group holdings industries systems technologies energy
            airlines
        """),
        words("""
            agency bureau service office authority watchdog regulator inspectorate
        """),
        words("hospital clinic"),
        words("committee commission panel"),
        words("union federation association confederation"),
        words("institute centre center think-tank tank"),
        words("foundation charity trust organisation organization group"),
    ),
    "listeners": words("""
        reporters journalists media press parliament lawmakers mps senators congress senate court judge jury
        audience crowd supporters colleagues conference rally hearing committee council assembly meeting
        summit public viewers listeners readers investors shareholders analysts police investigators
        officers deputies delegates members voters residents students people him her them us me you everyone
        cabinet house commons duma rada bundestag verkhovna forum commission board inquiry tribunal security
        ministers congregation relatives families staff employees workers radio television tv briefing
        session lawmaker gathering protesters panel event seminar workshop nation followers chamber
        officials
    """),
    "plain_modifiers": words("""
        official officials satellite preliminary provisional early internal leaked recent drone aerial exit
        opinion court latest historical public available updated independent separate further medical legal
        thermal
    """),
    "fresh": words("""
        new recent latest fresh separate another same own upcoming forthcoming previous earlier internal
    """),
    "not_sources": words("""
        plan plans schedule law rules rule agreement constitution tradition custom size need needs age
        weight preference taste height colour color timetable logic terms protocol contract instructions
        type
    """),
    "pronouns": pairs("he: m | she: f | they: p | it: n"),
    "possessives": pairs("his: m | her: f | their: p | its: n"),
    "common_capitals": words("""
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
    "adjectives": words("""
        state former local regional national public private independent daily weekly news acting deputy
        senior chief interim veteran retired junior leading top prominent british german russian ukrainian
        american state-run state-owned state-controlled investigative online opposition pro-government
        pro-kremlin business financial medical scientific peer-reviewed the a an german-language outgoing
        incoming late then ex current our
    """),
    "female_words": words("""
        mrs ms miss madam lady dame spokeswoman chairwoman congresswoman businesswoman councilwoman
        policewoman actress queen princess duchess mother daughter sister widow woman
    """),
    "male_words": words("""
        mr sir lord spokesman chairman congressman businessman councilman policeman actor king prince duke
        father son brother man fisherman
    """),
    "office_verbs": words("""
        took elected appointed heads leads chairs became headed led chaired
    """),
    "since_words": words("since until"),
    "asked": words("polled surveyed interviewed contacted"),
    "issued_by": words("by from of"),
    "appeared_in": words("in on"),
    "places": words("""
        city town village capital region province district country island settlement borough county
    """),
}
"""The fields of the lexicon that read noun phrases."""
