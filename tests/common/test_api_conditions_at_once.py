"""Of writers at once that read the same, one changes it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from claims.models import Topic
from common.scopes import Scope
from sources.models import Source
from tests import factories
from tests.api import administrator


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["topic", "source"])
def test_of_fifty_writers_that_read_the_same_one_succeeds(kind: str) -> None:
    topic, source = factories.topic(), factories.source()
    address = f"/api/v1/topics/{topic.slug}" if kind == "topic" else f"/api/v1/sources/{source.id}"
    who = administrator(Scope.CLAIMS_WRITE, Scope.SOURCES_WRITE)
    tag = who.get(address)["ETag"]

    def write(number: int) -> int:
        try:
            answer = who.send("PATCH", address, {"name": f"Name {number}"}, If_Match=tag)
            return int(answer.status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(50) as pool:
        found = sorted(pool.map(write, range(50)))
    assert found == [200] + 49 * [412]
    rows: Any = Topic if kind == "topic" else Source
    assert rows.objects.filter(name__startswith="Name ").count() == 1
