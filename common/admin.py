"""API keys at the desk: issued, shown once, revoked; never changed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextInputWidget
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest

from common.desk import MadeAdmin, shown_once
from common.desk_fields import MomentWidget
from common.models import ApiKey
from common.scopes import MEANINGS
from common.services import api_key_create, api_key_revoke


class ApiKeyForm(forms.Form):
    """What a new key is for and may do."""

    name = forms.CharField(
        max_length=100, widget=AdminTextInputWidget, help_text="What the key is for, in your words."
    )
    scopes = forms.MultipleChoiceField(
        choices=[(scope.value, f"{scope.value}: {meaning}") for scope, meaning in MEANINGS.items()],
        widget=forms.CheckboxSelectMultiple,
        help_text="Only what the caller needs.",
    )
    expires_at = forms.SplitDateTimeField(
        required=False, widget=MomentWidget, help_text="Empty: it works until it is revoked."
    )


@admin.register(ApiKey)
class ApiKeyAdmin(MadeAdmin[ApiKey]):
    """Keys to the API. Whoever adds one at the desk owns it."""

    made_form = ApiKeyForm
    list_display = ("name", "prefix", "owner", "shown_scopes", "expires_at", "last_used_at", "revoked_at")
    list_select_related = ("owner",)
    search_fields = ("name", "prefix", "owner__username")
    fields = (
        "name",
        "prefix",
        "owner",
        "shown_scopes",
        "created_at",
        "expires_at",
        "last_used_at",
        "revoked_at",
    )
    actions = ("revoke",)

    def make(self, *, actor: User, data: dict[str, Any]) -> tuple[ApiKey, str]:
        """Issue a key to the user at the desk."""
        row, key = api_key_create(
            owner=actor, name=data["name"], scopes=data["scopes"], expires_at=data["expires_at"]
        )
        return row, shown_once("The key {} was issued. Copy it now, it cannot be shown again: {}", row, key)

    @admin.display(description="scopes")
    def shown_scopes(self, key: ApiKey) -> str:
        """The scopes in one line."""
        return ", ".join(key.scopes)

    @admin.action(description="Revoke the selected keys", permissions=["change"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[ApiKey]) -> None:
        """End the selected keys at once."""
        ids = list(queryset.values_list("pk", flat=True))
        for api_key_id in ids:
            api_key_revoke(api_key_id=api_key_id)
        messages.success(request, f"Revoked {len(ids)} key{'' if len(ids) == 1 else 's'}.")
