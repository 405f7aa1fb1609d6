"""How much a sentence deserves a fact-checker's time, and why.

A linear model over a few signals, squashed to 0..1: `signals` says what a sentence shows, `WEIGHTS` what each
is worth. Quoted words are judged by weights trained on quotations (`stance`), where opinions abound.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import chain, pairwise
from typing import NamedTuple

from claims.proposing import stance
from claims.proposing.alternatives import ByEdge
from claims.proposing.lexicon.base import Lexicon
from claims.proposing.per_word import PerWord
from claims.proposing.tokens import Token
from claims.proposing.worth_model import logistic

BIAS = 0.3
WEIGHTS: Mapping[str, float] = {
    "numbers": 1.1,
    "comparison": 0.5,
    "cause": 0.4,
    "record": 0.4,
    "prediction": 0.3,
    "change": 0.5,
    "quantity": 0.3,
    "named actor": 0.5,
    "attributed": 0.5,
    "quotation": 0.0,
    "hearsay": 0.2,
    "opinion": -2.2,
    "evaluative": -1.0,
    "first person": -0.7,
    "wish": -2.6,
    "question": -6.0,
    "personal": -1.2,
    "address": -2.5,
    "says nothing": -6.0,
    "short": -1.6,
    "no verb": -0.4,
    "fragment": -3.0,
    "bare": -0.35,
    "vague": -0.7,
    "exclaimed": -0.8,
}
"""What each signal adds to the log-odds."""

SHOWN = (
    "numbers", "comparison", "named actor", "change", "record", "cause", "prediction", "quantity",
    "attributed", "quotation", "hearsay", "opinion", "first person", "wish", "question", "says nothing",
    "short",
)  # fmt: skip
"""The signals that are given as reasons, in this order."""

_FIRST_PERSON = frozenset(
    ["i", "i'm", "i've", "i'd", "my", "me", "я", "мене", "мені", "меня", "мне", "ich", "je", "j'", "yo"]
)
_QUOTES = frozenset('"”’»“')
_CURRENCY = frozenset("$€£¥₴₽%")
_FRAGMENT = 8
_SUBSTANCE = frozenset(["numbers", "named actor", "change", "comparison", "record"])
_DOUBT = 1.1
"""Log-odds beyond even ones that a quotation without figures must have: an opinion proposed costs more than
a fact missed. With _BENEFIT the strictest at which 0.96 of the tuning half's facts are still found."""
_BENEFIT = 0.5
"""Log-odds by which anything else may fall short of even ones before it counts against it."""
_ROUNDING = 1e-4
"""More than a score may be rounded up by."""
_DECISIVE = frozenset(["question", "wish", "address", "says nothing"])
"""What speaks against a quotation whatever its words."""


class Worth(NamedTuple):
    """A score in 0..1, and what speaks for or against the sentence."""

    score: float
    reasons: tuple[str, ...]


def worth(
    tokens: Sequence[Token],
    lexicon: Lexicon,
    *,
    sentence: str = "",
    words: str = "",
    quoted: bool = False,
    attributed: bool = False,
    carried: bool = False,
    wish: bool = False,
    listed: bool = False,
    threshold: float = 0.0,
) -> Worth:
    """The check-worthiness of a claim with these tokens (its own words, without who says it).

    `sentence` is the whole sentence as written, `words` the claim in it and `quoted` says that they are
    somebody's own. `carried` says that a named outlet vouches for somebody without a name. `listed` says that
    it is an item of a list, which may be no sentence at all. What cannot reach the `threshold` is not judged
    to the end: of its score no more is sure than that it is lower.
    """
    plain = signals(tokens, lexicon)
    said = ("attributed", attributed), ("quotation", quoted), ("wish", wish), ("named actor", carried)
    shown = plain.union([name for name, holds in said if holds])
    if wish and _asks(tokens, lexicon):
        shown.add("question")
    if not quoted:
        shown |= _by_lack(tokens, shown, lexicon, listed=listed)
        at_most = logistic(BIAS + sum([WEIGHTS[name] for name in shown]))
        if at_most < threshold - _ROUNDING:
            return Worth(at_most, ())
    shown |= _by_pattern(sentence, lexicon)
    if quoted:
        total = _trained(words, plain, lexicon, quoted=True) - (0.0 if "numbers" in shown else _DOUBT)
        total += sum([WEIGHTS[name] for name in shown & _DECISIVE])
    else:
        total = BIAS + sum([WEIGHTS[name] for name in shown])
        if total > 0 and words and "numbers" not in shown:
            total += min(0.0, _trained(words, plain, lexicon, quoted=False) + _BENEFIT)
    return Worth(round(logistic(total), 4), tuple([name for name in SHOWN if name in shown]))


def _asks(tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """'(asked) why the bridge had closed'."""
    return next((t.low in lexicon.asking for t in tokens if t.is_word), False)


def _trained(words: str, shown: set[str], lexicon: Lexicon, *, quoted: bool) -> float:
    return stance.checkable(words, shown, lexicon.code, quoted=quoted)


def _by_lack(tokens: Sequence[Token], shown: set[str], lexicon: Lexicon, *, listed: bool) -> set[str]:
    """What follows from what a sentence does not show."""
    found = {"fragment"} if listed and "no verb" in shown else set()
    if shown.isdisjoint(_SUBSTANCE):
        found.add("bare")
        words = [t for t in tokens if t.is_word]
        if words and len(words) <= _FRAGMENT and words[0].low in lexicon.vague_openers:
            found.add("vague")
        if "first person" in shown:
            found.add("personal")
    return found


def signals(tokens: Sequence[Token], lexicon: Lexicon) -> set[str]:
    """What a sentence shows, by name."""
    words = [t for t in tokens if t.is_word]
    in_order = [t.low for t in tokens]
    lows = set(in_order)
    shown = set(chain.from_iterable(map(_by_word(lexicon).__getitem__, lows)))
    capitals = [t.low for t in words if t.is_capital]
    if words and words[0].is_capital:
        del capitals[0]
    if capitals and not lexicon.common_capitals.issuperset(capitals):
        shown.add("named actor")
    telling = _by_telling(lexicon)
    if told := lows & telling.keys():
        whole = f" {' '.join(in_order)} "
        shown.update([name for low in told for name, phrase in telling[low] if phrase in whole])
    return shown | _by_form(tokens, words, lows, lexicon)


@lru_cache(maxsize=16)
def _by_word(lexicon: Lexicon) -> PerWord[Sequence[str]]:
    """What single words show."""
    listed: dict[str, list[str]] = {}
    for name, same in (
        ("comparison", lexicon.comparison), ("cause", lexicon.cause), ("record", lexicon.record),
        ("prediction", lexicon.prediction), ("change", lexicon.change), ("quantity", lexicon.quantity),
        ("evaluative", lexicon.evaluative), ("numbers", lexicon.numbers - {"one"} | _CURRENCY),
        ("first person", _FIRST_PERSON),
    ):  # fmt: skip
        for word in same:
            listed.setdefault(word, []).append(name)

    def shown_by(word: str) -> Sequence[str]:
        return (*listed.get(word, ()), *(("numbers",) if word[0].isdigit() else ()))

    return PerWord(shown_by)


@lru_cache(maxsize=16)
def _by_telling(lexicon: Lexicon) -> dict[str, list[tuple[str, str]]]:
    """What phrases show, by their longest words; a phrase stands between spaces."""
    found: dict[str, list[tuple[str, str]]] = {}
    for name, phrases in (
        ("hearsay", lexicon.hearsay), ("opinion", lexicon.opinion), ("wish", lexicon.wish),
        ("says nothing", lexicon.empty),
    ):  # fmt: skip
        for phrase in phrases:
            found.setdefault(max(phrase, key=len), []).append((name, f" {' '.join(phrase)} "))
    return found


def _by_form(tokens: Sequence[Token], words: Sequence[Token], lows: set[str], lexicon: Lexicon) -> set[str]:
    found = set()
    closing = [t.text for t in tokens[-3:] if not t.is_word]
    if "?" in lows and (
        "?" in closing or any(a.text == "?" and b.text in _QUOTES for a, b in pairwise(tokens))
    ):
        found.add("question")
    if "!" in closing:
        found.add("exclaimed")
    if len(words) <= lexicon.short:
        found.add("short")
    if len(words) < _FRAGMENT and lexicon.auxiliaries and not _has_verb(words, lows, lexicon):
        found.add("no verb")
    return found


def _by_pattern(sentence: str, lexicon: Lexicon) -> set[str]:
    """What the sentence as a whole shows: somebody who does not answer, a poll's method, an appeal to the
    reader.
    """
    low = sentence.lower()
    nothing, imperative = _patterns(lexicon)
    found = {"says nothing"} if nothing.is_in(low) else set()
    return found | ({"address"} if imperative.match(low) else set())


@lru_cache(maxsize=16)
def _patterns(lexicon: Lexicon) -> tuple[ByEdge, re.Pattern[str]]:
    """What is looked for in lower case, which takes half the time of ignoring it."""
    none = r"(?!)"
    opening = "|".join(re.escape(word) for word in sorted(lexicon.address)) or none
    return (
        ByEdge("|".join(filter(None, (lexicon.silence, lexicon.housekeeping))) or none),
        re.compile(rf"[\W_]*(?:{lexicon.imperatives or none}|(?:{opening})\b)"),
    )


def _has_verb(words: Sequence[Token], lows: set[str], lexicon: Lexicon) -> bool:
    if not lexicon.auxiliaries.isdisjoint(lows) or not lexicon.change.isdisjoint(lows):
        return True
    endings = lexicon.verb_endings
    return any(t.low in lexicon.verbs or (len(t.low) > 4 and t.low.endswith(endings)) for t in words)
