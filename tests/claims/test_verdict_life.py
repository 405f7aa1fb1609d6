"""Random lives of claims: nothing is lost, the pointer is the last row, and any moment can be read back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

import hypothesis.strategies as st
import pytest
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from claims.models import Claim, CurrentVerdict, Evidence, Verdict
from claims.moments import ClaimView, claim_as_of, claim_now, verdicts_as_of
from claims.rules import NEEDS, TRANSITIONS, Kind, Normalised, in_conflict, kinds_following
from claims.selectors import claim_detail, verdict_history
from claims.services.evidence import evidence_add
from claims.services.merges import claim_merge, claim_unmerge
from claims.services.verdicts import Statement, verdict_record
from common.errors import Conflict, Invalid
from tests import factories

LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)
FAR_AHEAD = datetime(2200, 1, 1, tzinfo=UTC)
CLAIMS, PUBLISHERS = st.integers(0, 2), st.integers(0, 1)
DAYS = st.integers(0, 5)
MAPPED = [Normalised.TRUE, Normalised.FALSE, Normalised.UNMAPPED]


@dataclass(frozen=True)
class Row:
    """A verdict, as the test's own account of history has it."""

    id: UUID
    publisher: UUID
    kind: Kind
    normalised: Normalised | None
    effective: datetime
    recorded: datetime


@dataclass
class Account:
    """What happened to a claim; `merges` are (when, into) with None for an undoing."""

    rows: list[Row] = field(default_factory=list)
    merges: list[tuple[datetime, UUID | None]] = field(default_factory=list)
    evidence: list[tuple[datetime, UUID]] = field(default_factory=list)

    def standing(self, as_of: datetime, known_at: datetime) -> dict[UUID, Row]:
        """Replays the rows in their order: of each publisher the last one that was known and held."""
        return {r.publisher: r for r in self.rows if r.recorded <= known_at and r.effective <= as_of}

    def merged_into(self, moment: datetime) -> UUID | None:
        return next((into for at, into in reversed(self.merges) if at <= moment), None)


class Life(RuleBasedStateMachine):
    """Three claims, two publishers, and whatever may happen to them."""

    def __init__(self) -> None:
        super().__init__()
        self.editor = factories.user()
        self.claims = [factories.claim().id for _ in range(3)]
        self.publishers = [factories.fact_checker().id for _ in range(2)]
        self.ratings = {value: factories.rating(normalised=value).id for value in MAPPED}
        self.accounts = {claim: Account() for claim in self.claims}
        self.moments = [timezone.now()]

    def survivor(self, claim: UUID, moment: datetime = FAR_AHEAD) -> UUID:
        while into := self.accounts[claim].merged_into(moment):
            claim = into
        return claim

    @rule(
        claim=CLAIMS, publisher=PUBLISHERS, pick=st.integers(0, 5), mapped=st.sampled_from(MAPPED), day=DAYS
    )
    def record(self, claim: int, publisher: int, pick: int, mapped: Normalised, day: int) -> None:
        """One of the kinds that may follow; where the claim was merged, all but a retraction are refused."""
        on, by = self.claims[claim], self.publishers[publisher]
        allowed = sorted(TRANSITIONS[self.last_kind(on, by)])
        kind = allowed[pick % len(allowed)]
        if kind not in kinds_following(self.last_kind(on, by), merged=self.survivor(on) != on):
            with pytest.raises(Conflict):
                self.append(on, by, kind, mapped, day)
            return
        made = self.append(on, by, kind, mapped, day)
        value = mapped if NEEDS[kind].rating else None
        self.accounts[on].rows.append(Row(made.id, by, kind, value, made.effective_at, made.recorded_at))
        self.moments.append(timezone.now())

    @rule(claim=CLAIMS, publisher=PUBLISHERS, kind=st.sampled_from(Kind))
    def record_out_of_turn(self, claim: int, publisher: int, kind: Kind) -> None:
        """What may not follow is refused."""
        on, by = self.claims[claim], self.publishers[publisher]
        if kind not in TRANSITIONS[self.last_kind(on, by)]:
            with pytest.raises((Invalid, Conflict)):
                self.append(on, by, kind, Normalised.TRUE, 0)

    def last_kind(self, claim: UUID, publisher: UUID) -> Kind | None:
        kinds = [row.kind for row in self.accounts[claim].rows if row.publisher == publisher]
        return kinds[-1] if kinds else None

    def append(self, claim: UUID, publisher: UUID, kind: Kind, mapped: Normalised, day: int) -> Verdict:
        seen = sum(row.publisher == publisher for row in self.accounts[claim].rows)
        return verdict_record(
            claim_id=claim,
            publisher_id=publisher,
            kind=kind,
            rating_id=self.ratings[mapped] if NEEDS[kind].rating else None,
            reason=f"New figures, for the {seen}th time.",
            note="It is 38." if NEEDS[kind].note else "",
            statement=Statement(effective_at=LONG_AGO + timedelta(days=day)),
            actor=self.editor,
            expected_seq=seen,
        )

    @rule(claim=CLAIMS, into=CLAIMS)
    def merge(self, claim: int, into: int) -> None:
        one, other = self.claims[claim], self.claims[into]
        unpublished = self.accounts[one].rows and not self.accounts[other].rows
        refused = one == other or self.survivor(one) != one or self.survivor(other) != other or unpublished
        if refused:
            with pytest.raises((Conflict, Invalid)):
                claim_merge(claim_id=one, into_id=other, actor=self.editor, reason="The same.")
            return
        row = claim_merge(claim_id=one, into_id=other, actor=self.editor, reason="The same.")
        self.accounts[one].merges.append((row.recorded_at, other))
        self.moments.append(timezone.now())

    @rule(claim=CLAIMS)
    def unmerge(self, claim: int) -> None:
        one = self.claims[claim]
        if self.survivor(one) == one:
            with pytest.raises(Conflict):
                claim_unmerge(claim_id=one, actor=self.editor, reason="Not the same.")
            return
        row = claim_unmerge(claim_id=one, actor=self.editor, reason="Not the same.")
        self.accounts[one].merges.append((row.recorded_at, None))
        self.moments.append(timezone.now())

    @rule(claim=CLAIMS)
    def add_evidence(self, claim: int) -> None:
        on = self.claims[claim]
        if self.survivor(on) != on:
            with pytest.raises(Conflict):
                evidence_add(
                    claim_id=on, url="https://a.example/r", stance=Evidence.Stance.CONTEXT, actor=self.editor
                )
            return
        # The same is given once.
        url = f"https://a.example/r/{len(self.accounts[on].evidence)}"
        made = evidence_add(claim_id=on, url=url, stance=Evidence.Stance.CONTEXT, actor=self.editor)
        self.accounts[on].evidence.append((made.created_at, made.id))
        self.moments.append(timezone.now())

    @rule(claim=CLAIMS, at=st.floats(0, 1), day=st.one_of(st.none(), DAYS))
    def look_back(self, claim: int, at: float, day: int | None) -> None:
        known_at = self.moments[round(at * (len(self.moments) - 1))]
        as_of = FAR_AHEAD if day is None else LONG_AGO + timedelta(days=day)
        one = self.claims[claim]
        view = claim_as_of(one, as_of=as_of, known_at=known_at, include_open=True)
        self.compare(view, one, as_of, known_at)

    def teardown(self) -> None:
        """Whatever was drawn: every moment, with and without a look at what had taken effect."""
        for claim in Claim.objects.filter(pk__in=self.claims):
            for known_at in self.moments:
                for as_of in (FAR_AHEAD, LONG_AGO + timedelta(days=2)):
                    stood = self.accounts[claim.pk].standing(as_of, known_at)
                    found = verdicts_as_of(claim, as_of=as_of, known_at=known_at)
                    assert {row.id for row in found} == {row.id for row in stood.values()}

    @invariant()
    def nothing_is_lost(self) -> None:
        for claim, account in self.accounts.items():
            found = [row.id for row in verdict_history(Claim.objects.get(pk=claim))]
            assert found[::-1] == [row.id for row in account.rows]
            last = {row.publisher: row.id for row in account.rows}
            pointers = CurrentVerdict.objects.filter(claim=claim).values_list("publisher", "verdict")
            assert dict(pointers) == last

    @invariant()
    def what_is_shown_now_is_a_replay_up_to_now(self) -> None:
        for claim in claim_detail(include_open=True).filter(pk__in=self.claims):
            self.compare(claim_now(claim), claim.pk, FAR_AHEAD, FAR_AHEAD)
            assert claim_now(claim).verdicts_conflict == claim.verdicts_conflict
            assert (claim.survivor_id or claim.pk) == self.survivor(claim.pk)

    def compare(self, view: ClaimView, claim: UUID, as_of: datetime, known_at: datetime) -> None:
        moment = min(as_of, known_at)
        account = self.accounts[claim]
        stood = account.standing(as_of, known_at)
        assert {row.id for row in view.verdicts} == {row.id for row in stood.values()}
        assert view.verdicts_conflict == in_conflict([r.normalised for r in stood.values() if r.normalised])
        assert view.merged_into == account.merged_into(moment)
        states = ("merged", "merged_open") if view.merged_into else ("published", "open")
        assert view.state == states[0 if stood else 1]
        assert {row.id for row in view.evidence} == {pk for at, pk in account.evidence if at <= moment}
        # What was merged into a merged claim is part of its survivor.
        absorbed = {
            other for other in self.claims if not view.merged_into and self.passes(other, claim, moment)
        }
        assert {one.claim.pk for one in view.absorbed} == absorbed
        judged = {other for other in absorbed if self.accounts[other].standing(as_of, known_at)}
        assert {one.claim.pk for one in view.merged_claims} == (judged if stood else absorbed)

    def passes(self, claim: UUID, through: UUID, moment: datetime) -> bool:
        """Whether the merges of a claim lead through another."""
        into = self.accounts[claim].merged_into(moment)
        return into is not None and (into == through or self.passes(into, through, moment))


@pytest.mark.django_db
def test_whatever_happens_history_is_whole_and_every_moment_can_be_read_back() -> None:
    chosen = settings(
        max_examples=10,
        stateful_step_count=25,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    run_state_machine_as_test(Life, settings=chosen)
