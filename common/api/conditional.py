"""Conditional requests (RFC 9110): strong entity tags, `If-None-Match` on reads, `If-Match` on changes."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

from django.http import HttpResponse
from django.utils.http import parse_etags
from rest_framework import status
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response

_DIGEST_BYTES = 16


class PreconditionRequired(APIException):
    """A change without `If-Match`: its sender may not know what it overwrites."""

    status_code = status.HTTP_428_PRECONDITION_REQUIRED
    default_detail = "read the thing first, and send the ETag of what you read as If-Match"


class PreconditionFailed(APIException):
    """The thing is not any more what its changer read."""

    status_code = status.HTTP_412_PRECONDITION_FAILED
    default_detail = (
        "it was changed since you read it, or the ETag is of another address (one with parameters, say); "
        "read it again, look whether your change still holds, and send the new ETag as If-Match"
    )


def rendered(answer: Response, request: Request) -> bytes:
    """The body of an answer before it is finished, as it will be sent."""
    found = request.accepted_renderer.render(answer.data, request.accepted_media_type, {})
    return found.encode() if isinstance(found, str) else found or b""


def entity_tag(content: bytes) -> str:
    """The strong entity tag of what `content` is, or stands for."""
    return f'"{blake2b(content, digest_size=_DIGEST_BYTES).hexdigest()}"'


def is_known(request: Request, tag: str) -> bool:
    """Whether the caller has what `tag` stands for: `If-None-Match` names it, weakly or not."""
    given = request.META.get("HTTP_IF_NONE_MATCH")
    if not given:
        return False
    named = parse_etags(given)
    return named == ["*"] or tag in {each.removeprefix("W/") for each in named}


def not_modified(tag: str) -> HttpResponse:
    """304: what the caller has is still right."""
    return HttpResponse(status=304, headers={"ETag": tag})


def moved(document: Mapping[str, Any], *, there: str) -> Response:
    """301 to what the thing became; a merge can be undone, so that nobody keeps that answer unasked."""
    return Response(document, status=301, headers={"Location": there, "Cache-Control": "no-cache"})


def require_if_match(request: Request) -> None:
    """Raises PreconditionRequired (428) where there is no `If-Match`."""
    if not request.headers.get("If-Match", "").strip():
        raise PreconditionRequired


def check_if_match(request: Request, tag: str) -> None:
    """Raises PreconditionFailed (412) unless `If-Match` names the tag, strongly, or is `*`."""
    named = parse_etags(request.headers["If-Match"])
    if named != ["*"] and tag not in named:
        raise PreconditionFailed
