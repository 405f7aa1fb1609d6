"""What people decide about claims that may say the same. Merging them is claims.services.merges."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from claims.models import Duplicate
from claims.roles import Right
from claims.services.rights import right_require
from common.errors import Conflict, NotFound


@transaction.atomic
def duplicate_dismiss(*, duplicate_id: UUID, actor: User, reason: str = "") -> Duplicate:
    """Say that the two claims of a pair are not one: they are not brought up again.

    Raises Refused, NotFound, Conflict (already decided).
    """
    right_require(actor=actor, right=Right.MERGE_CLAIM)
    pair = Duplicate.objects.select_for_update().filter(pk=duplicate_id).first()
    if pair is None:
        raise NotFound(f"there is no pair {duplicate_id}")
    if pair.state != Duplicate.State.OPEN:
        raise Conflict(f"the pair is already {pair.state}; reload it to see by whom")
    duplicate_settle(
        claims=(pair.earlier_id, pair.later_id), state=Duplicate.State.DISMISSED, actor=actor, reason=reason
    )
    pair.refresh_from_db()
    return pair


def duplicate_settle(*, claims: tuple[UUID, UUID], state: Duplicate.State, actor: User, reason: str) -> None:
    """Note what became of a pair of claims, in either order, where they were held for possibly one."""
    earlier, later = sorted(claims)
    Duplicate.objects.filter(earlier=earlier, later=later).update(
        state=state, decided_by=actor, decided_at=timezone.now(), decision_reason=reason.strip()
    )
