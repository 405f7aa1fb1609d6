"""The log over the API: what is asked for, and what is refused."""

from __future__ import annotations

import base64
import hashlib
import json

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.models import Verdict
from claims.services.ledger import ledger_checkpoint
from tests import factories
from tests.api import anonymous, problem

pytestmark = pytest.mark.django_db
_PATH = "/api/v1/ledger"


@pytest.fixture
def verdicts() -> list[Verdict]:
    made = [factories.verdict() for _ in range(3)]
    ledger_checkpoint()
    return made


def test_the_newest_checkpoint_is_shown_and_an_older_one_by_its_size(verdicts: list[Verdict]) -> None:
    older = anonymous().get(f"{_PATH}/checkpoint").json()
    factories.verdict()
    assert anonymous().get(f"{_PATH}/checkpoint").json() == older, "what is new is in no checkpoint yet"
    ledger_checkpoint()
    newest = anonymous().get(f"{_PATH}/checkpoint").json()
    assert (older["size"], newest["size"]) == (3, 4)
    assert anonymous().get(f"{_PATH}/checkpoint?size=3").json() == older
    origin, size, root, *_ = newest["note"].split("\n")
    assert (origin, int(size), root) == (newest["origin"], newest["size"], newest["root"])
    assert newest["origin"] == settings.LEDGER_ORIGIN
    assert newest["verifier_keys"][0].startswith(f"{origin}+")


def test_entries_come_in_order_and_their_hashes_are_of_the_leaf(verdicts: list[Verdict]) -> None:
    entries = anonymous().get(f"{_PATH}/entries").json()["entries"]
    assert [entry["index"] for entry in entries] == [0, 1, 2]
    assert [entry["verdict"] for entry in entries] == [str(verdict.id) for verdict in verdicts]
    assert json.loads(entries[0]["leaf"])["id"] == str(verdicts[0].id)
    page = anonymous().get(f"{_PATH}/entries?start=1&limit=1").json()["entries"]
    assert page == entries[1:2]
    assert anonymous().get(f"{_PATH}/entries?start=3").json()["entries"] == []
    proof = anonymous().get(f"{_PATH}/proofs/inclusion?index=0&size=2").json()
    sibling = hashlib.sha256(b"\x00" + entries[1]["leaf"].encode()).digest()
    assert [base64.b64decode(each) for each in proof["hashes"]] == [sibling]


def test_an_inclusion_proof_is_found_by_verdict_or_by_index(verdicts: list[Verdict]) -> None:
    by_verdict = anonymous().get(f"{_PATH}/proofs/inclusion?verdict={verdicts[2].id}").json()
    assert by_verdict == anonymous().get(f"{_PATH}/proofs/inclusion?index=2&size=3").json()
    assert (by_verdict["index"], by_verdict["size"], len(by_verdict["hashes"])) == (2, 3, 1)


def test_a_consistency_proof_is_up_to_the_newest_checkpoint_unless_said(verdicts: list[Verdict]) -> None:
    proof = anonymous().get(f"{_PATH}/proofs/consistency?old=2").json()
    assert (proof["old"], proof["new"], len(proof["hashes"])) == (2, 3, 1)
    assert anonymous().get(f"{_PATH}/proofs/consistency?old=2&new=2").json()["hashes"] == []


@pytest.mark.parametrize(
    ("path", "status", "at"),
    [
        ("checkpoint?size=2", 404, None),
        ("checkpoint?size=-1", 400, "size"),
        ("checkpoint?size=9223372036854775808", 400, "size"),
        ("entries?start=x", 400, "start"),
        ("entries?limit=201", 400, "limit"),
        ("entries?page_size=1", 400, "page_size"),
        ("proofs/inclusion", 422, None),
        ("proofs/inclusion?index=0&verdict=0190a3f0-0000-7000-8000-000000000000", 422, None),
        ("proofs/inclusion?verdict=0190a3f0-0000-7000-8000-000000000000", 404, None),
        ("proofs/inclusion?index=3", 404, None),
        ("proofs/inclusion?index=2&size=2", 422, None),
        ("proofs/inclusion?index=2&size=4", 422, None),
        ("proofs/inclusion?index=0&size=9223372036854775807", 422, None),
        ("proofs/consistency", 400, "old"),
        ("proofs/consistency?old=0", 400, "old"),
        ("proofs/consistency?old=3&new=2", 422, None),
        ("proofs/consistency?old=3&new=4", 422, None),
    ],
)
def test_what_the_log_does_not_have_is_refused(
    verdicts: list[Verdict], path: str, status: int, at: str | None
) -> None:
    problem(anonymous().get(f"{_PATH}/{path}"), status, at=at)


def test_before_anything_was_signed_there_is_no_checkpoint() -> None:
    problem(anonymous().get(f"{_PATH}/checkpoint"), 404)
    problem(anonymous().get(f"{_PATH}/proofs/consistency?old=1"), 404)


def test_a_proof_costs_the_same_queries_however_long_the_log(verdicts: list[Verdict]) -> None:
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert anonymous().get(f"{_PATH}/proofs/inclusion?index=0").status_code == 200
            assert anonymous().get(f"{_PATH}/proofs/consistency?old=1").status_code == 200
        return len(queries)

    before = cost()
    for _ in range(20):
        factories.verdict()
    ledger_checkpoint()
    assert cost() <= before + 2, "one read for leaves and one for nodes in each"
