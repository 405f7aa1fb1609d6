"""Articles at the desk can be handed in: their admin class, with the way in added to it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminSplitDateTime, AdminTextInputWidget, AdminURLFieldWidget
from django.contrib.auth.models import User
from django.http import HttpRequest

from common.desk import MadeAdmin
from ingest.services import article_submit
from sources.admin import ArticleAdmin
from sources.models import Article

admin.site.unregister(Article)


class DayOrMomentField(forms.SplitDateTimeField):
    """A day with the time, or without: it is then the day's first moment."""

    def clean(self, value: Any) -> Any:
        """The moment, aware; None where nothing was given."""
        day, time = value if isinstance(value, list) else (None, None)
        return super().clean([day, "00:00"] if day and not time else value)


class SubmissionForm(forms.Form):
    """An article by its address, by its text, or both."""

    url = forms.URLField(
        label="URL",
        required=False,
        max_length=2048,
        assume_scheme="https",
        widget=AdminURLFieldWidget,
        help_text="Without a text below, the page is fetched from here.",
    )
    text = forms.CharField(
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14, "class": "vLargeTextField"}),
        help_text="Plain text, paragraphs apart by an empty line.",
    )
    title = forms.CharField(required=False, max_length=1000, widget=AdminTextInputWidget)
    outlet = forms.CharField(
        required=False,
        max_length=300,
        widget=AdminTextInputWidget,
        help_text="Its name; empty: known by the address.",
    )
    published_at = DayOrMomentField(
        required=False,
        widget=AdminSplitDateTime,
        help_text="UTC; the day alone will do. Days such as 'on Monday' are counted from it.",
    )

    def clean(self) -> dict[str, Any]:
        """An address or a text there must be."""
        cleaned = super().clean() or {}
        if not (self.errors or cleaned.get("url") or cleaned.get("text", "").strip()):
            self.add_error("url", "Give the article's URL, its text below, or both.")
        return cleaned


@admin.register(Article)
class SubmittedArticleAdmin(MadeAdmin[Article], ArticleAdmin):
    """Articles and how far each has come; one more is handed in by its address or text."""

    made_form = SubmissionForm

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Django's permission to add articles is the one to hand them in."""
        return request.user.has_perm("sources.add_article")

    def make(self, *, actor: User, data: dict[str, Any]) -> tuple[Article, str]:
        """Put the article on its way."""
        article = article_submit(
            url=data["url"] or None,
            text=data["text"] if data["text"].strip() else None,
            title=data["title"],
            outlet=data["outlet"],
            published_at=data["published_at"],
        )
        return article, "The article is on its way. Reload this page to see how far it has come."
