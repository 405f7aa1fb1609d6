"""German: who and what can be a source, and the words around it."""

from typing import Any

from claims.proposing.lexicon.notation import pairs, words

NOUNS: dict[str, Any] = {
    "determiners": words("""
        der die das dem den des ein eine einer einem einen eines dieser diese dieses seine ihre mehrere
        viele einige zwei drei
    """),
    "articles": words("""
        der die das dem den des ein eine einer einem einen eines dieser diese dieses seine ihre
    """),
    "definite": words("der die das dem den des dieser diese dieses seine ihre"),
    "role_stops": words("von mit und aber in im am bei auf zu dass nach"),
    "particles": words("van von zu zum zur der de den"),
    "connectors": words("für der des von und zu zur"),
    "postmodifiers": words("von des der für aus in im am bei mit zum zur"),
    "relative": words("welche welcher welches"),
    "breakers": words("""
        ist sind war waren wird werden wurde wurden hat haben hatte kann können soll muss nicht wenn weil
        dass
    """),
    "honorifics": words("herr frau dr professor prof"),
    "adjectives": words("""
        deutsche deutschen ehemalige ehemaliger frühere früherer stellvertretende stellvertretender örtliche
        regionale staatliche öffentliche
    """),
    "nouns_capitalised": True,
    "roles": words("""
        vorstandschef konzernchef parteichef fraktionschef polizeichef finanzchef firmenchef unternehmenschef
        betriebsratschef regierungschef feuerwehrchef klubchef verbandschef amtschef landrat stadtrat
        präsident präsidentin minister ministerin kanzler kanzlerin bürgermeister bürgermeisterin sprecher
        sprecherin chef chefin leiter leiterin direktor direktorin vorsitzender vorsitzende vorstand experte
        expertin forscher forscherin professor professorin ökonom ökonomin analyst analystin abgeordneter
        abgeordnete senator senatorin general oberst richter richterin anwalt anwältin arzt ärztin
        geschäftsführer geschäftsführerin gründer gründerin autor autorin sekretär sekretärin botschafter
        botschafterin kommissar kommissarin beauftragter beauftragte landrat landrätin ministerpräsident
        ministerpräsidentin staatsanwalt staatsanwältin virologe virologin meteorologe hydrologin anwohner
        trainer trainerin erzbischof bischöfin historiker historikerin soziologe soziologin physiker
        physikerin biologe biologin psychologe psychologin epidemiologe epidemiologin meteorologin geologe
        geologin dezernent dezernentin landwirt landwirtin chefarzt chefärztin pflegerin hafenmeister
        hafenmeisterin pfarrer pfarrerin lehrerin erzieherin journalist journalistin aktivist aktivistin
        gewerkschafter gewerkschafterin ingenieur ingenieurin
    """),
    "role_synonyms": (
        words("sprecher sprecherin"),
        words("""
            chef chefin leiter leiterin direktor direktorin vorsitzender vorsitzende
        """),
    ),
    "groups": words("""
        experten forscher behörden polizei anwohner augenzeugen ärzte wissenschaftler ermittler beamte
        kritiker analysten ökonomen medien einsatzkräfte bewohner zeugen
    """),
    "organisations": words("""
        betriebsrat gemeinderat bundesrat aufsichtsrat verwaltungsrat ethikrat kreistag landtag bundestag
        ministerium behörde amt institut universität verband verein partei gericht bank konzern unternehmen
        firma gesellschaft stiftung kammer regierung parlament polizei feuerwehr staatsanwaltschaft agentur
        zeitung sender kommission rat stadt gemeinde landkreis klinik krankenhaus hochschule zentrum bund
        gewerkschaft anstalt zentrale bundesamt ausschuss verwaltung bundesbank landesamt statistikamt
        gesundheitsamt finanzamt jugendamt umweltamt ordnungsamt kriminalamt kartellamt rechnungshof
    """),
    "documents": words("""
        studie bericht daten zahlen statistik umfrage untersuchung analyse erhebung schätzung schätzungen
        prognose gutachten angaben
    """),
    "transparent": words("""
        daten zahlen statistik bericht umfrage erhebung schätzung prognose analyse angaben
    """),
    "posts": words("beiträge beitrag posts post video videos nachrichten"),
    "generic_outlets": words("""
        fachblatt fachzeitschrift zeitschrift blatt rundfunk zeitung sender magazin nachrichtenagentur
        agentur wochenzeitung tageszeitung
    """),
    "listeners": words("""
        journalisten reportern presse abgeordneten bundestag publikum gericht parlament stadtrat gemeinderat
        ausschuss landtag kreistag untersuchungsausschuss stadträten ratsmitgliedern reporterinnen
        anwohnern bürgern bewohnern mitarbeitern mitgliedern delegierten eltern anhängern
    """),
    "fresh": words("neue neuen aktuelle jüngste"),
    "pronouns": pairs("er: m | sie: f | es: n"),
    "possessives": pairs("seine: m | ihre: f"),
    "common_capitals": words("""
        der die das dem den des ein eine in im am an auf bei zu nach vor wie laut und aber doch auch wenn
        weil als seit er sie es wir ich man dies diese dieser hier dort jetzt nun heute gestern mehr rund
        etwa fast viele einige alle zwei drei vier fünf sechs sieben acht neun zehn insgesamt zudem außerdem
        allerdings dabei damit danach zuvor später inzwischen
    """),
    "female_words": words("""
        frau sprecherin ministerin bürgermeisterin präsidentin chefin leiterin direktorin
    """),
    "male_words": words("herr sprecher minister bürgermeister präsident"),
    "issued_by": words("von des der"),
    "appeared_in": words("in im auf"),
}
"""The fields of the lexicon that read noun phrases."""
