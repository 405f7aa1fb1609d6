"""Builds the inflected forms that the Ukrainian and Russian lists need from their dictionary forms."""

from __future__ import annotations

from claims.proposing.lexicon.base import Words

_ADJECTIVE_ENDS = [
    "ий",
    "ій",
    "ый",
    "ой",
    "ого",
    "ому",
    "им",
    "ым",
    "ім",
    "а",
    "ая",
    "ої",
    "ой",
    "у",
    "ую",
    "ою",
    "е",
    "ое",
    "і",
    "ие",
    "ые",
    "их",
    "ых",
    "ими",
    "ыми",
    "его",
    "ему",
    "яя",
]


def past_forms(stems: str) -> tuple[str, str, str]:
    """Masculine, feminine, and neuter and plural past forms of verbs given as their masculine past.

    'заявив' and 'сказал' alike: (заявив, заявила, заявило заявили).
    """
    male, female, other = [], [], []
    for form in stems.split():
        if form.endswith("вся"):
            male.append(form)
            female.append(form[:-3] + "лася")
            other += [form[:-3] + "лося", form[:-3] + "лися"]
            continue
        if form.endswith("лся"):
            male.append(form)
            female.append(form[:-3] + "лась")
            other += [form[:-3] + "лось", form[:-3] + "лись"]
            continue
        stem = form[:-1] if form.endswith(("в", "л")) else form
        male.append(form)
        female.append(stem + "ла")
        other += [stem + "ло", stem + "ли"]
    return " ".join(male), " ".join(female), " ".join(other)


def declined(nouns: str) -> Words:
    """The forms of nouns by their endings alone: речник → речника, речнику, речники …"""
    found: set[str] = set()
    for noun in nouns.split():
        found |= _forms(noun)
    return frozenset(found)


def lemmas(*lists: str) -> dict[str, str]:
    """From every form of some nouns back to the noun; a form that is itself listed stays."""
    nouns = [noun for listed in lists for noun in listed.split()]
    found = {form: noun for noun in reversed(nouns) for form in _forms(noun)}
    return found | {noun: noun for noun in nouns}


def _forms(noun: str) -> set[str]:
    stem = noun[:-1]
    if noun.endswith(("ія", "ия")):
        return {noun, *(stem + end for end in ("ї", "ю", "єю", "и", "ей", "ею", "й", "ям", "ями", "ях"))}
    if noun.endswith("ця"):
        return {noun, *(stem + end for end in ("і", "ю", "ею", "ы", "е"))}
    if noun.endswith(("а", "я")):
        ends: tuple[str, ...] = ("и", "і", "у", "ю", "ою", "ею", "ы", "е", "ой", "ей", "ам", "ами", "ах", "")
        return {noun, *(stem + end for end in ends)}
    if noun.endswith(("ство", "о")):
        return {noun, *(stem + end for end in ("а", "у", "ом", "ові", "і", "е", "ам"))}
    if noun.endswith(("ння", "ття", "ие", "ение")):
        return {noun, *(stem + end for end in ("ю", "ям", "я", "ем", "и", "і"))}
    if noun.endswith("ець"):
        base = noun[:-3] + "ц"
        return {noun, *(base + end for end in ("я", "ю", "ем", "еві", "і", "ів", "ям", "ями", "ях"))}
    if noun.endswith(("ь", "й")):
        return {
            noun,
            *(
                stem + end
                for end in ("я", "ю", "ем", "єм", "еві", "єві", "і", "ї", "и", "ів", "їв", "ей", "ям", "ями")
            ),
        }
    ends = ("а", "у", "ові", "еві", "ом", "ем", "і", "и", "е", "ы", "ів", "ов", "ам", "ами", "ах")
    return {noun, *(noun + end for end in ends)}


def adjective_forms(adjectives: str) -> Words:
    """All forms of adjectives given in the masculine: місцевий → місцевого, місцева …"""
    found: set[str] = set()
    for adjective in adjectives.split():
        stem = adjective[:-2]
        found |= {stem + end for end in _ADJECTIVE_ENDS}
    return frozenset(found)
