"""The sitemap of published claims, and robots.txt."""

from __future__ import annotations

from unittest.mock import patch
from uuid import UUID

import pytest
from django.core.cache import cache
from django.test import Client
from lxml import etree
from pytest_django import DjangoAssertNumQueries, Settings
from redis.exceptions import ConnectionError as RedisIsGone

from claims import sitemap_selectors
from claims.models import Claim, ClaimDocument
from common.ids import new_id
from tests import factories

pytestmark = pytest.mark.django_db

_SITE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
_CLAIMS = "https://registry.example/claims/"


@pytest.fixture(autouse=True)
def address(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.PUBLIC_URL = "https://registry.example"
    monkeypatch.setattr(sitemap_selectors, "PART_SIZE", 3)
    cache.delete("claims.sitemap")


def published(count: int) -> list[UUID]:
    return sorted(factories.verdict().claim_id for _ in range(count))


def document(client: Client, path: str, root: str) -> list[tuple[str, str]]:
    answer = client.get(path)
    assert answer.status_code == 200, path
    assert answer["Content-Type"] == "application/xml; charset=utf-8"
    found = etree.fromstring(answer.content)
    assert found.tag == f"{{{_SITE['s']}}}{root}"
    return [(e.findtext("s:loc", namespaces=_SITE), e.findtext("s:lastmod", namespaces=_SITE)) for e in found]


def parts(client: Client) -> list[str]:
    places = [place for place, _ in document(client, "/sitemap.xml", "sitemapindex")]
    assert all(place.startswith("https://registry.example/") for place in places)
    return [place.removeprefix("https://registry.example") for place in places]


def listed(client: Client, places: list[str]) -> list[UUID]:
    found = [place for part in places for place, _ in document(client, part, "urlset")]
    assert all(place.startswith(_CLAIMS) for place in found)
    return [UUID(place.removeprefix(_CLAIMS)) for place in found]


def test_it_lists_every_published_claim_once_in_parts(client: Client) -> None:
    expected = published(8)
    factories.claim(text="Open.")
    factories.merged_claim(Claim.objects.get(pk=expected[0]), text="Merged.")
    places = parts(client)
    assert len(places) == 3
    assert [len(listed(client, [place])) for place in places] == [3, 3, 2]
    assert listed(client, places) == expected


def test_it_says_when_a_claim_and_a_part_last_changed(client: Client) -> None:
    published(4)
    claim = Claim.objects.order_by("pk")[1]
    factories.evidence(claim)
    index = document(client, "/sitemap.xml", "sitemapindex")
    claims = document(client, index[0][0].removeprefix("https://registry.example"), "urlset")
    assert dict(claims)[f"{_CLAIMS}{claim.pk}"] == claim.document.changed_at.isoformat()
    assert [changed for _, changed in index] == [
        max(ClaimDocument.objects.filter(pk__in=group).values_list("changed_at", flat=True)).isoformat()
        for group in (
            Claim.objects.order_by("pk").values("pk")[:3],
            Claim.objects.order_by("pk").values("pk")[3:],
        )
    ]


def test_what_is_published_later_is_in_a_part_that_is_known_already(client: Client) -> None:
    late = factories.claim(text="Late.")
    first = published(4)
    early = parts(client)
    last = published(1)
    factories.verdict(late)
    # The parts are remembered for some minutes; what is in them is not.
    assert parts(client) == early
    assert set(listed(client, early)) == {*first, *last}
    cache.delete("claims.sitemap")
    assert set(listed(client, parts(client))) == {*first, *last, late.pk}


def test_without_claims_it_is_empty(client: Client) -> None:
    assert parts(client) == []
    assert client.get(f"/sitemaps/{new_id()}.xml").status_code == 404


def test_no_part_is_larger_than_the_protocol_allows(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (sitemap_selectors._MOST, len(published(4))) == (50_000, 4)
    monkeypatch.setattr(sitemap_selectors, "_MOST", 2)
    assert len(listed(client, parts(client)[:1])) == 2


def test_it_needs_no_redis(client: Client) -> None:
    expected = published(2)
    with patch.object(cache, "get", side_effect=RedisIsGone):
        assert listed(client, parts(client)) == expected


def test_unchanged_it_is_not_sent_again(client: Client) -> None:
    published(1)
    for path in ("/sitemap.xml", *parts(client)):
        etag = client.get(path)["ETag"]
        assert client.get(path, headers={"If-None-Match": etag}).status_code == 304


def test_the_index_takes_two_queries_and_a_part_one(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    published(7)
    with django_assert_num_queries(2):
        places = parts(client)
    with django_assert_num_queries(0):
        parts(client)
    with django_assert_num_queries(1):
        listed(client, places[:1])


def test_robots_are_shown_the_sitemap_and_kept_from_the_desk(client: Client) -> None:
    answer = client.get("/robots.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    lines = answer.content.decode().splitlines()
    assert "Sitemap: https://registry.example/sitemap.xml" in lines
    assert {"User-agent: *", "Disallow: /admin/", "Disallow: /claims?"} <= set(lines)
