"""Nothing that is kept turns other text's direction, whichever way it came; an article stays verbatim."""

from __future__ import annotations

import dataclasses

import pytest
from django.test import Client
from django.urls import reverse

from claims.claimreview.notes import Notes
from claims.claimreview.values import text_of
from claims.exchange import fields
from claims.models import Candidate
from claims.roles import Role
from claims.services.proposals import candidates_propose
from common.directions import isolated, undirected
from common.scopes import Scope
from ingest.extraction import extract
from ingest.services import article_submit
from sources.models import Article, Source
from tests import factories
from tests.api import caller
from tests.claims.test_proposals import PROPOSAL

CONTROLS = "".join(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
TURNED = "The bridge cost \u202e48 million\u2069."
STRAIGHT = "The bridge cost 48 million."


def test_what_turns_goes_and_everything_else_stays() -> None:
    kept = "سعر الجسر 48\u200f, ‘x’\u200e \u061c👩\u200d👧 ne\u0301e"
    assert undirected(CONTROLS.join(kept)) == kept


@pytest.mark.parametrize("text", ["الجسر 48.", "Bridge جسر", "הגשר", "٤٨"])
def test_a_part_of_a_line_with_letters_from_the_right_stands_by_itself(text: str) -> None:
    assert isolated(f"\u2069{text}\u202e") == f"\u2068{text}\u2069"


@pytest.mark.parametrize("text", ["", "48 metres.", "Міст – 48 м.", "桥长48米。"])
def test_one_without_stays_as_it_is(text: str) -> None:
    assert isolated(f"\u2069{text}\u202e") == text


@pytest.mark.django_db
def test_over_the_api() -> None:
    claim = factories.published_claim()
    who = caller(Scope.CLAIMS_WRITE, Scope.SOURCES_WRITE, owner=factories.user(role=Role.ADMINISTRATOR))
    body = {"text": TURNED, "reason": "New \u202bfigures."}
    address, tag = f"/api/v1/claims/{claim.id}", {"If-Match": "*"}
    shown = who.patch(address, body, content_type="application/json", headers=tag).json()
    assert shown["text"] == STRAIGHT
    assert claim.corrections.get().reason == "New figures."
    named = {"kind": "person", "name": "Oda \u202eBrekke", "aliases": ["O. \u2066Brekke"]}
    made = who.post("/api/v1/sources", named, content_type="application/json").json()
    assert (made["name"], made["aliases"]) == ("Oda Brekke", ["O. Brekke"])


@pytest.mark.django_db
def test_a_text_of_nothing_else_is_none() -> None:
    who = caller(Scope.SOURCES_WRITE, owner=factories.user(role=Role.ADMINISTRATOR))
    named = {"kind": "person", "name": "\u202e"}
    refused = who.post("/api/v1/sources", named, content_type="application/json")
    assert refused.status_code == 422


@pytest.mark.django_db
def test_at_the_desk(client: Client) -> None:
    client.force_login(factories.user(role=Role.ADMINISTRATOR, is_staff=True))
    candidate = factories.candidate()
    client.post(reverse("admin:claims_candidate_accept", args=[candidate.pk]), {"text": TURNED})
    candidate.refresh_from_db()
    assert candidate.claim is not None
    assert candidate.claim.text == STRAIGHT
    typed = {"kind": "person", "name": "Tove \u202eLind", "aliases": "T. \u2066Lind"}
    client.post(reverse("admin:sources_source_add"), typed)
    assert Source.objects.get(name="Tove Lind").aliases == ["T. Lind"]


@pytest.mark.django_db
def test_what_is_said_of_an_article_whoever_hands_it_in() -> None:
    title, outlet = "Ni\u202ene wells \u2069", "The \u2066Courier"
    article = article_submit(text="Nine wells ran dry.", title=title, outlet=outlet)
    assert (article.title, article.source and article.source.name) == ("Nine wells", "The Courier")


@pytest.mark.django_db
def test_of_an_article_the_text_is_verbatim_and_what_is_proposed_is_not() -> None:
    who = caller(Scope.ARTICLES_WRITE)
    text = "Oda \u202eBrekke said that nine wells ran dry."
    who.post("/api/v1/articles", {"text": text, "title": "Ni\u202ene wells"}, content_type="application/json")
    submitted = Article.objects.get()
    assert submitted.title == "Nine wells"
    version = factories.article_version(text=text)
    turned = dataclasses.replace(
        PROPOSAL, text=TURNED, sentence=text, end=len(text), claimant="Oda \u202eBrekke", via=("R\u202dadio",)
    )
    candidates_propose(version=version, proposals=[turned], proposer="tests", proposer_version="1")
    made = Candidate.objects.get(article_version=version)
    assert (made.text, made.sentence, made.claimant) == (STRAIGHT, text, "Oda Brekke")
    assert made.via == ["Radio"]


def test_of_a_page_and_of_imports() -> None:
    head = "<html><head><title>Ni&#8238;ne wells</title></head>"
    page = f"{head}<body><p>{'Nine wells ran dry. ' * 20}</p></body></html>"
    assert extract(page, None).title == "Nine wells"
    assert fields.text(TURNED, "text") == STRAIGHT
    assert text_of(TURNED, Notes(), "claimReviewed") == STRAIGHT
