"""Reviews as they are found in the world, where the data is at hand."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from django.db import transaction

from claims.claimreview.records import Record, records_read
from claims.claimreview.write import feed_element, feed_ends
from claims.claimreview_selectors import reviews_stream
from claims.models import Claim, CurrentVerdict, ImportedReview, Verdict
from claims.services.claimreview import Outcome, review_import
from claims.services.import_reviews import records_of
from tests import factories

_DATA = Path(__file__).resolve().parents[4] / "shared" / "data" / "claimreview"
_FILES = ("claimreview_jsonld_real.jsonl", "claimreview_jsonld_malformed.json")
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not _DATA.exists(), reason=f"{_DATA} is not there"),
]


def _records(name: str) -> list[Record]:
    return list(records_of([(_DATA / name).read_bytes()]))


def _import(records: list[Record]) -> Counter[Outcome]:
    actor = factories.user()
    return Counter(review_import(review=record.review, actor=actor)[0] for record in records if record.review)


def _feed() -> str:
    head, tail = feed_ends(name="Reviews", url="https://registry.example/feeds/claimreview.json")
    elements = (feed_element(reviews, modified=claim.updated_at) for claim, reviews in reviews_stream())
    return head + ",".join(json.dumps(element) for element in elements) + tail


def _canonical(feed: str) -> list[str]:
    items = [item for element in json.loads(feed)["dataFeedElement"] for item in element["item"]]
    return sorted(json.dumps(item, sort_keys=True, ensure_ascii=False) for item in items)


@pytest.mark.parametrize(("name", "count"), [*zip(_FILES, (65, 32), strict=True)])
def test_every_record_is_imported_repaired_or_refused_with_a_reason(name: str, count: int) -> None:
    records = _records(name)
    assert len(records) == count
    for record in records:
        assert record.line >= 1
        assert (record.review is None) == (record.refusal is not None)
    assert [record.refusal.code for record in records if record.refusal] == ["no-url"]


@pytest.mark.parametrize("name", _FILES)
def test_a_second_import_changes_nothing(name: str) -> None:
    records = _records(name)
    _import(records)
    before = (Verdict.objects.count(), Claim.objects.count(), _canonical(_feed()))
    assert set(_import(records)) == {Outcome.UNCHANGED}
    assert (Verdict.objects.count(), Claim.objects.count(), _canonical(_feed())) == before


def test_what_is_exported_and_imported_into_an_empty_registry_is_exported_the_same() -> None:
    with transaction.atomic():
        for name in _FILES:
            _import(_records(name))
        assert ImportedReview.objects.count() == CurrentVerdict.objects.count()
        first = _feed()
        transaction.set_rollback(True)
    assert not _canonical(_feed())
    again = list(records_read(first))
    assert not [record.refusal for record in again if record.refusal]
    _import(again)
    assert _canonical(_feed()) == _canonical(first)
