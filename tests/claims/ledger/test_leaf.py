"""The leaf: its exact bytes, and that it holds what the API publishes."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from claims.ledger.leaf import PublisherRecord, RatingRecord, VerdictRecord, leaf_bytes
from claims.ledger.verifier import MEMBERS, flat, whole
from claims.models import LedgerEntry
from claims.rules import Kind
from claims.services.verdicts import Statement
from tests import factories
from tests.api import anonymous

RECORD = VerdictRecord(
    id=UUID(int=1),
    claim=UUID(int=2),
    claim_text='Зерно "зникло" – 5 € \x7f\u2028/',
    publisher=PublisherRecord(id=UUID(int=3), name="Desk\tone\n"),
    seq=1,
    kind="initial",
    rating=RatingRecord(
        id=UUID(int=4),
        label="False",
        value=Decimal("1.50"),
        worst=Decimal("1.00"),
        best=Decimal(5),
        normalised="false",
        scale=UUID(int=5),
        scale_name="Default",
        scale_version=2,
    ),
    original_label="",
    summary="\b\f\r\\\x00\x1f",
    explanation="😀",
    reason="",
    note="",
    language="uk",
    review_url="https://desk.example/1?a=b&c=<d>",
    effective_at=datetime(2026, 3, 1, 12, 0, tzinfo=timezone(timedelta(hours=2))),
    recorded_at=datetime(2026, 3, 1, 10, 0, 0, 70, tzinfo=UTC),
)
LEAF = (
    '{"claim":"00000000-0000-0000-0000-000000000002","claim_text":"Зерно \\"зникло\\" – 5 € \x7f\u2028/",'
    '"effective_at":"2026-03-01T10:00:00Z","explanation":"😀","id":"00000000-0000-0000-0000-000000000001",'
    '"kind":"initial","language":"uk","note":null,"original_label":null,'
    '"publisher":{"id":"00000000-0000-0000-0000-000000000003","name":"Desk\\tone\\n"},'
    '"rating":{"best":5,"id":"00000000-0000-0000-0000-000000000004","label":"False","normalised":"false",'
    '"scale":"00000000-0000-0000-0000-000000000005","scale_name":"Default","scale_version":2,"value":1.5,'
    '"worst":1},"reason":null,"recorded_at":"2026-03-01T10:00:00.000070Z",'
    '"review_url":"https://desk.example/1?a=b&c=<d>","seq":1,"summary":"\\b\\f\\r\\\\\\u0000\\u001f"}'
)


def test_the_leaf_is_canonical_json_byte_for_byte() -> None:
    assert leaf_bytes(RECORD).decode() == LEAF


def test_a_retraction_has_no_rating() -> None:
    assert b'"rating":null' in leaf_bytes(replace(RECORD, rating=None))


def test_a_text_that_is_not_unicode_is_refused() -> None:
    with pytest.raises(TypeError, match="surrogates"):
        leaf_bytes(replace(RECORD, summary="\ud800"))


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [Kind.INITIAL, Kind.RETRACTION])
def test_every_published_member_is_in_the_leaf_with_the_same_value(kind: Kind) -> None:
    publisher = factories.fact_checker()
    statement = Statement(
        summary="Half of it\u2028leaked – “away”.",
        explanation="Measured in May.",
        original_label="Not so",
        review_url="https://desk.example/1",
        effective_at=datetime(2026, 3, 1, 12, 0, 0, 5, tzinfo=timezone(timedelta(hours=2))),
    )
    verdict = factories.verdict(
        factories.accepted_claim(), publisher=publisher, rating_id=factories.rating().id, statement=statement
    )
    if kind is Kind.RETRACTION:
        verdict = factories.verdict(verdict.claim, publisher=publisher, kind=kind, rating_id=None)
    leaf = json.loads(bytes(LedgerEntry.objects.get(verdict=verdict).leaf))
    published = anonymous().get(f"/api/v1/verdicts/{verdict.id}").json()
    assert published == leaf
    assert whole(leaf)
    assert flat(leaf).keys() - {"rating"} <= MEMBERS


@pytest.mark.django_db
def test_what_was_called_otherwise_then_is_published_as_it_was_called() -> None:
    verdict = factories.verdict()
    claim, publisher = verdict.claim, verdict.publisher
    before = anonymous().get(f"/api/v1/verdicts/{verdict.id}").json()
    claim.text, publisher.name = "The dam is low.", "Another Desk"
    claim.save()
    publisher.save()
    assert anonymous().get(f"/api/v1/verdicts/{verdict.id}").json() == before


@given(
    text=st.text(st.characters(codec="utf-8")),
    value=st.decimals(min_value=-999_999, max_value=999_999, places=2),
    seq=st.integers(1, 2**31 - 1),
)
def test_the_bytes_are_those_of_rfc_8785(text: str, value: Decimal, seq: int) -> None:
    rating = replace(RECORD.rating, value=value, label=text) if RECORD.rating else None
    record = replace(RECORD, explanation=text, rating=rating, seq=seq)
    leaf = leaf_bytes(record)
    assert leaf == rfc8785.dumps(json.loads(leaf))
    assert json.loads(leaf)["rating"]["value"] == float(value)
