"""Possible duplicates: two claims beside each other, to be merged or told apart for good."""

from __future__ import annotations

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
from django.views.decorators.http import require_POST, require_safe

from claims.admin import display
from claims.admin.filters import UsualFilter
from claims.models import Duplicate
from claims.roles import Right
from claims.selectors import duplicate_list
from claims.services.duplicates import duplicate_dismiss
from claims.services.merges import claim_merge
from common.desk import DeskAdmin, acting, refusal_show
from common.errors import RegistryError


class MergePairForm(forms.Form):
    """Which of the two stays, and why they are one."""

    into = forms.UUIDField(widget=forms.HiddenInput)
    reason = forms.CharField(
        max_length=2000,
        initial="They say the same.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="It is kept with the merge, which can be undone.",
    )


class DismissForm(forms.Form):
    """Why they are two claims."""

    reason = forms.CharField(
        required=False,
        max_length=2000,
        label="Why not",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="Optional. The pair is not brought up again.",
    )


class StateFilter(UsualFilter):
    """Pairs of one state; undecided ones unless something else is asked for."""

    title = parameter_name = "state"
    usual = Duplicate.State.OPEN.value

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Each state."""
        return list(Duplicate.State.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Duplicate]) -> QuerySet[Duplicate]:
        """The pairs of the state shown."""
        return queryset.filter(state=self.chosen())


@admin.register(Duplicate)
class DuplicateAdmin(DeskAdmin[Duplicate]):
    """Pairs of claims that may be one, the most probable first."""

    list_display = ("shown_claim", "other", "shown_relation", "shown_reasons")
    list_filter = (StateFilter,)
    ordering = ("-score", "-id")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Duplicate]:
        """Pairs with both claims and what stands on them."""
        return duplicate_list().order_by(*self.ordering)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Pairs are found, not typed."""
        return False

    def has_view_permission(self, request: HttpRequest, obj: Duplicate | None = None) -> bool:
        """Whoever sees claims sees which may be one."""
        return request.user.has_perm("claims.view_claim")

    def has_change_permission(self, request: HttpRequest, obj: Duplicate | None = None) -> bool:
        """To merge or to dismiss is all the change there is."""
        return request.user.has_perm(Right.MERGE_CLAIM)

    def has_delete_permission(self, request: HttpRequest, obj: Duplicate | None = None) -> bool:
        """What was dismissed is remembered."""
        return False

    def has_module_permission(self, request: HttpRequest) -> bool:
        """As for seeing them."""
        return self.has_view_permission(request)

    def get_urls(self) -> list[URLPattern]:
        """Django's own, and one address for each decision."""
        views = {"merge": self.merge_view, "dismiss": self.dismiss_view}
        own = [
            path(f"<uuid:pair_id>/{name}/", self.admin_site.admin_view(view), name=f"claims_duplicate_{name}")
            for name, view in views.items()
        ]
        return [*own, *super().get_urls()]

    @admin.display(description="claim")
    def shown_claim(self, pair: Duplicate) -> str:
        """The earlier one."""
        return display.listed(pair.earlier.text)

    @admin.display(description="and")
    def other(self, pair: Duplicate) -> str:
        """The later one."""
        return display.listed(pair.later.text)

    @admin.display(description="relation", ordering="score")
    def shown_relation(self, pair: Duplicate) -> str:
        """How they stand to each other."""
        return f"{display.RELATIONS.get(pair.relation, pair.relation)}, {pair.score:.0%}"

    @admin.display(description="why")
    def shown_reasons(self, pair: Duplicate) -> str:
        """What was found alike and different."""
        return " · ".join(pair.reasons) or display.NOTHING

    @method_decorator(require_safe)
    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The two beside each other."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        pair = self.get_object(request, unquote(object_id))
        return self._page(request, pair) if pair else self.missing(request, object_id)

    def merge_view(self, request: HttpRequest, pair_id: UUID) -> HttpResponse:
        """Merge the one into the other that was chosen, and open the next pair."""
        form = MergePairForm(request.POST)
        return self._decide(request, pair_id, form, merge=True)

    def dismiss_view(self, request: HttpRequest, pair_id: UUID) -> HttpResponse:
        """Remember that they are two claims, and open the next pair."""
        return self._decide(request, pair_id, DismissForm(request.POST), merge=False)

    @method_decorator(require_POST)
    def _decide(self, request: HttpRequest, pair_id: UUID, form: forms.Form, *, merge: bool) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        pair = self.get_object(request, str(pair_id))
        if pair is None:
            return self.missing(request, pair_id)
        if form.is_valid():
            try:
                if merge:
                    into = form.cleaned_data["into"]
                    merged = pair.later_id if into == pair.earlier_id else pair.earlier_id
                    reason = form.cleaned_data["reason"]
                    claim_merge(claim_id=merged, into_id=into, actor=acting(request), reason=reason)
                else:
                    duplicate_dismiss(
                        duplicate_id=pair.pk, actor=acting(request), reason=form.cleaned_data["reason"]
                    )
            except RegistryError as refusal:
                refusal_show(form, refusal)
            else:
                done = "Merged." if merge else "Told apart."
                self.log_change(request, pair, done)
                messages.success(request, done)
                return self._following(request)
        return self._page(request, pair, **{"merge_form" if merge else "dismiss_form": form})

    def _following(self, request: HttpRequest) -> HttpResponse:
        pair = self.get_queryset(request).filter(state=Duplicate.State.OPEN).first()
        if pair is None:
            messages.info(request, "That was the last pair.")
            return HttpResponseRedirect(reverse("admin:claims_duplicate_changelist"))
        return HttpResponseRedirect(reverse("admin:claims_duplicate_change", args=[pair.pk]))

    def _page(
        self,
        request: HttpRequest,
        pair: Duplicate,
        merge_form: forms.Form | None = None,
        dismiss_form: forms.Form | None = None,
    ) -> HttpResponse:
        claims = [
            (claim, display.verdict_badges(claim.current_verdicts.all()))
            for claim in (pair.earlier, pair.later)
        ]
        open_pair = pair.state == Duplicate.State.OPEN and self.has_change_permission(request)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": pair,
            "title": "Possible duplicate",
            "pair": pair,
            "claims": claims,
            "relation": self.shown_relation(pair),
            "may_decide": open_pair,
            "merge_form": merge_form or MergePairForm(auto_id="merge_%s"),
            "dismiss_form": dismiss_form or DismissForm(auto_id="dismiss_%s"),
            "media": self.media,
        }
        return TemplateResponse(request, "claims/admin/duplicate.html", context)
