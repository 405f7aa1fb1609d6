"""What an operation asks of its caller, and the check of it."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from common.api.authentication import api_key, has_scope
from common.scopes import Scope

if TYPE_CHECKING:
    from rest_framework.views import APIView


class Access(Enum):
    """What an operation asks where it asks for no scope."""

    PUBLIC = "anybody, without a key"
    KEYED = "any valid key"


Requirement = Scope | Access


class HasScope(BasePermission):
    """The view's `access` says per method what is needed; what it does not mention is refused."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Raises NotAuthenticated without a key, PermissionDenied without the scope."""
        method = "GET" if request.method == "HEAD" else str(request.method)
        needed: Requirement | None = getattr(view, "access", {}).get(method)
        if needed is None:
            # An unknown method is answered with 405 by the view itself.
            return method not in view.allowed_methods
        if needed is Access.PUBLIC:
            return True
        if isinstance(needed, Scope):
            scope_require(request, needed)
        else:
            api_key(request)
        return True


def scope_require(request: Request, scope: Scope) -> None:
    """Raise NotAuthenticated without a key, PermissionDenied where its scopes are others."""
    key = api_key(request)
    if not has_scope(request, scope):
        raise PermissionDenied(f"the API key {key.prefix}… lacks the scope {scope}")
