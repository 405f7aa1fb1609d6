"""Common Ukrainian and Russian given names with every case of each, led back to the nominative."""

from collections.abc import Mapping

from claims.proposing.lexicon.notation import words

_MALE = words("""
    олександр андрій сергій володимир іван петро павло микола василь михайло дмитро олег олексій віктор юрій
    ігор роман тарас богдан назар максим артем денис євген руслан вадим валерій анатолій віталій ярослав
    владислав станіслав кирило данило матвій захар остап степан григорій федір ілля лев марк антон арсен
    арсеній едуард костянтин леонід мирослав орест ростислав святослав тимур тимофій філіп яків ян геннадій
    борис георгій вячеслав в'ячеслав кость любомир маркіян зиновій зеник еммануїл давид данила сава устим
    гліб егор александр андрей сергей владимир пётр петр павел николай василий михаил дмитрий алексей виктор
    юрий игорь евгений валерий анатолий виталий кирилл даниил матвей григорий фёдор федор илья константин
    леонид геннадий георгий тимофей яков глеб никита семён семен аркадий вольфганг джон майкл роберт томас
    пітер джордж девід джеймс вільям карл ганс еммануель дональд джо річард
""")
_FEMALE = words("""
    олена ольга наталія наталя тетяна ірина оксана світлана людмила марія анна ганна юлія вікторія катерина
    галина валентина лариса любов надія віра інна алла ніна лідія зоя раїса тамара софія дарина дарія аліна
    марина анастасія христина яна діана соломія іванна уляна олеся леся зоряна мирослава ярослава богдана
    владислава поліна єлизавета маргарита вероніка антоніна стефанія орися роксолана квітка емілія кароліна
    інга регіна елена наталья татьяна ирина светлана мария юлия виктория екатерина надежда вера лидия софья
    дарья анастасия кристина диана полина елизавета вероника антонина евгения ксения ангеліна ангелина жанна
    інеса марта ніка злата тереза стефа аделіна мілана юстина зінаїда ядвіга фаїна эмма урсула анґела ангела
    джоанна емма сара лаура
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
    if name == "любов":
        return ["любові", "любов'ю", "любови", "любовью"]
    if name.endswith(("ія", "ия")):
        return [stem + end for end in ("ї", "ю", "єю", "и", "ей", "ею")]
    if name.endswith(("ка",)):
        return [name[:-2] + "ці", *(stem + end for end in ("и", "у", "ою", "е", "ой"))]
    if name.endswith("га"):
        return [name[:-2] + "зі", *(stem + end for end in ("и", "у", "ою", "е", "ой"))]
    return [stem + end for end in ("и", "і", "у", "ю", "ою", "ею", "ы", "е", "ой", "ей")]


def _table() -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for name in sorted(_MALE):
        for form in _male_forms(name):
            found.setdefault(form, (name, "m"))
    for name in sorted(_FEMALE):
        for form in _female_forms(name):
            found.setdefault(form, (name, "f"))
    return found


OBLIQUE: Mapping[str, tuple[str, str]] = _table()
"""Inflected form → (nominative, gender)."""


def cyrillic_gender(given: str) -> str:
    """'m', 'f' or '' for a nominative given name in Cyrillic."""
    low = given.lower()
    if low in _MALE:
        return "m"
    return "f" if low in _FEMALE else ""
