"""The queue of candidates, and the page on which one is decided."""

from __future__ import annotations

from copy import copy
from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import formats, timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator, capfirst
from django.views.decorators.http import require_POST, require_safe

from claims.admin import display
from claims.admin.candidate_page import candidate_context
from claims.admin.decisions import DECISIONS, VERBS, Decided, Decision, QueueActionForm, ReopenForm
from claims.admin.proposers import proposers_page
from claims.admin.queue import (
    ArrivalFilter,
    ArticleFilter,
    LanguageFilter,
    OutletFilter,
    StateFilter,
    items_reject,
    next_pending,
)
from claims.candidate_selectors import candidate_list
from claims.models import Candidate
from claims.rejections import REASONS
from claims.roles import Right
from common.desk import DeskAdmin, acting, refusal_show
from common.errors import RegistryError

# What became a claim of its own stays one.
_REOPENED = (Candidate.State.REJECTED, Candidate.State.MERGED)


@admin.register(Candidate)
class CandidateAdmin(DeskAdmin[Candidate]):
    """Proposed claims, the most worth checking first; those that say the same thing are one item."""

    change_list_template = "claims/admin/candidates.html"
    list_display = (
        "shown_text",
        "shown_score",
        "resembles",
        "shown_said",
        "outlets",
        "arrived",
    )
    list_filter = (
        StateFilter,
        LanguageFilter,
        OutletFilter,
        ArticleFilter,
        ("created_at", ArrivalFilter),
    )
    search_fields = ("text", "claimant", "article_version__article__title")
    search_help_text = "By words of the claim, claimant, headline, or by identifier"
    ordering = ("-score", "-id")
    nothing = "Nothing waits to be decided. Candidates are found in articles: add one, or follow a feed."
    actions = ("reject",)
    action_form = QueueActionForm

    def get_queryset(self, request: HttpRequest) -> QuerySet[Candidate]:
        """Candidates with their article, its outlet and what they resemble."""
        return candidate_list()

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Candidates are proposed, not typed."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Candidate | None = None) -> bool:
        """To decide is all the change there is."""
        return request.user.has_perm(Right.DECIDE_CANDIDATE)

    def has_delete_permission(self, request: HttpRequest, obj: Candidate | None = None) -> bool:
        """A candidate is rejected, with the reason kept."""
        return False

    def get_urls(self) -> list[URLPattern]:
        """Django's own, and one address for each decision."""
        view = self.admin_site.admin_view(self.decide_view)
        decisions = [
            path(f"<uuid:candidate_id>/{verb}/", view, {"verb": verb}, name=f"claims_candidate_{verb}")
            for verb in VERBS
        ]
        report = path(
            "proposers/", self.admin_site.admin_view(self.proposers_view), name="claims_candidate_proposers"
        )
        return [report, *decisions, *super().get_urls()]

    @admin.display(description="claim")
    def shown_text(self, candidate: Candidate) -> str:
        """The proposed wording."""
        return display.listed(candidate.text)

    @admin.display(description="said by", ordering="claimant")
    def shown_said(self, candidate: Candidate) -> SafeString:
        """Who asserts it, else the outlet; through whom it came, to whom it was said and when."""
        lines = [("", candidate.claimant or "the outlet itself")]
        if candidate.via:
            lines.append(("quiet", f"via {display.carriers(candidate)}"))
        if candidate.addressee:
            lines.append(("quiet", f"to {candidate.addressee}"))
        if (said_on := display.said_on(candidate)) != display.NOTHING:
            lines.append(("quiet", said_on))
        return format_html_join("", '<div class="{}">{}</div>', lines)

    @admin.display(description="outlets")
    def outlets(self, candidate: Candidate) -> str:
        """In whose articles it is; of several that say the same, how many are undecided."""
        cluster = candidate.cluster
        if cluster is not None and cluster.size > 1:
            return f"{cluster.pending} × {display.outlets(cluster)}"
        source = candidate.article_version.article.source
        return source.name if source else display.NOTHING

    @admin.display(description="arrived", ordering="created_at")
    def arrived(self, candidate: Candidate) -> str:
        """When it was proposed, in as few words as say it: by the clock today, else by the day."""
        then = timezone.localtime(candidate.created_at)
        today = timezone.localdate()
        shape = "H:i" if then.date() == today else "j M" if then.year == today.year else "j M Y"
        return formats.date_format(then, shape)

    @admin.display(description="score", ordering="score")
    def shown_score(self, candidate: Candidate) -> str:
        """How worth checking, 0 to 1."""
        return f"{candidate.score:.2f}"

    @admin.display(description="resembles")
    def resembles(self, candidate: Candidate) -> str:
        """How the most similar known claim stands to it."""
        best = max(candidate.suggestions.all(), key=lambda row: row.score, default=None)
        return (
            f"{display.RELATIONS.get(best.relation, best.relation)}, {best.score:.0%}"
            if best
            else display.NOTHING
        )

    @admin.action(description="Reject the selected items", permissions=["change"])
    def reject(self, request: HttpRequest, queryset: QuerySet[Candidate]) -> None:
        """Reject each selected item, with all that it stands for, for the reason given beside the action."""
        reason = request.POST.get("reason", "")
        items_reject(request, list(queryset.values_list("pk", flat=True)), reason)

    @method_decorator(require_safe)
    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The candidate in its article, beside what it resembles and what can be done with it."""
        candidate = self.get_object(request, unquote(object_id))
        if not self.has_view_or_change_permission(request, candidate):
            raise PermissionDenied
        if candidate is None:
            return self.missing(request, object_id)
        return self._page(request, candidate)

    @method_decorator(require_POST)
    def decide_view(self, request: HttpRequest, candidate_id: UUID, verb: str) -> HttpResponse:
        """Carry out a decision and open the next candidate, or say why it could not be."""
        candidate = self.get_object(request, str(candidate_id))
        if not self.has_change_permission(request, candidate):
            raise PermissionDenied
        if candidate is None:
            return self.missing(request, candidate_id)
        form = VERBS[verb](self.admin_site, candidate, request.POST)
        if not form.is_valid():
            return self._page(request, candidate, form)
        try:
            decided = form.decide(acting(request))
        except RegistryError as refusal:
            # Somebody else may have decided meanwhile, or others joined; what was typed here is kept.
            candidate = self.get_object(request, str(candidate_id)) or candidate
            if verb == ReopenForm.verb and candidate.state not in _REOPENED:
                messages.error(request, capfirst(refusal.detail))  # there is no form to say it in
            form = VERBS[verb](self.admin_site, candidate, request.POST)
            refusal_show(form, refusal)
            return self._page(request, candidate, form)
        messages.success(request, _told(decided, candidate))
        return self._open(request, self._following(request, candidate) if decided.settled else candidate)

    def proposers_view(self, request: HttpRequest) -> HttpResponse:
        """How each version of each proposer has fared with the fact-checkers."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return proposers_page(request, self.admin_site)

    def _following(self, request: HttpRequest, candidate: Candidate) -> Candidate | None:
        """The next undecided candidate among those that the queue's filters let through."""
        as_listed = copy(request)
        as_listed.GET = QueryDict(request.GET.get("_changelist_filters", ""))
        try:
            queue: QuerySet[Candidate] = self.get_changelist_instance(as_listed).queryset
        except IncorrectLookupParameters:
            queue = candidate_list()
        return next_pending(queue, candidate)

    def _address(self, request: HttpRequest, name: str, candidate: Candidate | None = None) -> str:
        """An address of the desk that remembers how the queue was filtered."""
        args = [candidate.pk] if candidate else []
        filters = self.get_preserved_filters(request)
        return reverse(f"admin:claims_candidate_{name}", args=args) + (f"?{filters}" if filters else "")

    def _queue_address(self, request: HttpRequest) -> str:
        filters = request.GET.get("_changelist_filters", "")
        return reverse("admin:claims_candidate_changelist") + (f"?{filters}" if filters else "")

    def _open(self, request: HttpRequest, candidate: Candidate | None) -> HttpResponse:
        if candidate is None:
            messages.info(request, "That was the last one: nothing is left to decide here.")
            return HttpResponseRedirect(self._queue_address(request))
        return HttpResponseRedirect(self._address(request, "change", candidate))

    def _page(
        self, request: HttpRequest, candidate: Candidate, refused: Decision | None = None
    ) -> HttpResponse:
        """The page of a candidate; `refused` is a decision that could not be carried out."""
        may_decide = candidate.state == Candidate.State.PENDING and self.has_change_permission(
            request, candidate
        )
        forms: dict[str, Decision] = {}
        reopen, is_reopening = None, isinstance(refused, ReopenForm)
        if may_decide:
            forms = {verb: form(self.admin_site, candidate) for verb, form in DECISIONS.items()}
            if refused and not is_reopening:
                for form in forms.values():
                    form.keep(refused.data)
                refused.point_out()
                forms[refused.verb] = refused
        elif candidate.state in _REOPENED and self.has_change_permission(request, candidate):
            reopen = refused if is_reopening else ReopenForm(self.admin_site, candidate)
        has_form = refused in (reopen, *forms.values())
        following = self._following(request, candidate)
        context = {
            **self.admin_site.each_context(request),
            **candidate_context(candidate),
            "opts": self.opts,
            "original": candidate,
            "title": "Candidate",
            "forms": forms,
            "reopen": reopen,
            "refused": None if is_reopening and (may_decide or reopen) else refused,
            "typed": refused.typed if refused and not has_form else [],
            "reasons": REASONS,
            "addresses": {verb: self._address(request, verb, candidate) for verb in VERBS},
            "queue_address": self._queue_address(request),
            "next_address": self._address(request, "change", following) if following else None,
            "media": sum((form.media for form in forms.values()), start=self.media),
        }
        return TemplateResponse(request, "claims/admin/candidate.html", context)


def _told(decided: Decided, candidate: Candidate) -> SafeString:
    if decided.claim is None:
        address = reverse("admin:claims_candidate_change", args=[candidate.pk])
        words = Truncator(candidate.text).chars(120)
        return format_html('{}: “<a href="{}">{}</a>”', decided.done, address, words)
    return format_html(
        '{} <a href="{}">claim {}</a>: “{}”',
        decided.done,
        reverse("admin:claims_claim_change", args=[decided.claim.pk]),
        decided.claim.short_id,
        Truncator(decided.claim.text).chars(120),
    )
