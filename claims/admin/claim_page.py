"""What the page of a claim shows and asks, whoever looks at it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.admin import AdminSite
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.contrib.auth.models import User
from django.http import QueryDict
from django.utils.safestring import SafeString

from claims.admin import display
from claims.admin.decisions import IdentifierSelect
from claims.models import Appearance, Candidate, Claim, Evidence, Topic, Verdict, VerdictDraft
from claims.moments import ClaimView, claim_now
from claims.rules import Kind, kinds_following
from claims.selectors import claim_merges, draft_list, duplicates_of, verdict_history
from claims.services.topics import claim_topics_set
from common.desk_fields import ProseField
from common.desk_versions import OPENED, opened_check, opened_field, version_of
from common.lengths import TEXT_LENGTH
from sources.selectors import source_list


class TopicsForm(forms.Form):
    """What a claim is about, instead of what it was when the page was opened."""

    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, site: AdminSite, claim: Claim, data: QueryDict | None = None) -> None:
        topics = list(claim.topics.all())
        opened = " ".join(topic.slug for topic in topics)
        super().__init__(data, initial={"topics": topics, "opened": opened})
        self.fields["topics"] = forms.ModelMultipleChoiceField(
            Topic.objects.all(),
            required=False,
            widget=AutocompleteSelectMultiple(Claim.topics.field, site),
        )

    def save(self, claim: Claim, actor: User) -> Claim:
        """Set the topics. Raises common.errors.RegistryError."""
        slugs = [topic.slug for topic in self.cleaned_data["topics"]]
        opened = self.cleaned_data["opened"].split()
        return claim_topics_set(claim_id=claim.pk, topics=slugs, instead_of=opened, actor=actor)

    def on_top_of(self, claim: Claim) -> None:
        """Have it sent next as what is to stand instead of the topics that the claim has now."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        data["opened"] = " ".join(claim.topics.values_list("slug", flat=True))
        self.data = data


class CorrectionForm(forms.Form):
    """What a claim is to say, in which language and by whom, and why."""

    opened = opened_field()
    text = ProseField(label="The claim", widget=forms.Textarea(attrs={"rows": 3}))
    language = forms.CharField(
        required=False,
        max_length=35,
        help_text="Such as en or uk.",
        widget=forms.TextInput(attrs={"size": 8}),
    )

    def __init__(self, site: AdminSite, claim: Claim, data: Any = None) -> None:
        initial = {"text": claim.text, "language": claim.language, "claimant": claim.claimant}
        initial[OPENED] = version_of(initial)
        super().__init__(data, auto_id="correct_%s", initial=initial)
        self.fields["claimant"] = forms.ModelChoiceField(
            source_list(),
            required=False,
            widget=IdentifierSelect(Claim.claimant.field, site),
            help_text="Empty: nobody named.",
        )
        self.fields["reason"] = forms.CharField(
            label="What was wrong", help_text="It is kept with what the claim said until now."
        )

    def clean(self) -> dict[str, Any]:
        """Nobody corrects a correction unseen."""
        opened_check(self)
        return self.cleaned_data


class MergeForm(forms.Form):
    """Another claim that says the same, and why the two are one."""

    def __init__(self, site: AdminSite, data: Any = None) -> None:
        super().__init__(data, auto_id="merge_%s")
        self.fields["into"] = forms.ModelChoiceField(
            Claim.objects.filter(survivor=None),
            label="Into",
            widget=IdentifierSelect(Candidate.claim.field, site),
        )
        self.fields["reason"] = ProseField(widget=forms.Textarea(attrs={"rows": 2}))


class UnmergeForm(forms.Form):
    """Why a claim is to stand on its own again."""

    reason = forms.CharField(label="Why they are not one claim after all", max_length=TEXT_LENGTH)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="unmerge_%s")


class WithdrawalForm(forms.Form):
    """Why a piece of evidence is to be withdrawn."""

    reason = forms.CharField(label="Why it is withdrawn", max_length=TEXT_LENGTH)

    def __init__(self, evidence_id: UUID, data: Any = None) -> None:
        super().__init__(data, auto_id=f"withdraw_{evidence_id}_%s")
        self.evidence_id = evidence_id


@dataclass(frozen=True, kw_only=True)
class Row:
    """A verdict in the history."""

    verdict: Verdict
    badge: SafeString
    current: bool


@dataclass(frozen=True, kw_only=True)
class Holding:
    """What a publisher holds now, and what it may record next."""

    verdict: Verdict
    badge: SafeString
    next_kinds: list[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Place:
    """A place where the claim appeared."""

    appearance: Appearance
    said_on: str
    carriers: str


_DUPLICATES = 10
_NEXT = {
    Kind.INITIAL: "New verdict",
    Kind.UPDATE: "Update",
    Kind.CORRECTION: "Correct",
    Kind.RETRACTION: "Retract",
}


def claim_context(claim: Claim, withdrawal_form: WithdrawalForm | None = None) -> dict[str, Any]:
    """The claim with what each publisher holds, its whole history, where it appeared and its evidence."""
    history = list(verdict_history(claim))
    seen = claim_now(claim)
    current = seen.verdicts
    sightings = [row for row in claim.sightings.all() if row.places or row.sentence]
    last = {verdict.pk for verdict in current}
    return {
        "claim": claim,
        "holdings": [
            Holding(
                verdict=verdict, badge=display.rating_badge(verdict), next_kinds=_next_kinds(claim, verdict)
            )
            for verdict in current
        ],
        "history": [
            Row(verdict=verdict, badge=display.rating_badge(verdict), current=verdict.pk in last)
            for verdict in history
        ],
        "places": [
            Place(appearance=row, said_on=display.said_on(row), carriers=display.carriers(row))
            for row in seen.appearances
        ],
        "sightings": [
            (row, row.said_on and display.period(row.said_on, row.said_on_precision)) for row in sightings
        ],
        "seen_at": len(seen.appearances) + len(sightings),
        "absorbed": [
            (one.claim, display.verdict_badges(one.claim.current_verdicts.all())) for one in seen.absorbed
        ],
        "conflict": seen.verdicts_conflict,
        "duplicates": [
            (pair, pair.later if pair.earlier_id == claim.pk else pair.earlier)
            for pair in duplicates_of(claim)[:_DUPLICATES]
        ],
        **_evidence(claim, seen, last, withdrawal_form),
        "corrections": claim.corrections.select_related("claimant", "actor").order_by("-recorded_at", "-id"),
        "merges": claim_merges(claim),
        "drafts": draft_list().filter(claim=claim, state=VerdictDraft.State.DRAFT).order_by("created_at"),
    }


def _evidence(
    claim: Claim, seen: ClaimView, last: set[UUID], refused: WithdrawalForm | None
) -> dict[str, Any]:
    """What stands; apart from it what came with earlier verdicts, as what still holds was given again.

    What was withdrawn is apart, too. Each piece that can be withdrawn, or was, is with its form for that,
    perhaps the one that was refused.
    """

    def with_form(row: Evidence) -> tuple[Evidence, WithdrawalForm]:
        return row, refused if refused and refused.evidence_id == row.pk else WithdrawalForm(row.pk)

    standing = {None, *last}
    withdrawn = [with_form(row) for row in claim.evidence.all() if row.withdrawn_at]
    return {
        "evidence": [with_form(row) for row in seen.evidence if row.verdict_id in standing],
        "earlier_evidence": [row for row in seen.evidence if row.verdict_id not in standing],
        "withdrawn_evidence": withdrawn,
        "withdrawn_meanwhile": any(form.is_bound for _, form in withdrawn),
    }


def _next_kinds(claim: Claim, verdict: Verdict) -> list[tuple[str, str]]:
    allowed = kinds_following(Kind(verdict.kind), merged=claim.survivor_id is not None)
    return [(kind.value, name) for kind, name in _NEXT.items() if kind in allowed]
