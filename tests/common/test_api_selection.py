"""`fields` and `include`, on everything that has them."""

from __future__ import annotations

from typing import Any

import pytest

from common.scopes import Scope
from tests.api import Caller, caller, document
from tests.common.test_api_permissions import QUERIES, TABLE, World

pytestmark = pytest.mark.django_db


def _parameter(path: str, name: str) -> list[str]:
    for parameter in document()["paths"][path]["get"].get("parameters", ()):
        if parameter["name"] == name:
            return list(parameter["schema"]["items"]["enum"])
    return []


_READS = [path for method, path in TABLE if method == "GET"]
_FIELDS = [path for path in _READS if _parameter(path, "fields")]
_INCLUDES = [(path, name) for path in _READS for name in _parameter(path, "include")]


def _reader(world: World, path: str) -> Caller:
    needed = TABLE["GET", path]
    return caller(needed if isinstance(needed, Scope) else Scope.CANDIDATES_READ, owner=world.owner)


def _get(world: World, path: str, query: str, who: Caller | None = None) -> Any:
    who = who or _reader(world, path)
    own = QUERIES.get(path, "?")
    response = who.get(f"{path.format(**world.ids)}{own}&{query}".replace("?&", "?"))
    assert response.status_code == 200, response.content
    return response.json()


def _documents(answer: Any) -> list[Any]:
    for name in ("results", "entries"):
        if name in answer:
            return list(answer[name])
    return [answer]


@pytest.mark.parametrize("path", _FIELDS)
def test_only_the_fields_that_are_wanted_are_sent(world: World, path: str) -> None:
    names = _parameter(path, "fields")
    who = _reader(world, path)
    whole = _documents(_get(world, path, "", who))
    for wanted in (names[:1], names[-2:]):
        parts = _documents(_get(world, path, f"fields={','.join(wanted)}", who))
        assert parts == [{name: each[name] for name in each if name in wanted} for each in whole]
        assert all(set(part) == set(wanted) for part in parts)


@pytest.mark.parametrize(("path", "name"), _INCLUDES)
def test_what_is_included_stands_in_the_document(world: World, path: str, name: str) -> None:
    for each in _documents(_get(world, path, f"include={name}")):
        assert set(each["included"]) == {name}
    for each in _documents(_get(world, path, f"include={name}&fields=id")):
        assert set(each) == {"id", "included"}


def test_everything_that_has_a_document_takes_fields() -> None:
    # Entrances, streams, and answers that are made for the question rather than a document.
    without = {"/api/v1/", "/api/v1/changes", *(path for path in _READS if "/exports/" in path)}
    without |= {"/api/v1/candidates/{candidate_id}/namesakes", "/api/v1/claims/{claim_id}/similar"}
    without |= {"/api/v1/proposers"}
    assert set(_READS) - set(_FIELDS) == without
