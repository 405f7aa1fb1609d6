"""Addresses of what is public beside the API, from the root of the site."""

from django.templatetags.static import static
from django.urls import path, re_path
from django.views.generic import RedirectView

from claims.public import factcheck, feed, pages, sitemap
from claims.public.claimreview_feed import claimreview_feed

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="public-claims")),
    path("claims", pages.claims, name="public-claims"),
    path("claims/<uuid:claim_id>", pages.claim, name="public-claim"),
    path("feeds/claimreview.json", claimreview_feed, name="claimreview-feed"),
    path("feeds/verdicts.atom", feed.verdicts, name="public-feed"),
    path("sitemap.xml", sitemap.index, name="public-sitemap"),
    path("sitemaps/<uuid:first>.xml", sitemap.part, name="public-sitemap-part"),
    path("sitemaps/<uuid:first>/<uuid:last>.xml", sitemap.part, name="public-sitemap-part"),
    path("robots.txt", sitemap.robots),
    # For the pages that do not name it themselves.
    path("favicon.ico", RedirectView.as_view(url=static("claims/icon.svg"))),
    path("v1alpha1/claims:search", factcheck.search, name="factcheck-search"),
    re_path(r"^v1alpha1/", factcheck.unknown),
    path("$discovery/rest", factcheck.discovery, name="factcheck-discovery"),
]
