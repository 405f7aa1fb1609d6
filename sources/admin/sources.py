"""Sources at the desk, and the way to merging two."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html

from common.desk import DeskAdmin, acting
from sources.models import Source
from sources.selectors import source_list
from sources.services import source_create, source_delete, source_update


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
