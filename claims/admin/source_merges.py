"""Sources that are one, at the desk: merged after a look at what moves, and taken apart again."""

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
from django.utils.text import capfirst
from django.views.decorators.http import require_POST, require_safe

from claims.admin.decisions import IdentifierSelect
from claims.models import SourceMerge
from claims.roles import Right
from claims.services.source_merges import source_merge, source_merge_check, source_unmerge
from claims.source_merge_selectors import source_mentions, source_merge_holds, source_merge_list
from common.desk import KeptAdmin, acting, refusal_show
from common.desk_fields import ProseField
from common.errors import Conflict, RegistryError
from sources.models import Source
from sources.selectors import sources_standing


class PairForm(forms.Form):
    """Which source goes into which."""

    def __init__(self, site: admin.AdminSite, data: Any = None) -> None:
        super().__init__(data)
        for name, label in (("source", "This source"), ("into", "is the same as")):
            field = getattr(SourceMerge, name).field
            self.fields[name] = forms.ModelChoiceField(
                sources_standing(), label=label, widget=IdentifierSelect(field, site)
            )

    def clean(self) -> dict[str, Any]:
        """Two sources."""
        cleaned = super().clean() or {}
        if cleaned.get("source") and cleaned.get("source") == cleaned.get("into"):
            self.add_error("into", "Choose another one: a source cannot be merged into itself.")
        return cleaned


class ReasonForm(forms.Form):
    """Why the two are one, or are two after all."""

    reason = ProseField(widget=forms.Textarea(attrs={"rows": 2}))


@admin.register(SourceMerge)
class SourceMergeAdmin(KeptAdmin[SourceMerge]):
    """Merges of sources, the last first; one more is made in two steps."""

    list_display = ("recorded_at", "source", "into", "action", "actor", "reason")
    list_filter = ("action",)
    search_fields = ("source__name", "into__name")
    search_help_text = "By the name of either"
    ordering = ("-recorded_at", "-id")

    def get_queryset(self, request: HttpRequest) -> QuerySet[SourceMerge]:
        """Every merge, with both sources."""
        return source_merge_list()

    def has_view_permission(self, request: HttpRequest, obj: SourceMerge | None = None) -> bool:
        """Whoever sees sources sees which were merged."""
        return any(request.user.has_perm(f"sources.{verb}_source") for verb in ("view", "change"))

    def has_module_permission(self, request: HttpRequest) -> bool:
        """As for seeing them."""
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whoever may change sources may merge them."""
        return request.user.has_perm(Right.CHANGE_SOURCE)

    def get_urls(self) -> list[URLPattern]:
        """Django's own, and those by which one is merged and taken apart."""
        wrap = self.admin_site.admin_view
        own = [
            path(
                "<uuid:source_id>/into/<uuid:into_id>/",
                wrap(self.merge_view),
                name="claims_sourcemerge_merge",
            ),
            path("<uuid:merge_id>/undo/", wrap(self.undo_view), name="claims_sourcemerge_undo"),
        ]
        return [*own, *super().get_urls()]

    @method_decorator(require_safe)
    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Ask which two; then show what would move."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        asked = {name: request.GET[name] for name in ("source", "into") if request.GET.get(name)}
        form = PairForm(self.admin_site, asked if len(asked) == 2 else None)
        if form.is_valid():
            pair = [form.cleaned_data[name].pk for name in ("source", "into")]
            return HttpResponseRedirect(reverse("admin:claims_sourcemerge_merge", args=pair))
        if not form.is_bound:
            form.initial = asked
        context = {"title": "Merge two sources", "pair_form": form, "media": self.media + form.media}
        return self._page(request, context)

    def merge_view(self, request: HttpRequest, source_id: UUID, into_id: UUID) -> HttpResponse:
        """Show what moves, and merge once that was confirmed."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        found = Source.objects.in_bulk([source_id, into_id])
        if len(found) < 2:
            return self.missing(request, source_id if source_id not in found else into_id)
        source, into = found[source_id], found[into_id]
        form = ReasonForm(request.POST or None)
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            try:
                done = source_merge(
                    source_id=source_id, into_id=into_id, actor=acting(request), reason=reason
                )
            except RegistryError as refusal:
                refusal_show(form, refusal)
            else:
                self.log_change(request, done, f"Merged: {reason}")
                messages.success(request, f"{source.name} was merged into {into.name}.")
                return HttpResponseRedirect(reverse("admin:sources_source_change", args=[into_id]))
        context = {
            "title": f"Merge {source.name} into {into.name}?",
            "source": source,
            "into": into,
            "sides": [(each, source_mentions(each.pk)) for each in (source, into)],
            "refusal": _refusal(source, into),
            "reason_form": form,
            "media": self.media,
        }
        return self._page(request, context)

    @method_decorator(require_safe)
    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """What was done, and the way back."""
        return self._shown(request, unquote(object_id), ReasonForm())

    @method_decorator(require_POST)
    def undo_view(self, request: HttpRequest, merge_id: UUID) -> HttpResponse:
        """Take the two apart again."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        merge, form = self.get_object(request, str(merge_id)), ReasonForm(request.POST)
        if merge is not None and form.is_valid():
            try:
                reason = form.cleaned_data["reason"]
                done = source_unmerge(source_id=merge.source_id, actor=acting(request), reason=reason)
            except RegistryError as refusal:
                refusal_show(form, refusal)
            else:
                self.log_change(request, done, f"Undone: {reason}")
                messages.success(request, f"{merge.source.name} stands for itself again.")
                return HttpResponseRedirect(reverse("admin:sources_source_change", args=[merge.source_id]))
        return self._shown(request, str(merge_id), form)

    def _shown(self, request: HttpRequest, merge_id: str, form: forms.Form) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        merge = self.get_object(request, merge_id)
        if merge is None:
            return self.missing(request, merge_id)
        context = {
            "title": f"{merge.source.name} {merge.get_action_display().lower()}",
            "merge": merge,
            "may_undo": self.has_add_permission(request) and source_merge_holds(merge),
            "reason_form": form,
            "media": self.media,
        }
        return self._page(request, context)

    def _page(self, request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
        shared = {**self.admin_site.each_context(request), "opts": self.opts}
        return TemplateResponse(request, "claims/admin/source_merge.html", shared | context)


def _refusal(source: Source, into: Source) -> str:
    """Why the one cannot be merged into the other; empty where it can."""
    try:
        source_merge_check(source=source, into=into)
    except Conflict as refusal:
        return capfirst(refusal.detail)
    return ""
