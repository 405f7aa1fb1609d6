"""What is JSON already, as an answer; and documents of that sort, put together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from rest_framework.renderers import JSONRenderer

_RENDERER = JSONRenderer()


def written(body: bytes | str, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """The answer of what is JSON already, which no renderer need look at."""
    return HttpResponse(body, content_type=JSONRenderer.media_type, headers=headers)


def written_page(documents: Sequence[bytes], members: Mapping[str, Any]) -> bytes:
    """A page of documents that are JSON already, with its further members."""
    rest = _RENDERER.render(dict(members))
    if not documents:
        return b'{"results":[],' + rest[1:]
    # What stands around them is put to the first and the last, so that the page is copied only once.
    whole = [*documents]
    whole[0] = b'{"results":[' + whole[0]
    whole[-1] += b"]," + rest[1:]
    return b",".join(whole)
