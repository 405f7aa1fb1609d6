"""A claim in words that can be understood without its article.

The claim's own words, without who said them; pronouns, 'the spokesperson' and 'the city' are replaced by
whom and what they mean where the article leaves no doubt, and left alone otherwise.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from claims.proposing.clauses import Span
from claims.proposing.continuations import ADDING
from claims.proposing.lexicon.base import Lexicon, Words
from claims.proposing.lexicon.countries import COUNTRIES
from claims.proposing.people import Cast
from claims.proposing.roster import Speaker
from claims.proposing.source import Kind, Source
from claims.proposing.tokens import Token, index_at
from claims.proposing.verb_second import fronted

_EDGES = " \t\r\n,;:—–-\"'“”„«»‹›‘’"
_OPEN_QUOTES = re.compile(r"[“”„«»\"]")
_PLACE_TYPES = frozenset(
    [
        "oblast",
        "river",
        "region",
        "county",
        "province",
        "district",
        "sea",
        "lake",
        "mount",
        "mountains",
        "street",
        "square",
    ]
)
_QUANTIFIERS = frozenset(
    ["all", "few", "many", "most", "no", "only", "some", "there", "two", "three", "four"]
)
_OPENING = 3
"""Words within which a clause shows what it hangs on: 'by the light of which'."""
_Edit = tuple[int, int, str]


class Wording(NamedTuple):
    """The claim's text, and whether any of its words is not the article's."""

    text: str
    edited: bool


def word(
    article: str,
    content: Sequence[Span],
    inside: Sequence[Token],
    tokens: Sequence[Token],
    claimant: Speaker | None,
    cast: Cast,
    place: str | None,
) -> Wording:
    """The claim held by the spans `content` of the article, with the tokens `inside` them and all `tokens` of
    its sentence.
    """
    edits: list[_Edit] = []
    if cast.lexicon.fills_pronouns:
        edits = sorted([*_edits(inside, claimant, cast, place), *_repeated(inside, tokens, cast.lexicon)])
    pieces = [_apply(article, span, edits) for span in content]
    turned = _turned(article, content, inside, tokens, cast.lexicon)
    kept = _commas(content, inside, cast.lexicon) if len(content) > 1 else ()
    trimmed = [_trimmed(piece) for piece in turned or pieces]
    # Where nothing is left behind it, the claim ends there.
    commas = [at for at in kept if trimmed[at] and any(trimmed[at + 1 :])]
    marks = {at: ";" for at in _led_on(content, tokens) if any(trimmed[at + 1 :])} | dict.fromkeys(
        commas, ","
    )
    text = _joined([piece + marks.get(at, "") for at, piece in enumerate(trimmed)])
    return Wording(_closed(text), bool(edits or turned) and text != "")


def _turned(
    article: str, content: Sequence[Span], inside: Sequence[Token], tokens: Sequence[Token], lex: Lexicon
) -> list[str]:
    """The claim's pieces with its subject before the verb, where the verb had come first; else none."""
    if not lex.nouns_capitalised or not inside or inside[0] is tokens[0] or len(content) != 1:
        return []
    before = tokens[index_at(tokens, inside[0].start) - 1]
    # Behind 'laut Polizei', or behind the comma of 'Wie die Polizei mitteilte,'.
    stands_first = before.is_word or (before.text == "," and tokens[0].low in lex.as_words)
    end = fronted(inside, lex) if stands_first and before.low not in lex.that else 0
    if not end:
        return []
    verb, first, last = inside[0], inside[1], inside[end - 1]
    return [article[first.start : last.end], verb.text, article[last.end : content[0][1]]]


def _led_on(content: Sequence[Span], tokens: Sequence[Token]) -> list[int]:
    """The pieces behind which another statement stands, led on to by ', adding that'."""
    return [
        at
        for at, ((_, end), (following, _)) in enumerate(pairwise(content))
        if any(t.low in ADDING for t in tokens[index_at(tokens, end) : index_at(tokens, following)])
    ]


def _commas(content: Sequence[Span], inside: Sequence[Token], lex: Lexicon) -> list[int]:
    """The pieces behind which the comma that stood before 'Holt said' is the claim's own: it closes a clause
    ('the bridge, which is old,'), or another one opens there.
    """
    kept = []
    for at, ((start, end), (following, _)) in enumerate(pairwise(content)):
        words = inside[index_at(inside, start) : index_at(inside, end)]
        behind = [t.low for t in inside[index_at(inside, following) :][:_OPENING] if t.is_word]
        if _ends_clause(words, lex) or _opens_clause(behind, lex):
            kept.append(at)
    return kept


def _ends_clause(words: Sequence[Token], lex: Lexicon) -> bool:
    """Whether the claim so far ends in a clause that hangs on the rest: 'when it rained', ', by whom …'."""
    comma = max((at for at, t in enumerate(words[:-1]) if t.text == ","), default=-1)
    opening = [t.low for t in words[comma + 1 :] if t.is_word][:_OPENING]
    if comma >= 0:
        relative = lex.relative | (lex.articles if lex.nouns_capitalised else lex.subordinators)
        return not relative.isdisjoint(opening)
    bare = lex.that | lex.relative | (lex.prepositions if lex.that_after_comma else frozenset())
    return bool(opening) and opening[0] in lex.subordinators - bare


def _opens_clause(opening: Sequence[str], lex: Lexicon) -> bool:
    """Whether a clause that a comma stands before opens with these words: 'but', 'of which'."""
    first = opening[0] if opening else ""
    if first in lex.contrast or (lex.that_after_comma and first in lex.subordinators | lex.that):
        return True
    return not lex.relative.isdisjoint(opening[: 1 + (first in lex.prepositions | lex.of_words)])


def _trimmed(piece: str) -> str:
    piece = piece.strip(_EDGES)
    return piece if piece[:1].isalnum() or any(char.isalnum() for char in piece) else ""


def _apply(article: str, span: Span, edits: Sequence[_Edit]) -> str:
    start, end = span
    parts, at = [], start
    for left, right, replacement in edits:
        if start <= left and right <= end:
            parts += [article[at:left], replacement]
            at = right
    return "".join([*parts, article[at:end]])


def _joined(pieces: Sequence[str]) -> str:
    text = " ".join(" ".join(piece.split()) for piece in pieces if piece)
    marks = _OPEN_QUOTES.findall(text)
    return _OPEN_QUOTES.sub("", text) if len(marks) % 2 else text


def _closed(text: str) -> str:
    if not text:
        return text
    text = text[0].upper() + text[1:]
    return text if text[-1] in ".!?…" else text + "."


def _edits(tokens: Sequence[Token], claimant: Speaker | None, cast: Cast, place: str | None) -> list[_Edit]:
    lex = cast.lexicon
    if _fillable(lex).isdisjoint([t.low for t in tokens]):
        return []
    named = False
    found: list[_Edit] = []
    openers = _openers(lex)
    for index in [at for at, t in enumerate(tokens) if t.is_capital or t.low in openers]:
        token = tokens[index]
        named = named or (token.is_capital and cast.person(token.text) is not None)
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        edit = None
        if not named and token.low in lex.pronouns and lex.pronouns[token.low] in ("m", "f"):
            edit = _person(token, lex.pronouns[token.low], claimant, cast, "")
        elif not named and following and following.text.islower() and _possessive(token, following, lex):
            edit = _person(token, lex.possessives[token.low], claimant, cast, "’s")
        elif following and token.low in lex.definite and following.low in lex.places and place:
            if tokens[index + 2].low not in lex.connectors if index + 2 < len(tokens) else True:
                edit = (token.start, following.end, place)
        elif following and token.low == "the" and following.low in lex.roles and not named:
            edit = _role(token, following, tokens[index + 2 : index + 3], claimant, cast)
        if edit:
            found.append(edit)
            named = named or edit[2] != place
            place = None if edit[2] == place else place
    return found


@lru_cache(maxsize=16)
def _fillable(lex: Lexicon) -> Words:
    """Words without one of which nothing is filled in."""
    return frozenset([*lex.pronouns, *lex.possessives, *lex.places, *lex.roles])


@lru_cache(maxsize=16)
def _openers(lex: Lexicon) -> Words:
    """Words that something is filled in for, alone or with the next."""
    return frozenset(["the"]).union(lex.pronouns, lex.possessives, lex.definite)


def _repeated(inside: Sequence[Token], tokens: Sequence[Token], lex: Lexicon) -> list[_Edit]:
    """The second 'that' of 'said that … and that …', which reports like the first; the only one of 'said 12
    died and that 3 …' too, where it cannot point at something.
    """
    first = index_at(tokens, inside[0].start) if inside else 0
    if not first:
        return []
    opened = tokens[first - 1].low in lex.that
    return [
        (that.start, after.start, "")
        for joint, that, after in zip(inside, inside[1:], inside[2:], strict=False)
        if joint.low in lex.conjunctions and that.low in lex.that and (opened or _may_open(after, lex))
    ]


def _may_open(token: Token, lex: Lexicon) -> bool:
    if token.is_capital or token.text[0].isdigit() or token.low in _QUANTIFIERS:
        return True
    return any(token.low in some for some in (lex.determiners, lex.pronouns, lex.possessives))


def _possessive(token: Token, following: Token, lex: Lexicon) -> bool:
    if lex.possessives.get(token.low) not in ("m", "f"):
        return False
    grammar = (lex.prepositions, lex.conjunctions, lex.determiners, lex.auxiliaries)
    return not any(following.low in some for some in grammar)


def _person(token: Token, gender: str, claimant: Speaker | None, cast: Cast, ending: str) -> _Edit | None:
    if claimant is not None:
        found = claimant if claimant.person and claimant.person.may_be(gender) else None
    else:
        found = cast.resolve(Source(Kind.PRONOUN, token.text, gender=gender), token.start)
    if found is None or found.person is None or (found.person.gender and found.person.gender != gender):
        return None
    return (token.start, token.end, found.name + ending)


def _role(
    token: Token, noun: Token, after: Sequence[Token], claimant: Speaker | None, cast: Cast
) -> _Edit | None:
    lex = cast.lexicon
    if after and (
        after[0].is_capital
        or after[0].low in lex.connectors
        or after[0].low.endswith("'s")
        or after[0].text == "'"
    ):
        return None
    if noun.low.endswith("'s") or (after and after[0].is_word and after[0].low in lex.roles):
        return None
    found = cast.resolve(Source(Kind.ROLE, noun.text, head=noun.low, definite=True), token.start)
    if found is None or found.person is None or (claimant and found.person is claimant.person):
        return None  # nobody calls themselves 'the contractor'
    return (token.start, noun.end, found.name)


def main_place(sentences: Sequence[Sequence[Token]], cast: Cast) -> str | None:
    """The one town an article is about: named at least twice, and more often than any other."""
    lex = cast.lexicon
    seen: Counter[str] = Counter()
    for tokens in sentences:
        for index in [at for at, token in enumerate(tokens) if token.is_capital]:
            if index and tokens[index - 1].low in lex.town_words:
                token = tokens[index]
                following = tokens[index + 1] if index + 1 < len(tokens) else None
                if _may_be_place(token, following, cast):
                    seen[token.text.removesuffix("’s").removesuffix("'s")] += 1
    ranked = seen.most_common(2)
    if not ranked or ranked[0][1] < 2 or (len(ranked) > 1 and ranked[1][1] == ranked[0][1]):
        return None
    return ranked[0][0]


def _may_be_place(token: Token, following: Token | None, cast: Cast) -> bool:
    lex = cast.lexicon
    if token.low in lex.months or token.low in lex.weekdays or token.low in lex.common_capitals:
        return False
    if token.low in COUNTRIES or token.text.isupper():
        return False
    if following is not None and (following.is_capital or following.low in _PLACE_TYPES):
        return False
    return cast.person(token.text) is None
