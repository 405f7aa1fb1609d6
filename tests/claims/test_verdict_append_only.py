"""The database itself refuses to change or remove a verdict, whoever asks."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from claims.models import Verdict
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
