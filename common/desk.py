"""What the admin classes of every app build on: the fact-checkers' desk is plain Django admin with rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import AdminErrorList, AdminForm
from django.contrib.auth.models import User
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.forms import SimpleArrayField
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from common.desk_versions import OPENED, opened_check, opened_field, version_of
from common.errors import RegistryError
from common.selectors import rows_identified

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin, TabularInline
    from django.forms import BaseInlineFormSet, ModelForm
else:

    class _Subscriptable:
        """Lets Django's classes be written with their model in brackets, as the type checker wants them."""

        def __class_getitem__(cls, item):
            return cls

    class ModelAdmin(_Subscriptable, admin.ModelAdmin): ...

    class TabularInline(_Subscriptable, admin.TabularInline): ...

    class BaseInlineFormSet(_Subscriptable, forms.BaseInlineFormSet): ...

    class ModelForm(_Subscriptable, forms.ModelForm): ...


__all__ = [
    "BaseInlineFormSet",
    "DeskAdmin",
    "KeptAdmin",
    "KeptInline",
    "LinesField",
    "MadeAdmin",
    "ModelAdmin",
    "ModelForm",
    "TabularInline",
    "acting",
    "refusal_show",
    "shown_once",
]

M = TypeVar("M", bound=Model)
P = TypeVar("P", bound=Model)


_REFUSAL = "desk.refusal"
"""In a request's META: what a service refused of it."""


def acting(request: HttpRequest) -> User:
    """The user on whose behalf a page of the desk acts. Raises PermissionDenied for nobody."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def refusal_show(form: forms.Form, refusal: RegistryError) -> None:
    """Put a service's refusal beside the field it is about, or above the form."""
    form.add_error(refusal.field if refusal.field in form.fields else None, capfirst(refusal.detail))


def shown_once(sentence: str, row: Model, secret: str) -> SafeString:
    """The sentence with the row's name and its secret in its two places, the secret easy to copy."""
    return format_html(sentence, row, format_html('<code class="secret">{}</code>', secret))


def _refused(form: type[ModelForm[M]], refusal: RegistryError) -> type[ModelForm[M]]:
    """The form, as one whose data a service has refused."""

    def full_clean(self: Any) -> None:
        form.full_clean(self)
        if self.is_bound:
            refusal_show(self, refusal)

    return type(form.__name__, (form,), {"full_clean": full_clean})


def _versioned(form: type[ModelForm[M]]) -> type[ModelForm[M]]:
    """The form, as one that does not undo what somebody else wrote since its page was opened."""

    def begin(self: Any, *args: Any, **kwargs: Any) -> None:
        form.__init__(self, *args, **kwargs)
        self.initial[OPENED] = version_of({name: self.initial.get(name) for name in self.fields})

    def clean(self: Any) -> Any:
        cleaned = form.clean(self)
        opened_check(self)
        return cleaned

    return type(form.__name__, (form,), {OPENED: opened_field(), "__init__": begin, "clean": clean})


class LinesField(SimpleArrayField):
    """A list of texts, edited one on a line."""

    def __init__(self, base_field: forms.Field, **kwargs: Any) -> None:
        kwargs |= {"delimiter": "\n", "widget": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})}
        super().__init__(base_field, **kwargs)

    def to_python(self, value: Any) -> Any:
        """The lines that are not blank."""
        if isinstance(value, str):
            value = "\n".join(line.strip() for line in value.splitlines() if line.strip())
        return super().to_python(value)


class DeskAdmin(ModelAdmin[M]):
    """A list and its rows, without the second count and the facets that read a whole table."""

    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    # What the list says where there is no row yet: where rows come from.
    nothing = ""
    formfield_overrides = {ArrayField: {"form_class": LinesField}}

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list, under the name of what it lists."""
        title = {"title": capfirst(self.opts.verbose_name_plural)}
        return super().changelist_view(request, title | (extra_context or {}))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[M], search_term: str
    ) -> tuple[QuerySet[M], bool]:
        """The row of that identifier, whole or as the desk shows it; else by words."""
        found = rows_identified(queryset, search_term)
        return (found, False) if found else super().get_search_results(request, queryset, search_term)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The form of a row. What a service refuses is said in it, above what was typed; nothing is kept."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except RegistryError as refusal:
            if request.method != "POST":
                messages.error(request, capfirst(refusal.detail))
                model = f"{self.opts.app_label}_{self.opts.model_name}"
                return HttpResponseRedirect(reverse(f"admin:{model}_changelist"))
            request.META[_REFUSAL] = refusal
            return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(
        self, request: HttpRequest, obj: M | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """Django's form, which also says what was changed meanwhile and what a service has refused of it."""
        form = super().get_form(request, obj, change, **kwargs)
        if change and obj is not None:
            form = _versioned(form)
        refusal = request.META.get(_REFUSAL)
        return _refused(form, refusal) if refusal else form

    def missing(self, request: HttpRequest, key: object) -> HttpResponse:
        """Say that there is no such row, and show those that there are."""
        messages.warning(request, f"There is no {self.opts.verbose_name} {key}. Perhaps it was deleted.")
        return HttpResponseRedirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"))


class KeptAdmin(DeskAdmin[M]):
    """Rows that the registry writes itself and keeps: they can be looked at and nothing else."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds a row by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        """Nobody changes one."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        """Nobody deletes one."""
        return False


class KeptInline(TabularInline[M, P]):
    """Rows that are only looked at, listed under the row they belong to."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody adds a row by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes one."""
        return False


class MadeAdmin(DeskAdmin[M]):
    """Rows that a service makes of a form of their own; afterwards they are looked at, not edited."""

    made_form: type[forms.Form]

    def make(self, *, actor: User, data: dict[str, Any]) -> tuple[M, str]:
        """Call the service with the form's data; returns the row and what to tell the actor of it.

        Raises RegistryError.
        """
        raise NotImplementedError

    def has_delete_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        """Nobody deletes one."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        """Django's permission to change rows is the one for the actions of the list."""
        return obj is None and super().has_change_permission(request, obj)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Ask what the row is to be; make it and open it, or say why not."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        sent = request.method == "POST"
        form = self.made_form(request.POST if sent else None, request.FILES if sent else None)
        if form.is_valid():
            try:
                row, told = self.make(actor=acting(request), data=form.cleaned_data)
            except RegistryError as refusal:
                refusal_show(form, refusal)
            else:
                self.log_addition(request, row, [{"added": {}}])
                messages.success(request, told)
                return HttpResponseRedirect(
                    reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[row.pk])
                )
        return self._form_page(request, form, extra_context)

    def _form_page(
        self, request: HttpRequest, form: forms.Form, extra_context: dict[str, Any] | None
    ) -> HttpResponse:
        # The stubs ask for a model's form; Django does not.
        admin_form = AdminForm(
            form,  # type: ignore[arg-type]  # see above
            [(None, {"fields": list(form.fields)})],
            {},
            (),
            model_admin=self,
        )
        context = {
            **self.admin_site.each_context(request),
            "title": f"Add {self.opts.verbose_name}",
            "adminform": admin_form,
            "original": None,
            "is_popup": False,
            "media": self.media + admin_form.media,
            "inline_admin_formsets": [],
            "errors": AdminErrorList(form, []),  # type: ignore[arg-type]  # see above
            "preserved_filters": self.get_preserved_filters(request),
            "show_save_and_continue": False,
            "show_save_and_add_another": False,
        }
        return self.render_change_form(request, context | (extra_context or {}), add=True)
