"""Places in a stream are given by one at a time, and never again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from common.changes import change_record, changes_after, changes_place
from common.models import Change
from tests.locks import until_somebody_waits


def _record(key: str) -> None:
    change_record(resource="topics", key=key, kind=Change.Kind.CREATED)


def _in_a_thread_of_its_own() -> None:
    try:
        changes_place()
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_what_was_placed_by_one_keeps_its_place_when_another_gives_places_meanwhile() -> None:
    changes_place()
    before = Change.objects.exclude(position=None).count()
    with connection.cursor() as cursor:  # of a transaction that takes its time
        cursor.execute("SELECT nextval(pg_get_serial_sequence('common_change', 'id'))")
        (early,) = cursor.fetchone()
    _record("first to be committed")
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            changes_place()
            pool.submit(_committed_late, early).result()
            other = pool.submit(_in_a_thread_of_its_own)
            until_somebody_waits()
        other.result()
    placed = [(change.key, change.position) for change in changes_after(before, size=10)]
    assert placed == [("first to be committed", before + 1), ("committed late", before + 2)]


def _committed_late(pk: int) -> None:
    try:
        Change.objects.create(pk=pk, resource="topics", key="committed late", kind=Change.Kind.CREATED)
    finally:
        connection.close()
