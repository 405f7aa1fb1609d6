"""Whether somebody may do a thing. Every service that changes what is public asks here, whoever calls it."""

from __future__ import annotations

from django.contrib.auth.models import User

from claims.roles import MEANINGS, RIGHTS, Right
from common.errors import Refused


def right_require(*, actor: User, right: Right) -> None:
    """Raises Refused where the actor, by role or permission, does not hold the right."""
    if not actor.has_perm(right):
        holders = " or ".join(role for role, rights in RIGHTS.items() if right in rights)
        lacks = MEANINGS[right].removeprefix("Can ")
        raise Refused(f"{actor.username} may not {lacks}; that is for {holders}")
