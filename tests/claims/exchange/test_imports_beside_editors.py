"""An import never makes an editor wait who judges something else, nor ends in a deadlock with one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction

from claims.models import Claim, ImportJob, Rating, Verdict
from claims.rules import Kind
from claims.services import import_reviews, import_rows
from claims.services.claimreview import review_import
from claims.services.import_running import import_advance
from claims.services.imports import import_receive
from claims.services.known_claims import claim_row_update
from claims.services.ledger_audit import ledger_audit
from claims.services.verdicts import verdict_record
from sources.models import Source
from tests import factories
from tests.locks import until_somebody_waits

pytestmark = pytest.mark.django_db(transaction=True)


class Desk:
    """An editor at another connection."""

    def __init__(self, thread: ThreadPoolExecutor) -> None:
        self.editor: User = factories.user()
        self._publisher: Source = factories.fact_checker()
        self._rating: Rating = factories.rating()
        self._thread = thread

    def judge(self, claim: Claim) -> Future[None]:
        return self._thread.submit(self._judge, claim)

    def _judge(self, claim: Claim) -> None:
        try:
            verdict_record(
                claim_id=claim.pk,
                publisher_id=self._publisher.pk,
                rating_id=self._rating.pk,
                kind=Kind.INITIAL,
                actor=self.editor,
            )
        finally:
            connection.close()


@pytest.fixture
def desk() -> Iterator[Desk]:
    with ThreadPoolExecutor(1) as thread:
        yield Desk(thread)


def rows(label: str) -> bytes:
    verdict = {"publisher": {"name": "Control Desk", "domain": "desk.example"}, "rating": label}
    given = ({"id": f"{n}", "text": f"The dam is {n} metres high.", "verdicts": [verdict]} for n in (1, 2))
    return b"".join(json.dumps(one).encode() + b"\n" for one in given)


def reviews() -> bytes:
    given = (
        {
            "@type": "ClaimReview",
            "url": f"https://facts.example/{n}",
            "claimReviewed": f"The quay is {n} metres long.",
            "author": {"@type": "Organization", "name": "Vestmark Facts", "url": "https://facts.example"},
            "reviewRating": {"@type": "Rating", "alternateName": "False"},
        }
        for n in (1, 2)
    )
    return b"\n".join(json.dumps(one).encode() for one in given)


def run(owner: User, body: bytes, form: ImportJob.Format = ImportJob.Format.NDJSON) -> ImportJob:
    job = import_receive(owner=owner, format=form, body=[body])
    import_advance(job_id=job.id)
    job.refresh_from_db()
    return job


def then(of: Callable[..., Any], do: Callable[[], object]) -> Callable[..., Any]:
    """Do something behind the first call of it."""
    done: list[object] = []

    def called(**how: Any) -> Any:
        found = of(**how)
        if not done:
            done.append(do())
        return found

    return called


@pytest.mark.parametrize("number", [1, 2])
def test_an_editor_who_judges_what_a_batch_changes_waits_for_it_and_both_are_done(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    run(desk.editor, rows("Wrong"))
    claim = Claim.objects.get(text__contains=f" {number} ")
    judging: list[Future[None]] = []

    def meanwhile() -> None:
        judging.append(desk.judge(claim))
        until_somebody_waits()

    monkeypatch.setattr(import_rows, "claim_row_update", then(claim_row_update, meanwhile))
    job = run(desk.editor, rows("Right"))
    judging[0].result(30)
    assert (job.state, job.updated, job.refused) == ("done", 2, 0)
    assert Verdict.objects.filter(claim=claim).count() == 3
    assert ledger_audit(progress=lambda _done, _all: None).entries == 5


def test_an_editor_who_judges_something_else_does_not_wait_for_a_batch(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(desk.editor, rows("Wrong"))
    other = factories.claim(text="The bollards are of iron.")
    monkeypatch.setattr(
        import_rows, "claim_row_update", then(claim_row_update, lambda: desk.judge(other).result(30))
    )
    assert run(desk.editor, rows("Right")).updated == 2
    assert ledger_audit(progress=lambda _done, _all: None).entries == 5


def test_a_review_that_is_taken_in_is_free_for_an_editor_while_the_next_one_is(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Claim] = []

    def taking(**how: Any) -> Any:
        found = review_import(**how)
        if seen:
            desk.judge(seen[0]).result(30)
        seen.append(Claim.objects.latest("created_at"))
        return found

    monkeypatch.setattr(import_reviews, "review_import", taking)
    job = run(desk.editor, reviews(), ImportJob.Format.CLAIMREVIEW)
    assert (job.state, job.created) == ("done", 2)
    assert ledger_audit(progress=lambda _done, _all: None).entries == 3


@pytest.mark.parametrize(
    ("form", "body"),
    [(ImportJob.Format.NDJSON, rows("Wrong")), (ImportJob.Format.CLAIMREVIEW, reviews())],
)
def test_two_imports_that_meet_a_new_publisher_at_once_refuse_nothing(
    form: ImportJob.Format, body: bytes
) -> None:
    owners = [factories.user(), factories.user()]
    before = Source.objects.count()

    def other() -> ImportJob:
        try:
            return run(owners[1], body, form)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as thread:
        with transaction.atomic():
            first = run(owners[0], body, form)
            second = thread.submit(other)
            until_somebody_waits()
        assert (first.created, first.refused) == (2, 0)
        assert (second.result(30).refused, second.result().records) == (0, 2)
    assert Source.objects.count() == before + 1
