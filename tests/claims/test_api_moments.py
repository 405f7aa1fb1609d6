"""Claims over the API: as they stood at a moment, and where their publishers contradict each other."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from claims.models import Claim, Evidence
from claims.rules import Kind, Normalised, in_conflict
from claims.services.drafts import draft_publish
from claims.services.evidence import evidence_add
from claims.services.merges import claim_merge, claim_unmerge
from claims.services.verdicts import Statement
from common.scopes import Scope
from tests import factories
from tests.api import anonymous, caller, problem

pytestmark = pytest.mark.django_db


def since(month: int) -> Statement:
    return Statement(effective_at=datetime(2025, month, 1, tzinfo=UTC))


def iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def stood(claim: Claim, **moment: datetime) -> dict[str, Any]:
    response = anonymous().get(f"/api/v1/claims/{claim.id}", {k: iso(v) for k, v in moment.items()})
    assert response.status_code == 200, response.content
    found: dict[str, Any] = response.json()
    return found


def test_both_clocks_are_read() -> None:
    first = factories.verdict(statement=since(3))
    learnt = timezone.now()
    late = factories.verdict(first.claim, publisher=first.publisher, kind=Kind.UPDATE, statement=since(5))
    early = factories.verdict(first.claim, publisher=first.publisher, kind=Kind.UPDATE, statement=since(2))

    def held(**moment: datetime) -> list[str]:
        return [row["id"] for row in stood(first.claim, **moment)["verdicts"]]

    april, june = datetime(2025, 4, 1, tzinfo=UTC), datetime(2025, 6, 1, tzinfo=UTC)
    assert held(known_at=learnt) == [str(first.id)]
    assert held(as_of=april, known_at=learnt) == [str(first.id)]
    assert held(as_of=april) == held(as_of=june) == [str(early.id)]
    history = f"/api/v1/claims/{first.claim_id}/verdicts"
    listed = anonymous().get(history, {"as_of": iso(april)}).json()["results"]
    assert [row["id"] for row in listed] == [str(early.id), str(first.id)]
    listed = anonymous().get(history, {"known_at": iso(learnt)}).json()["results"]
    assert [row["id"] for row in listed] == [str(first.id)]
    assert str(late.id) in [row["id"] for row in anonymous().get(history).json()["results"]]


def test_a_retracted_verdict_still_stands_in_the_past() -> None:
    first = factories.verdict()
    before = timezone.now()
    factories.verdict(first.claim, publisher=first.publisher, kind=Kind.RETRACTION)
    assert stood(first.claim, known_at=before)["verdicts"][0]["rating"]["label"] == "False"
    assert stood(first.claim, known_at=timezone.now())["verdicts"][0]["rating"] is None


def test_evidence_appearances_and_merges_are_there_from_their_moment_on() -> None:
    claim, into = factories.published_claim(), factories.published_claim()
    before = timezone.now()
    actor = factories.user()
    for one in (into, claim):
        evidence_add(claim_id=one.id, url="https://a.example/r", stance=Evidence.Stance.CONTEXT, actor=actor)
    claim_merge(claim_id=claim.id, into_id=into.id, actor=actor, reason="The same.")
    during = timezone.now()
    claim_unmerge(claim_id=claim.id, actor=actor, reason="Not the same.")
    for moment, evidence, merged in ((before, 0, 0), (during, 1, 1), (timezone.now(), 1, 0)):
        found = stood(into, known_at=moment)
        assert len(found["evidence"]) == evidence
        assert [(one["id"], len(one["evidence"])) for one in found["merged_claims"]] == [
            (str(claim.id), 1)
        ] * merged
        assert len(found["appearances"]) == 1 + merged
        other = stood(claim, known_at=moment)
        assert (other["state"], other["merged_into"]) == (
            ("merged", str(into.id)) if merged else ("published", None)
        )


def test_evidence_of_a_draft_is_there_from_when_it_was_published() -> None:
    first, author, editor = factories.verdict(), factories.user(), factories.user()
    prepared = factories.draft(first, author=author)
    given = evidence_add(
        draft_id=prepared.id, url="https://a.example/r", stance=Evidence.Stance.REFUTES, actor=author
    )
    between = timezone.now()
    draft_publish(draft_id=prepared.id, revision=prepared.revision + 1, actor=editor)
    assert stood(first.claim, known_at=between)["evidence"] == []
    now = stood(first.claim, known_at=timezone.now())
    assert [row["id"] for row in now["evidence"]] == [str(given.id)]
    later = evidence_add(
        verdict_id=first.id, url="https://a.example/s", stance=Evidence.Stance.CONTEXT, actor=author
    )
    shown = stood(first.claim, known_at=timezone.now())["evidence"]
    assert [row["id"] for row in shown] == [str(given.id), str(later.id)]


def test_a_moment_before_the_claim_was_public_shows_it_to_those_who_see_candidates_only() -> None:
    claim = factories.claim()
    opened = timezone.now()
    factories.verdict(claim)
    address = f"/api/v1/claims/{claim.id}"
    problem(anonymous().get(address, {"known_at": iso(opened)}), 404)
    desk = caller(Scope.CANDIDATES_READ)
    assert desk.get(address, {"known_at": iso(opened)}).json()["state"] == "open"
    problem(desk.get(address, {"known_at": iso(claim.created_at - timedelta(seconds=1))}), 404)
    problem(anonymous().get(address, {"as_of": "last spring"}), 400, at="as_of")


def judged(claim: Claim, *values: str) -> None:
    for value in values:
        factories.verdict(claim, rating_id=factories.rating(normalised=value).id)


@pytest.mark.parametrize(
    ("values", "conflict"),
    [
        (("true", "false"), True),
        (("true", "mostly_true"), False),
        (("false", "satire", "altered", "mostly_false"), False),
        (("mixed", "missing_context"), False),
        (("mostly_true", "mixed"), True),
        (("unproven", "false"), True),
        (("unproven", "unproven"), False),
        (("unmapped", "true"), False),
        (("unmapped", "true", "false"), True),
        (("true",), False),
        ((), False),
    ],
)
def test_publishers_contradict_each_other_on_different_sides(values: tuple[str, ...], conflict: bool) -> None:
    assert in_conflict([Normalised(value) for value in values]) is conflict
    claim = factories.claim()
    judged(claim, "unmapped", *values)
    found = anonymous().get(f"/api/v1/claims/{claim.id}").json()
    assert found["verdicts_conflict"] is conflict
    assert [position["normalised"] for position in found["positions"]] == ["unmapped", *values]
    assert found["positions"][0]["side"] is None
    for asked in ("true", "false"):
        listed = anonymous().get(f"/api/v1/claims?conflict={asked}").json()["results"]
        assert [row["id"] for row in listed] == ([str(claim.id)] if conflict is (asked == "true") else [])


def test_a_contradiction_ends_when_a_publisher_withdraws_or_changes_its_mind() -> None:
    claim = factories.claim()
    judged(claim, "true")
    other = factories.verdict(claim, rating_id=factories.rating(normalised="false").id)
    steps: list[tuple[Kind, dict[str, Any], bool]] = [
        (Kind.RETRACTION, {}, False),
        (Kind.INITIAL, {"rating_id": factories.rating(normalised="mixed").id}, True),
        (Kind.CORRECTION, {"rating_id": factories.rating(normalised="true").id}, False),
    ]
    for kind, values, conflict in steps:
        before = timezone.now()
        factories.verdict(claim, publisher=other.publisher, kind=kind, **values)
        claim.refresh_from_db()
        assert claim.verdicts_conflict is conflict
        assert stood(claim, known_at=before)["verdicts_conflict"] is not conflict
