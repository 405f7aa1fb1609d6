from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.contrib.auth.models import User
from django.db import OperationalError
from pytest_django import Settings

from claims.document_selectors import documents_build
from claims.exchange.coding import Coding, compressed
from claims.exchange.documents import row_of_line
from claims.exchange.row import ClaimRow
from claims.matching import terms
from claims.matching.words import Token, tokens
from claims.models import (
    Claim,
    ClaimDocument,
    ClaimWords,
    CurrentVerdict,
    ImportedRow,
    ImportJob,
    ImportNote,
    ImportPart,
    LedgerEntry,
    MatchDocument,
    MatchPending,
    MatchUnembedded,
    Verdict,
)
from claims.roles import Role
from claims.services import import_rows
from claims.services.corrections import claim_correct
from claims.services.import_running import import_advance
from claims.services.imports import import_receive
from claims.services.known_claims import claim_row_update
from claims.services.ledger_audit import ledger_audit
from claims.services.match_index import match_index_write
from claims.services.new_claims import claims_create
from common.errors import Invalid, Refused
from common.models import Change
from sources.models import Source
from tests import factories
from webhooks.models import Delivery, Event, FeedEntry

pytestmark = pytest.mark.django_db


def row(number: int, **values: Any) -> dict[str, Any]:
    return {
        "id": f"claim-{number}",
        "text": f"The Velmar dam is {number} metres high.",
        "language": "en",
        "claimant": {"name": f"Oda Brekke {number % 3}", "kind": "person"},
        "topics": ["water", {"slug": "dams", "name": "Dams and weirs"}],
        "appearances": [f"https://post.example/{number}"],
        "verdicts": [
            {
                "publisher": {"name": "Control Desk", "domain": "desk.example"},
                "rating": {"label": "Wrong", "value": 1, "worst": 1, "best": 5, "normalised": "false"},
                "summary": "It is 38 metres high.",
                "review_url": f"https://desk.example/{number}",
                "effective_at": "2026-03-01T08:00:00Z",
            }
        ],
    } | values


def body(rows: list[dict[str, Any]]) -> bytes:
    return b"".join(json.dumps(one).encode() + b"\n" for one in rows)


def run(given: bytes, *, owner: User, format: str = "ndjson", **how: Any) -> ImportJob:  # noqa: A002 - the service's name
    job = import_receive(owner=owner, format=ImportJob.Format(format), body=[given], **how)
    import_advance(job_id=job.id)
    job.refresh_from_db()
    return job


def batches_of(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have so many rows taken in at a time, also the first time."""
    monkeypatch.setattr(import_rows, "BATCH", count)
    monkeypatch.setattr(import_rows, "FIRST", count)


def counts(job: ImportJob) -> tuple[int, int, int, int, int]:
    return job.records, job.created, job.updated, job.unchanged, job.refused


def test_rows_become_published_claims_with_everything_that_follows() -> None:
    owner = factories.user()
    endpoint, _ = factories.endpoint(owner=owner, url="https://hook.example/1")
    job = run(body([row(number) for number in range(5)]), owner=owner)
    assert (job.state, counts(job)) == ("done", (5, 5, 0, 0, 0))
    claim = Claim.objects.get(text__contains=" 3 ")
    assert (claim.state, claim.language) == ("published", "en")
    assert claim.claimant is not None
    assert claim.claimant.name == "Oda Brekke 0"
    assert sorted(topic.slug for topic in claim.topics.all()) == ["dams", "water"]
    assert claim.sightings.get().urls == ["https://post.example/3"]
    verdict = Verdict.objects.get(claim=claim)
    assert (verdict.seq, verdict.kind, verdict.actor, verdict.language) == (1, "initial", owner, "en")
    assert verdict.rating is not None
    assert (verdict.rating.label, verdict.rating.normalised) == ("Wrong", "false")
    assert verdict.publisher.domain == "desk.example"
    assert CurrentVerdict.objects.filter(verdict=verdict, claim=claim).exists()
    assert LedgerEntry.objects.count() == Verdict.objects.count() == 5
    assert Event.objects.filter(type="verdict.published", claim=claim, sequence=1).count() == 1
    assert FeedEntry.objects.count() == 5
    assert Delivery.objects.filter(endpoint=endpoint).count() == 5
    assert Change.objects.filter(resource="claims", key=str(claim.id), kind="created").count() == 1
    assert Change.objects.filter(resource="verdicts", key=str(verdict.id)).count() == 1
    assert not ImportPart.objects.exists()


def test_the_events_of_a_claim_that_two_have_judged_are_numbered_on() -> None:
    given = row(1)
    (first,) = given["verdicts"]
    second = first | {"publisher": {"name": "Second Desk", "domain": "second.example"}}
    job = run(body([given | {"verdicts": [first, second]}]), owner=factories.user())
    assert (counts(job), Claim.objects.count()) == ((1, 1, 0, 0, 0), 1)
    assert sorted(event.sequence or 0 for event in Event.objects.all()) == [1, 2]


def test_the_log_of_verdicts_holds_after_an_import() -> None:
    factories.verdict()
    run(body([row(number) for number in range(7)]), owner=factories.user())
    factories.verdict()
    assert ledger_audit(progress=lambda _done, _all: None).entries == 9


def test_documents_are_what_the_serializer_makes_of_them() -> None:
    bare = {"id": "bare", "text": "Nothing\u2028is known of it."}
    also = {"publisher": "Fjord Check", "rating": "Right", "review_url": "https://fjord.example/2"}
    rows = [row(1), bare, row(2, verdicts=[*row(2)["verdicts"], also])]
    run(body(rows), owner=factories.user())
    built = {one.claim_id: one.body for one in documents_build(Claim.objects.values_list("pk", flat=True))}
    assert built == dict(ClaimDocument.objects.values_list("claim_id", "body"))
    assert len(built) == 3


def test_an_import_is_found_by_what_any_other_claim_is_found_by() -> None:
    odd = 'He said "no \\ yes", {null,NULL}\tand\nnull again: \\N.'
    places = ["https://post.example/a,b", 'https://post.example/"{x}"\\']
    run(body([row(1), row(2, text=odd, appearances=places)]), owner=factories.user())
    imported = _indexed()
    assert Claim.objects.get(text=odd).sightings.get().urls == places
    match_index_write(claims=Claim.objects.values_list("pk", flat=True))
    assert _indexed() == imported
    assert len(imported) == 2


def _indexed() -> dict[str, tuple[Any, ...]]:
    pending = MatchPending.objects.in_bulk()
    words = dict(ClaimWords.objects.values_list("claim", "words"))
    return {
        one.claim.text: (
            *(one.wordings, one.readings, one.claimant, words[one.claim_id]),
            *(pending[one.number].terms, pending[one.number].pairs, pending[one.number].lexemes),
        )
        for one in MatchDocument.objects.select_related("claim")
    }


def test_an_import_notes_its_claims_for_embedding(settings: Settings) -> None:
    settings.MATCHING_EMBEDDING = "model2vec:/models/any"
    run(body([row(1), row(2)]), owner=factories.user())
    noted = MatchUnembedded.objects.values_list("claim", flat=True)
    assert sorted(noted) == sorted(Claim.objects.values_list("pk", flat=True))


def test_a_second_import_changes_nothing() -> None:
    owner = factories.user()
    given = body([row(number) for number in range(4)])
    run(given, owner=owner)
    before = (Verdict.objects.count(), Change.objects.count(), Event.objects.count())
    assert counts(run(given, owner=owner)) == (4, 0, 0, 4, 0)
    assert (Verdict.objects.count(), Change.objects.count(), Event.objects.count()) == before


def test_rows_without_a_name_are_known_again_by_what_they_say() -> None:
    owner = factories.user()
    given = body([{"text": "The dam is 38 metres high."}, {"text": "The dam is 38 metres high."}])
    assert counts(run(given, owner=owner)) == (2, 1, 0, 1, 0)
    assert counts(run(given, owner=owner)) == (2, 0, 0, 2, 0)
    assert counts(run(given, owner=factories.user())) == (2, 1, 0, 1, 0)


def test_a_changed_row_is_a_further_row_of_its_publisher() -> None:
    owner = factories.user()
    run(body([row(1)]), owner=owner)
    changed = row(1, text="The Velmar dam is 1 metre high.")
    changed["verdicts"][0]["rating"] |= {"label": "Mostly wrong", "value": 2, "normalised": "mostly_false"}
    assert counts(run(body([changed]), owner=owner)) == (1, 0, 1, 0, 0)
    claim = Claim.objects.get()
    assert claim.text == "The Velmar dam is 1 metre high."
    assert claim.corrections.get().text == claim.variants.get().text == "The Velmar dam is 1 metres high."
    kinds = Verdict.objects.order_by("seq").values_list("kind", "rating__label", "rating__scale__version")
    assert list(kinds) == [("initial", "Wrong", 1), ("update", "Mostly wrong", 2)]
    (built,) = documents_build([claim.pk])
    assert built.body == ClaimDocument.objects.get(claim=claim).body


def test_the_unchanged_rows_of_one_name_leave_alone_what_the_desk_did() -> None:
    owner = factories.user()
    second = row(1)
    second["verdicts"][0] |= {"publisher": {"name": "Other", "domain": "other.example"}}
    run(body([row(1), second]), owner=owner)
    verdict = Verdict.objects.get(publisher__domain="desk.example")
    factories.retraction(verdict, actor=owner)
    assert counts(run(body([row(1), second]), owner=owner)) == (2, 0, 0, 2, 0)
    assert counts(run(body([row(1, topics=["harbours"]), second]), owner=owner)) == (2, 0, 1, 1, 0)
    theirs = Verdict.objects.filter(publisher=verdict.publisher).order_by("seq")
    assert list(theirs.values_list("kind", flat=True)) == ["initial", "retraction"]


def test_a_wording_changed_at_the_desk_stays_while_the_sender_says_nothing_new_of_it() -> None:
    owner = factories.user()
    run(body([row(1)]), owner=owner)
    Claim.objects.update(text="The Velmar dam is one metre high.")
    changed = row(1)
    changed["verdicts"][0] |= {"summary": "It is 37 metres high."}
    assert counts(run(body([changed]), owner=owner)) == (1, 0, 1, 0, 0)
    assert Claim.objects.get().text == "The Velmar dam is one metre high."
    assert list(Verdict.objects.order_by("seq").values_list("kind", flat=True)) == ["initial", "update"]


def of_an_older_version() -> None:
    """Rows as they were taken in when it was not noted yet what they said."""
    ImportedRow.objects.update(said={})


def test_after_an_update_what_the_desk_retracted_stays_so_until_something_new_is_said() -> None:
    owner = factories.user()
    run(body([row(1)]), owner=owner)
    of_an_older_version()
    verdict = Verdict.objects.get()
    factories.retraction(verdict, actor=owner)
    # The label is on a newer version of its scale now.
    other = row(2)
    other["verdicts"][0]["rating"] |= {"label": "Right", "value": 5, "normalised": "true"}
    run(body([other]), owner=owner)
    assert counts(run(body([row(1, topics=["harbours"])]), owner=owner)) == (1, 0, 1, 0, 0)
    theirs = Verdict.objects.filter(claim=verdict.claim_id).order_by("seq")
    assert list(theirs.values_list("kind", flat=True)) == ["initial", "retraction"]
    changed = row(1)
    changed["verdicts"][0] |= {"summary": "It is 37 metres high."}
    run(body([changed]), owner=owner)
    assert list(theirs.values_list("kind", flat=True)) == ["initial", "retraction", "initial"]


def test_after_an_update_what_a_sender_says_anew_is_heard_the_first_time() -> None:
    owner = factories.user()
    run(body([row(1)]), owner=owner)
    of_an_older_version()
    changed = row(1, text="The Velmar dam is 1 metre high.")
    changed["verdicts"][0]["rating"] |= {"label": "Mostly wrong", "value": 2, "normalised": "mostly_false"}
    also = row(1)["verdicts"][0] | {"publisher": {"name": "Fjord Check", "domain": "fjord.example"}}
    changed["verdicts"].append(also)
    run(body([changed]), owner=owner)
    assert Claim.objects.get().text == "The Velmar dam is 1 metre high."
    assert list(Verdict.objects.order_by("recorded_at").values_list("kind", "original_label")) == [
        ("initial", "Wrong"),
        ("update", "Mostly wrong"),
        ("initial", "Wrong"),
    ]


def test_after_an_update_a_wording_that_the_desk_corrected_stays() -> None:
    owner = factories.user()
    run(body([row(1)]), owner=owner)
    of_an_older_version()
    claim = Claim.objects.get()
    claim_correct(
        claim_id=claim.pk,
        text="The Velmar dam is one metre high.",
        language="en",
        claimant=claim.claimant,
        reason="Spelt out.",
        actor=owner,
    )
    run(body([row(1, topics=["harbours"])]), owner=owner)
    assert Claim.objects.get().text == "The Velmar dam is one metre high."


@pytest.mark.parametrize(
    "positions", ["x", [3], [{"publisher": 7}], [{"publisher": {"id": [], "domain": "a.example"}}]]
)
def test_of_what_is_passed_over_nothing_is_wrong(positions: object) -> None:
    assert counts(run(body([row(1, positions=positions)]), owner=factories.user())) == (1, 1, 0, 0, 0)


def test_what_is_wrong_with_a_row_is_said_with_its_line_and_the_others_are_taken_in() -> None:
    given = body([row(1)]) + b"{not json\n\n" + body([row(2, language=3), row(3, txt="?"), row(4)])
    job = run(given, owner=factories.user())
    assert counts(job) == (5, 2, 0, 0, 3)
    notes = ImportNote.objects.filter(job=job).order_by("line").values_list("line", "severity", "code")
    assert list(notes) == [
        (2, "refused", "invalid-json"),
        (4, "refused", "wrong-type"),
        (5, "refused", "unknown-member"),
    ]


def test_two_verdicts_of_what_is_one_publisher_here_are_refused_and_neither_is_lost_unseen() -> None:
    owner = factories.user()
    factories.fact_checker(name="Control Desk", domain="desk.example")
    two, again = row(1), row(2)
    (given,) = two["verdicts"]
    named = given["publisher"] | {"name": "Desk of Control"}
    two["verdicts"] = [given, given | {"publisher": named, "rating": {"label": "Right"}}]
    again["verdicts"] = [given, given | {"publisher": named}]  # the very same, and so nothing is lost
    job = run(body([two, again]), owner=owner)
    assert counts(job) == (2, 1, 0, 0, 1)
    note = ImportNote.objects.get()
    assert (note.line, note.code) == (1, "two-of-one-publisher")
    assert "'Control Desk' and 'Desk of Control' are both of 'Control Desk' here" in note.detail
    assert Verdict.objects.count() == 1

    changed = row(2) | {"verdicts": two["verdicts"]}
    assert counts(run(body([changed]), owner=owner)) == (1, 0, 0, 0, 1)
    assert Verdict.objects.count() == 1


@pytest.mark.parametrize("moment", ["9999-12-31T23:59:59-10:00", "0001-01-01T00:00:00+10:00"])
def test_a_moment_that_is_none_in_utc_is_refused(moment: str) -> None:
    odd = row(1)
    odd["verdicts"][0]["effective_at"] = moment
    job = run(body([odd, row(2)]), owner=factories.user())
    assert (job.state, counts(job)) == ("done", (2, 1, 0, 0, 1))
    assert ImportNote.objects.get(job=job).code == "not-a-date"


def test_a_body_that_is_broken_further_on_is_taken_in_up_to_there(monkeypatch: pytest.MonkeyPatch) -> None:
    batches_of(2, monkeypatch)
    given = body([row(number) for number in range(4)]) + b'"' * (3 * 1024 * 1024) + body([row(5)])
    job = run(given, owner=factories.user())
    assert (job.state, counts(job)) == ("failed", (4, 4, 0, 0, 0))
    assert "longer than" in job.failure
    assert Claim.objects.count() == 4


def test_a_publisher_with_four_eyes_is_refused_and_nobody_else() -> None:
    factories.fact_checker(domain="eyes.example", four_eyes=True)
    strict = row(2)
    strict["verdicts"][0]["publisher"] = {"name": "Eyes", "domain": "eyes.example"}
    job = run(body([row(1), strict, row(3)]), owner=factories.user())
    assert counts(job) == (3, 2, 0, 0, 1)
    assert "four eyes" in ImportNote.objects.get(job=job).detail


@pytest.mark.parametrize("coding", [Coding.GZIP, Coding.ZSTD])
def test_a_compressed_body_is_the_same(coding: Coding) -> None:
    given = b"".join(compressed([body([row(1), row(2)])], coding))
    assert counts(run(given, owner=factories.user(), coding=coding)) == (2, 2, 0, 0, 0)


def test_a_body_that_is_not_what_it_says_is_refused_before_a_job_is_made() -> None:
    owner = factories.user()
    with pytest.raises(Invalid, match="gzip"):
        import_receive(owner=owner, format=ImportJob.Format.CSV, body=[b"id,text"], coding=Coding.GZIP)
    cut = gzip.compress(b"id,text" * 100)[:-12]
    with pytest.raises(Invalid, match="middle"):
        import_receive(owner=owner, format=ImportJob.Format.CSV, body=[cut], coding=Coding.GZIP)
    with pytest.raises(Invalid, match="empty"):
        import_receive(owner=owner, format=ImportJob.Format.CSV, body=[])
    assert not ImportJob.objects.exists()


def test_a_body_larger_than_the_limit_once_it_is_unpacked_is_refused(settings: Settings) -> None:
    settings.IMPORT_MAX_BYTES = 10_000
    owner, packed = factories.user(), gzip.compress(b"x" * 10_001)
    with pytest.raises(Invalid, match="larger than 10,000 bytes"):
        import_receive(owner=owner, format=ImportJob.Format.CSV, body=[packed], coding=Coding.GZIP)
    assert not ImportJob.objects.exists()


def test_only_who_may_publish_verdicts_may_import() -> None:
    with pytest.raises(Refused):
        import_receive(
            owner=factories.user(role=Role.CHECKER), format=ImportJob.Format.NDJSON, body=[body([row(1)])]
        )


@pytest.mark.parametrize("lost", ["the role", "the account"])
def test_who_may_not_publish_any_more_has_nothing_published_by_an_import_under_way(
    monkeypatch: pytest.MonkeyPatch, lost: str
) -> None:
    batches_of(2, monkeypatch)
    owner = factories.user()
    job = import_receive(
        owner=owner, format=ImportJob.Format.NDJSON, body=[body([row(number) for number in range(1, 5)])]
    )
    taking = claims_create

    def after_the_first(**given: Any) -> Any:
        made = taking(**given)
        if lost == "the role":
            owner.groups.clear()
        else:
            User.objects.filter(pk=owner.pk).update(is_active=False)
        return made

    monkeypatch.setattr(import_rows, "claims_create", after_the_first)
    import_advance(job_id=job.id)
    job.refresh_from_db()
    assert (job.state, job.created, Verdict.objects.count()) == ("failed", 2, 2)
    assert job.failure.startswith(f"{owner.username} may not publish verdicts")
    assert not ImportPart.objects.filter(job=job).exists()


def test_a_table_is_rows_of_claims_and_verdicts() -> None:
    given = (
        "id,text,claimant,publisher,publisher_domain,label,normalised,review_url,appearances\n"
        '1,"The dam, they say,\nis high.",Oda Brekke,Desk,desk.example,Wrong,false,https://desk.example/1,'
        "https://post.example/1 https://post.example/2\n"
        '1,"The dam, they say,\nis high.",Oda Brekke,Fjord,fjord.example,True,true,https://fjord.example/1,\n'
        "2,Short,,,,Lone label,,,\n"
        "3,Another,,,,,,,\n"
    )
    owner = factories.user()
    job = run(given.encode(), owner=owner, format="csv")
    assert counts(job) == (4, 2, 1, 0, 1)
    assert ImportNote.objects.get(job=job).line == 6
    claim = Claim.objects.get(text__startswith="The dam, they say,\nis")
    assert claim.verdicts_conflict
    assert set(claim.verdicts.values_list("rating__normalised", flat=True)) == {"false", "true"}
    assert counts(run(given.encode(), owner=owner, format="csv")) == (4, 0, 0, 3, 1)


def test_a_table_without_its_columns_fails_and_says_so() -> None:
    job = run(b"claim,rating\nx,y\n", owner=factories.user(), format="csv")
    assert job.state == "failed"
    assert "there is no column 'claim'" in job.failure


def test_a_batch_that_was_prepared_ahead_is_taken_in_as_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    owner = factories.user()
    lines = [row(number) for number in range(6)]
    lines[1]["language"], lines[4]["language"] = "de", "no such language, and too long to be one"
    lines[5]["claimant"] = {"name": "Oda Brekke"}
    prepared = set[int]()
    prepare = import_rows.RowBatch.prepare

    def noted(batch: import_rows.RowBatch[bytes]) -> Iterator[None]:
        for step in prepare(batch):
            prepared.add(batch.line)
            yield step

    batches_of(2, monkeypatch)
    monkeypatch.setattr(import_rows.RowBatch, "prepare", noted)
    job = run(body(lines), owner=owner)
    assert (counts(job), sorted(prepared)) == ((6, 5, 0, 0, 1), [4, 6])
    assert ImportNote.objects.get(job=job).line == 5
    found = _indexed()
    match_index_write(claims=Claim.objects.values_list("pk", flat=True))
    assert len(found) == 5
    assert found == _indexed()
    assert counts(run(body(lines), owner=owner)) == (6, 0, 0, 5, 1)
    assert sorted(prepared) == [4, 6], "there was nothing to wait for"


def test_what_goes_wrong_ahead_is_not_told_of_the_row_before(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(line: bytes) -> ClaimRow:
        if b"unreadable" in line:
            raise ValueError("nobody expected this")
        return row_of_line(line)

    batches_of(1, monkeypatch)
    monkeypatch.setattr(import_rows, "row_of_line", failing)
    job = run(body([row(1), row(2, text="An unreadable text."), row(3)]), owner=factories.user())
    assert counts(job) == (3, 2, 0, 0, 1)
    assert ImportNote.objects.get(job=job).line == 2


def test_what_cannot_be_cut_into_words_ahead_is_refused_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(text: str) -> list[Token]:
        if "uncut" in text:
            raise ValueError("nobody expected this")
        return tokens(text)

    batches_of(2, monkeypatch)
    monkeypatch.setattr(terms, "tokens", failing)
    lines = [row(1), row(2), row(3), row(4, text="An uncut text."), row(5)]
    job = run(body(lines), owner=factories.user())
    assert (job.state, counts(job)) == ("done", (5, 4, 0, 0, 1))
    assert ImportNote.objects.get(job=job).line == 4
    assert len(_indexed()) == 4


def test_a_stop_amid_what_is_done_ahead_stops_the_job(monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_how: Any) -> None:
        raise SoftTimeLimitExceeded

    batches_of(2, monkeypatch)
    monkeypatch.setattr(import_rows, "rows_cut", stopped)
    given = body([row(number) for number in range(4)])
    job = import_receive(owner=factories.user(), format=ImportJob.Format.NDJSON, body=[given])
    with pytest.raises(SoftTimeLimitExceeded):
        import_advance(job_id=job.pk)
    job.refresh_from_db()
    assert (job.state, job.records) == ("running", 0)


def test_a_job_goes_on_behind_the_batches_that_are_done(monkeypatch: pytest.MonkeyPatch) -> None:
    batches_of(3, monkeypatch)
    monkeypatch.setattr("claims.services.import_running._TURN", -1.0)
    owner = factories.user()
    given = body([row(number) for number in range(8)])
    job = import_receive(owner=owner, format=ImportJob.Format.NDJSON, body=[given])
    for done in (3, 6):
        import_advance(job_id=job.id)
        job.refresh_from_db()
        assert (job.state, job.records, job.line) == ("running", done, done)
    for _ in range(2):
        import_advance(job_id=job.id)
    job.refresh_from_db()
    assert (job.state, job.records, job.created) == ("done", 8, 8)
    assert ImportedRow.objects.count() == Claim.objects.count() == 8


def test_a_job_that_kills_its_worker_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    job = import_receive(owner=factories.user(), format=ImportJob.Format.NDJSON, body=[body([row(1)])])
    ImportJob.objects.filter(pk=job.pk).update(attempts=5, state="running")
    import_advance(job_id=job.id)
    job.refresh_from_db()
    assert (job.state, job.next_attempt_at) == ("failed", None)
    assert "cut short 5 times" in job.failure


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+01:00", "9999-12-31T23:59:59-01:00"])
def test_a_moment_beyond_the_calendar_is_refused(moment: str) -> None:
    odd = row(1)
    odd["verdicts"][0]["effective_at"] = moment
    assert codes(run(body([odd, row(2)]), owner=factories.user())) == ["not-a-date"]


@pytest.mark.parametrize("given", ["2026-03-01 and anything", "2026-03-01T25:00", "1 March 2026"])
def test_a_day_with_anything_behind_it_is_none(given: str) -> None:
    odd = row(1)
    odd["sightings"] = [{"said_on": given}]
    assert codes(run(body([odd, row(2)]), owner=factories.user())) == ["not-a-date"]


@pytest.mark.parametrize("value", ["1_000", "NaN", "0x10", "\u0663", True])
def test_what_only_python_calls_a_number_is_none(value: object) -> None:
    odd = row(1)
    odd["verdicts"][0]["rating"] |= {"best": value}
    assert codes(run(body([odd, row(2)]), owner=factories.user())) == ["not-a-number"]


@pytest.mark.parametrize("address", ["https://[oops/x", "https://\u2100.example/", "https://]/"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    odd = row(1)
    odd["verdicts"][0] |= {"publisher": "Control Desk", "review_url": address}
    assert codes(run(body([odd, row(2)]), owner=factories.user())) == ["not-a-url"]


def test_a_value_that_is_rounded_to_a_million_is_refused() -> None:
    odd = row(1)
    odd["verdicts"][0]["rating"] |= {"best": 999999.999}
    assert codes(run(body([odd, row(2)]), owner=factories.user())) == ["not-a-number"]


class Odd(RuntimeError):
    pass


def test_whatever_goes_wrong_with_a_row_is_its_refusal_and_in_the_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Read, taken in anew, and taken in again: nobody knows beforehand what may go wrong there."""
    owner = factories.user()
    run(body([row(1), row(2)]), owner=owner)

    def failing(of: Callable[..., Any], word: str) -> Callable[..., Any]:
        def tried(*args: Any, **how: Any) -> Any:
            if word in repr((args, how)):
                raise Odd
            return of(*args, **how)

        return tried

    monkeypatch.setattr(import_rows, "row_of_line", failing(row_of_line, "unreadable"))
    monkeypatch.setattr(import_rows, "claims_create", failing(claims_create, "not to be made"))
    monkeypatch.setattr(import_rows, "claim_row_update", failing(claim_row_update, "not to be changed"))
    given = body(
        [
            *(row(1, text="not to be changed"), row(2, text="The dam is low.")),
            *(row(3, text="unreadable"), row(4, text="not to be made"), row(5), row(6)),
        ]
    )
    job = run(given, owner=owner)
    assert (job.state, counts(job)) == ("done", (6, 2, 1, 0, 3))
    assert codes(job) == ["failed"] * 3
    assert list(ImportNote.objects.filter(job=job).order_by("line").values_list("line", flat=True)) == [
        1,
        3,
        4,
    ]
    assert [entry.exc_info[0] for entry in caplog.records if entry.exc_info] == [Odd] * 3
    assert ledger_audit(progress=lambda _done, _all: None).entries == Verdict.objects.count()


@pytest.mark.parametrize("strike", [OperationalError("the connection is lost"), SoftTimeLimitExceeded()])
def test_what_would_strike_any_record_is_no_refusal(
    monkeypatch: pytest.MonkeyPatch, strike: Exception
) -> None:
    def stricken(**_how: Any) -> None:
        raise strike

    monkeypatch.setattr(import_rows, "claims_create", stricken)
    job = import_receive(
        owner=factories.user(), format=ImportJob.Format.NDJSON, body=[body([row(1), row(2)])]
    )
    with pytest.raises(type(strike)):
        import_advance(job_id=job.id)
    job.refresh_from_db()
    assert (job.state, job.records, job.refused) == ("running", 0, 0)


def test_a_name_is_one_claimant_in_whatever_case_and_script_it_is_written() -> None:
    owner = factories.user()
    names = ("Mira Solberg", "MIRA SOLBERG", "İnci Yalın", "İnci Yalın")
    first = run(body([row(n, claimant=name) for n, name in enumerate(names)]), owner=owner)
    again = run(body([row(n + 9, claimant=name) for n, name in enumerate(names)]), owner=owner)
    assert (first.created, again.created) == (4, 4)
    assert sorted(Source.objects.filter(kind="person").values_list("name", flat=True)) == [
        "Mira Solberg",
        "İnci Yalın",
    ]
    assert not Claim.objects.filter(claimant=None).exists()


def codes(job: ImportJob) -> list[str]:
    return list(ImportNote.objects.filter(job=job).order_by("line").values_list("code", flat=True))
