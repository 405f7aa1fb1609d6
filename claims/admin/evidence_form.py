"""Evidence as it is added at the desk, to a claim or to a draft of a verdict."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest

from claims.models import Evidence
from claims.services.evidence import evidence_add
from common.desk import acting, refusal_show
from common.errors import RegistryError


class EvidenceForm(forms.Form):
    """Evidence for or against a claim, found on the web."""

    url = forms.CharField(
        label="Address",
        max_length=2048,
        widget=forms.TextInput(attrs={"inputmode": "url", "placeholder": "https://"}),
    )
    stance = forms.ChoiceField(choices=Evidence.Stance.choices)
    excerpt = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text="The words that matter, verbatim."
    )
    archive_url = forms.CharField(
        label="Archived copy",
        required=False,
        max_length=2048,
        widget=forms.TextInput(attrs={"inputmode": "url", "placeholder": "https://"}),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="evidence_%s")

    @property
    def typed(self) -> bool:
        """Whether anything was typed into it; a stance is always chosen."""
        return any(str(self[name].value() or "").strip() for name in ("url", "excerpt", "archive_url"))

    def add(self, request: HttpRequest, *, claim_id: UUID) -> bool:
        """Add what was filled in to the claim, and say so; where it is refused the form says why."""
        if not self.is_valid():
            return False
        try:
            evidence_add(claim_id=claim_id, actor=acting(request), **self.cleaned_data)
        except RegistryError as refusal:
            refusal_show(self, refusal)
            return False
        messages.success(request, "The evidence was added.")
        return True
