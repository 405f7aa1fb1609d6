"""Spanish: dates, and the lines of a page that are no prose."""

from typing import Any

from claims.proposing.lexicon.notation import numbered, offsets, pairs, words

PAGE: dict[str, Any] = {
    "months": numbered("""
        enero: 1 | febrero: 2 | marzo: 3 | abril: 4 | mayo: 5 | junio: 6 | julio: 7 | agosto: 8 |
        septiembre: 9 | setiembre: 9 | octubre: 10 | noviembre: 11 | diciembre: 12
    """),
    "weekdays": numbered("""
        lunes: 0 | martes: 1 | miércoles: 2 | jueves: 3 | viernes: 4 | sábado: 5 | domingo: 6
    """),
    "month_prefix": r"(?:en)",
    "year_pattern": r"(?:en|de) (?P<y>(?:19|20)\d\d)\b",
    "last_words": words("pasado"),
    "day_parts": r"(?: pasado)?",
    "relative_dates": offsets("""
        hoy: day 0 | ayer: day -1 | anteayer: day -2 | la semana pasada: week -1 | esta semana: week 0 | el
        mes pasado: month -1 | este mes: month 0 | el año pasado: year -1 | este año: year 0 | anoche: day
        -1
    """),
    "ago": (
        r"hace (?P<n>\d{1,3}|un|una|dos|tres|cuatro|cinco|seis) (?P<u>días"
        r"|día|semanas|semana|meses|mes|años|año)"
    ),
    "units": pairs("""
        día: day | días: day | semana: week | semanas: week | mes: month | meses: month | año: year | años:
        year
    """),
    "small_numbers": numbered("""
        un: 1 | una: 1 | dos: 2 | tres: 3 | cuatro: 4 | cinco: 5 | seis: 6
    """),
    "read_also": (
        r"(?:lea también|lee también|leer más|te puede interesar|le puede interesar"
        r"|más información|noticias relacionadas|relacionad[oa]s?|ver también"
        r"|vea también|lo más leído|más sobre|más noticias|también te puede)[^.!?]{0,30}"
    ),
    "footers": r"comentarios(?: \(\d+\))?|contacto de prensa|###+",
    "boilerplate": (
        r"suscr[ií]b(?:ete|ase)\b|s[ií]guenos\b|reg[ií]str(?:ate|ese)\b"
        r"|comparte\b|compartir\b|publicidad\b|todos los derechos\b"
        r"|©|haz clic\b|bolet[ií]n\b|descarga\b"
    ),
    "flashes": (
        r"última hora|urgente|actualización|exclusiva|avance"
        r"|salud|deportes?|economía|finanzas|política|tiempo|ciencia|tecnología|cultura|educación|sucesos"
    ),
    "captions": (
        r"(?:foto|imagen|fuente|vídeo|video|gráfico|fotografía|infografía"
        r"|archivo)s?(?:\s*[:|/©]|\s*$)"
    ),
    "bylines": (
        r"por [A-ZÁÉÍÓÚÑ][^.!?]{2,60}$|(?:publicado|actualizado)\b\s*(?::"
        r"|el\b).{0,50}$|redacción$"
    ),
}
"""The fields of the lexicon that the dates and layout stages use."""
