"""The database itself refuses to change or remove a verdict, or what its label said, whoever asks."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from claims.models import Rating, RatingScale, Verdict
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE claims_verdict SET summary = 'never said' WHERE id = %s",
        "UPDATE claims_verdict SET seq = seq WHERE id = %s",
        "DELETE FROM claims_verdict WHERE id = %s",
    ],
)
def test_sql_that_changes_a_verdict_is_refused(statement: str) -> None:
    verdict = factories.verdict()
    before = Verdict.objects.filter(pk=verdict.pk).values().get()
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        connection.cursor().execute(statement, [verdict.pk])
    assert Verdict.objects.filter(pk=verdict.pk).values().get() == before


def test_the_orm_is_refused_as_well() -> None:
    verdict = factories.verdict()
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        Verdict.objects.filter(pk=verdict.pk).update(summary="never said")
    verdict.summary = "never said"
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        verdict.save()
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        # Straight to the table: Django's own protection of referenced rows is not what is tested.
        Verdict.objects.filter(pk=verdict.pk)._raw_delete(using="default")
    assert Verdict.objects.get(pk=verdict.pk).summary == ""


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE claims_rating SET label = 'Never said' WHERE id = %(rating)s",
        "UPDATE claims_rating SET normalised = 'true' WHERE id = %(beside)s",
        "DELETE FROM claims_rating WHERE id = %(beside)s",
        "UPDATE claims_ratingscale SET best = 9 WHERE id = %(scale)s",
        "DELETE FROM claims_ratingscale WHERE id = %(scale)s",
    ],
)
def test_sql_that_changes_the_scale_of_a_verdict_is_refused(statement: str) -> None:
    rating = factories.rating()
    beside = Rating.objects.create(scale=rating.scale, label="True", value=5, normalised="true")
    rows = {"rating": rating.pk, "beside": beside.pk, "scale": rating.scale_id}
    factories.verdict(rating_id=rating.pk)
    before = _scale(rating.scale_id)
    with pytest.raises(DatabaseError, match="that verdicts stand on"), transaction.atomic():
        connection.cursor().execute(statement, rows)
    assert _scale(rating.scale_id) == before


def test_a_scale_without_verdicts_is_changed_and_deleted() -> None:
    rating = factories.rating()
    Rating.objects.filter(pk=rating.pk).update(label="Not so")
    RatingScale.objects.filter(pk=rating.scale_id).update(best=9)
    assert _scale(rating.scale_id) == [("Not so", rating.normalised, 9)]
    Rating.objects.filter(pk=rating.pk).delete()
    RatingScale.objects.filter(pk=rating.scale_id).delete()
    assert _scale(rating.scale_id) == []


def _scale(scale_id: UUID) -> list[tuple[object, ...]]:
    rows = Rating.objects.filter(scale=scale_id).order_by("pk")
    return list(rows.values_list("label", "normalised", "scale__best"))
