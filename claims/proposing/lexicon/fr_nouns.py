"""French: who and what can be a source, and the words around it."""

from typing import Any

from claims.proposing.lexicon.notation import pairs, words

NOUNS: dict[str, Any] = {
    "elisions": True,
    "determiners": words("""
        le la les l' un une des ce cette ces son sa ses leur leurs plusieurs quelques deux trois du
    """),
    "articles": words("le la les l' un une des ce cette ces son sa ses leur leurs du"),
    "definite": words("le la les l' ce cette ces son sa leur"),
    "role_stops": words("avec et mais dans à que par pour en lors"),
    "particles": words("de du des la le van von d'"),
    "connectors": words("de du des la le les l' d' et pour à en"),
    "postmodifiers": words("""
        parue paru parus menée mené réalisée réalisé de du des d' pour dans publié publiée publiés publiées
        qui que avec en sur partagées partagés
    """),
    "relative": words("qui que dont"),
    "breakers": words("""
        est sont était étaient sera seront peut peuvent doit ne pas si quand parce fut
    """),
    "honorifics": words("m mme mlle monsieur madame docteur professeur dr pr"),
    "head_first": True,
    "adjectives": words("""
        quotidien journal chaîne agence français française local locale national régional public
        hebdomadaire
    """),
    "roles": words("""
        président présidente ministre premier maire porte-parole directeur directrice chef cheffe secrétaire
        préfet préfète sénateur sénatrice député députée ambassadeur ambassadrice expert experte professeur
        professeure chercheur chercheuse économiste analyste général colonel juge procureur procureure
        avocat avocate médecin leader responsable fondateur fondatrice auteur autrice conseiller conseillère
        gouverneur chancelier vice-président vice-présidente patron patronne commissaire adjoint adjointe
        hydrologue historien historienne sociologue épidémiologiste climatologue virologue politologue
        syndicaliste agriculteur agricultrice infirmier infirmière enseignant enseignante entraîneur
        entraîneuse évêque chirurgien chirurgienne biologiste physicien physicienne militant militante
        ingénieur ingénieure journaliste
    """),
    "role_synonyms": (
        words("porte-parole"),
        words("""
            directeur directrice chef cheffe patron patronne responsable président présidente
        """),
    ),
    "groups": words("""
        experts autorités chercheurs habitants témoins médecins analystes économistes sources scientifiques
        enquêteurs policiers pompiers secours critiques opposition médias riverains
    """),
    "organisations": words("""
        ministère agence institut université gouvernement parlement conseil commission tribunal police
        entreprise société banque fondation association fédération parti mairie préfecture bureau
        département organisation syndicat hôpital centre parquet armée assemblée sénat chambre onu ue fmi
        oms groupe service direction observatoire insee office autorité comité cour caisse
    """),
    "documents": words("""
        étude rapport données chiffres sondage enquête analyse statistiques document estimations recensement
    """),
    "transparent": words("""
        rapport données chiffres sondage statistiques estimations recensement analyse enquête
    """),
    "posts": words("""
        publications publication messages message vidéos vidéo tweets tweet
    """),
    "generic_outlets": words("""
        journal quotidien chaîne agence magazine revue radio hebdomadaire télévision
    """),
    "listeners": words("""
        journalistes presse parlement sénat médias députés tribunal assemblée habitants élus sénateurs
        salariés adhérents jurés parents comité
    """),
    "fresh": words("nouveau nouvelle récent récente dernier dernière nouvelles"),
    "not_sources": words("loi plan règlement usage"),
    "pronouns": pairs("""
        il: m | elle: f | ils: p | elles: p | t-il: m | t-elle: f | a-t-il: m | a-t-elle: f
    """),
    "possessives": pairs("son:  | sa:  | ses: "),
    "common_capitals": words("""
        le la les l' un une des de du d' en à au aux dans sur sous par pour avec sans selon comme quand si
        mais et ou ce cette ces son sa ses il elle ils elles nous vous je on ne pas plus moins y c' cela ça
        ici là depuis jusqu' deux trois quatre cinq six sept huit neuf dix quelque près environ hier
        aujourd'hui maintenant tous toutes plusieurs certains lors après avant pendant entre toutefois
        cependant ainsi alors enfin
    """),
    "female_words": words("mme madame directrice présidente cheffe préfète"),
    "male_words": words("m monsieur directeur président"),
    "issued_by": words("de du des d' par"),
    "appeared_in": words("dans sur"),
}
"""The fields of the lexicon that read noun phrases."""
