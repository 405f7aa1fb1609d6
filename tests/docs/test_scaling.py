"""What docs/scaling.md says of a web service on a standby, which only reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from claims.services.ledger import ledger_checkpoint
from common.changes import changes_place
from common.scopes import Scope
from tests import factories
from tests.api import administrator, anonymous, problem

PAGE = Path(__file__).resolve().parents[2] / "docs" / "scaling.md"


@pytest.fixture
def standby(transactional_db: None) -> Iterator[None]:
    """A registry with a published claim, and from then on a database that takes no writes."""
    factories.verdict(factories.claim(text="The reservoir holds two years of water."))
    ledger_checkpoint()
    changes_place()
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = on")
        yield
        cursor.execute("SET default_transaction_read_only = off")


def test_what_the_page_lists_is_answered_without_a_write(standby: None) -> None:
    (rows,) = re.findall(r"^\| address \|.*?\n\n", PAGE.read_text(), re.MULTILINE | re.DOTALL)
    addresses = re.findall(r"`(/[^`]*)`", rows)
    assert len(addresses) > 15
    for address in addresses:
        answer = Client().get(address)
        assert answer.status_code == 200, address
        assert answer.getvalue(), address
    asked = {"text": "The reservoir holds water for two years."}
    (found,) = anonymous().send("POST", "/api/v1/claims/match", asked).json()["results"]
    assert found["matches"]


def test_a_write_is_to_be_sent_again(standby: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = off")
        caller = administrator(Scope.CLAIMS_WRITE)
        cursor.execute("SET default_transaction_read_only = on")
    answer = caller.send("POST", "/api/v1/topics", {"slug": "water", "name": "Water"})
    assert "only reads" in problem(answer, 503)["detail"]
    assert answer["Retry-After"] == "5"
