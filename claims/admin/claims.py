"""Claims at the desk: what was said where, what every publisher holds, and what held before."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST, require_safe

from claims.admin import display
from claims.admin.claim_page import (
    CorrectionForm,
    MergeForm,
    TopicsForm,
    UnmergeForm,
    WithdrawalForm,
    claim_context,
)
from claims.admin.evidence_form import EvidenceForm
from claims.admin.filters import claims_sought
from claims.models import Claim, Evidence
from claims.roles import Right
from claims.selectors import claim_detail, claim_list
from claims.services.corrections import claim_correct, right_to_correct
from claims.services.evidence import evidence_withdraw
from claims.services.merges import claim_merge, claim_unmerge
from common.desk import DeskAdmin, acting, refusal_show
from common.errors import Refused, RegistryError


@admin.register(Claim)
class ClaimAdmin(DeskAdmin[Claim]):
    """Claims, the newest first. Verdicts are recorded through the service and never edited."""

    list_display = ("shown_text", "claimant", "verdicts", "state", "created_at")
    list_filter = ("state", "verdicts_conflict")
    # Only names what is searched; get_search_results asks the full-text index.
    search_fields = ("text",)
    search_help_text = "By words, each of which may be only begun, or by identifier, also its end"
    ordering = ("-created_at", "-id")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Claim]:
        """Every claim with its claimant, topics and current verdicts."""
        return claim_list(include_open=True).order_by(*self.ordering)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Claim], search_term: str
    ) -> tuple[QuerySet[Claim], bool]:
        """Full text; where a claim is to be chosen, none that was merged into another."""
        if request.resolver_match and request.resolver_match.url_name == "autocomplete":
            queryset = queryset.filter(survivor=None)
        return claims_sought(request, queryset, search_term), False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A claim begins as a candidate."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Claim | None = None) -> bool:
        """Claims are kept, as their verdicts are."""
        return False

    def get_urls(self) -> list[URLPattern]:
        """Django's own, and one address for each thing that is added to a claim."""
        views = {
            "correct": self.correct_view,
            "evidence": self.evidence_view,
            "topics": self.topics_view,
            "merge": self.merge_view,
            "unmerge": self.unmerge_view,
        }
        own = [
            path(f"<uuid:claim_id>/{name}/", self.admin_site.admin_view(view), name=f"claims_claim_{name}")
            for name, view in views.items()
        ]
        withdraw = path(
            "<uuid:claim_id>/evidence/<uuid:evidence_id>/withdraw/",
            self.admin_site.admin_view(self.withdraw_view),
            name="claims_claim_withdraw",
        )
        return [*own, withdraw, *super().get_urls()]

    @admin.display(description="claim")
    def shown_text(self, claim: Claim) -> str:
        """Its wording."""
        return display.listed(claim.text)

    @admin.display(description="current verdict")
    def verdicts(self, claim: Claim) -> SafeString | str:
        """What each publisher holds now."""
        return display.verdict_badges(claim.current_verdicts.all())

    @method_decorator(require_safe)
    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The claim with all that is known of it."""
        return self._page(request, self._claim(request, unquote(object_id)), object_id)

    @method_decorator(require_POST)
    def correct_view(self, request: HttpRequest, claim_id: UUID) -> HttpResponse:
        """Put the claim's wording, language or claimant right."""
        claim = self._claim(request, str(claim_id))
        if claim is None:
            return self.missing(request, claim_id)
        form = CorrectionForm(self.admin_site, claim, request.POST)
        if form.is_valid():
            try:
                claim_correct(claim_id=claim_id, actor=acting(request), **form.cleaned_data)
            except Refused as refusal:
                raise PermissionDenied from refusal
            except RegistryError as refusal:
                refusal_show(form, refusal)
            else:
                self.log_change(request, claim, f"Corrected: {form.cleaned_data['reason']}")
                messages.success(request, "The claim was corrected.")
                return HttpResponseRedirect(_address(claim_id))
        return self._page(request, claim, str(claim_id), correction_form=form)

    @method_decorator(require_POST)
    def evidence_view(self, request: HttpRequest, claim_id: UUID) -> HttpResponse:
        """Add evidence to the claim."""
        if not request.user.has_perm(Right.DRAFT_VERDICT):
            raise PermissionDenied
        form = EvidenceForm(request.POST)
        if form.add(request, claim_id=claim_id):
            return HttpResponseRedirect(_address(claim_id) + "#evidence")
        return self._page(request, self._claim(request, str(claim_id)), str(claim_id), evidence_form=form)

    @method_decorator(require_POST)
    def withdraw_view(self, request: HttpRequest, claim_id: UUID, evidence_id: UUID) -> HttpResponse:
        """Withdraw evidence of the claim."""
        if not request.user.has_perm(Right.DRAFT_VERDICT):
            raise PermissionDenied
        get_object_or_404(Evidence, pk=evidence_id, claim=claim_id, verdict=None)
        form = WithdrawalForm(evidence_id, request.POST)
        withdraw = partial(evidence_withdraw, evidence_id=evidence_id, actor=acting(request))
        if _done(request, form, withdraw, "The evidence was withdrawn."):
            return HttpResponseRedirect(_address(claim_id) + "#evidence")
        return self._page(request, self._claim(request, str(claim_id)), str(claim_id), withdrawal_form=form)

    @method_decorator(require_POST)
    def topics_view(self, request: HttpRequest, claim_id: UUID) -> HttpResponse:
        """Say what the claim is about."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        claim = self._claim(request, str(claim_id))
        if claim is None:
            return self.missing(request, claim_id)
        form = TopicsForm(self.admin_site, claim, request.POST)
        if form.is_valid():
            try:
                form.save(claim, acting(request))
            except RegistryError as refusal:
                refusal_show(form, refusal)
                form.on_top_of(claim)
            else:
                self.log_change(request, claim, "Topics set.")
                messages.success(request, "The topics were saved.")
                return HttpResponseRedirect(_address(claim_id))
        return self._page(request, claim, str(claim_id), topics_form=form)

    @method_decorator(require_POST)
    def merge_view(self, request: HttpRequest, claim_id: UUID) -> HttpResponse:
        """Merge the claim into another."""
        if not request.user.has_perm(Right.MERGE_CLAIM):
            raise PermissionDenied
        form = MergeForm(self.admin_site, request.POST)

        def merge(into: Claim, reason: str) -> None:
            claim_merge(claim_id=claim_id, into_id=into.pk, actor=acting(request), reason=reason)

        if _done(request, form, merge, "The claim was merged."):
            return HttpResponseRedirect(_address(claim_id))
        return self._page(request, self._claim(request, str(claim_id)), str(claim_id), merge_form=form)

    @method_decorator(require_POST)
    def unmerge_view(self, request: HttpRequest, claim_id: UUID) -> HttpResponse:
        """Undo the merge of the claim."""
        if not request.user.has_perm(Right.MERGE_CLAIM):
            raise PermissionDenied
        form = UnmergeForm(request.POST)
        unmerge = partial(claim_unmerge, claim_id=claim_id, actor=acting(request))
        if _done(request, form, unmerge, "The claim stands on its own again."):
            return HttpResponseRedirect(_address(claim_id))
        return self._page(request, self._claim(request, str(claim_id)), str(claim_id), unmerge_form=form)

    def _claim(self, request: HttpRequest, claim_id: str) -> Claim | None:
        """The claim in detail. Raises PermissionDenied."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        try:
            return claim_detail(include_open=True).filter(pk=UUID(claim_id)).first()
        except ValueError:
            return None

    def _page(
        self,
        request: HttpRequest,
        claim: Claim | None,
        claim_id: str,
        evidence_form: forms.Form | None = None,
        topics_form: forms.Form | None = None,
        merge_form: forms.Form | None = None,
        unmerge_form: forms.Form | None = None,
        correction_form: forms.Form | None = None,
        withdrawal_form: WithdrawalForm | None = None,
    ) -> HttpResponse:
        if claim is None:
            return self.missing(request, claim_id)
        topics_form = topics_form or TopicsForm(self.admin_site, claim)
        merge_form = merge_form or MergeForm(self.admin_site)
        correction_form = correction_form or CorrectionForm(self.admin_site, claim)
        context = {
            **self.admin_site.each_context(request),
            **claim_context(claim, withdrawal_form),
            "opts": self.opts,
            "original": claim,
            "title": claim.text,
            "may_record": request.user.has_perm(Right.DRAFT_VERDICT)
            or request.user.has_perm(Right.PUBLISH_VERDICT),
            "may_add_evidence": not claim.survivor_id and request.user.has_perm(Right.DRAFT_VERDICT),
            "may_correct": not claim.survivor_id and request.user.has_perm(right_to_correct(claim)),
            "may_merge": request.user.has_perm(Right.MERGE_CLAIM),
            "may_change": self.has_change_permission(request, claim),
            "evidence_form": evidence_form or EvidenceForm(),
            "topics_form": topics_form,
            "merge_form": merge_form,
            "unmerge_form": unmerge_form or UnmergeForm(),
            "correction_form": correction_form,
            "media": self.media + topics_form.media + merge_form.media + correction_form.media,
        }
        return TemplateResponse(request, "claims/admin/claim.html", context)


def _done(request: HttpRequest, form: forms.Form, act: Callable[..., object], told: str) -> bool:
    """Whether what a form says was done, which is told then; a refusal is put into the form."""
    if not form.is_valid():
        return False
    try:
        act(**form.cleaned_data)
    except RegistryError as refusal:
        refusal_show(form, refusal)
        return False
    messages.success(request, told)
    return True


def _address(claim_id: UUID) -> str:
    return reverse("admin:claims_claim_change", args=[claim_id])
