"""Common given names and what they tell of gender. A name missing here is simply unknown."""

import unicodedata

from claims.proposing.lexicon.names_cyrillic import cyrillic_gender, is_cyrillic_given
from claims.proposing.lexicon.notation import words
from claims.proposing.per_word import PerWord

_MALE = words("""
    rolf uwe jörg remy rémi armin axel bernd björn bruno carsten clemens detlef dirk eckhard egon erich
    ernst erwin ewald falk ferdinand friedrich fritz georges gerd gottfried götz hannes hartmut heiko heinz
    helge herbert hermann holger horst ingo jochen jost jürg kai karsten knut konrad leopold lothar lutz
    manfred marius maik mirko norbert olaf oliver pascal rainer reiner reinhard roland rüdiger siegfried
    siegmar sönke steffen theodor thorsten torsten till timo tino titus udo veit viktor volker wilfried
    winfried wolfram aurélien bastien baptiste benoît bertrand cédric christophe clément cyril damien didier
    dominique édouard éric étienne fabien fabrice françois frédéric gaël gaspard gérard gilbert guillaume
    hervé jérémie jérôme jules laurent léon loïc ludovic luc marcel mathieu maxime mickaël olivier régis
    rémy roger romain sébastien serge stéphane sylvain thibault tristan valentin yannick yvan agustín álvaro
    ángel arturo benito camilo césar cristóbal damián efraín emilio esteban eugenio ezequiel fausto federico
    félix fermín gerardo gonzalo gregorio guillermo gustavo héctor hernán horacio ignacio íñigo iván jaime
    javier jesús joaquín josep julio leandro leopoldo lorenzo lucho marcelo marcos matías mauricio
    maximiliano miquel moisés nacho nicolás octavio orlando osvaldo pau pepe ramiro rodolfo rogelio román
    rubén salvador santiago saúl sergi teodoro tomás ulises vicente víctor xavi yago alasdair alastair
    barry bradley brandon brent brett bryan calvin clive clint clifford cody conor corey curtis damon
    darren darryl derek desmond devin dexter dylan eamon elijah elliot elliott ellis eoin evan ewen
    ezra finn finlay frankie gerard gideon glen glenn gordon harvey howard hector irving isaiah jared
    jarvis jasper jay jed jerome jerry jesse jonah jude kieran kirk kurtis lance larry lawrence leroy leslie
    lewis lionel lloyd lorne marvin maurice melvin micah milo mitchell mohammad
    morgan nate ned nelson noel norris odin owain percy perry preston quentin quinn randall randy reggie
    reginald rick ricky robbie rodney rory rowan rufus russ seamus seth shane shaun sheldon sid silas
    spencer stewart sylvester tariq teddy terence terrence theodore toby tomos travis troy tyler tyrone vernon
    vince virgil wade wallace wendell wesley wilfred willis zachary zack anders arne arvid asger aksel
    bertil birger børge einar eirik erling espen finn frode geir gunnar halvor henning håkon håvard ivar
    jesper jonatan jørgen jørn kjell kjetil kristoffer leif magnus mathias morten niels nils ola olav
    petter roar rolv rune sigurd sindre steinar sverre terje thor thore tore torbjørn
    trond trygve ulf vidar ilmari juha kimmo lauri matti olli petri sakari sami tapio tero timo ville
    aleksander arkadiusz bartosz cezary dariusz dominik filip grzegorz jacek janusz jerzy józef kamil
    krystian leszek łukasz maciej marcin mateusz mieczysław mirosław paweł piotr przemysław radosław rafał
    robert roman ryszard sławomir stanisław szymon tadeusz waldemar wiesław witold włodzimierz wojciech
    zbigniew zygmunt antonín bohumil dušan jiří josef ladislav libor lubomír luboš miloš miroslav ondřej
    petr radek radim stanislav václav vladimír vlastimil vojtěch zdeněk attila balázs bence gergely
    gyula imre jános józsef károly levente mátyás miklós sándor szabolcs tamás tibor aleksandar bojan
    branko darko dejan dražen dušan igor ivica jovan ljubo luka marko milorad miodrag mladen nebojša nenad
    predrag rade ratko saša slobodan srđan stevan vuk željko zvonimir alexandru bogdan ciprian constantin
    cornel corneliu costin cristian dorin dragoș florin gabriel horia ioan ionuț iulian laurențiu liviu
    lucian marian marius nicolae octavian ovidiu petru răzvan silviu sorin ștefan teodor tiberiu traian
    tudor vasile vlad abdullah amir anwar ashraf bilal farid farouk fuad hakim hisham imad jamal kamal karim
    khaled khalid mahmoud majid malik marwan mounir nabil nasser omar osama rami rashid saad salah
    salim sami samir tarek waleed walid yasser youssef ziad ahmet burak cem emre fatih hakan halil hüseyin
    kemal metin murat orhan osman recep selim serkan tayfun turgut yusuf ajay amit anand anil arun ashok
    deepak dinesh ganesh gopal krishna kumar mahesh manoj mohan mukesh naveen nitin pradeep prakash
    rajesh rakesh ramesh ranjit sachin sandeep satish shashi sunil suresh vijay vinod vivek akira daisuke
    haruki hideo ichiro jun kazuo ken kenta makoto masao minoru naoki osamu ryo satoshi shigeru shinji
    takashi takeshi tetsuya toshio yasuo yoshi yuji babajide chidi chinedu emeka femi ifeanyi kofi kwame
    kwesi obinna olumide segun tunde vitalij anatolii anatoliy hryhorii illia leonid mykyta matvii nazar
    nazarii ostap rostyslav sviatoslav tymofii tymur bohdan heorhii hennadii zakhar roman vasyl zinovii
    arsen artur borys davyd eduard fedir herman kostiantyn liubomyr makar marian myroslav nestor orest
    pylyp semen stepan tadei valentyn valerian vladlen volodymyr yakiv yarema yukhym yulian gleb kirill
    timur arkady gennady leonid maksim matvei nikolay pyotr roman ruslan semyon stepan valery vasily
    vyacheslav
    yegor yevgeny zakhar
    achim andrii yurii valerii viacheslav yevhen yevhenii rustem denys ihor oleksandr volodymyr viktor
    radu ion mihai gheorghe ferenc lászló zoltán istván péter gábor jarosław marek tomasz krzysztof andrzej
    luca matteo lorenzo davide haruto kenji hiroshi ahmad ismail mehdi reza hamid ravi sanjay vikram rahul
    willem pieter jeroen bart lars bjørn rasmus mads søren jukka mika pekka antti
    aaron abdul adam adrian ahmed aidan alan albert alberto alejandro alex alexander alexandre alexei alexey
    ali alistair andre andrea andreas andrei andrés andrew andrey andriy anton antonio antoine anthony arjun
    arthur artem ben benjamin bernard bogdan bohdan boris brian bruno callum carl carlos charles chris
    christian christoph christopher claude colin craig daniel daniil danylo dario dave david dennis denis
    diego dieter dimitri dmitri dmitry dmytro dominic donald douglas duncan eduard eduardo edward edwin
    elias emil emmanuel enrique eric erik ernesto ethan eugene fabian felipe felix fernando florian francis
    francisco frank franz fred frederick fyodor gabriel gareth gary gavin geoffrey georg george gerald
    gerhard gilles giovanni giuseppe gordon graham greg gregory guillermo gunther gustav guy hamza hans
    harald harold harry hassan heinrich helmut henri henrik henry herbert hugo hussein ian ibrahim igor ihor
    ilya isaac ivan jack jacob jacques jakob james jan jason javier jean jeff jeffrey jens jeremy jim
    joachim joe joel johan johannes john jon jonas jonathan jorge josé josef joseph joshua juan juergen
    julian julien jürgen justin kamal karel karl keith ken kenneth kevin klaus konstantin kurt kyle kyrylo
    lars laurent leo leon leonard leonid liam louis luc luca lucas luis lukas luke maksym malcolm manuel
    marc marcel marco marcus mario mark markus martin mateo matthew matthias maurice max maxim maximilian
    mehmet michael michel miguel mikael mike mikhail mohamed mohammed murray mustafa mykhailo mykola nathan
    neil nicholas nick nicolas nigel nikita nikola nikolai noah norman oleg oleh oleksandr oleksii oleksiy
    oliver olivier omar oscar oskar otto owen pablo pascal patrick paul pavel pavlo pedro peter petro philip
    philippe phillip pierre pietro piotr rafael raj ralf ralph ramón raúl raymond rené ricardo richard rob
    robert roberto robin rodrigo roger roland roman ronald ross roy rudolf ruslan russell ryan sam samuel
    scott sean sebastian serge sergei sergey serhii serhiy sergio simon stanislav stefan stephan stephen
    steve steven stuart sven taras ted terry theo thomas thierry tim timothy tobias todd tom tomas tomáš
    tony trevor ulrich vadim vadym valentin vasyl victor viktor vincent vitalii vitaliy vitaly vlad vladimir
    vladislav vladyslav volodymyr walter warren wayne werner wilhelm william wolfgang xavier yann
    yaroslav yevhen yuri yuriy yusuf yves zoltan marek tomasz pawel milan goran dragan zoran emre alun ewan
    rhys gethin angus hamish fergus declan cormac barnaby giles rupert edmund cedric
""")
_FEMALE = words("""
    ulla lou sunita josie lara anke annika antje ariane barbel bärbel carola christel cordula corinna dagmar
    dörte edeltraud elfriede elke evi friederike frauke gabi gerlinde gertrud gudrun hannelore heide hella
    hilde hildegard ilka ilse imke ingeborg ingrid insa irmgard isolde jule juliane katharina
    katinka kathrin käthe lieselotte liane lore lotte lucia maike maren margarete margot margit margrit
    marianne marlene marlies mathilde mechthild meike melina mona monja nele nicole nadine nadja pauline ragna
    ricarda rike romy rosemarie roswitha ruth saskia sibylle sieglinde silke solveig steffi stefanie svea
    svenja swantje tabea tanja thea theresia ursel uschi ute verena waltraud wiebke wilma adèle agathe agnès
    amandine amélie anaïs anouk arlette aurélie axelle béatrice bénédicte bérénice capucine cécile chantal
    clémence coralie corinne delphine denise édith éléonore élise éliane élodie émilie estelle eugénie
    eva fabienne fanny florence françoise gaëlle geneviève ghislaine gisèle inès jeanne joëlle josiane
    justine laetitia laëtitia laure laurence léa lucile ludivine lucienne maëlle maëva magali manon
    margaux marguerite marine marlène maryse mathilde mélanie mireille muriel mylène nadège nathalie noémie
    océane odette odile ophélie pascale pauline perrine raphaëlle régine rosalie roxane séverine simone
    solange solène sonia sophie stéphanie suzanne sylvie thérèse valérie véronique virginie viviane yvette
    adela adriana ainhoa alba alejandra almudena amparo ángela ángeles antonia araceli asunción aurora
    azucena berta blanca candela carlota catalina celia clara concepción consuelo cristina dolores
    elvira encarnación estela eulalia eva fernanda florencia gema graciela inés inmaculada
    irene isabel itziar josefa juliana laia leonor leticia lidia lorena lucía luisa macarena
    magdalena manuela maite marisa marisol marta maribel mariana martina mercedes milagros mireia mónica
    montserrat natalia nerea noelia nuria olga paloma patricia pilar raquel remedios rocío
    rosario ruth sandra silvia sonia susana teresa valentina verónica victoria virginia
    ximena yolanda adele agatha aileen aimee alexa allison alma angelica angie ashley audra
    ava avery bea bernice beryl beverley beverly bonnie brenda bridie caitlin candice carrie cassandra
    celeste celia cheryl chrissie cindy clarissa cora cordelia courtney cynthia dana
    danielle daphne dawn deirdre delia della dinah dolly donna dora doreen edna effie eileen elsie enid
    erica erin ethel eunice eve faye fern flo frankie freda geraldine gemma georgina gertrude
    gillian ginny gladys glenda hattie hayley hazel hettie holly ingrid jackie jade jan janine
    jenna jemima jeanette jo joanne jocelyn jodie josefina judi justine kayla kerry kirsty kitty kristen
    kylie lacey lana lindsay lindsey lois lola lorraine lottie lucinda lynn lynne mabel maggie mandy marcia
    margery margot marian marilyn marjorie martha maud maude maura maureen mavis maxine meg mildred millie
    mina minnie moira molly muriel myra myrtle nadine natasha nell nellie nichola nicolette noreen norma
    odessa
    orla pam pansy patsy patty pauline peggy petunia phyllis polly primrose prudence
    queenie ramona rhoda rhona rhonda rita robyn ros rosemary rosie roxanne sadie sasha selina shannon sharon
    sheila shelley sherry sian sienna sinead sorcha stacey stacy susannah suzanne tabitha tasha thelma
    tracey tracy trudy una ursula valerie vanda vicky vikki wanda wilma winifred yvette zara
    zelda agneta anette anneli annelise asa åsa astri aud aina berit birgitta birgitte bodil britt dorte ebba
    elin ellinor embla eva gerd gro greta grethe gunhild gunilla guro hege helle henriette hilde
    inge inger ingvild janne jorunn kaja kajsa karianne kirsten kirsti kjersti kristin lene linn
    lise liv lovise maiken malin marit marte mette merete mona nanna oda pernille ragnhild randi rigmor
    siri siv solfrid solveig stina sunniva synnøve toril torill trine tuva unni vibeke vigdis vilde
    aino anneli eeva eila elina hanna heli helmi johanna kaarina kaisa leena liisa marjatta merja mirja
    outi päivi pirkko riikka saara sanna satu seija sirpa tarja tuula tytti aleksandra alicja aneta
    barbara beata bożena danuta dorota edyta elżbieta ewelina grażyna halina hanna iwona izabela jadwiga
    joanna jolanta justyna kamila karolina kinga krystyna lucyna maja maryla mirosława renata sylwia
    teresa urszula wanda wioletta zofia zuzanna alžběta blanka božena eliška hana helena irena
    ivana jarmila jitka kateřina květa lenka libuše lucie markéta michaela milada olga pavla petra radka
    růžena šárka soňa tereza veronika věra vlasta zdenka zdeňka zuzana ágnes anikó edit erzsébet eszter
    györgyi ildikó katalin klára krisztina mária márta orsolya piroska réka szilvia tímea tünde zsófia
    zsuzsanna biljana bojana branka danica dragana gordana ivana jasmina jovana ljiljana marija mirjana
    nevena radmila sanja slavica snežana tijana vesna željka adela adina alexandra alina ana anca
    andreea carmen corina cristina daniela diana dorina doina elena florentina gabriela georgeta ileana
    ioana iuliana liliana loredana luminița mădălina mihaela mirela monica nicoleta oana raluca ramona
    rodica roxana ruxandra simona smaranda sorina viorica aida amal amira asma basma dalia dina farah
    farida fatma hala hanan huda iman jamila khadija lamia latifa layla lina lubna maha malak manal mariam
    maryam mona muna nadia nahla najwa nawal noor noura rana rania reem rima salma samar samira sana
    suad wafa yasmine zahra zeina zeinab arzu aslı aylin aysel başak berna betül burcu canan ceren defne
    derya dilek ebru ece elif emine esra fatma feride gizem gülay hatice hülya leyla melek meral meltem
    nazan nuray özge özlem pınar seda selin sema sevgi sevim sibel songül tuba tülay zehra zeynep aarti
    aditi anita anjali aparna archana asha bhavna deepa divya gayatri geeta indira jaya jyoti kamala kavita
    kiran lakshmi lalita lata madhu malini maya meena meera nandini neha nirmala nisha padma pooja
    pratibha preeti priyanka radha rani rashmi rekha ritu rupa sangeeta sarita savita seema shalini shanti
    shobha shreya sita smita sneha sudha sujata sunita sushma swati uma usha vandana vidya akiko asuka ayumi
    chiyo emi fumiko hana harumi hiroko junko kaori keiko kumiko mariko megumi michiko midori naoko
    noriko reiko sachiko sakura tomoko yoko yoshiko yuko yumi adaeze adaobi amaka chiamaka chioma ebele
    folake funmi ifeoma kemi nneka sade temitope wanjiku wangari yetunde alisa alina anzhela alevtyna bohdana
    daryna daria diana dariia emiliia halyna ilona iryna kateryna khrystyna klavdiia lada lesya lidiia
    liliia liubov maiia marharyta mariana marta mariia milana myroslava nadiia nataliya nelia ninel olesia
    oleksandra polina raisa roksolana ruslana sofia snizhana stefaniia svitlana tamila uliana valentyna
    valeriia varvara vasylyna viktoriya vira vitalina vladyslava yaryna yaroslava yelyzaveta yevhenia yulia
    zhanna zinaida zlata zoriana
    abigail ada agnes aisha alba alena alexandra alexis alice alicia alina alison alla alyona amanda amelia
    amina amy ana anastasia anastasiia andrea angela angelika anita anja ann anna anne annette annie antonia
    ariana astrid audrey aurora barbara beatrice beatriz becky belen bella bernadette beth bettina birgit
    bridget brigitte camila camille carina carla carmen carol carolina caroline catalina catherine cathy
    cecilia céline charlotte chiara chloe christa christiane christina christine clara claire claudia
    colleen constance cristina daniela daria darya debbie deborah denise diana diane donna doris
    dorothy edith elaine eleanor elena elif eliza elisa elisabeth elise elizabeth ella ellen elsa emilia
    emily emma erika esther eva evelyn fatima fiona flora florence frances francesca franziska frida
    gabriela gabriele galina georgia gerda gina gisela gloria grace greta gwen halyna hanna hannah harriet
    heather heidi heike helen helena helga hélène henrietta hilda hilary holly ida ilona ines ingrid inna
    irene irina irma iryna isabel isabella isabelle ivanna jacqueline jana jane janet janice jasmine jean
    jelena jennifer jenny jessica jill joan joana joanna johanna josephine joyce juana judith judy julia
    juliana julie juliet june jutta karen karin karina karla kate katarina katarzyna kateryna katherine
    kathleen kathryn katia katja katrin katya kelly kerstin kim kira kirsten klara kristina ksenia larissa
    larysa laura lauren leah leila lena lesia lesley leslie lidia lilia lillian lily linda lisa liudmyla
    liza lorena lorna louisa louise lucia lucie lucy ludmila luisa lydia lyudmyla madeleine magdalena maja
    margaret margarita maria marie marina marion marta martha martina mary maryna maya megan melanie melissa
    mercedes mia michaela michelle mila milena miranda miriam monica monika monique nadia nadiia nancy naomi
    natalia nataliia natalie natalya natasha nelly nicola nicole nina nora oksana oleksandra olena olga olha
    olivia paola pamela patricia paula paulina penelope petra phoebe pilar polina rachel raisa rebecca
    regina renate renata rita roberta rosa rosalind rose roxana ruth sabine sabrina sally samantha sandra
    sara sarah shirley sigrid silvia simone sofia sofie sofiia solomiya sonia sonja sophia sophie stefania
    stella stephanie susan susana susanne svetlana svitlana sylvia tamara tania tanja tanya tara tatiana
    tatjana teresa tessa tetiana theresa tina ulrike ursula uliana valentina valeria vanessa vera veronica
    veronika victoria viktoria viktoriia virginia vivian wendy xenia yana yasmin yelena yevheniia
    yolanda yulia yuliia yvonne zoe zofia agnieszka magda ewa malgorzata jadwiga priya anjali amara nkechi
    ngozi zainab leyla ayşe mei yuki tamsin imogen philippa rosamund saoirse niamh aoife siobhan morag
    eilidh isla freya matilda
""")


def _plain(name: str) -> str:
    """Lower case, and without accents unless the list has them."""
    low = name.lower()
    if low.isascii() or low in _MALE or low in _FEMALE or is_cyrillic_given(low):
        return low
    return "".join(char for char in unicodedata.normalize("NFD", low) if not unicodedata.combining(char))


def gender_of(given: str) -> str:
    """'m', 'f', or '' where the name does not tell."""
    low = _plain(given)
    if not low.isascii() and (known := cyrillic_gender(low)):
        return known
    male, female = low in _MALE, low in _FEMALE
    if male == female:
        return ""
    return "m" if male else "f"


def is_given(name: str) -> bool:
    """Whether a word is a common given name."""
    return _given[name]


def _is_listed(name: str) -> bool:
    low = _plain(name)
    return low in _MALE or low in _FEMALE or is_cyrillic_given(low)


_given = PerWord(_is_listed)
