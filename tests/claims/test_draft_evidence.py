"""Evidence of a draft: put right and taken out until the draft is published, and then never more."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from django.contrib.auth.models import User

from claims.models import Evidence, Rating, VerdictDraft
from claims.roles import Role
from claims.services.drafts import draft_discard, draft_may_restore, draft_publish, draft_restore
from claims.services.evidence import evidence_add, evidence_change, evidence_remove
from common.errors import Conflict, Invalid, NotFound, Refused
from common.ids import new_id
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def author() -> User:
    return factories.user(role=Role.CHECKER)


@pytest.fixture
def draft(author: User) -> VerdictDraft:
    return factories.draft(factories.verdict(), author=author)


def add(draft: VerdictDraft, actor: User, **values: Any) -> Evidence:
    given: dict[str, Any] = {"url": "https://a.example/r", "stance": Evidence.Stance.SUPPORTS}
    return evidence_add(draft_id=draft.pk, actor=actor, **given | values)


def revision(draft: VerdictDraft) -> int:
    return VerdictDraft.objects.get(pk=draft.pk).revision


def test_what_was_mistyped_is_put_right_and_the_rest_stays(draft: VerdictDraft, author: User) -> None:
    row = add(draft, author, excerpt="So it is.", content_hash="a" * 64)
    Evidence.objects.filter(pk=row.pk).update(link_state="broken", link_failures=2, next_check_at=None)
    before = revision(draft)
    evidence_change(draft_id=draft.pk, evidence_id=row.pk, actor=author, stance="refutes")
    found = Evidence.objects.get()
    assert (found.stance, found.excerpt, found.url) == ("refutes", "So it is.", "https://a.example/r")
    assert (found.link_state, found.content_hash) == ("broken", "a" * 64)
    evidence_change(draft_id=draft.pk, evidence_id=row.pk, actor=author, url="https://a.example/s")
    found.refresh_from_db()
    assert (found.url, found.link_state, found.link_failures) == ("https://a.example/s", "unchecked", 0)
    assert found.content_hash == ""
    assert found.next_check_at is not None
    assert revision(draft) == before + 2


def test_evidence_is_taken_out_and_the_draft_is_another_revision(draft: VerdictDraft, author: User) -> None:
    row, kept = add(draft, author), add(draft, author, url="https://data.example/other")
    before = revision(draft)
    evidence_remove(draft_id=draft.pk, evidence_id=row.pk, actor=author)
    assert list(draft.evidence.all()) == [kept]
    assert revision(draft) == before + 1
    with pytest.raises(NotFound):
        evidence_remove(draft_id=draft.pk, evidence_id=row.pk, actor=author)


def test_evidence_does_not_become_the_same_as_other_evidence(draft: VerdictDraft, author: User) -> None:
    row, other = add(draft, author), add(draft, author, excerpt="It is 38 metres.")
    with pytest.raises(Conflict, match="given there already"):
        evidence_change(draft_id=draft.pk, evidence_id=other.pk, actor=author, excerpt=row.excerpt)
    changed = evidence_change(draft_id=draft.pk, evidence_id=other.pk, actor=author, excerpt=other.excerpt)
    assert changed == other


def test_under_four_eyes_whoever_changes_evidence_does_not_publish(author: User) -> None:
    strict = factories.fact_checker(four_eyes=True)
    first = factories.verdict()
    draft = factories.draft(first, author=author)
    VerdictDraft.objects.filter(pk=draft.pk).update(publisher=strict)
    editor = factories.user()
    evidence_change(
        draft_id=draft.pk, evidence_id=add(draft, author).pk, actor=editor, excerpt="It is 38 metres."
    )
    with pytest.raises(Refused, match="four eyes"):
        draft_publish(draft_id=draft.pk, revision=revision(draft), actor=editor)


def test_whoever_adds_evidence_is_one_of_the_drafts_writers_and_it_is_another_revision(
    draft: VerdictDraft,
) -> None:
    before, other = revision(draft), factories.user()
    add(draft, other)
    assert revision(draft) == before + 1
    assert draft.writers.filter(pk=other.pk).exists()


def test_only_whoever_may_change_the_draft_may(draft: VerdictDraft, author: User) -> None:
    row = add(draft, author)
    for act in (partial(evidence_change, excerpt="No."), evidence_remove):
        with pytest.raises(Refused, match="another's"):
            act(draft_id=draft.pk, evidence_id=row.pk, actor=factories.user(role=Role.CHECKER))
    assert Evidence.objects.get().excerpt == ""
    evidence_remove(draft_id=draft.pk, evidence_id=row.pk, actor=factories.user())


def test_what_was_published_or_discarded_stays_as_it_is(draft: VerdictDraft, author: User) -> None:
    row = add(draft, author)
    acts = [
        partial(act, draft_id=draft.pk, evidence_id=row.pk, actor=author)
        for act in (partial(evidence_change, excerpt="No."), evidence_remove)
    ]
    draft_discard(draft_id=draft.pk, actor=author)
    for act in acts:
        with pytest.raises(Conflict, match="discarded"):
            act()
    draft_restore(draft_id=draft.pk, actor=author)
    draft_publish(draft_id=draft.pk, revision=revision(draft), actor=factories.user())
    for act in acts:
        with pytest.raises(Conflict, match="published"):
            act()
    assert Evidence.objects.get().excerpt == ""


def test_what_was_read_before_a_draft_was_taken_up_again_is_not_what_is_published(author: User) -> None:
    rating = factories.rating()
    draft = factories.draft(factories.verdict(), author=author, rating_id=rating.pk)
    read = revision(draft)
    draft_discard(draft_id=draft.pk, actor=author)
    # As the desk does while nothing stands on the label.
    Rating.objects.filter(pk=rating.pk).update(label="True", normalised="true")
    draft_restore(draft_id=draft.pk, actor=author)
    with pytest.raises(Conflict, match="read it again"):
        draft_publish(draft_id=draft.pk, revision=read, actor=factories.user())


def test_what_would_be_no_evidence_is_refused(draft: VerdictDraft, author: User) -> None:
    row = add(draft, author)
    of: dict[str, Any] = {"draft_id": draft.pk, "actor": author}
    wrongs: tuple[dict[str, Any], ...] = (
        {"url": ""},
        {"url": "ftp://a.example/"},
        {"stance": "maybe"},
        {"claim": None},
    )
    for wrong in wrongs:
        with pytest.raises(Invalid):
            evidence_change(**of, evidence_id=row.pk, **wrong)
    other = factories.draft(factories.verdict(), author=author)
    for evidence_id in (new_id(), add(other, author).pk):
        with pytest.raises(NotFound):
            evidence_change(**of, evidence_id=evidence_id, excerpt="x")
    row.refresh_from_db()
    assert (row.url, row.stance) == ("https://a.example/r", "supports")


def test_evidence_changed_meanwhile_is_not_written_over(draft: VerdictDraft, author: User) -> None:
    row = add(draft, author)
    read = revision(draft)
    evidence_change(draft_id=draft.pk, evidence_id=row.pk, actor=author, revision=read, excerpt="One.")
    with pytest.raises(Conflict, match=f"at revision {read + 1}, not {read}"):
        evidence_change(draft_id=draft.pk, evidence_id=row.pk, actor=author, revision=read, excerpt="Two.")
    with pytest.raises(Conflict, match=f"at revision {read + 1}, not {read}"):
        evidence_remove(draft_id=draft.pk, evidence_id=row.pk, actor=author, revision=read)
    assert Evidence.objects.get().excerpt == "One."


def test_a_discarded_draft_is_taken_up_again_as_it_was(draft: VerdictDraft, author: User) -> None:
    add(draft, author)
    before = revision(draft)
    with pytest.raises(Conflict, match="is not discarded"):
        draft_restore(draft_id=draft.pk, actor=author)
    draft = draft_discard(draft_id=draft.pk, actor=author)
    stranger = factories.user(role=Role.CHECKER)
    assert [draft_may_restore(draft, person) for person in (author, stranger, factories.user())] == [
        True,
        False,
        True,
    ]
    with pytest.raises(Refused, match="another's"):
        draft_restore(draft_id=draft.pk, actor=stranger)
    draft = draft_restore(draft_id=draft.pk, actor=author)
    assert (draft.state, draft.revision, draft.evidence.count()) == ("draft", before + 1, 1)
    draft_publish(draft_id=draft.pk, revision=before + 1, actor=factories.user())
    with pytest.raises(Conflict, match="was published"):
        draft_restore(draft_id=draft.pk, actor=author)
