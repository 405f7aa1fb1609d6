"""Evidence that was given for a claim by mistake: taken back, and kept with the reason."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims.models import Claim, Evidence
from claims.part_selectors import evidence_at_hand
from claims.roles import Role
from claims.rules import Kind
from claims.services.evidence import evidence_add, evidence_withdraw
from claims.services.links import Reading, evidence_link_note
from claims.services.verdicts import verdict_record
from common.changes import changes_count, changes_place
from common.errors import Conflict, Invalid, NotFound, Refused
from common.ids import new_id
from common.scopes import Scope
from tests import factories
from tests.api import anonymous, caller, problem
from tests.locks import elsewhere, until_somebody_waits

pytestmark = pytest.mark.django_db
_URL = "https://data.example/weir"


def given(claim: Claim, actor: User | None = None, **values: Any) -> Evidence:
    actor = actor or factories.user(role=Role.CHECKER)
    said: dict[str, Any] = {"stance": Evidence.Stance.REFUTES, "url": _URL} | values
    return evidence_add(claim_id=claim.pk, actor=actor, **said)


def withdraw(evidence: Evidence, actor: User | None = None, reason: str = "Another weir.") -> Evidence:
    return evidence_withdraw(evidence_id=evidence.pk, reason=reason, actor=actor or factories.user())


def shown(claim: Claim, query: str = "") -> list[str]:
    return [row["id"] for row in anonymous().get(f"/api/v1/claims/{claim.pk}{query}").json()["evidence"]]


def test_it_leaves_its_claim_and_stays_at_its_own_address_with_the_reason() -> None:
    claim = factories.published_claim()
    evidence, other = given(claim), given(claim, url="https://data.example/other")
    before = timezone.now().isoformat().replace("+00:00", "Z")
    changes_place()
    start = changes_count()

    answer = caller(Scope.CLAIMS_WRITE).send(
        "POST", f"/api/v1/evidence/{evidence.pk}/withdraw", {"reason": " Another weir. "}
    )

    assert (answer.status_code, answer.json()["withdrawn"]["reason"]) == (200, "Another weir.")
    assert shown(claim) == [str(other.pk)]
    assert shown(claim, f"?as_of={before}") == [str(evidence.pk), str(other.pk)]
    (changed,) = anonymous().get(f"/api/v1/changes?after={start}").json()["results"]
    assert (changed["id"], changed["kind"]) == (str(claim.pk), "updated")
    assert [row["id"] for row in changed["document"]["evidence"]] == [str(other.pk)]
    found = anonymous().get(f"/api/v1/evidence/{evidence.pk}").json()
    assert found["withdrawn"] == answer.json()["withdrawn"]
    lists = [
        [row["id"] for row in anonymous().get(f"/api/v1/evidence?claim={claim.pk}{more}").json()["results"]]
        for more in ("", "&withdrawn=false", "&withdrawn=true")
    ]
    assert lists == [[str(other.pk)], [str(other.pk)], [str(evidence.pk)]]


def test_it_says_why_and_is_withdrawn_once() -> None:
    evidence = given(factories.claim())
    with pytest.raises(Invalid) as refusal:
        withdraw(evidence, reason="  ")
    assert refusal.value.field == "reason"
    editor = factories.user()
    withdrawn = withdraw(evidence, editor)
    assert (withdrawn.withdrawn_by, withdrawn.next_check_at) == (editor, None)
    with pytest.raises(Conflict, match="withdrawn already"):
        withdraw(evidence)


def test_whoever_gave_it_may_and_whoever_may_publish() -> None:
    checker = factories.user(role=Role.CHECKER)
    claim = factories.claim()
    with pytest.raises(Refused):
        withdraw(given(claim), checker)
    withdraw(given(claim, checker, excerpt="38 metres"), checker)
    withdraw(given(claim, excerpt="84 metres"), factories.user())


def test_what_came_with_a_verdict_stays() -> None:
    verdict = factories.verdict()
    evidence = evidence_add(
        verdict_id=verdict.pk, stance=Evidence.Stance.CONTEXT, url=_URL, actor=factories.user()
    )
    with pytest.raises(Conflict, match="came with a verdict"):
        withdraw(evidence)
    factories.verdict(verdict.claim, publisher=verdict.publisher, kind=Kind.UPDATE)
    with pytest.raises(Conflict, match="came with a verdict"):
        withdraw(evidence)


def test_what_a_standing_verdict_rests_on_stays_until_that_is_corrected() -> None:
    claim, publisher = factories.published_claim(), factories.fact_checker()
    evidence = given(claim)
    about: dict[str, Any] = {"claim_id": claim.pk, "publisher_id": publisher.pk, "actor": factories.user()}
    verdict_record(
        **about,
        kind=Kind.INITIAL,
        rating_id=factories.rating("False", normalised="false").pk,
        kept_evidence=[evidence.pk],
    )
    with pytest.raises(Conflict, match="first"):
        withdraw(evidence)
    verdict_record(**about, kind=Kind.RETRACTION, reason="Another weir.")
    withdraw(evidence)
    assert [row.verdict_id is None for row in evidence_at_hand(claim, publisher)] == [False]


@pytest.mark.django_db(transaction=True)
def test_what_a_verdict_is_being_given_upon_is_not_withdrawn_beside_it() -> None:
    verdict, editor = factories.verdict(), factories.user()
    evidence = given(verdict.claim)

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            factories.verdict(
                verdict.claim, publisher=verdict.publisher, kind=Kind.UPDATE, kept_evidence=[evidence.pk]
            )
            withdrawing = pool.submit(elsewhere, lambda: withdraw(evidence, editor))
            until_somebody_waits()
        with pytest.raises(Conflict, match="a verdict that stands rests on it"):
            withdrawing.result()
    evidence.refresh_from_db()
    assert evidence.withdrawn_at is None


def test_there_is_none_such() -> None:
    with pytest.raises(NotFound):
        evidence_withdraw(evidence_id=new_id(), reason="Another weir.", actor=factories.user())
    draft = factories.draft(factories.verdict(), author=factories.user())
    of_draft = evidence_add(
        draft_id=draft.pk, stance=Evidence.Stance.CONTEXT, url=_URL, actor=factories.user()
    )
    with pytest.raises(NotFound):
        withdraw(of_draft)


def test_a_check_that_was_under_way_finds_it_gone() -> None:
    evidence = given(factories.claim())
    withdraw(evidence)
    evidence_link_note(evidence_id=evidence.pk, reading=Reading(url=_URL, readable=False))
    evidence.refresh_from_db()
    assert (evidence.checked_at, evidence.next_check_at) == (None, None)


def test_the_api_refuses_what_it_may_not() -> None:
    verdict = factories.verdict()
    evidence = evidence_add(
        verdict_id=verdict.pk, stance=Evidence.Stance.CONTEXT, url=_URL, actor=factories.user()
    )
    path = f"/api/v1/evidence/{evidence.pk}/withdraw"
    answer = caller(Scope.CLAIMS_WRITE).send("POST", path, {"reason": "Another weir."})
    assert "correct the verdict" in problem(answer, 409)["detail"]


def test_it_is_withdrawn_at_the_desk(admin_client: Client) -> None:
    claim = factories.published_claim()
    evidence = given(claim)
    address = reverse("admin:claims_claim_withdraw", args=[claim.pk, evidence.pk])
    page = reverse("admin:claims_claim_change", args=[claim.pk])
    assert address in admin_client.get(page).content.decode()
    assert "This field is required." in admin_client.post(address, {"reason": " "}).content.decode()
    after = admin_client.post(address, {"reason": "Another weir."}, follow=True).content.decode()
    assert "The evidence was withdrawn." in after
    assert "Withdrawn by <bdi>admin</bdi>" in after
    assert address not in after


def test_a_refused_withdrawal_keeps_the_reason_beside_its_evidence(admin_client: Client) -> None:
    verdict = factories.verdict()
    evidence = given(verdict.claim)
    given(verdict.claim, url="https://data.example/other")
    evidence_add(verdict_id=verdict.pk, stance=Evidence.Stance.REFUTES, url=_URL, actor=factories.user())
    address = reverse("admin:claims_claim_withdraw", args=[verdict.claim_id, evidence.pk])

    def refused() -> str:
        page = admin_client.post(address, {"reason": 'It is "Weir 2".'}).content.decode()
        before, _, form = page.partition(f'action="{address}')
        assert before.rpartition("<details")[2].startswith(" open>")
        assert page.count("Weir 2") == 1
        return form.partition("</form>")[0]

    form = refused()
    assert "A verdict that stands rests on it" in form
    assert 'value="It is &quot;Weir 2&quot;."' in form
    about: dict[str, Any] = {"claim_id": verdict.claim_id, "publisher_id": verdict.publisher_id}
    verdict_record(**about, kind=Kind.RETRACTION, reason="Another weir.", actor=factories.user())
    withdraw(evidence)
    form = refused()
    assert "It was withdrawn already" in form
    assert 'value="It is &quot;Weir 2&quot;."' in form


def test_there_is_no_withdrawing_of_what_is_no_evidence_of_the_claim(admin_client: Client) -> None:
    elsewhere_given = given(factories.claim())
    address = reverse("admin:claims_claim_withdraw", args=[factories.claim().pk, elsewhere_given.pk])
    assert admin_client.post(address, {"reason": "Another weir."}).status_code == 404
    elsewhere_given.refresh_from_db()
    assert elsewhere_given.withdrawn_at is None
