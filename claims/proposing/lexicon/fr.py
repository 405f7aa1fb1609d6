"""French."""

from claims.proposing.lexicon.base import Lexicon, Verb, phrases, verbs, words

FRENCH = Lexicon(
    code="fr",
    elisions=True,
    abbreviations=words("m mm mme mmes mlle dr pr me st ste art av bd etc p pp vol no env hab janv févr avr juil sept oct nov déc cf ex"),
    closing_abbreviations=words("etc hab no"),
    verbs=verbs({
        Verb.SAY: """
            dit disent déclaré déclare déclarent affirmé affirme affirment assuré assure assurent expliqué explique
            expliquent indiqué indique indiquent précisé précise précisent ajouté ajoute ajoutent souligné souligne
            soulignent estimé estime estiment rappelé rappelle annoncé annonce annoncent confirmé confirme confirment
            reconnu reconnaît averti avertit prévenu répondu rapporté rapporte rapportent raconté raconte écrit noté note
            relevé constaté jugé juge insisté insiste martelé poursuivi poursuit fait prévoit prévoient pense pensent
            considère regretté dénoncé dénonce soutient soutenu témoigne prétend prétendent
        """,
        Verb.TELL: "déclaré dit confié raconté expliqué indiqué assuré",
        Verb.OBJECT: "confirmé confirme annoncé annonce annoncent nié nie démenti dément reconnu prévoit prévoient accusé accuse dénoncé dénonce",
        Verb.MEDIA: "rapporté rapporte rapportent écrit révélé révèle révèlent",
        Verb.FIND: "montre montrent montré révèle révèlent révélé conclut conclu suggère suggèrent démontre indique indiquent établi",
        Verb.WISH: "demandé demande appelé appelle exhorté exigé exige remercié réclamé réclame souhaité souhaite",
    }),
    strong_verbs=words("dit disent déclaré affirmé assuré expliqué ajouté confié raconté"),
    whole_verbs=words("nié nie démenti dément accusé accuse"),
    that=words("que qu' qu’"),
    inverted=True,
    according=phrases("selon | d' après | d’ après | aux yeux de | de l' avis de | d'après | d’après"),
    as_words=words("comme ainsi"),
    citing=phrases("citant | qui cite | en citant"),
    quoted_by=phrases("cité par | citée par | cités par | relayé par"),
    pre_verb=words("a ont avait avaient aussi également ensuite puis déjà récemment ainsi notamment encore n' ne lui leur"),
    after_verb=words("aussi également ensuite puis déjà hier ainsi notamment encore"),
    passive=words("est sont été fut"),
    negations=words("pas jamais ne n'"),
    subordinators=words("après avant quand lorsque parce depuis si jusqu' bien tandis où qui dont"),
    conjunctions=words("et mais ou tandis"),
    openers=words("et mais aussi également cependant toutefois ensuite puis hier aujourd'hui alors enfin par ailleurs en outre pourtant"),
    prepositions=words("dans à au aux en lors pendant sur par pour avec après devant auprès de du depuis chez via"),
    adjunct_openers=words("dans lors en au à sur interrogé interrogée auprès"),
    statement_nouns=words("entretien interview communiqué déclaration conférence discours message publication tweet vidéo lettre rapport émission chaîne compte page tribune allocution réunion presse point post"),
    carrier_links=words("avec à au dans de du sur accordé accordée"),
    published_in=words("publié publiée publiés publiées paru parue"),
    on_words=words("sur dans via à au aux"),
    to_words=words("à au aux auprès avec"),
    by_words=words("par"),
    date_words=words("le en ce au du dès"),
    place_words=words("à en"),
    phrase_stops=words("dans que qu' lors après quand sur à au en par devant auprès pendant depuis ce le"),
    determiners=words("le la les l' un une des ce cette ces son sa ses leur leurs plusieurs quelques deux trois du"),
    articles=words("le la les l' un une des ce cette ces son sa ses leur leurs du"),
    definite=words("le la les l' ce cette ces son sa leur"),
    role_stops=words("avec et mais dans à que par pour en lors"),
    particles=words("de du des la le van von d'"),
    connectors=words("de du des la le les l' d' et pour à en"),
    postmodifiers=words("de du des d' pour dans publié publiée publiés publiées qui que avec en sur partagées partagés"),
    relative=words("qui que dont"),
    breakers=words("est sont était étaient sera seront peut peuvent doit ne pas si quand parce fut"),
    honorifics=words("m mme mlle monsieur madame docteur professeur dr pr"),
    head_first=True,
    adjectives=words("quotidien journal chaîne agence français française local locale national régional public hebdomadaire"),
    roles=words("""
        président présidente ministre premier maire porte-parole directeur directrice chef cheffe secrétaire préfet préfète
        sénateur sénatrice député députée ambassadeur ambassadrice expert experte professeur professeure chercheur chercheuse
        économiste analyste général colonel juge procureur procureure avocat avocate médecin leader responsable fondateur
        fondatrice auteur autrice conseiller conseillère gouverneur chancelier vice-président vice-présidente patron patronne
        commissaire adjoint adjointe hydrologue
    """),
    role_synonyms=(words("porte-parole"), words("directeur directrice chef cheffe patron patronne responsable président présidente")),
    groups=words("experts autorités chercheurs habitants témoins médecins analystes économistes sources scientifiques enquêteurs policiers pompiers secours critiques opposition médias riverains"),
    organisations=words("""
        ministère agence institut université gouvernement parlement conseil commission tribunal police entreprise société
        banque fondation association fédération parti mairie préfecture bureau département organisation syndicat hôpital
        centre parquet armée assemblée sénat chambre onu ue fmi oms groupe service direction observatoire insee
    """),
    documents=words("étude rapport données chiffres sondage enquête analyse statistiques document estimations recensement"),
    transparent=words("rapport données chiffres sondage statistiques estimations recensement analyse enquête"),
    posts=words("publications publication messages message vidéos vidéo tweets tweet"),
    generic_outlets=words("journal quotidien chaîne agence magazine revue radio hebdomadaire télévision"),
    listeners=words("journalistes presse parlement sénat médias députés tribunal assemblée"),
    fresh=words("nouveau nouvelle récent récente dernier dernière nouvelles"),
    not_sources=words("loi plan règlement usage"),
    pronouns={"il": "m", "elle": "f", "ils": "p", "elles": "p", "t-il": "m", "t-elle": "f", "a-t-il": "m", "a-t-elle": "f"},
    possessives={"son": "", "sa": "", "ses": ""},
    common_capitals=words("""
        le la les l' un une des de du d' en à au aux dans sur sous par pour avec sans selon comme quand si mais et ou ce cette ces
        son sa ses il elle ils elles nous vous je on ne pas plus moins y c' cela ça ici là depuis jusqu' deux trois quatre
        cinq six sept huit neuf dix quelque près environ hier aujourd'hui maintenant tous toutes plusieurs certains lors
        après avant pendant entre toutefois cependant ainsi alors enfin
    """),
    female_words=words("mme madame directrice présidente cheffe préfète"),
    male_words=words("m monsieur directeur président"),
    issued_by=words("de du des d' par"),
    appeared_in=words("dans sur"),
    months={"janvier": 1, "février": 2, "mars": 3, "avril": 4, "mai": 5, "juin": 6, "juillet": 7, "août": 8, "septembre": 9, "octobre": 10, "novembre": 11, "décembre": 12},
    weekdays={"lundi": 0, "mardi": 1, "mercredi": 2, "jeudi": 3, "vendredi": 4, "samedi": 5, "dimanche": 6},
    month_prefix=r"(?:en)",
    year_pattern=r"(?:en|de) (?P<y>(?:19|20)\d\d)\b",
    last_words=words("dernier"),
    day_parts=r"(?: (?:dernier|matin|soir|après-midi))?",
    relative_dates={
        "aujourd'hui": ("day", 0), "aujourd’hui": ("day", 0), "hier": ("day", -1), "avant-hier": ("day", -2),
        "la semaine dernière": ("week", -1), "cette semaine": ("week", 0), "le mois dernier": ("month", -1),
        "ce mois-ci": ("month", 0), "l'année dernière": ("year", -1), "l’année dernière": ("year", -1), "l'an dernier": ("year", -1),
        "cette année": ("year", 0),
    },
    ago=r"il y a (?P<n>\d{1,3}|un|une|deux|trois|quatre|cinq|six) (?P<u>jours|jour|semaines|semaine|mois|ans|an)",
    units={"jour": "day", "jours": "day", "semaine": "week", "semaines": "week", "mois": "month", "an": "year", "ans": "year"},
    small_numbers={"un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6},
    read_also=r"(?:(?:à )?lire aussi|à lire également|lire la suite|sur le même sujet|voir aussi|articles? (?:liés?|similaires?)|pour aller plus loin|les plus lus|à voir aussi|plus d['’]articles)[^.!?]{0,30}",
    footers=r"commentaires(?: \(\d+\))?|contact presse|###+",
    boilerplate=r"abonnez-vous\b|inscrivez-vous\b|suivez-nous\b|partager\b|partagez\b|publicité\b|tous droits\b|©|cliquez\b|newsletter\b|téléchargez\b",
    captions=r"(?:photo|image|source|vidéo|crédit|illustration|infographie|légende)s?(?:\s*[:|/©]|\s*$)",
    bylines=r"par [A-ZÀ-Ý][^.!?]{2,60}$|(?:publié|mis à jour|modifié)\b\s*(?::|le\b).{0,50}$|avec afp\b.{0,20}$",
    auxiliaries=words("est sont était étaient a ont avait avaient sera seront peut peuvent doit doivent fait font va vont reste"),
    verb_endings=("é", "és", "ée", "ées", "ait", "aient", "era", "ront", "ent"),
    numbers=words("deux trois quatre cinq six sept huit neuf dix onze douze vingt cent mille million millions milliard milliards moitié tiers double triple douzaine quart"),
    comparison=words("plus moins supérieur inférieur meilleur pire double majorité dépasse"),
    cause=words("parce cause provoqué causé grâce raison entraîné conséquence"),
    record=words("record historique jamais première premier inédit"),
    prediction=words("sera seront pourrait pourraient devrait devraient prévoit prévu prévue attendu"),
    change=words("augmenté baissé chuté progressé diminué doublé tué tués blessés morts arrêté fermé ouvert construit adopté perdu gagné détruit réduit inondé inondées"),
    quantity=words("tous toutes chaque aucun aucune presque majorité seulement"),
    hearsay=phrases("prétendument | apparemment | selon des rumeurs"),
    opinion=phrases("je pense | je crois | à mon avis | selon moi | je suis fier | je suis fière | nous sommes fiers | je suis heureux | je suis heureuse | je suis convaincu"),
    evaluative=words("merveilleux terrible horrible formidable honteux faut"),
    wish=phrases("j' espère | nous espérons | je souhaite | il faut | nous devons | je veux | nous voulons | merci | je voudrais"),
    empty=phrases("n' a pas souhaité | n' ont pas souhaité | n' a pas répondu | n' ont pas répondu | a refusé de commenter | sans commentaire | reste à voir | n' a pas donné suite"),
    vague_openers=words("cela ça c' il elle nous"),
    address=words("abonnez-vous lisez partagez suivez-nous"),
)  # fmt: skip
"""What the stages know about French."""
