"""Reads of the documents of claims, and which of them show a thing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from claims.document_rows import claim_views
from claims.documents import ClaimSerializer
from claims.models import NEVER, Appearance, Claim, ClaimDocument, CurrentVerdict
from claims.moments import ClaimView
from claims.selectors import claims_filter
from common.changes import changes_count
from common.errors import NotFound

# Its fields are made once; for each claim anew they would take longer than what they show.
_SERIALIZER = ClaimSerializer()


class Built(NamedTuple):
    """A claim's document, made of its rows just now."""

    claim_id: UUID
    state: str
    created_at: datetime
    reviewed_at: datetime
    body: str


def documents_build(claim_ids: Iterable[UUID]) -> list[Built]:
    """What the documents of these claims are to be, in the order of their ids."""
    return [document_build(view) for view in claim_views(list(claim_ids))]


def document_build(view: ClaimView) -> Built:
    """What the document of this claim is to be."""
    return Built(
        claim_id=view.claim.id,
        state=view.state,
        created_at=view.claim.created_at,
        reviewed_at=view.reviewed_at or NEVER,
        body=_SERIALIZER.written(view),
    )


def documents_filter(
    *, state: str, updated_since: datetime | None = None, **wanted: Any
) -> QuerySet[ClaimDocument]:
    """The documents of the claims in that state for which all holds that is given; as `claims_filter`."""
    documents = ClaimDocument.objects.filter(state=state)
    if updated_since:
        documents = documents.filter(changed_at__gte=updated_since)
    if any(value is not None for value in wanted.values()):
        documents = documents.filter(
            claim__in=claims_filter(Claim.objects.all(), state=state, **wanted).values("pk")
        )
    return documents


def documents_of(claim_ids: Sequence[UUID]) -> list[str]:
    """The bodies of the documents of these claims, in their order."""
    rows = ClaimDocument.objects.filter(pk__in=list(claim_ids)).values_list("pk", "body")
    bodies = dict(rows)
    return [bodies[claim_id] for claim_id in claim_ids if claim_id in bodies]


def claims_validator() -> int:
    """What stands still for as long as no public list of claims has changed."""
    return changes_count()


def document_get(claim_id: UUID, *, include_open: bool = False) -> ClaimDocument:
    """One claim's document, with its claim's `survivor_id`; where that is given, only to lead there.

    Raises NotFound, also for a claim that neither is public nor leads to one that is.
    """
    documents = ClaimDocument.objects.select_related("claim__survivor").only(
        "revision", "state", "body", "claim__survivor__state"
    )
    document = documents.filter(pk=claim_id).first()
    if document is None or not (include_open or document.state in Claim.PUBLIC or _leads(document.claim)):
        raise NotFound(f"there is no claim {claim_id}")
    return document


def _leads(claim: Claim) -> bool:
    return claim.survivor is not None and claim.survivor.state in Claim.PUBLIC


def claims_made_by(*source_ids: UUID) -> set[UUID]:
    """The claims that one of these sources made."""
    return {*Claim.objects.filter(claimant__in=source_ids).values_list("pk", flat=True)}


def claims_judged_by(source_id: UUID) -> set[UUID]:
    """The claims on which the source published a verdict."""
    return {*CurrentVerdict.objects.filter(publisher=source_id).values_list("claim", flat=True)}


def claims_reported_in(article_ids: Collection[UUID]) -> set[UUID]:
    """The claims that appeared in one of these articles."""
    return {*_reported(Q(article_version__article__in=article_ids))}


def claims_of_source(source_id: UUID) -> set[UUID]:
    """The claims that were made, judged or reported by a source."""
    made, judged = claims_made_by(source_id), claims_judged_by(source_id)
    return {*made, *judged, *_reported(Q(article_version__article__source=source_id))}


def claims_of_article(article_id: UUID) -> set[UUID]:
    """The claims that appeared in an article."""
    return {*_reported(Q(article_version__article=article_id))}


def claims_of_topic(slug: str) -> set[UUID]:
    """The claims about a topic."""
    return {*Claim.objects.filter(topics=slug).values_list("pk", flat=True)}


def _reported(where: Q) -> QuerySet[Appearance, UUID]:
    return Appearance.objects.filter(where).values_list("claim", flat=True)
