"""The desk as one site: its name, and what waits for somebody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib.admin import AdminSite
from django.contrib.auth.models import User
from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from claims.candidate_selectors import candidate_list
from claims.import_selectors import imports_received
from claims.models import Candidate, Duplicate, ImportJob
from claims.roles import Right
from claims.selectors import draft_list, drafts_to_publish, duplicate_list
from common.desk import acting
from registry.logins import TOO_MANY, LoginForm, may_enter
from registry.not_saved import logged_out
from sources.models import Article, Feed
from sources.selectors import article_list, feed_list
from webhooks.selectors import deliveries_failing, delivery_list

# A figure is counted up to here and no further: the front page must not read a whole table.
COUNTED = 1000
FAILED_LATELY = timedelta(days=7)
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

    login_form = LoginForm

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Django's; where somebody tries too often, with the status that says so."""
        response = super().login(request, extra_context)
        form = getattr(response, "context_data", {}).get("form")
        if form is not None and form.has_error(NON_FIELD_ERRORS, TOO_MANY):
            response.status_code = 429
            response["Retry-After"] = str(form.wait)
        return response

    def has_permission(self, request: HttpRequest) -> bool:
        """Who may see any page of the desk at all."""
        return may_enter(request.user)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Django's; a form that was sent after its sender's session had ended is given back, not dropped."""
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            ended = request.method == "POST" and not request.user.is_authenticated
            if ended and request.path != reverse("admin:logout"):
                return logged_out(request)
            return inner(request, *args, **kwargs)

        return guarded

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The apps in the order of the work, then those that are not ours."""
        apps = super().get_app_list(request, app_label)
        return sorted(
            apps, key=lambda app: ORDER.index(app["app_label"]) if app["app_label"] in ORDER else len(ORDER)
        )

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """The front page, with the figures of what its reader may see."""
        return super().index(request, {"figures": figures(request)} | (extra_context or {}))


@dataclass(frozen=True, kw_only=True)
class _Waiting:
    """Things of a kind that wait for whoever has the right, or one of the two of that form."""

    right: str
    name: str
    rows: QuerySet[Any]
    listed: str
    query: str = ""
    pressing: bool = False

    def is_for(self, user: Any) -> bool:
        """Whether the user may see them."""
        return any(user.has_perm(self.right.format(verb)) for verb in ("view", "change"))


def figures(request: HttpRequest) -> list[Figure]:
    """What waits: things to decide and to publish, and what failed, as far as the reader may see it."""
    actor = acting(request)
    return [
        Figure(
            name=each.name,
            count=each.rows.order_by()[:COUNTED].count(),
            address=reverse(f"admin:{each.listed}_changelist") + each.query,
            pressing=each.pressing,
        )
        for each in (*_to_do(actor), *_failed())
        if each.is_for(actor)
    ]


def _to_do(actor: User) -> tuple[_Waiting, ...]:
    return (
        _Waiting(
            right="claims.{}_candidate",
            name="candidates to decide",
            rows=candidate_list().filter(state=Candidate.State.PENDING, leads=True),
            listed="claims_candidate",
        ),
        _Waiting(
            right=Right.PUBLISH_VERDICT,
            name="drafts to publish",
            rows=drafts_to_publish(draft_list(), actor),
            listed="claims_verdictdraft",
            query="?mine=publish",
        ),
        _Waiting(
            right="claims.{}_claim",
            name="possible duplicates",
            rows=duplicate_list().filter(state=Duplicate.State.OPEN),
            listed="claims_duplicate",
        ),
    )


def _failed() -> tuple[_Waiting, ...]:
    lately = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0) - FAILED_LATELY
    since = urlencode({"state__exact": ImportJob.State.FAILED.value, "created_at__gte": lately.isoformat()})
    return (
        _Waiting(
            right="sources.{}_article",
            name="articles failed",
            rows=article_list().filter(state=Article.State.FAILED),
            listed="sources_article",
            query="?state__exact=failed",
            pressing=True,
        ),
        _Waiting(
            right="sources.{}_feed",
            name="feeds failing",
            rows=feed_list().filter(state=Feed.State.FAILING),
            listed="sources_feed",
            query="?state__exact=failing",
            pressing=True,
        ),
        # An import that failed is not repeated, and so not settled: after a while it is history.
        _Waiting(
            right=Right.PUBLISH_VERDICT,
            name="imports failed lately",
            rows=imports_received().filter(state=ImportJob.State.FAILED, created_at__gte=lately),
            listed="claims_importjob",
            query=f"?{since}",
            pressing=True,
        ),
        _Waiting(
            right="webhooks.{}_delivery",
            name="deliveries failing",
            rows=deliveries_failing(delivery_list()),
            listed="webhooks_delivery",
            query="?failing=1",
            pressing=True,
        ),
    )
