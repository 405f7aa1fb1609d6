"""The form in which a verdict is written, for one publisher on one claim."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.models import User
from django.core.validators import MinValueValidator, URLValidator
from django.http import QueryDict
from django.utils import timezone

from claims.admin.display import KIND_NAMES, evidence_line
from claims.models import Claim, Evidence, Rating, Verdict, VerdictDraft
from claims.part_selectors import evidence_at_hand
from claims.rules import NEEDS, TRANSITIONS, Kind, kinds_following
from claims.services.checks import held_from
from claims.services.drafts import draft_create
from claims.services.verdicts import Statement, verdict_record
from claims.vocabulary_selectors import rating_scales_open_to
from common.desk_fields import ProseField
from common.errors import Invalid
from sources.models import Source

_CARRIED = ("summary", "explanation", "review_url", "language")
# By its placeholder the style sheet sees that a field is empty.
_BLANK = {"placeholder": " "}
_EARLIEST = date(1900, 1, 1)


class VerdictForm(forms.Form):
    """A verdict on top of `last`, the publisher's last row that its author saw.

    With `complete` False it is a draft's, in which anything may still be missing. `chosen`: a rating that
    stays to be had, though its scale may have a newer version since. `claim`: where a verdict on it is begun,
    for which evidence may be kept.
    """

    expected_seq = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    kind = forms.ChoiceField(choices=list(KIND_NAMES.items()), widget=forms.RadioSelect)
    reason = ProseField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, **_BLANK}),
        help_text="What changed, or what was wrong. Public; required unless it is the first verdict.",
    )
    note = ProseField(
        required=False,
        label="Note to the readers",
        widget=forms.Textarea(attrs={"rows": 3, **_BLANK}),
        help_text="Of a correction: what was wrong, and what is right. Required there, and only there.",
    )
    summary = ProseField(
        required=False, widget=forms.Textarea(attrs={"rows": 2}), help_text="One or two sentences."
    )
    explanation = ProseField(required=False, widget=forms.Textarea(attrs={"rows": 8}))
    original_label = forms.CharField(
        required=False,
        max_length=200,
        label="Label as printed",
        widget=forms.TextInput(attrs=_BLANK),
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
    held_day = forms.DateField(
        required=False,
        label="Day",
        validators=[MinValueValidator(_EARLIEST)],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    held_time = forms.TimeField(
        required=False, label="Time", widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )

    def __init__(
        self,
        *,
        publisher: Source,
        last: Verdict | None,
        claim: Claim | None = None,
        data: QueryDict | None = None,
        initial: Any = None,
        complete: bool = True,
        chosen: Rating | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self.complete = complete
        self.publisher = publisher
        self.last = last
        self.claim = claim
        self.offered: dict[str, Evidence] = {}
        if claim:
            self._offer_evidence(claim)
        self.fields["review_url"].validators = [URLValidator(schemes=["http", "https"])]
        self.fields["rating"] = forms.ChoiceField(
            required=False, choices=_rating_choices(publisher.pk, chosen)
        )
        if complete:
            self._offer(self.allowed)

    def _offer(self, kinds: Collection[Any]) -> None:
        # Only what may follow is offered; what was offered before somebody else's verdict still arrives.
        offered = [(kind.value, name) for kind, name in KIND_NAMES.items() if kind in kinds]
        self.fields["kind"].widget.choices = offered

    def _offer_evidence(self, claim: Claim) -> None:
        """The last verdict's evidence, the claim's own, and what was sent of earlier; each piece once."""
        last_id = self.last.pk if self.last else None
        rows = evidence_at_hand(claim, self.publisher)
        wanted = [row for row in rows if row.verdict_id in {None, last_id} or _tick(row) in self.data]
        self.offered = {_tick(row): row for row in sorted(wanted, key=lambda row: bool(row.verdict_id))}
        for name, row in sorted(self.offered.items(), key=lambda pair: pair[1].verdict_id is None):
            self.fields[name] = forms.BooleanField(
                required=False, label=evidence_line(row), label_suffix="", initial=row.verdict_id is not None
            )

    @property
    def ticks(self) -> list[forms.BoundField]:
        """The evidence offered, each to be kept or not."""
        return [field for field in self if field.name in self.offered]

    @property
    def allowed(self) -> frozenset[Kind]:
        """The kinds that may follow the last row; where a merged claim takes none, those it would take."""
        last = Kind(self.last.kind) if self.last else None
        is_merged = self.claim is not None and self.claim.survivor_id is not None
        return kinds_following(last, merged=is_merged) or TRANSITIONS[last]

    def clean(self) -> dict[str, Any]:
        """A retraction carries no rating, whatever was chosen before it became one."""
        cleaned = super().clean() or {}
        kind = cleaned.get("kind")
        if kind is None:
            return cleaned
        needs = NEEDS[Kind(kind)]
        if not needs.rating:
            cleaned["rating"] = ""
        if self.complete and needs.rating and not cleaned.get("rating"):
            self.add_error("rating", "Choose the rating.")
        if self.complete and needs.reason and not cleaned.get("reason"):
            self.add_error("reason", "Say why: it is published with the verdict.")
        if self.complete and needs.note and not cleaned.get("note"):
            self.add_error("note", "Tell the readers what was wrong, and what is right.")
        cleaned["effective_at"] = self._held_from(cleaned.get("held_day"), cleaned.get("held_time"))
        return cleaned

    def _held_from(self, day: date | None, at: time | None) -> datetime | None:
        """The moment meant, in the desk's time zone: of a day alone its beginning."""
        if day is None:
            if at is not None and "held_day" not in self.errors:
                self.add_error("held_day", "Say on which day, too.")
            return None
        moment = timezone.make_aware(datetime.combine(day, at or time()))
        try:
            held_from(moment, now=timezone.now())
        except Invalid as refusal:
            self.add_error("held_day", refusal.detail)
        return moment

    def record(self, *, claim: Claim, actor: User) -> Verdict:
        """Append the verdict. Raises common.errors.RegistryError."""
        return verdict_record(
            claim_id=claim.pk,
            publisher_id=self.publisher.pk,
            actor=actor,
            statement=Statement(**self._texts()),
            kept_evidence=self._kept(),
            **self._row(),
        )

    def draft(self, *, claim: Claim, actor: User) -> VerdictDraft:
        """Keep it as a draft. Raises common.errors.RegistryError."""
        return draft_create(
            claim_id=claim.pk,
            publisher_id=self.publisher.pk,
            actor=actor,
            statement=Statement(**self._texts()),
            kept_evidence=self._kept(),
            **self._row(),
        )

    def _kept(self) -> list[UUID]:
        """A retraction rests on no evidence, whatever was ticked before it became one."""
        if self.cleaned_data["kind"] == Kind.RETRACTION:
            return []
        return [row.pk for name, row in self.offered.items() if self.cleaned_data[name]]

    def _row(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "kind": Kind(data["kind"]),
            "rating_id": UUID(data["rating"]) if data["rating"] else None,
            "reason": data["reason"],
            "note": data["note"],
            "expected_seq": data["expected_seq"],
        }

    def _texts(self) -> dict[str, Any]:
        names = ("summary", "explanation", "original_label", "review_url", "language", "effective_at")
        return {name: self.cleaned_data[name] for name in names}


def fresh_form(*, claim: Claim, publisher: Source, last: Verdict | None, kind: str) -> VerdictForm:
    """A form of kind `kind` where that may follow, else of the one that usually does.

    What changes a verdict begins with its texts, so that none goes missing unsaid; a retraction with none.
    """
    form = VerdictForm(publisher=publisher, last=last, claim=claim)
    usual = Kind.UPDATE if Kind.UPDATE in form.allowed else Kind.INITIAL
    wanted = kind if kind in form.allowed else usual
    form.initial = {"expected_seq": last.seq if last else 0, "kind": wanted, "language": claim.language}
    if last and wanted != Kind.RETRACTION:
        form.initial |= {name: value for name in _CARRIED if (value := getattr(last, name))}
    return form


def form_after_conflict(stale: VerdictForm, typed: QueryDict, last: Verdict | None) -> VerdictForm:
    """The same texts, now on top of a row that their author had not seen."""
    data = typed.copy()
    form = VerdictForm(publisher=stale.publisher, last=last, claim=stale.claim)
    data["expected_seq"] = str(last.seq if last else 0)
    if data.get("kind") not in form.allowed:
        data["kind"] = Kind.UPDATE.value if Kind.UPDATE in form.allowed else Kind.INITIAL.value
    return VerdictForm(publisher=stale.publisher, last=last, claim=stale.claim, data=data)


def _tick(row: Evidence) -> str:
    """The field's name for a piece of evidence, whatever it is given with.

    On the way back a browser fills in by name: what was ticked is then ticked again, and nothing else.
    """
    return "keep_" + hashlib.sha256(repr(row.piece).encode()).hexdigest()[:20]


def held_parts(moment: datetime | None) -> dict[str, str]:
    """A moment as the two fields of the form show it."""
    if moment is None:
        return {}
    local = timezone.localtime(moment)
    return {"held_day": local.date().isoformat(), "held_time": f"{local:%H:%M}"}


def _rating_choices(publisher_id: UUID, chosen: Rating | None) -> list[Any]:
    scales = rating_scales_open_to(publisher_id)
    groups = [
        (str(scale), [(str(r.pk), r.label) for r in _best_first(scale.ratings.all())]) for scale in scales
    ]
    if chosen and all(scale.pk != chosen.scale_id for scale in scales):
        groups.append((f"{chosen.scale}, no longer given", [(str(chosen.pk), chosen.label)]))
    return [("", "Choose…"), *(groups if len(groups) > 1 else groups[0][1] if groups else [])]


def _best_first(ratings: Any) -> list[Any]:
    return sorted(ratings, key=lambda r: (r.value is None, -(r.value or 0), r.label))
