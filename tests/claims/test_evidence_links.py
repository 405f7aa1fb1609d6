"""The check of evidence's links, against a real server."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from claims import events
from claims.models import Claim, Evidence
from claims.services import links
from claims.services.evidence import evidence_add, evidence_change
from claims.services.links import BATCH, Reading, evidence_check, evidence_link_note
from claims.tasks import check_evidence
from tests import factories
from tests.api import anonymous
from tests.locks import elsewhere, until_somebody_waits

pytestmark = pytest.mark.django_db
BODY = b"The crest stands at 38 metres."


class _Pages(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        """Answers with the status that the path names."""
        status = int(self.path.strip("/"))
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/200")
        self.send_header("Content-Length", str(len(BODY)))
        self.end_headers()
        self.wfile.write(BODY)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the library's
        """Quiet."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Pages)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def opened(site: str, settings: Any) -> None:
    """The test's own server may be reached."""
    settings.OUTBOUND_ALLOW = [f"127.0.0.1/32:{site.rpartition(':')[2]}"]


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[events.EvidenceLinkBroken]:
    announced: list[events.EvidenceLinkBroken] = []
    monkeypatch.setattr(events, "_evidence_link_broken", [*events._evidence_link_broken, announced.append])
    return announced


def evidence(url: str, claim: Claim | None = None, **values: Any) -> Evidence:
    given = {"stance": "context", "created_by": factories.user(), "next_check_at": timezone.now()} | values
    return Evidence.objects.create(claim=claim or factories.published_claim(), url=url, **given)


def check_again(row: Evidence) -> Evidence:
    """One more check, as if the time for it had come."""
    Evidence.objects.filter(pk=row.pk).update(next_check_at=timezone.now())
    evidence_check()
    row.refresh_from_db()
    return row


def _wait(row: Evidence) -> timedelta:
    """How long after its last check the next one is due."""
    assert row.checked_at is not None
    assert row.next_check_at is not None
    return row.next_check_at - row.checked_at


def test_what_can_be_read_is_ok_and_its_hash_noted_once(site: str) -> None:
    row = check_again(evidence(f"{site}/302"))
    assert (row.link_state, row.content_hash) == ("ok", hashlib.sha256(BODY).hexdigest())
    assert _wait(row) == timedelta(days=7)
    given = check_again(evidence(f"{site}/200", content_hash="a" * 64))
    assert given.content_hash == "a" * 64


@pytest.mark.parametrize("status", [400, 404, 410, 500])
def test_a_link_is_broken_after_two_failures_and_announced_once(
    site: str, status: int, heard: list[events.EvidenceLinkBroken]
) -> None:
    row = check_again(evidence(f"{site}/{status}"))
    assert (row.link_state, row.link_failures) == ("unchecked", 1)
    assert _wait(row) == timedelta(days=1)
    assert heard == []
    row = check_again(row)
    assert _wait(row) == timedelta(days=7)
    assert (row.link_state, row.content_hash) == ("broken", "")
    check_again(row)
    assert [(event.claim_id, event.evidence_id) for event in heard] == [(row.claim_id, row.pk)]
    (shown,) = anonymous().get(f"/api/v1/claims/{row.claim_id}").json()["evidence"]
    assert shown["link_state"] == "broken"


def test_a_link_that_comes_back_is_ok_and_may_break_again(
    site: str, heard: list[events.EvidenceLinkBroken]
) -> None:
    row = evidence(f"{site}/404")
    for path, state in (("404", "unchecked"), ("200", "ok"), ("404", "ok"), ("404", "broken"), ("200", "ok")):
        Evidence.objects.filter(pk=row.pk).update(url=f"{site}/{path}")
        assert check_again(row).link_state == state
    assert len(heard) == 1


@pytest.mark.parametrize("status", [401, 403, 429, 451])
def test_a_page_that_is_closed_to_machines_is_not_broken(site: str, status: int) -> None:
    row = check_again(check_again(evidence(f"{site}/{status}")))
    assert (row.link_state, row.content_hash) == ("ok", "")


def test_of_a_page_that_was_not_read_to_its_end_no_hash_is_noted(
    site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(links, "_MAX_BYTES", len(BODY) - 1)
    row = check_again(evidence(f"{site}/200"))
    assert (row.link_state, row.content_hash) == ("ok", "")


def test_an_address_that_may_not_be_asked_counts_as_unreadable() -> None:
    assert check_again(check_again(evidence("http://127.0.0.1:9/"))).link_state == "broken"


def test_of_a_claim_that_is_not_public_nothing_is_announced(
    site: str, heard: list[events.EvidenceLinkBroken]
) -> None:
    merged = factories.merged_claim(factories.published_claim())
    for claim in (factories.claim(), merged):
        row = check_again(check_again(evidence(f"{site}/404", claim)))
        assert row.link_state == "broken"
    assert heard == []


def test_a_failing_subscriber_leaves_the_link_as_it_was(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    row = check_again(evidence(f"{site}/404"))

    def fail(event: events.EvidenceLinkBroken) -> None:
        raise RuntimeError("the subscriber is broken")

    monkeypatch.setattr(events, "_evidence_link_broken", [fail])
    with pytest.raises(RuntimeError, match="broken"):
        check_again(row)
    row.refresh_from_db()
    assert (row.link_state, row.link_failures) == ("unchecked", 1)


def test_only_what_is_due_is_asked_and_no_more_than_a_batch(site: str) -> None:
    claim = factories.published_claim()
    later = evidence(f"{site}/200", claim, next_check_at=timezone.now() + timedelta(hours=1))
    article = factories.article_version()
    evidence("", claim, article_version=article, next_check_at=None)
    for _ in range(BATCH + 1):
        evidence(f"{site}/200", claim)
    assert [evidence_check(), evidence_check(), evidence_check()] == [BATCH, 1, 0]
    later.refresh_from_db()
    assert later.checked_at is None


def test_what_one_worker_has_taken_another_leaves_until_it_is_due_again(site: str) -> None:
    row = evidence(f"{site}/200")
    assert [key for key, _ in links._lease()] == [row.pk]
    assert evidence_check() == 0
    row.refresh_from_db()
    assert row.next_check_at is not None
    assert timezone.now() < row.next_check_at <= timezone.now() + timedelta(minutes=10)


@pytest.mark.django_db(transaction=True)
def test_what_another_worker_is_taking_is_passed_over_at_once() -> None:
    taken, other = (evidence(f"https://data.example/{name}") for name in ("taken", "other"))
    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        Evidence.objects.select_for_update().get(pk=taken.pk)
        found = pool.submit(elsewhere, links._lease).result(10)
    assert [key for key, _ in found] == [other.pk]


def test_the_task_checks(site: str) -> None:
    row = evidence(f"{site}/200")
    check_evidence.run()
    row.refresh_from_db()
    assert row.link_state == "ok"


def test_what_was_read_at_another_address_says_nothing_of_the_present_one() -> None:
    row = factories.evidence(factories.claim(), url="https://data.example/now")
    reading = Reading(url="https://data.example/before", readable=False, content_hash="0" * 64)
    for _ in range(2):
        evidence_link_note(evidence_id=row.pk, reading=reading)
    row.refresh_from_db()
    assert (row.link_state, row.content_hash, row.checked_at) == (Evidence.LinkState.UNCHECKED, "", None)


@pytest.mark.django_db(transaction=True)
def test_words_that_are_put_right_while_the_check_is_noted_are_kept() -> None:
    author = factories.user()
    draft = factories.draft(factories.verdict(), author=author)
    row = evidence_add(
        draft_id=draft.pk, stance=Evidence.Stance.CONTEXT, url="https://data.example/now", actor=author
    )
    reading = Reading(url=row.url, readable=True)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            evidence_change(draft_id=draft.pk, evidence_id=row.pk, actor=author, excerpt="38 metres.")
            noting = pool.submit(elsewhere, lambda: evidence_link_note(evidence_id=row.pk, reading=reading))
            until_somebody_waits()
        noting.result()
    row.refresh_from_db()
    assert (row.excerpt, row.link_state) == ("38 metres.", Evidence.LinkState.OK)


@pytest.mark.django_db(transaction=True)
def test_whoever_notes_a_check_has_the_claim_before_its_evidence() -> None:
    claim = factories.claim()
    row = factories.evidence(claim)
    reading = Reading(url=row.url, readable=True)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Claim.objects.select_for_update(no_key=True).get(pk=claim.pk)
            noting = pool.submit(elsewhere, lambda: evidence_link_note(evidence_id=row.pk, reading=reading))
            until_somebody_waits()
            Evidence.objects.select_for_update(nowait=True).get(pk=row.pk)
        noting.result()
    row.refresh_from_db()
    assert row.link_state == Evidence.LinkState.OK
