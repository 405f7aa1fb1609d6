"""Noun phrases with a proper name: a person with a role, an organisation."""

from __future__ import annotations

from collections.abc import Sequence, Set

from claims.proposing.lexicon.media import MEDIA_WORDS, PLATFORMS
from claims.proposing.lexicon.names import is_given
from claims.proposing.phrase_words import PhraseWords
from claims.proposing.source import Kind, Source, is_media
from claims.proposing.tokens import Token

OF_COUNTRY = ("ії", "їни", "ини", "щі", "лі", "ки", "ії", "ани", "ии", "ши", "ны", "ші")
"""How countries end that a minister is of: 'міністр оборони Італії Гвідо Марчетті'."""
_OBLIQUE = ("ої", "ого", "ому", "их", "ії", "ки", "ой", "ых", "ни", "ів", "ов")
"""Endings that no given name has in the nominative."""
_OF_NAMES = frozenset(["in", "at", "from", "with", "by", "to"])
_ORDINALS = frozenset(["st", "nd", "rd", "th"])
"""'the 9th Army Corps': part of the name."""


def named(words: PhraseWords, tokens: Sequence[Token], after_mark: Set[int]) -> Source | None:
    """The source of a phrase that ends in a proper name; `after_mark`: offsets behind closing marks."""
    head, rest = words.head(tokens)
    if _ends_in_person(words, tokens):
        head, rest = tokens, ()
    run = _name_run(words, head)
    if run == len(head):
        return None
    name, before = head[run:], head[:run]
    if _is_paper(words, name) or (_is_compound(words, name) and not _ends_in_officer(words, name)):
        return _organisation(words, list(name) + _proper_rest(words, rest), list(before))
    cut = _cut(words, before, name, after_mark)
    described = [*before, *name[:cut]]
    name = name[cut:]
    if not name:
        return None
    if any(words.is_organisation(t) for t in _undescribed(words, name)) and not _given(words, name):
        if words.lexicon.head_first and described and words.is_role(described[0]):
            whole = words.lowered([*described, *name])
            return Source(Kind.ROLE, whole, head=described[0].low, definite=False)
        return _organisation(words, list(name) + _proper_rest(words, rest), described)
    if not cut:
        described, name = _split_description(words, described, name)
    if before and not cut and not _introduces(words, before):
        return None
    return _person(words, name, described, rest)


def _is_paper(words: PhraseWords, name: Sequence[Token]) -> bool:
    """'Harnsey Courier', 'Sunday Observer': an outlet, though couriers and observers are people, too."""
    *first, last = name
    if not first or last.low not in MEDIA_WORDS or not words.is_role(last):
        return False
    return not any(words.is_role(t) or t.low in words.lexicon.adjectives for t in first)


def _cut(words: PhraseWords, before: Sequence[Token], name: Sequence[Token], after_mark: Set[int]) -> int:
    """Where the name itself starts in a capital run behind what may describe its bearer."""
    cut = _name_start(words, name)
    if after_mark:
        cut = max([cut, *(i for i, t in enumerate(name) if t.start in after_mark)])
    if words.lexicon.head_first:
        cut += _behind_office(words, [*before, *name[:cut]], name[cut:])
    return cut


def _ends_in_person(words: PhraseWords, tokens: Sequence[Token]) -> bool:
    """'голова адміністрації Олег Синиця', 'the head of the administration Oleh Synytsia'."""
    if len(tokens) < 3 or not tokens[-1].is_capital or any(words.is_organisation(t) for t in tokens[-2:]):
        return False
    if tokens[-3].low in words.lexicon.honorifics and tokens[-2].is_capital:
        return True  # 'the member for leisure Cllr Sunita Rao'
    if words.lexicon.head_first:
        return is_given(tokens[-2].text)
    described = tokens[-3].text.islower() and tokens[-3].low not in words.lexicon.connectors | _OF_NAMES
    return (
        len(tokens) > 4
        and tokens[-2].is_capital
        and (described or is_given(tokens[-2].text) or words.is_organisation(tokens[-3]))
        and any(words.is_role(t) for t in tokens[:3])
        and not words.lexicon.nouns_capitalised
    )


def _ends_in_officer(words: PhraseWords, name: Sequence[Token]) -> bool:
    """'Eastern Group of Forces Spokesperson Denys Holub': the organisation's man, not the organisation."""
    cut = _after_last_role(words, name)
    return 0 < cut <= len(name) - 2 and not any(words.is_organisation(t) for t in name[cut:])


def _behind_office(words: PhraseWords, before: Sequence[Token], name: Sequence[Token]) -> int:
    """Where the person starts in 'речниця МЗС Туреччини Ельвін Демір', whose given name nobody lists."""
    if len(name) < 3 or not any(words.is_role(t) for t in before):
        return 0
    of_body = name[0].text.isupper() or words.is_organisation(name[0])
    reach = 2 + (name[-2].low in words.lexicon.particles)
    given, surname = name[-reach], name[-1]
    if not of_body or given.low.endswith(_OBLIQUE) or given.text.isupper() or surname.text.isupper():
        return 0
    return 0 if words.is_organisation(given) or words.is_organisation(surname) else len(name) - reach


def _undescribed(words: PhraseWords, name: Sequence[Token]) -> Sequence[Token]:
    """A name without the 'Operator' or 'Broadcaster' that a sentence's start made capital."""
    lex = words.lexicon
    plain = len(name) > 1 and (name[0].low in lex.companies or name[0].low in lex.generic_outlets)
    return name[1:] if plain else name


def _split_description(
    words: PhraseWords, described: list[Token], name: Sequence[Token]
) -> tuple[list[Token], Sequence[Token]]:
    """'Eyewitness Tomas Reil' at a sentence's start: what is capital there without being a name."""
    stranger = len(name) == 3 and is_given(name[1].text) and not is_given(name[0].text)
    if stranger and words.opens(name[0]):
        return [name[0]], name[1:]
    return described, _undescribed(words, name)


def _person(
    words: PhraseWords, name: Sequence[Token], described: list[Token], rest: Sequence[Token]
) -> Source:
    text = words.text(name).removesuffix("'s").removesuffix("’s")
    honorific = _honorific(words, described) if described else ""
    role = _role_text(words, described) if described else None
    if role and words.lexicon.lemmas and len(name) == 1 and text.isupper() and len(text) > 1:
        # 'аналітики ISW', 'речник ДСНС': of an organisation, without a name of their own
        whole = words.lowered([*described, *name])
        return Source(Kind.ROLE, whole, head=described[-1].low, definite=False)
    kind = Kind.PERSON if len(name) > 1 or role or honorific else Kind.NAME
    if not role and not honorific and (is_media(text) or (kind is Kind.NAME and text.isupper())):
        kind = Kind.ORGANISATION
    if kind is Kind.PERSON and role is None and len(rest) > 1 and rest[0].low in words.lexicon.issued_by:
        role = words.text(rest[1:])
    via = tuple([PLATFORMS[t.low] for t in described if t.low in PLATFORMS and t.is_capital])
    return Source(
        kind, text, name=text, role=role, head=name[-1].low, definite=True, gender=honorific, via=via
    )


def _name_run(words: PhraseWords, tokens: Sequence[Token]) -> int:
    """Where the capital run at the end of a phrase starts; its length where there is none."""
    lex = words.lexicon
    start = len(tokens)
    if len(tokens) == 1 and words.is_listed(tokens[0]):
        return start
    for index in range(len(tokens) - 1, -1, -1):
        token = tokens[index]
        if token.is_capital and not (lex.nouns_capitalised and _is_common_noun(words, tokens, index)):
            start = index
        elif start < len(tokens) and _joins(words, tokens, index):
            continue
        else:
            break
    return start


def _is_common_noun(words: PhraseWords, tokens: Sequence[Token], index: int) -> bool:
    """German: a capital word right behind an article or a lower-case adjective is a common noun."""
    return len(tokens) == 1 or (index > 0 and tokens[index - 1].text.islower() and index == len(tokens) - 1)


def _joins(words: PhraseWords, tokens: Sequence[Token], index: int) -> bool:
    token = tokens[index]
    if token.low in words.lexicon.particles or token.low in words.lexicon.connectors:
        return index > 0 and any(t.is_capital for t in tokens[:index])
    return token.text in ".&" and index > 0 and (len(tokens[index - 1].text) <= 2 or token.text == "&")


def _is_compound(words: PhraseWords, name: Sequence[Token]) -> bool:
    """'Chamber of Physicians', 'Ministry of the Interior': an organisation's noun and what it is of."""
    lex = words.lexicon
    return len(name) > 2 and any(
        words.is_organisation(t) and name[i + 1].low in lex.connectors and not words.is_role(t)
        for i, t in enumerate(name[:-2])
    )


def _name_start(words: PhraseWords, name: Sequence[Token]) -> int:
    """Where the person's own name starts in a capital run that may open with a role or a place."""
    cut = _after_last_role(words, name)
    if words.lexicon.head_first and cut < len(name):
        given = [i for i in range(cut, len(name) - 1) if is_given(name[i].text)]
        if given:
            return given[0]
        if len(name) - cut == 3 and name[cut].low.endswith(OF_COUNTRY):
            return cut + 1
    return cut


def _after_last_role(words: PhraseWords, name: Sequence[Token]) -> int:
    lex = words.lexicon
    last = -1
    for index, token in enumerate(name):
        if words.is_role(token) or token.low in lex.honorifics or token.low in lex.groups:
            last = index
            if index + 1 < len(name) and name[index + 1].text == ".":
                last += 1
    if last == len(name) - 1 or last < 0:
        return 0 if last < 0 else len(name)
    if name[last].low in lex.groups and last == len(name) - 2 and words.is_organisation(name[-1]):
        return 0  # "Shift Workers' Union"
    if name[last + 1].low in lex.of_words:  # 'Secretary of State Mike Holt'
        given = next((i for i in range(last + 2, len(name)) if is_given(name[i].text)), 0)
        return given or max(last + 1, len(name) - 2)
    return last + 1


def _given(words: PhraseWords, name: Sequence[Token]) -> bool:
    return len(name) >= 2 and not any(words.is_organisation(t) for t in name[-2:])


def _may_describe(words: PhraseWords, token: Token) -> bool:
    lex = words.lexicon
    grammar = (lex.prepositions, lex.auxiliaries, lex.conjunctions, lex.verbs)
    return token.is_word and not token.text[0].isdigit() and not any(token.low in some for some in grammar)


def _introduces(words: PhraseWords, before: Sequence[Token]) -> bool:
    """Whether lower-case words before a name are its bearer's description, not some other clause."""
    lex = words.lexicon
    if any(t.low in lex.honorifics for t in before):
        return True
    plain = [t for t in before if t.low not in lex.determiners]
    if len(plain) <= 3 and not lex.head_first and all(_may_describe(words, t) for t in plain):
        return True
    return any(
        words.is_role(t) or words.is_organisation(t) or t.low in words.lexicon.groups
        or t.low in words.lexicon.generic_outlets or t.low in words.lexicon.fresh or t.low.endswith("'s")
        or t.low in words.lexicon.adjectives
        for t in before
    )  # fmt: skip


def _honorific(words: PhraseWords, tokens: Sequence[Token]) -> str:
    found = {t.low for t in tokens} & words.lexicon.honorifics
    for word in found:
        if word in words.lexicon.female_words:
            return "f"
        if word in words.lexicon.male_words:
            return "m"
    return "?" if found else ""


def _role_text(words: PhraseWords, tokens: list[Token]) -> str | None:
    lex = words.lexicon
    kept = [t for t in tokens if t.low not in lex.honorifics and t.text != "."]
    while kept and kept[0].low in lex.determiners:
        kept = kept[1:]
    if len(kept) > 1 and kept[0].is_capital and kept[0].low.endswith("'s"):
        kept = kept[1:]
    if not kept or (not any(words.is_role(t) for t in kept) and not _describes_person(words, kept)):
        return None
    return words.text(kept)


def _describes_person(words: PhraseWords, kept: Sequence[Token]) -> bool:
    """'two-time champion' before a full name: lower-case words that name no organisation."""
    lex = words.lexicon
    return not lex.head_first and kept[-1].text.islower() and not any(
        words.is_organisation(t) or t.low in lex.generic_outlets or t.low in lex.adjectives for t in kept
    )  # fmt: skip


def _proper_rest(words: PhraseWords, rest: Sequence[Token]) -> list[Token]:
    """'of the Interior' after 'Ministry': as far as it is capital."""
    last = 0
    for index, token in enumerate(rest):
        if token.is_capital:
            last = index + 1
        elif token.low not in words.lexicon.connectors:
            break
    return list(rest[:last])


def _organisation(words: PhraseWords, name: list[Token], described: list[Token]) -> Source:
    lex = words.lexicon
    head = next((t.low for t in reversed(name) if words.is_organisation(t)), name[-1].low)
    if len(described) > 1 and described[-1].low in _ORDINALS and described[-2].text.isdigit():
        name, described = [*described[-2:], *name], described[:-2]
    if described and not lex.nouns_capitalised and described[-1].is_capital:
        name = [described[-1], *name]
    text = words.text(name)
    return Source(Kind.ORGANISATION, text, name=text, head=head, definite=True)
