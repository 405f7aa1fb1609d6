"""Who calls: the API key in `Authorization: Bearer …`."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.utils import timezone
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, NotAuthenticated
from rest_framework.request import Request

from common.models import ApiKey
from common.scopes import Scope
from common.selectors import api_key_find
from common.services import api_key_used

_CHALLENGE = 'Bearer realm="claim registry"'


class ApiKeyAuthentication(BaseAuthentication):
    """The owner of the key becomes the request's user, the key its `auth`.

    No key is no error here: whether one is needed is said by the operation. A key that does not hold is
    an error on every address, since its sender believes to be known.
    """

    def authenticate(self, request: Request) -> tuple[User, ApiKey] | None:
        """Raises AuthenticationFailed for another scheme, and for an unknown, expired or revoked key."""
        # From where it stands: to find it by its name, Django reads all headers.
        scheme, _, key = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if not scheme:
            return None
        if scheme.lower() != "bearer":
            raise AuthenticationFailed("send the key as 'Authorization: Bearer <key>'")
        row = api_key_find(key.strip())
        if row is None:
            raise AuthenticationFailed("the API key is not one of ours; check that it was copied whole")
        _check_valid(row)
        api_key_used(api_key=row)
        return row.owner, row

    def authenticate_header(self, request: Request) -> str:
        """The challenge of a 401."""
        return _CHALLENGE


def _check_valid(row: ApiKey) -> None:
    if row.revoked_at is not None:
        raise AuthenticationFailed(f"the API key {row.prefix}… was revoked; ask for a new one")
    if row.expires_at is not None and row.expires_at <= timezone.now():
        raise AuthenticationFailed(f"the API key {row.prefix}… has expired; ask for a new one")
    if not row.owner.is_active:
        raise AuthenticationFailed(f"the account of the API key {row.prefix}… is closed")


def api_key(request: Request) -> ApiKey:
    """The key the request came with. Raises NotAuthenticated where there is none."""
    if not isinstance(request.auth, ApiKey):
        raise NotAuthenticated("send an API key as 'Authorization: Bearer <key>'")
    return request.auth


def actor(request: Request) -> User:
    """In whose name the request acts: the key's owner. Raises NotAuthenticated where there is no key."""
    return api_key(request).owner


def has_scope(request: Request, scope: Scope) -> bool:
    """Whether the request came with a key that has the scope."""
    return isinstance(request.auth, ApiKey) and scope in request.auth.scopes
