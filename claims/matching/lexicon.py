"""Words that turn a claim into another: negations, directions, opposites, months; and how numbers are said.

Forms as written, folded; of the languages of the built-in proposer. Other languages are compared by numbers
and names alone. Pure.
"""

from __future__ import annotations

from itertools import combinations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.strip().splitlines()]


NEGATIONS = _words(
    """
    not no never none nobody nothing neither nor without cannot cant can't won't don't doesn't didn't
    isn't aren't wasn't weren't hasn't haven't hadn't wouldn't couldn't shouldn't mustn't ain't dont
    doesnt didnt isnt wasnt wont false falsely untrue fake hoax fail fails failed denies denied deny
    refuses refused refuse lacks lack nicht kein keine keinen keinem keiner keines nie niemals niemand
    nichts ohne weder ne pas jamais aucun aucune personne rien sans n'a n'est n'ont n'est-ce nunca jamas
    jamás ningun ningún ninguna ninguno nadie nada sin tampoco не нет ни никогда никто ничего без нельзя
    ні немає ніколи ніхто нічого жоден жодна жодного неможна non nao não niet geen nooit
    """
)

_RISE = _words(
    """
    rise rises rose risen rising increase increases increased increasing grow grows grew grown growing
    gain gains gained climb climbs climbed climbing soar soars soared jump jumps jumped surge surges
    surged double doubles doubled triple tripled expand expands expanded raise raises raised raising
    higher up upward more improve improves improved strengthen strengthened accelerate accelerated add
    adds added lengthen lengthened steigen steigt stieg gestiegen erhöht erhöhte wuchs wächst gewachsen
    zugenommen mehr höher augmenté augmente augmentation hausse croît progressé plus monté subió sube
    aumentó aumenta creció crece más alza mayor вырос выросла выросло выросли рост растет растёт
    увеличился увеличилась увеличилось увеличились повысился повысили повысил больше зріс зросла зросло
    зросли зростає збільшився збільшилась збільшилося збільшились підвищив підвищили підвищила більше
    verdoppelt verdoppelte verdoppelten doublé duplicó duplicado удвоил удвоили
    удвоился подвоїв подвоїли подвоївся
    """
)
_FALL = _words(
    """
    fall falls fell fallen falling decrease decreases decreased decreasing decline declines declined
    declining drop drops dropped dropping shrink shrinks shrank shrunk shrinking lose loses lost sink
    sinks sank plunge plunges plunged plummet plummeted halve halved reduce reduces reduced reducing cut
    cuts cutting lower lowers lowered lowering down downward less fewer worsen worsens worsened weaken
    weakened slow slowed remove removed slump slumped dip dipped dips shorten shortened slide slid
    tumble tumbled sinken sinkt gesunken gesenkt senkte fiel fällt gefallen abgenommen weniger niedriger
    diminué diminue baisse baissé chuté recul moins réduit bajó baja disminuyó cayó cae redujo menos
    descenso menor упал упала упало упали падает снизился снизилась снизилось снизились снизил снизили
    уменьшился сократился сократилась меньше впав впала впало впали знизився знизилась знизилося
    знизились знизив знизили зменшився зменшилась скоротився менше halbiert halbierte halbierten
    """
)
_PAIRS = _lines(
    """
    above over exceeds exceeded | below under
    before | after
    won win wins winning | lost lose loses losing
    opened open opens opening reopened | closed close closes closing shut
    banned ban bans prohibits prohibited forbidden outlawed | allowed allow allows permits permitted legalised
    legal | illegal
    approved approves approve accepted passed adopted backed | rejected rejects reject vetoed blocked
    supports support supported | opposes oppose opposed
    majority most | minority few
    least minimum | most maximum
    mindestens wenigstens | höchstens maximal
    mínimo mínima | máximo máxima
    щонайменше мінімум | щонайбільше максимум
    минимум | максимум
    largest biggest highest best longest | smallest lowest worst shortest
    first | last
    imports import imported | exports export exported
    buy buys bought buying | sell sells sold selling
    births born | deaths died
    safe | dangerous unsafe
    causes cause caused | prevents prevent prevented cures cure
    men man male males boys | women woman female females girls
    older | younger
    guilty convicted | innocent acquitted
    alive | dead
    start started starts begin began begins | end ended ends stop stopped stops
    hired hires hire | fired fires fire dismissed
    surplus | deficit
    profit profits | loss losses
    early earlier | late later
    faster | slower
    richer rich | poorer poor
    left | right
    north northern | south southern
    east eastern | west western
    true | false
    all | none
    hot hotter warmer | cold colder cooler
    entered joined joins join | left leaves leave quit
    built build builds | demolished demolish destroyed
    gave given gives | took taken takes
    cheaper | dearer costlier
    wet wetter wettest | dry drier driest
    summer | winter
    day | night
    urban | rural
    public | private
    arrested | released freed
    arrived | departed
    ratified signed | cancelled scrapped
    granted | denied
    vor | nach
    avant | après
    antes | después
    до | після
    до | после
    open | shut
    verboten verbot verbietet | erlaubt erlaubte erlauben
    interdit interdite interdits interdites | autorisé autorisée autorisés autorisées
    prohibió prohíbe prohibido prohibida | permitió permite permitido permitida autorizó autorizado
    запретил запретили запрещает запрещено | разрешил разрешили разрешает разрешено
    заборонив заборонили забороняє заборонено | дозволив дозволили дозволяє дозволено
    höchste höchsten höchster größte größten | niedrigste niedrigsten kleinste kleinsten
    geöffnet öffnete öffneten | geschlossen schloss schlossen
    ouvert ouverte ouverts ouvertes | fermé fermée fermés fermées
    abrió abrieron abierto | cerró cerraron cerrado
    открыл открыли открыт | закрыл закрыли закрыт
    відкрив відкрили відкрито | закрив закрили закрито
    importe importen | exporte exporten
    importations importation | exportations exportation
    importaciones importación | exportaciones exportación
    импорт импорта | экспорт экспорта
    імпорт імпорту | експорт експорту
    """
)
# Of each line two groups exclude each other: parts of a whole, places in an order, currencies.
_SETS = _lines(
    """
    half | third | quarter | fifth
    hälfte | drittel | viertel | fünftel
    moitié | tiers | quart
    mitad | tercio | cuarto
    половина половину половины половини | треть трети третина третини третину | четверть чверть чверті
    first | second | third | fourth | fifth
    erste erster ersten | zweite zweiter zweiten | dritte dritter dritten | vierte vierter vierten
    premier première | deuxième | troisième | quatrième
    primer primero primera | segundo segunda | tercer tercero tercera
    первый первая первое | второй вторая второе | третий третья третье
    перший перша перше | другий друга друге | третій третя третє
    dollar dollars dólares доллар доллара долларов долар долари доларів | euro euros евро євро |
    pound pounds pfund livres libras фунт фунтов фунтів | yen | yuan |
    rouble roubles ruble rubles rubel рублей | hryvnia hryvnias гривень гривен |
    crown crowns kronen couronnes coronas крон | franc francs franken
    """.replace("|\n", "| ")
)
OPPOSITES: tuple[tuple[frozenset[str], frozenset[str]], ...] = (
    (_RISE, _FALL),
    *((_words(one), _words(other)) for one, _, other in (pair.partition("|") for pair in _PAIRS)),
    *((_words(one), _words(other)) for each in _SETS for one, other in combinations(each.split("|"), 2)),
)
TURNING = frozenset[str]().union(*(one | other for one, other in OPPOSITES))
"""All words that have an opposite."""

_MONTHS = _lines(
    """
    january jan januar janvier enero января январь січня січень
    february feb februar février febrero февраля лютого
    march mar märz mars marzo марта март березня березень
    april apr avril abril апреля апрель квітня квітень
    may mai mayo мая май травня травень
    june jun juni juin junio июня июнь червня червень
    july jul juli juillet julio июля июль липня липень
    august aug août agosto августа август серпня серпень
    september sep sept septembre septiembre сентября сентябрь вересня вересень
    october oct oktober octobre octubre октября октябрь жовтня жовтень
    november nov novembre noviembre ноября ноябрь листопада листопад
    december dec dezember décembre diciembre декабря декабрь грудня грудень
    """
)
MONTHS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}

_DAYS = _lines(
    """
    monday montag lundi lunes понедельник понеділок
    tuesday dienstag mardi martes вторник вівторок
    wednesday mittwoch mercredi miércoles среду среда середу середа
    thursday donnerstag jeudi jueves четверг четвер
    friday freitag vendredi viernes пятницу пятница п'ятницю
    saturday samstag samedi sábado субботу суботу
    sunday sonntag dimanche domingo воскресенье неділю
    yesterday gestern hier ayer вчера вчора
    today heute hoy сегодня сьогодні
    tomorrow morgen demain mañana завтра
    spring frühling printemps primavera весной навесні
    summer sommer été verano летом влітку
    autumn herbst automne otoño осенью восени
    winter hiver invierno зимой взимку
    """
)
DAYS = {name: number for number, names in enumerate(_DAYS, 1) for name in names.split()}

_SCALES = _lines(
    """
    1000 thousand tausend mille mil тысяч тысячи тысяча тис тыс тисяч k
    1000000 million millions m mln millionen millón millones миллион миллиона миллионов млн
    1000000 мільйон мільйона мільйонів
    1000000000 billion billions bn milliarde milliarden milliard milliards миллиард миллиарда
    1000000000 миллиардов млрд мільярд мільярда мільярдів
    1000000000000 trillion trillions tn billones триллион трильйон
    """
)
SCALES = {name: int(value) for value, *names in map(str.split, _SCALES) for name in names}
_SAID = _lines(
    """
    0 zero null zéro cero
    2 two zwei deux dos два дві две
    3 three drei trois tres три
    4 four vier quatre cuatro чотири четыре
    5 five fünf cinq cinco пять п'ять
    6 six sechs seis шесть шість
    7 seven sieben sept siete семь сім
    8 eight acht huit ocho восемь вісім
    9 nine neun neuf nueve девять дев'ять
    10 ten zehn dix diez десять
    11 eleven elf onze одиннадцать одинадцять
    12 twelve zwölf douze doce dozen двенадцать дванадцять
    13 thirteen dreizehn treize trece тринадцать тринадцять
    14 fourteen vierzehn quatorze catorce четырнадцать чотирнадцять
    15 fifteen fünfzehn quinze quince пятнадцать п'ятнадцять
    16 sixteen sechzehn dieciséis шестнадцать шістнадцять
    17 seventeen siebzehn diecisiete семнадцать сімнадцять
    18 eighteen achtzehn dieciocho восемнадцать вісімнадцять
    19 nineteen neunzehn diecinueve девятнадцать дев'ятнадцять
    20 twenty zwanzig vingt vingts veinte двадцать двадцять
    21 veintiuno veintiún veintiuna
    22 veintidós
    23 veintitrés
    24 veinticuatro
    25 veinticinco
    26 veintiséis
    27 veintisiete
    28 veintiocho
    29 veintinueve
    30 thirty dreißig dreissig trente treinta тридцать тридцять
    40 forty vierzig quarante cuarenta сорок
    50 fifty fünfzig cinquante cincuenta пятьдесят п'ятдесят
    60 sixty sechzig soixante sesenta шестьдесят шістдесят
    70 seventy siebzig setenta семьдесят сімдесят
    80 eighty achtzig ochenta восемьдесят вісімдесят
    90 ninety neunzig noventa девяносто дев'яносто
    100 hundred
    """
)
SAID = {name: int(value) for value, *names in map(str.split, _SAID) for name in names}
SAID |= {  # einundzwanzig to neunundneunzig, each a word
    f"{one}und{ten}": number + SAID[ten]
    for number, one in enumerate(
        ["ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"], 1
    )
    for ten in list(SAID)
    if SAID[ten] in range(20, 100, 10) and ten.endswith(("zig", "ßig", "ssig"))
}
SAID |= {name.replace("'", apostrophe): SAID[name] for name in list(SAID) for apostrophe in "\u2019\u02bc"}
# A number behind twenty, thirty, … only: elsewhere they are articles and pronouns.
ONES = frozenset(["one", "un", "une", "uno", "una", "один", "одна", "одно"])
AND = frozenset({"et", "y"})
"""What may stand between them: vingt et un, treinta y dos."""
