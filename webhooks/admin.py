"""Webhooks at the desk: endpoints are added, paused and resumed; what was sent is shown and sent again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextInputWidget, AdminURLFieldWidget
from django.contrib.auth.models import User
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html

from common.desk import KeptAdmin, KeptInline, MadeAdmin, shown_once
from common.errors import RegistryError
from webhooks.filters import EVENT_TYPES
from webhooks.models import Attempt, Delivery, Endpoint, Event
from webhooks.selectors import deliveries_failing, delivery_list, endpoint_list, event_list
from webhooks.services import delivery_replay, endpoint_create, endpoint_pause, endpoint_resume

Row = TypeVar("Row", bound=Model)


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
    list_display = ("url", "owner", "shown_types", "state", "disabled_reason", "created_at")
    list_filter = ("state",)
    search_fields = ("url", "description", "owner__username")
    ordering = ("-created_at", "-id")
    actions = ("pause", "resume")
    fields = (
        "url",
        "description",
        "owner",
        "shown_types",
        "filters",
        "state",
        "disabled_reason",
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
        )
        told = "{} will be told. Its signing secret, which cannot be shown again: {}"
        return endpoint, shown_once(told, endpoint, secret)

    @admin.display(description="event types")
    def shown_types(self, endpoint: Endpoint) -> str:
        """The types it follows, in one line."""
        return ", ".join(endpoint.event_types) or "every type"

    @admin.action(description="Pause the selected endpoints", permissions=["change"])
    def pause(self, request: HttpRequest, queryset: QuerySet[Endpoint]) -> None:
        """Hold what happens from now on."""
        _each(request, queryset, lambda endpoint: endpoint_pause(endpoint=endpoint), done="Paused")

    @admin.action(description="Resume the selected endpoints", permissions=["change"])
    def resume(self, request: HttpRequest, queryset: QuerySet[Endpoint]) -> None:
        """Send what was held, and go on."""
        _each(request, queryset, lambda endpoint: endpoint_resume(endpoint=endpoint), done="Resumed")


class TypeFilter(admin.SimpleListFilter):
    """Events of one type."""

    title = "type"
    parameter_name = "type"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The types there are."""
        return [(name, name) for name in EVENT_TYPES]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Event]) -> QuerySet[Event]:
        """The events of the type chosen."""
        return queryset.filter(type=self.value()) if self.value() else queryset


@admin.register(Event)
class EventAdmin(KeptAdmin[Event]):
    """What happened, in the bytes that every subscriber receives."""

    list_display = ("id", "type", "claim", "sequence", "created_at")
    list_filter = (TypeFilter,)
    list_select_related = ("claim",)
    ordering = ("-created_at", "-id")
    fields = ("id", "type", "claim", "sequence", "created_at", "shown_payload")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        """Events with their claim."""
        return event_list().select_related("claim").defer("payload", "claim__search")

    @admin.display(description="payload")
    def shown_payload(self, event: Event) -> str:
        """The payload, indented for reading."""
        text = json.dumps(json.loads(bytes(event.payload)), indent=2, ensure_ascii=False)
        return format_html('<pre class="desk-code" tabindex="0">{}</pre>', text)


class FailingFilter(admin.SimpleListFilter):
    """Deliveries that were given up or are being repeated."""

    title = "trouble"
    parameter_name = "failing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The one choice beside all."""
        return [("1", "Failing")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Delivery]) -> QuerySet[Delivery]:
        """The failing ones, where they are asked for."""
        return deliveries_failing(queryset) if self.value() else queryset


class AttemptInline(KeptInline[Attempt, Delivery]):
    """A delivery's attempts."""

    model = Attempt
    fields = ("number", "started_at", "duration_ms", "status", "error", "shown_response")
    readonly_fields = ("shown_response",)

    @admin.display(description="response")
    def shown_response(self, attempt: Attempt) -> str:
        """The beginning of the answer, as text."""
        return bytes(attempt.response).decode("utf-8", errors="replace") or "–"


@admin.register(Delivery)
class DeliveryAdmin(KeptAdmin[Delivery]):
    """One event on its way to one endpoint, with every attempt."""

    list_display = ("event", "endpoint", "state", "attempt_count", "next_attempt_at", "completed_at")
    list_filter = (FailingFilter, "state")
    ordering = ("-id",)
    inlines = (AttemptInline,)
    actions = ("replay",)
    fields = (
        "event",
        "endpoint",
        "state",
        "attempt_count",
        "next_attempt_at",
        "completed_at",
        "created_at",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Delivery]:
        """Deliveries with their event and endpoint."""
        return delivery_list()

    def has_replay_permission(self, request: HttpRequest) -> bool:
        """Sending again needs Django's permission to change deliveries."""
        return request.user.has_perm("webhooks.change_delivery")

    @admin.action(description="Send the selected deliveries again", permissions=["replay"])
    def replay(self, request: HttpRequest, queryset: QuerySet[Delivery]) -> None:
        """The same bytes once more, with a fresh retry schedule."""
        _each(
            request, queryset, lambda delivery: delivery_replay(delivery=delivery), done="On their way again"
        )


def _each(request: HttpRequest, rows: Iterable[Row], act: Callable[[Row], object], *, done: str) -> None:
    """Act on every row and say how it went; a row that is refused does not stop the others."""
    count = 0
    for row in rows:
        try:
            act(row)
        except RegistryError as refusal:
            messages.error(request, f"{row}: {refusal.detail}")
        else:
            count += 1
    if count:
        messages.success(request, f"{done}: {count}.")
