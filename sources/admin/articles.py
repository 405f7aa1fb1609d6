"""Articles at the desk. An article's versions are only ever looked at."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from common.desk import KeptAdmin, KeptInline
from sources.admin.display import with_failure
from sources.models import Article, ArticleVersion
from sources.selectors import article_list


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
        return with_failure(str(article), article.failure)

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


def _text(version: ArticleVersion, language: str) -> str:
    return format_html('<div class="desk-text" lang="{}" dir="auto">{}</div>', language, version.text)
