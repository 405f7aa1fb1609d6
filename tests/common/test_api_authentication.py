from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from common.keys import new_key
from common.models import ApiKey
from common.scopes import Scope
from tests import factories
from tests.api import Caller, anonymous, caller, problem

pytestmark = pytest.mark.django_db


def _with(header: str) -> Caller:
    return Caller(headers={"Authorization": header})


def _refused(response: Any) -> str:
    found = problem(response, 401)
    assert response["WWW-Authenticate"].startswith("Bearer")
    return str(found["detail"])


def test_me_shows_the_owner_and_the_scopes() -> None:
    owner = factories.user(username="vera")
    response = caller(Scope.ARTICLES_READ, Scope.CANDIDATES_READ, owner=owner, name="import").get(
        "/api/v1/me"
    )
    found = response.json()
    assert found["owner"] == "vera"
    assert found["name"] == "import"
    assert found["scopes"] == ["articles:read", "candidates:read"]
    assert found["prefix"].startswith("crk_")
    assert "secret_hash" not in found


def test_without_a_key_me_asks_for_one() -> None:
    _refused(anonymous().get("/api/v1/me"))


@pytest.mark.parametrize("header", ["Basic dTpw", "Token x", "Bearer", "Bearer x y", "crk_x", "Bearer \xff"])
@pytest.mark.parametrize("path", ["/api/v1/me", "/api/v1/claims"])
def test_an_ill_formed_header_is_refused_without_a_query_even_where_no_key_is_needed(
    header: str, path: str
) -> None:
    with CaptureQueriesContext(connection) as queries:
        _refused(_with(header).get(path))
    assert not len(queries)


def test_a_wrong_checksum_is_refused_without_a_query() -> None:
    key = factories.api_key()
    wrong = key[:-1] + ("0" if key[-1] != "0" else "1")
    with CaptureQueriesContext(connection) as queries:
        assert "copied whole" in _refused(_with(f"Bearer {wrong}").get("/api/v1/me"))
    assert not len(queries)


def test_a_well_formed_key_that_was_never_issued_is_refused() -> None:
    _refused(_with(f"Bearer {new_key()}").get("/api/v1/me"))


def test_an_expired_key_is_refused() -> None:
    expired = caller(expires_at=timezone.now() - timedelta(seconds=1))
    assert "expired" in _refused(expired.get("/api/v1/me"))


def test_a_revoked_key_is_refused() -> None:
    who = caller()
    ApiKey.objects.update(revoked_at=timezone.now())
    assert "revoked" in _refused(who.get("/api/v1/me"))


def test_the_key_of_a_closed_account_is_refused() -> None:
    assert "closed" in _refused(caller(owner=factories.user(is_active=False)).get("/api/v1/me"))


def test_the_scheme_is_read_in_any_case() -> None:
    assert _with(f"bEARER {factories.api_key()}").get("/api/v1/me").status_code == 200


def test_use_of_a_key_is_noted_once_for_many_requests() -> None:
    who = caller()
    assert who.get("/api/v1/me").status_code == 200
    first = ApiKey.objects.get().last_used_at
    assert first is not None
    with CaptureQueriesContext(connection) as queries:
        assert who.get("/api/v1/me").status_code == 200
    assert [q["sql"].split()[0] for q in queries] == ["SELECT"]
    assert ApiKey.objects.get().last_used_at == first


def test_the_answer_says_that_it_depends_on_the_key() -> None:
    assert "Authorization" in anonymous().get("/api/v1/claims")["Vary"]
