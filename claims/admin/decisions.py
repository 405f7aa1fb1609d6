"""The forms by which a candidate is accepted, merged or rejected. Each calls its service."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.admin import AdminSite
from django.contrib.admin.helpers import ActionForm
from django.contrib.admin.widgets import AutocompleteSelect
from django.contrib.auth.models import User

from claims.candidate_selectors import candidate_namesakes, decided_together
from claims.models import Candidate, Claim
from claims.models.utterance import NAME_MAX
from claims.proposing.types import UNNAMED
from claims.selectors import claim_list
from claims.services.candidates import (
    CLAIMANT_KINDS,
    candidate_accept,
    candidate_merge,
    candidate_reject,
)
from claims.services.reopening import candidate_reopen
from common.desk_fields import ProseField
from sources.selectors import source_list


class IdentifierSelect(AutocompleteSelect):
    """A choice among rows with UUID keys, which can be shown again with whatever was sent in their place."""

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> Any:
        """The option chosen. Django's own fails on a value that is no UUID."""
        return super().optgroups(name, [key for key in value if _is_identifier(key)], attr)


@dataclass(frozen=True, kw_only=True)
class Decided:
    """What was done, in words; the claim that the candidate is now; whether it is done with."""

    done: str
    claim: Claim | None = None
    settled: bool = True


class Decision(forms.Form):
    """What a fact-checker decides about a candidate."""

    verb: str
    # Whether the others that say the same are decided with it; asked only where there are any.
    whole_cluster = forms.BooleanField(required=False, initial=True)

    def __init__(self, site: AdminSite, candidate: Candidate, data: Any = None) -> None:
        super().__init__(data, auto_id=f"{self.verb}_%s")
        self.candidate = candidate
        if others := self.others():
            self.fields["whole_cluster"].label = f"With {others}"
        else:
            del self.fields["whole_cluster"]

    def others(self) -> str:
        """Which others may be decided with it, in words; empty: there are none."""
        cluster = self.candidate.cluster
        others = cluster.pending - 1 if cluster else 0
        if others < 1:
            return ""
        return "the other one that says the same" if others == 1 else f"the {others} others that say the same"

    @property
    def wide(self) -> bool:
        """Whether the others that say the same are decided with it."""
        return bool(self.cleaned_data.get("whole_cluster"))

    @property
    def typed(self) -> list[tuple[str, str]]:
        """What was written into its fields of text, each under the field's name."""
        written = (self[name] for name, field in self.fields.items() if isinstance(field, forms.CharField))
        return [(str(box.label), box.value()) for box in written if box.value()]

    def keep(self, sent: Mapping[str, Any]) -> None:
        """Show what stood in its fields when another decision was sent instead, and was refused."""
        for name in self.fields.keys() & sent.keys():
            self.fields[name].initial = sent[name]

    def point_out(self) -> None:
        """Have the page open at the first field that is wrong, however far down it is."""
        for name in self.errors:
            if name in self.fields:
                self.fields[name].widget.attrs["autofocus"] = True
                return

    def decide(self, actor: User) -> Decided:
        """Carry it out. Raises common.errors.RegistryError."""
        raise NotImplementedError


class AcceptForm(Decision):
    """The candidate becomes a claim of its own."""

    verb = "accept"
    text = ProseField(
        label="The claim",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="As it will stand in the registry: clear without its article.",
    )
    claimant_name = forms.CharField(
        required=False,
        max_length=300,
        label="Name",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="The source so called; where there is none, one is added.",
    )
    claimant_kind = forms.ChoiceField(
        required=False, label="Who is a", choices=[(kind.value, kind.label) for kind in CLAIMANT_KINDS]
    )
    addressee = forms.CharField(
        required=False,
        max_length=NAME_MAX,
        label="Said to",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="The party spoken or written to, where it is no medium.",
    )

    def __init__(self, site: AdminSite, candidate: Candidate, data: Any = None) -> None:
        super().__init__(site, candidate, data)
        found = candidate_namesakes(candidate)
        self.namesakes = [each for each in found.results if each.source != found.meant]
        self.fields["text"].initial = candidate.text
        self.fields["addressee"].initial = candidate.addressee
        self.fields["claimant"] = forms.ModelChoiceField(
            source_list(),
            required=False,
            label="Claimant in the registry",
            widget=IdentifierSelect(Claim.claimant.field, site),
            help_text=_claimant_help(candidate, sum(each.score == 1 for each in found.results)),
            initial=found.meant,
        )

    @property
    def names_another(self) -> bool:
        """Whether somebody is named who stands neither in the article nor in the registry."""
        return bool(self["claimant_name"].value() or self["claimant_name"].errors)

    def decide(self, actor: User) -> Decided:
        """Accept it."""
        claim = candidate_accept(
            candidate_id=self.candidate.pk,
            actor=actor,
            text=self.cleaned_data["text"],
            claimant=self.cleaned_data["claimant"],
            claimant_name=self.cleaned_data["claimant_name"],
            claimant_kind=self.cleaned_data["claimant_kind"] or CLAIMANT_KINDS[0],
            addressee=self.cleaned_data["addressee"],
            whole_cluster=self.wide,
        )
        return Decided(done="Accepted as", claim=claim)


class MergeForm(Decision):
    """The candidate is one more appearance of a known claim."""

    verb = "merge"

    def __init__(self, site: AdminSite, candidate: Candidate, data: Any = None) -> None:
        super().__init__(site, candidate, data)
        self.fields["claim"] = forms.ModelChoiceField(
            claim_list(include_open=True),
            label="Another known claim",
            widget=IdentifierSelect(Candidate.claim.field, site),
            help_text="Words of the claim, or its identifier.",
        )

    def decide(self, actor: User) -> Decided:
        """Merge it."""
        claim_id: UUID = self.cleaned_data["claim"].pk
        claim = candidate_merge(
            candidate_id=self.candidate.pk, claim_id=claim_id, actor=actor, whole_cluster=self.wide
        )
        return Decided(done="Merged into", claim=claim)


class RejectForm(Decision):
    """The candidate is not a claim to be checked."""

    verb = "reject"
    reason = forms.CharField(
        max_length=2000,
        widget=forms.TextInput(attrs={"list": "reject-reasons", "autocomplete": "off"}),
        help_text="Choose one or write your own; it is kept.",
    )

    def decide(self, actor: User) -> Decided:
        """Reject it."""
        candidate_reject(
            candidate_id=self.candidate.pk,
            actor=actor,
            reason=self.cleaned_data["reason"],
            whole_cluster=self.wide,
        )
        return Decided(done="Rejected")


class ReopenForm(Decision):
    """What was decided about the candidate was a mistake."""

    verb = "reopen"
    reason = forms.CharField(
        required=False,
        max_length=2000,
        label="Why",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="Optional. It is kept in the history.",
    )

    def others(self) -> str:
        """Those that were decided with it."""
        others = decided_together(self.candidate).count()
        if others < 1:
            return ""
        return "the other one decided with it" if others == 1 else f"the {others} others decided with it"

    def decide(self, actor: User) -> Decided:
        """Take the decision back."""
        state, reason = self.candidate.get_state_display().lower(), self.candidate.decision_reason
        candidate_reopen(
            candidate_id=self.candidate.pk,
            actor=actor,
            reason=self.cleaned_data["reason"],
            together=self.wide,
        )
        was = f"{state} because: {reason}" if reason else state
        return Decided(done=f"Back in the queue, no longer {was}", settled=False)


DECISIONS: dict[str, type[Decision]] = {form.verb: form for form in (AcceptForm, MergeForm, RejectForm)}
VERBS: dict[str, type[Decision]] = DECISIONS | {ReopenForm.verb: ReopenForm}


class QueueActionForm(ActionForm):
    """What stands beside the list of actions over the queue."""

    reason = forms.CharField(
        required=False,
        max_length=2000,
        label="Reason:",
        widget=forms.TextInput(attrs={"placeholder": "required to reject", "size": 26}),
    )


def _is_identifier(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _claimant_help(candidate: Candidate, known: int) -> str:
    name = candidate.claimant
    if not name:
        return "The article asserts it itself. Choose somebody only if it is another's claim."
    if candidate.claimant_kind == UNNAMED:
        return f"The article does not name “{name}”. Left empty, the claim has no claimant in the registry."
    if known == 0:
        return f"No source is called “{name}” yet. Left empty, one is added."
    if known == 1:
        return f"The source known as “{name}”."
    return f"Several sources are called “{name}”. Left empty, another one is added."
