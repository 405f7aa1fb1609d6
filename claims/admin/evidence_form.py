"""Evidence as it is added at the desk, to a claim or to a draft of a verdict, and changed in a draft."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.utils.text import normalize_newlines

from claims.models import Evidence
from claims.services.evidence import evidence_add
from common.desk import acting, refusal_show
from common.desk_fields import ProseField
from common.errors import RegistryError

_SAID = ("url", "stance", "excerpt", "archive_url")


class EvidenceForm(forms.Form):
    """Evidence for or against a claim, found on the web."""

    url = forms.CharField(
        label="Address",
        max_length=2048,
        widget=forms.TextInput(attrs={"inputmode": "url", "placeholder": "https://"}),
    )
    # Nothing is chosen beforehand: what refutes a claim is soon published as supporting it.
    stance = forms.ChoiceField(choices=[("", "Choose…"), *Evidence.Stance.choices])
    excerpt = ProseField(
        required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text="The words that matter, verbatim."
    )
    archive_url = forms.CharField(
        label="Archived copy",
        required=False,
        max_length=2048,
        widget=forms.TextInput(attrs={"inputmode": "url", "placeholder": "https://"}),
    )
    # Which one is changed by it; none: another one is added.
    evidence_id = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, changed: Evidence | None = None) -> None:
        initial = {name: getattr(changed, name) for name in _SAID} if changed else {}
        super().__init__(
            data, auto_id="evidence_%s", initial=initial | {"evidence_id": changed.pk if changed else ""}
        )
        self.changed = changed
        if changed and changed.article_version_id:
            self.fields["url"].required = False

    @property
    def typed(self) -> bool:
        """Whether it says anything yet, or anything else than the evidence that it changes."""
        if self.changed:
            stored = EvidenceForm(changed=self.changed)
            return any(_plain(self[name]) != _plain(stored[name]) for name in _SAID)
        return any(_plain(self[name]) for name in _SAID if name != "stance")

    @property
    def said(self) -> dict[str, Any]:
        """What the evidence is to say."""
        return {name: self.cleaned_data[name] for name in _SAID}

    def add(self, request: HttpRequest, *, claim_id: UUID) -> bool:
        """Add what was filled in to the claim, and say so; where it is refused the form says why."""
        if not self.is_valid():
            return False
        try:
            evidence_add(claim_id=claim_id, actor=acting(request), **self.said)
        except RegistryError as refusal:
            refusal_show(self, refusal)
            return False
        messages.success(request, "The evidence was added.")
        return True


def _plain(field: forms.BoundField) -> str:
    return normalize_newlines(str(field.value() or "")).strip()
