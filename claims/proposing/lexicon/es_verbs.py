"""Spanish: the verbs that report."""

from typing import Any

from claims.proposing.lexicon.base import Verb, verbs
from claims.proposing.lexicon.notation import words

VERBS: dict[str, Any] = {
    "verbs": verbs(
        {
            Verb.SAY: """
                dijo dice dicen dijeron afirmó afirma afirman afirmaron aseguró asegura aseguran aseguraron
                explicó explica explicaron señaló señala señalan señalaron añadió añade agregó agrega
                declaró declara declararon comunicó indicó indica indican indicaron informó informa informan
                informaron subrayó subraya destacó destaca sostuvo sostiene advirtió advierte advirtieron
                recordó recuerda precisó precisa manifestó manifiesta comentó comenta insistió insiste
                reconoció reconoce confirmó confirma confirmaron anunció anuncia anunciaron estimó estima
                estiman calcula calculan cree creen considera consideran prevé prevén reveló apuntó apunta
                detalló detalla expresó respondió escribió escribe denunció denuncia alegó dicho afirmado
                asegurado explicado señalado
            """,
            Verb.TELL: "dijo contó relató explicó aseguró declaró informó",
            Verb.OBJECT: """
                confirmó confirma anunció anuncia negó niega desmintió desmiente reconoció prevé prevén
                estima acusó acusa denunció denuncia rechazó rechaza rechazaron
            """,
            Verb.MEDIA: """
                informó informa informaron publicó publica reportó escribió escribe
            """,
            Verb.FIND: """
                reveló revela muestra muestran mostró mostraron concluyó concluye indica indican encontró
                halló sugiere sugieren demuestra
            """,
            Verb.WISH: """
                pidió pide pidieron exigió exige instó llamó agradeció solicitó reclamó preguntó
            """,
        }
    ),
    "asking": words("por si cómo cuánto cuántos cuándo dónde quién qué"),
    "strong_verbs": words("dijo dice dicen dijeron afirmó aseguró explicó añadió agregó"),
    "whole_verbs": words("negó niega desmintió desmiente acusó acusa rechazó rechaza rechazaron"),
}
"""The fields of the lexicon that hold reporting verbs."""
