"""Spanish: what makes a sentence worth checking, or not."""

from typing import Any

from claims.proposing.lexicon.notation import phrases, words

WORTH: dict[str, Any] = {
    "housekeeping": (
        r"\b(?:reunión|sesión|audiencia|conferencia|ceremonia|manifestación|acto"
        r"|juicio)\b.{0,60}\b(?:se celebrará"
        r"|tendrá lugar|está previst[oa]|comenzará|se reanudará)\b|\bmargen de error\b"
        r"|\b(?:nombres?) (?:ha|han) sido"
        r" (?:cambiad|modificad)|\b(?:artículo|texto|noticia) (?:ha sido|fue|será) (?:actualizad|corregid"
        r"|publicad)"
    ),
    "silence": (
        r"(?:declin|rehus|neg)\w+ (?:\w+ )?(?:hacer|a hacer|a comentar"
        r"|comentar|dar)|no (?:ha |han |quiso |quisieron )?(?:respond"
        r"|coment|contest|hacer|hizo|se ha pronunciado)|sin comentarios"
        r"|está por ver"
    ),
    "auxiliaries": words("""
        es son fue fueron era eran ha han había habían está están será serán puede pueden debe deben hay
        tiene tienen tenía
    """),
    "verb_endings": ("ó", "aron", "ieron", "aba", "aban", "ará", "arán", "erá", "irá", "ado", "ido"),
    "numbers": words("""
        dos tres cuatro cinco seis siete ocho nueve diez once doce veinte cien mil millón millones mitad
        tercio doble triple docena ciento
    """),
    "comparison": words("""
        más menos mayor menor mejor peor doble mayoría superior inferior superó
    """),
    "cause": words("porque debido causó provocó causa gracias consecuencia"),
    "record": words("récord histórico histórica nunca primera primer jamás"),
    "prediction": words("será serán podría podrían prevé previsto espera podrá tendrá"),
    "change": words("""
        subió bajó cayó creció aumentó disminuyó murieron murió heridos resultaron detuvieron detenido cerró
        abrió construyó aprobó perdió ganó redujo duplicó destruyó
    """),
    "quantity": words("todos todas cada ningún ninguna casi mayoría solo sólo"),
    "hearsay": phrases("supuestamente | presuntamente | al parecer | se dice que"),
    "opinion": phrases("""
        creo que | pienso que | en mi opinión | a mi juicio | estoy orgulloso | estoy orgullosa | estamos
        orgullosos | me alegra | me encanta
    """),
    "evaluative": words("""
        maravilloso terrible horrible increíble vergonzoso debemos debería deberían
    """),
    "wish": phrases("""
        espero que | esperamos que | ojalá | quiero | queremos | hay que | tenemos que | debemos | gracias
        por | por favor | quisiera
    """),
    "empty": phrases("""
        declinó hacer comentarios | no quiso hacer comentarios | no respondió a | no respondieron a | se
        negó a comentar | sin comentarios | está por ver | no hizo comentarios | no se ha pronunciado
    """),
    "leaning": words("esto eso esta este estas estos él ella ellos ellas nosotros nuestro nuestra yo mi"),
    "vague_openers": words("eso esto él ella es no"),
    "address": words("suscríbete síguenos lea lee comparte"),
}
"""The fields of the lexicon that the worth stage uses."""
