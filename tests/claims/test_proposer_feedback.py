"""What fact-checkers decide becomes each proposer's record, in API and admin, and lessons for a model."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from claims.feedback_selectors import OWN_WORDS, lessons, proposer_records
from claims.models import Candidate
from claims.rejections import Worth
from claims.services.candidates import candidate_accept, candidate_merge, candidate_reject
from common.scopes import Scope
from tests import factories
from tests.api import caller

pytestmark = pytest.mark.django_db


def accepted(text: str | None = None, **values: Any) -> Candidate:
    found = factories.candidate(**values)
    candidate_accept(candidate_id=found.id, actor=factories.user(), text=text)
    return found


def merged(**values: Any) -> Candidate:
    found = factories.candidate(**values)
    candidate_merge(candidate_id=found.id, claim_id=factories.claim().id, actor=factories.user())
    return found


def rejected(reason: str, **values: Any) -> Candidate:
    found = factories.candidate(**values)
    candidate_reject(candidate_id=found.id, actor=factories.user(), reason=reason)
    return found


def decided_at(candidate: Candidate, moment: datetime) -> None:
    Candidate.objects.filter(pk=candidate.pk).update(decided_at=moment)


def test_accepting_with_another_wording_is_remembered_as_an_edit() -> None:
    as_it_is, edited = accepted("  The reservoir holds two years of water. "), accepted("The lake is full.")
    as_it_is.refresh_from_db()
    edited.refresh_from_db()
    assert (as_it_is.better_text, edited.better_text) == ("", "The lake is full.")
    (record,) = proposer_records()
    assert (record.decisions.accepted, record.decisions.edited) == (2, 1)


def test_each_version_has_its_own_precision() -> None:
    accepted(proposer="linguistic", proposer_version="1")
    rejected("Not worth checking", proposer="linguistic", proposer_version="1")
    merged(proposer="linguistic", proposer_version="2")
    factories.candidate(proposer="linguistic", proposer_version="2")
    factories.candidate(proposer="llm", proposer_version="1:tiny")
    found = {(r.proposer, r.version): r.decisions for r in proposer_records()}
    assert {key: counts.precision for key, counts in found.items()} == {
        ("linguistic", "1"): 0.5, ("linguistic", "2"): 1.0, ("llm", "1:tiny"): None,
    }  # fmt: skip
    assert found["linguistic", "2"].pending == 1


def test_decisions_fall_into_the_week_or_month_they_were_taken_in() -> None:
    decided_at(accepted(), datetime(2026, 5, 31, 23, tzinfo=UTC))
    decided_at(rejected("Opinion or prediction"), datetime(2026, 6, 1, 1, tzinfo=UTC))
    decided_at(accepted(), datetime(2026, 6, 8, tzinfo=UTC))
    (by_month,) = proposer_records()
    assert [(p.starts_on.isoformat(), p.decisions.precision) for p in by_month.periods] == [
        ("2026-05-01", 1.0), ("2026-06-01", 0.5),
    ]  # fmt: skip
    (by_week,) = proposer_records(period="week")
    assert [p.starts_on.isoformat() for p in by_week.periods] == ["2026-05-25", "2026-06-01", "2026-06-08"]
    (later,) = proposer_records(
        since=datetime(2026, 6, 1, tzinfo=UTC), until=datetime(2026, 6, 8, tzinfo=UTC)
    )
    assert (later.decisions.accepted, later.decisions.rejected) == (0, 1)


def test_reasons_in_own_words_are_counted_together() -> None:
    for reason in ("I know him", "So what", "Opinion or prediction"):
        rejected(reason)
    (record,) = proposer_records()
    assert record.rejections == {OWN_WORDS: 2, "Opinion or prediction": 1}


def test_however_many_candidates_it_is_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for version in "123":
        accepted(proposer_version=version)
        rejected("Not worth checking", proposer_version=version)
    with django_assert_num_queries(1):
        assert len(proposer_records()) == 3


def test_lessons_say_what_the_decision_says_of_the_sentence() -> None:
    version = factories.article_version(text="The dam\nholds 5 tonnes.")
    accepted("The Velmar dam holds 5 tonnes.", article_version=version)
    merged(), rejected("Not worth checking"), rejected("Opinion or prediction"), rejected("I know him")
    factories.candidate()
    found = list(lessons())
    assert [lesson.worth for lesson in found] == [
        Worth.CHECK_WORTHY, Worth.CHECK_WORTHY, Worth.UNIMPORTANT, Worth.NOT_FACTUAL, None,
    ]  # fmt: skip
    assert (found[0].text, found[0].claim) == ("The dam holds 5 tonnes.", "The Velmar dam holds 5 tonnes.")
    assert found[0].article == str(version.article_id)


def test_lessons_are_of_the_language_and_the_time_asked_for() -> None:
    decided_at(accepted(language="uk"), datetime(2026, 5, 1, tzinfo=UTC))
    decided_at(accepted(language="en-GB"), datetime(2026, 5, 2, tzinfo=UTC))
    decided_at(accepted(language="en"), datetime(2026, 6, 2, tzinfo=UTC))
    assert [lesson.language for lesson in lessons(language="en")] == ["en-GB", "en"]
    assert [lesson.language for lesson in lessons(until=datetime(2026, 6, 1, tzinfo=UTC))] == ["uk", "en-GB"]


def test_the_api_shows_the_records() -> None:
    accepted("Another wording."), merged(), rejected("Not worth checking"), factories.candidate()
    reader = caller(Scope.CANDIDATES_READ)
    (record,) = reader.get("/api/v1/proposers").json()["results"]
    assert (record["proposer"], record["version"]) == ("tests", "1")
    counts = record["decisions"]
    assert (counts["accepted"], counts["edited"], counts["merged"], counts["rejected"]) == (1, 1, 1, 1)
    assert counts["precision"] == pytest.approx(2 / 3)
    assert counts["as_proposed"] == pytest.approx(1 / 3)
    assert counts["pending"] == 1
    assert record["rejections"] == {"Not worth checking": 1}
    assert len(record["periods"]) == 1
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).isoformat().replace("+00:00", "Z")
    (later,) = reader.get(f"/api/v1/proposers?since={tomorrow}").json()["results"]
    assert later["decisions"]["precision"] is None
    assert reader.get("/api/v1/proposers?period=year").status_code == 400
    assert caller(Scope.ARTICLES_READ).get("/api/v1/proposers").status_code == 403


def test_the_desk_shows_the_records_to_whoever_sees_candidates(client: Client) -> None:
    accepted(), rejected("Opinion or prediction")
    client.force_login(factories.user(is_staff=True))
    shown = client.get(reverse("admin:claims_candidate_changelist")).content.decode()
    address = reverse("admin:claims_candidate_proposers")
    assert address in shown
    page = client.get(address).content.decode()
    for words in ("tests 1", "50%", "9% to 91%", "Opinion or prediction (1)"):
        assert words in page
    assert client.get(address, {"by": "week"}).status_code == 200
    client.force_login(factories.user(role=None, is_staff=True))
    assert client.get(address).status_code == 403
