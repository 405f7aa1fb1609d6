"""The public pages: the claims, and each claim with all that was ever said of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import conditional_page, require_safe

from claims.claimreview.write import graph
from claims.claimreview_selectors import claim_reviews
from claims.document_selectors import document_get
from claims.models import Claim
from claims.moments import claim_now
from claims.public.addresses import claim_url, public_url
from claims.public.claim_page import claim_page, mark
from claims.public.embedding import script_json
from claims.public.queries import ClaimsQuery, with_parameter
from claims.public.searching import claims_page
from claims.public.words import Words
from claims.public_selectors import claim_family_verdicts
from claims.selectors import claim_detail, claim_list, claims_filter, claims_meant
from common.api.exceptions import Malformed
from common.api.paging import Page
from common.errors import Invalid, NotFound

_FRESH = "public, max-age=60"
_PAGE_SIZE = 20


@require_safe
@conditional_page
def claim(request: HttpRequest, claim_id: UUID) -> HttpResponse:
    """A claim. One that was merged leads to the claim it became."""
    found = claim_detail().filter(pk=claim_id).first()
    if found is None or found.survivor_id:
        return _elsewhere(claim_id)
    view = claim_now(found)
    reviews = claim_reviews([view])[0]
    context = {
        "page": claim_page(view, claim_family_verdicts(found)),
        "canonical": claim_url(found.id),
        "api_url": public_url(reverse("api-claim", args=[found.id])),
        "json_ld": script_json(graph(reviews)) if reviews else "",
    }
    return _page(request, "claims/public/claim.html", context)


def _elsewhere(claim_id: UUID) -> HttpResponse:
    try:
        survivor = document_get(claim_id).claim.survivor_id
    except NotFound as error:
        raise Http404(error.detail) from error
    moved = HttpResponsePermanentRedirect(reverse("public-claim", args=[survivor]))
    # Browsers keep a 301 for good where nothing else is said, and a merge can be undone.
    moved["Cache-Control"] = _FRESH
    return moved


@require_safe
@conditional_page
def claims(request: HttpRequest) -> HttpResponse:
    """The published claims, searched and filtered, the newest first."""
    query = ClaimsQuery(request.GET)
    refusal, page = "", Page[Claim](rows=[], next=None, previous=None)
    if query.is_valid():
        try:
            page = _claims(query)
        except (Malformed, Invalid) as error:
            refusal = str(error.detail)
    else:
        refusal = query.refusal()
    context = {
        "query": query,
        "refusal": refusal,
        "rows": [_listed(row) for row in page.rows],
        "next": with_parameter(request.GET, "cursor", page.next) if page.next else "",
        "previous": with_parameter(request.GET, "cursor", page.previous) if page.previous else "",
        "canonical": public_url(reverse("public-claims")),
        "feed": public_url(reverse("public-feed")) + (query.query_string if query.is_valid() else ""),
        "searching": bool(request.GET),
    }
    answer = _page(request, "claims/public/claims.html", context)
    answer.status_code = 400 if refusal else 200
    return answer


def _claims(query: ClaimsQuery) -> Page[Claim]:
    rows = claims_filter(
        claim_list(include_open=True),
        state=Claim.State.PUBLISHED,
        **claims_meant(query.filters),
    )
    given = query.cleaned_data
    return claims_page(rows, given["q"], name="public-claims", size=_PAGE_SIZE, cursor=given["cursor"])


def _listed(row: Claim) -> dict[str, Any]:
    verdicts = [pointer.verdict for pointer in row.current_verdicts.all()]
    return {
        "claim": row,
        "text": Words(row.text, row.language),
        "verdicts": [(verdict.publisher.name, mark(verdict)) for verdict in verdicts],
    }


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    answer = render(request, template, context)
    answer["Cache-Control"] = _FRESH
    return answer
