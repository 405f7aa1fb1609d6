"""Inflected Ukrainian and Russian names and nouns, led back to the form a dictionary has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from claims.proposing.lexicon.names_cyrillic import OBLIQUE, cyrillic_gender

SLAVIC = frozenset(["uk", "ru"])
_FEMALE_ENDS = (
    "ова",
    "єва",
    "ева",
    "ёва",
    "іна",
    "їна",
    "ина",
    "ська",
    "цька",
    "зька",
    "ская",
    "цкая",
    "ная",
)
_MALE_ENDS = ("ов", "єв", "ев", "ёв", "їн", "ський", "цький", "зький", "ский", "цкий", "ий", "ой")


_DATIVES = (
    (("ому", "ему"), ("у", "ю", "ові", "еві", "єві")),
    (("ій",), ("і", "ї")),
    (("ой", "ей"), ("е",)),
)
"""Endings of an adjective and of its noun that together are a dative's: міській раді, городскому совету."""


def is_dative_pair(adjective: str, noun: str) -> bool:
    """Whether two lower-case words of Ukrainian or Russian are an adjective and its noun in the dative."""
    return any(adjective.endswith(firsts) and noun.endswith(seconds) for firsts, seconds in _DATIVES)


def surname_gender(surname: str, code: str) -> str:
    """What an ending tells of gender: Гуменюк nothing, Коваленкова 'f', Трегубов 'm'."""
    low = surname.lower()
    if code in SLAVIC:
        if low.endswith(_FEMALE_ENDS):
            return "f"
        return "m" if low.endswith(_MALE_ENDS) else ""
    if low.endswith(("ova", "eva", "ska", "skaya", "skaia", "cka", "ová")):
        return "f"
    return "m" if low.endswith(("sky", "skyi", "ski", "skiy", "ovich", "ov", "ev")) else ""


def surname_forms(surname: str, gender: str, code: str) -> frozenset[str]:
    """The inflected forms of a nominative surname, in lower case, itself among them."""
    low = surname.lower()
    if code not in SLAVIC or len(low) < 3:
        return frozenset([low])
    genders = [gender] if gender else ["m", "f"]
    return frozenset([low, *(form for one in genders for form in _endings(low, one))])


def _endings(low: str, gender: str) -> list[str]:
    stem = low[:-1]
    if gender == "f":
        if low.endswith("ая"):
            return [low[:-2] + end for end in ("ой", "ую", "ою")]
        if low.endswith(("ова", "ева", "єва", "іна", "їна", "ина", "ька")):
            return [stem + end for end in ("ої", "ій", "у", "ою", "ой")]
        return [stem + end for end in ("и", "і", "у", "ою", "ы", "е", "ой")] if low.endswith("а") else []
    if low.endswith(("ий", "ой", "ый")):
        return [low[:-2] + end for end in ("ого", "ому", "им", "ым", "ім", "ом")]
    if low.endswith("о"):
        return [stem + end for end in ("а", "у", "ові", "ом", "і")]
    if low.endswith(("а", "я")):
        return [stem + end for end in ("и", "і", "у", "ю", "ою", "ею", "ы", "е", "ой", "ей")]
    if low.endswith(("й", "ь")):
        return [stem + end for end in ("я", "ю", "єві", "єм", "ем", "еві", "ї")]
    soft = ["я", "ю", "еві", "ем"] if low.endswith("р") else []
    return [low + end for end in ("а", "у", "ові", "еві", "ом", "ем", "им", "ым", "і", "е", *soft)]


def person_nominative(name: str, code: str, *, oblique: bool) -> tuple[str, str]:
    """A full name in the nominative with its gender ('' unknown); unchanged where it is nominative already.

    `oblique` says that the phrase around it demands another case ('за словами …'); otherwise an ambiguous
    name ('Олександра') is taken as it stands.
    """
    parts = name.split()
    given = parts[0].lower()
    nominative = cyrillic_gender(given)
    inflected = OBLIQUE.get(code, {}).get(given)
    surname = parts[-1]
    if len(parts) == 1:
        return (_surname_nominative(surname, "") if oblique else surname), ""
    if inflected is None or (nominative and not oblique and not _is_male_oblique(surname)):
        return name, nominative
    lemma, gender = inflected
    middle = [_patronymic_nominative(part) for part in parts[1:-1]]
    return " ".join([lemma.title(), *middle, _surname_nominative(surname, gender)]), gender


def surname_nominative(name: str) -> str:
    """A surname alone after 'за словами' in the nominative; '' where its ending is no surname's."""
    low = name.lower()
    if low.endswith(("ської", "цької", "ової", "євої", "ской", "овой", "евой", "иной")):
        return _surname_nominative(name, "f")
    if low.endswith(
        ("ова", "єва", "ева", "іна", "ина", "енка", "ського", "цького", "ского", "чука", "юка", "ого")
    ):
        return _surname_nominative(name, "m")
    return ""


def _is_male_oblique(surname: str) -> bool:
    """A surname that only a man's genitive, dative or instrumental has: Коваленка, Ковальського."""
    return surname.lower().endswith(
        ("енка", "енку", "енком", "ого", "ому", "ським", "чука", "чуку", "юка", "юку")
    )


def _patronymic_nominative(part: str) -> str:
    for ending, lemma in (
        ("овича", "ович"),
        ("йовича", "йович"),
        ("овни", "овна"),
        ("ича", "ич"),
        ("івни", "івна"),
    ):
        if part.endswith(ending):
            return part[: -len(ending)] + lemma
    return part


def _endings_table(text: str) -> tuple[tuple[str, str], ...]:
    """'ського>ський ові>-' as pairs of an ending and what replaces it."""
    pairs = (pair.split(">") for pair in text.split())
    return tuple((ending, "" if lemma == "-" else lemma) for ending, lemma in pairs)


_FEMALE_SURNAME = _endings_table("""
    ської>ська цької>цька ової>ова євої>єва іної>іна ої>а ській>ська овій>ова ською>ська овою>ова ову>ова
    еву>ева ську>ська ской>ская скую>ская овой>ова евой>ева иной>ина ину>ина
""")
_MALE_SURNAME = _endings_table("""
    ського>ський цького>цький ському>ський цькому>цький ським>ський ского>ский цкого>цкий скому>ский
    ским>ский ього>ій ого>ий ому>ий енка>енко енку>енко енком>енко енкові>енко єва>єв йка>йко йку>йко ія>ій
    ая>ай ея>ей ря>р рю>р рем>р ля>ль лю>ль лем>ль ня>нь ця>ць шка>шко чка>чко жка>жко тка>тко рка>рко ові>-
    еві>- ом>- ем>- им>- ым>- а>- у>- ю>- и>а і>а ы>а
""")


_NAME = _endings_table("""
    ському>ське ського>ське ному>не ного>не ьому>є ових>ові ові>- еві>- ській>ська ської>ська ній>на ної>на
    ді>да ди>да ду>да ку>к ка>к ту>т та>т ру>р му>м ну>н ом>-
    ра>р на>н са>с ла>л да>д ва>в ба>б га>г за>з ма>м па>п ха>х ца>ц ша>ш
""")


def _surname_nominative(surname: str, gender: str) -> str:
    if "-" in surname:
        return "-".join(_surname_nominative(part, gender) for part in surname.split("-"))
    low = surname.lower()
    for ending, lemma in _FEMALE_SURNAME if gender == "f" else _MALE_SURNAME:
        if low.endswith(ending) and len(low) - len(ending) >= 2:
            return surname[: -len(ending)] + lemma
    return surname


def phrase_nominative(words: Sequence[str], lemmas: Mapping[str, str], code: str) -> str:
    """A phrase whose head noun is known, in the nominative: 'Державної служби статистики' → 'Державна
    служба …'.
    """
    at = next((i for i, word in enumerate(words[:4]) if word.lower() in lemmas), None)
    if at is None:
        return " ".join([name_nominative(words[0]), *words[1:]]) if words else ""
    lemma = lemmas[words[at].lower()]
    noun = _cased(lemma, words[at])
    before = [_adjective_nominative(word, lemma, code) for word in words[:at]]
    return " ".join([*before, noun, *words[at + 1 :]])


def name_nominative(word: str) -> str:
    """An outlet's or organisation's single name, by its ending: Суспільному → Суспільне."""
    low = word.lower()
    if not low[-1:].isalpha() or low.isascii() or word.isupper():
        return word
    for ending, lemma in _NAME:
        if low.endswith(ending) and len(low) - len(ending) >= 3:
            return word[: -len(ending)] + lemma
    return word


def _cased(lemma: str, like: str) -> str:
    if like.isupper() and len(like) > 1:
        return like
    return lemma[0].upper() + lemma[1:] if like[0].isupper() else lemma


def _adjective_nominative(word: str, noun: str, code: str) -> str:
    for ending in ("ими", "их", "им") if noun == "сили" else ():  # 'Повітряних сил'
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)] + "і"
    for ending in (
        "ього",
        "ьому",
        "ьої",
        "ого",
        "ому",
        "его",
        "ему",
        "ої",
        "ій",
        "ою",
        "им",
        "ым",
        "ой",
        "ую",
        "ей",
        "у",
    ):
        stem = word[: -len(ending)]
        if not word.lower().endswith(ending) or len(stem) < 2:
            continue
        if noun.endswith(("ння", "ття", "ство", "о", "е")):
            return stem + ("ое" if code == "ru" else "е")
        if noun.endswith(("а", "я")) and ending not in ("ого", "ому", "его", "ему", "им", "ым"):
            return stem + ("ая" if code == "ru" else "а")
        soft = code != "ru" or stem[-1] in "кгхжшщч"
        return stem + ("ий" if soft else "ый")
    return word
