"""`/feeds/verdicts.atom`: every change of a verdict, filtered as one likes."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.urls import reverse
from django.utils.http import http_date
from django.views.decorators.http import conditional_page, require_safe

from claims.archive_selectors import newest_page, settled_page
from claims.public.addresses import public_url
from claims.public.atom import MEDIA_TYPE, feed_bytes
from claims.public.queries import FeedQuery, with_parameter
from claims.public_selectors import verdict_changes
from claims.selectors import claims_meant
from common.errors import NotFound

# A settled page can only change with what its claims are filed under.
_SETTLED = "public, max-age=3600"
_NEWEST = "public, max-age=60"


@require_safe
@conditional_page
def verdicts(request: HttpRequest) -> HttpResponse:
    """The newest changes, or with `until` a settled page of older ones."""
    query = FeedQuery(request.GET)
    if not query.is_valid():
        return HttpResponseBadRequest(f"{query.refusal()}\n", content_type="text/plain; charset=utf-8")
    changes = verdict_changes(**claims_meant(query.filters))
    until = query.cleaned_data["until"]
    try:
        page = settled_page(changes, until) if until else newest_page(changes)
    except NotFound as error:
        raise Http404(error.detail) from error
    feed = public_url(reverse("public-feed"))
    at = {
        "self": with_parameter(request.GET, "until", str(until) if until else None),
        "current": with_parameter(request.GET, "until", None) if until else None,
        "prev-archive": with_parameter(request.GET, "until", str(page.previous)) if page.previous else None,
        "next-archive": with_parameter(request.GET, "until", str(page.next)) if page.next else None,
    }
    links = {relation: f"{feed}{there}" for relation, there in at.items() if there is not None}
    links["alternate"] = public_url(reverse("public-claims") + query.query_string)
    document = feed_bytes(page.rows, identity=f"{feed}{query.query_string}", links=links, archive=bool(until))
    answer = HttpResponse(document, content_type=MEDIA_TYPE)
    answer["Cache-Control"] = _SETTLED if until else _NEWEST
    if page.rows:
        answer["Last-Modified"] = http_date(page.rows[0].recorded_at.timestamp())
    return answer
