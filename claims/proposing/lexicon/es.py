"""Spanish."""

from claims.proposing.lexicon.base import Lexicon
from claims.proposing.lexicon.es_nouns import NOUNS
from claims.proposing.lexicon.es_page import PAGE
from claims.proposing.lexicon.es_verbs import VERBS
from claims.proposing.lexicon.es_worth import WORTH
from claims.proposing.lexicon.notation import phrases, words

SPANISH = Lexicon(
    code=r"es",
    abbreviations=words("""
        sr sra srta dr dra d lic ing prof gral art av pág núm no vol etc ee.uu ee uu p.ej ud uds ene feb abr
        jun jul ago sep oct nov dic aprox mill
    """),
    closing_abbreviations=words("etc ee.uu uu no"),
    that=words("que"),
    inverted=True,
    according=phrases("""
        según | de acuerdo con | a juicio de | conforme a | en palabras de | en opinión de
    """),
    as_words=words("como según"),
    back_references=phrases("""
        así lo anunció | así lo anunciaron | así lo anuncia | así lo dijo | así lo dijeron |
        así lo afirmó | así lo afirmaron | así lo aseguró | así lo aseguraron | así lo explicó |
        así lo señaló | así lo indicó | así lo indicaron | así lo informó | así lo informaron |
        así lo confirmó | así lo confirmaron | así lo confirma | así lo declaró | así lo manifestó |
        así lo precisó | así lo detalló | así lo reveló | así lo advirtió | así lo comunicó |
        así lo denunció
    """),
    citing=phrases("citando a | citando | que cita a | que cita"),
    quoted_by=phrases("citado por | citada por | recogido por | recogidas por"),
    pre_verb=words("""
        también ha han había habían no después luego además ya recientemente posteriormente asimismo se le
        les
    """),
    after_verb=words("también después luego además ya asimismo hoy"),
    passive=words("fue fueron es son"),
    negations=words("no nunca"),
    subordinators=words("""
        después antes cuando porque desde si hasta aunque mientras donde quien cual que tras
    """),
    conjunctions=words("y e pero o mientras"),
    contrast=words("pero aunque mientras"),
    openers=words("""
        y pero además también sin embargo asimismo después luego ayer hoy entonces mientras tanto finalmente
        no obstante
    """),
    prepositions=words("""
        en a al durante por para con tras ante de del desde sobre mediante vía hacia
    """),
    adjunct_openers=words("en durante al tras mediante a"),
    statement_nouns=words("""
        entrevista comunicado declaraciones rueda conferencia discurso mensaje publicación tuit vídeo video
        carta informe programa entrevistas nota prensa cuenta canal red intervención comparecencia sesión
        audiencia visita reunión
    """),
    carrier_links=words("con a al en de para"),
    published_in=words("publicado publicada publicados publicadas"),
    on_words=words("en vía a"),
    speaking=words("hablando"),
    to_words=words("a al con ante"),
    by_words=words("por"),
    date_words=words("el en este pasado la del"),
    place_words=words("en"),
    phrase_stops=words("en que durante tras cuando mientras a al por ante desde este el"),
    **VERBS,
    **NOUNS,
    **PAGE,
    **WORTH,
)
"""What the stages know about Spanish."""
