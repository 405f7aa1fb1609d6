"""French."""

from claims.proposing.lexicon.base import Lexicon
from claims.proposing.lexicon.fr_nouns import NOUNS
from claims.proposing.lexicon.fr_page import PAGE
from claims.proposing.lexicon.fr_verbs import VERBS
from claims.proposing.lexicon.fr_worth import WORTH
from claims.proposing.lexicon.notation import phrases, words

FRENCH = Lexicon(
    code=r"fr",
    abbreviations=words("""
        m mm mme mmes mlle dr pr me st ste art av bd etc p pp vol no env hab janv févr avr juil sept oct nov
        déc cf ex
    """),
    closing_abbreviations=words("etc hab no"),
    that=words("que qu' qu’"),
    inverted=True,
    according=phrases("""
        selon | d' après | d’ après | aux yeux de | de l' avis de | d'après | d’après
    """),
    as_words=words("comme ainsi"),
    citing=phrases("citant | qui cite | en citant"),
    quoted_by=phrases("cité par | citée par | cités par | relayé par"),
    pre_verb=words("""
        s' est a ont avait avaient aussi également ensuite puis déjà récemment ainsi notamment encore n' ne
        lui leur
    """),
    after_verb=words("aussi également ensuite puis déjà hier ainsi notamment encore"),
    passive=words("sont été fut"),
    negations=words("pas jamais ne n'"),
    subordinators=words("""
        après avant quand lorsque parce depuis si jusqu' bien tandis où qui dont
    """),
    conjunctions=words("et mais ou tandis"),
    contrast=words("mais tandis"),
    openers=words("""
        et mais aussi également cependant toutefois ensuite puis hier aujourd'hui alors enfin par ailleurs
        en outre pourtant
    """),
    prepositions=words("""
        dans à au aux en lors pendant sur par pour avec après devant auprès de du depuis chez via
    """),
    adjunct_openers=words("dans lors en au à sur interrogé interrogée auprès"),
    statement_nouns=words("""
        entretien interview communiqué déclaration conférence discours message publication tweet vidéo
        lettre rapport émission chaîne compte page tribune allocution réunion visite audition presse
        point post
    """),
    carrier_links=words("avec à au dans de du sur accordé accordée"),
    published_in=words("publié publiée publiés publiées paru parue"),
    on_words=words("sur dans via à au aux"),
    to_words=words("à au aux auprès avec devant"),
    by_words=words("par"),
    date_words=words("le en ce au du dès"),
    place_words=words("à en"),
    phrase_stops=words("""
        dans que qu' lors après quand sur à au en par devant auprès pendant depuis ce le
    """),
    **VERBS,
    **NOUNS,
    **PAGE,
    **WORTH,
)
"""What the stages know about French."""
