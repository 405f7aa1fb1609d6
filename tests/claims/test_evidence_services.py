"""Adding evidence to a claim or a verdict."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_django import Settings

from claims.models import Evidence
from claims.services.evidence import evidence_add, evidence_withdraw
from common.errors import Conflict, Invalid, NotFound
from common.ids import new_id
from tests import factories

pytestmark = pytest.mark.django_db


def add(**values: Any) -> Evidence:
    given: dict[str, Any] = {"stance": Evidence.Stance.SUPPORTS, "url": "https://a.example/r"}
    given |= {"actor": factories.user()} | values
    return evidence_add(**given)


def test_evidence_of_a_claim_and_of_a_verdict() -> None:
    verdict = factories.verdict()
    of_claim, of_verdict = add(claim_id=verdict.claim_id), add(verdict_id=verdict.pk)
    assert (of_claim.claim, of_claim.verdict) == (verdict.claim, None)
    assert (of_verdict.claim, of_verdict.verdict) == (verdict.claim, verdict)


def test_evidence_in_an_article_of_the_registry_needs_no_address() -> None:
    version = factories.article_version()
    evidence = add(claim_id=factories.claim().pk, url="", article_version_id=version.pk)
    assert evidence.article_version == version


def test_the_same_evidence_is_given_once() -> None:
    claim, draft = factories.claim(), factories.draft(factories.verdict(), author=factories.user())
    for of in ({"claim_id": claim.pk}, {"draft_id": draft.pk}):
        first = add(**of, excerpt="38 metres")
        with pytest.raises(Conflict, match="given there already"):
            add(**of, excerpt=" 38 metres ")
        # Other words of it, what it says of the claim, and the same for another claim are not the same.
        add(**of, excerpt="built in 1961")
        add(**of, excerpt="38 metres", stance=Evidence.Stance.CONTEXT)
        assert Evidence.objects.filter(**of).count() == 3
        add(claim_id=factories.claim().pk, excerpt=first.excerpt)
    withdrawn = Evidence.objects.filter(claim=claim).order_by("created_at")[0]
    evidence_withdraw(evidence_id=withdrawn.pk, reason="It is another dam's.", actor=factories.user())
    assert add(claim_id=claim.pk, excerpt="38 metres").piece == withdrawn.piece


def test_evidence_belongs_to_exactly_one_thing() -> None:
    verdict = factories.verdict()
    for owners in ({}, {"claim_id": verdict.claim_id, "verdict_id": verdict.pk}):
        with pytest.raises(Invalid, match="to one of them"):
            add(**owners)


def test_a_merged_claim_takes_none_and_names_what_stands_for_it() -> None:
    into = factories.published_claim()
    merged = factories.merged_claim(into, text="The dam is 38 metres high.")
    with pytest.raises(Conflict, match=str(into.pk)):
        add(claim_id=merged.pk)
    assert not Evidence.objects.exists()


def test_evidence_is_found_somewhere() -> None:
    with pytest.raises(Invalid) as refusal:
        add(claim_id=factories.claim().pk, url="  ")
    assert refusal.value.field == "url"


@pytest.mark.parametrize(
    "address",
    [
        "a.example",
        "ftp://a.example/",
        "javascript:alert(1)",
        "data:text/html,x",
        "https://",
        "https://user:secret@a.example/",
        "https://a.example/\nx",
        "https://[::1",
        "https://a.example/" + "x" * 2048,
    ],
)
@pytest.mark.parametrize("field", ["url", "archive_url"])
def test_an_address_that_is_none_of_the_web_is_refused(address: str, field: str) -> None:
    claim = factories.claim()
    with pytest.raises(Invalid) as refusal:
        add(**{"claim_id": claim.pk, field: address})
    assert refusal.value.field == field
    assert not Evidence.objects.exists()


def test_an_address_in_an_opened_network_is_taken(settings: Settings) -> None:
    settings.OUTBOUND_ALLOW = ["127.0.0.1/32:8080"]
    assert add(claim_id=factories.claim().pk, url="http://127.0.0.1:8080/minutes").url
    with pytest.raises(Invalid):
        add(claim_id=factories.claim().pk, url="http://127.0.0.1:8081/minutes")


def test_an_unknown_stance_is_refused() -> None:
    with pytest.raises(Invalid) as refusal:
        add(claim_id=factories.claim().pk, stance="maybe")
    assert refusal.value.field == "stance"


@pytest.mark.parametrize("owner", ["claim_id", "verdict_id"])
def test_evidence_of_nothing_known_is_refused(owner: str) -> None:
    with pytest.raises(NotFound):
        add(**{owner: new_id()})


def test_evidence_in_no_known_article_is_refused() -> None:
    with pytest.raises(NotFound):
        add(claim_id=factories.claim().pk, article_version_id=new_id())
