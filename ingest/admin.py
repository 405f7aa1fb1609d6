"""Articles at the desk can be handed in: their admin class, with the way in added to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextInputWidget, AdminURLFieldWidget
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from claims.candidate_selectors import candidate_list, candidates_filter
from common.desk import MadeAdmin, acting
from common.desk_actions import act_on_each
from common.desk_fields import MomentWidget, ProseField
from common.errors import Invalid
from ingest.services import article_submit
from sources.admin import ArticleAdmin
from sources.models import Article
from sources.services.dismissing import article_dismiss, article_restore

admin.site.unregister(Article)

_ENDED = {Article.State.FAILED, Article.State.DISMISSED}


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
    text = ProseField(
        required=False,
        max_length=None,  # the service says how long an article may be
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
        widget=MomentWidget,
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
    nothing = "No article yet. Add one by its address or its text, or follow a feed of them."
    actions = ("read_again", "dismiss", "restore")

    def get_fields(self, request: HttpRequest, obj: Article | None = None) -> Any:
        """What came of it comes first; where it came to an end of its own, with what can be done."""
        fields = ["candidates", *super().get_fields(request, obj)]
        if obj and obj.state in _ENDED and self.has_add_permission(request):
            fields.insert(fields.index("failure") + 1, "way_on")
        return fields

    @admin.display(description="what can be done")
    def way_on(self, article: Article) -> SafeString:
        """What the list does with an article that failed, and that its text can be given for its address."""
        settle = "take the dismissal back" if article.state == Article.State.DISMISSED else "dismiss it"
        told = '<a href="{}?q={}">{}</a>{}'
        act, text = capfirst(settle), ""
        if article.at_an_address:
            act, text = f"Read it again, or {settle}", "; or add it once more, with its text"
        return format_html(told, reverse("admin:sources_article_changelist"), article.pk, act, text)

    @admin.display(description="candidates")
    def candidates(self, article: Article) -> str:
        """How many claims were proposed in it, leading to them."""
        count = candidates_filter(candidate_list(), article=article.pk).order_by().count()
        if not count:
            return "none" if article.state in {Article.State.MATCHED, *_ENDED} else "none yet"
        address = reverse("admin:claims_candidate_changelist")
        return format_html('<a href="{}?article={}&amp;state=all">{} to see</a>', address, article.pk, count)

    @admin.action(description="Read the selected articles again", permissions=["add"])
    def read_again(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        """Put those that have an address on their way once more, as after a failure."""
        act_on_each(
            request,
            queryset,
            _read_again,
            done="On their way again",
            more="Reload this page to see how that went.",
            refused=messages.WARNING,
        )

    @admin.action(description="Dismiss the selected failed articles", permissions=["add"])
    def dismiss(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        """Have those that failed wait for nobody any more."""
        self._settle(request, queryset, article_dismiss, "Dismissed")

    @admin.action(description="Take the dismissal of the selected articles back", permissions=["add"])
    def restore(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        """Have those that were dismissed wait again."""
        self._settle(request, queryset, article_restore, "Dismissal taken back")

    def _settle(
        self, request: HttpRequest, queryset: QuerySet[Article], act: Callable[..., None], done: str
    ) -> None:
        act_on_each(
            request,
            queryset,
            lambda article: act(article_id=article.pk, actor=acting(request)),
            done=done,
            more="The history of each says by whom and when.",
            refused=messages.WARNING,
        )

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


def _read_again(article: Article) -> None:
    if not article.at_an_address:
        raise Invalid("it was given as a text and has no address to be read at")
    article_submit(url=article.url)
