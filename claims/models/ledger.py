"""The log of verdicts: a leaf for each, the tree above the leaves, and what was signed of it.

It follows from the verdicts and holds nothing that they do not, but for their order.
"""

from __future__ import annotations

import pgtrigger
from django.db import models

from claims.models.verdict import Verdict
from common.triggers import append_only, refers


class LedgerEntry(models.Model):
    """A verdict's place in the log."""

    index = models.PositiveBigIntegerField(primary_key=True, help_text="From 0, without a gap.")
    verdict = models.OneToOneField(
        Verdict, on_delete=models.PROTECT, related_name="ledger_entry", db_constraint=False
    )
    leaf = models.BinaryField(help_text="What is published of the verdict, as canonical JSON.")

    class Meta:
        verbose_name_plural = "ledger entries"
        triggers = (append_only(), refers("verdict_id", "claims_verdict"))

    def __str__(self) -> str:
        return f"{self.index}: {self.verdict_id}"


class LedgerNode(models.Model):
    """The hash over the leaves from `index << level` up to `(index + 1) << level`, once all are there.

    There is none of level 0: a leaf's hash is had from the leaf.
    """

    position = models.PositiveBigIntegerField(
        primary_key=True, help_text="(2 × index + 1) × 2^level - 1: the tree's nodes from left to right."
    )
    hash = models.BinaryField()

    class Meta:
        triggers = (append_only(),)

    def __str__(self) -> str:
        return str(self.position)


class LedgerHead(models.Model):
    """The one row that everybody who appends takes in turn: how many entries there are, and the frontier."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    size = models.PositiveBigIntegerField(default=0)
    frontier = models.BinaryField(
        default=b"", help_text="The hashes of the largest complete subtrees, left to right, end to end."
    )
    latest = models.DateTimeField(
        null=True, help_text="The latest moment at which one of them was recorded; null: there are none."
    )

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="ledgerhead_only_one"),)
        triggers = (
            pgtrigger.Protect(
                name="grows",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("NEW.size <= OLD.size OR NEW.latest < OLD.latest"),
            ),
            pgtrigger.Protect(name="stays", operation=pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.size} entries"


class LedgerCheckpoint(models.Model):
    """What was signed: so many entries, with this root. `note` is the signed text."""

    size = models.PositiveBigIntegerField(primary_key=True)
    root = models.BinaryField()
    note = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        triggers = (append_only(),)

    def __str__(self) -> str:
        return f"checkpoint of {self.size}"
