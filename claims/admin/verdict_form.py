"""The form in which a verdict is written, for one publisher on one claim."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.models import User
from django.core.validators import URLValidator
from django.http import QueryDict

from claims.admin.display import KIND_NAMES
from claims.models import Claim, Verdict
from claims.rules import TRANSITIONS, Kind
from claims.selectors import rating_scales_open_to
from claims.services.verdicts import Statement, verdict_record
from sources.models import Source


class VerdictForm(forms.Form):
    """A verdict on top of `last`, the publisher's last row that its author saw."""

    expected_seq = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    kind = forms.ChoiceField(choices=list(KIND_NAMES.items()), widget=forms.RadioSelect)
    reason = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What changed, or what was wrong. Public; required unless it is the first verdict.",
    )
    summary = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"rows": 2}), help_text="One or two sentences."
    )
    explanation = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 8}))
    original_label = forms.CharField(
        required=False,
        max_length=200,
        label="Label as printed",
        help_text="Only where the review words it otherwise than the rating does.",
    )
    review_url = forms.URLField(
        required=False,
        max_length=2048,
        label="Address of the review",
        assume_scheme="https",
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )
    language = forms.CharField(
        required=False,
        max_length=35,
        help_text="Of these texts, such as en or uk.",
        widget=forms.TextInput(attrs={"size": 8}),
    )

    def __init__(
        self,
        *,
        publisher: Source,
        last: Verdict | None,
        data: QueryDict | None = None,
        initial: Any = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self.publisher = publisher
        self.last = last
        self.fields["review_url"].validators = [URLValidator(schemes=["http", "https"])]
        self.fields["rating"] = forms.ChoiceField(required=False, choices=_rating_choices(publisher.pk))
        # Only what may follow is offered; what was offered before somebody else's verdict still arrives.
        self.fields["kind"].widget.choices = [
            (kind.value, name) for kind, name in KIND_NAMES.items() if kind in self.allowed
        ]

    @property
    def allowed(self) -> frozenset[Kind]:
        """The kinds that may follow the last row."""
        return TRANSITIONS[Kind(self.last.kind) if self.last else None]

    def clean(self) -> dict[str, Any]:
        """A retraction carries no rating, whatever was chosen before it became one."""
        cleaned = super().clean() or {}
        if cleaned.get("kind") == Kind.RETRACTION:
            cleaned["rating"] = ""
        elif cleaned.get("kind") and not cleaned.get("rating"):
            self.add_error("rating", "Choose the rating.")
        if cleaned.get("kind") not in (None, Kind.INITIAL) and not cleaned.get("reason"):
            self.add_error("reason", "Say why: it is published with the verdict.")
        return cleaned

    def record(self, *, claim: Claim, actor: User) -> Verdict:
        """Append the verdict. Raises common.errors.RegistryError."""
        data = self.cleaned_data
        return verdict_record(
            claim_id=claim.pk,
            publisher_id=self.publisher.pk,
            kind=Kind(data["kind"]),
            rating_id=UUID(data["rating"]) if data["rating"] else None,
            reason=data["reason"],
            actor=actor,
            expected_seq=data["expected_seq"],
            statement=Statement(
                summary=data["summary"],
                explanation=data["explanation"],
                original_label=data["original_label"],
                review_url=data["review_url"],
                language=data["language"],
            ),
        )


def fresh_form(*, claim: Claim, publisher: Source, last: Verdict | None, kind: str) -> VerdictForm:
    """An empty form; of kind `kind` where that may follow, else of the one that usually does."""
    form = VerdictForm(publisher=publisher, last=last)
    usual = Kind.UPDATE if Kind.UPDATE in form.allowed else Kind.INITIAL
    form.initial = {
        "expected_seq": last.seq if last else 0,
        "kind": kind if kind in form.allowed else usual,
        "language": claim.language,
    }
    return form


def form_after_conflict(stale: VerdictForm, typed: QueryDict, last: Verdict | None) -> VerdictForm:
    """The same texts, now on top of a row that their author had not seen."""
    data = typed.copy()
    form = VerdictForm(publisher=stale.publisher, last=last)
    data["expected_seq"] = str(last.seq if last else 0)
    if data.get("kind") not in form.allowed:
        data["kind"] = Kind.UPDATE.value if Kind.UPDATE in form.allowed else Kind.INITIAL.value
    return VerdictForm(publisher=stale.publisher, last=last, data=data)


def _rating_choices(publisher_id: UUID) -> list[Any]:
    scales = rating_scales_open_to(publisher_id)
    groups = [
        (str(scale), [(str(r.pk), r.label) for r in _best_first(scale.ratings.all())]) for scale in scales
    ]
    return [("", "Choose…"), *(groups if len(groups) > 1 else groups[0][1] if groups else [])]


def _best_first(ratings: Any) -> list[Any]:
    return sorted(ratings, key=lambda r: (r.value is None, -(r.value or 0), r.label))
