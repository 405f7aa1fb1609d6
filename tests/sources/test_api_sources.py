from __future__ import annotations

from typing import Any

import pytest

from common.scopes import Scope
from sources.models import Source
from tests import factories
from tests.api import Caller, administrator, anonymous, problem

pytestmark = pytest.mark.django_db

_PATH = "/api/v1/sources"
_FULL = {
    "kind": "fact_checker",
    "name": "Control Desk",
    "aliases": ["The Desk"],
    "domain": "WWW.Desk.Example",
    "country": "NO",
    "languages": ["nb", "en"],
    "same_as": ["https://wikidata.example/Q1"],
    "methodology_url": "https://desk.example/how",
}


def _writer() -> Caller:
    return administrator(Scope.SOURCES_WRITE)


def _create(body: Any) -> Any:
    return _writer().send("POST", _PATH, body)


def test_a_source_is_created_and_found_at_its_address() -> None:
    response = _create(_FULL)
    assert response.status_code == 201
    assert anonymous().get(response["Location"]).json() == response.json()
    row = Source.objects.get(pk=response.json()["id"])
    assert (row.name, row.domain, row.aliases, row.country) == (
        "Control Desk",
        "desk.example",
        ["The Desk"],
        "NO",
    )
    assert row.methodology_url == "https://desk.example/how"


def test_the_desks_own_notes_are_not_shown() -> None:
    made = factories.source(notes="Rang us in anger.")
    assert "anger" not in anonymous().get(f"{_PATH}/{made.id}").content.decode()


def test_what_is_not_known_is_null() -> None:
    found = anonymous().get(f"{_PATH}/{factories.source().id}").json()
    assert (found["domain"], found["country"], found["ethics_url"]) == (None, None, None)
    assert found["aliases"] == []


@pytest.mark.parametrize(
    ("change", "at"),
    [
        ({"kind": "planet"}, "#/kind"),
        ({"name": ""}, "#/name"),
        ({"name": "x" * 301}, "#/name"),
        ({"domain": "a b"}, "#/domain"),
        ({"country": "Norway"}, "#/country"),
        ({"same_as": ["javascript:alert(1)"]}, "#/same_as/0"),
        ({"aliases": "x"}, "#/aliases"),
        ({"ethics_url": "ftp//x"}, "#/ethics_url"),
        ({"id": "0190a3f0-0000-7000-8000-000000000000"}, "#/id"),
    ],
)
def test_a_source_that_breaks_a_rule_is_refused_and_not_stored(change: dict[str, Any], at: str) -> None:
    before = Source.objects.count()
    problem(_create(_FULL | change), 422, at=at)
    assert Source.objects.count() == before


def test_a_domain_belongs_to_one_source() -> None:
    first = factories.source(domain="desk.example")
    problem(_create(_FULL), 409, at="#/domain")
    second = factories.source()
    who = _writer()
    problem(who.send("PATCH", f"{_PATH}/{second.id}", {"domain": "desk.example"}), 409, at="#/domain")
    assert who.send("PATCH", f"{_PATH}/{first.id}", {"domain": "desk.example"}).status_code == 200


def test_a_change_leaves_the_rest_as_it_was() -> None:
    made = _create(_FULL).json()
    changed = _writer().send("PATCH", f"{_PATH}/{made['id']}", {"country": ""}).json()
    assert changed.pop("country") is None
    assert changed.pop("updated_at") > made["updated_at"]
    assert changed == {name: value for name, value in made.items() if name not in {"country", "updated_at"}}


def test_a_publisher_of_verdicts_stays_a_fact_checker() -> None:
    address = f"{_PATH}/{factories.verdict().publisher_id}"
    problem(_writer().send("PATCH", address, {"name": "Ivo Lenz", "kind": "person"}), 409, at="#/kind")
    assert anonymous().get(address).json()["kind"] == "fact_checker"


def test_changing_what_does_not_exist_is_not_found() -> None:
    missing = f"{_PATH}/0190a3f0-0000-7000-8000-000000000000"
    problem(_writer().send("PATCH", missing, {"name": "x"}), 404)


def test_sources_are_found_by_kind_name_alias_and_domain() -> None:
    desk = _create(_FULL).json()
    person = factories.source(name="Oda Brekke")

    def found(query: str) -> set[str]:
        return {row["id"] for row in anonymous().get(f"{_PATH}?{query}").json()["results"]}

    assert found("name=control%20desk") == {desk["id"]}
    assert found("name=The%20Desk") == {desk["id"]}
    for domain in ("desk.example", "WWW.Desk.Example", "desk.example."):
        assert found(f"domain={domain}") == {desk["id"]}
    spelt = factories.source(domain="xn--bcher-kva.example")
    assert found("domain=www.B%C3%BCcher.example") == {str(spelt.id)}
    assert found("name=oda%20brekke&kind=person") == {str(person.id)}
    assert found("name=oda%20brekke&kind=outlet") == set()


def test_the_list_costs_one_query_however_long(django_assert_num_queries: Any) -> None:
    for _ in range(5):
        factories.source()
    for size in (1, 5):
        with django_assert_num_queries(1):
            assert len(anonymous().get(f"{_PATH}?page_size={size}").json()["results"]) == size
