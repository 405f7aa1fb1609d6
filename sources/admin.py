"""Sources, feeds and articles at the desk. An article's versions are only ever looked at."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst

from common.desk import DeskAdmin, KeptAdmin, KeptInline, ModelForm, acting
from common.errors import Invalid, RegistryError
from sources.models import Article, ArticleVersion, Feed, Source
from sources.selectors import article_list, source_list
from sources.services import source_create, source_delete, source_update
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


@admin.register(Source)
class SourceAdmin(DeskAdmin[Source]):
    """Outlets, people, organisations and fact-checkers."""

    change_form_template = "sources/admin/source.html"
    list_display = ("shown_name", "kind", "domain", "country", "updated_at")
    list_filter = ("kind",)
    search_fields = ("name", "aliases", "domain")
    search_help_text = "By name, alias, domain or identifier"
    ordering = (Lower("name"), "id")
    readonly_fields = ("id", "created_at", "updated_at")
    actions = ("merge",)
    fieldsets = (
        (None, {"fields": ("kind", "name", "aliases", "notes")}),
        ("Where it is found", {"fields": ("domain", "country", "languages", "same_as")}),
        (
            "Fact-checkers",
            {
                "fields": ("methodology_url", "corrections_policy_url", "ethics_url", "four_eyes"),
                "classes": ("collapse",),
            },
        ),
        ("Record", {"fields": ("id", "created_at", "updated_at")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Source]:
        """Every source, each with what stands for it where it was merged."""
        return source_list().select_related("survivor").order_by(*self.ordering)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Source], search_term: str
    ) -> tuple[QuerySet[Source], bool]:
        """Where a source is to be chosen, none that was merged into another."""
        if request.resolver_match and request.resolver_match.url_name == "autocomplete":
            queryset = queryset.filter(survivor=None)
        return super().get_search_results(request, queryset, search_term)

    def has_change_permission(self, request: HttpRequest, obj: Source | None = None) -> bool:
        """One that was merged is only looked at: what stands for it is changed."""
        return not (obj and obj.survivor_id) and super().has_change_permission(request, obj)

    @admin.display(description="name", ordering=Lower("name"))
    def shown_name(self, source: Source) -> str:
        """Its name, and what it was merged into."""
        if not source.survivor:
            return source.name
        return format_html('{}<div class="quiet">merged into {}</div>', source.name, source.survivor.name)

    @admin.action(description="Merge the two selected sources", permissions=["change"])
    def merge(self, request: HttpRequest, queryset: QuerySet[Source]) -> HttpResponse | None:
        """Show what would move from the one known later to the one known first."""
        pair = list(queryset.filter(survivor=None).order_by("created_at", "id")[:3])
        if len(pair) != 2:
            messages.warning(request, "Select two sources that stand for themselves.")
            return None
        into, source = pair
        asked = urlencode({"source": source.pk, "into": into.pk})
        return HttpResponseRedirect(f"{reverse('admin:claims_sourcemerge_add')}?{asked}")

    def save_model(self, request: HttpRequest, obj: Source, form: Any, change: bool) -> None:
        """Through the service, so that whatever shows the source shows it as it is now."""
        values = {name: form.cleaned_data[name] for name in form.cleaned_data}
        if change:
            source_update(source_id=obj.pk, actor=acting(request), **values)
        else:
            source_create(id=obj.pk, actor=acting(request), **values)

    def delete_model(self, request: HttpRequest, obj: Source) -> None:
        """Through the service."""
        source_delete(source_id=obj.pk, actor=acting(request))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Source]) -> None:
        """Through the service, one by one."""
        for source in queryset:
            source_delete(source_id=source.pk, actor=acting(request))


class FeedForm(ModelForm[Feed]):
    """A feed, at an address that may be requested."""

    paused = forms.BooleanField(required=False, help_text="It is polled no more for now.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "url" in self.fields:  # not for whoever may only look
            self.fields["url"].label = "URL"
            self.fields[
                "interval"
            ].help_text = "Between two polls, as hours:minutes:seconds; from 5 minutes to 30 days."
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
        return _with_failure(feed.url, feed.failure)

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
        polled = 0
        for feed in queryset:
            try:
                feed_poll_soon(feed_id=feed.pk)
                polled += 1
            except RegistryError as refusal:
                messages.warning(request, f"{feed}: {refusal.detail}")
        if polled:
            messages.success(request, f"Being polled: {polled}. Reload this page to see how that went.")


class VersionInline(KeptInline[ArticleVersion, Article]):
    """An article's versions, each a link to its text."""

    model = ArticleVersion
    fields = ("link", "media_type", "fetched_at", "content_hash")
    readonly_fields = ("link",)
    ordering = ("-number",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ArticleVersion]:
        """The versions without their bodies."""
        return super().get_queryset(request).defer("text", "snapshot", "fingerprint")

    @admin.display(description="version")
    def link(self, version: ArticleVersion) -> str:
        """The version's number, leading to its text."""
        address = reverse("admin:sources_articleversion_change", args=[version.pk])
        return format_html('<a href="{}">Version {}</a>', address, version.number)


@admin.register(Article)
class ArticleAdmin(KeptAdmin[Article]):
    """Articles and how far each has come."""

    list_display = ("shown_title", "source", "state", "published_at", "created_at")
    list_filter = ("state",)
    search_fields = ("title", "url", "source__name")
    search_help_text = "By title, address, outlet or identifier"
    ordering = ("-created_at", "-id")
    inlines = (VersionInline,)
    fields = (
        "title",
        "address",
        "source",
        "byline",
        "published_at",
        "language",
        "state",
        "failure",
        "attempts",
        "next_attempt_at",
        "syndicated_from",
        "text",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        """Articles with their source, without any text."""
        return article_list().defer("current_version__text", "current_version__snapshot")

    @admin.display(description="title", ordering="title")
    def shown_title(self, article: Article) -> str:
        """The title, or what stands for it where there is none, and why the last attempt failed."""
        return _with_failure(str(article), article.failure)

    @admin.display(description="address")
    def address(self, article: Article) -> str:
        """The canonical address, as a link where it is one."""
        if not article.at_an_address:
            return article.url
        return format_html('<a href="{0}" rel="noopener noreferrer">{0}</a>', article.url)

    @admin.display(description="current text")
    def text(self, article: Article) -> str:
        """The text of the current version."""
        version = article.current_version
        return _text(version, article.language) if version else "not read yet"


@admin.register(ArticleVersion)
class ArticleVersionAdmin(KeptAdmin[ArticleVersion]):
    """One text of an article. Reached from its article, not from the index."""

    fields = ("article", "number", "fetched_at", "media_type", "content_hash", "shown_text")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ArticleVersion]:
        """Versions with their article, without the bodies as fetched."""
        return ArticleVersion.objects.select_related("article").defer("snapshot")

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        """Keeps it out of the index."""
        return {}

    @admin.display(description="text")
    def shown_text(self, version: ArticleVersion) -> str:
        """The whole text."""
        return _text(version, version.article.language)


def _with_failure(name: str, failure: str) -> str:
    return format_html('{}<div class="quiet">{}</div>', name, failure) if failure else name


def _text(version: ArticleVersion, language: str) -> str:
    return format_html('<div class="desk-text" lang="{}" dir="auto">{}</div>', language, version.text)
