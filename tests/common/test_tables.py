from __future__ import annotations

import pytest
from django.db import connection

from common.tables import numbers_array, texts_array

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "texts",
    [[], [""], ["", ""], ["dam", "a river, {wide}"], ['"'], ['","', "two"], ["a\\", '\\"b'], ["NULL", "é\n"]],
)
def test_texts_are_read_as_they_were(texts: list[str]) -> None:
    assert _read(texts_array(iter(texts)), "text") == texts


@pytest.mark.parametrize("numbers", [[], [0], [-(2**31), 2**31 - 1]])
def test_numbers_are_read_as_they_were(numbers: list[int]) -> None:
    assert _read(numbers_array(numbers), "int") == numbers


def _read(array: str, kind: str) -> list[object]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT %s::{kind}[]", [array])
        return list(cursor.fetchone()[0])
