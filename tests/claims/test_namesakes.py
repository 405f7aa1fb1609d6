"""Who a claimant is among the sources: taken where there is no doubt, suggested where there is some."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from claims.candidate_selectors import candidate_namesakes
from claims.models import Candidate, Claim
from claims.services.candidates import candidate_accept
from common.scopes import Scope
from sources.models import Source
from sources.selectors import sources_like
from tests import factories
from tests.api import caller

pytestmark = pytest.mark.django_db


def names(wanted: str) -> list[str]:
    return [each.source.name for each in sources_like(wanted)]


def test_the_exact_comes_first_then_the_like() -> None:
    for name in ("Oda Brekke-Lund", "Oda Brekke", "Oda Solberg", "Ida Falk"):
        factories.source(name=name)
    factories.source(name="Oda M. Brekke", aliases=["Brekke"])
    assert names("Oda Brekke") == ["Oda Brekke", "Oda M. Brekke", "Oda Brekke-Lund"]
    assert names("Brekke")[0] == "Oda M. Brekke"


def test_an_organisation_is_found_by_its_acronym_both_ways() -> None:
    factories.source(kind=Source.Kind.ORGANISATION, name="Lake Research Institute", aliases=["LRI"])
    factories.source(kind=Source.Kind.ORGANISATION, name="NWF")
    assert names("LRI") == ["Lake Research Institute"]
    assert names("Northern Water Fund") == ["NWF"]


def test_a_publisher_of_verdicts_is_no_claimant() -> None:
    factories.fact_checker(name="Oda Brekke")
    assert names("Oda Brekke") == []


@pytest.mark.parametrize("name", ["", "'", "a & b | !c", "\\ ' :* <->", "л" * 500, "one " * 200, "№ 7"])
def test_no_name_breaks_the_search(name: str) -> None:
    factories.source(name="Oda Brekke")
    assert names(name) in ([], ["Oda Brekke"])


def test_words_are_looked_up_by_index() -> None:
    Source.objects.bulk_create(Source(kind="person", name=f"Ana Weiss{n} Falk{n}") for n in range(3000))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE sources_source")
    query = Source.objects.raw(
        "EXPLAIN SELECT id FROM sources_source"
        " WHERE to_tsvector('simple'::regconfig, COALESCE(name, '')) @@ to_tsquery('simple', 'weiss7')"
    )
    with connection.cursor() as cursor:
        cursor.execute(str(query.raw_query))
        plan = " ".join(row[0] for row in cursor.fetchall())
    assert "source_name_words" in plan
    assert names("Ana Weiss7 Falk7")[0] == "Ana Weiss7 Falk7"


def test_the_one_called_so_is_taken() -> None:
    known = factories.source(name="Oda Brekke")
    candidate = factories.candidate(claimant="Oda Brekke")
    assert candidate_namesakes(candidate).meant == known
    assert candidate_accept(candidate_id=candidate.id, actor=factories.user()).claimant == known


def test_of_several_called_so_none_is_taken_and_all_are_suggested() -> None:
    several = {factories.source(name="Oda Brekke").pk for _ in range(2)}
    candidate = factories.candidate(claimant="Oda Brekke")
    found = candidate_namesakes(candidate)
    assert found.meant is None
    assert {each.source.pk for each in found.results} == several
    claim = candidate_accept(candidate_id=candidate.id, actor=factories.user())
    assert claim.claimant is not None
    assert claim.claimant.pk not in several


def test_one_of_almost_that_name_is_never_taken_without_being_chosen() -> None:
    alike = factories.source(name="Oda Marie Brekke")
    candidate = factories.candidate(claimant="Oda Brekke")
    assert [each.source for each in candidate_namesakes(candidate).results] == [alike]
    claim = candidate_accept(candidate_id=candidate.id, actor=factories.user())
    assert claim.claimant != alike


def test_a_claimant_without_a_name_becomes_nobody_in_the_registry() -> None:
    for _ in range(2):
        candidate = factories.candidate(claimant="study", claimant_kind="unnamed")
        assert candidate_accept(candidate_id=candidate.id, actor=factories.user()).claimant is None
    assert not Source.objects.filter(name="study").exists()


def test_a_new_source_is_of_the_kind_that_the_article_tells() -> None:
    candidate = factories.candidate(claimant="Lake Research Institute", claimant_kind="organisation")
    claim = candidate_accept(candidate_id=candidate.id, actor=factories.user())
    assert claim.claimant is not None
    assert claim.claimant.kind == Source.Kind.ORGANISATION


def test_the_api_suggests_with_the_reason() -> None:
    known = factories.source(name="Oda Marie Brekke")
    candidate = factories.candidate(claimant="Oda Brekke")
    reader = caller(Scope.CANDIDATES_READ)
    found = reader.get(f"/api/v1/candidates/{candidate.id}/namesakes").json()
    assert found["meant"] is None
    (only,) = found["results"]
    assert (only["source"]["id"], only["reason"]) == (str(known.id), "part of the name Oda Marie Brekke")
    assert 0.8 < only["score"] < 1
    assert reader.get(f"/api/v1/candidates/{known.id}/namesakes").status_code == 404


def test_however_many_sources_it_is_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for number in range(8):
        factories.source(name=f"Oda Brekke {number}")
    candidate = factories.candidate(claimant="Oda Brekke")
    with django_assert_num_queries(1):
        assert len(candidate_namesakes(candidate).results) == 5


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(factories.user(is_staff=True))
    return client


def accept(desk: Client, candidate: Candidate, *claimant: str) -> Claim:
    address = reverse("admin:claims_candidate_accept", args=[candidate.pk])
    answer: Any = desk.post(address, {"text": candidate.text, "claimant": list(claimant)})
    assert answer.status_code == 302
    return Claim.objects.get()


def test_the_desk_offers_each_as_a_button_beside_the_reason(desk: Client) -> None:
    known = factories.source(name="Oda Marie Brekke")
    candidate = factories.candidate(claimant="Oda Brekke")
    shown = desk.get(reverse("admin:claims_candidate_change", args=[candidate.pk])).content.decode()
    assert f'name="claimant" value="{known.pk}"' in shown
    assert "part of the name Oda Marie Brekke" in shown
    # The empty choice of the field comes with the button's.
    assert accept(desk, candidate, "", str(known.pk)).claimant == known


def test_the_desk_says_that_an_unnamed_claimant_stays_unnamed(desk: Client) -> None:
    candidate = factories.candidate(claimant="study", claimant_kind="unnamed")
    shown = desk.get(reverse("admin:claims_candidate_change", args=[candidate.pk])).content.decode()
    assert "The article does not name “study”" in shown
    assert accept(desk, candidate, "").claimant is None


def test_the_desk_shows_an_edited_text_beside_the_exact_words(desk: Client) -> None:
    version = factories.article_version(text="It holds two years of water, she said.")
    candidate = factories.candidate(article_version=version, text_edited=True)
    shown = desk.get(reverse("admin:claims_candidate_change", args=[candidate.pk])).content.decode()
    assert "Edited to stand alone" in shown
    assert (
        '<blockquote id="verbatim" lang="en" dir="auto">It holds two years of water, she said.</blockquote>'
        in shown
    )
    found = caller(Scope.CANDIDATES_READ).get(f"/api/v1/candidates/{candidate.id}").json()
    assert (found["text_edited"], found["sentence"]) == (True, version.text)
