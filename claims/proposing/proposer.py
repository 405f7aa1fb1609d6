"""The built-in proposer: the stages one after another, from an article's text to its proposals."""

from __future__ import annotations

from claims.proposing import language
from claims.proposing.claimants import Claim, ClaimantReader
from claims.proposing.document import Document
from claims.proposing.leaning import leans, ranked
from claims.proposing.naming import kind_of
from claims.proposing.occasions import Occasion, Statement, continued
from claims.proposing.standalone import Wording, main_place, word
from claims.proposing.types import UNNAMED, ArticleText, Proposal
from claims.proposing.worth import worth
from common.garbage import garbage_left

THRESHOLD = 0.5
"""Sentences that score less are not proposed."""

_MAX_TEXT = 1_000_000
"""Characters of an article that are looked at; the rest is left out."""


class LinguisticProposer:
    """Sentence splitting, quotations, attribution, people, dates and check-worthiness; no model, no
    network.
    """

    name = "linguistic"
    version = "1"
    waits = 0.0

    def __init__(self, threshold: float = THRESHOLD) -> None:
        self._threshold = threshold

    def propose(self, article: ArticleText) -> list[Proposal]:
        """The claims of the article worth checking, in the order of its text."""
        with garbage_left():
            return self._read(article)

    def _read(self, article: ArticleText) -> list[Proposal]:
        code = language.detect(article.text, article.language)
        document = Document.read(article.text[:_MAX_TEXT], language.lexicon_for(code), article.title)
        reader = ClaimantReader(document, article.published, article.outlet)
        place = main_place([s.tokens for s in document.sentences], reader.cast)
        statements = (
            Statement(
                claim.speaker.name if claim.speaker else None,
                Occasion(claim.via, claim.addressee, claim.said_on),
                self._proposal(document, reader, claim, place, code),
            )
            for claim in reader.claims()
        )  # fmt: skip
        return list(continued(statements))

    def _proposal(
        self, document: Document, reader: ClaimantReader, claim: Claim, place: str | None, code: str
    ) -> Proposal | None:
        if claim.is_empty:
            return None
        speaker = claim.speaker
        value = worth(
            claim.tokens,
            document.lexicon,
            sentence=document.text[claim.sentence.start : claim.sentence.end],
            attributed=claim.attributed,
            carried=bool(claim.via and speaker and kind_of(speaker, document.lexicon) == UNNAMED),
            words=claim.words(document.text),
            quoted=claim.quote,
            wish=claim.wish,
            listed=document.blocks[claim.sentence.block].kind == "item",
            threshold=self._threshold,
        )
        if value.score < self._threshold:
            return None
        wording = self._worded(document, reader, claim, place)
        leaning = leans(claim.tokens, wording.text, document.lexicon)
        start, end = claim.sentence.start, claim.sentence.end
        return Proposal(
            text=wording.text or document.text[start:end],
            text_edited=wording.edited,
            sentence=document.text[start:end],
            start=start,
            end=end,
            score=ranked(value.score, self._threshold, leans=leaning),
            reasons=value.reasons,
            claimant=claim.speaker.name if claim.speaker else None,
            role=claim.speaker.role if claim.speaker else None,
            via=claim.via,
            said_on=claim.said_on,
            quote=claim.quote,
            language=code,
            claimant_kind=kind_of(claim.speaker, document.lexicon) if claim.speaker else None,
            addressee=claim.addressee,
        )

    def _worded(self, document: Document, reader: ClaimantReader, claim: Claim, place: str | None) -> Wording:
        every = claim.sentence.tokens
        return word(document.text, claim.content, claim.inside, every, claim.speaker, reader.cast, place)
