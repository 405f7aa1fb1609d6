"""Feeds at the desk: followed, paused, polled, and how that goes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst

from common.desk import DeskAdmin, ModelForm, acting
from common.desk_actions import act_on_each
from common.errors import Invalid
from sources.admin.display import with_failure
from sources.models import Feed
from sources.services.feeds import (
    INTERVAL,
    feed_create,
    feed_delete,
    feed_interval_check,
    feed_poll_soon,
    feed_update,
    feed_url_check,
)

T = TypeVar("T")


class FeedForm(ModelForm[Feed]):
    """A feed, at an address that may be requested."""

    paused = forms.BooleanField(required=False, help_text="It is polled no more for now.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "url" in self.fields:  # not for whoever may only look
            url, interval = self.fields["url"], self.fields["interval"]
            url.label = "URL"
            interval.help_text = "Between two polls, as hours:minutes:seconds; from 5 minutes to 30 days."
        self.initial.setdefault("paused", self.instance.state == Feed.State.PAUSED)

    def clean_url(self) -> str:
        """The address as it is requested."""
        given: str = self.cleaned_data["url"]
        return _checked(lambda: feed_url_check(url=given))

    def clean_interval(self) -> timedelta:
        """As often as a feed may be polled."""
        given: timedelta = self.cleaned_data["interval"]
        return _checked(lambda: feed_interval_check(interval=given))


def _checked(check: Callable[[], T]) -> T:
    try:
        return check()
    except Invalid as refusal:
        raise forms.ValidationError(capfirst(refusal.detail)) from refusal


@admin.register(Feed)
class FeedAdmin(DeskAdmin[Feed]):
    """Addresses that list new articles, or reviews."""

    form = FeedForm
    nothing = "No feed yet. Add one of an outlet: what it lists is read as it appears."
    list_display = ("shown_url", "source", "kind", "state", "next_poll", "failure_count")
    list_filter = ("state", "kind")
    list_select_related = ("source",)
    search_fields = ("url", "source__name")
    autocomplete_fields = ("source",)
    readonly_fields = ("state", "next_poll_at", "polled_at", "failure", "failure_count", "owner")
    actions = ("poll_now",)

    @admin.display(description="URL", ordering="url")
    def shown_url(self, feed: Feed) -> str:
        """The address, and why the last poll failed."""
        return with_failure(feed.url, feed.failure)

    @admin.display(description="next poll at", ordering="next_poll_at")
    def next_poll(self, feed: Feed) -> datetime | None:
        """When it is polled next; of a paused one, never."""
        return None if feed.state == Feed.State.PAUSED else feed.next_poll_at

    def get_fields(self, request: HttpRequest, obj: Feed | None = None) -> tuple[str, ...]:
        """What can be said of a new feed; of one that is followed how that goes as well."""
        said = ("source", "url", "kind", "interval")
        return (*said, "paused", *self.readonly_fields) if obj else said

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A new one is polled as often as one whose interval is not given."""
        return {"interval": INTERVAL}

    def get_readonly_fields(self, request: HttpRequest, obj: Feed | None = None) -> tuple[str, ...]:
        """A feed stays its source's, whose articles it brought."""
        return ("source", *self.readonly_fields) if obj else self.readonly_fields

    def save_model(self, request: HttpRequest, obj: Feed, form: Any, change: bool) -> None:
        """Through the service, as over the API."""
        given = {name: form.cleaned_data[name] for name in ("url", "kind", "interval")}
        if change:
            paused = form.cleaned_data["paused"]
            feed_update(feed_id=obj.pk, actor=acting(request), paused=paused, **given)
        else:
            obj.pk = feed_create(source_id=obj.source_id, actor=acting(request), **given).pk

    def delete_model(self, request: HttpRequest, obj: Feed) -> None:
        """Through the service."""
        feed_delete(feed_id=obj.pk)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Feed]) -> None:
        """Through the service, one by one."""
        for feed in queryset:
            feed_delete(feed_id=feed.pk)

    @admin.action(description="Poll the selected feeds now", permissions=["change"])
    def poll_now(self, request: HttpRequest, queryset: QuerySet[Feed]) -> None:
        """Have them polled as soon as a worker is free."""
        act_on_each(
            request,
            queryset,
            lambda feed: feed_poll_soon(feed_id=feed.pk),
            done="Being polled",
            more="Reload this page to see how that went.",
            refused=messages.WARNING,
        )
