"""Who claims each sentence: what the sentence says itself, the speech it belongs to, or the lines around
it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from claims.proposing import dates
from claims.proposing.attribution import Reading
from claims.proposing.carried import carriers, spoken_to
from claims.proposing.clauses import Span
from claims.proposing.document import Document, ReadSentence
from claims.proposing.people import Cast
from claims.proposing.quotes import Quote
from claims.proposing.roster import Speaker
from claims.proposing.source import Kind, Source
from claims.proposing.tokens import Token, tokenise, within
from claims.proposing.types import SaidOn

_QUOTED = 0.5
_MIN_WORDS = 3


class Claim(NamedTuple):
    """A sentence with its claimant; `content` are the spans of what is claimed."""

    sentence: ReadSentence
    inside: list[Token]
    """The tokens of what is claimed."""
    content: tuple[Span, ...]
    speaker: Speaker | None
    via: tuple[str, ...]
    addressee: str | None
    said_on: SaidOn | None
    quote: bool
    attributed: bool
    wish: bool
    is_empty: bool

    @property
    def tokens(self) -> list[Token]:
        """Of what is claimed; the whole sentence's where that has none."""
        return self.inside or self.sentence.tokens

    def words(self, article: str) -> str:
        """What is claimed, as the article writes it."""
        return " ".join([article[start:end] for start, end in self.content])


class Attributed(NamedTuple):
    """A reading with its source resolved."""

    speaker: Speaker | None
    via: tuple[str, ...] = ()
    addressee: str | None = None
    said_on: SaidOn | None = None
    wish: bool = False


_NOBODY = Attributed(None)


class ClaimantReader:
    """Goes through a document once, keeping who spoke last."""

    def __init__(self, document: Document, published: dt.date | None, outlet: str | None) -> None:
        self._document = document
        self._published = published
        self.cast = Cast.of(document.text, document.lexicon, document.everything(), outlet)
        self._resolved: dict[int, Attributed] = {}
        self._continued: dict[int, Attributed] = {}
        self._labels: dict[str, Speaker] = {}
        self._opening = {s.block: at for at, s in reversed([*enumerate(document.sentences)])}
        self._speeches = self._speech_of_quotes()

    def claims(self) -> Iterator[Claim]:
        """Every sentence that may hold a claim, in order."""
        for number, sentence in enumerate(self._document.sentences):
            if sentence.reading.back_reference or self._announces(sentence):
                self._attributed(number)
                continue
            if self._asks(sentence):
                continue
            yield self._claim(number, sentence)

    def _announces(self, sentence: ReadSentence) -> bool:
        """Whether it only says who is about to speak ('The ministry said:')."""
        return self._document.blocks[sentence.block].introduces and (
            sentence.reading.source is not None and self._document.text[sentence.end - 1] == ":"
        )

    def _asks(self, sentence: ReadSentence) -> bool:
        """Whether it belongs to a transcript's moderator."""
        label = self._document.blocks[sentence.block].speaker
        return label is not None and not self._document.lexicon.moderators.isdisjoint(label.lower().split())

    def _claim(self, number: int, sentence: ReadSentence) -> Claim:
        attributed, own = self._find(number, sentence)
        found = attributed or _NOBODY
        turn = self._document.blocks[sentence.block].speaker is not None
        whole = ((sentence.start, sentence.end),)
        content = whole if turn else sentence.reading.content or whole
        quote = turn or _share(content, sentence.quotes) >= _QUOTED
        if quote and not turn and sentence.reading.source is None:
            content = _within(content, sentence.quotes)
        inside = within(sentence.tokens, content)
        words = sum([t.is_word for t in inside])
        return Claim(
            sentence, inside, content, found.speaker, found.via, found.addressee, found.said_on, quote,
            found.speaker is not None, own and found.wish, words < (_MIN_WORDS if quote else _MIN_WORDS - 1),
        )  # fmt: skip

    def _find(self, number: int, sentence: ReadSentence) -> tuple[Attributed | None, bool]:
        block = self._document.blocks[sentence.block]
        if block.speaker is not None:
            return Attributed(self._labelled(block.speaker, block.start)), False
        if sentence.reading.source is not None:
            return self._attributed(number), True
        quote = next((q for q in sentence.quotes if q.direct and sentence.quoted_share() >= _QUOTED), None)
        if quote is not None:
            return self._of_quote(quote, number), False
        if (turn := self._turn(number)) is not None:
            return Attributed(self._attributed(turn).speaker), False
        if block.kind == "item" and (intro := self._introduction(number)) is not None:
            return self._attributed(intro), False
        reference = self._referred_back(number)
        return (self._attributed(reference) if reference is not None else None), False

    # -- the source a sentence names itself

    def _attributed(self, number: int) -> Attributed:
        """The resolved reading of a sentence, once and for all."""
        if number not in self._resolved:
            sentence = self._document.sentences[number]
            self._resolved[number] = self._resolve(sentence, sentence.reading)
        return self._resolved[number]

    def _resolve(self, sentence: ReadSentence, reading: Reading) -> Attributed:
        source = reading.source
        if source is None:
            return Attributed(None)
        at = source.start or sentence.start
        speaker = self.cast.resolve(source, at)
        common = source.kind is Kind.ORGANISATION and not source.name  # 'Police: 12 people were arrested'
        if reading.label and (speaker is None or not (common or self.cast.knows(speaker))):
            return Attributed(None)
        addressee, passed_on = spoken_to(self.cast, reading.via, within(sentence.tokens, [reading.told]))
        via = carriers(self.cast, passed_on, speaker, at)
        if speaker is not None:
            self.cast.note(speaker, at)
            via = tuple(dict.fromkeys([*speaker.via, *via]))
        return Attributed(speaker, via, addressee, self._said_on(sentence, reading), reading.wish)

    def _said_on(self, sentence: ReadSentence, reading: Reading) -> SaidOn | None:
        for start, end in reading.zones:
            for expression in sentence.dates:
                if start <= expression.start and expression.end <= end:
                    return dates.resolve(expression, self._published)
        return None

    # -- quotations

    def _speech_of_quotes(self) -> dict[int, int]:
        """For each quotation (by its start) the sentence that says who speaks."""
        found: dict[int, int] = {}
        for number, sentence in enumerate(self._document.sentences):
            if sentence.reading.source is None:
                continue
            for quote in sentence.quotes:
                if quote.direct:
                    found.setdefault(quote.start, number)
        return found

    def _of_quote(self, quote: Quote, number: int) -> Attributed | None:
        """The speaker of a sentence inside a quotation that does not say it itself."""
        if quote.start in self._speeches:
            return self._attributed(self._speeches[quote.start])
        found = self._from_before(quote, number) or self._from_following(
            number, self._document.sentences[number].block
        )
        if found is not None:
            self._continued[number] = found
        return found

    def _from_before(self, quote: Quote, number: int) -> Attributed | None:
        """The speaker of the quotation before, across the questions of an interview."""
        sentences = self._document.sentences
        block = sentences[number].block
        for back in range(number - 1, max(-1, number - 30), -1):
            before = sentences[back]
            if back in self._continued and before.block >= block - 3:
                earlier = self._continued[back]
                return earlier if before.block == block else Attributed(earlier.speaker)
            if before.reading.source is None:
                continue
            if before.block == block:
                found = self._attributed(back)
                same_speech = any(q.direct for q in before.quotes) or before.reading.continues
                return (
                    found
                    if same_speech or self._document.text[before.end - 1] == ":"
                    else Attributed(found.speaker)
                )
            if quote.continues or before.block >= block - 2:
                found = self._attributed(back)
                return found if quote.continues else Attributed(found.speaker)
            break
        return None

    def _from_following(self, number: int, block: int) -> Attributed | None:
        for after in range(number + 1, min(len(self._document.sentences), number + 10)):
            sentence = self._document.sentences[after]
            if sentence.block != block:
                break
            if sentence.reading.source is not None:
                return self._attributed(after)
        return None

    # -- transcripts, lists, 'he said this'

    def _turn(self, number: int) -> int | None:
        """The labelled sentence ('Jan Holt: …') that opens this one's paragraph, if a person is the label."""
        sentences = self._document.sentences
        first = self._opening[sentences[number].block]
        if first == number or not sentences[first].reading.label:
            return None
        speaker = self._attributed(first).speaker
        return first if speaker is not None and speaker.person is not None else None

    def _labelled(self, label: str, at: int) -> Speaker:
        """The speaker of a transcript's turn, by the label before the colon."""
        if label.lower() in self._document.lexicon.answer_labels:
            return self.cast.protagonist() or Speaker(label)
        plain = label.split("(", maxsplit=1)[0].split(",", maxsplit=1)[0].strip()
        if plain.isupper() and (len(plain) > 4 or self.cast.person(plain.title())):
            plain = plain.title()
        if (known := self._labels.get(plain.lower())) is not None:
            return known
        tokens = tokenise(plain, 0, len(plain))
        source = type(self.cast.phrases)(plain, self._document.lexicon).source(tokens)
        if source is None:
            return Speaker(plain)
        found = self.cast.resolve(source._replace(start=at, end=at), at) or Speaker(plain)
        self.cast.note(found, at)
        self._labels.setdefault(plain.lower(), found)
        self._labels.setdefault(found.name.lower().rsplit(" ", 1)[-1], found)
        return found

    def _introduction(self, number: int) -> int | None:
        """The sentence that ends in a colon before a list."""
        sentences = self._document.sentences
        for back in range(number - 1, max(-1, number - 40), -1):
            block = self._document.blocks[sentences[back].block]
            if block.kind == "item":
                continue
            named = sentences[back].reading.source is not None
            return back if block.introduces and named else None
        return None

    def _referred_back(self, number: int) -> int | None:
        """The following sentence that only says who said this one ('Про це повідомив …')."""
        sentences = self._document.sentences
        block = sentences[number].block
        for after in range(number + 1, min(len(sentences), number + 8)):
            reading = sentences[after].reading
            if sentences[after].block > block + 1:
                return None
            if reading.back_reference and reading.source is not None:
                return after
            if reading.source is not None or (sentences[after].block > block):
                return None
        return None


def _within(content: tuple[Span, ...], quotes: list[Quote]) -> tuple[Span, ...]:
    """What of the content is direct speech."""
    pieces = ((max(start, q.start), min(end, q.end)) for start, end in content for q in quotes if q.direct)
    return tuple((start, end) for start, end in pieces if start < end)


def _share(content: tuple[Span, ...], quotes: list[Quote]) -> float:
    if not quotes:
        return 0.0
    total = sum(end - start for start, end in content)
    inside = sum(
        max(0, min(end, q.end) - max(start, q.start)) for start, end in content for q in quotes if q.direct
    )
    return inside / total if total else 0.0


__all__ = ["Attributed", "Claim", "ClaimantReader", "Source"]
