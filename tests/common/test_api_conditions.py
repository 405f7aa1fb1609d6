"""Entity tags on everything that is read, and changes only of what was read."""

from __future__ import annotations

import pytest

from common.api.permissions import Access
from common.api.views import ApiView
from common.scopes import Scope
from sources.models import Source
from tests import factories
from tests.api import Caller, administrator, anonymous, caller, document, problem
from tests.common.test_api_permissions import QUERIES, TABLE, World

_READS = [path for method, path in TABLE if method == "GET"]
_CHANGES = [(method, path) for method, path in TABLE if method in {"PUT", "PATCH", "DELETE"}]


def _reader(world: World, path: str) -> tuple[Caller, str]:
    needed = TABLE["GET", path]
    who = caller(needed if isinstance(needed, Scope) else Scope.ARTICLES_READ, owner=world.owner)
    return who, path.format(**world.ids) + QUERIES.get(path, "")


@pytest.mark.django_db
@pytest.mark.parametrize("path", _READS)
def test_whatever_is_read_has_a_strong_tag_and_is_not_sent_twice(world: World, path: str) -> None:
    who, address = _reader(world, path)
    first = who.get(address)
    tag = first["ETag"]
    assert tag.startswith('"')
    again = who.get(address, headers={"If-None-Match": f'"other", W/{tag}'})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    assert "Authorization" in again["Vary"]
    assert who.get(address, headers={"If-None-Match": '"other"'}).status_code == 200
    assert who.head(address)["ETag"] == tag


@pytest.mark.django_db
def test_a_tag_changes_with_what_it_stands_for() -> None:
    source = factories.source()
    list_tag, tag = (anonymous().get(f"/api/v1/sources{rest}")["ETag"] for rest in ("", f"/{source.id}"))
    who = administrator(Scope.SOURCES_WRITE)
    who.send("PATCH", f"/api/v1/sources/{source.id}", {"name": "Ivo Lenz"})
    for rest, old in (("", list_tag), (f"/{source.id}", tag)):
        answer = anonymous().get(f"/api/v1/sources{rest}", headers={"If-None-Match": old})
        assert (answer.status_code, answer["ETag"] != old) == (200, True)


@pytest.mark.django_db
def test_what_is_included_counts_though_the_document_stays() -> None:
    claim = factories.published_claim()
    assert claim.claimant_id is not None
    address = f"/api/v1/claims/{claim.id}?include=claimant"
    tag = anonymous().get(address)["ETag"]
    Source.objects.filter(pk=claim.claimant_id).update(country="NO")
    assert anonymous().get(address, headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(("method", "path"), _CHANGES)
def test_a_change_must_say_of_what(world: World, method: str, path: str) -> None:
    needed = TABLE[method, path]
    assert isinstance(needed, Scope)
    who, address = caller(needed, owner=world.owner), path.format(**world.ids)
    body = world.bodies.get(path)
    found = problem(who.send(method, address, body, If_Match=""), 428)
    assert "ETag" in found["detail"]
    problem(who.send(method, address, body, If_Match='"not this one"'), 412)
    reader, _ = _reader(world, path)
    tag = reader.get(address)["ETag"]
    problem(who.send(method, address, body, If_Match=f"W/{tag}"), 412)
    changed = who.send(method, address, body, If_Match=f'"another", {tag}')
    assert changed.status_code in {200, 204}
    if method == "PATCH":
        assert reader.get(address)["ETag"] != tag
        problem(who.send(method, address, body, If_Match=tag), 412)


@pytest.mark.django_db
@pytest.mark.parametrize(("method", "path"), _CHANGES)
def test_what_is_not_there_is_not_found_whatever_the_tag(world: World, method: str, path: str) -> None:
    needed = TABLE[method, path]
    assert isinstance(needed, Scope)
    missing = path.format(**dict.fromkeys(world.ids, "0190a3f0-0000-7000-8000-000000000000"))
    problem(caller(needed, owner=world.owner).send(method, missing, world.bodies.get(path)), 404)


def test_every_operation_that_changes_asks_for_if_match_in_the_document() -> None:
    for path, item in document()["paths"].items():
        for method, operation in item.items():
            headers = [each for each in operation.get("parameters", ()) if each["in"] == "header"]
            asked = {each["name"]: each.get("required", False) for each in headers}
            if method in {"put", "patch", "delete"}:
                assert asked == {"If-Match": True}, path
                assert {"412", "428"} <= set(operation["responses"]), path
            elif method == "get":
                assert "304" in operation["responses"], path


def test_a_view_cannot_be_declared_without_saying_what_it_changes() -> None:
    members = {"patch": lambda self, request: None, "access": {"PATCH": Access.KEYED}}
    with pytest.raises(TypeError, match="does not say which row"):
        type("Careless", (ApiView,), members)
