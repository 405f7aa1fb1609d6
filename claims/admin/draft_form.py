"""The form in which a draft of a verdict is changed, so that nobody writes over another's words unseen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.http import QueryDict
from django.utils.text import normalize_newlines

from claims.admin.display import KIND_NAMES
from claims.admin.verdict_form import VerdictForm
from claims.models import Verdict, VerdictDraft
from claims.rules import Kind
from claims.services.drafts import draft_update

_WORDS = ("kind", "reason", "note", "summary", "explanation", "original_label", "review_url", "language")


class DraftForm(VerdictForm):
    """A draft as it stands, or as `data` would have it, on top of `last`, the publisher's last row."""

    revision = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, *, draft: VerdictDraft, last: Verdict | None, data: QueryDict | None = None) -> None:
        initial = {name: getattr(draft, name) for name in _WORDS}
        initial |= {"rating": str(draft.rating_id or ""), "expected_seq": last.seq if last else 0}
        initial |= {"revision": draft.revision}
        super().__init__(publisher=draft.publisher, last=last, data=data, initial=initial, complete=False)
        self.stored = draft

    def update(self, *, actor: User) -> VerdictDraft:
        """Change the draft into this. Raises common.errors.RegistryError."""
        revision = self.cleaned_data["revision"]
        return draft_update(
            draft_id=self.stored.pk, revision=revision, actor=actor, **self._row(), **self._texts()
        )

    def otherwise(self) -> list[tuple[str, str]]:
        """What the draft says where this says something else: each field's name, and its words there."""
        stored = DraftForm(draft=self.stored, last=self.last)
        differing = [field for field in stored.visible_fields() if _plain(field) != _plain(self[field.name])]
        rating = str(self.stored.rating or "")
        told = {"kind": KIND_NAMES[Kind(self.stored.kind)], "rating": rating}
        return [(str(field.label), told.get(field.name, _plain(field))) for field in differing]


def form_upon(draft: VerdictDraft, last: Verdict | None, typed: QueryDict) -> DraftForm:
    """What was typed, now upon a draft that its author had not seen so."""
    data = typed.copy()
    data["revision"], data["expected_seq"] = str(draft.revision), str(last.seq if last else 0)
    return DraftForm(draft=draft, last=last, data=data)


def _plain(field: Any) -> str:
    return normalize_newlines(str(field.value() or "")).strip()
