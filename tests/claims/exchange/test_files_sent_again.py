"""A file of several rows of one name is known again as a whole."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth.models import User

from claims.models import Claim, ClaimCorrection, ClaimDocument, ImportedRow, ImportJob, Verdict
from claims.services.imports import import_cancel
from claims.services.topics import claim_topics_set
from tests import factories
from tests.claims.exchange.test_import_jobs import batches_of, body, counts, row, run

pytestmark = pytest.mark.django_db
_TABLE = "id,text,topics,publisher,publisher_domain,label\n"


def _line(label: str, name: str = "dam", text: str = "The dam is high.", topics: str = "") -> str:
    return f"{name},{text},{topics},Desk,desk.example,{label}\n"


def _send(owner: User, *lines: str) -> ImportJob:
    return run((_TABLE + "".join(lines)).encode(), owner=owner, format="csv")


def _labels(name: str) -> list[str]:
    claim = ImportedRow.objects.get(key=f"id:{name}").claim
    return list(claim.verdicts.order_by("seq").values_list("original_label", flat=True))


def _kept() -> list[Any]:
    documents = ClaimDocument.objects.order_by("claim").values_list("body", "revision")
    return [*documents, *Verdict.objects.order_by("id").values_list("id"), ClaimCorrection.objects.count()]


@pytest.mark.parametrize("count", [1, 2, 100])
def test_a_file_with_two_verdicts_of_one_publisher_adds_none_when_it_is_sent_again(
    count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    batches_of(count, monkeypatch)
    owner = factories.user()
    file = (_line("Wrong"), _line("Right", name="quay"), _line("Half right"))
    assert counts(_send(owner, *file)) == (3, 2, 1, 0, 0)
    kept = _kept()
    for _ in range(2):
        assert counts(_send(owner, *file)) == (3, 0, 0, 3, 0)
        assert _kept() == kept


@pytest.mark.parametrize("count", [1, 100])
def test_a_return_to_an_earlier_rating_is_recorded_once_its_file_ends_with_it(
    count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    batches_of(count, monkeypatch)
    owner = factories.user()
    _send(owner, _line("Wrong"), _line("Right"))
    assert counts(_send(owner, _line("Wrong"), _line("Any", name="quay"))) == (2, 1, 1, 0, 0)
    assert _labels("dam") == ["Wrong", "Right", "Wrong"]
    kept = _kept()
    assert counts(_send(owner, _line("Wrong"), _line("Any", name="quay"))) == (2, 0, 0, 2, 0)
    assert _kept() == kept
    assert counts(_send(owner, _line("Right"))) == (1, 0, 1, 0, 0)
    assert counts(_send(owner, _line("Wrong"), _line("Right"), _line("Wrong"))) == (3, 0, 1, 2, 0)
    assert _labels("dam") == ["Wrong", "Right", "Wrong", "Right", "Wrong"]


@pytest.mark.parametrize("count", [1, 100])
def test_two_wordings_of_one_name_are_no_corrections_when_they_are_sent_again(
    count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    batches_of(count, monkeypatch)
    owner = factories.user()
    file = (_line("Wrong", text="It is low."), _line("Wrong", text="It is not high."))
    _send(owner, *file)
    kept = _kept()
    assert counts(_send(owner, *file)) == (2, 0, 0, 2, 0)
    assert _kept() == kept
    assert Claim.objects.get().text == "It is not high."
    assert counts(_send(owner, file[0])) == (1, 0, 1, 0, 0)
    assert Claim.objects.get().text == "It is low."


def test_a_topic_that_the_desk_took_away_stays_so_when_the_rows_are_sent_again() -> None:
    owner = factories.user()
    file = (_line("Wrong", topics="water"), _line("Wrong", topics="dams"))
    _send(owner, *file)
    claim_topics_set(claim_id=Claim.objects.get().pk, topics=[], actor=factories.user(is_superuser=True))
    assert counts(_send(owner, *file)) == (2, 0, 0, 2, 0)
    assert not Claim.objects.get().topics.exists()


def test_of_rows_taken_in_before_their_earlier_ones_were_noted_none_is_new() -> None:
    owner = factories.user()
    file = (_line("Wrong"), _line("Right"))
    _send(owner, *file)
    known = ImportedRow.objects.get()
    del known.said["rows"]
    known.said = {of: words[-1] if isinstance(words, list) else words for of, words in known.said.items()}
    known.save()
    assert counts(_send(owner, *file)) == (2, 0, 0, 2, 0)
    assert _labels("dam") == ["Wrong", "Right"]


def test_rows_of_ndjson_are_known_again_in_the_same_way() -> None:
    owner = factories.user()
    second = json.loads(json.dumps(row(1)))
    second["verdicts"][0]["rating"] = {"label": "Right"}
    file = body([row(1), second])
    run(file, owner=owner)
    assert counts(run(file, owner=owner)) == (2, 0, 0, 2, 0)
    assert _labels("claim-1") == ["Wrong", "Right"]


def test_a_return_in_an_import_that_was_cancelled_is_recorded_by_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    batches_of(1, monkeypatch)
    owner = factories.user()
    _send(owner, _line("Wrong"), _line("Right"))
    with monkeypatch.context() as cut:
        cut.setattr("claims.services.import_running.rows_settle", lambda **_: False)
        assert _send(owner, _line("Wrong")).state == "running"
    import_cancel(job_id=ImportJob.objects.get(state="running").pk, actor=owner)
    assert _labels("dam") == ["Wrong", "Right"]
    assert counts(_send(owner, _line("Wrong"))) == (1, 0, 1, 0, 0)
    assert _labels("dam") == ["Wrong", "Right", "Wrong"]
