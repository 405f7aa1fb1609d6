"""Every address the registry answers at."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, re_path, register_converter
from django.views.generic import RedirectView
from drf_spectacular.views import SpectacularSwaggerSplitView

from claims.api import urls as claims_urls
from common.api.entrance import MeView, RootView, SchemaView, UnknownView
from common.health import livez, readyz
from ingest.api import urls as ingest_urls
from registry.metrics import metrics
from registry.trailing_slash import KnownConverter, without_slash
from sources.api import urls as sources_urls
from webhooks.api import urls as webhooks_urls

_LISTS = {
    "appearances": "api-appearances",
    "articles": "api-articles",
    "candidates": "api-candidates",
    "changes": "api-changes",
    "claims": "api-claims",
    "deliveries": "api-webhook-deliveries",
    "endpoints": "api-webhook-endpoints",
    "events": "api-events",
    "imports": "api-imports",
    "evidence": "api-evidence-list",
    "feeds": "api-feeds",
    "ledger": "api-ledger-entries",
    "me": "api-me",
    "proposers": "api-proposers",
    "rating_scales": "api-rating-scales",
    "replays": "api-webhook-replays",
    "sources": "api-sources",
    "topics": "api-topics",
    "verdict_drafts": "api-verdict-drafts",
    "verdicts": "api-verdicts",
}

register_converter(KnownConverter, "known")

_v1: list[URLPattern | URLResolver] = [
    *claims_urls.urlpatterns,
    *sources_urls.urlpatterns,
    *ingest_urls.urlpatterns,
    *webhooks_urls.urlpatterns,
    path("", RootView.as_view(lists=_LISTS), name="api-root"),
    path("docs", SpectacularSwaggerSplitView.as_view(url_name="api-schema"), name="api-docs"),
    path("openapi.json", SchemaView.as_view(), name="api-schema"),
    path("me", MeView.as_view(), name="api-me"),
]

# An address is tried on each in turn: first those that are asked for most.
urlpatterns = [
    path("api/v1/", include(_v1)),
    path("api/v1", RedirectView.as_view(pattern_name="api-root")),
    path("<known:there>/", without_slash),
    # Before Django's own pages can answer for an address of the API.
    re_path("^api/", UnknownView.as_view()),
    path("admin/", admin.site.urls),
    path("livez", livez),
    path("readyz", readyz),
    path("metrics", metrics),
    path("", include("claims.public.urls")),
]

handler400 = "common.api.problems.bad_request"
handler403 = "common.api.problems.permission_denied"
handler404 = "common.api.problems.page_not_found"
handler500 = "common.api.problems.server_error"
