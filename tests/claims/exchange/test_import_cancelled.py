"""An import is stopped by its owner or an administrator: what was taken in stays, and nothing else comes."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from claims.models import Claim, ImportJob, ImportNote, ImportPart
from claims.roles import Role
from claims.services import import_running
from claims.services.import_batches import Batch
from claims.services.import_running import import_advance
from claims.services.imports import import_cancel, import_hold, import_receive
from common.errors import Conflict, NotFound, Refused
from common.ids import new_id
from common.outbound import OutboundError
from common.scopes import Scope
from tests import factories
from tests.api import caller, problem
from tests.claims.exchange.test_import_jobs import batches_of, body, counts, row
from tests.locks import elsewhere, until_somebody_waits

pytestmark = pytest.mark.django_db


def _received(rows: int = 3) -> ImportJob:
    given = [body([row(number) for number in range(rows)])]
    return import_receive(owner=factories.user(), format=ImportJob.Format.NDJSON, body=given)


def _notes(job: ImportJob) -> list[tuple[int, str, str]]:
    return list(ImportNote.objects.filter(job=job).values_list("line", "severity", "code"))


def test_one_that_waits_takes_nothing_in() -> None:
    job = _received()
    import_cancel(job_id=job.pk, actor=job.owner)
    import_advance(job_id=job.pk)
    job.refresh_from_db()
    assert (job.state, job.next_attempt_at, counts(job)) == ("cancelled", None, (0, 0, 0, 0, 0))
    assert job.finished_at is not None
    assert not Claim.objects.exists()
    assert not ImportPart.objects.exists()
    assert _notes(job) == [(0, "noticed", "cancelled")]


def test_one_under_way_stops_at_its_next_batch_and_what_it_took_in_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def cancelled(job: ImportJob) -> Iterator[Batch]:
        for count, batch in enumerate(formats[job.format](job)):
            if count == 2:  # which is read while the second waits for its turn
                import_cancel(job_id=job.pk, actor=job.owner)
            yield batch

    formats = import_running._FORMATS
    batches_of(1, monkeypatch)
    monkeypatch.setattr(import_running, "_FORMATS", {ImportJob.Format.NDJSON: cancelled})
    job = _received()
    import_advance(job_id=job.pk)
    job.refresh_from_db()
    assert (job.state, job.line, counts(job)) == ("cancelled", 1, (1, 1, 0, 0, 0))
    assert Claim.objects.count() == 1
    assert _notes(job) == [(1, "noticed", "cancelled")]
    assert "by its owner" in ImportNote.objects.get().detail


@pytest.mark.parametrize("rows", [1, 2])
def test_one_that_is_cancelled_behind_its_last_batch_is_not_done(
    monkeypatch: pytest.MonkeyPatch, rows: int
) -> None:
    def settled(*, job: ImportJob, until: float) -> bool:
        import_cancel(job_id=job.pk, actor=job.owner)
        return rows == 1  # else it is to be handed over

    monkeypatch.setattr(import_running, "reviews_settle", settled)
    job = _received(rows)
    import_advance(job_id=job.pk)
    job.refresh_from_db()
    assert (job.state, job.next_attempt_at, job.created) == ("cancelled", None, rows)


def test_one_whose_address_does_not_answer_is_not_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(job: ImportJob, until: float) -> bool:
        import_cancel(job_id=job.pk, actor=job.owner)
        raise OutboundError("desk.example does not answer")

    monkeypatch.setattr(import_running, "_run", away)
    job = _received()
    import_advance(job_id=job.pk)
    job.refresh_from_db()
    assert (job.state, job.next_attempt_at, job.failure) == ("cancelled", None, "")


@pytest.mark.django_db(transaction=True)
def test_it_waits_for_the_batch_that_is_being_taken_in() -> None:
    job = _received()
    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            import_hold(job=job)
            later = other.submit(elsewhere, lambda: import_cancel(job_id=job.pk, actor=job.owner))
            until_somebody_waits()
            ImportJob.objects.filter(pk=job.pk).update(line=2)
        later.result()
    assert _notes(job) == [(2, "noticed", "cancelled")]


def test_its_owner_cancels_it_and_administrators_and_nobody_else() -> None:
    job, owned = _received(), _received()
    with pytest.raises(Refused):
        import_cancel(job_id=job.pk, actor=factories.user(role=Role.EDITOR))
    import_cancel(job_id=job.pk, actor=factories.user(role=Role.ADMINISTRATOR))
    assert "by an administrator" in ImportNote.objects.get(job=job).detail
    import_cancel(job_id=owned.pk, actor=owned.owner)
    with pytest.raises(NotFound):
        import_cancel(job_id=new_id(), actor=job.owner)


def test_one_that_has_ended_is_not_cancelled() -> None:
    job = _received()
    import_advance(job_id=job.pk)
    for state in ("done", "failed", "cancelled"):
        ImportJob.objects.filter(pk=job.pk).update(state=state)
        with pytest.raises(Conflict, match=f"it is {state}"):
            import_cancel(job_id=job.pk, actor=job.owner)
    assert not ImportNote.objects.filter(job=job).exists()


def test_over_the_api_the_owner_cancels_it_once() -> None:
    job = _received()
    address = f"/api/v1/imports/{job.pk}"
    who = caller(Scope.IMPORTS_WRITE, owner=job.owner)
    problem(caller(Scope.IMPORTS_WRITE).post(f"{address}/cancel"), 404)
    assert who.post(f"{address}/cancel").json()["state"] == "cancelled"
    assert who.get(address).json()["state"] == "cancelled"
    assert [note["code"] for note in who.get(f"{address}/notes").json()["results"]] == ["cancelled"]
    problem(who.post(f"{address}/cancel"), 409)


def test_at_the_desk_it_is_cancelled_in_the_list_and_its_page_leads_there() -> None:
    mine, other = _received(), _received()
    desk = Client()
    mine.owner.is_staff = True
    mine.owner.save()
    desk.force_login(mine.owner)
    page = reverse("admin:claims_importjob_change", args=[mine.pk])
    assert ">Cancel it</a>" in desk.get(page).content.decode()
    sent = {"action": "cancel", "_selected_action": [str(mine.pk), str(other.pk)]}
    told = desk.post(reverse("admin:claims_importjob_changelist"), sent, follow=True).content.decode()
    assert "Cancelled: 1." in told
    assert "cancel imports of others" in told
    shown = desk.get(page).content.decode()
    assert "Cancelled" in shown
    assert "Cancelled by its owner" in shown
    assert ">Cancel it</a>" not in shown
    states = dict(ImportJob.objects.values_list("pk", "state"))
    assert states == {mine.pk: "cancelled", other.pk: "queued"}
