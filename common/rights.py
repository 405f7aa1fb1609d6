"""Whether somebody may do a thing: services ask here, whoever calls them."""

from __future__ import annotations

from django.contrib.auth.models import Group, User

from common.errors import Refused


def permission_require(*, actor: User, permission: str, meaning: str) -> None:
    """Raises Refused where the actor, by group or by name, does not hold the permission (`app.codename`).

    `meaning` says what it allows, as Django names it: 'Can …'.
    """
    if actor.has_perm(permission):
        return
    app, _, codename = permission.partition(".")
    held = Group.objects.filter(permissions__content_type__app_label=app, permissions__codename=codename)
    holders = " or ".join(held.order_by("id").values_list("name", flat=True)) or "nobody but a superuser"
    raise Refused(f"{actor.username} may not {meaning.removeprefix('Can ')}; that is for {holders}")
