"""What search engines may read: `/robots.txt` and the sitemap of published claims, in parts."""

from __future__ import annotations

from uuid import UUID
from xml.sax.saxutils import escape

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import conditional_page, require_safe
from redis.exceptions import RedisError

from claims.public.addresses import claim_url, public_url
from claims.sitemap_selectors import SitemapPart, sitemap_claims, sitemap_parts

_TYPE = "application/xml; charset=utf-8"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
# Finding the parts reads the key of every published claim.
_PARTS_KEY, _PARTS_SECONDS = "claims.sitemap", 600


@require_safe
@conditional_page
def index(request: HttpRequest) -> HttpResponse:
    """The parts."""
    places = "".join(
        f"<sitemap><loc>{escape(public_url(_address(part)))}</loc>"
        f"<lastmod>{part.changed_at.isoformat()}</lastmod></sitemap>\n"
        for part in _parts()
    )
    return _answer(f"{_HEAD}<sitemapindex {_NAMESPACE}>\n{places}</sitemapindex>\n")


@require_safe
@conditional_page
def part(request: HttpRequest, first: UUID, last: UUID | None = None) -> HttpResponse:
    """The claims from `first` to `last`, or to the newest."""
    claims = sitemap_claims(first, last)
    if not claims:
        raise Http404("there are no published claims in this part")
    # The addresses differ in the identifier alone, which needs no escaping.
    before, after = escape(claim_url(first)).split(str(first))
    places = "".join(
        f"<url><loc>{before}{pk}{after}</loc><lastmod>{changed_at.isoformat()}</lastmod></url>\n"
        for pk, changed_at in claims
    )
    return _answer(f"{_HEAD}<urlset {_NAMESPACE}>\n{places}</urlset>\n")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be read; searches lead nowhere that the sitemap does not."""
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /claims?",
        f"Sitemap: {public_url('/sitemap.xml')}",
    ]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


def _parts() -> list[SitemapPart]:
    try:
        known: list[SitemapPart] | None = cache.get(_PARTS_KEY)
    except (RedisError, OSError):
        return sitemap_parts()
    if known is None:
        known = sitemap_parts()
        cache.set(_PARTS_KEY, known, _PARTS_SECONDS)
    return known


def _address(found: SitemapPart) -> str:
    ends = [found.first] if found.last is None else [found.first, found.last]
    return reverse("public-sitemap-part", args=ends)


def _answer(document: str) -> HttpResponse:
    answer = HttpResponse(document, content_type=_TYPE)
    answer["Cache-Control"] = "public, max-age=600"
    return answer
