"""How much a sentence deserves a fact-checker's time, and why.

A linear model over a few signals, squashed to 0..1. `signals` says what a sentence shows, `WEIGHTS` what
each is worth; a trained model replaces the weights, and whoever calls `worth` need not know.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from claims.proposing.lexicon.base import Lexicon
from claims.proposing.tokens import Token

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
    "colour": -0.9,
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
_VAGUE = 5
_FRAGMENT = 8
_COLOUR = 8
"""Words of a quotation that is only colour, at most."""
_EXCLAMATION = 5
"""Words of a quotation that is hardly more than an exclamation: 'Justice has been done'."""
_PERSONAL = frozenset(["us", "our", "you", "your", "me", "my", "нас", "нам", "наш", "вас", "вам", "нами"])


@dataclass(frozen=True, slots=True)
class Worth:
    """A score in 0..1, and what speaks for or against the sentence."""

    score: float
    reasons: tuple[str, ...]


def worth(
    tokens: Sequence[Token],
    lexicon: Lexicon,
    *,
    sentence: str = "",
    attributed: bool = False,
    quotation: bool = False,
    wish: bool = False,
    listed: bool = False,
) -> Worth:
    """The check-worthiness of a claim with these tokens (its own words, without who says it).

    `sentence` is the whole sentence as written. `listed` says that it is an item of a list, which may be no
    sentence at all.
    """
    shown = signals(tokens, lexicon) | _by_pattern(sentence, lexicon)
    shown |= {
        name
        for name, holds in (("attributed", attributed), ("quotation", quotation), ("wish", wish))
        if holds
    }
    if listed and "no verb" in shown:
        shown.add("fragment")
    if not shown & {"numbers", "named actor", "change", "comparison", "record"}:
        shown.add("bare")
        words = [t for t in tokens if t.is_word]
        if words and len(words) <= _FRAGMENT and words[0].low in lexicon.vague_openers:
            shown.add("vague")
        if quotation and not shown & {"cause", "quantity", "vague"} and _is_colour(words, lexicon):
            shown.add("colour")
        if "first person" in shown:
            shown.add("personal")
    if quotation and lexicon.lemmas and "first person" in shown and "numbers" not in shown:
        shown.add("personal")  # where verbs tell the person, 'я' dwells on the speaker
    if quotation and "no verb" in shown and sum(1 for t in tokens if t.is_word) <= _VAGUE:
        shown.add("fragment")
    total = BIAS + sum(WEIGHTS[name] for name in shown)
    score = 1 / (1 + math.exp(-total))
    return Worth(round(score, 4), tuple(name for name in SHOWN if name in shown))


def _is_colour(words: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether a few words about 'us' or 'it' are quoted for how they sound."""
    longest = _COLOUR - 2 * bool(lexicon.lemmas)
    personal = _PERSONAL | lexicon.vague_openers
    if len(words) <= _EXCLAMATION - 2 * bool(lexicon.lemmas):
        return True
    return len(words) <= longest and not personal.isdisjoint(t.low for t in words)


def signals(tokens: Sequence[Token], lexicon: Lexicon) -> set[str]:
    """What a sentence shows, by name."""
    words = [t for t in tokens if t.is_word]
    lows = {t.low for t in words}
    shown = {
        name
        for name, listed in (
            ("comparison", lexicon.comparison), ("cause", lexicon.cause), ("record", lexicon.record),
            ("prediction", lexicon.prediction), ("change", lexicon.change), ("quantity", lexicon.quantity),
            ("evaluative", lexicon.evaluative),
        )
        if not listed.isdisjoint(lows)
    }  # fmt: skip
    if _has_numbers(tokens, lows, lexicon):
        shown.add("numbers")
    if any(t.is_capital and i and t.low not in lexicon.common_capitals for i, t in enumerate(words)):
        shown.add("named actor")
    if not _FIRST_PERSON.isdisjoint(lows):
        shown.add("first person")
    shown |= _by_phrase(tokens, lexicon)
    return shown | _by_form(tokens, words, lows, lexicon)


def _has_numbers(tokens: Sequence[Token], lows: set[str], lexicon: Lexicon) -> bool:
    return any(t.text[0].isdigit() or t.text in _CURRENCY for t in tokens) or not lexicon.numbers.isdisjoint(
        lows - {"one"}
    )


def _by_phrase(tokens: Sequence[Token], lexicon: Lexicon) -> set[str]:
    found = set()
    lows = tuple(t.low for t in tokens)
    for name, listed in (
        ("hearsay", lexicon.hearsay),
        ("opinion", lexicon.opinion),
        ("wish", lexicon.wish),
        ("says nothing", lexicon.empty),
    ):
        if holds_phrase(lows, listed):
            found.add(name)
    return found


def holds_phrase(lows: Sequence[str], listed: Sequence[tuple[str, ...]]) -> bool:
    """Whether one of the phrases occurs among the words."""
    present = set(lows)
    for phrase in listed:
        if phrase[0] not in present:
            continue
        if len(phrase) == 1:
            return True
        if present.issuperset(phrase) and any(
            tuple(lows[i : i + len(phrase)]) == phrase for i, low in enumerate(lows) if low == phrase[0]
        ):
            return True
    return False


def _by_form(tokens: Sequence[Token], words: Sequence[Token], lows: set[str], lexicon: Lexicon) -> set[str]:
    found = set()
    closing = [t.text for t in tokens[-3:] if not t.is_word]
    if "?" in closing or any(a.text == "?" and b.text in _QUOTES for a, b in itertools.pairwise(tokens)):
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
    silence, housekeeping, imperative = _patterns(lexicon)
    nothing = silence.search(sentence) or housekeeping.search(sentence)
    found = {"says nothing"} if nothing else set()
    return found | ({"address"} if imperative.match(sentence) else set())


@lru_cache(maxsize=16)
def _patterns(lexicon: Lexicon) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    none = r"(?!)"
    opening = "|".join(re.escape(word) for word in sorted(lexicon.address)) or none
    return (
        re.compile(lexicon.silence or none, re.IGNORECASE),
        re.compile(lexicon.housekeeping or none, re.IGNORECASE),
        re.compile(rf"[\W_]*(?:{lexicon.imperatives or none}|(?:{opening})\b)", re.IGNORECASE),
    )


def _has_verb(words: Sequence[Token], lows: set[str], lexicon: Lexicon) -> bool:
    if not lexicon.auxiliaries.isdisjoint(lows) or not lexicon.change.isdisjoint(lows):
        return True
    endings = lexicon.verb_endings
    return any(t.low in lexicon.verbs or (len(t.low) > 4 and t.low.endswith(endings)) for t in words)
