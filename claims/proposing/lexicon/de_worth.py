"""German: what makes a sentence worth checking, or not."""

from typing import Any

from claims.proposing.lexicon.notation import phrases, words

WORTH: dict[str, Any] = {
    "housekeeping": (
        r"\b(?:sitzung|veranstaltung|verhandlung|pressekonferenz|konzert|kundgebung|termin)\b.{0,60}\b(?:statt|beginnt"
        r"|beginnen|fortgesetzt|geplant|angesetzt)\b|\bfehler(?:toleranz|spanne|marge)\b"
        r"|\bzuerst (?:erschienen|veröffentlicht)\b|\bnamen? (?:wurden?|von der redaktion)"
        r" geändert\b|\b(?:artikel|text|beitrag) (?:wurde|wird|erschien) (?:\w+ )?(?:aktualisiert|ergänzt"
        r"|korrigiert|überarbeitet|zuerst)"
    ),
    "silence": (
        r"nicht (?:\w+ )?(?:äußern|geäußert|beantwort|kommentier|erreichbar)"
        r"|(?:kein|keine) (?:kommentar|stellungnahme|angaben)|stellungnahme ab"
        r"|zunächst (?:unklar|nicht)|bleibt abzuwarten"
    ),
    "auxiliaries": words("""
        ist sind war waren wird werden wurde wurden hat haben hatte hatten kann können soll sollen muss
        müssen sei seien habe stieg sank gibt liegt
    """),
    "verb_endings": ("te", "ten", "iert", "gt", "tet"),
    "numbers": words("""
        zwei drei vier fünf sechs sieben acht neun zehn elf zwölf hundert tausend million millionen
        milliarde milliarden prozent hälfte drittel viertel dutzend doppelt
    """),
    "comparison": words("""
        mehr weniger höher niedriger größer kleiner größte kleinste höchste niedrigste als mehrheit doppelt
        schneller teurer billiger
    """),
    "cause": words("wegen weil verursachte führt führte aufgrund durch dank deshalb"),
    "record": words("rekord erstmals nie jemals historisch erste ersten"),
    "prediction": words("""
        wird werden soll sollen dürfte erwartet prognose voraussichtlich könnte könnten
    """),
    "change": words("""
        stieg sank fiel wuchs gestiegen gesunken gewachsen starben getötet verletzt zerstört geschlossen
        eröffnet gebaut verurteilt festgenommen beschlossen verloren
    """),
    "quantity": words("alle jeder keine kein fast meisten nur gesamte"),
    "hearsay": phrases("angeblich | mutmaßlich | gerüchten zufolge"),
    "opinion": phrases("""
        ich finde | ich glaube | ich denke | meiner meinung nach | meiner ansicht nach | ich bin stolz | wir
        sind stolz | ich bin überzeugt | ich freue mich | wir freuen uns
    """),
    "evaluative": words("wunderbar schrecklich schön furchtbar großartig müssen sollten"),
    "wish": phrases("""
        ich hoffe | wir hoffen | ich wünsche | wir wünschen | lassen sie uns | wir müssen | wir brauchen |
        bitte | danke | ich möchte | wir möchten | wir wollen
    """),
    "empty": phrases("""
        wollte sich nicht äußern | wollten sich nicht äußern | lehnte eine stellungnahme ab | kein kommentar
        | reagierte nicht auf | äußerte sich nicht | bleibt abzuwarten | war zunächst unklar | ist noch
        unklar
    """),
    "leaning": words("dies diese dieser dieses wir unser unsere er sie es ihr ihre sein seine ich mein"),
    "vague_openers": words("das er sie es wir dies ihr"),
    "address": words("abonnieren folgen klicken lesen teilen"),
}
"""The fields of the lexicon that the worth stage uses."""
