"""How a claim was said, through whom and to whom: kept when it goes from one registry to another."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from claims.document_selectors import documents_build
from claims.models import Claim, ClaimDocument, ImportJob, ImportNote, Sighting
from claims.services.import_running import import_advance
from claims.services.imports import import_receive
from claims.services.merges import claim_merge
from common.ids import new_id
from tests import factories

pytestmark = pytest.mark.django_db

# With marks of direction, as a text in several scripts has; and with what PostgreSQL's arrays quote.
_WORDS: dict[str, Any] = {
    "sentence": "“The dam is \u202b40\u202c metres high,”\nOda Brekke told the \\ council.",
    "quote": True,
    "via": ["Nordlys Radio", 'The "Courier", {evening} \\ edition'],
    "addressee": "town council",
}
_NONE: dict[str, Any] = {"sentence": None, "quote": False, "via": [], "addressee": None}
_AT = "https://outlet.example/dam"


def run(rows: list[dict[str, Any]] | bytes, owner: User) -> ImportJob:
    body = rows if isinstance(rows, bytes) else b"".join(json.dumps(row).encode() + b"\n" for row in rows)
    job = import_receive(owner=owner, format=ImportJob.Format.NDJSON, body=[body])
    import_advance(job_id=job.pk)
    job.refresh_from_db()
    assert job.state == "done"
    return job


def counts(job: ImportJob) -> tuple[int, int, int, int]:
    return job.created, job.updated, job.unchanged, job.refused


def exported() -> bytes:
    answer: Any = Client().get("/api/v1/exports/claims.ndjson")
    return b"".join(answer.streaming_content)


def shown(claim: Claim) -> list[dict[str, Any]]:
    """The sightings of its document, which is as its rows are."""
    (built,) = documents_build([claim.pk])
    body = ClaimDocument.objects.get(claim=claim).body
    assert built.body == body
    found: list[dict[str, Any]] = json.loads(body)["sightings"]
    return found


def words(sighting: dict[str, Any]) -> dict[str, Any]:
    return {name: sighting[name] for name in _WORDS}


def appeared(**said: Any) -> dict[str, Any]:
    appearance = {"article": {"url": _AT}, "claimant": "Oda Brekke", "role": "water minister"} | said
    return {"id": "dam", "text": "The dam is 40 metres high.", "appearances": [appearance]}


def test_what_was_said_goes_from_registry_to_registry_as_it_is() -> None:
    claim = factories.published_claim(claimant="Oda Brekke", role="water minister", **_WORDS)
    for _ in ("read here, taken in there", "and from there by a third"):
        known = {*Claim.objects.values_list("pk", flat=True)}
        own = str(claim.pk).encode()
        (line,) = [line for line in exported().splitlines() if own in line]
        line = line.replace(own, str(new_id()).encode())  # as one that no claim here has
        owner = factories.user()
        assert counts(run(line, owner)) == (1, 0, 0, 0)
        claim = Claim.objects.exclude(pk__in=known).get()
        (sighting,) = shown(claim)
        assert words(sighting) == _WORDS
        assert (sighting["claimant"], sighting["role"]) == ("Oda Brekke", "water minister")
        assert counts(run(line, owner)) == (0, 0, 1, 0)


def test_what_others_report_of_a_merged_claim_is_not_said_of_the_one_it_became_elsewhere() -> None:
    into, merged = factories.published_claim(), factories.published_claim()
    Sighting.objects.create(claim=merged, urls=["https://post.example/1"])  # by whose claim that is
    claim_merge(claim_id=merged.id, into_id=into.id, actor=factories.user(), reason="They say the same.")
    line, owner = exported().replace(str(into.pk).encode(), str(new_id()).encode()), factories.user()
    (told,) = json.loads(line)["merged_claims"]
    assert len(told["sightings"]) == 1
    known = {into.pk, merged.pk}
    assert counts(run(line, owner)) == (1, 0, 0, 0)
    taken = Claim.objects.exclude(pk__in=known).get()
    appearances = json.loads(line)["appearances"]
    assert len(appearances) == 2
    assert [one["first_url"] for one in shown(taken)] == [row["article"]["url"] for row in appearances]


def test_what_is_not_told_is_shown_as_not_told() -> None:
    run([{"text": "The dam is 40 metres high.", "appearances": [_AT]}], factories.user())
    (sighting,) = shown(Claim.objects.get())
    assert words(sighting) == _NONE


def test_sentences_of_one_place_are_sightings_of_their_own() -> None:
    row = appeared(sentence="It is 40 metres high.")
    row["appearances"] += appeared(sentence="40 metres!")["appearances"] + appeared()["appearances"]
    run([row], factories.user())
    told = [sighting["sentence"] for sighting in shown(Claim.objects.get())]
    assert told == ["It is 40 metres high.", "40 metres!", None]


def test_a_changed_row_adds_words_to_the_sighting_that_is_known() -> None:
    owner = factories.user()
    run([appeared()], owner)
    claim = Claim.objects.get()
    assert counts(run([appeared(sentence="It is high.")], owner)) == (0, 1, 0, 0)
    assert counts(run([appeared(sentence="It is high.", via=["Courier"])], owner)) == (0, 1, 0, 0)
    (sighting,) = shown(claim)
    assert words(sighting) == _NONE | {"sentence": "It is high.", "via": ["Courier"]}
    # What it says no more stays, and other words are another sighting.
    assert counts(run([appeared()], owner)) == (0, 0, 1, 0)
    assert counts(run([appeared(sentence="It is low.")], owner)) == (0, 1, 0, 0)
    assert [sighting["sentence"] for sighting in shown(claim)] == ["It is high.", "It is low."]


def test_a_changed_row_adds_when_it_was_said_to_the_sighting_that_is_known() -> None:
    owner = factories.user()
    may, first_of_may = ({"date": "2026-05-01", "precision": precision} for precision in ("month", "day"))
    run([appeared()], owner)
    claim = Claim.objects.get()
    assert counts(run([appeared(said_on=may)], owner)) == (0, 1, 0, 0)
    # What it says no more stays, and another day, also one in that month, is another sighting.
    assert counts(run([appeared()], owner)) == (0, 0, 1, 0)
    assert counts(run([appeared(said_on=first_of_may)], owner)) == (0, 1, 0, 0)
    told = [(one["said_on"], one["said_on_precision"]) for one in shown(claim)]
    assert told == [("2026-05-01", "month"), ("2026-05-01", "day")]


def test_a_day_is_one_where_nothing_is_said_of_how_exactly_it_is_known() -> None:
    row = appeared(said_on={"date": "2026-05-01"}) | {"sightings": [{"said_on": "2026-05-02"}]}
    row["appearances"] += appeared(said_on={"date": None, "precision": "month"})["appearances"]
    run([row], factories.user())
    told = {(one["said_on"], one["said_on_precision"]) for one in shown(Claim.objects.get())}
    assert told == {("2026-05-01", "day"), ("2026-05-02", "day"), (None, None)}


@pytest.mark.parametrize(
    "said",
    [
        {"appearances": [{"said_on": {"date": "2026-05-01", "precision": "Month"}}]},
        {"sightings": [{"said_on": "2026-05-01", "said_on_precision": "decade"}]},
    ],
)
def test_a_period_that_is_none_is_refused(said: dict[str, Any]) -> None:
    job = run([{"text": "The dam is 40 metres high."} | said], factories.user())
    assert counts(job) == (0, 0, 0, 1)
    note = ImportNote.objects.get(job=job)
    assert (note.code, note.detail.partition("precision ")[2]) == (
        "not-a-precision",
        "must be one of day, week, month, year",
    )


@pytest.mark.parametrize("member", ["appearances", "sightings"])
@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("sentence", 3, "wrong-type"),
        ("sentence", "\0", "unstorable-character"),
        ("sentence", "\ud800", "unstorable-character"),
        ("quote", "yes", "wrong-type"),
        ("via", "Courier", "wrong-type"),
        ("via", [3], "wrong-type"),
        ("via", ["\0"], "unstorable-character"),
        ("via", ["x" * 501], "too-long"),
        ("addressee", ["town council"], "wrong-type"),
        ("addressee", "\ud800", "unstorable-character"),
        ("addressee", "x" * 501, "too-long"),
    ],
)
def test_words_that_cannot_be_kept_are_refused(member: str, name: str, value: object, code: str) -> None:
    odd = {"text": "The dam is 40 metres high.", member: [{name: value}]}
    longest = {"via": ["x" * 500, "", None], "addressee": "x" * 500, "sentence": "x" * 5000}
    right = {"text": "The quay is 40 metres long.", member: [longest]}
    job = run([odd, right], factories.user())
    assert counts(job) == (1, 0, 0, 1)
    note = ImportNote.objects.get(job=job)
    assert (note.line, note.code) == (1, code)
    assert note.detail.startswith(f"{member}.{name} ")
    (kept,) = shown(Claim.objects.get())
    assert words(kept) == {**longest, "quote": False, "via": ["x" * 500]}
