"""French: dates, and the lines of a page that are no prose."""

from typing import Any

from claims.proposing.lexicon.notation import numbered, offsets, pairs, words

PAGE: dict[str, Any] = {
    "months": numbered("""
        janvier: 1 | février: 2 | mars: 3 | avril: 4 | mai: 5 | juin: 6 | juillet: 7 | août: 8 | septembre:
        9 | octobre: 10 | novembre: 11 | décembre: 12
    """),
    "weekdays": numbered("""
        lundi: 0 | mardi: 1 | mercredi: 2 | jeudi: 3 | vendredi: 4 | samedi: 5 | dimanche: 6
    """),
    "month_prefix": r"(?:en)",
    "year_pattern": r"(?:en|de) (?P<y>(?:19|20)\d\d)\b",
    "last_words": words("dernier"),
    "day_parts": r"(?: (?:dernier|matin|soir|après-midi))?",
    "relative_dates": offsets("""
        aujourd'hui: day 0 | aujourd’hui: day 0 | hier: day -1 | avant-hier: day -2 | la semaine dernière:
        week -1 | cette semaine: week 0 | le mois dernier: month -1 | ce mois-ci: month 0 | l'année
        dernière: year -1 | l’année dernière: year -1 | l'an dernier: year -1 | cette année: year 0
    """),
    "ago": (
        r"il y a (?P<n>\d{1,3}|un|une|deux|trois|quatre|cinq|six) (?P<u>jours"
        r"|jour|semaines|semaine|mois|ans|an)"
    ),
    "units": pairs("""
        jour: day | jours: day | semaine: week | semaines: week | mois: month | an: year | ans: year
    """),
    "small_numbers": numbered("""
        un: 1 | une: 1 | deux: 2 | trois: 3 | quatre: 4 | cinq: 5 | six: 6
    """),
    "read_also": (
        r"(?:(?:à )?lire aussi|à lire également|lire la suite|sur le même sujet"
        r"|voir aussi|articles? (?:liés?|similaires?)|pour aller plus loin"
        r"|les plus lus|à voir aussi|plus d['’]articles)[^.!?]{0,30}"
    ),
    "footers": r"commentaires(?: \(\d+\))?|contact presse|###+",
    "boilerplate": (
        r"abonnez-vous\b|inscrivez-vous\b|suivez-nous\b|partager\b"
        r"|partagez\b|publicité\b|tous droits\b|©|cliquez\b|newsletter\b"
        r"|téléchargez\b"
    ),
    "flashes": (
        r"urgent|alerte(?: info)?|flash(?: info)?|dernière minute|mise à jour|exclusif"
        r"|santé|sports?|économie|finances|politique|météo|sciences?|culture|éducation|faits divers"
    ),
    "captions": (
        r"(?:photo|image|source|vidéo|crédit|illustration|infographie"
        r"|légende)s?(?:\s*[:|/©]|\s*$)"
    ),
    "bylines": (
        r"par [A-ZÀ-Ý][^.!?]{2,60}$|(?:publié|mis à jour|modifié)\b\s*(?::"
        r"|le\b).{0,50}$|avec afp\b.{0,20}$"
    ),
}
"""The fields of the lexicon that the dates and layout stages use."""
