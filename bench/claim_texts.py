"""Claims made up by chance in the likeness of real ones, and texts that repeat them more or less well."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

_ONSETS = [
    "b",
    "br",
    "c",
    "ch",
    "cl",
    "d",
    "dr",
    "f",
    "fl",
    "g",
    "gr",
    "h",
    "j",
    "k",
    "l",
    "m",
    "n",
    "p",
    "pl",
    "pr",
    "qu",
    "r",
    "s",
    "sh",
    "sl",
    "st",
    "t",
    "th",
    "tr",
    "v",
    "w",
]
_VOWELS = ["a", "e", "i", "o", "u", "ai", "ea", "ee", "io", "ou"]
_CODAS = [
    "b",
    "ck",
    "d",
    "g",
    "l",
    "ll",
    "m",
    "n",
    "nd",
    "ng",
    "nt",
    "p",
    "r",
    "rd",
    "rt",
    "s",
    "ss",
    "st",
    "t",
    "x",
]
_SUFFIXES = ("", "", "", "ing", "ed", "s", "er", "ment", "tion", "al")
_FUNCTION = [
    "the",
    "of",
    "in",
    "and",
    "to",
    "a",
    "that",
    "for",
    "on",
    "by",
    "with",
    "from",
    "at",
    "as",
    "after",
    "said",
    "has",
    "was",
    "were",
    "will",
    "more",
    "than",
]
_UNITS = ("percent", "million", "thousand", "people", "euros", "jobs", "tonnes", "days", "votes", "cases")
_WORDS = 60_000
_NAMES = 30_000
_SKEW = 1.05

Vary = Callable[[list[str], "Texts"], list[str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A text to look up: the place of the claim it repeats, and how it differs from it."""

    text: str
    claim: int
    kind: str


class Texts:
    """A source of claims and of wordings; the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        vocabulary = random.Random(0)
        self.words = _distinct(vocabulary, _WORDS, capital=False)
        self.names = _distinct(vocabulary, _NAMES, capital=True)
        self._weights = list(accumulate(1 / (rank + 10) ** _SKEW for rank in range(_WORDS)))

    def content(self, count: int) -> list[str]:
        """Words, the common ones as much commoner as in any language."""
        return self.chance.choices(self.words, cum_weights=self._weights, k=count)

    def claims(self, count: int) -> Iterator[str]:
        """Sentences of 9 to 24 words with names, numbers and function words."""
        for _ in range(count):
            yield self._claim()

    def _claim(self) -> str:
        chance = self.chance
        parts: list[str] = []
        if chance.random() < 0.8:
            parts += [chance.choice(self.names), chance.choice(self.names)]
        for word in self.content(chance.randint(6, 13)):
            parts.append(word)
            if chance.random() < 0.5:
                parts.append(chance.choice(_FUNCTION))
        if chance.random() < 0.5:
            parts += [str(chance.randint(2, 999)), chance.choice(_UNITS)]
        if chance.random() < 0.3:
            parts += ["in", str(chance.randint(1990, 2026))]
        return " ".join(parts).capitalize() + "."

    def asked(self, claims: Sequence[str], count: int) -> list[Asked]:
        """`count` of each kind, of claims taken by chance."""
        return [
            Asked(" ".join(vary(claims[place].rstrip(".").split(), self)), place, kind)
            for kind, vary in KINDS.items()
            for place in (self.chance.randrange(len(claims)) for _ in range(count))
        ]


def _distinct(chance: random.Random, count: int, *, capital: bool) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < count:
        syllables = chance.choice((1, 2, 2, 2, 3))
        word = "".join(chance.choice(_ONSETS) + chance.choice(_VOWELS) for _ in range(syllables))
        word += chance.choice(_CODAS) + chance.choice(_SUFFIXES)
        found[word.capitalize() if capital else word] = None
    return list(found)


def _exact(words: list[str], _: Texts) -> list[str]:
    return words


def _typos(words: list[str], texts: Texts) -> list[str]:
    """Half of the longer words with a letter dropped, doubled, replaced or swapped."""
    return [_slip(w, texts.chance) if len(w) > 4 and texts.chance.random() < 0.5 else w for w in words]


def _slip(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word) - 1)
    return chance.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + chance.choice("aeioulnrst") + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        )
    )


def _fragment(words: list[str], texts: Texts) -> list[str]:
    """Two fifths of the words, in a row, among eight words of something else."""
    length = max(4, int(0.4 * len(words)))
    start = texts.chance.randrange(len(words) - length + 1)
    return [*texts.content(4), *words[start : start + length], *texts.content(4)]


def _reworded(words: list[str], texts: Texts) -> list[str]:
    """Half of the longer words replaced, function words dropped by chance, the halves swapped."""
    kept = [w for w in words if len(w) > 4 or texts.chance.random() < 0.6]
    changed = [texts.content(1)[0] if len(w) > 4 and texts.chance.random() < 0.5 else w for w in kept]
    middle = len(changed) // 2
    return changed[middle:] + changed[:middle]


KINDS: dict[str, Vary] = {
    "exact": _exact,
    "typos": _typos,
    "fragments": _fragment,
    "rewording": _reworded,
}
