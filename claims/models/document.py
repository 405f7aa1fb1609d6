"""Claims as the API shows them, ready to be sent.

One row for each claim, written in the transaction that changes anything it shows (claims.services.documents),
and never by anybody else. To build on it:

- `body` is the JSON text that `GET /api/v1/claims/{id}` answers with: UTF-8, compact, without a line break.
  A page is a concatenation, an export `COPY (SELECT body …) TO STDOUT`, and a line of NDJSON the body.
- What is not public is here, too: show those of `Claim.PUBLIC` states only, unless the reader may see
  candidates. A merged claim has its row; its address leads to the survivor.
- `revision` grows by one with each change of the body and is its strong validator. `changed_at` is when.
- `created_at` and `state` are the claim's own, and `reviewed_at` follows from its verdicts, so that a page
  needs this table only.
- The database does not check that its claim exists, nor that of the two indexes that are written with it: no
  claim is ever deleted, and an import would spend a twentieth of PostgreSQL's time on it.
- For "has anything changed", ask common.changes: its count of changes is one small query.
"""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import models
from django.db.models import Q

from claims.models.claim import Claim

NEVER = datetime.min.replace(tzinfo=UTC)
"""When a claim was reviewed that was not: before all others, so that one index orders them all."""


class ClaimDocument(models.Model):
    """What the API answers for a claim."""

    claim = models.OneToOneField(
        Claim, primary_key=True, on_delete=models.CASCADE, related_name="document", db_constraint=False
    )
    revision = models.PositiveBigIntegerField(help_text="From 1; grows with each change of the body.")
    state = models.CharField(max_length=20, choices=Claim.State, help_text="The claim's.")
    created_at = models.DateTimeField(help_text="The claim's.")
    changed_at = models.DateTimeField(help_text="When the body last changed.")
    reviewed_at = models.DateTimeField(
        help_text="When the newest of the verdicts that it shows took effect; the year 1: it shows none."
    )
    body = models.TextField(help_text="JSON, compact.")

    class Meta:
        indexes = (
            models.Index(fields=["state", "-created_at", "-claim"], name="claimdocument_page"),
            models.Index(fields=["state", "-changed_at", "-claim"], name="claimdocument_changes"),
            models.Index(fields=["state", "-reviewed_at", "-claim"], name="claimdocument_reviews"),
            models.Index(
                fields=["claim"],
                include=["changed_at"],
                condition=Q(state="published"),
                name="claimdocument_sitemap",
            ),
        )

    def __str__(self) -> str:
        return f"document of {self.claim_id}, revision {self.revision}"
