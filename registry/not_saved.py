"""What somebody sent from a page and could not be taken just now: given back, to be sent once more.

Three things come between a form and its view: its sender was logged out meanwhile, or has logged in anew, so
that the form's token is an old one, or the database was busy. In none of them may a word be lost.
"""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.deprecation import MiddlewareMixin
from django.utils.text import capfirst

from common.passing import RETRY_AFTER, passing

logger = logging.getLogger(__name__)

_TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field


class DatabaseAway(MiddlewareMixin):
    """Answers where the database could not: 503, with what was sent. The API has its own answer."""

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page that says so; of any other error none."""
        detail = passing(exception)
        if detail is None:
            return None
        logger.error("the database could not serve: %s", exception)
        why = capfirst(f"{detail}.")
        if request.method == "POST":
            answer = not_saved(request, why, status=503)
        else:
            answer = render(request, "503.html", {"why": why}, status=503)
        answer["Retry-After"] = RETRY_AFTER
        return answer


def logged_out(request: HttpRequest) -> HttpResponse:
    """For whoever sent a form of the desk after their session had ended."""
    return not_saved(request, "You are logged out.", status=403, login=True)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """For a form without its token: given back only where it came from a page of ours."""
    why = "Most likely you have logged in anew since this page was opened."
    own = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    return not_saved(request, why, status=403, again=own, cookies=True)


def not_saved(
    request: HttpRequest,
    why: str,
    *,
    status: int,
    again: bool = True,
    login: bool = False,
    cookies: bool = False,
) -> HttpResponse:
    """The page; `again`: with what was sent, to be sent once more. A password is never given back."""
    sent = [(name, value) for name, values in request.POST.lists() for value in values if name != _TOKEN]
    if not again or any("password" in name for name, _ in sent):
        sent = []
    context = {
        "why": why,
        "sent": sent,
        "texts": [value for _, value in sent if len(value.split()) > 1],
        "files": bool(request.FILES),
        "login": login,
        "cookies": cookies,
    }
    return render(request, "not_saved.html", context, status=status)
