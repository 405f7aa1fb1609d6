"""German."""

from claims.proposing.lexicon.base import Lexicon
from claims.proposing.lexicon.de_nouns import NOUNS
from claims.proposing.lexicon.de_page import PAGE
from claims.proposing.lexicon.de_verbs import VERBS
from claims.proposing.lexicon.de_worth import WORTH
from claims.proposing.lexicon.notation import phrases, words

GERMAN = Lexicon(
    code=r"de",
    abbreviations=words("""
        z b d h u a bzw ca dr prof hr fr nr str st bd evtl ggf inkl max min mio mrd tsd usw vgl z.b d.h u.a
        jan feb apr jun jul aug sep sept okt nov dez mr mrs jr sen gest geb abs art
    """),
    closing_abbreviations=words("usw a u.a mio mrd st"),
    that=words("dass daß"),
    that_after_comma=True,
    bare_comma_content=True,
    inverted=True,
    according_after=words("zufolge"),
    according=phrases("""
        laut | nach angaben von | nach angaben der | nach angaben des | nach angaben | nach aussage von |
        zufolge | nach einschätzung von | nach einschätzung der | nach einschätzung des | gemäß | nach
        darstellung von | nach auskunft der | nach auskunft des | nach auskunft von | nach informationen von |
        nach informationen der | so
    """),
    as_words=words("wie"),
    back_references=phrases("""
        das sagte | das sagten | das teilte | das teilten | das erklärte | das erklärten | das berichtete |
        das berichteten | das meldete | das meldeten | das bestätigte | das bestätigten | das kündigte |
        das schrieb | das betonte | dies sagte | dies teilte | dies erklärte | dies berichtete |
        dies bestätigte
    """),
    citing=phrases("unter berufung auf | mit verweis auf | unter verweis auf"),
    quoted_by=phrases("zitiert von"),
    pre_verb=words("""
        hat haben hatte hatten auch später dann zudem außerdem weiter wiederholt bereits jüngst zuletzt
        mehrfach ebenfalls nun dabei
    """),
    after_verb=words("""
        auch später dann zudem außerdem weiter mit an zu bereits ebenfalls sich hinzu nun dabei zurück
    """),
    passive=words("wird werden wurde wurden"),
    negations=words("nicht nie kein keine"),
    subordinators=words("""
        nachdem bevor als wenn weil da seit bis ob obwohl während wo wer welche welcher
    """),
    conjunctions=words("und aber oder sondern doch denn"),
    contrast=words("aber doch jedoch obwohl während"),
    openers=words("""
        und aber doch auch zudem außerdem dann später zuvor inzwischen unterdessen heute gestern jedoch
        dagegen dennoch
    """),
    prepositions=words("""
        in im an am auf bei beim zu zum zur nach vor während über durch mit für gegen um von unter gegenüber
    """),
    adjunct_openers=words("in im am bei beim auf gegenüber nach während"),
    statement_nouns=words("""
        interview gespräch mitteilung pressemitteilung erklärung pressekonferenz stellungnahme rede beitrag
        post video brief sendung podcast sitzung bericht anhörung besuch tagung ansprache
        facebook-post telegram-kanal
    """),
    carrier_links=words("mit im in bei der dem"),
    published_in=words("veröffentlichte veröffentlichten erschienene"),
    on_words=words("auf im in via über"),
    to_words=words("gegenüber mit vor an"),
    by_words=words("von"),
    date_words=words("am im in seit vom"),
    place_words=words("in im"),
    phrase_stops=words("""
        in im am bei beim auf gegenüber dass nach vor während als wenn mit bereits nicht
    """),
    dative_carriers=True,
    dative_endings=(
        "zeitung",
        "reuters",
        "afp",
        "dpa",
        "spiegel",
        "zeit",
        "rundfunk",
        "presse",
        "kurier",
        "nachrichten",
        "tageblatt",
        "anzeiger",
        "bild",
        "ard",
        "zdf",
        "sender",
        "agentur",
        "blatt",
        "merkur",
        "magazin",
    ),
    **VERBS,
    **NOUNS,
    **PAGE,
    **WORTH,
)
"""What the stages know about German."""
