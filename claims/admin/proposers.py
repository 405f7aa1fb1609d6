"""The page that shows how each version of each proposer has fared."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from claims.evaluation.feedback import Decisions
from claims.feedback_selectors import PeriodKind, proposer_records


def proposers_page(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """By month, or with ?by=week by week."""
    period: PeriodKind = "week" if request.GET.get("by") == "week" else "month"
    shown = [
        {
            "record": record,
            "figures": _figures(record.decisions),
            "periods": [(p.starts_on, p.decisions, _figures(p.decisions)) for p in reversed(record.periods)],
        }
        for record in proposer_records(period=period)
    ]
    context = {
        **site.each_context(request),
        "title": "Proposers",
        "records": shown,
        "period": period,
    }
    return TemplateResponse(request, "claims/admin/proposers.html", context)


def _figures(decisions: Decisions) -> dict[str, Any]:
    def percent(share: float | None) -> str:
        return "–" if share is None else f"{share:.0%}"

    interval = decisions.interval
    return {
        "precision": percent(decisions.precision),
        "as_proposed": percent(decisions.as_proposed),
        "interval": f"{interval[0]:.0%} to {interval[1]:.0%}" if interval else "",
    }
