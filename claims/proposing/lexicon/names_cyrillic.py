"""Common Ukrainian and Russian given names with every case of each, led back to the nominative."""

from collections.abc import Mapping

from claims.proposing.lexicon.base import Words
from claims.proposing.lexicon.notation import words

_MALE_UKRAINIAN = words("""
    олександр андрій сергій володимир іван петро павло микола василь михайло дмитро олег олексій віктор юрій
    ігор роман тарас богдан назар максим артем денис євген руслан вадим валерій анатолій віталій ярослав
    владислав станіслав кирило данило матвій захар остап степан григорій федір ілля лев марк антон арсен
    арсеній едуард костянтин леонід мирослав орест ростислав святослав тимур тимофій філіп яків ян геннадій
    борис георгій вячеслав в'ячеслав любомир маркіян зиновій давид данила сава устим гліб єгор олесь левко
    лука нестор онисим пилип прокіп семен софрон теодор хома юхим адам альберт артур герман гнат вольфганг
    джон майкл роберт томас пітер джордж девід джеймс вільям карл ганс еммануель дональд джо річард
""")
_MALE_RUSSIAN = words("""
    александр андрей сергей владимир иван пётр петр павел николай василий михаил дмитрий олег алексей виктор
    юрий игорь роман тарас богдан максим артём артем денис евгений руслан вадим валерий анатолий виталий
    ярослав владислав станислав кирилл даниил данил матвей захар степан григорий фёдор федор илья лев марк
    антон арсений эдуард константин леонид святослав тимур тимофей яков геннадий борис георгий вячеслав
    давид глеб егор никита семён семен аркадий игнат вениамин герман альберт артур адам джон майкл роберт
    томас питер джордж дэвид джеймс уильям карл дональд ричард
""")
_FEMALE_UKRAINIAN = words("""
    олена ольга наталія наталя тетяна ірина оксана світлана людмила марія анна ганна юлія вікторія катерина
    галина валентина лариса любов надія віра інна алла ніна лідія зоя раїса тамара софія дарина дарія аліна
    марина анастасія христина яна діана соломія іванна уляна олеся леся зоряна мирослава ярослава богдана
    владислава поліна єлизавета маргарита вероніка антоніна стефанія орися роксолана квітка емілія кароліна
    інга регіна ангеліна жанна інеса марта ніка злата тереза стефа аделіна мілана юстина зінаїда ядвіга
    фаїна олександра валерія євгенія михайлина василина ксенія марʼяна мар'яна варвара емма урсула ангела
    сара лаура нонна ліна мілена
""")
_FEMALE_RUSSIAN = words("""
    елена ольга наталья наталия татьяна ирина оксана светлана людмила мария анна юлия виктория екатерина
    галина валентина лариса любовь надежда вера инна алла нина лидия зоя раиса тамара софья софия дарья
    алина марина анастасия кристина яна диана полина елизавета маргарита вероника антонина евгения ксения
    ангелина жанна инесса марта александра валерия варвара эмма регина инга эмилия каролина лина милена
    нонна
""")


def _male_forms(name: str) -> list[str]:
    stem = name[:-1]
    if name.endswith(("ій", "ий", "ей", "єй", "ай")):
        return [stem + end for end in ("я", "ю", "єм", "ем", "єві", "ї", "и")]
    if name.endswith("о"):
        return [stem + end for end in ("а", "у", "ом", "ові", "і", "е")]
    if name.endswith(("а", "я")):
        return [stem + end for end in ("и", "і", "ї", "у", "ю", "ою", "ею", "ы", "е", "ей", "ой")]
    if name.endswith("ь"):
        return [stem + end for end in ("я", "ю", "ем", "еві", "і", "е")]
    if name in ("ігор", "лазар"):
        return [name + end for end in ("я", "ю", "ем", "еві", "і")]
    if name in ("павел", "лев", "пётр", "петр"):
        base = {"павел": "павл", "лев": "льв", "пётр": "петр", "петр": "петр"}[name]
        return [base + end for end in ("а", "у", "ом", "е")]
    return [name + end for end in ("а", "у", "ом", "ові", "еві", "ем", "і", "е")]


def _female_forms(name: str) -> list[str]:
    stem = name[:-1]
    if name in ("любов", "любовь"):
        return ["любові", "любов'ю", "любови", "любовью"]
    if name.endswith(("ія", "ия")):
        return [stem + end for end in ("ї", "ю", "єю", "и", "ей", "ею")]
    if name.endswith(("ка",)):
        return [name[:-2] + "ці", *(stem + end for end in ("и", "у", "ою", "е", "ой"))]
    if name.endswith("га"):
        return [name[:-2] + "зі", *(stem + end for end in ("и", "у", "ою", "е", "ой"))]
    return [stem + end for end in ("и", "і", "у", "ю", "ою", "ею", "ы", "е", "ой", "ей")]


def _table(male: Words, female: Words) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for name in sorted(male):
        for form in _male_forms(name):
            found.setdefault(form, (name, "m"))
    for name in sorted(female):
        for form in _female_forms(name):
            found.setdefault(form, (name, "f"))
    return found


OBLIQUE: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "uk": _table(_MALE_UKRAINIAN, _FEMALE_UKRAINIAN),
    "ru": _table(_MALE_RUSSIAN, _FEMALE_RUSSIAN),
}
"""By language: inflected form → (nominative, gender)."""

_MALE = _MALE_UKRAINIAN | _MALE_RUSSIAN
_FEMALE = _FEMALE_UKRAINIAN | _FEMALE_RUSSIAN


def is_cyrillic_given(name: str) -> bool:
    """Whether a lower-case word is a common given name in any case."""
    return name in _MALE or name in _FEMALE or any(name in table for table in OBLIQUE.values())


def cyrillic_gender(given: str) -> str:
    """'m', 'f' or '' for a nominative given name in Cyrillic."""
    low = given.lower()
    if low in _MALE:
        return "m"
    return "f" if low in _FEMALE else ""
