from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.db import transaction as db_transaction

from claims import events
from claims.models import Claim, CurrentVerdict, LedgerEntry, Verdict
from claims.rules import Kind
from claims.services.merges import claim_merge, claim_unmerge
from claims.services.verdicts import Statement, verdict_record
from common.errors import Conflict, Invalid, NotFound
from common.ids import new_id
from sources.models import Source
from tests import factories
from tests.api import anonymous

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[events.VerdictChanged]:
    """What is announced during the test, beside whoever else listens."""
    announced: list[events.VerdictChanged] = []
    monkeypatch.setattr(events, "_verdict_changed", [*events._verdict_changed, announced.append])
    return announced


@pytest.fixture
def case() -> dict[str, Any]:
    """The arguments of a first verdict that is in order."""
    return {
        "claim_id": factories.claim().id,
        "publisher_id": factories.fact_checker().id,
        "rating_id": factories.rating().id,
        "actor": factories.user(),
    }


def _rows(case: dict[str, Any]) -> list[Verdict]:
    return list(Verdict.objects.filter(claim_id=case["claim_id"]).order_by("seq"))


def test_the_first_verdict_publishes_the_claim(
    case: dict[str, Any], heard: list[events.VerdictChanged]
) -> None:
    statement = Statement(summary="Five months.", review_url="https://desk.example/1", original_label="Falsk")
    before = Claim.objects.get(pk=case["claim_id"])
    verdict = verdict_record(**case, kind=Kind.INITIAL, statement=statement, expected_seq=0)
    stored = Verdict.objects.get(pk=verdict.pk)
    assert (stored.seq, stored.kind, stored.original_label) == (1, "initial", "Falsk")
    assert (stored.summary, stored.review_url) == ("Five months.", "https://desk.example/1")
    assert stored.language == "en"
    assert stored.effective_at == stored.recorded_at
    claim = Claim.objects.get(pk=case["claim_id"])
    assert (claim.state, claim.updated_at > before.updated_at) == (Claim.State.PUBLISHED, True)
    assert CurrentVerdict.objects.get(claim_id=case["claim_id"]).verdict == stored
    assert heard == [
        events.VerdictChanged(
            claim_id=case["claim_id"], verdict_id=verdict.id, previous_id=None, kind=Kind.INITIAL
        )
    ]


def test_what_is_printed_under_no_label_of_its_own_has_the_ratings(case: dict[str, Any]) -> None:
    assert verdict_record(**case, kind=Kind.INITIAL).original_label == "False"


def test_a_history_keeps_every_row_and_points_at_the_last(
    case: dict[str, Any], heard: list[events.VerdictChanged]
) -> None:
    first = verdict_record(**case, kind=Kind.INITIAL)
    updated = verdict_record(**case, kind=Kind.UPDATE, reason=" new figures ", expected_seq=1)
    corrected = verdict_record(
        **case, kind=Kind.CORRECTION, reason="a typing error", note="It is 38, not 83.", expected_seq=2
    )
    who = {name: case[name] for name in ("claim_id", "publisher_id", "actor")}
    retracted = verdict_record(**who, kind=Kind.RETRACTION, reason="the source was forged", expected_seq=3)
    again = verdict_record(**case, kind=Kind.INITIAL, expected_seq=4)
    rows = _rows(case)
    assert [row.id for row in rows] == [first.id, updated.id, corrected.id, retracted.id, again.id]
    assert [row.seq for row in rows] == [1, 2, 3, 4, 5]
    assert [row.kind for row in rows] == ["initial", "update", "correction", "retraction", "initial"]
    assert rows[1].reason == "new figures"
    assert rows[2].note == "It is 38, not 83."
    assert rows[3].rating is None
    assert CurrentVerdict.objects.get(claim_id=case["claim_id"]).verdict == again
    assert [change.previous_id for change in heard] == [
        None,
        first.id,
        updated.id,
        corrected.id,
        retracted.id,
    ]


def test_publishers_have_histories_of_their_own(case: dict[str, Any]) -> None:
    verdict_record(**case, kind=Kind.INITIAL)
    other = case | {"publisher_id": factories.fact_checker().id}
    verdict = verdict_record(**other, kind=Kind.INITIAL, expected_seq=0)
    assert verdict.seq == 1
    assert CurrentVerdict.objects.filter(claim_id=case["claim_id"]).count() == 2


def test_a_publishers_history_on_one_claim_is_not_that_on_another(case: dict[str, Any]) -> None:
    verdict_record(**case, kind=Kind.INITIAL)
    other = case | {"claim_id": factories.claim().id}
    assert verdict_record(**other, kind=Kind.INITIAL, expected_seq=0).seq == 1


def test_a_verdict_may_have_been_held_before_it_was_recorded(case: dict[str, Any]) -> None:
    since = datetime(2020, 5, 4, tzinfo=UTC)
    verdict = verdict_record(
        **case, kind=Kind.INITIAL, statement=Statement(effective_at=since, language="nn")
    )
    assert (verdict.effective_at, verdict.language) == (since, "nn")
    assert verdict.recorded_at > since


@pytest.mark.parametrize("expected", [0, 2])
def test_a_verdict_that_changed_unseen_is_not_overruled(
    case: dict[str, Any], heard: list[events.VerdictChanged], expected: int
) -> None:
    verdict_record(**case, kind=Kind.INITIAL)
    with pytest.raises(Conflict, match=f"the last is number 1, not {expected}"):
        verdict_record(**case, kind=Kind.UPDATE, reason="new figures", expected_seq=expected)
    assert len(_rows(case)) == len(heard) == 1


def test_what_changed_unseen_is_neither_corrected_nor_retracted(case: dict[str, Any]) -> None:
    verdict_record(**case, kind=Kind.INITIAL)
    with pytest.raises(Conflict, match="the last is number 1, not 0"):
        verdict_record(**case, kind=Kind.CORRECTION, reason="A slip.", note="It is five.", expected_seq=0)
    del case["rating_id"]
    with pytest.raises(Conflict, match="the last is number 1, not 0"):
        verdict_record(**case, kind=Kind.RETRACTION, reason="A slip.", expected_seq=0)


def test_a_verdict_that_may_not_follow_is_refused_and_leaves_nothing(
    case: dict[str, Any], heard: list[events.VerdictChanged]
) -> None:
    with pytest.raises(Invalid, match="update cannot stand as the first") as refusal:
        verdict_record(**case, kind=Kind.UPDATE, reason="new figures")
    assert refusal.value.field == "kind"
    assert _rows(case) == []
    assert heard == []
    assert Claim.objects.get(pk=case["claim_id"]).state == Claim.State.OPEN
    assert not CurrentVerdict.objects.exists()


@pytest.mark.parametrize("name", ["claim_id", "publisher_id", "rating_id"])
def test_what_does_not_exist_is_not_found(case: dict[str, Any], name: str) -> None:
    with pytest.raises(NotFound):
        verdict_record(**(case | {name: new_id()}), kind=Kind.INITIAL)
    assert _rows(case) == []


def test_only_a_fact_checker_publishes_verdicts(case: dict[str, Any]) -> None:
    outlet = factories.source(kind=Source.Kind.OUTLET)
    with pytest.raises(Invalid, match="is not a fact-checker") as refusal:
        verdict_record(**(case | {"publisher_id": outlet.id}), kind=Kind.INITIAL)
    assert refusal.value.field == "publisher"


def test_a_rating_of_another_publishers_scale_is_refused(case: dict[str, Any]) -> None:
    foreign = factories.rating(publisher=factories.fact_checker())
    with pytest.raises(Invalid, match="another publisher's scale") as refusal:
        verdict_record(**(case | {"rating_id": foreign.id}), kind=Kind.INITIAL)
    assert refusal.value.field == "rating"
    own = factories.rating(publisher=Source.objects.get(pk=case["publisher_id"]))
    assert verdict_record(**(case | {"rating_id": own.id}), kind=Kind.INITIAL).rating == own


def test_a_merged_claim_takes_no_verdict_and_says_which_does(case: dict[str, Any]) -> None:
    into = factories.claim()
    who = factories.user()
    claim_merge(claim_id=case["claim_id"], into_id=into.id, actor=who, reason="They say the same.")
    with pytest.raises(Conflict, match=str(into.id)):
        verdict_record(**case, kind=Kind.INITIAL)
    with pytest.raises(Invalid, match="cannot stand as the first verdict"):
        verdict_record(**(case | {"rating_id": None}), kind=Kind.RETRACTION, reason="Wrong.")


def test_what_stands_on_a_merged_claim_is_retracted_there_and_nothing_else_is_recorded(
    case: dict[str, Any], heard: list[events.VerdictChanged]
) -> None:
    first, into = verdict_record(**case, kind=Kind.INITIAL), factories.published_claim()
    claim_merge(claim_id=first.claim_id, into_id=into.id, actor=case["actor"], reason="The same.")
    for kind in (Kind.UPDATE, Kind.CORRECTION):
        with pytest.raises(Conflict, match=str(into.id)):
            verdict_record(**case, kind=kind, reason="A slip.", note="It was wrong.")
    withdrawn = verdict_record(**(case | {"rating_id": None}), kind=Kind.RETRACTION, reason="Wrong.")
    assert _rows(case) == [first, withdrawn]
    assert CurrentVerdict.objects.get(claim=first.claim_id).verdict == withdrawn
    claim = Claim.objects.get(pk=first.claim_id)
    assert (claim.state, claim.survivor, heard[-1].verdict_id) == ("merged", into, withdrawn.pk)
    shown = anonymous().get(f"/api/v1/claims/{into.id}").json()["merged_claims"][0]["verdicts"]
    assert [row["kind"] for row in shown] == ["retraction"]
    claim_unmerge(claim_id=claim.pk, actor=case["actor"], reason="Not the same.")
    assert anonymous().get(f"/api/v1/claims/{claim.id}").json()["verdicts"][0]["kind"] == "retraction"


def test_a_failing_subscriber_rolls_the_verdict_back(
    case: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(change: events.VerdictChanged) -> None:
        raise RuntimeError("the subscriber is broken")

    monkeypatch.setattr(events, "_verdict_changed", [*events._verdict_changed, fail])
    with pytest.raises(RuntimeError, match="broken"):
        verdict_record(**case, kind=Kind.INITIAL)
    assert _rows(case) == []
    assert not CurrentVerdict.objects.exists()
    assert Claim.objects.get(pk=case["claim_id"]).state == Claim.State.OPEN


def test_a_subscriber_hears_once_however_often_it_registers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "_verdict_changed", [])
    announced: list[events.VerdictChanged] = []
    handler = announced.append
    events.on_verdict_changed(handler)
    events.on_verdict_changed(handler)
    change = events.VerdictChanged(
        claim_id=new_id(), verdict_id=new_id(), previous_id=None, kind=Kind.INITIAL
    )
    events.publish(change)
    assert announced == [change]


def _together(act: Callable[[], object], times: int) -> list[object]:
    """What each of `times` threads, started at once with connections of their own, returned or raised."""
    return _each([act] * times)


def _each(acts: list[Callable[[], object]]) -> list[object]:
    """What each of these returned or raised, all started at once in threads of their own."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        barrier.wait()
        try:
            return act()
        except Exception as error:  # noqa: BLE001 - the outcome is what is compared
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.mark.django_db(transaction=True)
def test_of_several_at_once_who_saw_the_same_history_one_wins(case: dict[str, Any]) -> None:
    verdict_record(**case, kind=Kind.INITIAL)
    results = _together(
        lambda: verdict_record(**case, kind=Kind.UPDATE, reason="new figures", expected_seq=1), 50
    )
    assert sum(isinstance(result, Verdict) for result in results) == 1
    assert sum(isinstance(result, Conflict) for result in results) == 49
    assert [row.seq for row in _rows(case)] == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_of_several_at_once_on_claims_of_their_own_all_succeed(case: dict[str, Any]) -> None:
    claims = [factories.claim().id for _ in range(50)]
    results = _each(
        [partial(verdict_record, **(case | {"claim_id": claim}), kind=Kind.INITIAL) for claim in claims]
    )
    assert all(isinstance(result, Verdict) for result in results), results
    assert set(Verdict.objects.values_list("claim", "seq")) == {(claim, 1) for claim in claims}
    indexes = LedgerEntry.objects.order_by("index").values_list("index", flat=True)
    assert list(indexes) == list(range(50))


@pytest.mark.django_db(transaction=True)
def test_several_at_once_who_look_at_no_history_number_without_gap_or_clash(case: dict[str, Any]) -> None:
    verdict_record(**case, kind=Kind.INITIAL)
    results = _each(
        [partial(verdict_record, **case, kind=Kind.UPDATE, reason=f"new figures {n}") for n in range(6)]
    )
    assert all(isinstance(result, Verdict) for result in results)
    rows = _rows(case)
    assert [row.seq for row in rows] == [1, 2, 3, 4, 5, 6, 7]
    assert CurrentVerdict.objects.get(claim_id=case["claim_id"]).verdict == rows[-1]


@pytest.mark.django_db(transaction=True)
def test_a_verdict_rolled_back_by_its_caller_leaves_nothing(case: dict[str, Any]) -> None:
    with db_transaction.atomic():
        verdict_record(**case, kind=Kind.INITIAL)
        db_transaction.set_rollback(True)
    assert _rows(case) == []
    assert Claim.objects.get(pk=case["claim_id"]).state == Claim.State.OPEN
