"""Rating scales and topics: the words of the desk."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from claims.models import Rating, RatingScale, Topic
from claims.roles import Right
from claims.services.scales import scale_delete, scale_hold, scale_version_add, scales_note, value_check
from claims.services.topics import topic_create, topic_delete, topic_rename
from claims.vocabulary_selectors import rating_scales_with_use, scales_unmapped
from common.desk import BaseInlineFormSet, DeskAdmin, ModelForm, TabularInline, acting
from common.errors import Invalid, RegistryError
from common.models import Change


class ScaleForm(ModelForm[RatingScale]):
    """A scale. One that came into use while it was changed keeps its words; so does the form."""

    def clean(self) -> dict[str, Any]:
        """Nothing of a scale in use is changed."""
        if _in_use(self.instance):
            self.add_error(
                None,
                "Nothing was saved. A verdict was given or drafted on this version meanwhile, so it stays as "
                "it is. What you typed is still here: make a new version, and put it there.",
            )
        return super().clean() or {}


class LabelForms(BaseInlineFormSet[Rating, RatingScale, ModelForm[Rating]]):
    """The labels of a scale, each between its ends."""

    def clean(self) -> None:
        """Refuse a value that the scale does not have."""
        super().clean()
        scale = self.instance
        ends: list[Decimal | None] = [scale.worst, scale.best]
        if None in ends:
            return  # what is wrong with them is said beside them
        for form in self.forms:
            try:
                value_check(label=form.instance.label, value=form.instance.value, scale=scale)
            except Invalid as refusal:
                form.add_error("value", refusal.detail)


class RatingInline(TabularInline[Rating, RatingScale]):
    """The labels of a scale."""

    model = Rating
    formset = LabelForms
    extra = 1

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Labels go with their scale."""
        return _may_change(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Labels go with their scale."""
        return _may_change(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Labels go with their scale."""
        return _may_change(request, obj)


class UnmappedFilter(admin.SimpleListFilter):
    """Scales whose newest version has labels that are mapped to nothing yet."""

    title = "labels"
    parameter_name = "labels"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """One choice beside all of them."""
        return [("unmapped", "Some not mapped yet")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[RatingScale]) -> QuerySet[RatingScale]:
        """The scales that wait for a mapping."""
        return scales_unmapped(queryset) if self.value() == "unmapped" else queryset


@admin.register(RatingScale)
class RatingScaleAdmin(DeskAdmin[RatingScale]):
    """Publishers' scales. One on which a verdict was given is read-only: it gets a new version."""

    list_display = ("name", "version", "publisher", "shown_use", "created_at")
    list_filter = (UnmappedFilter,)
    search_fields = ("name", "publisher__name")
    ordering = ("name", "-version")
    autocomplete_fields = ("publisher",)
    inlines = (RatingInline,)
    form = ScaleForm
    fields = ("publisher", "name", "version", "worst", "best")
    change_form_template = "claims/admin/rating_scale.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[RatingScale]:
        """Scales, each with whether it is in use."""
        return rating_scales_with_use()

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> RatingScale | None:
        """The scale; while it is changed or deleted nobody gives a verdict on it."""
        scale = super().get_object(request, object_id, from_field)
        if scale is None or request.method != "POST":
            return scale
        scale_hold(scale_id=scale.pk)
        return super().get_object(request, object_id, from_field)

    @admin.display(description="in use", boolean=True)
    def shown_use(self, scale: RatingScale) -> bool:
        """Whether a verdict was given on it."""
        return _in_use(scale)

    def has_view_permission(self, request: HttpRequest, obj: RatingScale | None = None) -> bool:
        """Whoever manages scales sees them, too."""
        return super().has_view_permission(request, obj) or request.user.has_perm(Right.MANAGE_SCALE)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Scales are for those who manage them."""
        return request.user.has_perm(Right.MANAGE_SCALE)

    def has_change_permission(self, request: HttpRequest, obj: RatingScale | None = None) -> bool:
        """A scale in use is not changed: the verdicts given on it mean what it said."""
        return _may_change(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: RatingScale | None = None) -> bool:
        """Nor is it deleted; of those not in use, one at a time."""
        return obj is not None and request.user.has_perm(Right.MANAGE_SCALE) and not _in_use(obj)

    def get_urls(self) -> list[URLPattern]:
        """Django's own, and the one that makes a new version."""
        view = self.admin_site.admin_view(self.renew_view)
        return [path("<uuid:scale_id>/renew/", view, name="claims_ratingscale_renew"), *super().get_urls()]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """With its labels the scale is whole, and is told of."""
        super().save_related(request, form, formsets, change)
        kind = Change.Kind.UPDATED if change else Change.Kind.CREATED
        scales_note(scale_ids=[form.instance.pk], kind=kind)

    def delete_model(self, request: HttpRequest, obj: RatingScale) -> None:
        """Through the service."""
        scale_delete(scale_id=obj.pk, actor=acting(request))

    @method_decorator(require_POST)
    def renew_view(self, request: HttpRequest, scale_id: UUID) -> HttpResponse:
        """Make a new version of a scale and open it."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        try:
            scale = scale_version_add(scale_id=scale_id, actor=acting(request))
        except RegistryError as refusal:
            messages.error(request, refusal.detail)
            return HttpResponseRedirect(reverse("admin:claims_ratingscale_changelist"))
        self.log_addition(request, scale, [{"added": {}}])
        messages.success(request, f"{scale} was made. Change it before the first verdict is given on it.")
        return HttpResponseRedirect(reverse("admin:claims_ratingscale_change", args=[scale.pk]))


@admin.register(Topic)
class TopicAdmin(DeskAdmin[Topic]):
    """What claims can be about."""

    list_display = ("name", "slug")
    search_fields = ("name", "slug")
    prepopulated_fields = {"slug": ("name",)}

    def get_readonly_fields(self, request: HttpRequest, obj: Topic | None = None) -> Any:
        """A topic's slug is its key, and stays."""
        return ("slug",) if obj else ()

    def get_prepopulated_fields(self, request: HttpRequest, obj: Topic | None = None) -> Any:
        """The slug of a new topic follows its name."""
        return {} if obj else self.prepopulated_fields

    def save_model(self, request: HttpRequest, obj: Topic, form: Any, change: bool) -> None:
        """Through the service, so that every claim about it shows its new name."""
        save = topic_rename if change else topic_create
        save(slug=obj.pk, name=obj.name, actor=acting(request))

    def delete_model(self, request: HttpRequest, obj: Topic) -> None:
        """Through the service, which takes it from its claims."""
        topic_delete(slug=obj.pk, actor=acting(request))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Topic]) -> None:
        """Through the service, one by one."""
        for topic in queryset:
            topic_delete(slug=topic.pk, actor=acting(request))


def _may_change(request: HttpRequest, scale: RatingScale | None) -> bool:
    # What is sent for a scale that came into use meanwhile is refused by its form, which keeps what is typed.
    return request.user.has_perm(Right.MANAGE_SCALE) and (request.method == "POST" or not _in_use(scale))


def _in_use(scale: RatingScale | None) -> bool:
    return bool(getattr(scale, "in_use", False))
