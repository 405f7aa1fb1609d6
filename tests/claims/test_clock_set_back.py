"""A server's clock was an hour ahead and is set right: what came last still holds, and leases are kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.utils import timezone

from claims.import_selectors import body_pieces, imports_due
from claims.models import Claim, ImportJob
from claims.moments import claim_as_of
from claims.roles import Role
from claims.services.imports import LEASE, Overtaken, import_fetch, import_store, import_take
from claims.services.merges import claim_merge, claim_unmerge
from claims.services.source_merges import source_merge, source_unmerge
from sources.models import Source
from tests import factories

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@contextmanager
def an_hour_ahead(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Only of the server: the database's clock is right."""
    right = timezone.now
    with monkeypatch.context() as patch:
        patch.setattr(timezone, "now", lambda: right() + HOUR)
        yield


def test_a_merge_of_claims_that_was_undone_is_undone_ever_after(monkeypatch: pytest.MonkeyPatch) -> None:
    claim, into, actor = factories.published_claim(), factories.published_claim(), factories.user()
    with an_hour_ahead(monkeypatch):
        claim_merge(claim_id=claim.id, into_id=into.id, actor=actor, reason="The same.")
    claim_unmerge(claim_id=claim.id, actor=actor, reason="Not the same.")
    later = timezone.now() + 2 * HOUR
    stood = claim_as_of(claim.id, as_of=later, known_at=later, include_open=False)
    assert (stood.state, stood.merged_into) == (Claim.State.PUBLISHED, None)


def test_of_a_source_merged_anew_all_that_moved_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    source, into = (factories.source(kind=Source.Kind.ORGANISATION) for _ in range(2))
    actor = factories.user(role=Role.ADMINISTRATOR)

    def merge() -> None:
        source_merge(source_id=source.pk, into_id=into.pk, actor=actor, reason="They are one.")

    def unmerge() -> None:
        source_unmerge(source_id=source.pk, actor=actor, reason="They are two.")

    with an_hour_ahead(monkeypatch):
        merge()
    unmerge()
    claim = factories.claim(claimant=source)
    merge()
    unmerge()
    claim.refresh_from_db()
    assert claim.claimant == source


def _queued() -> ImportJob:
    return import_fetch(
        owner=factories.user(), format=ImportJob.Format.NDJSON, url="https://desk.example/claims.ndjson"
    )


def test_a_job_that_somebody_is_at_is_not_due_an_hour_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    job = _queued()
    assert import_take(job_id=job.pk)
    with an_hour_ahead(monkeypatch):
        assert import_take(job_id=job.pk) is None
        assert imports_due() == []


def test_a_job_that_was_taken_an_hour_ahead_is_due_when_its_lease_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    job = _queued()
    with an_hour_ahead(monkeypatch):
        taken = import_take(job_id=job.pk)
    assert taken is not None
    taken.refresh_from_db()
    assert taken.next_attempt_at is not None
    assert taken.next_attempt_at <= timezone.now() + LEASE


def test_what_comes_late_is_not_put_beneath_a_worker_that_has_taken_over() -> None:
    job = _queued()
    late = import_take(job_id=job.pk)
    ImportJob.objects.update(next_attempt_at=timezone.now())
    other = import_take(job_id=job.pk)
    assert late is not None
    assert other is not None
    import_store(job=other, body=[b"its body"])
    with pytest.raises(Overtaken):
        import_store(job=late, body=[b"another body"])
    assert b"".join(body_pieces(job.pk)) == b"its body"
