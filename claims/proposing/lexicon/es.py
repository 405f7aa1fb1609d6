"""Spanish."""

from claims.proposing.lexicon.base import Lexicon, Verb, phrases, verbs, words

SPANISH = Lexicon(
    code="es",
    abbreviations=words("sr sra srta dr dra d lic ing prof gral art av pág núm no vol etc ee.uu ee uu p.ej ud uds ene feb abr jun jul ago sep oct nov dic aprox mill"),
    closing_abbreviations=words("etc ee.uu uu no"),
    verbs=verbs({
        Verb.SAY: """
            dijo dice dicen dijeron afirmó afirma afirman afirmaron aseguró asegura aseguran aseguraron explicó explica
            explicaron señaló señala señalan señalaron añadió añade agregó agrega declaró declara declararon indicó indica
            indican indicaron informó informa informan informaron subrayó subraya destacó destaca sostuvo sostiene
            advirtió advierte advirtieron recordó recuerda precisó precisa manifestó manifiesta comentó comenta insistió
            insiste reconoció reconoce confirmó confirma confirmaron anunció anuncia anunciaron estimó estima estiman
            calcula calculan cree creen considera consideran prevé prevén reveló apuntó apunta detalló detalla expresó
            respondió escribió escribe denunció denuncia alegó dicho afirmado asegurado explicado señalado
        """,
        Verb.TELL: "dijo contó relató explicó aseguró declaró informó",
        Verb.OBJECT: "confirmó confirma anunció anuncia negó niega desmintió desmiente reconoció prevé prevén estima acusó acusa denunció denuncia",
        Verb.MEDIA: "informó informa informaron publicó publica reportó escribió escribe",
        Verb.FIND: "reveló revela muestra muestran mostró mostraron concluyó concluye indica indican encontró halló sugiere sugieren demuestra",
        Verb.WISH: "pidió pide pidieron exigió exige instó llamó agradeció solicitó reclamó preguntó",
    }),
    strong_verbs=words("dijo dice dicen dijeron afirmó aseguró explicó añadió agregó"),
    whole_verbs=words("negó niega desmintió desmiente acusó acusa"),
    that=words("que"),
    inverted=True,
    according=phrases("según | de acuerdo con | a juicio de | conforme a | en palabras de | en opinión de"),
    as_words=words("como según"),
    citing=phrases("citando a | citando | que cita a | que cita"),
    quoted_by=phrases("citado por | citada por | recogido por | recogidas por"),
    pre_verb=words("también ha han había habían no después luego además ya recientemente posteriormente asimismo se le les"),
    after_verb=words("también después luego además ya asimismo hoy"),
    passive=words("fue fueron es son"),
    negations=words("no nunca"),
    subordinators=words("después antes cuando porque desde si hasta aunque mientras donde quien cual que tras"),
    conjunctions=words("y e pero o mientras"),
    openers=words("y pero además también sin embargo asimismo después luego ayer hoy entonces mientras tanto finalmente no obstante"),
    prepositions=words("en a al durante por para con tras ante de del desde sobre mediante vía hacia"),
    adjunct_openers=words("en durante al tras mediante a"),
    statement_nouns=words("entrevista comunicado declaraciones rueda conferencia discurso mensaje publicación tuit vídeo video carta informe programa entrevistas nota prensa cuenta canal red intervención comparecencia sesión"),
    carrier_links=words("con a al en de para"),
    published_in=words("publicado publicada publicados publicadas"),
    on_words=words("en vía a"),
    speaking=words("hablando"),
    to_words=words("a al con"),
    by_words=words("por"),
    date_words=words("el en este pasado la del"),
    place_words=words("en"),
    phrase_stops=words("en que durante tras cuando mientras a al por ante desde este el"),
    determiners=words("el la los las un una unos unas este esta estos estas ese esa su sus varios varias algunos dos tres lo"),
    articles=words("el la los las un una unos unas este esta estos estas su sus lo"),
    definite=words("el la los las este esta su"),
    role_stops=words("con y pero en a que por para tras lo"),
    particles=words("de del la las los y van von"),
    connectors=words("de del la las los el y para e"),
    postmodifiers=words("de del en para sobre publicado publicada publicados que con entre compartidas compartidos"),
    relative=words("quien que cual"),
    breakers=words("es son fue fueron era eran ha han había habían está están será serán puede pueden debe no si cuando porque"),
    honorifics=words("señor señora sr sra don doña doctor doctora dr dra"),
    head_first=True,
    adjectives=words("diario periódico cadena agencia español española nacional local estatal pública público"),
    roles=words("""
        presidente presidenta ministro ministra primer alcalde alcaldesa portavoz director directora jefe jefa secretario
        secretaria gobernador gobernadora senador senadora diputado diputada embajador embajadora experto experta profesor
        profesora investigador investigadora científico científica economista analista general coronel juez jueza fiscal
        abogado abogada médico médica líder vocero vocera consejero consejera fundador fundadora autor autora responsable
        gerente canciller vicepresidente vicepresidenta delegado delegada rector rectora concejal
    """),
    role_synonyms=(words("portavoz vocero vocera"), words("director directora jefe jefa responsable presidente presidenta")),
    groups=words("expertos autoridades investigadores vecinos testigos médicos analistas economistas fuentes científicos fiscales policías bomberos críticos oposición medios residentes"),
    organisations=words("""
        ministerio agencia instituto universidad gobierno parlamento consejo comisión tribunal policía empresa compañía banco
        fundación asociación federación partido ayuntamiento oficina departamento organización sindicato hospital centro
        fiscalía ejército congreso senado cámara onu ue fmi oms grupo servicio dirección
    """),
    documents=words("estudio informe datos cifras encuesta investigación análisis estadísticas sondeo documento estimaciones censo"),
    transparent=words("informe datos cifras encuesta estadísticas sondeo estimaciones censo análisis"),
    posts=words("publicaciones publicación mensajes mensaje vídeos vídeo video videos tuits tuit"),
    generic_outlets=words("periódico diario cadena agencia revista emisora semanario canal televisión"),
    listeners=words("periodistas prensa parlamento congreso senado medios diputados tribunal"),
    fresh=words("nuevo nueva reciente último última nuevos nuevas"),
    not_sources=words("ley plan previsto establecido lo"),
    pronouns={"él": "m", "ella": "f", "ellos": "p", "ellas": "p"},
    possessives={"su": "", "sus": ""},
    common_capitals=words("""
        el la los las un una en de del a al por para con sin sobre tras según como cuando si pero y o este esta estos estas ese
        su sus lo se no ya más menos hay también además sin embargo mientras desde hasta dos tres cuatro cinco seis siete
        ocho nueve diez unos unas casi cerca hoy ayer ahora él ella ellos nosotros yo entre durante
    """),
    female_words=words("señora ministra alcaldesa directora presidenta portavoza"),
    male_words=words("señor ministro alcalde director presidente"),
    issued_by=words("de del por"),
    appeared_in=words("en"),
    months={"enero": 1, "febrero": 2, "marzo": 3, "abril": 4, "mayo": 5, "junio": 6, "julio": 7, "agosto": 8, "septiembre": 9, "setiembre": 9, "octubre": 10, "noviembre": 11, "diciembre": 12},
    weekdays={"lunes": 0, "martes": 1, "miércoles": 2, "jueves": 3, "viernes": 4, "sábado": 5, "domingo": 6},
    month_prefix=r"(?:en)",
    year_pattern=r"(?:en|de) (?P<y>(?:19|20)\d\d)\b",
    last_words=words("pasado"),
    day_parts=r"(?: pasado)?",
    relative_dates={
        "hoy": ("day", 0), "ayer": ("day", -1), "anteayer": ("day", -2), "la semana pasada": ("week", -1),
        "esta semana": ("week", 0), "el mes pasado": ("month", -1), "este mes": ("month", 0), "el año pasado": ("year", -1),
        "este año": ("year", 0), "anoche": ("day", -1),
    },
    ago=r"hace (?P<n>\d{1,3}|un|una|dos|tres|cuatro|cinco|seis) (?P<u>días|día|semanas|semana|meses|mes|años|año)",
    units={"día": "day", "días": "day", "semana": "week", "semanas": "week", "mes": "month", "meses": "month", "año": "year", "años": "year"},
    small_numbers={"un": 1, "una": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6},
    read_also=r"(?:lea también|lee también|leer más|te puede interesar|le puede interesar|más información|noticias relacionadas|relacionad[oa]s?|ver también|vea también|lo más leído|más sobre|más noticias|también te puede)[^.!?]{0,30}",
    footers=r"comentarios(?: \(\d+\))?|contacto de prensa|###+",
    boilerplate=r"suscr[ií]b(?:ete|ase)\b|s[ií]guenos\b|reg[ií]str(?:ate|ese)\b|comparte\b|compartir\b|publicidad\b|todos los derechos\b|©|haz clic\b|bolet[ií]n\b|descarga\b",
    captions=r"(?:foto|imagen|fuente|vídeo|video|gráfico|fotografía|infografía|archivo)s?(?:\s*[:|/©]|\s*$)",
    bylines=r"por [A-ZÁÉÍÓÚÑ][^.!?]{2,60}$|(?:publicado|actualizado)\b\s*(?::|el\b).{0,50}$|redacción$",
    auxiliaries=words("es son fue fueron era eran ha han había habían está están será serán puede pueden debe deben hay tiene tienen tenía"),
    verb_endings=("ó", "aron", "ieron", "aba", "aban", "ará", "arán", "erá", "irá", "ado", "ido"),
    numbers=words("dos tres cuatro cinco seis siete ocho nueve diez once doce veinte cien mil millón millones mitad tercio doble triple docena ciento"),
    comparison=words("más menos mayor menor mejor peor doble mayoría superior inferior superó"),
    cause=words("porque debido causó provocó causa gracias consecuencia"),
    record=words("récord histórico histórica nunca primera primer jamás"),
    prediction=words("será serán podría podrían prevé previsto espera podrá tendrá"),
    change=words("subió bajó cayó creció aumentó disminuyó murieron murió heridos resultaron detuvieron detenido cerró abrió construyó aprobó perdió ganó redujo duplicó destruyó"),
    quantity=words("todos todas cada ningún ninguna casi mayoría solo sólo"),
    hearsay=phrases("supuestamente | presuntamente | al parecer | se dice que"),
    opinion=phrases("creo que | pienso que | en mi opinión | a mi juicio | estoy orgulloso | estoy orgullosa | estamos orgullosos | me alegra | me encanta"),
    evaluative=words("maravilloso terrible horrible increíble vergonzoso debemos debería deberían"),
    wish=phrases("espero que | esperamos que | ojalá | quiero | queremos | hay que | tenemos que | debemos | gracias por | por favor | quisiera"),
    empty=phrases("declinó hacer comentarios | no quiso hacer comentarios | no respondió a | no respondieron a | se negó a comentar | sin comentarios | está por ver | no hizo comentarios | no se ha pronunciado"),
    vague_openers=words("eso esto él ella es no"),
    address=words("suscríbete síguenos lea lee comparte"),
)  # fmt: skip
"""What the stages know about Spanish."""
