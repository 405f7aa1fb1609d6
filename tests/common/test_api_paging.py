from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.signing import Signer
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims.models import Topic
from common.api.paging import Ordering, keyset_page
from sources.models import Source
from tests import factories
from tests.api import anonymous, problem

pytestmark = pytest.mark.django_db

_MOMENT = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)


def _sources(count: int, moments: list[datetime] | None = None) -> list[str]:
    """Sources made at these moments, or all at one; their ids in the order of the list."""
    Source.objects.all().delete()
    for number in range(count):
        made = factories.source(name=f"S{number}")
        Source.objects.filter(pk=made.pk).update(created_at=moments[number] if moments else _MOMENT)
    return [str(pk) for pk in Source.objects.order_by("created_at", "id").values_list("pk", flat=True)]


def _get(address: str) -> Any:
    return anonymous().get(address).json()


def _ids(page: Any) -> list[str]:
    return [row["id"] for row in page["results"]]


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 5, 7])
def test_every_row_is_seen_once_forwards_and_backwards_though_all_are_of_one_moment(count: int) -> None:
    expected = _sources(count)
    page = _get("/api/v1/sources?page_size=2")
    assert page["prev"] is None
    forwards = [_ids(page)]
    while page["next"]:
        page = _get(page["next"])
        forwards.append(_ids(page))
    assert [each for page in forwards for each in page] == expected
    backwards = [_ids(page)]
    while page["prev"]:
        page = _get(page["prev"])
        backwards.append(_ids(page))
    assert backwards[::-1] == forwards


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seconds=st.lists(st.integers(0, 3), max_size=9), size=st.integers(1, 4), down=st.booleans())
def test_paging_agrees_with_the_whole_list_whatever_ties(seconds: list[int], size: int, down: bool) -> None:
    expected = _sources(len(seconds), [_MOMENT.replace(second=s) for s in seconds])
    ordering = Ordering.by_time("any", descending=down)
    if down:
        expected.reverse()
    found: list[str] = []
    cursor: str | None = None
    while True:
        page = keyset_page(Source.objects.all(), ordering=ordering, size=size, cursor=cursor)
        found += [str(row.pk) for row in page.rows]
        cursor = page.next
        if cursor is None:
            break
    assert found == expected


def test_rows_left_out_of_the_start_are_found_on_the_way_back() -> None:
    expected = _sources(5)
    ordering = Ordering.by_time("tests", descending=False)
    page = keyset_page(Source.objects.all(), ordering=ordering, size=2, skip=2)
    assert [str(row.pk) for row in page.rows] == expected[2:4]
    back = keyset_page(Source.objects.all(), ordering=ordering, size=2, cursor=page.previous)
    assert [str(row.pk) for row in back.rows] == expected[:2]
    following = keyset_page(Source.objects.all(), ordering=ordering, size=2, cursor=page.next)
    assert ([str(row.pk) for row in following.rows], following.next) == (expected[4:], None)


def test_rows_that_arrive_meanwhile_neither_repeat_nor_hide_others() -> None:
    claims = [factories.published_claim() for _ in range(4)]
    first = _get("/api/v1/claims?page_size=2")
    late = factories.published_claim()
    second = _get(first["next"])
    assert _ids(first) + _ids(second) == [str(claim.id) for claim in reversed(claims)]
    assert _ids(_get(second["prev"])) == _ids(first)
    newest = _get("/api/v1/claims?page_size=2")
    assert _ids(newest)[0] == str(late.id)


def test_rows_that_go_meanwhile_do_not_lose_the_place() -> None:
    expected = _sources(6)
    first = _get("/api/v1/sources?page_size=2")
    Source.objects.filter(pk__in=expected[:2]).delete()
    assert _ids(_get(first["next"])) == expected[2:4]


def test_the_link_header_says_what_the_body_says() -> None:
    _sources(5)
    first = anonymous().get("/api/v1/sources?page_size=2")
    assert first["Link"] == f'<{first.json()["next"]}>; rel="next"'
    middle = anonymous().get(first.json()["next"])
    found = middle.json()
    assert middle["Link"] == f'<{found["next"]}>; rel="next", <{found["prev"]}>; rel="prev"'
    assert "Link" not in anonymous().get("/api/v1/sources?page_size=5")


def test_the_neighbours_keep_the_filters_and_the_size() -> None:
    for _ in range(3):
        factories.fact_checker()
        factories.source()
    page = _get("/api/v1/sources?kind=person&page_size=1")
    query = parse_qs(urlsplit(page["next"]).query)
    assert query["kind"] == ["person"]
    assert query["page_size"] == ["1"]
    assert {row["kind"] for row in _get(page["next"])["results"]} == {"person"}


def test_a_list_by_name_pages_as_well() -> None:
    for slug in ("c", "a", "b"):
        Topic.objects.create(slug=slug, name=slug)
    first = _get("/api/v1/topics?page_size=2")
    assert [t["slug"] for t in first["results"]] == ["a", "b"]
    assert [t["slug"] for t in _get(first["next"])["results"]] == ["c"]


def _cursor() -> str:
    _sources(3)
    following = str(_get("/api/v1/sources?page_size=1")["next"])
    return parse_qs(urlsplit(following).query)["cursor"][0]


def test_a_cursor_with_any_character_changed_is_refused() -> None:
    cursor = _cursor()
    for place in range(0, len(cursor), 7):
        changed = cursor[:place] + ("A" if cursor[place] != "A" else "B") + cursor[place + 1 :]
        problem(anonymous().get("/api/v1/sources", {"cursor": changed}), 400, at="cursor")


def test_a_cursor_of_another_list_is_refused() -> None:
    problem(anonymous().get("/api/v1/claims", {"cursor": _cursor()}), 400, at="cursor")


@pytest.mark.parametrize(
    "content", [["n"], ["n", "x", "y"], ["n", "2026-03-01", "x"], [], {"n": 1}, "n", None, 1]
)
def test_a_cursor_we_signed_but_never_wrote_is_refused(content: object) -> None:
    signed = Signer(salt="api.cursor.sources", sep=".").sign_object(content)
    problem(anonymous().get("/api/v1/sources", {"cursor": signed}), 400, at="cursor")


def test_a_page_at_any_depth_is_read_from_the_index_at_the_cursor() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO sources_source (id, kind, name, aliases, domain, country, languages, same_as, notes,"
            " methodology_url, corrections_policy_url, ethics_url, four_eyes, created_at, updated_at)"
            " SELECT gen_random_uuid(), 'person', 'n', '{}', '', '', '{}', '{}', '', '', '', '', false,"
            " timestamptz '2026-01-01' + n / 50 * interval '1 second', now() FROM generate_series(1, 5000) n"
        )
        cursor.execute("ANALYZE sources_source")
    deep = Source.objects.order_by("created_at", "id")[4000]
    content = ["n", deep.created_at.isoformat(), deep.id.hex]
    signed = Signer(salt="api.cursor.sources", sep=".").sign_object(content)
    ordering = Ordering.by_time("sources", descending=False)
    with CaptureQueriesContext(connection) as queries:
        keyset_page(Source.objects.all(), ordering=ordering, size=50, cursor=signed)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT TEXT) {queries[0]['sql']}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Index Cond: (ROW(created_at, id) > ROW(" in plan
    assert "Rows Removed" not in plan
    assert "Sort" not in plan
