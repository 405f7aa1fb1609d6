"""A claim that was merged before it was ever published: nobody hears of it who could not see it before."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from claims.models import Claim, ClaimDocument
from claims.services.match_index import match_index_fold
from claims.services.merges import claim_merge, claim_unmerge
from common.changes import changes_count, changes_place
from common.scopes import Scope
from tests import factories
from tests.api import anonymous, caller, problem
from webhooks.models import Event

pytestmark = pytest.mark.django_db

_CLAIMS = "/api/v1/claims"
_WORD = "zarquonium"
_TEXT = f"The {_WORD} reactor of Velmar leaked twice."
_PUBLIC = (
    *(f"{_CLAIMS}?state=published", f"{_CLAIMS}?state=merged", "/api/v1/changes?after=0&page_size=200"),
    *("/api/v1/exports/claims.ndjson?state=merged", "/api/v1/exports/claims.csv?state=merged"),
    *("/api/v1/exports/claims.ndjson", "/api/v1/exports/claims.csv", "/feeds/claimreview.json"),
    *("/api/v1/appearances", "/api/v1/evidence", "/api/v1/verdicts", "/claims", "/feeds/verdicts.atom"),
)


def _merged(into: Claim) -> Claim:
    """An open claim with an appearance and evidence, merged into another."""
    claim = factories.accepted_claim(text=_TEXT)
    factories.evidence(claim, url=f"https://records.example/{_WORD}")
    claim_merge(claim_id=claim.id, into_id=into.id, actor=factories.user(), reason="The same.")
    match_index_fold()
    return claim


def _told(address: str) -> str:
    answer: Any = anonymous().get(address)
    assert answer.status_code == 200, address
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()


def _assert_unheard_of(claim: Claim) -> None:
    """Nothing public has a word of the claim, nor finds anything by one."""
    changes_place()
    for address in _PUBLIC:
        assert _WORD not in _told(address), address
    assert anonymous().get(f"{_CLAIMS}?q={_WORD}").json()["results"] == []
    alike = anonymous().send("POST", f"{_CLAIMS}/match", {"text": _TEXT}).json()["results"][0]["matches"]
    assert _WORD not in str(alike)
    problem(anonymous().get(f"{_CLAIMS}/{claim.id}/verdicts"), 404)
    problem(anonymous().get(f"{_CLAIMS}/{claim.id}/similar"), 404)
    problem(anonymous().get(f"{_CLAIMS}/{claim.id}?known_at=2100-01-01T00:00:00Z"), 404)
    assert str(claim.id) not in _told(f"{_CLAIMS}?state=merged")
    told = Event.objects.filter(type="claim.merged", claim_id=claim.id)
    assert not told.exists()


def _leads_to(claim: Claim) -> list[tuple[int, str]]:
    """What the claim's addresses answer, and where they lead: over the API and as a page."""
    answers: list[Any] = [anonymous().get(f"{_CLAIMS}/{claim.id}"), Client().get(f"/claims/{claim.id}")]
    assert not any(_WORD in answer.content.decode() for answer in answers)
    return [(answer.status_code, answer.headers.get("Location", "")[-36:]) for answer in answers]


def test_merged_into_an_open_claim_it_is_no_more_public_than_that() -> None:
    factories.endpoint(url="https://93.184.215.14/hook")
    into = factories.accepted_claim(text="Velmar's reactor leaked.")
    claim = _merged(into)
    _assert_unheard_of(claim)
    assert _leads_to(claim) == [(404, ""), (404, "")]
    assert anonymous().get("/api/v1/appearances").json()["results"] == []


def test_once_its_survivor_is_published_its_addresses_lead_there_and_its_wording_stays_unsaid() -> None:
    into = factories.accepted_claim(text="Velmar's reactor leaked.")
    claim = _merged(into)
    factories.verdict(into)
    _assert_unheard_of(claim)
    assert _leads_to(claim) == [(301, str(into.id))] * 2
    shown = anonymous().get(f"{_CLAIMS}/{into.id}").json()
    assert shown["merged_claims"] == []
    # Where it was said is where its survivor was.
    assert {row["claim"] for row in shown["appearances"]} == {str(claim.id), str(into.id)}
    assert len(anonymous().get("/api/v1/appearances").json()["results"]) == 2


def test_merged_into_a_published_claim_it_adds_its_appearances_and_not_its_wording() -> None:
    factories.endpoint(url="https://93.184.215.14/hook")
    into = factories.published_claim(text="Velmar's reactor leaked.")
    claim = _merged(into)
    _assert_unheard_of(claim)
    assert _leads_to(claim) == [(301, str(into.id))] * 2
    assert len(anonymous().get(f"{_CLAIMS}/{into.id}").json()["appearances"]) == 2
    claim_unmerge(claim_id=claim.id, actor=factories.user(), reason="Not the same.")
    _assert_unheard_of(claim)
    assert _leads_to(claim) == [(404, ""), (404, "")]
    assert len(anonymous().get("/api/v1/appearances").json()["results"]) == 1


def test_taken_out_again_and_published_it_is_public_wherever_it_is_merged() -> None:
    into = factories.published_claim(text="Velmar's reactor leaked.")
    claim = _merged(into)
    claim_unmerge(claim_id=claim.id, actor=factories.user(), reason="Not the same.")
    factories.verdict(claim)
    claim_merge(claim_id=claim.id, into_id=into.id, actor=factories.user(), reason="The same after all.")
    assert _TEXT in _told(f"{_CLAIMS}?state=merged")
    assert [row["id"] for row in anonymous().get(f"{_CLAIMS}?q={_WORD}").json()["results"]] == [str(into.id)]
    (shown,) = anonymous().get(f"{_CLAIMS}/{into.id}").json()["merged_claims"]
    assert (shown["text"], len(shown["verdicts"])) == (_TEXT, 1)
    assert Event.objects.filter(type="claim.merged").count() == 1


def test_those_who_see_candidates_see_it() -> None:
    into = factories.accepted_claim(text="Velmar's reactor leaked.")
    claim = _merged(into)
    desk = caller(Scope.CANDIDATES_READ)
    (listed,) = desk.get(f"{_CLAIMS}?state=merged_open").json()["results"]
    assert (listed["id"], listed["state"], listed["merged_into"]) == (
        str(claim.id),
        "merged_open",
        str(into.id),
    )
    assert desk.get(f"{_CLAIMS}/{claim.id}").status_code == 301
    then = desk.get(f"{_CLAIMS}/{claim.id}?known_at=2100-01-01T00:00:00Z").json()
    assert (then["text"], then["state"]) == (_TEXT, "merged_open")
    assert [one["text"] for one in desk.get(f"{_CLAIMS}/{into.id}").json()["merged_claims"]] == [_TEXT]
    (found,) = desk.get(f"{_CLAIMS}?q={_WORD}&state=open").json()["results"]
    assert found["id"] == str(into.id)
    for path in (_CLAIMS, "/api/v1/exports/claims.ndjson"):
        problem(anonymous().get(f"{path}?state=merged_open"), 401)
        problem(caller(Scope.ARTICLES_READ).get(f"{path}?state=merged_open"), 403)


def test_what_an_older_version_made_public_is_withdrawn_by_its_migration() -> None:
    into, judged = factories.published_claim(), factories.published_claim()
    claim = _merged(into)
    claim_merge(claim_id=judged.id, into_id=into.id, actor=factories.user(), reason="The same.")
    for model in (Claim, ClaimDocument):
        model.objects.filter(state="merged_open").update(state="merged")
    changes_place()
    start = changes_count()
    with connection.cursor() as cursor:
        cursor.execute(import_module("claims.migrations.0007_merged_open").WITHDRAW)
    assert {state: pk for pk, state in Claim.objects.exclude(pk=into.pk).values_list("pk", "state")} == {
        "merged_open": claim.pk,
        "merged": judged.pk,
    }
    (change,) = anonymous().get(f"/api/v1/changes?after={start}").json()["results"]
    assert (change["id"], change["kind"], change["document"]) == (str(claim.id), "deleted", None)
    _assert_unheard_of(claim)


def test_a_key_that_may_not_read_it_does_nothing_with_it_either() -> None:
    into = factories.published_claim()
    merged, fresh = _merged(into), factories.claim(text=_TEXT)
    who, reader = caller(Scope.CLAIMS_WRITE), caller(Scope.CLAIMS_WRITE, Scope.CANDIDATES_READ)
    why = {"reason": "They say the same."}
    evidence = {"stance": "supports", "url": "https://records.example/1"}
    for path, body, status in (
        (f"{_CLAIMS}/{merged.id}/unmerge", why, 404),
        (f"{_CLAIMS}/{fresh.id}/merge", why | {"into": str(into.id)}, 404),
        (f"{_CLAIMS}/{into.id}/merge", why | {"into": str(fresh.id)}, 422),
        (f"{_CLAIMS}/{fresh.id}/evidence", evidence, 404),
    ):
        refused = who.send("POST", path, body)
        problem(refused, status)
        assert _WORD not in refused.content.decode()
    assert reader.send("POST", f"{_CLAIMS}/{merged.id}/unmerge", why).json()["text"] == _TEXT
    assert who.send("POST", f"{_CLAIMS}/{into.id}/evidence", evidence).status_code == 201
