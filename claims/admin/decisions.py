"""The forms by which a candidate is accepted, merged or rejected. Each calls its service."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.admin import AdminSite
from django.contrib.admin.helpers import ActionForm
from django.contrib.admin.widgets import AutocompleteSelect
from django.contrib.auth.models import User

from claims.models import Candidate, Claim
from claims.selectors import claim_list
from claims.services.candidates import candidate_accept, candidate_merge, candidate_reject
from sources.models import Source
from sources.selectors import source_list, sources_named

REASONS = (
    "Not a statement of fact",
    "Opinion or prediction",
    "Not worth checking",
    "Attributed to the wrong person",
    "Cannot be understood without its article",
    "Repeats another candidate of the article",
)


class IdentifierSelect(AutocompleteSelect):
    """A choice among rows with UUID keys, which can be shown again with whatever was sent in their place."""

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> Any:
        """The option chosen. Django's own fails on a value that is no UUID."""
        return super().optgroups(name, [key for key in value if _is_identifier(key)], attr)


class Decision(forms.Form):
    """What a fact-checker decides about a candidate."""

    verb: str

    def __init__(self, site: AdminSite, candidate: Candidate, data: Any = None) -> None:
        super().__init__(data, auto_id=f"{self.verb}_%s")
        self.candidate = candidate

    def decide(self, actor: User) -> str:
        """Carry it out; returns what was done, in words. Raises common.errors.RegistryError."""
        raise NotImplementedError


class AcceptForm(Decision):
    """The candidate becomes a claim of its own."""

    verb = "accept"
    text = forms.CharField(
        label="The claim",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="As it will stand in the registry: clear without its article.",
    )

    def __init__(self, site: AdminSite, candidate: Candidate, data: Any = None) -> None:
        super().__init__(site, candidate, data)
        named = sources_named(candidate.claimant).exclude(kind=Source.Kind.FACT_CHECKER)
        known = list(named[:2]) if candidate.claimant else []
        self.fields["text"].initial = candidate.text
        self.fields["claimant"] = forms.ModelChoiceField(
            source_list(),
            required=False,
            label="Claimant in the registry",
            widget=IdentifierSelect(Claim.claimant.field, site),
            help_text=_claimant_help(candidate, len(known)),
            initial=known[0] if len(known) == 1 else None,
        )

    def decide(self, actor: User) -> str:
        """Accept it."""
        claim = candidate_accept(
            candidate_id=self.candidate.pk,
            actor=actor,
            text=self.cleaned_data["text"],
            claimant=self.cleaned_data["claimant"],
        )
        return f"Accepted as claim {claim.short_id}."


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

    def decide(self, actor: User) -> str:
        """Merge it."""
        claim_id: UUID = self.cleaned_data["claim"].pk
        claim = candidate_merge(candidate_id=self.candidate.pk, claim_id=claim_id, actor=actor)
        return f"Merged into claim {claim.short_id}."


class RejectForm(Decision):
    """The candidate is not a claim to be checked."""

    verb = "reject"
    reason = forms.CharField(
        max_length=2000,
        widget=forms.TextInput(attrs={"list": "reject-reasons", "autocomplete": "off"}),
        help_text="Choose one or write your own; it is kept.",
    )

    def decide(self, actor: User) -> str:
        """Reject it."""
        candidate_reject(candidate_id=self.candidate.pk, actor=actor, reason=self.cleaned_data["reason"])
        return "Rejected."


DECISIONS: dict[str, type[Decision]] = {form.verb: form for form in (AcceptForm, MergeForm, RejectForm)}


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
    if known == 0:
        return f"No source is called “{name}” yet. Left empty, one is added."
    if known == 1:
        return f"The source known as “{name}”."
    return f"Several sources are called “{name}”. Left empty, another one is added."
