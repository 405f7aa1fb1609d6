"""The registry's addresses, and some that fail in every way a view can."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.urls import path
from psycopg.errors import DiskFull, ProgramLimitExceeded
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.permissions import Access
from common.api.views import ApiView
from common.errors import Conflict, Invalid, NotFound, Refused
from registry import urls

handler400 = urls.handler400
handler403 = urls.handler403
handler404 = urls.handler404
handler500 = urls.handler500

_TOO_LARGE = OperationalError("a secret value is too large for its index")
_TOO_LARGE.__cause__ = ProgramLimitExceeded()
_DISK_FULL = OperationalError('could not extend file "base/secret": No space left on device')
_DISK_FULL.__cause__ = DiskFull()

FAILURES: dict[str, Exception] = {
    "invalid": Invalid("the colour is no colour", field="colour"),
    "reference": NotFound("there is no such colour", field="colour"),
    "missing": NotFound("there is no such thing"),
    "conflict": Conflict("somebody was faster"),
    "refused": Refused("not yours"),
    "throttled": Throttled(wait=2.4),
    "database": OperationalError("secret host is down"),
    "disk-full": _DISK_FULL,
    "too-large": _TOO_LARGE,
    "connection": InterfaceError("connection already closed"),
    "unreadable": UnreadablePostError("the caller hung up"),
    "suspicious": SuspiciousOperation("odd"),
    "django-missing": Http404("a path of the server"),
    "django-denied": PermissionDenied("a secret"),
    "bug": RuntimeError("a secret of the code"),
}


class FailingView(ApiView):
    """Raises what its address names."""

    access = {"GET": Access.PUBLIC}
    schema = None

    def get(self, request: Request, name: str) -> Response:
        """Always raises."""
        raise FAILURES[name]


def outside(request: HttpRequest, name: str) -> HttpResponse:
    """A plain Django view that raises."""
    raise FAILURES[name]


urlpatterns = [
    path("api/v1/failing/<name>", FailingView.as_view()),
    path("api/plain/<name>", outside),
    path("plain/<name>", outside),
    *urls.urlpatterns,
]
