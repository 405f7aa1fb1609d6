"""`Idempotency-Key` on POST: the same request sent again is answered again, not carried out again."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from hashlib import sha256

from django.db import transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from rest_framework import status
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response

from common.answers import Place, answer_find, answer_keep, answer_lock
from common.api.authentication import actor
from common.api.conditional import rendered
from common.api.exceptions import Malformed
from common.crypto import decrypt
from common.models import KeptAnswer

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
KEY = r"[\x21-\x7e]{1,255}"


class StillRunning(APIException):
    """The first request with this key has not been answered yet."""

    status_code = status.HTTP_409_CONFLICT
    default_detail = f"a request with this {HEADER} is being carried out; send it again in a moment"
    wait = 1


class KeyReused(APIException):
    """The key was used for something else."""

    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY
    default_detail = f"this {HEADER} was sent before with another body; make a new key for a new request"


def answer_once(request: Request, payload: bytes, act: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Carry `act` out, unless the request's key has an answer, which is then given again.

    An answer is kept where it is a success: what was refused had no effect, and may be sent again.
    Raises Malformed (400), StillRunning (409), KeyReused (422) and whatever `act` raises.
    """
    key = request.headers[HEADER].strip()
    if not re.fullmatch(KEY, key):
        raise Malformed(f"{HEADER} must be 1 to 255 visible ASCII characters; a UUID is fine")
    place = Place(owner=actor(request), method=str(request.method), path=request.path, key=key)
    fingerprint = sha256(payload).hexdigest()
    with transaction.atomic():
        if not answer_lock(place):
            raise StillRunning
        kept = answer_find(place)
        if kept is not None:
            return _replayed(kept, fingerprint)
        answer = act()
        if not isinstance(answer, Response) or answer.status_code >= 300:
            return answer
        return _kept(place, fingerprint, answer, request)


def payload_of(request: Request) -> bytes:
    """What a request asks for: its body's value, however that was spelt."""
    return json.dumps(request.data, sort_keys=True).encode("utf-8", "surrogatepass")


def _kept(place: Place, fingerprint: str, answer: Response, request: Request) -> HttpResponse:
    body = rendered(answer, request)
    headers = {**answer.headers, "Content-Type": request.accepted_renderer.media_type}
    answer_keep(
        place=place,
        fingerprint=fingerprint,
        status=answer.status_code,
        headers=headers,
        body=body.decode(),
    )
    return HttpResponse(body, status=answer.status_code, headers=headers)


def _replayed(kept: KeptAnswer, fingerprint: str) -> HttpResponse:
    if kept.fingerprint != fingerprint:
        raise KeyReused
    return HttpResponse(decrypt(kept.body), status=kept.status, headers={**kept.headers, REPLAYED: "true"})
