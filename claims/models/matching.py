"""The index by which known claims are found again: an inverted one, kept in tables.

A claim's document has a number, which changes with every rewrite. Of each term the index holds the numbers of
the documents that have it, packed, in a few segments that never change; documents written lately lie beside
them as rows until they are folded into a segment of their own.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from claims.models.claim import Claim


class MatchDocument(models.Model):
    """What of a claim is compared. The numbers of its earlier states lead nowhere any more."""

    claim = models.OneToOneField(
        Claim, primary_key=True, on_delete=models.CASCADE, related_name="match_document", db_constraint=False
    )
    number = models.IntegerField(unique=True)
    wordings = ArrayField(models.TextField(), help_text="The claim's text, then its variants.")
    readings = models.TextField(help_text="The wordings as they are compared (claims.matching.reading).")
    claimant = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.number}: {self.wordings[0]}"


class MatchPending(models.Model):
    """A document that is in no segment yet, with its terms, those of pairs, and the stems among them."""

    number = models.IntegerField(primary_key=True)
    terms = ArrayField(models.IntegerField())
    pairs = ArrayField(models.IntegerField())
    lexemes = ArrayField(models.TextField())

    class Meta:
        indexes = (GinIndex(fields=["terms"], name="matchpending_terms", fastupdate=False),)

    def __str__(self) -> str:
        return str(self.number)


class MatchSegment(models.Model):
    """A part of the index that was written at once."""

    documents = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.pk}: {self.documents}"


class MatchPosting(models.Model):
    """A term's documents in a segment: their numbers as little-endian 32-bit integers."""

    pk = models.CompositePrimaryKey("term", "segment")
    term = models.IntegerField()
    segment = models.IntegerField()
    documents = models.IntegerField(help_text="How many.")
    numbers = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.term} in {self.segment}: {self.documents}"


class MatchLexeme(models.Model):
    """A stem that known claims use, with hashes of it less a letter, for what is misspelt."""

    lexeme = models.TextField(primary_key=True)
    term = models.IntegerField()
    deletions = ArrayField(models.IntegerField())
    public = models.BooleanField(help_text="A public claim uses it, or did.")

    class Meta:
        indexes = (GinIndex(fields=["deletions"], name="matchlexeme_deletions", fastupdate=False),)

    def __str__(self) -> str:
        return self.lexeme


class MatchUnembedded(models.Model):
    """A claim whose wordings were written and are still to be embedded, if they are other than they were.

    Writers only add rows, several for one claim perhaps, while an embedding is set.
    """

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return str(self.claim_id)
