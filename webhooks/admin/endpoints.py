"""Subscribers: added, paused, resumed, tried out; and how each of them does, at a glance."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import AdminTextInputWidget, AdminURLFieldWidget
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from common.desk import MadeAdmin, shown_once
from common.desk_actions import act_on_each
from webhooks.filters import EVENT_TYPES
from webhooks.health import COUNTED, Health, endpoints_health
from webhooks.holding import OWNER_CLOSED
from webhooks.models import Endpoint, ReplayJob
from webhooks.selectors import endpoint_list
from webhooks.services.endpoints import (
    endpoint_challenge,
    endpoint_create,
    endpoint_pause,
    endpoint_resume,
    endpoint_test,
)
from webhooks.services.replays import replay_start

_WAYS_ON: dict[str, str] = {
    Endpoint.State.PENDING: "Send it its challenge again",
    Endpoint.State.ACTIVE: "Pause it, send it a test, or replay what failed or is missing",
    Endpoint.State.PAUSED: "Resume it, or replay what failed or is missing",
    Endpoint.State.DISABLED: "Resume it, once its receiver works",
}


class EndpointForm(forms.Form):
    """A new subscriber's address and what it wants to hear of."""

    url = forms.URLField(label="URL", max_length=2048, assume_scheme="https", widget=AdminURLFieldWidget)
    description = forms.CharField(required=False, max_length=300, widget=AdminTextInputWidget)
    event_types = forms.MultipleChoiceField(
        choices=[(name, name) for name in EVENT_TYPES],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="None ticked: every type, also those that are added later.",
    )
    strict_order = forms.BooleanField(
        required=False, help_text="The events of one claim one by one, each when those before are done with."
    )
    filters = forms.JSONField(
        required=False,
        initial=dict,
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
        help_text='Lists of the values wanted, such as {"normalised": ["false"], "language": ["en"]}. '
        "Empty: every event.",
    )


@admin.register(Endpoint)
class EndpointAdmin(MadeAdmin[Endpoint]):
    """Subscribers. Whoever adds one at the desk owns it."""

    made_form = EndpointForm
    list_display = ("url", "owner", "state", "succeeded", "latency", "backlog", "last_error")
    list_filter = ("state",)
    search_fields = ("url", "description", "owner__username")
    ordering = ("-created_at", "-id")
    actions = ("pause", "resume", "challenge", "test", "replay_failed", "replay_missing")
    fields = (
        "url",
        "description",
        "owner",
        "shown_types",
        "filters",
        "strict_order",
        "state",
        "disabled_reason",
        "way_on",
        "confirmed_at",
        "succeeded",
        "latency",
        "backlog",
        "last_error",
        "api_version",
        "created_at",
        "updated_at",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Endpoint]:
        """Endpoints with their owner, the deleted ones left out."""
        return endpoint_list()

    def make(self, *, actor: User, data: dict[str, Any]) -> tuple[Endpoint, str]:
        """Register the endpoint for the user at the desk."""
        endpoint, secret = endpoint_create(
            owner=actor,
            url=data["url"],
            description=data["description"],
            event_types=data["event_types"],
            filters=data["filters"],
            strict_order=data["strict_order"],
        )
        told = (
            "The endpoint {} will be told once it has echoed a challenge. "
            "Its signing secret, which cannot be shown again: {}"
        )
        return endpoint, shown_once(told, endpoint, secret)

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """The list, each row with its endpoint's health, which one statement reads for all of them."""
        changes = super().get_changelist_instance(request)
        rows = list(changes.result_list)
        health = endpoints_health([row.pk for row in rows])
        for row in rows:
            row.health = health[row.pk]
        changes.result_list = rows
        return changes

    @admin.display(description="what can be done")
    def way_on(self, endpoint: Endpoint) -> SafeString:
        """What the list does with an endpoint in that state."""
        if endpoint.disabled_reason == OWNER_CLOSED:
            page = reverse("admin:auth_user_change", args=[endpoint.owner_id])
            return format_html('<a href="{}">Open the account</a>; it is resumed within half a minute', page)
        address = reverse("admin:webhooks_endpoint_changelist")
        return format_html('<a href="{}?q={}">{}</a>', address, endpoint.pk, _WAYS_ON[endpoint.state])

    @admin.display(description="succeeded")
    def succeeded(self, endpoint: Endpoint) -> str:
        """The share of the attempts lately."""
        health = _health(endpoint)
        if health.success_rate is None:
            return "–"
        return f"{health.success_rate:.0%} of {health.attempts}"

    @admin.display(description="latency")
    def latency(self, endpoint: Endpoint) -> str:
        """Half of the answers came within the first, 95 % within the second."""
        health = _health(endpoint)
        return "–" if health.median_ms is None else f"{health.median_ms} / {health.p95_ms} ms"

    @admin.display(description="backlog")
    def backlog(self, endpoint: Endpoint) -> str:
        """Deliveries on their way or held."""
        health = _health(endpoint)
        return f"{COUNTED}+" if health.backlog >= COUNTED else str(health.backlog)

    @admin.display(description="last error")
    def last_error(self, endpoint: Endpoint) -> str:
        """Of the last attempt that failed lately."""
        return _health(endpoint).last_error or "–"

    @admin.display(description="event types")
    def shown_types(self, endpoint: Endpoint) -> str:
        """The types it follows, in one line."""
        return ", ".join(endpoint.event_types) or "every type"

    @admin.action(description="Pause the selected endpoints", permissions=["change"])
    def pause(self, request: HttpRequest, queryset: QuerySet[Endpoint]) -> None:
        """Hold what happens from now on."""
        act_on_each(request, queryset, lambda endpoint: endpoint_pause(endpoint=endpoint), done="Paused")

    @admin.action(description="Resume the selected endpoints", permissions=["change"])
    def resume(self, request: HttpRequest, queryset: QuerySet[Endpoint]) -> None:
        """Send what was held, and go on."""
        act_on_each(request, queryset, lambda endpoint: endpoint_resume(endpoint=endpoint), done="Resumed")

    @admin.action(description="Send the selected endpoints their challenge again", permissions=["change"])
    def challenge(self, request: HttpRequest, queryset: QuerySet[Endpoint]) -> None:
        """Ask again whether they want it."""
        act_on_each(
            request, queryset, lambda endpoint: endpoint_challenge(endpoint=endpoint), done="Challenged"
        )

    @admin.action(description="Send the selected endpoints a test", permissions=["change"])
    def test(self, request: HttpRequest, queryset: QuerySet[Endpoint]) -> None:
        """A webhook.test."""
        act_on_each(
            request, queryset, lambda endpoint: endpoint_test(endpoint=endpoint), done="Test on its way"
        )

    @admin.action(description="Replay what failed in the last 7 days", permissions=["change"])
    def replay_failed(self, request: HttpRequest, queryset: QuerySet[Endpoint]) -> None:
        """Deliveries that were given up."""
        _replay(request, queryset, ReplayJob.Wanted.FAILED)

    @admin.action(description="Replay what is missing of the last 7 days", permissions=["change"])
    def replay_missing(self, request: HttpRequest, queryset: QuerySet[Endpoint]) -> None:
        """Those, and what was never queued."""
        _replay(request, queryset, ReplayJob.Wanted.MISSING)


def _replay(request: HttpRequest, endpoints: Iterable[Endpoint], wanted: ReplayJob.Wanted) -> None:
    since = timezone.now() - timedelta(days=7)
    act_on_each(
        request,
        endpoints,
        lambda endpoint: replay_start(endpoint=endpoint, wanted=wanted, since=since),
        done="Replay begun",
    )


def _health(endpoint: Endpoint) -> Health:
    """What the list has read already, or this one's."""
    known: Health | None = getattr(endpoint, "health", None)
    return known or endpoints_health([endpoint.pk])[endpoint.pk]
