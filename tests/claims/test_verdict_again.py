"""What is said again: the same verdict twice is refused, evidence that still holds is given once more."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from claims.models import Claim, Evidence, Verdict, VerdictDraft
from claims.rules import Kind
from claims.services.claimreview import Outcome
from claims.services.corrections import claim_correct
from claims.services.drafts import draft_create, draft_publish
from claims.services.evidence import evidence_add
from claims.services.verdicts import Statement, verdict_record
from common.errors import Conflict, NotFound
from common.ids import new_id
from tests import factories
from tests.claims.claimreview.reviews import take_in

pytestmark = pytest.mark.django_db
# What is known of what an address holds.
_READING = ("link_state", "content_hash", "link_failures", "checked_at", "next_check_at")


@pytest.fixture
def first() -> Verdict:
    return factories.verdict()


@pytest.fixture
def said(first: Verdict) -> dict[str, Any]:
    """A correction of it, as it is recorded."""
    return {
        "claim_id": first.claim_id,
        "publisher_id": first.publisher_id,
        "actor": first.actor,
        "kind": Kind.CORRECTION,
        "rating_id": factories.rating("Half true").pk,
        "reason": "We misread it.",
        "note": "It is 38 metres.",
        "statement": Statement(summary="Half.", explanation="Measured.", review_url="https://f.example/1"),
    }


def given(**owner: Any) -> Evidence:
    found: dict[str, Any] = {"stance": Evidence.Stance.REFUTES, "excerpt": "It is 38 metres high."}
    return evidence_add(**owner, actor=factories.user(), url="https://data.example/dam", **found)


def test_the_same_verdict_twice_is_refused(said: dict[str, Any]) -> None:
    verdict_record(**said)
    for again in (said, said | {"reason": " We misread it. "}):
        with pytest.raises(Conflict, match=r"number 2 of .* says exactly this already"):
            verdict_record(**again)
    assert Verdict.objects.count() == 2


@pytest.mark.parametrize(
    "other",
    [
        {"kind": Kind.UPDATE, "note": ""},
        {"reason": "We misread it again."},
        {"note": "It is 39 metres."},
        {"statement": Statement(summary="Half.", explanation="Measured.")},
        {
            "statement": Statement(
                summary="Half.",
                explanation="Measured.",
                review_url="https://f.example/1",
                effective_at=datetime(2026, 2, 1, tzinfo=UTC),
            )
        },
    ],
)
def test_what_says_anything_else_is_recorded(said: dict[str, Any], other: dict[str, Any]) -> None:
    verdict_record(**said)
    assert verdict_record(**said | other).seq == 3


@pytest.mark.parametrize(
    "other",
    [
        {"summary": "A half."},
        {"explanation": "Weighed."},
        {"original_label": "Halb wahr"},
        {"language": "de"},
    ],
)
def test_what_is_said_in_other_words_is_recorded(said: dict[str, Any], other: dict[str, str]) -> None:
    verdict_record(**said)
    assert verdict_record(**said | {"statement": replace(said["statement"], **other)}).seq == 3


def test_the_same_label_of_another_scale_is_another_verdict(said: dict[str, Any]) -> None:
    verdict_record(**said)
    assert verdict_record(**said | {"rating_id": factories.rating("Half true").pk}).seq == 3


def test_with_other_evidence_or_on_another_wording_it_is_another_verdict(said: dict[str, Any]) -> None:
    second = verdict_record(**said)
    piece = given(verdict_id=second.pk)
    third = verdict_record(**said)
    assert third.seq == 3
    fourth = verdict_record(**said, kept_evidence=[piece.pk])
    with pytest.raises(Conflict, match="says exactly this already"):
        verdict_record(**said, kept_evidence=[piece.pk])
    claim = Claim.objects.get(pk=said["claim_id"])
    claim_correct(
        claim_id=claim.pk,
        text="The dam is higher.",
        language="en",
        claimant=None,
        reason="A slip.",
        actor=said["actor"],
    )
    assert verdict_record(**said, kept_evidence=list(fourth.evidence.values_list("pk", flat=True))).seq == 5


def test_a_draft_that_says_what_stands_is_not_published_unless_upon_more_evidence(
    said: dict[str, Any],
) -> None:
    second = verdict_record(**said)
    draft = draft_create(**said, kept_evidence=[])
    with pytest.raises(Conflict, match="says exactly this already"):
        draft_publish(draft_id=draft.pk, revision=draft.revision, actor=said["actor"])
    assert VerdictDraft.objects.get().state == VerdictDraft.State.DRAFT
    assert Verdict.objects.latest("seq") == second
    given(draft_id=draft.pk)
    draft.refresh_from_db()
    assert draft_publish(draft_id=draft.pk, revision=draft.revision, actor=said["actor"]).seq == 3


def test_a_correction_that_a_publisher_takes_back_and_prints_again_is_imported_each_time() -> None:
    editor = factories.user()
    printed = [{"@type": "CorrectionComment", "text": "It is 84 metres."}]
    take_in(editor)
    for correction in (printed, [], printed):
        assert take_in(editor, correction=correction) is Outcome.UPDATED
    words = Verdict.objects.order_by("seq").values_list("kind", "note")
    assert list(words).count((Kind.CORRECTION.value, "It is 84 metres.")) == 2


def test_evidence_kept_is_given_with_the_new_verdict_and_stays_with_the_old(
    first: Verdict, said: dict[str, Any]
) -> None:
    found = {
        "archive_url": "https://archive.example/dam",
        "article_version_id": factories.article_version().pk,
    }
    old, of_claim = given(verdict_id=first.pk, **found), given(claim_id=first.claim_id)
    reading = ("broken", "a" * 64, 2, timezone.now(), timezone.now() + timedelta(days=7))
    Evidence.objects.filter(pk=old.pk).update(**dict(zip(_READING, reading, strict=True)))
    second = verdict_record(**said, kept_evidence=[old.pk, of_claim.pk])
    assert Evidence.objects.get(pk=old.pk).verdict == first
    assert Evidence.objects.get(pk=of_claim.pk).verdict is None
    copies = second.evidence.order_by("link_state")
    assert [row.piece for row in copies] == [old.piece, of_claim.piece]
    assert list(copies.values_list(*_READING)) == [
        reading,
        ("unchecked", "", 0, None, of_claim.next_check_at),
    ]
    assert {row.claim_id for row in copies} == {first.claim_id}
    assert {row.created_by for row in copies} == {said["actor"]} != {old.created_by}
    assert not {row.pk for row in copies} & {old.pk, of_claim.pk}


def test_evidence_kept_for_a_draft_is_published_with_it(first: Verdict, said: dict[str, Any]) -> None:
    old = given(verdict_id=first.pk)
    draft = draft_create(**said, kept_evidence=[old.pk])
    assert [(row.piece, row.created_by) for row in draft.evidence.all()] == [(old.piece, said["actor"])]
    verdict = draft_publish(draft_id=draft.pk, revision=draft.revision, actor=said["actor"])
    assert [row.piece for row in verdict.evidence.all()] == [old.piece]
    assert list(first.evidence.all()) == [old]


def test_evidence_of_another_claim_publisher_or_draft_is_not_kept(
    first: Verdict, said: dict[str, Any]
) -> None:
    foreign = factories.verdict(first.claim)
    draft = draft_create(**said)
    for row in (given(verdict_id=foreign.pk), given(claim_id=factories.claim().pk), given(draft_id=draft.pk)):
        with pytest.raises(NotFound, match=str(row.pk)):
            verdict_record(**said, kept_evidence=[row.pk])
    with pytest.raises(NotFound):
        draft_create(**said, kept_evidence=[new_id()])
    assert Verdict.objects.filter(claim=first.claim, publisher=first.publisher).count() == 1
