"""The desk as one site: its name, and what waits for somebody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.admin import AdminSite
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse

from claims.candidate_selectors import candidate_list
from claims.models import Candidate, Duplicate
from claims.selectors import duplicate_list
from sources.models import Article
from sources.selectors import article_list
from webhooks.selectors import deliveries_failing, delivery_list

# A figure is counted up to here and no further: the front page must not read a whole table.
COUNTED = 1000
ORDER = ("claims", "sources", "webhooks", "common")


@dataclass(frozen=True, kw_only=True)
class Figure:
    """How many things of a kind wait, and where they are listed."""

    name: str
    count: int
    address: str
    pressing: bool

    @property
    def shown(self) -> str:
        """The count, or that it is more than was counted."""
        return f"{COUNTED}+" if self.count >= COUNTED else str(self.count)


class DeskSite(AdminSite):
    """Django's admin under the registry's name, with figures on its front page."""

    site_header = "Claim registry"
    site_title = "Claim registry"
    index_title = "Claim registry"
    site_url = None

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The apps in the order of the work, then those that are not ours."""
        apps = super().get_app_list(request, app_label)
        return sorted(
            apps, key=lambda app: ORDER.index(app["app_label"]) if app["app_label"] in ORDER else len(ORDER)
        )

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """The front page, with the figures of what its reader may see."""
        return super().index(request, {"figures": figures(request)} | (extra_context or {}))


def figures(request: HttpRequest) -> list[Figure]:
    """What waits: candidates to decide, articles that failed, deliveries that are failing."""
    waiting: list[tuple[str, str, QuerySet[Any], str, bool]] = [
        (
            "claims.{}_candidate",
            "candidates to decide",
            candidate_list().filter(state=Candidate.State.PENDING, leads=True),
            reverse("admin:claims_candidate_changelist"),
            False,
        ),
        (
            "claims.{}_claim",
            "possible duplicates",
            duplicate_list().filter(state=Duplicate.State.OPEN),
            reverse("admin:claims_duplicate_changelist"),
            False,
        ),
        (
            "sources.{}_article",
            "articles failed",
            article_list().filter(state=Article.State.FAILED),
            reverse("admin:sources_article_changelist") + "?state__exact=failed",
            True,
        ),
        (
            "webhooks.{}_delivery",
            "deliveries failing",
            deliveries_failing(delivery_list()),
            reverse("admin:webhooks_delivery_changelist") + "?failing=1",
            True,
        ),
    ]
    return [
        Figure(name=name, count=rows.order_by()[:COUNTED].count(), address=address, pressing=pressing)
        for permission, name, rows, address, pressing in waiting
        if any(request.user.has_perm(permission.format(verb)) for verb in ("view", "change"))
    ]
