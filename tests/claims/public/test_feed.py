"""The feed of verdict changes: what is in it, its filters, and archived pages that stay what they are."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import feedparser
import pytest
from django.test import Client
from django.utils import timezone
from lxml import etree
from pytest_django import DjangoAssertNumQueries, Settings

from claims.models import Verdict
from claims.rules import Kind
from claims.services.candidates import candidate_merge
from claims.services.verdicts import Statement
from common.ids import new_id
from tests import factories

pytestmark = pytest.mark.django_db

_PATH = "/feeds/verdicts.atom"
_ATOM = {"a": "http://www.w3.org/2005/Atom", "fh": "http://purl.org/syndication/history/1.0"}


@pytest.fixture(autouse=True)
def address(settings: Settings) -> None:
    settings.PUBLIC_URL = "http://testserver"


def feed(client: Client, query: str = "") -> Any:
    answer = client.get(f"{_PATH}{query}")
    assert answer.status_code == 200, answer.content
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = etree.parse(io.BytesIO(answer.content)).getroot()
    check(root)
    return root


def check(root: Any) -> None:
    """What RFC 4287 asks of a feed and its entries. Raises AssertionError."""
    assert root.tag == "{http://www.w3.org/2005/Atom}feed"
    for each in [root, *root.findall("a:entry", _ATOM)]:
        for once in ("id", "title", "updated"):
            assert len(each.findall(f"a:{once}", _ATOM)) == 1
        assert urlsplit(each.findtext("a:id", namespaces=_ATOM)).scheme
        assert datetime.fromisoformat(each.findtext("a:updated", namespaces=_ATOM)).tzinfo
        relations = [(link.get("rel"), link.get("type")) for link in each.findall("a:link", _ATOM)]
        assert len(relations) == len(set(relations))
        assert all(urlsplit(link.get("href")).scheme for link in each.findall("a:link", _ATOM))
    for entry in root.findall("a:entry", _ATOM):
        assert entry.findtext("a:author/a:name", namespaces=_ATOM)
        assert entry.find("a:link[@rel='alternate']", _ATOM) is not None
        assert all(category.get("term") for category in entry.findall("a:category", _ATOM))
    ids = [entry.findtext("a:id", namespaces=_ATOM) for entry in root.findall("a:entry", _ATOM)]
    assert len(ids) == len(set(ids))


def titles(root: Any) -> list[str]:
    return [entry.findtext("a:title", namespaces=_ATOM) for entry in root.findall("a:entry", _ATOM)]


def ids(root: Any) -> list[UUID]:
    return [UUID(e.findtext("a:id", namespaces=_ATOM)) for e in root.findall("a:entry", _ATOM)]


def link(root: Any, relation: str) -> str | None:
    found = root.find(f"a:link[@rel='{relation}']", _ATOM)
    return None if found is None else str(found.get("href"))


def followed(client: Client, address: str) -> Any:
    parts = urlsplit(address)
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"http://testserver{_PATH}"
    return feed(client, f"?{parts.query}" if parts.query else "")


def archive(client: Client, query: str = "") -> Iterator[Any]:
    """The newest page, then each archived one that it leads back to."""
    page = feed(client, query)
    yield page
    while address := link(page, "prev-archive"):
        page = followed(client, address)
        yield page


def appended(first: Verdict, count: int, *, start: int = 1) -> list[UUID]:
    """That many rows after a first one, a minute apart from the minute `start` on; their ids.

    They are written straight into the table. Every fiftieth ends a page; chance would choose one in 64.
    """
    rows = []
    for n in range(start, start + count):
        row = Verdict.objects.get(pk=first.pk)
        row.pk = UUID(int=new_id().int & ~0xFF | (0x40 if n % 50 == 0 else 0x41))
        row.seq, row.kind, row.reason = n + 1, Kind.UPDATE, "New figures."
        row.recorded_at = first.recorded_at + timedelta(minutes=n)
        rows.append(row)
    return [row.pk for row in Verdict.objects.bulk_create(rows)]


def history(count: int, **values: Any) -> list[UUID]:
    """That many verdicts; their ids, the newest first."""
    first = factories.verdict(**values)
    return [first.pk, *appended(first, count - 1)][::-1]


def test_an_entry_says_who_holds_what_of_which_claim(client: Client) -> None:
    publisher = factories.fact_checker(name="Vestmark Facts", domain="facts.example")
    claim = factories.claim(text="The quay is <90> metres & more.")
    verdict = factories.verdict(
        claim,
        publisher=publisher,
        rating_id=factories.rating("Half true", normalised="mixed").id,
        statement=Statement(
            summary="It is <b>88</b>.",
            language="en-GB",
            review_url="https://facts.example/quay",
            effective_at=timezone.now(),
        ),
    )
    root = feed(client)
    (entry,) = root.findall("a:entry", _ATOM)
    assert entry.findtext("a:id", namespaces=_ATOM) == f"urn:uuid:{verdict.id}"
    assert titles(root) == ["Verdict: Half true – “The quay is <90> metres & more.”"]
    assert entry.findtext("a:author/a:name", namespaces=_ATOM) == "Vestmark Facts"
    assert entry.findtext("a:author/a:uri", namespaces=_ATOM) == "https://facts.example/"
    assert link(entry, "alternate") == f"http://testserver/claims/{claim.id}#verdict-{verdict.id}"
    assert link(entry, "via") == "https://facts.example/quay"
    terms = {category.get("term") for category in entry.findall("a:category", _ATOM)}
    assert terms == {"initial", "mixed"}
    assert entry.get("{http://www.w3.org/XML/1998/namespace}lang") == "en-GB"
    content = entry.find("a:content", _ATOM)
    assert content.get("type") == "html"
    assert "<b>Summary:</b> <bdi>It is &lt;b&gt;88&lt;/b&gt;.</bdi>" in content.text
    assert datetime.fromisoformat(entry.findtext("a:updated", namespaces=_ATOM)) == verdict.recorded_at


def test_corrections_and_retractions_are_seen_as_such(client: Client) -> None:
    verdict = factories.verdict(factories.claim(text="The quay is long."))
    on: dict[str, Any] = {"claim": verdict.claim, "publisher": verdict.publisher}
    factories.verdict(**on, kind=Kind.UPDATE)
    factories.verdict(**on, kind=Kind.CORRECTION, note="It is 38 metres.")
    factories.verdict(**on, kind=Kind.RETRACTION, reason="We were misled.")
    root = feed(client)
    assert [title.split(" – ")[0] for title in titles(root)] == [
        "Retracted",
        "Correction: False",
        "Update: False",
        "Verdict: False",
    ]
    retracted, corrected, *_ = (
        e.findtext("a:content", namespaces=_ATOM) for e in root.findall("a:entry", _ATOM)
    )
    assert "We were misled." in retracted
    assert "<b>Correction:</b> <bdi>It is 38 metres.</bdi>" in corrected


def test_a_feed_reader_understands_it(client: Client) -> None:
    factories.verdict(factories.claim(text="Набережна має 90 метрів."))
    read = feedparser.parse(client.get(_PATH).content)
    assert (read.bozo, read.version, len(read.entries)) == (False, "atom10", 1)
    assert "Набережна має 90 метрів." in read.entries[0].title


def test_a_title_keeps_its_order_where_its_parts_are_written_from_the_right(client: Client) -> None:
    factories.verdict(
        factories.claim(text="بلغت كلفة الجسر 48 مليونا.", language="ar"),
        rating_id=factories.rating("كاذب", normalised="false").id,
    )
    assert titles(feed(client)) == ["Verdict: \u2068كاذب\u2069 – “\u2068بلغت كلفة الجسر 48 مليونا.\u2069”"]


def test_what_xml_cannot_hold_is_replaced(client: Client) -> None:
    factories.verdict(factories.claim(text="A bell \x07 and an escape \x1b[1m and \ufffe."))
    assert "A bell � and an escape �[1m and �." in titles(feed(client))[0]


def test_an_empty_feed_is_a_feed(client: Client) -> None:
    assert titles(feed(client)) == []


def test_it_is_filtered_as_the_list_is(client: Client) -> None:
    claimant = factories.source()
    claim = factories.claim(text="The quay is long.", topics=("water",), language="nb-NO", claimant=claimant)
    outlet = factories.source()
    article = factories.article(source=outlet, published_at=datetime(2026, 2, 1, tzinfo=UTC))
    said = factories.candidate(article_version=factories.article_version(article=article))
    candidate_merge(candidate_id=said.id, claim_id=claim.id, actor=factories.user())
    found = factories.verdict(
        claim,
        rating_id=factories.rating("Half true", normalised="mixed").id,
        statement=Statement(effective_at=datetime(2026, 4, 1, tzinfo=UTC)),
    )
    other = factories.verdict(factories.claim(text="The mole is long.", topics=("stone",)))
    for query in (
        f"?publisher={found.publisher_id}",
        f"?claimant={claimant.id}",
        "?topic=water",
        "?language=nb",
        "?language=NB-no",
        "?normalised=mixed",
        "?verdict=half+TRUE",
        f"?source={outlet.pk}",
        f"?appeared_since=2000-01-01T00%3A00%3A00Z&source={outlet.pk}",
        "?reviewed_since=2026-03-31T12%3A00%3A00Z&reviewed_until=2026-04-02T00%3A00%3A00Z",
        f"?normalised=mixed&topic=water&publisher={found.publisher_id}",
    ):
        assert ids(feed(client, query)) == [found.id], query
        assert link(feed(client, query), "self") == f"http://testserver{_PATH}{query}"
    assert ids(feed(client, "?reviewed_until=2026-04-01T00:00:00Z")) == [other.id]
    assert ids(feed(client, f"?appeared_until=2000-01-01T00:00:00Z&source={outlet.pk}")) == []
    assert ids(feed(client, f"?topic=water&publisher={other.publisher_id}")) == []
    assert ids(feed(client)) == [other.id, found.id]


def test_it_can_be_asked_where_fact_checkers_disagree_or_do_not(client: Client) -> None:
    claim = factories.claim()
    disputed = [
        factories.verdict(claim, rating_id=factories.rating(name, normalised=name).id).id
        for name in ("true", "false")
    ]
    agreed = factories.verdict().id
    assert ids(feed(client, "?conflict=true")) == disputed[::-1]
    assert ids(feed(client, "?conflict=false")) == [agreed]
    assert ids(feed(client)) == [agreed, *disputed[::-1]]


@pytest.mark.parametrize(
    "query",
    [
        "publisher=1",
        "source=1",
        "reviewed_since=yesterday",
        "topic=a%00",
        "language=%25",
        "normalised=odd",
        "colour=red",
        "until=x",
        "language=a%00b",
    ],
)
def test_a_query_that_makes_no_sense_is_refused_with_a_sentence(client: Client, query: str) -> None:
    answer = client.get(f"{_PATH}?{query}")
    assert (answer.status_code, answer["Content-Type"]) == (400, "text/plain; charset=utf-8")
    assert query.split("=", maxsplit=1)[0] in answer.content.decode()


def test_every_change_is_on_one_page_or_another(client: Client) -> None:
    expected = history(400)
    pages = list(archive(client))
    assert len(pages) > 2
    assert [pk for page in pages for pk in ids(page)] == expected
    assert pages[0].find("fh:archive", _ATOM) is None
    for newer, page in pairwise(pages):
        assert page.find("fh:archive", _ATOM) is not None
        assert link(page, "current") == f"http://testserver{_PATH}"
        expected_next = None if newer is pages[0] else link(newer, "self")
        assert link(page, "next-archive") == expected_next


def test_an_archived_page_stays_what_it_is(client: Client) -> None:
    first = factories.verdict()
    appended(first, 399)
    before = {link(page, "self"): ids(page) for page in list(archive(client))[1:]}
    appended(first, 200, start=400)
    after = {link(page, "self"): ids(page) for page in archive(client)}
    assert len(before) > 4
    assert len(after) == 1 + len(before) + 4
    assert {address: after[address] for address in before} == before


def test_a_filtered_feed_has_pages_of_its_own(client: Client) -> None:
    publisher = factories.fact_checker()
    expected = history(300, publisher=publisher)
    history(300)
    pages = list(archive(client, f"?publisher={publisher.id}"))
    assert [pk for page in pages for pk in ids(page)] == expected
    assert all(f"publisher={publisher.id}" in str(link(page, "self")) for page in pages)
    assert {page.findtext("a:id", namespaces=_ATOM) for page in pages} == {
        f"http://testserver{_PATH}?publisher={publisher.id}"
    }


def test_a_page_that_no_verdict_ends_is_not_there(client: Client) -> None:
    assert client.get(f"{_PATH}?until={new_id()}").status_code == 404


def test_what_did_not_change_is_not_sent_again(client: Client) -> None:
    verdict = factories.verdict()
    first = client.get(_PATH)
    assert first["Last-Modified"] == verdict.recorded_at.strftime("%a, %d %b %Y %H:%M:%S GMT")
    for header in ({"If-None-Match": first["ETag"]}, {"If-Modified-Since": first["Last-Modified"]}):
        again = client.get(_PATH, headers=header)
        assert (again.status_code, again.content) == (304, b"")
    factories.verdict(verdict.claim, publisher=verdict.publisher, kind=Kind.RETRACTION)
    assert client.get(_PATH, headers={"If-None-Match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize("count", [1, 90])
def test_the_newest_page_takes_two_queries(
    client: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    history(count)
    with django_assert_num_queries(2):
        client.get(_PATH)


def test_an_archived_page_takes_four_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    history(400)
    address = link(feed(client), "prev-archive")
    assert address
    with django_assert_num_queries(4):
        followed(client, address)
