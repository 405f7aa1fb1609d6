"""What was sent, as it was sent, and sending it again."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html

from common.desk import KeptAdmin, KeptInline
from common.desk_actions import act_on_each
from webhooks.filters import EVENT_TYPES
from webhooks.models import Attempt, Delivery, Event, ReplayJob
from webhooks.selectors import deliveries_failing, delivery_list, event_list, replay_list
from webhooks.services.replays import delivery_replay


@admin.register(ReplayJob)
class ReplayJobAdmin(KeptAdmin[ReplayJob]):
    """What is being sent again, and how far that is."""

    list_display = ("endpoint", "wanted", "since", "until", "state", "progress", "replayed", "created_at")
    list_filter = ("state",)
    ordering = ("-created_at", "-id")
    fields = (*list_display, "finished_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ReplayJob]:
        """Jobs with their endpoint."""
        return replay_list()

    @admin.display(description="examined")
    def progress(self, job: ReplayJob) -> str:
        """Of the events in its span."""
        return f"{job.examined} of {job.total}"


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
        return event_list().select_related("claim").defer("payload")

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
        act_on_each(
            request, queryset, lambda delivery: delivery_replay(delivery=delivery), done="On their way again"
        )
