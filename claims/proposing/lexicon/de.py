"""German."""

from claims.proposing.lexicon.base import Lexicon, Verb, phrases, verbs, words

GERMAN = Lexicon(
    code="de",
    abbreviations=words("""
        z b d h u a bzw ca dr prof hr fr nr str st bd evtl ggf inkl max min mio mrd tsd usw vgl z.b d.h u.a jan feb apr
        jun jul aug sep sept okt nov dez mr mrs jr sen gest geb abs art
    """),
    closing_abbreviations=words("usw a u.a mio mrd st"),
    verbs=verbs({
        Verb.SAY: """
            sagte sagt sagten sagen erklärte erklärt erklärten erklären betonte betont betonten behauptete behauptet
            behaupteten meinte meint meinten ergänzte ergänzt fügte unterstrich bekräftigte bekräftigt berichtete
            berichtet berichteten warnte warnt warnten kritisierte kritisiert versicherte versichert bestätigte
            bestätigt bestätigten teilte teilten teilt gab gaben gibt kündigte kündigten kündigt schrieb schreibt
            schrieben erwiderte antwortete entgegnete schätzt schätzte schätzen geht gehen rechnet rechnen glaubt
            argumentierte verkündete räumte äußerte prognostizierte prognostiziert erwartet erwarten gesagt erläuterte
        """,
        Verb.TELL: "sagte sagten erzählte erzählten erklärte versicherte",
        Verb.OBJECT: "bestätigte bestätigten dementierte dementiert bestritt bestreitet meldete melden erwartet erwarten rechnet prognostiziert beschuldigte",
        Verb.MEDIA: "berichtete berichtet berichteten berichten meldete meldet melden schreibt schrieb",
        Verb.FIND: "zeigt zeigen zeigte zeigten ergab ergeben belegt belegen deutet deuten fand fanden heißt besagt",
        Verb.WISH: "forderte fordert forderten bat bitten appellierte dankte rief wünschte verlangte verlangt fragte",
    }),
    strong_verbs=words("sagte sagt sagten erzählte erklärte meinte betonte"),
    whole_verbs=words("dementierte dementiert bestritt bestreitet beschuldigte"),
    that=words("dass daß"),
    that_after_comma=True,
    bare_comma_content=True,
    inverted=True,
    according=phrases("laut | nach angaben von | nach angaben der | nach angaben des | nach angaben | nach aussage von | zufolge | nach einschätzung von | nach einschätzung der | nach einschätzung des | gemäß | nach darstellung von | nach auskunft der | nach informationen von | nach informationen der | so"),
    as_words=words("wie"),
    citing=phrases("unter berufung auf | mit verweis auf | unter verweis auf"),
    quoted_by=phrases("zitiert von"),
    pre_verb=words("hat haben hatte hatten auch später dann zudem außerdem weiter wiederholt bereits jüngst zuletzt mehrfach ebenfalls nun dabei"),
    after_verb=words("auch später dann zudem außerdem weiter mit an zu bereits ebenfalls sich hinzu nun dabei"),
    passive=words("wird werden wurde wurden"),
    negations=words("nicht nie kein keine"),
    subordinators=words("nachdem bevor als wenn weil da seit bis ob obwohl während wo wer welche welcher"),
    conjunctions=words("und aber oder sondern doch denn"),
    openers=words("und aber doch auch zudem außerdem dann später zuvor inzwischen unterdessen heute gestern jedoch dagegen dennoch"),
    prepositions=words("in im an am auf bei beim zu zum zur nach vor während über durch mit für gegen um von unter gegenüber"),
    adjunct_openers=words("in im am bei beim auf gegenüber nach auf während"),
    statement_nouns=words("interview gespräch mitteilung pressemitteilung erklärung pressekonferenz stellungnahme rede beitrag post video brief sendung podcast sitzung bericht facebook-post telegram-kanal"),
    carrier_links=words("mit im in bei der dem"),
    published_in=words("veröffentlichte veröffentlichten erschienene"),
    on_words=words("auf im in via über"),
    to_words=words("gegenüber mit"),
    by_words=words("von"),
    date_words=words("am im in seit vom"),
    place_words=words("in"),
    phrase_stops=words("in im am bei beim auf gegenüber dass nach vor während als wenn mit bereits nicht"),
    dative_carriers=True,
    dative_endings=("zeitung", "reuters", "afp", "dpa", "spiegel", "zeit", "rundfunk", "presse", "kurier", "nachrichten", "tageblatt", "anzeiger", "bild", "ard", "zdf", "sender"),
    determiners=words("der die das dem den des ein eine einer einem einen eines dieser diese dieses seine ihre mehrere viele einige zwei drei"),
    articles=words("der die das dem den des ein eine einer einem einen eines dieser diese dieses seine ihre"),
    definite=words("der die das dem den des dieser diese dieses seine ihre"),
    role_stops=words("von mit und aber in im am bei auf zu dass nach"),
    particles=words("van von zu zum zur der de den"),
    connectors=words("für der des von und zu zur"),
    postmodifiers=words("von des der für aus in im am bei mit zum zur"),
    relative=words("welche welcher welches"),
    breakers=words("ist sind war waren wird werden wurde wurden hat haben hatte kann können soll muss nicht wenn weil dass"),
    honorifics=words("herr frau dr professor prof"),
    adjectives=words("deutsche deutschen ehemalige ehemaliger frühere früherer stellvertretende stellvertretender örtliche regionale staatliche öffentliche"),
    nouns_capitalised=True,
    roles=words("""
        präsident präsidentin minister ministerin kanzler kanzlerin bürgermeister bürgermeisterin sprecher sprecherin chef
        chefin leiter leiterin direktor direktorin vorsitzender vorsitzende vorstand experte expertin forscher forscherin
        professor professorin ökonom ökonomin analyst analystin abgeordneter abgeordnete senator senatorin general oberst
        richter richterin anwalt anwältin arzt ärztin geschäftsführer geschäftsführerin gründer gründerin autor autorin
        sekretär sekretärin botschafter botschafterin kommissar kommissarin beauftragter beauftragte landrat landrätin
        ministerpräsident ministerpräsidentin staatsanwalt staatsanwältin virologe virologin meteorologe hydrologin anwohner
    """),
    role_synonyms=(words("sprecher sprecherin"), words("chef chefin leiter leiterin direktor direktorin vorsitzender vorsitzende")),
    groups=words("experten forscher behörden polizei anwohner augenzeugen ärzte wissenschaftler ermittler beamte kritiker analysten ökonomen medien einsatzkräfte bewohner zeugen"),
    organisations=words("""
        ministerium behörde amt institut universität verband verein partei gericht bank konzern unternehmen firma
        gesellschaft stiftung kammer regierung parlament polizei feuerwehr staatsanwaltschaft agentur zeitung sender kommission
        rat stadt gemeinde landkreis klinik krankenhaus hochschule zentrum bund gewerkschaft anstalt zentrale bundesamt
        ausschuss verwaltung bundesbank
    """),
    documents=words("studie bericht daten zahlen statistik umfrage untersuchung analyse erhebung schätzung schätzungen prognose gutachten angaben"),
    transparent=words("daten zahlen statistik bericht umfrage erhebung schätzung prognose analyse angaben"),
    posts=words("beiträge beitrag posts post video videos nachrichten"),
    generic_outlets=words("zeitung sender magazin nachrichtenagentur agentur wochenzeitung tageszeitung"),
    listeners=words("journalisten reportern presse abgeordneten bundestag publikum gericht parlament stadtrat"),
    fresh=words("neue neuen aktuelle jüngste"),
    pronouns={"er": "m", "sie": "f", "es": "n"},
    possessives={"seine": "m", "ihre": "f"},
    common_capitals=words("""
        der die das dem den des ein eine in im am an auf bei zu nach vor wie laut und aber doch auch wenn weil als seit er sie es
        wir ich man dies diese dieser das hier dort jetzt nun heute gestern mehr rund etwa fast viele einige alle zwei drei
        vier fünf sechs sieben acht neun zehn insgesamt zudem außerdem allerdings dabei damit danach zuvor später inzwischen
    """),
    female_words=words("frau sprecherin ministerin bürgermeisterin präsidentin chefin leiterin direktorin"),
    male_words=words("herr sprecher minister bürgermeister präsident"),
    issued_by=words("von des der"),
    appeared_in=words("in im auf"),
    months={
        "januar": 1, "februar": 2, "märz": 3, "april": 4, "mai": 5, "juni": 6, "juli": 7, "august": 8, "september": 9,
        "oktober": 10, "november": 11, "dezember": 12,
    },
    weekdays={"montag": 0, "dienstag": 1, "mittwoch": 2, "donnerstag": 3, "freitag": 4, "samstag": 5, "sonnabend": 5, "sonntag": 6},
    month_prefix=r"(?:im|vom)",
    year_pattern=r"(?:im Jahr|im Jahre) (?P<y>(?:19|20)\d\d)\b",
    last_words=words("vergangenen letzten vorigen"),
    day_parts=r"(?:abend|morgen|nachmittag|vormittag|nacht)?",
    relative_dates={
        "heute": ("day", 0), "gestern": ("day", -1), "vorgestern": ("day", -2), "vergangene woche": ("week", -1),
        "letzte woche": ("week", -1), "in dieser woche": ("week", 0), "vergangenen monat": ("month", -1),
        "letzten monat": ("month", -1), "im vergangenen jahr": ("year", -1), "letztes jahr": ("year", -1),
        "in der vergangenen woche": ("week", -1), "diese woche": ("week", 0),
    },
    ago=r"vor (?P<n>\d{1,3}|einem|einer|zwei|drei|vier|fünf|sechs) (?P<u>Tagen|Tag|Wochen|Woche|Monaten|Monat|Jahren|Jahr)",
    units={"tag": "day", "tagen": "day", "woche": "week", "wochen": "week", "monat": "month", "monaten": "month", "jahr": "year", "jahren": "year"},
    small_numbers={"einem": 1, "einer": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6},
    read_also=r"(?:lesen sie (?:auch|mehr|hier)|mehr zum thema|auch interessant|das könnte sie (?:auch )?interessieren|weitere (?:artikel|themen|nachrichten)|siehe auch|meistgelesen|mehr lesen|zum thema)[^.!?]{0,20}",
    footers=r"kommentare(?: \(\d+\))?|pressekontakt|###+",
    boilerplate=r"abonnieren\b|melden sie sich\b|newsletter\b|folgen sie\b|teilen sie\b|anzeige\b|alle rechte\b|©|jetzt (?:anmelden|abonnieren|lesen)\b|hier klicken\b",
    captions=r"(?:foto|bild|quelle|grafik|video|archivbild|symbolbild|karte)s?(?:\s*[:|/©]|\s*$)",
    bylines=r"von [A-ZÄÖÜ][^.!?]{2,60}$|(?:veröffentlicht|aktualisiert|stand)\b\s*(?::|am\b).{0,50}$|autor(?:in)?\s*:",
    auxiliaries=words("ist sind war waren wird werden wurde wurden hat haben hatte hatten kann können soll sollen muss müssen sei seien habe stieg sank gibt liegt"),
    verb_endings=("te", "ten", "iert", "gt", "tet"),
    numbers=words("zwei drei vier fünf sechs sieben acht neun zehn elf zwölf hundert tausend million millionen milliarde milliarden prozent hälfte drittel viertel dutzend doppelt"),
    comparison=words("mehr weniger höher niedriger größer kleiner größte kleinste höchste niedrigste als mehrheit doppelt schneller teurer billiger"),
    cause=words("wegen weil verursachte führt führte aufgrund durch dank deshalb"),
    record=words("rekord erstmals nie jemals historisch erste ersten"),
    prediction=words("wird werden soll sollen dürfte erwartet prognose voraussichtlich könnte könnten"),
    change=words("stieg sank fiel wuchs gestiegen gesunken gewachsen starben getötet verletzt zerstört geschlossen eröffnet gebaut verurteilt festgenommen beschlossen verloren"),
    quantity=words("alle jeder keine kein fast meisten nur gesamte"),
    hearsay=phrases("angeblich | mutmaßlich | gerüchten zufolge"),
    opinion=phrases("ich finde | ich glaube | ich denke | meiner meinung nach | meiner ansicht nach | ich bin stolz | wir sind stolz | ich bin überzeugt | ich freue mich | wir freuen uns"),
    evaluative=words("wunderbar schrecklich schön furchtbar großartig müssen sollten"),
    wish=phrases("ich hoffe | wir hoffen | ich wünsche | wir wünschen | lassen sie uns | wir müssen | wir brauchen | bitte | danke | ich möchte | wir möchten | wir wollen"),
    empty=phrases("wollte sich nicht äußern | wollten sich nicht äußern | lehnte eine stellungnahme ab | kein kommentar | reagierte nicht auf | äußerte sich nicht | bleibt abzuwarten | war zunächst unklar | ist noch unklar"),
    vague_openers=words("das er sie es wir dies ihr"),
    address=words("abonnieren folgen klicken lesen teilen"),
)  # fmt: skip
"""What the stages know about German."""
