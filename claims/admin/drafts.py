"""Drafts of verdicts at the desk: written by checkers, looked at and published by editors."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from claims.admin import display
from claims.admin.draft_form import DraftForm, form_upon
from claims.admin.evidence_form import EvidenceForm
from claims.admin.verdicts import last_verdict
from claims.models import VerdictDraft
from claims.roles import Right
from claims.selectors import claim_get, draft_get, draft_list, verdict_history
from claims.services.drafts import draft_discard, draft_may_change, draft_may_publish, draft_publish
from common.desk import KeptAdmin, acting, refusal_show
from common.errors import Conflict, Refused, RegistryError


class StateFilter(admin.SimpleListFilter):
    """Drafts that wait, unless others are asked for."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """What became of those that do not wait any more, and everything."""
        return [*VerdictDraft.State.choices[1:], ("all", "All")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[VerdictDraft]) -> QuerySet[VerdictDraft]:
        """The drafts of that state."""
        value = self.value() or VerdictDraft.State.DRAFT.value
        return queryset if value == "all" else queryset.filter(state=value)


@admin.register(VerdictDraft)
class VerdictDraftAdmin(KeptAdmin[VerdictDraft]):
    """Verdicts in preparation, the newest first."""

    list_display = ("shown_claim", "publisher", "kind", "rating", "author", "state", "updated_at")
    list_filter = (StateFilter,)
    ordering = ("-created_at", "-id")

    def get_queryset(self, request: HttpRequest) -> QuerySet[VerdictDraft]:
        """Drafts with all that is shown of them."""
        return draft_list().order_by(*self.ordering)

    def has_view_permission(self, request: HttpRequest, obj: VerdictDraft | None = None) -> bool:
        """Whoever writes or publishes verdicts."""
        return request.user.has_perm(Right.DRAFT_VERDICT)

    def get_urls(self) -> list[URLPattern]:
        """Django's own, and one address for each thing that is done with a draft."""
        views = {"publish": self.publish_view, "discard": self.discard_view, "evidence": self.evidence_view}
        own = [
            path(
                f"<uuid:draft_id>/{name}/",
                self.admin_site.admin_view(view),
                name=f"claims_verdictdraft_{name}",
            )
            for name, view in views.items()
        ]
        return [*own, *super().get_urls()]

    @admin.display(description="claim")
    def shown_claim(self, draft: VerdictDraft) -> str:
        """The wording of its claim."""
        return draft.claim.text

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The draft, to be read or changed."""
        draft = self._draft(request, unquote(object_id))
        if draft is None:
            return self.missing(request, object_id)
        if request.method != "POST":
            return self._page(request, draft)
        form = DraftForm(draft=draft, last=_last(draft), data=request.POST)
        if not form.is_valid():
            return self._page(request, draft, form=form)
        try:
            form.update(actor=acting(request))
        except Refused as refusal:
            raise PermissionDenied(refusal.detail) from refusal
        except Conflict:
            # As it is now, and hers on top of that: saving once more is then a decision.
            draft = draft_get(draft.pk)
            form = form_upon(draft, _last(draft), request.POST)
            return self._page(request, draft, form=form, late=form.otherwise(), status=409)
        except RegistryError as refusal:
            refusal_show(form, refusal)
            return self._page(request, draft, form=form)
        messages.success(request, "The draft was saved.")
        return HttpResponseRedirect(_address(draft))

    def publish_view(self, request: HttpRequest, draft_id: UUID) -> HttpResponse:
        """Append the draft to the history, as it was read."""
        given = request.POST.get("revision", "")
        publish = partial(draft_publish, revision=int(given) if given.isdecimal() else 0)
        return self._act(request, draft_id, publish, "The verdict was published.")

    def discard_view(self, request: HttpRequest, draft_id: UUID) -> HttpResponse:
        """Put the draft aside."""
        return self._act(request, draft_id, draft_discard, "The draft was discarded.")

    @method_decorator(require_POST)
    def evidence_view(self, request: HttpRequest, draft_id: UUID) -> HttpResponse:
        """Add evidence, which is published with the draft."""
        draft = self._draft(request, str(draft_id))
        if draft is None:
            return self.missing(request, draft_id)
        form = EvidenceForm(request.POST)
        if form.add(request, draft_id=draft_id):
            return HttpResponseRedirect(_address(draft) + "#evidence")
        return self._page(request, draft, evidence_form=form)

    @method_decorator(require_POST)
    def _act(self, request: HttpRequest, draft_id: UUID, act: Any, done: str) -> HttpResponse:
        """Carry out a decision on the draft, or say why it could not be."""
        draft = self._draft(request, str(draft_id))
        if draft is None:
            return self.missing(request, draft_id)
        try:
            act(draft_id=draft_id, actor=acting(request))
        except Refused as refusal:
            raise PermissionDenied(refusal.detail) from refusal
        except RegistryError as refusal:
            messages.error(request, refusal.detail)
            return HttpResponseRedirect(_address(draft))
        messages.success(request, done)
        return HttpResponseRedirect(reverse("admin:claims_claim_change", args=[draft.claim_id]))

    def _draft(self, request: HttpRequest, draft_id: str) -> VerdictDraft | None:
        """The draft. Raises PermissionDenied."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            return draft_list().filter(pk=UUID(draft_id)).first()
        except ValueError:
            return None

    def _page(
        self,
        request: HttpRequest,
        draft: VerdictDraft,
        *,
        form: DraftForm | None = None,
        evidence_form: forms.Form | None = None,
        late: list[tuple[str, str]] | None = None,
        status: int = 200,
    ) -> HttpResponse:
        """The draft with its forms. `late` of a form that came too late: what the draft says otherwise."""
        form = form or DraftForm(draft=draft, last=_last(draft))
        newer = verdict_history(draft.claim).filter(publisher=draft.publisher, seq__gt=draft.base_seq)
        is_open = draft.state == VerdictDraft.State.DRAFT
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": draft,
            "title": "Verdict draft",
            "draft": draft,
            "others": [writer for writer in draft.writers.all() if writer.pk != draft.author_id],
            "form": form,
            "late": late,
            "changed": [(row, display.rating_badge(row)) for row in newer.order_by("seq")] if is_open else [],
            "may_change": draft_may_change(draft, acting(request)),
            "may_publish": draft_may_publish(draft, acting(request)),
            "may_add_evidence": is_open,
            "evidence_form": evidence_form or EvidenceForm(),
            "address": _address(draft),
            "claim_address": reverse("admin:claims_claim_change", args=[draft.claim_id]),
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "claims/admin/draft.html", context, status=status)


def _last(draft: VerdictDraft) -> Any:
    return last_verdict(claim_get(draft.claim_id, include_open=True), draft.publisher)


def _address(draft: VerdictDraft) -> str:
    return reverse("admin:claims_verdictdraft_change", args=[draft.pk])
