"""No verdict holds from a moment that is still to come, whichever way it is written down."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from claims.models import ImportNote, Verdict
from claims.rules import Kind
from claims.services.drafts import draft_create, draft_update
from claims.services.verdicts import Statement, verdict_record
from common.errors import Invalid
from common.scopes import Scope
from tests import factories
from tests.api import caller, problem
from tests.claims.claimreview.reviews import document
from tests.claims.claimreview.reviews import run as review_run
from tests.claims.exchange.test_import_jobs import body, row, run

pytestmark = pytest.mark.django_db


def about(kind: Kind = Kind.INITIAL) -> dict[str, Any]:
    return {
        "claim_id": factories.claim().pk,
        "publisher_id": factories.fact_checker().pk,
        "actor": factories.user(),
        "kind": kind,
        "rating_id": factories.rating().pk,
    }


def tomorrow() -> Statement:
    return Statement(effective_at=timezone.now() + timedelta(days=1))


@pytest.mark.parametrize("service", [verdict_record, draft_create])
def test_a_moment_to_come_is_refused(service: Any) -> None:
    with pytest.raises(Invalid) as refusal:
        service(**about(), statement=tomorrow())
    assert refusal.value.field == "effective_at"


def test_a_draft_is_not_changed_to_one() -> None:
    draft = draft_create(**about())
    with pytest.raises(Invalid):
        draft_update(draft_id=draft.pk, actor=draft.author, effective_at=tomorrow().effective_at)


def test_the_api_refuses_it_too() -> None:
    given = about()
    answer = caller(Scope.VERDICTS_WRITE).send(
        "POST",
        f"/api/v1/claims/{given['claim_id']}/verdicts",
        {
            "publisher": str(given["publisher_id"]),
            "kind": "initial",
            "rating": str(given["rating_id"]),
            "effective_at": (timezone.now() + timedelta(days=1)).isoformat(),
        },
    )
    problem(answer, 422, at="#/effective_at")


def test_a_clock_that_is_somewhat_ahead_means_now() -> None:
    verdict = verdict_record(
        **about(), statement=Statement(effective_at=timezone.now() + timedelta(minutes=2))
    )
    assert verdict.effective_at == verdict.recorded_at


def test_a_row_of_an_import_is_refused_and_the_others_are_taken_in() -> None:
    odd = row(1)
    odd["verdicts"][0]["effective_at"] = (timezone.now() + timedelta(days=1)).isoformat()
    job = run(body([odd, row(2), row(3)]), owner=factories.user())
    assert (job.created, job.refused) == (2, 1)
    assert "still to come" in ImportNote.objects.get(job=job).detail
    changed = row(2)
    changed["verdicts"][0] |= {"summary": "It is 37.", "effective_at": "2999-01-01T00:00:00Z"}
    assert run(body([changed]), owner=job.owner).refused == 1


def test_a_review_dated_in_the_time_to_come_holds_from_its_import() -> None:
    review_run(factories.user(), document(datePublished="2199-01-01"))
    verdict = Verdict.objects.get()
    assert abs(verdict.effective_at - verdict.recorded_at) < timedelta(minutes=1)
    assert verdict.effective_at <= verdict.recorded_at


@pytest.mark.parametrize("url", ["ftp://facts.example/1", "javascript:alert(1)", "facts.example"])
@pytest.mark.parametrize("service", [verdict_record, draft_create])
def test_a_review_is_on_the_web(service: Any, url: str) -> None:
    with pytest.raises(Invalid) as refusal:
        service(**about(), statement=Statement(review_url=url))
    assert refusal.value.field == "review_url"
