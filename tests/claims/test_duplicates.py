"""Possible duplicates: found when a claim is new, shown at the desk, merged or told apart for good."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims.admin import display
from claims.models import Claim, Duplicate
from claims.roles import Role
from claims.services.duplicates import duplicate_dismiss
from claims.services.merges import claim_merge, claim_unmerge
from claims.services.resemblance import claims_compare
from common.errors import Conflict, NotFound, Refused
from tests import factories

pytestmark = pytest.mark.django_db

TEXT = "The reservoir at Velmar lost 40 percent of its water in May 2025."
AGAIN = "In May 2025 the reservoir at Velmar lost 40 percent of its water."
LIST = "admin:claims_duplicate_changelist"


@pytest.fixture
def pair() -> Duplicate:
    factories.claim(text="Bread is cheaper in winter than in summer.")
    factories.claim(text=TEXT)
    factories.claim(text=AGAIN)
    assert claims_compare() == 3
    return Duplicate.objects.get()


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(factories.user(is_staff=True))
    return client


def page(pair: Duplicate, what: str = "change") -> str:
    return reverse(f"admin:claims_duplicate_{what}", args=[pair.pk])


def test_a_pair_is_found_once_whichever_is_compared(pair: Duplicate) -> None:
    assert (pair.earlier.text, pair.later.text) == (TEXT, AGAIN)
    assert pair.relation in display.RELATIONS
    assert pair.reasons
    Claim.objects.update(compared_at=None)
    assert claims_compare() == 3
    assert Duplicate.objects.get() == pair


def test_what_was_dismissed_is_not_brought_up_again(pair: Duplicate) -> None:
    duplicate_dismiss(duplicate_id=pair.pk, actor=factories.user(), reason="Other reservoirs.")
    Claim.objects.update(compared_at=None)
    claims_compare()
    pair.refresh_from_db()
    assert (pair.state, pair.decision_reason) == ("dismissed", "Other reservoirs.")
    with pytest.raises(Conflict, match="already dismissed"):
        duplicate_dismiss(duplicate_id=pair.pk, actor=factories.user())


def test_dismissing_is_for_those_who_may_merge(pair: Duplicate) -> None:
    with pytest.raises(Refused):
        duplicate_dismiss(duplicate_id=pair.pk, actor=factories.user(role=Role.CHECKER))
    with pytest.raises(NotFound):
        duplicate_dismiss(duplicate_id=pair.earlier_id, actor=factories.user())


def test_merging_settles_the_pair_and_undoing_it_tells_them_apart(pair: Duplicate) -> None:
    who = factories.user()
    claim_merge(claim_id=pair.later_id, into_id=pair.earlier_id, actor=who, reason="The same.")
    pair.refresh_from_db()
    assert (pair.state, pair.decided_by, pair.decision_reason) == ("merged", who, "The same.")
    claim_unmerge(claim_id=pair.later_id, actor=who, reason="Not the same after all.")
    pair.refresh_from_db()
    assert (pair.state, pair.decision_reason) == ("dismissed", "Not the same after all.")


def test_the_list_shows_open_pairs_with_why(desk: Client, pair: Duplicate) -> None:
    shown = desk.get(reverse(LIST)).content.decode()
    for words in (TEXT, AGAIN, display.RELATIONS[pair.relation], pair.reasons[0]):
        assert words in shown
    duplicate_dismiss(duplicate_id=pair.pk, actor=factories.user())
    assert TEXT not in desk.get(reverse(LIST)).content.decode()
    assert TEXT in desk.get(reverse(LIST), {"state": "dismissed"}).content.decode()


def test_a_pair_of_which_one_went_elsewhere_is_not_shown(desk: Client, pair: Duplicate) -> None:
    elsewhere = factories.claim(text="Another claim.")
    claim_merge(claim_id=pair.later_id, into_id=elsewhere.pk, actor=factories.user(), reason="So.")
    assert TEXT not in desk.get(reverse(LIST)).content.decode()


@pytest.mark.parametrize("kept", ["earlier", "later"])
def test_the_one_that_is_chosen_stays(desk: Client, pair: Duplicate, kept: str) -> None:
    into = getattr(pair, kept)
    response = desk.post(page(pair, "merge"), {"into": str(into.pk), "reason": "The same."})
    assert response["Location"] == reverse(LIST)
    other = pair.later if kept == "earlier" else pair.earlier
    other.refresh_from_db()
    assert other.survivor == into


def test_a_refusal_is_shown_on_the_page(desk: Client, pair: Duplicate) -> None:
    factories.verdict(pair.later)
    response = desk.post(page(pair, "merge"), {"into": str(pair.earlier_id), "reason": "The same."})
    assert "readers would be led nowhere" in response.content.decode()
    assert desk.post(page(pair, "merge"), {"into": "x", "reason": ""}).status_code == 200
    assert Duplicate.objects.get().state == "open"


def test_telling_apart_opens_the_next_pair(desk: Client, pair: Duplicate) -> None:
    factories.claim(text=TEXT)
    claims_compare()
    response = desk.post(page(pair, "dismiss"), {"reason": "Two reservoirs."})
    following = Duplicate.objects.filter(state="open").order_by("-score", "-id").first()
    assert following is not None
    assert response["Location"] == page(following)


def test_the_page_shows_both_and_the_claims_page_leads_there(desk: Client, pair: Duplicate) -> None:
    shown = desk.get(page(pair)).content.decode()
    assert TEXT in shown
    assert AGAIN in shown
    claim = desk.get(reverse("admin:claims_claim_change", args=[pair.later_id])).content.decode()
    assert page(pair) in claim


def test_who_may_not_merge_only_looks(client: Client, pair: Duplicate) -> None:
    client.force_login(factories.user(role=Role.CHECKER, is_staff=True))
    assert "They are two claims" not in client.get(page(pair)).content.decode()
    for what in ("merge", "dismiss"):
        assert client.post(page(pair, what), {}).status_code == 403
    client.force_login(factories.user(role=None, is_staff=True))
    assert client.get(page(pair)).status_code == 403


def test_a_pair_that_is_not_there(desk: Client, pair: Duplicate) -> None:
    missing = reverse("admin:claims_duplicate_change", args=[pair.earlier_id])
    assert desk.get(missing)["Location"] == reverse(LIST)


def test_a_longer_list_takes_no_more_queries(desk: Client, pair: Duplicate) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as context:
            desk.get(reverse(LIST))
        return len(context)

    queries()
    before = queries()
    rows: list[Any] = [factories.verdict(factories.claim(text=TEXT)) for _ in range(3)]
    claims_compare()
    assert Duplicate.objects.count() > len(rows)
    assert queries() == before
