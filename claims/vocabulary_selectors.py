"""Reads of what verdicts and claims are described with: rating scales and topics."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from claims.models import (
    Rating,
    RatingScale,
    Topic,
    Verdict,
    VerdictDraft,
)
from claims.rules import Normalised
from common.errors import NotFound


def rating_scale_list() -> QuerySet[RatingScale]:
    """Rating scales with their ratings, newest version of each name first."""
    return (
        RatingScale.objects.select_related("publisher")
        .prefetch_related("ratings")
        .order_by("name", "-version")
    )


def scales_unmapped(scales: QuerySet[RatingScale]) -> QuerySet[RatingScale]:
    """Those of `scales` that are the newest version and have a label of which nobody said what it means."""
    newer = RatingScale.objects.filter(name=OuterRef("name"), version__gt=OuterRef("version"))
    outdated = Exists(newer.filter(publisher=OuterRef("publisher")))
    default_outdated = Q(publisher=None) & Q(Exists(newer.filter(publisher=None)))
    unmapped = Rating.objects.filter(scale=OuterRef("pk"), normalised=Normalised.UNMAPPED)
    return scales.filter(Exists(unmapped), ~outdated).exclude(default_outdated)


def rating_scale_get(scale_id: UUID) -> RatingScale:
    """One rating scale with its ratings. Raises NotFound."""
    scale = rating_scale_list().filter(pk=scale_id).first()
    if scale is None:
        raise NotFound(f"there is no rating scale {scale_id}")
    return scale


def rating_scales_of(publisher_id: UUID) -> list[UUID]:
    """Every version of every scale of a publisher's own."""
    return list(RatingScale.objects.filter(publisher=publisher_id).values_list("pk", flat=True))


def topic_list() -> QuerySet[Topic]:
    """Every topic."""
    return Topic.objects.all()


def topic_get(slug: str) -> Topic:
    """One topic. Raises NotFound."""
    topic = Topic.objects.filter(pk=slug).first()
    if topic is None:
        raise NotFound(f"there is no topic {slug}")
    return topic


def rating_scales_with_use() -> QuerySet[RatingScale]:
    """Rating scales, each with `in_use`: whether a verdict stands on it, so that it may not change.

    A draft counts, too: who publishes it has read what its label says.
    """
    given = Verdict.objects.filter(rating__scale=OuterRef("pk"))
    drafted = VerdictDraft.objects.filter(rating__scale=OuterRef("pk"), state=VerdictDraft.State.DRAFT)
    scales = RatingScale.objects.select_related("publisher")
    return scales.annotate(in_use=Exists(given) | Exists(drafted))


def rating_scales_open_to(publisher_id: UUID) -> list[RatingScale]:
    """The newest version of each scale a publisher may rate on: its own first, then the default ones."""
    scales = rating_scale_list().filter(Q(publisher=publisher_id) | Q(publisher=None))
    newest: dict[tuple[UUID | None, str], RatingScale] = {}
    for scale in scales:
        newest.setdefault((scale.publisher_id, scale.name), scale)
    return sorted(newest.values(), key=lambda scale: scale.publisher_id is None)
