"""Google's Fact Check Tools API, `claims:search`: its clients need to change nothing but the address."""

from __future__ import annotations

import json
import logging
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import conditional_page

from claims.models import Claim
from claims.public.addresses import public_url
from claims.public.factcheck_documents import claim_document
from claims.public.factcheck_query import STATUSES, Refusal, SearchRequest, search_request
from claims.public.searching import claims_page
from claims.public_selectors import ReviewFilter, reviewed_claims
from common.api.exceptions import Malformed
from common.api.paging import Page
from common.api.quotas import TooManyRequests
from common.errors import Invalid

logger = logging.getLogger(__name__)

_METHODS = ("GET", "HEAD")
# Nothing here is older; the reach of a date would end before that of a 32-bit number of days.
_ALL_DAYS = 36_500


@csrf_exempt  # its callers are programs, which are told in its own words that they may only read
@conditional_page
def search(request: HttpRequest) -> HttpResponse:
    """`GET /v1alpha1/claims:search`: claims with the verdicts that stand on them, the newest first."""
    try:
        if request.method not in _METHODS:
            raise Refusal(f"{request.method} is not supported here; use GET.", 405)
        page = _page(search_request(dict(request.GET.lists())))
    except Refusal as refusal:
        return _error(refusal)
    except (OperationalError, InterfaceError) as error:
        logger.error("the database is not available: %s", error)
        return _error(Refusal("The database does not answer; try again in a moment.", 503))
    answer: dict[str, Any] = {}
    if page.rows:
        answer["claims"] = [claim_document(claim) for claim in page.rows]
    if page.next:
        answer["nextPageToken"] = page.next
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})


def too_many(request: HttpRequest, refusal: TooManyRequests) -> HttpResponse:
    """In its place, where the quota is used up."""
    return _error(Refusal(f"Quota exceeded: {refusal.detail}.", 429))


@csrf_exempt
def unknown(request: HttpRequest, **_: str) -> HttpResponse:
    """Every other address of their API."""
    return _error(Refusal("Method not found. This registry offers v1alpha1/claims:search.", 404))


def discovery(request: HttpRequest) -> HttpResponse:
    """`GET /$discovery/rest?version=v1alpha1`: how the API is called, for Google's clients."""
    if request.GET.get("version", "v1alpha1") != "v1alpha1":
        return _error(Refusal("Discovery document not found for API service: only v1alpha1 is offered.", 404))
    root = public_url("/")
    return JsonResponse({**_discovery(), "rootUrl": root, "baseUrl": root})


@cache
def _discovery() -> dict[str, Any]:
    text = Path(__file__).with_name("discovery.json").read_text(encoding="utf-8")
    document: dict[str, Any] = json.loads(text)
    return document


def _page(wanted: SearchRequest) -> Page[Claim]:
    days = min(wanted.max_age_days, _ALL_DAYS)
    claims = reviewed_claims(
        ReviewFilter(site=wanted.site, language=wanted.language),
        since=timezone.now() - timedelta(days=days) if days else None,
    )
    try:
        return claims_page(
            claims,
            wanted.query,
            # Named for what was asked, so that a token leads nowhere in the answer to another question.
            name=f"factcheck.{wanted.digest}",
            size=wanted.page_size,
            cursor=wanted.page_token,
            skip=wanted.offset,
        )
    except Invalid as refusal:
        raise Refusal(f"query: {refusal.detail}.") from refusal
    except Malformed as error:
        raise Refusal("page_token is not one that was given out for this request.") from error


def _error(refusal: Refusal) -> HttpResponse:
    error = {"code": refusal.code, "message": refusal.message, "status": STATUSES[refusal.code]}
    answer = JsonResponse({"error": error}, status=refusal.code)
    if refusal.code == 405:
        answer["Allow"] = ", ".join(_METHODS)
    if refusal.code == 503:
        answer["Retry-After"] = "5"
    return answer
