"""What only pages for people need: sessions, logins, messages and the protection of forms.

The API knows its callers by their keys alone, so that its requests go past these.
"""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponseBase, HttpResponseForbidden, QueryDict
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.deprecation import MiddlewareMixin

from common.directions import undirected

_PAST = "/api/"


class _ForPeople(MiddlewareMixin):
    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        past = request.path_info.startswith(_PAST)
        return self.get_response(request) if past else super().__call__(request)


class DeskSessions(_ForPeople, SessionMiddleware):
    """Django's, past the API."""


class DeskForms(_ForPeople, CsrfViewMiddleware):
    """Django's protection against forged forms; a view of the API is exempt from it in any case.

    What was typed reaches the view without characters that turn the direction of the text around them.
    """

    def process_view(
        self, request: HttpRequest, view: Any, view_args: tuple[Any, ...], view_kwargs: dict[str, Any]
    ) -> HttpResponseForbidden | None:
        """Refuse what is forged."""
        refusal = super().process_view(request, view, view_args, view_kwargs)
        if refusal is None and request.method == "POST" and not request.path_info.startswith(_PAST):
            request.POST = _undirected(request.POST)  # type: ignore[assignment]  # the stubs allow none
        return refusal


def _undirected(sent: QueryDict) -> QueryDict:
    """What was sent, but for passwords, which are no texts."""
    typed = sent.copy()
    for name, values in sent.lists():
        if "password" not in name:
            typed.setlist(name, [undirected(value) for value in values])
    return typed


class DeskLogins(_ForPeople, AuthenticationMiddleware):
    """Django's, past the API."""


class DeskMessages(_ForPeople, MessageMiddleware):
    """Django's, past the API."""
