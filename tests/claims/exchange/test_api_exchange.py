from __future__ import annotations

import csv
import gzip
import io
import json
import zlib
from datetime import date
from typing import Any

import pytest
from django.test import Client

from claims.claimreview.records import records_read
from claims.exchange.coding import Coding, compressed, decompressed
from claims.models import Claim, ClaimDocument, Evidence, ImportJob, RatingScale, Verdict
from claims.rules import Kind
from claims.services.import_running import import_advance
from claims.services.merges import claim_merge
from claims.services.verdicts import Statement
from common.ids import new_id
from common.scopes import Scope
from tests import factories
from tests.api import anonymous, caller, problem

pytestmark = pytest.mark.django_db
_IMPORTS = "/api/v1/imports"
_ROWS = b'{"text": "The dam is 38 metres high."}\nnot json\n'


def _send(body: bytes, media_type: str = "application/x-ndjson", who: Any = None, **headers: str) -> Any:
    who = who or caller(Scope.IMPORTS_WRITE)
    return who.generic("POST", _IMPORTS, body, content_type=media_type, headers=headers)


def _streamed(path: str, **headers: str) -> tuple[Any, bytes]:
    answer: Any = Client().get(path, headers=headers)
    assert answer.status_code == 200, answer.content
    return answer, b"".join(answer.streaming_content)


def test_a_body_is_stored_taken_in_and_reported() -> None:
    who = caller(Scope.IMPORTS_WRITE)
    sent = _send(_ROWS, who=who)
    assert sent.status_code == 202
    assert (sent.json()["state"], sent.json()["size"]) == ("queued", len(_ROWS))
    import_advance(job_id=ImportJob.objects.get().pk)
    found = who.get(sent["Location"]).json()
    assert (found["state"], found["records"], found["created"], found["refused"]) == ("done", 2, 1, 1)
    notes = who.get(f"{sent['Location']}/notes").json()["results"]
    assert [(note["line"], note["severity"], note["code"]) for note in notes] == [
        (2, "refused", "invalid-json")
    ]
    assert not who.get(f"{sent['Location']}/notes?severity=repaired").json()["results"]
    assert [job["id"] for job in who.get(_IMPORTS).json()["results"]] == [found["id"]]


@pytest.mark.parametrize("coding", [Coding.GZIP, Coding.ZSTD])
def test_a_compressed_body_says_so_with_content_encoding(coding: Coding) -> None:
    body = b"".join(compressed([_ROWS], coding))
    sent = _send(body, **{"Content-Encoding": coding})
    assert sent.json()["size"] == len(_ROWS)


def test_an_address_is_fetched_by_a_worker() -> None:
    who = caller(Scope.IMPORTS_WRITE)
    sent = who.send("POST", _IMPORTS, {"url": "https://desk.example.org/feed.json"})
    assert sent.status_code == 202
    assert (sent.json()["format"], sent.json()["url"]) == (
        "claimreview",
        "https://desk.example.org/feed.json",
    )
    problem(who.send("POST", _IMPORTS, {"url": "http://10.0.0.1/"}), 422, at="#/url")


def test_what_cannot_be_received_is_refused_at_once() -> None:
    problem(_send(b""), 422)
    problem(_send(b"no gzip", **{"Content-Encoding": "gzip"}), 422)
    problem(_send(b"x", **{"Content-Encoding": "br"}), 415)
    problem(_send(b"x", media_type="application/pdf"), 415)
    problem(_send(_ROWS, **{"Transfer-Encoding": "chunked"}), 400)
    problem(_send(_ROWS, who=caller(Scope.IMPORTS_WRITE, owner=factories.user(role=None))), 403)
    problem(_send(_ROWS, who=caller(Scope.VERDICTS_WRITE)), 403)
    problem(_send(_ROWS, who=anonymous()), 401)
    assert not ImportJob.objects.exists()


def test_a_body_that_ends_early_is_refused() -> None:
    who = caller(Scope.IMPORTS_WRITE)
    environ: dict[str, Any] = {"wsgi.input": io.BytesIO(_ROWS), "CONTENT_LENGTH": str(len(_ROWS) + 10)}
    problem(who.post(_IMPORTS, content_type="application/x-ndjson", **environ), 400)
    assert not ImportJob.objects.exists()


def test_imports_are_their_owners_alone() -> None:
    sent = _send(_ROWS)
    other = caller(Scope.IMPORTS_WRITE)
    problem(other.get(sent["Location"]), 404)
    problem(other.get(f"{sent['Location']}/notes"), 404)
    assert not other.get(_IMPORTS).json()["results"]


def test_the_lists_cost_the_same_however_long_they_are(django_assert_num_queries: Any) -> None:
    who = caller(Scope.IMPORTS_WRITE)
    where = [_send(_ROWS * 3, who=who)["Location"] for _ in range(3)]
    for job in ImportJob.objects.all():
        import_advance(job_id=job.pk)
    who.get(_IMPORTS)
    with django_assert_num_queries(2):
        assert len(who.get(_IMPORTS).json()["results"]) == 3
    with django_assert_num_queries(3):
        first = who.get(f"{where[0]}/notes?page_size=2").json()
    assert [note["line"] for note in first["results"]] == [2, 4]
    assert [note["line"] for note in who.get(first["next"]).json()["results"]] == [6]


def _claims() -> list[Claim]:
    published = [factories.published_claim() for _ in range(3)]
    factories.verdict(published[0], publisher=factories.fact_checker(domain="desk.example"))
    factories.claim(text='An open one, with \\ and " and\nlines.')
    return published


def test_the_export_is_every_document_on_its_line() -> None:
    _claims()
    answer, body = _streamed("/api/v1/exports/claims.ndjson")
    assert answer["Content-Type"] == "application/x-ndjson"
    documents = ClaimDocument.objects.filter(state="published").values_list("body", flat=True)
    assert sorted(body.decode().splitlines()) == sorted(documents)
    assert body.endswith(b"\n")


def test_an_export_is_filtered() -> None:
    published = _claims()
    factories.verdict(published[1], kind=Kind.INITIAL, publisher=factories.fact_checker())
    ClaimDocument.objects.filter(pk=published[1].pk).update(changed_at="2030-01-01T00:00:00Z")
    _, body = _streamed("/api/v1/exports/claims.ndjson?updated_since=2029-01-01T00:00:00Z")
    assert [json.loads(line)["id"] for line in body.splitlines()] == [str(published[1].id)]
    problem(anonymous().get("/api/v1/exports/claims.ndjson?state=open"), 401)
    problem(caller(Scope.IMPORTS_WRITE).get("/api/v1/exports/claims.ndjson?state=open"), 403)
    problem(anonymous().get("/api/v1/exports/claims.ndjson?state=x"), 400, at="state")
    key = f"Bearer {factories.api_key(Scope.CANDIDATES_READ)}"
    _, body = _streamed("/api/v1/exports/claims.ndjson?state=open", Authorization=key)
    (line,) = body.splitlines()
    assert json.loads(line)["text"] == 'An open one, with \\ and " and\nlines.'


def test_an_export_is_compressed_where_that_is_accepted_or_asked_for() -> None:
    _claims()
    _, plain = _streamed("/api/v1/exports/claims.csv")
    answer, body = _streamed("/api/v1/exports/claims.csv", **{"Accept-Encoding": "br, gzip;q=0.5"})
    assert (answer["Content-Encoding"], gzip.decompress(body)) == ("gzip", plain)
    answer, body = _streamed("/api/v1/exports/claims.csv", **{"Accept-Encoding": "gzip, zstd"})
    assert (answer["Content-Encoding"], b"".join(decompressed([body], Coding.ZSTD))) == ("zstd", plain)
    answer, _ = _streamed("/api/v1/exports/claims.csv", **{"Accept-Encoding": "gzip;q=0"})
    assert "Content-Encoding" not in answer
    answer, body = _streamed("/api/v1/exports/claims.csv?compression=gzip")
    assert "Content-Encoding" not in answer
    assert answer["Content-Type"] == "application/gzip"
    assert answer["Content-Disposition"] == 'attachment; filename="claims.csv.gz"'
    assert zlib.decompress(body, 31) == plain


def _without_ids(line: bytes) -> Any:
    """What of a document does not depend on the registry it is in."""
    found = json.loads(line)
    said = {name: found[name] for name in ("text", "language", "sightings", "state", "verdicts_conflict")}
    verdicts = [
        (v["publisher"]["name"], v["rating"]["label"], v["rating"]["normalised"], v["effective_at"])
        for v in found["verdicts"]
    ]
    return said | {"claimant": (found["claimant"] or {}).get("name"), "verdicts": sorted(verdicts)}


@pytest.mark.parametrize("form", ["ndjson", "csv"])
def test_what_is_exported_can_be_imported_and_is_exported_the_same(form: str) -> None:
    published = _claims()
    published[0].topics.set([factories.topic("water")])
    _, first = _streamed(f"/api/v1/exports/claims.{form}")
    media_type = {"ndjson": "application/x-ndjson", "csv": "text/csv"}[form]

    def take_in(body: bytes) -> tuple[Any, bytes]:
        """Import by a user of its own, and give what it made as NDJSON."""
        before = set(Claim.objects.values_list("pk", flat=True))
        for own in before:
            body = body.replace(str(own).encode(), str(new_id()).encode())
        _send(body, media_type)
        import_advance(job_id=ImportJob.objects.latest("created_at").pk)
        job = ImportJob.objects.latest("created_at")
        assert (job.state, job.refused) == ("done", 0)
        made = ClaimDocument.objects.exclude(claim__in=before)
        return job, "\n".join(made.values_list("body", flat=True)).encode()

    _, once = take_in(first)
    _, twice = take_in(once) if form == "ndjson" else take_in(first)
    assert len(once.splitlines()) == 3
    key = json.dumps
    assert sorted(map(key, map(_without_ids, once.splitlines()))) == sorted(
        map(key, map(_without_ids, twice.splitlines()))
    )


@pytest.mark.parametrize("form", ["ndjson", "csv"])
def test_when_it_was_said_is_taken_over_as_exactly_as_it_is_known(form: str) -> None:
    day = date(2026, 1, 1)
    for precision in ("day", "week", "month", "year"):
        factories.published_claim(
            text=precision, said_on_text="then", said_on=day, said_on_precision=precision
        )
    _, body = _streamed(f"/api/v1/exports/claims.{form}")
    before = set(Claim.objects.values_list("pk", flat=True))
    for own in before:
        body = body.replace(str(own).encode(), str(new_id()).encode())
    _send(body, {"ndjson": "application/x-ndjson", "csv": "text/csv"}[form])
    import_advance(job_id=ImportJob.objects.get().pk)
    made = Claim.objects.exclude(pk__in=before)
    told = dict(made.values_list("text", "sightings__said_on"))
    # A cell of CSV says a day, and nothing of how exactly.
    less_exact = {"ndjson": day, "csv": None}[form]
    assert told == {"day": day, "week": less_exact, "month": less_exact, "year": less_exact}
    for precision, said_on in told.items():
        (shown,) = anonymous().get(f"/api/v1/claims/{made.get(text=precision).pk}").json()["sightings"]
        assert shown["said_on"] == (said_on and said_on.isoformat())
        assert shown["said_on_precision"] == (said_on and precision)


@pytest.mark.parametrize("form", ["ndjson", "csv"])
def test_a_publisher_s_verdicts_are_its_own_wherever_its_reviews_are_read(form: str) -> None:
    for name, domain in (("Control Desk", "desk.example"), ("Fjord Facts", "fjord.example")):
        review = Statement(review_url=f"https://videos.example/{domain}")
        factories.verdict(publisher=factories.fact_checker(name=name, domain=domain), statement=review)
    _, body = _streamed(f"/api/v1/exports/claims.{form}")
    before = set(Claim.objects.values_list("pk", flat=True))
    for own in before:
        body = body.replace(str(own).encode(), str(new_id()).encode())
    _send(body, {"ndjson": "application/x-ndjson", "csv": "text/csv"}[form])
    import_advance(job_id=ImportJob.objects.get().pk)
    made = Verdict.objects.exclude(claim__in=before)
    assert {(row.publisher_name, row.publisher.domain) for row in made} == {
        ("Control Desk", "desk.example"),
        ("Fjord Facts", "fjord.example"),
    }


def test_a_sighting_in_a_month_is_no_day_of_a_spreadsheet() -> None:
    sighting = {"claimant": "Mira Solberg", "said_on": "2026-05-01", "said_on_precision": "month"}
    row = {"id": "quay", "text": "The quay is long.", "sightings": [sighting]}
    _send(json.dumps(row).encode())
    import_advance(job_id=ImportJob.objects.get().pk)
    factories.verdict(Claim.objects.get())
    _, body = _streamed("/api/v1/exports/claims.csv")
    (cells,) = csv.DictReader(body.decode().splitlines())
    assert (cells["text"], cells["said_on"]) == ("The quay is long.", "")


def test_where_a_claim_was_made_is_shown_as_the_contract_says_whoever_reports_it() -> None:
    sighting = {"claimant": "Mira Solberg", "first_url": "https://x.example/1"}
    row = json.dumps({"id": "quay", "text": "The quay is long.", "sightings": [sighting]}).encode()
    who = caller(Scope.IMPORTS_WRITE, Scope.CANDIDATES_READ)
    _send(row, who=who)
    import_advance(job_id=ImportJob.objects.get().pk)
    claim = Claim.objects.get()
    (shown,) = who.get(f"/api/v1/claims/{claim.id}").json()["sightings"]
    assert (shown["reported_by"], shown["claimant"]) == (None, "Mira Solberg")


@pytest.mark.parametrize("form", ["ndjson", "csv"])
def test_what_a_registry_exported_is_nothing_new_to_it(form: str) -> None:
    claims = _claims()
    _, body = _streamed(f"/api/v1/exports/claims.{form}")
    before = (Claim.objects.count(), Verdict.objects.count(), RatingScale.objects.count())
    verdict = Verdict.objects.filter(claim__in=claims).latest("recorded_at")
    factories.verdict(verdict.claim, publisher=verdict.publisher, kind=Kind.RETRACTION)
    _send(body, {"ndjson": "application/x-ndjson", "csv": "text/csv"}[form])
    job = ImportJob.objects.latest("created_at")
    import_advance(job_id=job.pk)
    job.refresh_from_db()
    assert (job.state, job.records, job.unchanged) == ("done", job.records, job.records)
    assert job.records >= len(claims)
    after = (Claim.objects.count(), Verdict.objects.count(), RatingScale.objects.count())
    assert after == (before[0], before[1] + 1, before[2])


def test_a_claim_is_given_as_its_reviews_where_that_is_asked_for() -> None:
    claim = factories.published_claim(claimant="Oda Brekke", role="water minister")
    publisher = factories.fact_checker(name="Fjord Check", domain="fjord.example")
    verdict = factories.verdict(claim, publisher=publisher)
    Evidence.objects.create(
        claim=claim,
        verdict=verdict,
        url="https://data.example/1",
        stance="refutes",
        created_by=factories.user(),
    )
    factories.verdict(claim, publisher=publisher, kind=Kind.CORRECTION)
    answer = Client().get(f"/api/v1/claims/{claim.id}", headers={"Accept": "application/ld+json"})
    assert answer["Content-Type"] == "application/ld+json"
    assert "Accept" in answer["Vary"]
    reviews = {one["author"]["name"]: one for one in answer.json()["@graph"]}
    assert len(reviews) == 2
    found = reviews["Fjord Check"]
    assert found["claimReviewed"] == claim.text
    assert found["author"]["url"] == "https://fjord.example"
    assert found["correction"]["text"] == "We had read the wrong column; the figure is 38."
    assert found["itemReviewed"]["author"] == {
        "@type": "Person",
        "name": "Oda Brekke",
        "jobTitle": "water minister",
    }
    assert found["itemReviewed"]["firstAppearance"]["url"].startswith("https://outlet.example/")


def test_a_retracted_verdict_is_no_review() -> None:
    claim, publisher = factories.claim(), factories.fact_checker()
    factories.verdict(claim, publisher=publisher)
    factories.verdict(claim, publisher=publisher, kind=Kind.RETRACTION)
    answer = Client().get(f"/api/v1/claims/{claim.id}", headers={"Accept": "application/ld+json"})
    assert answer.json()["@graph"] == []


def test_the_feed_holds_every_standing_verdict_of_published_and_absorbed_claims() -> None:
    published = _claims()
    factories.merged_claim(published[0], text="The same in other words.")
    absorbed = factories.claim(text="Judged before it was merged.")
    factories.verdict(absorbed)
    claim_merge(claim_id=absorbed.pk, into_id=published[1].pk, actor=factories.user(), reason="The same.")
    answer, body = _streamed("/feeds/claimreview.json")
    assert answer["Content-Type"] == "application/ld+json"
    feed = json.loads(body)
    assert len(feed["dataFeedElement"]) == 3
    claims = [item["claimReviewed"] for one in feed["dataFeedElement"] for item in one["item"]]
    assert len(claims) == Verdict.objects.count() == 5
    assert "Judged before it was merged." in claims
    records = list(records_read(body.decode()))
    assert len([record.review for record in records if record.review]) == 5
    assert Client().head("/feeds/claimreview.json").status_code == 200
    assert Client().post("/feeds/claimreview.json").status_code == 405


def test_the_feed_costs_the_same_for_each_batch(django_assert_max_num_queries: Any) -> None:
    for _ in range(4):
        factories.published_claim()
    with django_assert_max_num_queries(20):
        _streamed("/feeds/claimreview.json")
