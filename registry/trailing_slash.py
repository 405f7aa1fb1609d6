"""Addresses typed by habit with a slash at their end, which none of the registry's own has."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve
from django.utils.encoding import escape_uri_path

# The desk's addresses end with one, and are Django's.
_ELSEWHERE = ("admin/", "static/")


class KnownConverter:
    """What a page or an operation of the registry answers at; anything else is no match."""

    regex = "[^/].*[^/]"

    def to_python(self, value: str) -> str:
        """Raises ValueError where nothing is."""
        if value.startswith(_ELSEWHERE):
            raise ValueError
        try:
            found = resolve(f"/{value}")
        except Resolver404 as error:
            raise ValueError from error
        if not found.url_name:  # what answers for all that is not there has no name
            raise ValueError
        return value

    def to_url(self, value: str) -> str:
        """As it is."""
        return value


def without_slash(request: HttpRequest, there: str) -> HttpResponsePermanentRedirect:
    """To the address meant, for whoever reads. What would change something is sent to its own address."""
    if request.method not in {"GET", "HEAD"}:
        raise Http404
    asked = request.META.get("QUERY_STRING", "")
    address = escape_uri_path(request.path.removesuffix("/")) + (f"?{asked}" if asked else "")
    return HttpResponsePermanentRedirect(address, preserve_request=True)
