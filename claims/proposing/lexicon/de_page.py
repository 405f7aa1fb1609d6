"""German: dates, and the lines of a page that are no prose."""

from typing import Any

from claims.proposing.lexicon.notation import numbered, offsets, pairs, words

PAGE: dict[str, Any] = {
    "months": numbered("""
        januar: 1 | februar: 2 | märz: 3 | april: 4 | mai: 5 | juni: 6 | juli: 7 | august: 8 | september: 9
        | oktober: 10 | november: 11 | dezember: 12
    """),
    "weekdays": numbered("""
        montag: 0 | dienstag: 1 | mittwoch: 2 | donnerstag: 3 | freitag: 4 | samstag: 5 | sonnabend: 5 |
        sonntag: 6
    """),
    "month_prefix": r"(?:im|vom)",
    "year_pattern": r"(?:im Jahr|im Jahre) (?P<y>(?:19|20)\d\d)\b",
    "last_words": words("vergangenen letzten vorigen"),
    "day_parts": r"(?:abend|morgen|nachmittag|vormittag|nacht)?",
    "relative_dates": offsets("""
        heute: day 0 | gestern: day -1 | vorgestern: day -2 | vergangene woche: week -1 | letzte woche: week
        -1 | in dieser woche: week 0 | vergangenen monat: month -1 | letzten monat: month -1 | im
        vergangenen jahr: year -1 | letztes jahr: year -1 | in der vergangenen woche: week -1 | diese woche:
        week 0
    """),
    "ago": (
        r"vor (?P<n>\d{1,3}|einem|einer|zwei|drei|vier|fünf|sechs) (?P<u>Tagen"
        r"|Tag|Wochen|Woche|Monaten|Monat|Jahren|Jahr)"
    ),
    "units": pairs("""
        tag: day | tagen: day | woche: week | wochen: week | monat: month | monaten: month | jahr: year |
        jahren: year
    """),
    "small_numbers": numbered("""
        einem: 1 | einer: 1 | zwei: 2 | drei: 3 | vier: 4 | fünf: 5 | sechs: 6
    """),
    "read_also": (
        r"(?:lesen sie (?:auch|mehr|hier)|mehr zum thema|auch interessant"
        r"|das könnte sie (?:auch )?interessieren|weitere (?:artikel"
        r"|themen|nachrichten)|siehe auch|meistgelesen|mehr lesen|zum thema)[^.!?]{0,20}"
    ),
    "footers": r"kommentare(?: \(\d+\))?|pressekontakt|###+",
    "boilerplate": (
        r"abonnieren\b|melden sie sich\b|newsletter\b|folgen sie\b"
        r"|teilen sie\b|anzeige\b|alle rechte\b|©|jetzt (?:anmelden"
        r"|abonnieren|lesen)\b|hier klicken\b"
    ),
    "flashes": (
        r"eilmeldung|eil|update|aktualisierung|exklusiv"
        r"|gesundheit|sport|wirtschaft|finanzen|politik|wetter|wissenschaft|technik|kultur|bildung|umwelt|reise"
    ),
    "captions": (
        r"(?:foto|bild|quelle|grafik|video|archivbild|symbolbild|karte)s?(?:\s*[:|/©]"
        r"|\s*$)"
    ),
    "bylines": (
        r"von [A-ZÄÖÜ][^.!?]{2,60}$|(?:veröffentlicht|aktualisiert"
        r"|stand)\b\s*(?::|am\b).{0,50}$|autor(?:in)?\s*:"
    ),
}
"""The fields of the lexicon that the dates and layout stages use."""
