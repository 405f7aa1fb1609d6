"""Rating scales: one on which a verdict was given is never changed; it has new versions."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from claims.models import Rating, RatingScale
from common.errors import NotFound


@transaction.atomic
def rating_scale_renew(*, scale_id: UUID) -> RatingScale:
    """A new version of a scale with the same ratings, to be changed before it is used. Raises NotFound."""
    scale = RatingScale.objects.filter(pk=scale_id).first()
    if scale is None:
        raise NotFound(f"there is no rating scale {scale_id}")
    family = RatingScale.objects.filter(publisher=scale.publisher_id, name=scale.name)
    versions = [row.version for row in family.select_for_update().order_by("version")]
    new = RatingScale.objects.create(
        publisher_id=scale.publisher_id,
        name=scale.name,
        version=versions[-1] + 1,
        worst=scale.worst,
        best=scale.best,
    )
    Rating.objects.bulk_create(
        Rating(scale=new, label=rating.label, value=rating.value, normalised=rating.normalised)
        for rating in scale.ratings.all()
    )
    return new
