"""Spanish: who and what can be a source, and the words around it."""

from typing import Any

from claims.proposing.lexicon.notation import pairs, words

NOUNS: dict[str, Any] = {
    "determiners": words("""
        el la los las un una unos unas este esta estos estas ese esa su sus varios varias algunos dos tres
        lo
    """),
    "articles": words("el la los las un una unos unas este esta estos estas su sus lo"),
    "definite": words("el la los las este esta su"),
    "role_stops": words("con y pero en a que por para tras lo"),
    "particles": words("de del la las los y van von"),
    "connectors": words("de del la las los el y para e"),
    "postmodifiers": words("""
        de del en para sobre publicado publicada publicados que con entre compartidas compartidos
    """),
    "relative": words("quien que cual"),
    "breakers": words("""
        es son fue fueron era eran ha han había habían está están será serán puede pueden debe no si cuando
        porque
    """),
    "honorifics": words("señor señora sr sra don doña doctor doctora dr dra"),
    "head_first": True,
    "adjectives": words("""
        diario periódico cadena agencia español española nacional local estatal pública público
    """),
    "roles": words("""
        presidente presidenta ministro ministra primer alcalde alcaldesa portavoz director directora jefe
        jefa secretario secretaria gobernador gobernadora senador senadora diputado diputada embajador
        embajadora experto experta profesor profesora investigador investigadora científico científica
        economista analista general coronel juez jueza fiscal abogado abogada médico médica líder vocero
        vocera consejero consejera fundador fundadora autor autora responsable gerente canciller
        vicepresidente vicepresidenta delegado delegada rector rectora concejal concejala
        historiador historiadora sociólogo socióloga epidemiólogo epidemióloga biólogo bióloga agricultor
        agricultora sindicalista enfermero enfermera entrenador entrenadora obispo activista ingeniero
        ingeniera periodista
    """),
    "role_synonyms": (
        words("portavoz vocero vocera"),
        words("""
            director directora jefe jefa responsable presidente presidenta
        """),
    ),
    "groups": words("""
        expertos autoridades investigadores vecinos testigos médicos analistas economistas fuentes
        científicos fiscales policías bomberos críticos oposición medios residentes
    """),
    "organisations": words("""
        ministerio agencia instituto universidad gobierno parlamento consejo comisión tribunal policía
        empresa compañía banco fundación asociación federación partido ayuntamiento oficina departamento
        organización sindicato hospital centro fiscalía ejército congreso senado cámara onu ue fmi oms grupo
        servicio dirección
    """),
    "documents": words("""
        estudio informe datos cifras encuesta investigación análisis estadísticas sondeo documento
        estimaciones censo
    """),
    "transparent": words("""
        informe datos cifras encuesta estadísticas sondeo estimaciones censo análisis
    """),
    "posts": words("""
        publicaciones publicación mensajes mensaje vídeos vídeo video videos tuits tuit
    """),
    "generic_outlets": words("""
        periódico diario cadena agencia revista emisora semanario canal televisión
    """),
    "listeners": words("""
        periodistas prensa parlamento congreso senado medios diputados tribunal vecinos concejales pleno
        empleados afiliados jurado padres seguidores comité
    """),
    "fresh": words("nuevo nueva reciente último última nuevos nuevas"),
    "not_sources": words("ley plan previsto establecido lo"),
    "pronouns": pairs("él: m | ella: f | ellos: p | ellas: p"),
    "possessives": pairs("su:  | sus: "),
    "common_capitals": words("""
        el la los las un una en de del a al por para con sin sobre tras según como cuando si pero y o este
        esta estos estas ese su sus lo se no ya más menos hay también además embargo mientras desde hasta
        dos tres cuatro cinco seis siete ocho nueve diez unos unas casi cerca hoy ayer ahora él ella ellos
        nosotros yo entre durante
    """),
    "female_words": words("señora ministra alcaldesa directora presidenta portavoza"),
    "male_words": words("señor ministro alcalde director presidente"),
    "issued_by": words("de del por"),
    "appeared_in": words("en"),
}
"""The fields of the lexicon that read noun phrases."""
