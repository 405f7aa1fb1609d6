"""Correcting a claim over the API, and saying what it is about."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from claims.models import Claim
from claims.roles import Role
from common.scopes import Scope
from tests import factories
from tests.api import Caller, anonymous, caller, problem

pytestmark = pytest.mark.django_db

WORDS = "The dam at Velmar is 38 metres high."


def desk(role: Role = Role.EDITOR, *scopes: Scope) -> Caller:
    return caller(Scope.CLAIMS_WRITE, *scopes, owner=factories.user(role=role))


def change(who: Caller, claim_id: UUID, tag: str = "*", **body: Any) -> Any:
    return who.patch(
        f"/api/v1/claims/{claim_id}", body, content_type="application/json", headers={"If-Match": tag}
    )


def test_a_claim_is_about_the_topics_it_is_given_and_nothing_else_of_it_changes() -> None:
    claim = factories.published_claim()
    for slug in ("water", "dams"):
        factories.topic(slug)
    before = anonymous().get(f"/api/v1/claims/{claim.id}").json()
    shown = change(desk(Role.CHECKER), claim.id, topics=["water", "dams"]).json()
    assert [topic["slug"] for topic in shown["topics"]] == ["dams", "water"]
    assert shown == anonymous().get(f"/api/v1/claims/{claim.id}").json()
    assert (shown["text"], shown["claimant"]) == (before["text"], before["claimant"])
    assert change(desk(), claim.id, topics=[]).json()["topics"] == []


def test_a_published_claim_is_corrected_by_an_editor_with_a_reason() -> None:
    claim, said_by = factories.published_claim(), factories.source()
    old = Claim.objects.get(pk=claim.pk).text
    shown = change(desk(), claim.id, text=WORDS, claimant=str(said_by.id), reason="38, not 83.").json()
    assert (shown["text"], shown["claimant"]["id"]) == (WORDS, str(said_by.id))
    assert [variant["text"] for variant in shown["variants"]] == [old]
    correction = claim.corrections.get()
    assert (correction.text, correction.reason) == (old, "38, not 83.")
    assert change(desk(), claim.id, claimant=None, reason="Nobody knows.").json()["claimant"] is None


def test_a_checker_corrects_what_is_open_and_not_what_is_published() -> None:
    published, opened = factories.published_claim(), factories.claim()
    checker = desk(Role.CHECKER, Scope.CANDIDATES_READ)
    problem(change(checker, published.id, text=WORDS, reason="38, not 83."), 403)
    assert change(checker, opened.id, text=WORDS, reason="38, not 83.").json()["text"] == WORDS
    problem(change(desk(Role.CHECKER), opened.id, topics=[]), 404)


def test_what_was_changed_meanwhile_is_not_overwritten() -> None:
    claim, topic = factories.published_claim(), factories.topic("water")
    tag = anonymous().get(f"/api/v1/claims/{claim.id}").headers["ETag"]
    assert change(desk(), claim.id, tag, topics=[topic.slug]).status_code == 200
    problem(change(desk(), claim.id, tag, topics=[]), 412)
    assert [each.slug for each in claim.topics.all()] == ["water"]


def test_one_part_refused_leaves_all_as_it_was() -> None:
    claim = factories.published_claim()
    text = Claim.objects.get(pk=claim.pk).text
    problem(change(desk(), claim.id, text=WORDS, reason="38.", topics=["nowhere"]), 422, at="#/topics")
    problem(change(desk(), claim.id, text=WORDS), 422, at="#/reason")
    problem(change(desk(), claim.id, text=WORDS, reason="38.", claimant=str(claim.id)), 422, at="#/claimant")
    problem(change(desk(), claim.id, topics=["Not a slug"]), 422)
    assert Claim.objects.get(pk=claim.pk).text == text
    assert not claim.corrections.exists()


def test_a_merged_claim_stays_as_it_was_merged() -> None:
    merged = factories.merged_claim(factories.published_claim(), published=True)
    problem(change(desk(), merged.id, topics=[]), 409)
