"""What claims are about."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from claims.models import Claim, Topic
from common.errors import NotFound


@transaction.atomic
def claim_topics_set(*, claim_id: UUID, topics: Iterable[Topic]) -> Claim:
    """Make these the topics of a claim, instead of those it has. Raises NotFound."""
    claim = Claim.objects.select_for_update().filter(pk=claim_id).first()
    if claim is None:
        raise NotFound(f"there is no claim {claim_id}")
    claim.topics.set(topics)
    claim.save(update_fields=["updated_at"])
    return claim
