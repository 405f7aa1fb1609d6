"""An article cut into paragraphs and sentences, with its quotations, tokens and expressions of time."""

from __future__ import annotations

import bisect
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from claims.proposing import dates, layout, quotes, sentences
from claims.proposing.attribution import AttributionReader, Reading
from claims.proposing.dates import DateExpression
from claims.proposing.layout import Block, Line
from claims.proposing.lexicon.base import Lexicon
from claims.proposing.quotes import Quote
from claims.proposing.tokens import Token, tokenise

_MAX_NAME = 40
_MAX_SENTENCE = 2000
"""Longer 'sentences' are no prose (a table, a log, a text without full stops) and are left out."""


_MAX_ASIDE = 300


@dataclass(slots=True)
class ReadSentence:
    """A sentence with everything the first stages found in it."""

    start: int
    end: int
    block: int
    tokens: list[Token]
    quotes: list[Quote]
    dates: list[DateExpression]
    reading: Reading

    def quoted_share(self) -> float:
        """How much of it is direct speech, 0..1."""
        if not self.quotes:
            return 0.0
        inside = sum(min(self.end, q.end) - max(self.start, q.start) for q in self.quotes if q.direct)
        return inside / (self.end - self.start)


@dataclass(slots=True)
class Document:
    """An article's prose; `sentences` in order, `blocks` by number."""

    text: str
    lexicon: Lexicon
    lines: list[Line]
    blocks: list[Block]
    quotes: list[Quote]
    sentences: list[ReadSentence] = field(default_factory=list)

    @classmethod
    def read(cls, text: str, lexicon: Lexicon, title: str | None = None) -> Document:
        """Runs the stages that look at one sentence at a time."""
        lines = layout.lines_of(text)
        blocks = layout.blocks_of(text, lexicon, title, lines)
        found = quotes.find(text, [(b.start, b.end, b.dialogue) for b in blocks], lexicon)
        document = cls(text, lexicon, lines, blocks, found)
        reader = AttributionReader(text, lexicon)
        starts = [q.start for q in found]
        names = deque((q.start, q.end) for q in found if q.end - q.start <= _MAX_NAME)
        for number, block in enumerate(blocks):
            while names and names[0][1] <= block.start:
                names.popleft()
            for sentence in sentences.split(text, block.start, block.end, lexicon, number, names):
                if sentence.end - sentence.start <= _MAX_SENTENCE:
                    document._add(sentence.start, sentence.end, number, reader, starts)
        return document

    def everything(self) -> list[list[Token]]:
        """The tokens of every sentence, and of the headings and captions between them, in order."""
        asides = [
            tokenise(self.text, start, min(end, start + _MAX_ASIDE), elisions=self.lexicon.elisions)
            for start, end in layout.asides_of(self.lines, self.blocks)
        ]
        found = [s.tokens for s in self.sentences] + [tokens for tokens in asides if _is_lower_cased(tokens)]
        return sorted(found, key=lambda tokens: tokens[0].start)

    def _add(
        self, start: int, end: int, block: int, reader: AttributionReader, starts: Sequence[int]
    ) -> None:
        tokens = tokenise(self.text, start, end, elisions=self.lexicon.elisions)
        if not tokens:
            return
        overlapping = self._overlapping(start, end, starts)
        when = dates.find(self.text, tokens, self.lexicon)
        if when and overlapping:
            names = [q for q in overlapping if not q.direct]
            when = [date for date in when if not any(name.start <= date.start < name.end for name in names)]
        reading = reader.read(tokens, overlapping, when)
        self.sentences.append(ReadSentence(start, end, block, tokens, overlapping, when, reading))

    def _overlapping(self, start: int, end: int, starts: Sequence[int]) -> list[Quote]:
        at = max(0, bisect.bisect_right(starts, start) - 1)
        found = []
        while at < len(self.quotes) and self.quotes[at].start < end:
            if self.quotes[at].end > start:
                found.append(self.quotes[at])
            at += 1
        return found


def _is_lower_cased(tokens: Sequence[Token]) -> bool:
    """Whether a heading's capitals mean names: not one Written Like This."""
    words = [t for t in tokens if t.is_word]
    return bool(words) and sum(t.is_capital for t in words) <= 0.6 * len(words)
