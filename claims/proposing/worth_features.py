"""What the check-worthiness model sees of a sentence: slots of a hash table, one for each of its n-grams and
signals.

Words count by themselves, in twos and threes, and by the letters they are made of; in twos to fours also with
all but function words blurred to their endings. A few signals say how long the sentence is, how many numbers
and names it holds, whether it asks or speaks of the speaker. The hash starts from CRC-32, the same on every
machine. Any change here asks for new weights.
"""

from __future__ import annotations

import bisect
import re
import sys
import zlib
from array import array
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from itertools import chain
from operator import itemgetter
from typing import NamedTuple

from claims.proposing.lexicon.notation import words as word_set
from claims.proposing.per_word import PerWord

SLOT_BITS = 18
SLOTS = 1 << SLOT_BITS

MAX_LENGTH = 2_000
"""Characters of a sentence that are looked at; what is longer is no sentence."""

FUNCTION_WORDS = word_set(
    """
    i we you he she it they me us him her them my our your his its their this that these those a an the
    is are was were be been being am do does did has have had having can could will would shall should
    may might must not no n't don't doesn't didn't isn't aren't wasn't can't won't couldn't wouldn't and
    or but so because if when who whom what where why how which while than more less fewer most least of
    in on at to for from with without by about as up down out over under into against between after
    before since until during through all every each any some many much few several none both other
    another never ever always also still already again now then here there just only very too well even
    let's i'm we're that's it's he's she's there's you're they're i've we've they've i'd i'll we'll
    think believe know feel hope want say says said tell told going go got get make made need one two
    three four five six seven eight nine ten first second third last next new half hundred thousand
    million billion trillion percent dollars year years month months week weeks day days today
    """
)
"""The words that blurred n-grams keep as they are."""

_TOKEN = re.compile(r"\d{1,12}(?:[.,]\d{1,12}){0,6}|[^\W\d_]{1,24}(?:'[^\W\d_]{1,24})?|[^\w\s]")
_YEAR = re.compile(r"(?:1[6-9]|20)\d\d")
_ENDINGS = ("tion", "ment", "ing", "est", "ed", "ly", "er", "al", "s")
_FIRST_PERSON = word_set("i we me us my our i'm we're i've we've i'd i'll we'll let's")
_MEASURES = word_set(
    "percent million billion trillion thousand hundred dollars half third quarter double twice $ % £ €"
)
_LETTERS = range(2, 6)
_LENGTHS = (0, 4, 6, 9, 13, 18, 24, 31, 41)
_MOST = 4
_A_WORD = 5
_COUNT_BITS = 16
_COUNT = (1 << _COUNT_BITS) - 1
_SHIFT = 32 - SLOT_BITS
_MASK = 0xFFFFFFFF
_LANE = 21
_LANE_MASK = (1 << _LANE) - 1
_MOST_PACKED = 8_000
"""So many bytes add up to less than fits in a lane."""
# Odd numbers, to spread sums of hashes over the table.
_A, _B, _C, _D = 0x9E3779B1, 0x85EBCA6B, 0xC2B2AE35, 0x27D4EB2F


class _Word(NamedTuple):
    """A word's own slots; what it adds to the hashes of n-grams, by its place among their words."""

    slots: tuple[int, ...]
    exact: tuple[int, int, int]
    blurred: tuple[int, int, int, int]

    @classmethod
    def of(cls, slots: tuple[int, ...], exact: int, blurred: int) -> _Word:
        """The word with these hashes."""
        return cls(
            slots,
            (exact * _B & _MASK, exact * _A & _MASK, exact * _C & _MASK),
            (blurred * _C & _MASK, blurred * _B & _MASK, blurred * _D & _MASK, blurred * _A & _MASK),
        )


def tokens(sentence: str) -> list[str]:
    """The words, numbers and marks of a sentence as written, from at most `MAX_LENGTH` characters of it."""
    return _TOKEN.findall(sentence[:MAX_LENGTH].replace("’", "'"))


def slots(words: Sequence[str]) -> set[int]:
    """The slots (0 ≤ slot < SLOTS) that a sentence of these tokens fills."""
    read = [_word(word.lower()) for word in words]
    return set().union(*(word.slots for word in read), _ngrams(read), *signal_slots(words).values())


def sums(tables: Sequence[bytes], filled: Collection[int]) -> list[int]:
    """What each table holds at these slots, added up."""
    if len(filled) < 2:
        return [sum(table[slot] for slot in filled) for table in tables]
    pick = itemgetter(*filled)
    return [sum(pick(table)) for table in tables]


class Tables:
    """Tables of `SLOTS` bytes looked up together; what a word's own slots hold is kept with the word."""

    def __init__(self, *tables: bytes) -> None:
        self._lanes = [_LANE * number for number in range(len(tables))]
        self._packed = _side_by_side(tables, self._lanes)
        self._held = PerWord(self._hold)

    def sums(self, words: Sequence[str]) -> tuple[int, list[int]]:
        """How many slots a sentence of these tokens fills, and what each table holds at them, added up."""
        lows = [word.lower() for word in words]
        filled: dict[int, int] = {}
        for low in set(lows):
            filled.update(self._held[low])
        further = [*_ngrams(map(_word, lows)), *chain.from_iterable(signal_slots(words).values())]
        filled.update(zip(further, map(self._packed.__getitem__, further), strict=True))
        held = list(filled.values())
        totals = [0 for _ in self._lanes]
        for start in range(0, len(held), _MOST_PACKED):
            total = sum(held[start : start + _MOST_PACKED])
            totals = [
                one + (total >> lane & _LANE_MASK) for one, lane in zip(totals, self._lanes, strict=True)
            ]
        return len(filled), totals

    def _hold(self, low: str) -> dict[int, int]:
        return {slot: self._packed[slot] for slot in _word(low).slots}


def _side_by_side(tables: Sequence[bytes], lanes: Sequence[int]) -> array[int]:
    """One number a slot, in which each table's byte stands in its lane."""
    whole = 0
    for table, lane in zip(tables, lanes, strict=True):
        spread = bytearray(8 * SLOTS)
        spread[::8] = table
        whole |= int.from_bytes(spread, "little") << lane
    packed = array("q")
    packed.frombytes(whole.to_bytes(8 * SLOTS, "little"))
    if sys.byteorder == "big":
        packed.byteswap()
    return packed


def slots_by_token(words: Sequence[str]) -> list[tuple[int, ...]]:
    """For each token, then for the sentence's end: its slots and those of the n-grams that close with it."""
    read = [_word(word.lower()) for word in words]
    ngrams = _ngrams(read)
    closing = [tuple(ngrams[at : at + _A_WORD]) for at in range(0, len(ngrams), _A_WORD)]
    return [*(word.slots + closed for word, closed in zip(read, closing, strict=False)), closing[-1]]


def _ngrams(read: Iterable[_Word]) -> list[int]:
    """The slots of the n-grams, `_A_WORD` for each word they end at; the sentence's end comes last."""
    start, end = _edges()
    (_, e1, e2_next), e2 = start.exact, 0
    (_, b1, b2_next, b3_after), b2, b3_next, b3 = start.blurred, 0, 0, 0
    found: list[int] = []
    for _, (exact, exact_1, exact_2), (blurred, blurred_1, blurred_2, blurred_3) in (*read, end):
        pair = e1 + exact
        blurred_pair = b1 + blurred
        blurred_three = b2 + blurred_pair
        found += (
            (pair & _MASK) >> _SHIFT,
            ((e2 + pair + _D) & _MASK) >> _SHIFT,
            (blurred_pair & _MASK) >> _SHIFT,
            (blurred_three & _MASK) >> _SHIFT,
            ((b3 + blurred_three + _B) & _MASK) >> _SHIFT,
        )
        e1, e2, e2_next = exact_1, e2_next, exact_2
        b1, b2, b2_next = blurred_1, b2_next, blurred_2
        b3, b3_next, b3_after = b3_next, b3_after, blurred_3
    return found


def signal_slots(words: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """The slots of what a sentence shows as a whole, by the name of the signal."""
    lows = {word.lower() for word in words}
    counted = sum(map(_counts.__getitem__, words))
    first = next((word for word in words if word[0].isalnum()), "")
    names = (counted & _COUNT) - (bool(first) and _counts[first] & _COUNT)
    return {
        "length": _signal("length", bisect.bisect_right(_LENGTHS, counted >> 2 * _COUNT_BITS)),
        "numbers": _signal("numbers", min(_MOST, counted >> _COUNT_BITS & _COUNT)),
        "names": _signal("names", min(_MOST, names)),
        "measures": _signal("measures", min(_MOST, len(lows & _MEASURES))),
        "first person": _signal("first person", min(_MOST, len(lows & _FIRST_PERSON))),
        "question": _signal("question", int("?" in lows)),
    }


def _count(word: str) -> int:
    """What a word counts as: as one spoken, a number, a name, each in bits of its own."""
    if not word[0].isalnum():
        return 0
    is_name = word[0].isupper() and word != "I"
    return 1 << 2 * _COUNT_BITS | word[0].isdigit() << _COUNT_BITS | is_name


_counts = PerWord(_count)


@lru_cache(maxsize=1 << 14)
def _word(low: str) -> _Word:
    if low[0].isdigit():
        low = "#year" if _YEAR.fullmatch(low) else "#" + "0" * min(3, len(low.partition(".")[0]))
    exact = _crc(low)
    closed = f" {low} "
    letters = [closed[i : i + n] for n in _LETTERS for i in range(len(closed) - n + 1)]
    own = exact >> _SHIFT, *(_crc("/" + gram) >> _SHIFT for gram in letters)
    return _Word.of(tuple(dict.fromkeys(own)), exact, _crc(_blur(low)))


def _blur(low: str) -> str:
    if low in FUNCTION_WORDS or not low[0].isalpha():
        return "=" + low
    return next((f"-{ending}" for ending in _ENDINGS if low.endswith(ending)), "-")


@lru_cache(maxsize=1)
def _edges() -> tuple[_Word, _Word]:
    return _Word.of((), _crc("edge^"), _crc("blurred^")), _Word.of((), _crc("edge~"), _crc("blurred~"))


@lru_cache(maxsize=64)
def _signal(name: str, reached: int) -> tuple[int, ...]:
    """One slot for every step up to the one reached."""
    return tuple(_crc(f"signal {name} {step}") >> _SHIFT for step in range(reached))


def _crc(text: str) -> int:
    return zlib.crc32(text.encode("utf-8", "surrogatepass"))
