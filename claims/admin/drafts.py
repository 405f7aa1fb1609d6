"""Drafts of verdicts at the desk: written by checkers, looked at and published by editors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from claims.admin import display
from claims.admin.draft_filters import MineFilter, StateFilter
from claims.admin.draft_form import DraftForm, Sheet, evidence_of, form_upon
from claims.admin.evidence_form import EvidenceForm
from claims.admin.verdicts import last_verdict
from claims.models import VerdictDraft
from claims.roles import Right
from claims.selectors import claim_get, draft_get, draft_list, verdict_history
from claims.services.drafts import (
    draft_discard,
    draft_may_change,
    draft_may_publish,
    draft_may_restore,
    draft_publish,
    draft_restore,
)
from claims.services.evidence import evidence_remove
from common.desk import KeptAdmin, acting
from common.errors import Conflict, Invalid, Refused, RegistryError

_CHANGED_WHILE_APPROVING = (
    "Nothing was published. Under four eyes whoever changes a draft does not approve it: save what you "
    "typed, for somebody else to approve, or open the draft anew and approve it as it was."
)


@admin.register(VerdictDraft)
class VerdictDraftAdmin(KeptAdmin[VerdictDraft]):
    """Verdicts in preparation, the newest first."""

    list_display = ("shown_claim", "publisher", "kind", "rating", "author", "state", "updated_at")
    list_filter = (StateFilter, MineFilter, ("publisher", admin.RelatedOnlyFieldListFilter))
    search_fields = ("claim__text", "publisher__name", "author__username", "summary")
    search_help_text = "By words of the claim or the summary, publisher, author, or by identifier"
    ordering = ("-created_at", "-id")

    def get_queryset(self, request: HttpRequest) -> QuerySet[VerdictDraft]:
        """Drafts with all that is shown of them."""
        return draft_list().order_by(*self.ordering)

    def has_view_permission(self, request: HttpRequest, obj: VerdictDraft | None = None) -> bool:
        """Whoever writes or publishes verdicts."""
        return request.user.has_perm(Right.DRAFT_VERDICT)

    def get_urls(self) -> list[URLPattern]:
        """Django's own, and one address for each thing that is done with a draft."""
        views: dict[str, Callable[..., HttpResponse]] = {
            "publish/": self.publish_view,
            "discard/": self.discard_view,
            "restore/": self.restore_view,
            "evidence/": self.evidence_view,
            "evidence/<uuid:evidence_id>/open/": self.evidence_open_view,
            "evidence/<uuid:evidence_id>/remove/": self.evidence_remove_view,
        }
        own = [
            path(
                f"<uuid:draft_id>/{address}",
                self.admin_site.admin_view(view),
                name=f"claims_verdictdraft_{view.__name__.removesuffix('_view')}",
            )
            for address, view in views.items()
        ]
        return [*own, *super().get_urls()]

    @admin.display(description="claim")
    def shown_claim(self, draft: VerdictDraft) -> str:
        """The wording of its claim."""
        return display.listed(draft.claim.text)

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
        return self._carry_out(request, draft.pk, "save", "The draft was saved.")

    def publish_view(self, request: HttpRequest, draft_id: UUID) -> HttpResponse:
        """Append the draft to the history, as it is read on the page, with what was typed there."""
        return self._carry_out(request, draft_id, "publish", "The verdict was published.")

    def discard_view(self, request: HttpRequest, draft_id: UUID) -> HttpResponse:
        """Put the draft aside, with what was typed."""
        done = "The draft was discarded. It can be taken up again here."
        return self._carry_out(request, draft_id, "discard", done)

    @method_decorator(require_POST)
    def restore_view(self, request: HttpRequest, draft_id: UUID) -> HttpResponse:
        """Take up a discarded draft again."""
        draft = self._draft(request, str(draft_id))
        if draft is None:
            return self.missing(request, draft_id)
        try:
            draft_restore(draft_id=draft_id, actor=acting(request))
        except RegistryError as refusal:
            messages.error(request, refusal.detail)
        else:
            messages.success(request, "The draft was taken up again.")
        return HttpResponseRedirect(_address(draft))

    def evidence_view(self, request: HttpRequest, draft_id: UUID) -> HttpResponse:
        """Add evidence, which is published with the draft, or change what was added."""
        return self._carry_out(request, draft_id, "evidence", "The evidence was saved.")

    def evidence_open_view(self, request: HttpRequest, draft_id: UUID, evidence_id: UUID) -> HttpResponse:
        """Have evidence in the form, to change it."""
        return self._carry_out(request, draft_id, "open", "The draft was saved.", evidence_id)

    def evidence_remove_view(self, request: HttpRequest, draft_id: UUID, evidence_id: UUID) -> HttpResponse:
        """Take evidence out of the draft."""
        return self._carry_out(request, draft_id, "remove", "The evidence was removed.", evidence_id)

    @method_decorator(require_POST)
    def _carry_out(
        self, request: HttpRequest, draft_id: UUID, verb: str, done: str, evidence_id: UUID | None = None
    ) -> HttpResponse:
        """Keep all that was typed on the page and do what was asked, or neither, and say why."""
        draft = self._draft(request, str(draft_id))
        if draft is None:
            return self.missing(request, draft_id)
        asked = {"words": verb == "save", "evidence": verb == "evidence"}
        sheet = Sheet(draft=draft, last=_last(draft), data=request.POST, **asked)
        if not sheet.is_valid():
            return self._page(request, draft, sheet=sheet)
        try:
            if verb == "publish" and draft.publisher.four_eyes and sheet.typed:
                raise Invalid(_CHANGED_WHILE_APPROVING)
            with transaction.atomic():
                revision = sheet.keep(actor=acting(request))
                _act(verb, draft, revision, acting(request), evidence_id)
        except Conflict as refusal:
            return self._late(request, sheet, refusal)
        except RegistryError as refusal:
            sheet.refuse(refusal)
            return self._page(
                request, draft, sheet=sheet, status=403 if isinstance(refusal, Refused) else 200
            )
        if verb != "open" or sheet.typed:
            messages.success(request, done)
        return HttpResponseRedirect(_next(draft, verb, evidence_id))

    def _late(self, request: HttpRequest, sheet: Sheet, refusal: Conflict) -> HttpResponse:
        """The draft as it is now, with what was typed on top of that: saving once more is then a decision."""
        if not sheet.typed:
            messages.error(request, refusal.detail)
            return HttpResponseRedirect(_address(sheet.draft))
        seen = str(sheet.form["revision"].value())
        sheet.draft = draft_get(sheet.draft.pk)
        late = None
        if sheet.keeps_words:
            sheet.form = form_upon(sheet.draft, _last(sheet.draft), request.POST)
            is_over = sheet.draft.state != VerdictDraft.State.DRAFT
            late = sheet.form.otherwise() if is_over or seen != str(sheet.draft.revision) else None
        if late is None:
            sheet.has_words = sheet.keeps_words
            sheet.refuse(refusal)
        return self._page(request, sheet.draft, sheet=sheet, late=late, status=409)

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
        sheet: Sheet | None = None,
        late: list[tuple[str, str]] | None = None,
        status: int = 200,
    ) -> HttpResponse:
        """The draft with its forms. `late` of a form that came too late: what the draft says otherwise."""
        form = sheet.form if sheet and sheet.has_words else DraftForm(draft=draft, last=_last(draft))
        newer = verdict_history(draft.claim).filter(publisher=draft.publisher, seq__gt=draft.base_seq)
        is_open = draft.state == VerdictDraft.State.DRAFT
        changed = [(row, display.rating_badge(row)) for row in newer.order_by("seq")] if is_open else []
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": draft,
            "title": "Verdict draft",
            "draft": draft,
            "others": [writer for writer in draft.writers.all() if writer.pk != draft.author_id],
            "form": form,
            "late": late,
            "changed": changed,
            "may_change": draft_may_change(draft, acting(request)),
            "may_publish": draft_may_publish(draft, acting(request)),
            "may_add_evidence": is_open,
            "may_restore": draft_may_restore(draft, acting(request)),
            "evidence_form": sheet.evidence
            if sheet and sheet.keeps_evidence
            else EvidenceForm(changed=evidence_of(draft, request.GET.get("evidence", ""))),
            "address": _address(draft),
            "claim_address": reverse("admin:claims_claim_change", args=[draft.claim_id]),
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "claims/admin/draft.html", context, status=status)


def _act(verb: str, draft: VerdictDraft, revision: int, actor: User, evidence_id: UUID | None) -> None:
    if verb == "publish":
        draft_publish(draft_id=draft.pk, revision=revision, actor=actor)
    elif verb == "discard":
        draft_discard(draft_id=draft.pk, actor=actor)
    elif verb == "remove" and evidence_id:
        evidence_remove(draft_id=draft.pk, evidence_id=evidence_id, actor=actor, revision=revision)


def _next(draft: VerdictDraft, verb: str, evidence_id: UUID | None) -> str:
    """Where to look once it is done."""
    if verb == "publish":
        return reverse("admin:claims_claim_change", args=[draft.claim_id])
    wanted = f"?evidence={evidence_id}" if verb == "open" else ""
    return _address(draft) + wanted + ("#evidence" if verb in {"evidence", "open", "remove"} else "")


def _last(draft: VerdictDraft) -> Any:
    return last_verdict(claim_get(draft.claim_id, include_open=True), draft.publisher)


def _address(draft: VerdictDraft) -> str:
    return reverse("admin:claims_verdictdraft_change", args=[draft.pk])
