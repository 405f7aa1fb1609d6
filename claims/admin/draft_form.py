"""What is typed on the page of a draft of a verdict. Whatever is done there keeps it, or says why not, and
nobody writes over another's words unseen."""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.http import QueryDict
from django.utils.text import normalize_newlines

from claims.admin.display import KIND_NAMES
from claims.admin.evidence_form import EvidenceForm
from claims.admin.verdict_form import VerdictForm, held_parts
from claims.models import Evidence, Verdict, VerdictDraft
from claims.rules import Kind
from claims.services.drafts import draft_update
from claims.services.evidence import evidence_add, evidence_change
from common.desk import refusal_show
from common.errors import RegistryError

_WORDS = ("kind", "reason", "note", "summary", "explanation", "original_label", "review_url", "language")


class DraftForm(VerdictForm):
    """A draft as it stands, or as `data` would have it, on top of `last`, the publisher's last row."""

    revision = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    # A digest of that revision's words: where the form's are others, somebody typed.
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *, draft: VerdictDraft, last: Verdict | None, data: QueryDict | None = None) -> None:
        initial = {name: getattr(draft, name) for name in _WORDS}
        initial |= {"rating": str(draft.rating_id or ""), "expected_seq": last.seq if last else 0}
        initial |= {"revision": draft.revision} | held_parts(draft.effective_at)
        super().__init__(
            publisher=draft.publisher,
            last=last,
            data=data,
            initial=initial,
            complete=False,
            chosen=draft.rating,
        )
        self.stored = draft
        self._offer({*self.allowed, draft.kind, self["kind"].value()})
        self.initial["opened"] = self._digest() if data is None else ""

    def clean(self) -> dict[str, Any]:
        """A moment that nobody touched stays what it is to the second."""
        cleaned = super().clean()
        if held_parts(cleaned.get("effective_at")) == held_parts(self.stored.effective_at):
            cleaned["effective_at"] = self.stored.effective_at
        return cleaned

    @property
    def touched(self) -> bool:
        """Whether the words sent are others than those of the revision that they were written on."""
        opened = self["opened"].value()
        return bool(opened) and opened != self._digest()

    def _digest(self) -> str:
        words = "\0".join(_plain(field) for field in self.visible_fields())
        return hashlib.sha256(words.encode()).hexdigest()

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


class Sheet:
    """All that was sent with the page of a draft: its words, and evidence that waited to be added or changed.

    With `words` or `evidence` that part is kept in any case, else where something was typed.
    """

    def __init__(
        self, *, draft: VerdictDraft, last: Verdict | None, data: QueryDict, words: bool, evidence: bool
    ) -> None:
        self.draft = draft
        self.form = DraftForm(draft=draft, last=last, data=data)
        self.evidence = EvidenceForm(data, changed=evidence_of(draft, data.get("evidence_id", "")))
        self.has_words = words or "opened" in data
        self.keeps_words = words or self.form.touched
        self.keeps_evidence = evidence or self.evidence.typed

    @property
    def typed(self) -> bool:
        """Whether there is anything that the draft does not have yet."""
        return self.keeps_words or self.keeps_evidence

    def is_valid(self) -> bool:
        """Whether all of it can be kept; where not, the forms say why."""
        words = not self.keeps_words or self.form.is_valid()
        return (not self.keeps_evidence or self.evidence.is_valid()) and words

    def keep(self, *, actor: User) -> int:
        """Put it into the draft; returns the revision that then shows the page as it was sent.

        Raises common.errors.RegistryError.
        """
        given = str(self.form["revision"].value() or "")
        revision = int(given) if given.isdecimal() and len(given) < 10 else 0
        if self.keeps_words:
            revision = self.form.update(actor=actor).revision
        if self.keeps_evidence:
            self._keep_evidence(actor, revision)
            revision += 1
        return revision

    def _keep_evidence(self, actor: User, revision: int) -> None:
        changed, said = self.evidence.changed, self.evidence.said
        if changed is None:
            evidence_add(draft_id=self.draft.pk, actor=actor, **said)
        else:
            evidence_change(
                draft_id=self.draft.pk, evidence_id=changed.pk, actor=actor, revision=revision, **said
            )

    def refuse(self, refusal: RegistryError) -> None:
        """Show the refusal beside what it is about."""
        of_evidence = refusal.field in self.evidence.fields or not self.has_words
        self.keeps_evidence |= of_evidence
        refusal_show(self.evidence if of_evidence else self.form, refusal)


def evidence_of(draft: VerdictDraft, evidence_id: str) -> Evidence | None:
    """The draft's evidence of that key, while it has it."""
    return next((row for row in draft.evidence.all() if str(row.pk) == evidence_id), None)


def form_upon(draft: VerdictDraft, last: Verdict | None, typed: QueryDict) -> DraftForm:
    """What was typed, now upon a draft that its author had not seen so."""
    data = typed.copy()
    data["revision"], data["expected_seq"] = str(draft.revision), str(last.seq if last else 0)
    data["opened"] = str(DraftForm(draft=draft, last=last)["opened"].value())
    return DraftForm(draft=draft, last=last, data=data)


def _plain(field: Any) -> str:
    return normalize_newlines(str(field.value() or "")).strip()
