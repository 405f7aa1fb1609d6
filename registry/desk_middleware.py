"""What only pages for people need: sessions, logins, messages and the protection of forms.

The API knows its callers by their keys alone, so that its requests go past these.
"""

from __future__ import annotations

from collections.abc import Awaitable

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.deprecation import MiddlewareMixin

_PAST = "/api/"


class _ForPeople(MiddlewareMixin):
    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        past = request.path_info.startswith(_PAST)
        return self.get_response(request) if past else super().__call__(request)


class DeskSessions(_ForPeople, SessionMiddleware):
    """Django's, past the API."""


class DeskForms(_ForPeople, CsrfViewMiddleware):
    """Django's protection against forged forms; a view of the API is exempt from it in any case."""


class DeskLogins(_ForPeople, AuthenticationMiddleware):
    """Django's, past the API."""


class DeskMessages(_ForPeople, MessageMiddleware):
    """Django's, past the API."""
