"""Whose turn it is with an import, and how often one that is cut short is taken up again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone

from claims.import_selectors import body_pieces
from claims.models import Claim, ImportJob
from claims.services import import_rows, import_running
from claims.services.import_batches import Batch
from claims.services.import_running import import_advance
from claims.services.imports import import_end, import_postpone, import_receive, import_store
from claims.services.new_claims import claims_create
from tests import factories
from tests.claims.exchange.test_import_jobs import batches_of, body, counts, row

pytestmark = pytest.mark.django_db


def _received(rows: int = 2) -> ImportJob:
    given = [body([row(number) for number in range(rows)])]
    return import_receive(owner=factories.user(), format=ImportJob.Format.NDJSON, body=given)


def _done_by_another(job: ImportJob) -> None:
    ImportJob.objects.filter(pk=job.pk).update(next_attempt_at=timezone.now())
    import_advance(job_id=job.pk)


def _given_up_by_another(job: ImportJob) -> None:
    import_end(job=ImportJob.objects.get(pk=job.pk), failure="It was cut short.")


@pytest.mark.parametrize(
    ("act", "state", "created"), [(_done_by_another, "done", 2), (_given_up_by_another, "failed", 0)]
)
def test_a_worker_whose_lease_ran_out_takes_nothing_in_that_another_did_or_gave_up(
    monkeypatch: pytest.MonkeyPatch, act: Callable[[ImportJob], None], state: str, created: int
) -> None:
    def overtaken(job: ImportJob) -> Iterator[Batch]:
        batches = list(import_rows.line_batches(job))
        with monkeypatch.context() as honest:
            honest.setattr(import_running, "_FORMATS", formats)
            act(job)
        yield from batches

    formats = import_running._FORMATS
    monkeypatch.setattr(import_running, "_FORMATS", {ImportJob.Format.NDJSON: overtaken})
    job = _received()
    import_advance(job_id=job.pk)
    job.refresh_from_db()
    assert (job.state, counts(job)) == (state, (created, created, 0, 0, 0))
    assert (job.next_attempt_at, Claim.objects.count()) == (None, created)


def test_whatever_it_got_on_with_its_attempts_begin_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    batches_of(1, monkeypatch)

    def stricken_later(**how: Any) -> None:
        if Claim.objects.exists():
            raise OperationalError("the connection is lost")
        claims_create(**how)

    monkeypatch.setattr(import_rows, "claims_create", stricken_later)
    job = _received()
    ImportJob.objects.filter(pk=job.pk).update(attempts=3)
    with pytest.raises(OperationalError):
        import_advance(job_id=job.pk)
    job.refresh_from_db()
    assert (job.state, job.line, job.attempts) == ("running", 1, 1)


@pytest.mark.parametrize("attempts", [1, 4])
def test_what_is_away_is_waited_for_longer_each_time(attempts: int) -> None:
    job = _received()
    job.attempts = attempts
    import_postpone(job=job, reason="desk.example does not answer")
    job.refresh_from_db()
    assert job.next_attempt_at is not None
    waited = job.next_attempt_at - timezone.now()
    assert timedelta(seconds=20 * attempts - 10) < waited <= timedelta(seconds=20 * attempts)


def test_what_is_fetched_again_takes_the_place_of_what_was_fetched_before() -> None:
    job = _received()
    import_store(job=job, body=[b"something", b" else"])
    assert b"".join(body_pieces(job.pk, offset=0)) == b"something else"
