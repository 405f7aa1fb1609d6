"""English."""

from claims.proposing.lexicon.base import Lexicon
from claims.proposing.lexicon.en_nouns import NOUNS
from claims.proposing.lexicon.en_page import PAGE
from claims.proposing.lexicon.en_verbs import VERBS
from claims.proposing.lexicon.en_worth import WORTH
from claims.proposing.lexicon.notation import phrases, words

ENGLISH = Lexicon(
    code=r"en",
    abbreviations=words("""
        mr mrs ms dr prof sr jr st gen col lt sgt maj capt cmdr adm gov sen rep pres hon rev fr vs etc inc
        ltd co corp llc no nos vol pp fig art sec dept est approx ca al jan feb mar apr jun jul aug sep sept
        oct nov dec mon tue wed thu fri sat sun a.m p.m e.g i.e u.s u.k u.n u.s.a ph.d d.c brig supt insp
        messrs mt ft ave blvd rd op cit ed eds bros min max incl excl tel ext repr cf
    """),
    closing_abbreviations=words("""
        etc inc ltd co corp llc jr sr a.m p.m u.s u.k u.n d.c u.s.a al no ed
    """),
    quote_verbs=words("quoted quotes quoting cited cites"),
    compounds=frozenset(
        [
            ("think", "tank"),
            ("think", "tanks"),
            ("report", "card"),
            ("state", "of"),
            ("call", "sign"),
            ("call", "centre"),
            ("call", "center"),
            ("call", "signs"),
            ("record", "label"),
            ("report", "cards"),
        ]
    ),
    participles=words("""
        saying adding claiming warning noting arguing insisting stressing telling explaining alleging
        stating pointing emphasising emphasizing acknowledging admitting confirming predicting declaring
        suggesting announcing reporting asserting estimating recalling
    """),
    that=words("that"),
    according=phrases("according to | as per | in the words of"),
    as_words=words("as"),
    citing=phrases("""
        citing | quoting | which cited | which quoted | with reference to
    """),
    quoted_by=phrases("""
        quoted by | cited by | as reported by | reported by | as quoted by | as cited by | as told to | seen
        by | reviewed by | obtained by | in comments carried by | carried by | released by
    """),
    back_references=phrases("""
        said this | said so | announced this | reported this | stated this | said as much
    """),
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
        yesterday bluntly angrily flatly quietly further simply clearly clear publicly separately
    """),
    passive=words("is are was were be been being am gets got get"),
    infinitive=words("to"),
    town_words=words("in inside near around outside of from"),
    negations=words("""
        not never n't didn't doesn't don't hasn't haven't hadn't wouldn't won't couldn't can't cannot
    """),
    subordinators=words("""
        after before when because since if until although though unless once where who which whose whom that
        how why what whether than while amid despite
    """),
    same_words=words("same"),
    conjunctions=words("and but while or so yet as"),
    contrast=words("but while although though yet whereas however"),
    openers=words("""
        but and however meanwhile also still yet so or nor then later earlier separately nevertheless
        nonetheless moreover furthermore additionally besides instead indeed notably elsewhere similarly
        likewise consequently therefore thus hence finally first second third secondly thirdly firstly
        lastly now today yesterday again recently crucially importantly interestingly curiously
        significantly what's more overall specifically initially afterwards previously originally addition
    """),
    prepositions=words("""
        in at on during to via through by after before ahead from over with for as of when while following
        under about against alongside without outside inside amid near into since until between
    """),
    adjunct_openers=words("""
        back earlier late early in at on during speaking writing asked addressing citing quoting responding
        commenting answering testifying appearing talking posting announcing via through replying reacting
        briefing summing opening from by
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
    published_in=words("""
        published writing wrote writes appearing appeared printed featured
    """),
    on_words=words("on via through in to"),
    date_words=words("on in at late early earlier since by from later just this"),
    place_words=words("in at"),
    phrase_stops=words("""
        in on during to via through after before when while as because with if at since until into
    """),
    speaking=words("speaking talking spoke"),
    to_words=words("to"),
    by_words=words("by"),
    fills_pronouns=True,
    **VERBS,
    **NOUNS,
    **PAGE,
    **WORTH,
)
"""What the stages know about English."""
