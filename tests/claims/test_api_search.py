"""`GET /api/v1/claims?q=`: what it finds, in which order, and what it says of it."""

from __future__ import annotations

import unicodedata
from typing import Any
from urllib.parse import quote
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims import search_selectors
from claims.models import Claim, ClaimWords, Variant
from claims.rules import Kind
from claims.searching.query import MAX_TERMS
from claims.services.match_index import match_index_fold, match_index_write
from claims.services.merges import claim_merge
from claims.services.words import claim_words_rebuild
from common.scopes import Scope
from tests import factories
from tests.api import Caller, anonymous, caller, problem

pytestmark = pytest.mark.django_db

_PATH = "/api/v1/claims"


def search(q: str, query: str = "") -> dict[str, Any]:
    response = anonymous().get(f"{_PATH}?q={quote(q)}&{query}")
    assert response.status_code == 200, response.content
    found: dict[str, Any] = response.json()
    return found


def texts(q: str, query: str = "") -> list[str]:
    return [claim["text"] for claim in search(q, query)["results"]]


def claim(text: str, language: str = "en", **values: Any) -> Claim:
    return factories.published_claim(text=text, language=language, **values)


def test_words_are_found_in_any_form_of_their_language() -> None:
    claim("The reservoirs of Velmar were leaking.")
    claim("Die Talsperren von Velmar wurden undicht.", "de-AT")
    claim("Водосховища Велмара протікають.", "uk")
    claim("Водохранилища Велмара протекали.", "ru")
    assert texts("reservoir leak") == ["The reservoirs of Velmar were leaking."]
    assert texts("Talsperre undichten") == ["Die Talsperren von Velmar wurden undicht."]
    assert texts("водохранилище") == ["Водохранилища Велмара протекали."]
    assert texts("водосховищ*") == ["Водосховища Велмара протікають."]


@pytest.mark.parametrize(
    ("text", "language", "q"),
    [
        ("水庫的水量足夠使用兩年。", "zh", "水量足夠"),
        ("貯水池は二年分の水を蓄えている。", "ja", "二年分"),
        ("อ่างเก็บน้ำกักเก็บน้ำได้สองปี", "th", "กักเก็บน้ำ"),
        ("जलाशय में दो साल का पानी है।", "hi", "जलाशय पानी"),
        ("الخزان يكفي لمدة عامين من الماء", "ar", "الخزان"),
        ("La sécheresse a duré deux ans à Velmar.", "fr", "secheresse"),
        ("Le réservoir est vidé.", "fr", "RÉSERVOIR"),
        ("Zbiornik w Łodzi jest pełny.", "pl", "zbiornik"),
    ],
)
def test_every_script_is_searched(text: str, language: str, q: str) -> None:
    claim(text, language)
    claim("Another claim altogether.")
    assert texts(q) == [text]


@pytest.mark.parametrize(
    ("text", "language", "q"),
    [
        ("Мийку й їдальню у Велмарі закрито.", "uk", "їдальню"),
        ("벨마르의 저수지에는 이 년 치 물이 있다.", "ko", "저수지에는"),
        ("Η Ελλάδα έχει νερό για δύο χρόνια.", "el", "Ελλάδα"),
    ],
)
def test_a_letter_is_found_in_one_character_or_in_several(text: str, language: str, q: str) -> None:
    apart = unicodedata.normalize("NFD", text)
    claim(apart, language)
    assert texts(q) == [apart]
    assert texts(unicodedata.normalize("NFD", q)) == [apart]


def test_words_of_one_language_do_not_vanish_as_stop_words_of_another() -> None:
    # "war" is a stop word in German: there it would ask for every claim about reservoirs.
    claim("The war emptied the reservoir.")
    claim("The reservoir is full.")
    assert texts("war reservoir") == ["The war emptied the reservoir."]


def test_a_phrase_does_not_reach_over_what_was_joined() -> None:
    made = claim("The reservoir holds two")
    Variant.objects.create(claim=made, text="years of water are in it", language="en")
    match_index_write(claims=[made.pk])
    assert texts('"holds two"') == texts('"years of water"') == ["The reservoir holds two"]
    assert texts('"two years"') == []


def test_variants_claimants_and_merged_wordings_lead_to_the_claim() -> None:
    made = claim("The dam is 90 metres high.", claimant="Mira Solberg")
    Variant.objects.create(claim=made, text="Der Damm ist 90 Meter hoch.", language="de")
    match_index_write(claims=[made.pk])
    factories.merged_claim(made, published=True, text="Ninety metres is the barrage's height.")
    for q in ("dam", "Dämme", "Solberg dam", "barrage"):
        assert texts(q) == ["The dam is 90 metres high."], q


def test_a_claim_that_is_not_public_is_not_found() -> None:
    factories.claim(text="The tram costs 31 million crowns.")
    assert texts("tram") == []
    desk = caller(Scope.CANDIDATES_READ)
    assert len(desk.get(f"{_PATH}?q=tram&state=open").json()["results"]) == 1


def test_a_claim_is_found_by_the_identifier_that_people_are_shown() -> None:
    named = UUID("0190a6c2-7e51-7c39-9d2a-5f10a063633f")
    made = factories.verdict(factories.claim(id=named, text="The dam is 90 metres high.")).claim
    claim("The tram has the number a063633f.")
    claim("The tram has the number a063633e.")
    for q in ("a063633f", "A063633F ", "Claim a063633f"):
        found = search(q)
        assert found["results"][0]["id"] == str(made.pk), q
        assert (found["search"]["readings"], found["search"]["complete"]) == ([], True)
    assert texts(str(made.pk)) == ["The dam is 90 metres high."]
    assert texts("a063633f") == ["The dam is 90 metres high.", "The tram has the number a063633f."]
    assert texts("a063633f", "language=de") == []
    behind = anonymous().get(search("a063633f", "page_size=1")["next"]).json()
    assert [one["text"] for one in behind["results"]] == ["The tram has the number a063633f."]


def test_the_identifier_of_a_merged_claim_leads_to_the_one_it_became() -> None:
    last = factories.verdict(factories.claim(text="The dam is 90 metres high.")).claim
    between = factories.verdict(factories.claim(text="The dam has a height of 90 metres.")).claim
    merged = factories.merged_claim(between, published=True, text="Ninety metres, that is how high it is.")
    assert texts(merged.short_id) == texts(str(merged.pk)) == [between.text]
    claim_merge(claim_id=between.id, into_id=last.id, actor=factories.user(), reason="The same.")
    for q in (merged.short_id, f"Claim {merged.short_id}", str(merged.pk), between.short_id):
        assert texts(q) == [last.text], q
        assert texts(q, "language=de") == []
    assert texts(merged.short_id, "state=merged") == [merged.text]


def test_the_identifier_of_a_claim_that_never_was_public_leads_nobody_to_the_one_it_became() -> None:
    into = factories.verdict(factories.claim(text="The dam is 90 metres high.")).claim
    merged = factories.merged_claim(into, text="Ninety metres, that is how high it is.")
    assert texts(merged.short_id) == texts(str(merged.pk)) == []


def test_an_open_claim_is_found_by_its_identifier_only_where_open_ones_are_searched() -> None:
    made = factories.accepted_claim(text="The tram costs 31 million crowns.")
    assert texts(made.short_id) == []
    found = caller(Scope.CANDIDATES_READ).get(f"{_PATH}?q={made.short_id}&state=open").json()["results"]
    assert [one["id"] for one in found] == [str(made.pk)]


def test_words_of_open_claims_are_told_only_where_those_are_searched() -> None:
    claim = factories.accepted_claim(text="The zarquonium reactor of Velmar leaked.")
    misspelt = {"q": "zarquonum"}
    desk = caller(Scope.CANDIDATES_READ)

    def readings(who: Caller, **query: str) -> list[dict[str, Any]]:
        match_index_fold()
        found: list[dict[str, Any]] = who.get(_PATH, misspelt | query).json()["search"]["readings"]
        return found

    told = [{"written": "zarquonum", "read_as": ["zarquonium"]}]
    assert readings(anonymous()) == readings(desk) == []
    assert readings(desk, state="open") == told
    # Nor does it tell, by taking it for right, that an open claim has the word itself.
    factories.published_claim(text="The zarquonum mine of Brekke closed.")
    match_index_fold()
    near = {"written": "zarquonium", "read_as": ["zarquonum"]}
    assert search("zarquonium")["search"]["readings"] == [near]
    factories.verdict(claim)
    match_index_fold()
    assert search("zarquonium")["search"]["readings"] == []
    assert [one["id"] for one in search("zarquonium")["results"]] == [str(claim.id)]


def test_a_misspelt_word_is_read_as_those_one_slip_away() -> None:
    claim("The reservoir holds two years of water.")
    match_index_fold()
    found = search("resrvoir")
    assert [one["text"] for one in found["results"]] == ["The reservoir holds two years of water."]
    assert found["search"]["readings"] == [{"written": "resrvoir", "read_as": ["reservoir"]}]
    assert search("reservoir")["search"]["readings"] == []
    assert texts('"resrvoir"') == texts("-resrvoir dam") == []


def test_the_closest_match_comes_first() -> None:
    claim("The reservoir, which the province built after a drought, is nearly empty of all its good water.")
    claim("The reservoir water is brown.")
    assert texts("reservoir water")[0] == "The reservoir water is brown."


def test_highlights_are_offsets_in_code_points() -> None:
    made = claim("🙂 Les réservoirs de Velmar <b>fuient</b>.", "fr")
    (highlight,) = search("reservoir velmar")["search"]["highlights"]
    assert highlight["claim"] == str(made.pk)
    assert [made.text[span["start"] : span["end"]] for span in highlight["text"]] == ["réservoirs", "Velmar"]


def test_highlights_of_letters_in_several_characters_are_whole() -> None:
    made = factories.published_claim(text="У чаю знайшли и\u0306од.", language="uk")
    (highlight,) = search("йод")["search"]["highlights"]
    assert [made.text[span["start"] : span["end"]] for span in highlight["text"]] == ["и\u0306од"]


def test_highlights_in_a_script_without_spaces_are_whole() -> None:
    made = claim("水庫的水量足夠使用兩年。", "zh")
    (highlight,) = search("水量足夠")["search"]["highlights"]
    assert [made.text[span["start"] : span["end"]] for span in highlight["text"]] == ["水量足夠"]


def test_facets_count_what_was_found() -> None:
    water = claim("The water is brown.", claimant="Mira Solberg")
    water.topics.set([factories.topic("water")])
    claim("The water is clear.", "en-GB", claimant="Mira Solberg")
    claim("A dam.", "fr")
    facets = search("water", "facets=true")["search"]["facets"]
    counts = {name: [(share["name"], share["count"]) for share in shares] for name, shares in facets.items()}
    assert counts["normalised"] == [("false", 2)]
    assert counts["language"] == [("en", 2)]
    assert counts["topic"] == [("Water", 1)]
    assert counts["claimant"] == [("Mira Solberg", 2)]
    assert len(counts["publisher"]) == 2
    (claimant,) = facets["claimant"]
    assert len(texts("water", f"claimant={claimant['value']}")) == 2
    assert search("water")["search"]["facets"] is None


def test_facets_count_claims_by_the_verdicts_that_stand() -> None:
    twice = claim("The water is brown.")
    factories.verdict(twice)
    withdrawn = claim("The water is clear.")
    former = withdrawn.verdicts.get()
    factories.verdict(withdrawn, publisher=former.publisher, kind=Kind.RETRACTION)
    facets = search("water", "facets=true")["search"]["facets"]
    assert [(share["value"], share["count"]) for share in facets["normalised"]] == [("false", 1)]
    held = {str(verdict.publisher_id) for verdict in twice.verdicts.all()}
    assert {share["value"]: share["count"] for share in facets["publisher"]} == dict.fromkeys(held, 1)


def test_without_a_query_nothing_is_said_of_a_search() -> None:
    claim("The water is brown.")
    assert anonymous().get(_PATH).json()["search"] is None


def test_pages_hold_every_claim_once_though_others_come_meanwhile() -> None:
    made = {claim(f"Water number {number}.").text for number in range(5)}
    page = search("water", "page_size=2")
    seen = [one["text"] for one in page["results"]]
    claim("Water number 9.")
    while page["next"]:
        page = anonymous().get(page["next"]).json()
        seen += [one["text"] for one in page["results"]]
    assert len(seen) == len(set(seen))
    assert made <= set(seen)
    back = anonymous().get(page["prev"]).json()
    assert [one["text"] for one in back["results"]] == seen[-2 - len(page["results"]) : -len(page["results"])]


def test_a_cursor_of_the_list_is_refused_by_the_search() -> None:
    claim("Water one.")
    claim("Water two.")
    after = anonymous().get(f"{_PATH}?page_size=1").json()["next"]
    problem(anonymous().get(f"{after}&q=water"), 400, at="cursor")


def test_what_finds_too_much_is_ranked_among_some_and_the_newest(monkeypatch: pytest.MonkeyPatch) -> None:
    made = [claim(f"Water number {number}.") for number in range(6)]
    monkeypatch.setattr(search_selectors, "READ", 3)
    monkeypatch.setattr(search_selectors, "DEPTH", 4)
    found = search("water")
    assert found["search"]["complete"] is False
    assert found["search"]["found"] == 4
    assert made[-1].text in [one["text"] for one in found["results"]]
    assert search("number 5")["search"]["complete"] is True


@pytest.mark.parametrize(
    "q",
    [
        "the of and",
        "a",
        "&|!()<->:*",
        "' ) & | ! <-> :* \\",
        "\\'\\",
        "the -dam",
        "water or the -dam",
        "-water",
        "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 ÅØ ß ﬁ ２０２６ ①",
        "😀😀",
        "e\u0301\u0301\u0301",
        "\ue0f0x\ue0f1",
        "x" * 500,
        "水" * 500,
        " ".join(["ab*"] * MAX_TERMS),
        '"' * 300,
        "%00 %s {} \t\r\n",
    ],
)
def test_any_query_is_answered(q: str) -> None:
    claim("The water in the dam is brown.")
    assert search(q)["search"]["complete"] is True


def test_a_query_of_stop_words_and_an_exclusion_does_not_find_everything() -> None:
    claim("The water is brown.")
    assert texts("the -dam") == []


@pytest.mark.parametrize(
    ("q", "status"),
    [
        ("x" * 10_240, 400),
        (" ".join(f"w{number}" for number in range(100)), 400),
        ("a\x00b", 400),
        ("\ud800", 400),
    ],
)
def test_what_is_no_query_is_refused(q: str, status: int) -> None:
    encoded = quote(q.encode("utf-8", "surrogatepass"))
    problem(anonymous().get(f"{_PATH}?q={encoded}"), status)


def test_a_search_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    claim("The water is brown.")
    monkeypatch.setattr(search_selectors, "DEADLINE_MS", 1)
    monkeypatch.setattr(search_selectors, "_IN_EACH", "SELECT pg_sleep(60), %s")
    found = problem(anonymous().get(f"{_PATH}?q=water"), 400, at="q")
    assert "add a word or a filter" in found["detail"]
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",)


def test_a_search_costs_the_same_queries_however_much_it_finds() -> None:
    def queries(size: int) -> int:
        with CaptureQueriesContext(
            connection,
        ) as context:
            search("water", f"page_size={size}&facets=true")
        return len(context)

    for number in range(4):
        made = claim(f"Water number {number}.")
        made.topics.set([factories.topic(f"t{number}")])
        factories.verdict(made)
    search("water")
    assert queries(1) == queries(4) <= 26


def test_rebuilding_writes_the_words_of_every_claim() -> None:
    claim("The water is brown.")
    claim("The tram is late.")
    ClaimWords.objects.all().delete()
    assert texts("water") == texts("tram") == []
    assert claim_words_rebuild() == 2
    assert texts("water") == ["The water is brown."]
    assert texts("tram") == ["The tram is late."]
