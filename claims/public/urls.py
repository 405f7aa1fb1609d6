"""Addresses of what is public beside the API, from the root of the site."""

from django.templatetags.static import static
from django.urls import path, re_path
from django.views.generic import RedirectView

from claims.public import factcheck, feed, pages, sitemap
from claims.public.claimreview_feed import claimreview_feed
from claims.public.counting import counted

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="public-claims")),
    path("claims", counted(pages.claims), name="public-claims"),
    path("claims/<id:claim_id>", counted(pages.claim), name="public-claim"),
    path("feeds/claimreview.json", counted(claimreview_feed), name="claimreview-feed"),
    path("feeds/verdicts.atom", counted(feed.verdicts), name="public-feed"),
    path("sitemap.xml", counted(sitemap.index), name="public-sitemap"),
    path("sitemaps/<uuid:first>.xml", counted(sitemap.part), name="public-sitemap-part"),
    path("sitemaps/<uuid:first>/<uuid:last>.xml", counted(sitemap.part), name="public-sitemap-part"),
    path("robots.txt", sitemap.robots),
    # For the pages that do not name it themselves.
    path("favicon.ico", RedirectView.as_view(url=static("claims/icon.svg"))),
    path(
        "v1alpha1/claims:search",
        counted(factcheck.search, refuse=factcheck.too_many),
        name="factcheck-search",
    ),
    re_path(r"^v1alpha1/", factcheck.unknown),
    path("$discovery/rest", factcheck.discovery, name="factcheck-discovery"),
]
