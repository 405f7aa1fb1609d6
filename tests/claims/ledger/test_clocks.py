"""Whatever the clocks say, the log goes forward in time, and nobody's verdict breaks it."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from claims.ledger.verifier import OUT_OF_ORDER
from claims.ledger_selectors import history_end, ledger_moment
from claims.models import ImportJob, LedgerHead, Verdict
from claims.rules import Kind
from claims.services.import_running import import_advance
from claims.services.imports import import_receive
from claims.services.ledger import ledger_checkpoint
from claims.services.ledger_audit import ledger_audit
from claims.services.verdicts import verdict_record
from common.errors import Unavailable
from common.ids import new_id
from tests import factories, ledger
from tests.clocks import database_clock
from tests.locks import until_somebody_waits
from tests.triggers import triggers_off

pytestmark = pytest.mark.django_db

_LONG = OUT_OF_ORDER + timedelta(minutes=1)


def _import() -> ImportJob:
    """A job with one claim and one verdict."""
    row = {
        "id": "dam-1",
        "text": "The Velmar dam is 40 metres high.",
        "language": "en",
        "verdicts": [
            {
                "publisher": {"name": "Control Desk", "domain": "desk.example"},
                "rating": {"label": "Wrong", "value": 1, "worst": 1, "best": 5},
            }
        ],
    }
    body = json.dumps(row).encode()
    return import_receive(owner=factories.user(), format=ImportJob.Format.NDJSON, body=[body])


def _imported() -> None:
    import_advance(job_id=_import().pk)


def _assert_holds(size: int) -> None:
    """For its keeper as for an outsider."""
    ledger_checkpoint()
    assert ledger_audit(progress=lambda *_: None).entries == size
    assert ledger.verify(ledger.public_key(), proofs=True).size == size


def _recorded() -> list[datetime]:
    """When the verdicts were, in the order of the log."""
    return list(Verdict.objects.order_by("ledger_entry__index").values_list("recorded_at", flat=True))


@pytest.mark.parametrize("record", [factories.verdict, _imported])
def test_a_server_with_a_wrong_clock_dates_verdicts_as_every_other(
    monkeypatch: pytest.MonkeyPatch, record: Callable[[], object]
) -> None:
    right = timezone.now
    with monkeypatch.context() as patch:
        patch.setattr(timezone, "now", lambda: right() + timedelta(days=400))
        record()
    factories.verdict()
    first, second = _recorded()
    assert first < second < right()
    assert Verdict.objects.get(recorded_at=first).effective_at <= first
    _assert_holds(2)


@pytest.mark.parametrize("record", [factories.verdict, _imported])
def test_where_the_databases_clock_was_ahead_the_next_follow_what_was_recorded_then(
    caplog: pytest.LogCaptureFixture, record: Callable[[], object]
) -> None:
    with database_clock(ahead=timedelta(days=400)):
        factories.verdict()
    record()
    factories.verdict()
    first, second, third = _recorded()
    assert first > timezone.now() + timedelta(days=399)
    assert (second, third) == (first + timedelta.resolution, first + 2 * timedelta.resolution)
    assert "see whether that clock is right" in caplog.text
    _assert_holds(3)


def _end() -> datetime:
    return history_end(new_id(), new_id()).moment


@pytest.mark.parametrize("moment", [ledger_moment, _end])
def test_a_moment_is_when_it_is_asked_for_and_not_when_the_transaction_began(
    moment: Callable[[], datetime],
) -> None:
    assert moment() < moment()


def _beside_one_of_later(act: Callable[[], object]) -> Future[object]:
    """What the act comes to that has its moment already when another verdict of long after is entered."""

    def run() -> object:
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        with database_clock(ahead=_LONG):
            factories.verdict()
        acting = pool.submit(run)
        until_somebody_waits()
    return acting


@pytest.mark.django_db(transaction=True)
def test_a_verdict_that_was_held_up_for_too_long_is_refused_and_recorded_when_done_again() -> None:
    case: dict[str, Any] = {
        "claim_id": factories.claim().id,
        "publisher_id": factories.fact_checker().id,
        "rating_id": factories.rating().id,
        "actor": factories.user(),
        "kind": Kind.INITIAL,
    }
    acting = _beside_one_of_later(lambda: verdict_record(**case))
    with pytest.raises(Unavailable, match="nothing of it was kept: do it once more"):
        acting.result()
    assert Verdict.objects.count() == 1
    verdict_record(**case)
    _assert_holds(2)


@pytest.mark.django_db(transaction=True)
def test_an_import_that_was_held_up_for_too_long_takes_the_batch_up_again() -> None:
    job = _import()
    _beside_one_of_later(lambda: import_advance(job_id=job.pk)).result()
    job.refresh_from_db()
    assert (job.state, job.created, job.refused) == (ImportJob.State.RUNNING, 0, 0)
    assert "do it once more" in job.failure
    ImportJob.objects.update(next_attempt_at=timezone.now())
    import_advance(job_id=job.pk)
    job.refresh_from_db()
    assert (job.state, job.created, job.failure) == (ImportJob.State.DONE, 1, "")
    _assert_holds(2)


def test_the_owners_check_finds_what_an_outsiders_would() -> None:
    with database_clock(ahead=_LONG):
        factories.verdict()
    with triggers_off():  # as one that knew nothing of the first would have entered it
        LedgerHead.objects.update(latest=None)
    factories.verdict()
    ledger_checkpoint()
    with pytest.raises(Exception, match="entry 1 is backdated") as owners:
        ledger_audit(progress=lambda *_: None)
    with pytest.raises(Exception, match="entry 1 is backdated") as outsiders:
        ledger.verify(ledger.public_key())
    assert (owners.typename, outsiders.typename) == ("LedgerBroken", "Broken")


def test_a_log_from_before_knows_its_latest_after_the_upgrade() -> None:
    verdict = factories.verdict()
    with triggers_off(), connection.cursor() as cursor:
        LedgerHead.objects.update(latest=None)
        cursor.execute(import_module("claims.migrations.0012_ledgerhead_latest").LATEST)
    assert LedgerHead.objects.get().latest == verdict.recorded_at
