"""Drafts: what is prepared is not history, and what is published is."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
from django.contrib.auth.models import User

from claims.models import Claim, Evidence, Verdict, VerdictDraft
from claims.roles import Role
from claims.rules import Kind
from claims.services.drafts import (
    draft_create,
    draft_discard,
    draft_may_change,
    draft_may_publish,
    draft_may_restore,
    draft_publish,
    draft_update,
)
from claims.services.evidence import evidence_add
from claims.services.merges import claim_merge
from claims.services.verdicts import Statement, verdict_record
from common.errors import Conflict, Invalid, NotFound, Refused
from common.ids import new_id
from sources.models import Source
from tests import factories

pytestmark = pytest.mark.django_db


def draft(**values: Any) -> VerdictDraft:
    given: dict[str, Any] = {"kind": Kind.INITIAL} | values
    given.setdefault("actor", factories.user(role=Role.CHECKER))
    given.setdefault("claim_id", factories.claim().id)
    given.setdefault("publisher_id", factories.fact_checker().id)
    if "rating_id" not in given:
        given["rating_id"] = factories.rating().id
    return draft_create(**given)


def publish(prepared: VerdictDraft, actor: User) -> Verdict:
    """Publish the draft as it is now."""
    revision = VerdictDraft.objects.get(pk=prepared.pk).revision
    return draft_publish(draft_id=prepared.pk, revision=revision, actor=actor)


def test_a_draft_is_published_as_its_authors_verdict_with_all_it_says() -> None:
    since = datetime(2026, 3, 1, tzinfo=UTC)
    said = Statement(
        summary="Five months.",
        explanation="Measured.",
        original_label="Falsk",
        language="nb",
        review_url="https://desk.example/1",
        effective_at=since,
    )
    prepared = draft(statement=said)
    assert not Verdict.objects.exists()
    assert Claim.objects.get(pk=prepared.claim_id).state == Claim.State.OPEN
    editor = factories.user()
    verdict = Verdict.objects.get(pk=publish(prepared, editor).pk)
    assert (verdict.actor, verdict.approver) == (prepared.author, editor)
    assert (verdict.claim, verdict.publisher, verdict.rating) == (
        prepared.claim,
        prepared.publisher,
        prepared.rating,
    )
    assert (verdict.summary, verdict.explanation, verdict.original_label) == (
        "Five months.",
        "Measured.",
        "Falsk",
    )
    assert (verdict.language, verdict.review_url, verdict.effective_at) == ("nb", said.review_url, since)
    prepared.refresh_from_db()
    assert (prepared.state, prepared.verdict) == (VerdictDraft.State.PUBLISHED, verdict)
    assert Claim.objects.get(pk=prepared.claim_id).state == Claim.State.PUBLISHED


def test_a_correction_takes_its_reason_and_note_along() -> None:
    first = factories.verdict()
    prepared = draft(
        claim_id=first.claim_id,
        publisher_id=first.publisher_id,
        kind=Kind.CORRECTION,
        reason=" We misread it. ",
        note=" It is 38. ",
    )
    verdict = publish(prepared, factories.user())
    assert (verdict.seq, verdict.reason, verdict.note) == (2, "We misread it.", "It is 38.")


def test_whoever_publishes_their_own_draft_is_its_author_and_nobody_approved_it() -> None:
    editor = factories.user()
    verdict = publish(draft(actor=editor), editor)
    assert (verdict.actor, verdict.approver) == (editor, None)


def test_evidence_of_a_draft_moves_to_the_verdict() -> None:
    prepared = draft()
    given = evidence_add(
        draft_id=prepared.id,
        url="https://a.example/r",
        stance=Evidence.Stance.REFUTES,
        actor=prepared.author,
    )
    assert (given.claim, given.verdict, given.draft) == (None, None, prepared)
    verdict = publish(prepared, factories.user())
    given.refresh_from_db()
    assert (given.claim, given.verdict, given.draft) == (prepared.claim, verdict, None)
    with pytest.raises(Conflict, match="was published"):
        evidence_add(
            draft_id=prepared.id,
            url="https://a.example/s",
            stance=Evidence.Stance.CONTEXT,
            actor=prepared.author,
        )


def test_a_draft_may_be_incomplete_but_not_when_it_is_published() -> None:
    prepared = draft(rating_id=None)
    with pytest.raises(Invalid, match="needs a rating"):
        publish(prepared, factories.user())
    prepared.refresh_from_db()
    assert prepared.state == VerdictDraft.State.DRAFT
    assert not Verdict.objects.exists()


def test_a_draft_written_before_a_newer_verdict_is_not_published_unseen() -> None:
    first = factories.verdict()
    prepared = draft(
        claim_id=first.claim_id, publisher_id=first.publisher_id, kind=Kind.UPDATE, reason="New figures."
    )
    assert prepared.base_seq == 1
    factories.verdict(first.claim, publisher=first.publisher, kind=Kind.UPDATE)
    editor = factories.user()
    with pytest.raises(Conflict, match="the last is number 2, not 1"):
        publish(prepared, editor)
    draft_update(draft_id=prepared.id, actor=prepared.author, expected_seq=2)
    assert publish(prepared, editor).seq == 3


def test_a_draft_of_somebody_who_saw_no_verdict_is_not_published_upon_one() -> None:
    first = factories.verdict()
    prepared = draft(
        claim_id=first.claim_id,
        publisher_id=first.publisher_id,
        kind=Kind.UPDATE,
        reason="New figures.",
        expected_seq=0,
    )
    editor = factories.user()
    with pytest.raises(Conflict, match="the last is number 1, not 0"):
        publish(prepared, editor)
    draft_update(draft_id=prepared.id, actor=editor, expected_seq=1)
    draft_update(draft_id=prepared.id, actor=editor, expected_seq=0)
    with pytest.raises(Conflict, match="the last is number 1, not 0"):
        publish(prepared, editor)


def test_a_draft_is_changed_by_its_author_and_by_editors_only() -> None:
    prepared = draft()
    rating = factories.rating()
    draft_update(draft_id=prepared.id, actor=prepared.author, summary="Four months.", rating_id=rating.id)
    with pytest.raises(Refused, match="is another's"):
        draft_update(draft_id=prepared.id, actor=factories.user(role=Role.CHECKER), summary="Six.")
    with pytest.raises(Refused, match="is another's"):
        draft_discard(draft_id=prepared.id, actor=factories.user(role=Role.CHECKER))
    editor = factories.user()
    draft_update(draft_id=prepared.id, actor=editor, reason="Asked again.")
    prepared.refresh_from_db()
    assert (prepared.summary, prepared.rating, prepared.reason) == ("Four months.", rating, "Asked again.")
    assert (prepared.edited_by, prepared.state) == (editor, VerdictDraft.State.DRAFT)


def test_a_rating_that_was_chosen_is_taken_back() -> None:
    prepared = draft()
    draft_update(draft_id=prepared.id, actor=prepared.author, rating_id=None)
    prepared.refresh_from_db()
    assert prepared.rating is None
    with pytest.raises(Invalid, match="needs a rating"):
        publish(prepared, factories.user())


def test_an_author_who_may_draft_no_more_is_not_offered_what_would_be_refused() -> None:
    prepared = draft()
    gone = User.objects.get(pk=prepared.author_id)
    gone.groups.clear()
    assert not draft_may_change(prepared, gone)
    with pytest.raises(Refused):
        draft_update(draft_id=prepared.id, actor=gone, summary="Six.")
    discarded = draft_discard(draft_id=prepared.id, actor=factories.user())
    assert not draft_may_restore(discarded, gone)


def test_a_draft_has_no_other_claim_or_publisher_later() -> None:
    prepared = draft()
    with pytest.raises(Invalid, match="has no claim_id"):
        draft_update(draft_id=prepared.id, actor=prepared.author, claim_id=factories.claim().id)


def test_what_was_discarded_or_published_is_over() -> None:
    discarded, published = draft(), draft()
    editor = factories.user()
    draft_discard(draft_id=discarded.id, actor=discarded.author)
    publish(published, editor)
    for over in (discarded, published):
        for act in (partial(draft_publish, revision=1), draft_discard, draft_update):
            with pytest.raises(Conflict, match="the draft was"):
                act(draft_id=over.id, actor=editor)
    assert Verdict.objects.count() == 1


def test_what_cannot_become_a_verdict_is_no_draft() -> None:
    into = factories.claim()
    merged = factories.merged_claim(into)
    with pytest.raises(Conflict, match=str(into.id)):
        draft(claim_id=merged.id)
    with pytest.raises(Invalid, match="is not a fact-checker"):
        draft(publisher_id=factories.source().id)
    with pytest.raises(Invalid, match="another publisher's scale"):
        draft(rating_id=factories.rating(publisher=factories.fact_checker()).id)
    for name in ("claim_id", "publisher_id", "rating_id"):
        with pytest.raises(NotFound):
            draft(**{name: new_id()})
    assert not VerdictDraft.objects.exists()


def test_a_draft_on_a_claim_merged_meanwhile_is_not_published() -> None:
    prepared, into = draft(), factories.claim()
    claim_merge(claim_id=prepared.claim_id, into_id=into.id, actor=factories.user(), reason="The same.")
    with pytest.raises(Conflict, match=str(into.id)):
        publish(prepared, factories.user())


def test_what_stands_on_a_merged_claim_is_retracted_by_four_eyes_too() -> None:
    stands, into = factories.verdict(), factories.published_claim()
    claim_merge(claim_id=stands.claim_id, into_id=into.id, actor=factories.user(), reason="The same.")
    Source.objects.filter(pk=stands.publisher_id).update(four_eyes=True)
    given: dict[str, Any] = {"claim_id": stands.claim_id, "publisher_id": stands.publisher_id}
    with pytest.raises(Conflict, match=str(into.id)):
        draft(**given, kind=Kind.UPDATE)
    prepared = draft(**given, kind=Kind.RETRACTION, rating_id=None, reason="Wrong.")
    assert publish(prepared, factories.user()).kind == Kind.RETRACTION


def test_under_four_eyes_nobody_records_alone() -> None:
    publisher = factories.fact_checker(four_eyes=True)
    editor = factories.user()
    given: dict[str, Any] = {"claim_id": factories.claim().id, "publisher_id": publisher.id}
    given["rating_id"] = factories.rating().id
    for actor in (editor, factories.user(role=None, is_superuser=True)):
        with pytest.raises(Refused, match="four eyes"):
            verdict_record(**given, kind=Kind.INITIAL, actor=actor)
        own = draft(**given, actor=actor)
        with pytest.raises(Refused, match="four eyes"):
            publish(own, actor)
    assert not Verdict.objects.exists()
    verdict = publish(own, editor)
    assert (verdict.actor, verdict.approver) == (own.author, editor)


def evidence(prepared: VerdictDraft, actor: User) -> Evidence:
    """Evidence that the actor adds to the draft."""
    given: dict[str, Any] = {"url": "https://a.example/r", "stance": Evidence.Stance.REFUTES}
    return evidence_add(draft_id=prepared.pk, actor=actor, **given)


def test_what_changed_since_it_was_read_is_not_published() -> None:
    prepared, editor = draft(), factories.user()
    read = prepared.revision
    for change in (
        lambda: draft_update(draft_id=prepared.pk, actor=prepared.author, summary="The contrary."),
        lambda: evidence(prepared, prepared.author),
    ):
        change()
        with pytest.raises(Conflict, match=f"it is at revision {read + 1}, not {read}"):
            draft_publish(draft_id=prepared.pk, revision=read, actor=editor)
        read += 1
    assert not Verdict.objects.exists()
    assert draft_publish(draft_id=prepared.pk, revision=read, actor=editor).summary == "The contrary."


def test_words_written_meanwhile_are_not_written_over() -> None:
    prepared, editor = draft(), factories.user()
    draft_update(draft_id=prepared.pk, actor=editor, revision=1, explanation="Measured at the weir.")
    with pytest.raises(Conflict, match="revision 2, not 1"):
        draft_update(draft_id=prepared.pk, actor=prepared.author, revision=1, explanation="")
    prepared.refresh_from_db()
    assert (prepared.explanation, prepared.edited_by) == ("Measured at the weir.", editor)
    draft_update(draft_id=prepared.pk, actor=prepared.author, revision=2, explanation="Measured twice.")
    prepared.refresh_from_db()
    assert (prepared.explanation, prepared.revision) == ("Measured twice.", 3)


def test_under_four_eyes_nobody_who_ever_wrote_of_a_draft_publishes_it() -> None:
    prepared = draft(publisher_id=factories.fact_checker(four_eyes=True).id)
    editor, witness, other = factories.user(), factories.user(), factories.user()
    draft_update(draft_id=prepared.id, actor=editor, summary="Six months.")
    evidence(prepared, witness)
    # Whoever writes last does not make the others' words her own.
    draft_update(draft_id=prepared.id, actor=prepared.author, language="en")
    for writer in (editor, witness):
        assert not draft_may_publish(prepared, writer)
        with pytest.raises(Refused, match="four eyes"):
            publish(prepared, writer)
    assert draft_may_publish(prepared, other)
    assert publish(prepared, other).summary == "Six months."
