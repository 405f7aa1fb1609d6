"""Every address the registry answers at."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.generic import RedirectView
from drf_spectacular.views import SpectacularSwaggerSplitView

from common.api.entrance import MeView, RootView, SchemaView, UnknownView
from common.health import livez, readyz

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

_v1: list[URLPattern | URLResolver] = [
    path("", RootView.as_view(lists=_LISTS), name="api-root"),
    path("docs", SpectacularSwaggerSplitView.as_view(url_name="api-schema"), name="api-docs"),
    path("openapi.json", SchemaView.as_view(), name="api-schema"),
    path("me", MeView.as_view(), name="api-me"),
    path("", include("claims.api.urls")),
    path("", include("sources.api.urls")),
    path("", include("ingest.api.urls")),
    path("", include("webhooks.api.urls")),
]

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/v1", RedirectView.as_view(pattern_name="api-root")),
    path("api/v1/", include(_v1)),
    # Before Django's own pages can answer for an address of the API.
    re_path("^api/", UnknownView.as_view()),
    path("livez", livez),
    path("readyz", readyz),
    path("", include("claims.public.urls")),
]

handler400 = "common.api.problems.bad_request"
handler403 = "common.api.problems.permission_denied"
handler404 = "common.api.problems.page_not_found"
handler500 = "common.api.problems.server_error"
