"""Whether somebody may do a thing with claims and verdicts."""

from __future__ import annotations

from django.contrib.auth.models import User

from claims.roles import MEANINGS, Right
from common.rights import permission_require


def right_require(*, actor: User, right: Right) -> None:
    """Raises Refused where the actor, by role or permission, does not hold the right."""
    permission_require(actor=actor, permission=right, meaning=MEANINGS[right])
