"""What only pages for people need: sessions, logins, messages and the protection of forms.

The APIs, Google's among them, know nobody by a session, so that their requests go past these.
"""

from __future__ import annotations

from collections.abc import Awaitable

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.deprecation import MiddlewareMixin

_PAST = ("/api/", "/v1alpha1/")


class _ForPeople(MiddlewareMixin):
    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        past = request.path_info.startswith(_PAST)
        return self.get_response(request) if past else super().__call__(request)


class DeskSessions(_ForPeople, SessionMiddleware):
    """Django's, past the APIs."""


class DeskForms(_ForPeople, CsrfViewMiddleware):
    """Django's protection against forged forms; the APIs take none, and answer for themselves."""


class DeskLogins(_ForPeople, AuthenticationMiddleware):
    """Django's, past the APIs."""


class DeskMessages(_ForPeople, MessageMiddleware):
    """Django's, past the APIs."""
