"""What of a model's answer may be believed: nothing that the article does not hold.

A sentence must be the article's, character by character; a claimant, carrier or date must stand in it. What
fails is dropped and counted by its reason. A rewording that brings in figures or mostly other words than the
article's is replaced by the sentence itself.
"""

from __future__ import annotations

import bisect
import datetime as dt
import json
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, cast

from claims.proposing.types import PRECISIONS, Precision, Proposal, SaidOn
from ingest.llm.parts import Span
from ingest.llm.prompt import MOST_CLAIMS

_LONGEST_SENTENCE = 2_000
_LONGEST_NAME = 300
_LONGEST_REASON = 100
_MOST_NAMES = 8
_NAMES = ("claimant", "role", "addressee")
_STEM = 4
"""Letters of a word by which it is found again in another case or number."""
_SAME_WORDS = 0.8
_WORD = re.compile(r"[^\W\d_]+|\d+(?:[.,:]\d+)*")

_BEFORE = re.compile(r"(?:^|[\n.!?…:;]|[.!?…:;][\"'”’»)\]]+)[\s\"'“„«‘‚‹(\[–—-]*$")
"""What may stand before a sentence."""
_END = re.compile(r"[.!?…][\"'”’»)\]]*$")
_AFTER = re.compile(r"[\"'”’»)\]]*[ \t]*(?:\n|$)")

Dropped = Literal[
    "not in the article",
    "part of a sentence",
    "a repetition",
    "wrong form",
    "somebody not in the article",
    "too many",
]


class Unreadable(ValueError):
    """The answer is not of the form asked for; the message says what is wrong, without repeating it."""


@dataclass(slots=True)
class Reader:
    """Reads the answers about one article, part by part, and keeps count."""

    text: str
    language: str
    found: list[Proposal] = field(default_factory=list)
    dropped: Counter[Dropped] = field(default_factory=Counter)
    reworded: int = 0
    """Texts that said more than the article and were replaced by their sentence."""
    _stems: set[str] = field(init=False)
    _taken: list[Span] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self._stems = _stems(self.text)

    def read(self, answer: str, part: Span) -> None:
        """Take in the answer about a part of the article. Raises Unreadable and then takes in nothing."""
        claims = _claims(answer)
        self.dropped["too many"] += max(0, len(claims) - MOST_CLAIMS)
        for claim in claims[:MOST_CLAIMS]:
            reason = self._take(claim, part)
            if reason:
                self.dropped[reason] += 1

    def proposals(self) -> list[Proposal]:
        """What held, in the order of the article."""
        return sorted(self.found, key=lambda proposal: proposal.start)

    def _take(self, claim: Any, part: Span) -> Dropped | None:
        if not _well_formed(claim):
            return "wrong form"
        sentence = claim["sentence"].strip()
        place = self._place(sentence, part)
        if isinstance(place, str):
            return place
        names = [claim["claimant"], claim["role"], claim["addressee"], *claim["via"]]
        if not all(self._holds(name) for name in names if name is not None):
            return "somebody not in the article"
        bisect.insort(self._taken, place)
        wording = self._wording(claim["text"], sentence)
        self.found.append(
            Proposal(
                text=wording,
                text_edited=wording not in sentence,
                sentence=sentence,
                start=place[0],
                end=place[1],
                score=float(claim["score"]),
                reasons=tuple(reason[:_LONGEST_REASON] for reason in claim["reasons"][:_MOST_NAMES]),
                claimant=_named(claim["claimant"]),
                role=_named(claim["role"]),
                via=tuple(name.strip() for name in claim["via"]),
                addressee=_named(claim["addressee"]),
                said_on=self._said_on(claim["said_on"]),
                quote=claim["quote"],
                language=self.language,
            )
        )
        return None

    def _place(self, sentence: str, part: Span) -> Span | Dropped:
        """Where the sentence stands in the part, whole and free of what was taken before; or why nowhere."""
        if not sentence:
            return "not in the article"
        at = self.text.find(sentence, *part)
        why: Dropped = "not in the article"
        while at >= 0:
            end = at + len(sentence)
            if not self._is_whole(at, end):
                why = "part of a sentence"
            elif self._is_free(at, end):
                return (at, end)
            else:
                why = "a repetition"
            at = self.text.find(sentence, end, part[1])
        return why

    def _is_whole(self, start: int, end: int) -> bool:
        """Whether nothing of the sentence is left out: the half of one may say the contrary of all of it."""
        before, after = self.text[max(0, start - 20) : start], self.text[end : end + 20]
        return bool(_BEFORE.search(before) and (_END.search(self.text[end - 9 : end]) or _AFTER.match(after)))

    def _is_free(self, start: int, end: int) -> bool:
        place = bisect.bisect(self._taken, (start, start))
        before, after = self._taken[place - 1 : place], self._taken[place : place + 1]
        return all(stop <= start for _, stop in before) and all(end <= begin for begin, _ in after)

    def _holds(self, words: str) -> bool:
        """Whether every word of it stands in the article, in whatever case or number."""
        stems = _stems(words)
        return bool(stems) and stems <= self._stems

    def _wording(self, text: str, sentence: str) -> str:
        words = _words(text)
        known = sum(_stem(word) in self._stems for word in words)
        invented = any(word[0].isdigit() and word not in self._stems for word in words)
        if words and not invented and known >= _SAME_WORDS * len(words):
            return text.strip()
        self.reworded += 1
        return sentence

    def _said_on(self, given: Mapping[str, Any] | None) -> SaidOn | None:
        """The date, where its words stand in the article."""
        if given is None or not given["text"].strip() or given["text"].strip() not in self.text:
            return None
        date = given["date"] and dt.date.fromisoformat(given["date"])
        return SaidOn(given["text"].strip(), date or None, cast("Precision", given["precision"]))


def _claims(answer: str) -> Sequence[Any]:
    try:
        found = json.loads(answer, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise Unreadable("the answer is no JSON") from error
    claims = found.get("claims") if isinstance(found, dict) else None
    if not isinstance(claims, list):
        raise Unreadable("the answer has no list of claims")
    return claims


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no number of JSON")


def _well_formed(claim: Any) -> bool:
    if not isinstance(claim, dict):
        return False
    score, said_on = claim.get("score"), claim.get("said_on")
    return (
        _is_text(claim.get("sentence"), _LONGEST_SENTENCE)
        and _is_text(claim.get("text"), _LONGEST_SENTENCE)
        and all(_is_text(claim.get(name, ""), _LONGEST_NAME, nullable=True) for name in _NAMES)
        and _are_texts(claim.get("via"))
        and len(claim["via"]) <= _MOST_NAMES
        and _are_texts(claim.get("reasons"))
        and isinstance(claim.get("quote"), bool)
        and isinstance(score, int | float)
        and not isinstance(score, bool)
        and math.isfinite(score)
        and 0 <= score <= 1
        and "said_on" in claim
        and (said_on is None or _is_date(said_on))
    )


def _is_text(value: Any, longest: int, *, nullable: bool = False) -> bool:
    if value is None:
        return nullable
    return isinstance(value, str) and 0 < len(value) <= longest and "\x00" not in value


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(_is_text(each, _LONGEST_NAME) for each in value)


def _is_date(value: Any) -> bool:
    if not isinstance(value, dict) or value.get("precision") not in PRECISIONS:
        return False
    if not _is_text(value.get("text"), 200):
        return False
    date = value.get("date")
    if date is None:
        return True
    try:
        return bool(isinstance(date, str) and dt.date.fromisoformat(date))
    except ValueError:
        return False


def _named(name: str | None) -> str | None:
    return name.strip() if name and name.strip() else None


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _stem(word: str) -> str:
    return word if word[0].isdigit() else word[:_STEM]


def _stems(text: str) -> set[str]:
    return {_stem(word) for word in _words(text)}
