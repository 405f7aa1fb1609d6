"""Sources that are one: what was told of the one is told of the other, and can be taken apart again."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from claims.models import Claim, ClaimDocument, ClusterOutlet, SourceMerge
from claims.roles import Role
from claims.search_selectors import claims_found
from claims.services.candidates import candidate_accept
from claims.services.clusters import candidates_cluster
from claims.services.corrections import claim_correct
from claims.services.rebuilding import documents_check
from claims.services.source_merges import source_merge, source_unmerge
from common.errors import Conflict, Invalid, NotFound, Refused
from common.ids import new_id
from common.models import Change
from ingest.services import article_submit
from sources.models import Article, Source
from sources.selectors import sources_like
from sources.services import (
    source_for_claimant,
    source_for_fact_checker,
    source_for_outlet,
    source_for_url,
    source_update,
    sources_for_claimants,
)
from sources.services.feeds import feed_create
from tests import factories

pytestmark = pytest.mark.django_db
OUTLET, ORGANISATION = Source.Kind.OUTLET, Source.Kind.ORGANISATION


def ministry(name: str = "Ministry of Health", **values: Any) -> Source:
    return factories.source(kind=ORGANISATION, name=name, **values)


def merge(source: Source, into: Source, **values: Any) -> SourceMerge:
    given: dict[str, Any] = {"actor": factories.user(role=Role.ADMINISTRATOR), "reason": " The same. "}
    done = source_merge(source_id=source.pk, into_id=into.pk, **given | values)
    for each in (source, into):
        each.refresh_from_db()
    return done


def unmerge(source: Source, **values: Any) -> SourceMerge:
    given: dict[str, Any] = {"actor": factories.user(role=Role.ADMINISTRATOR), "reason": "They are two."}
    done = source_unmerge(source_id=source.pk, **given | values)
    source.refresh_from_db()
    return done


def shown(claim: Claim) -> Any:
    return json.loads(ClaimDocument.objects.get(claim=claim).body)


def test_what_a_source_said_and_published_is_the_others_and_every_document_says_so() -> None:
    source, into = ministry("Health Ministry", aliases=["MoH"]), ministry(same_as=["https://w.example/Q1"])
    claim = factories.claim(claimant=source)
    article = factories.article(source=source, url="https://moh.example/1")
    reported = factories.published_claim(article_version=factories.article_version(article=article))
    feed = factories.feed(source=source)
    row = merge(source, into)
    assert (row.source, row.into, row.action, row.reason) == (source, into, "merged", "The same.")
    assert (source.merged_into, source.survivor) == (into, into)
    assert shown(claim)["claimant"] == {"id": str(into.pk), "name": into.name, "kind": "organisation"}
    assert shown(reported)["appearances"][0]["outlet"]["id"] == str(into.pk)
    for moved in (article, feed):
        moved.refresh_from_db()
        assert moved.source == into
    assert into.aliases == ["Health Ministry", "MoH"]


def test_the_stream_of_changes_tells_it() -> None:
    source, into = ministry("Health Ministry"), ministry()
    published = factories.verdict(factories.claim(claimant=source)).claim
    before = Change.objects.count()
    merge(source, into)
    told = Change.objects.order_by("pk")[before:]
    assert [(row.resource, row.key, row.kind) for row in told] == [
        ("sources", str(source.pk), "merged"),
        ("sources", str(into.pk), "updated"),
        ("claims", str(published.pk), "updated"),
    ]


def test_who_is_called_so_is_the_survivor_from_then_on() -> None:
    source = ministry("Health Ministry", aliases=["MoH"])
    into = ministry()
    merge(source, into)
    known = Source.objects.count()
    for name in ("health ministry", "Health Ministry", "MoH", "Ministry of Health"):
        assert source_for_claimant(name=name) == into
        assert sources_for_claimants(names={name: True})[name] == into
    assert [each.source for each in sources_like("Health Ministry")] == [into]
    assert Source.objects.count() == known


def test_a_site_leads_to_the_survivor_which_takes_it_where_it_has_none() -> None:
    one = factories.source(kind=OUTLET, name="The Courier", domain="courier.example")
    other = factories.source(kind=OUTLET, name="Courier online", domain="news.courier.example")
    nameless = factories.source(kind=OUTLET, name="Courier")
    merge(other, one)
    assert (one.domain, other.domain) == ("courier.example", "news.courier.example")
    merge(one, nameless)
    assert (one.domain, nameless.domain) == ("", "courier.example")
    for url in ("https://courier.example/1", "https://www.news.courier.example/2"):
        assert source_for_url(url=url) == nameless
    assert source_for_outlet(name="COURIER ONLINE") == nameless
    article = article_submit(text="The dam is low.", outlet="The Courier")
    assert article.source == nameless
    unmerge(one)
    nameless.refresh_from_db()
    assert (one.domain, nameless.domain, nameless.aliases) == ("courier.example", "", [])
    assert source_for_url(url="https://news.courier.example/2") == one


def test_whoever_names_the_merged_one_means_the_survivor() -> None:
    source, into = ministry("Health Ministry"), ministry()
    merge(source, into)
    actor = factories.user()
    assert (
        candidate_accept(candidate_id=factories.candidate().pk, claimant=source, actor=actor).claimant == into
    )
    claim = factories.claim()
    claim_correct(
        claim_id=claim.pk, text="A.", language="en", claimant=source, reason="So it is.", actor=actor
    )
    claim.refresh_from_db()
    assert claim.claimant == into
    feed = feed_create(source_id=source.pk, url="https://moh.example/feed", kind="rss", actor=actor)
    assert feed.source == into


def test_a_claim_is_found_by_every_name_of_who_made_it() -> None:
    source, into = ministry("Health Ministry"), ministry("Salud")
    own = factories.claim(claimant=into)
    moved = factories.claim(claimant=source)
    merge(source, into)
    for query in ("health ministry", "salud"):
        found = claims_found(Claim.objects.all(), query, include_open=True)
        assert {hit.id for hit in found.hits} == {own.pk, moved.pk}
    assert set(Claim.objects.values_list("compared_at", flat=True)) == {None}


def test_an_undone_merge_leaves_with_the_survivor_what_came_since() -> None:
    source, into = ministry("Health Ministry", aliases=["MoH"]), ministry()
    before, elsewhere = factories.claim(claimant=source), factories.claim(claimant=source)
    article = factories.article(source=source)
    reported = factories.published_claim(article_version=factories.article_version(article=article))
    merge(source, into)
    since = factories.claim(claimant=source_for_claimant(name="MoH"))
    given: dict[str, Any] = {"text": "A.", "language": "en", "reason": "So.", "actor": factories.user()}
    claim_correct(claim_id=elsewhere.pk, claimant=factories.source(), **given)
    row = unmerge(source)
    assert (row.action, source.merged_into, source.survivor) == ("unmerged", None, None)
    into.refresh_from_db()
    assert into.aliases == []
    assert [shown(claim)["claimant"]["id"] for claim in (before, since)] == [str(source.pk), str(into.pk)]
    assert shown(elsewhere)["claimant"]["id"] not in (str(source.pk), str(into.pk))
    assert shown(reported)["appearances"][0]["outlet"]["id"] == str(source.pk)
    assert Article.objects.get(pk=article.pk).source == source
    kinds = Change.objects.filter(resource="sources", key=str(source.pk)).values_list("kind", flat=True)
    assert "unmerged" in kinds
    with pytest.raises(Conflict, match="not merged"):
        unmerge(source)


def test_what_was_merged_before_goes_along_and_comes_back() -> None:
    first, second, third = ministry("First"), ministry("Second"), ministry("Third")
    claims = [factories.claim(claimant=each) for each in (first, second, third)]
    merge(first, second)
    merge(second, third)
    first.refresh_from_db()
    assert (first.merged_into, first.survivor) == (second, third)
    assert {shown(claim)["claimant"]["id"] for claim in claims} == {str(third.pk)}
    unmerge(second)
    first.refresh_from_db()
    assert first.survivor == second
    expected = [str(each.pk) for each in (second, second, third)]
    assert [shown(claim)["claimant"]["id"] for claim in claims] == expected
    unmerge(first)
    assert shown(claims[0])["claimant"]["id"] == str(first.pk)
    second.refresh_from_db()
    third.refresh_from_db()
    assert (second.aliases, third.aliases) == ([], [])


def test_what_moved_by_another_merge_is_not_read() -> None:
    into, first, second = ministry("One"), ministry("Two"), ministry("Three")
    others = merge(first, into)
    with CaptureQueriesContext(connection) as queries:
        own = merge(second, into)
        unmerge(second)
    listed = [query["sql"] for query in queries if query["sql"].startswith("SELECT")]
    for part in ("claims", "articles", "feeds"):
        read = [sql for sql in listed if f'"claims_sourcemerge"."{part}"' in sql]
        assert read
        assert all(own.pk.hex in sql.replace("-", "") for sql in read)
        assert not [sql for sql in read if others.pk.hex in sql.replace("-", "")]


def test_the_queue_counts_the_survivor_once() -> None:
    one, other = factories.source(kind=OUTLET), factories.source(kind=OUTLET)
    for outlet in (one, other):
        version = factories.article_version(article=factories.article(source=outlet))
        candidates_cluster(candidates=[factories.candidate(article_version=version)], known={})
    merge(one, other)
    assert [(row.outlet, row.candidates) for row in ClusterOutlet.objects.all()] == [(other, 2)]
    unmerge(one)
    assert ClusterOutlet.objects.count() == 2


def test_a_publisher_of_verdicts_stays_and_takes_the_other() -> None:
    publisher = factories.verdict().publisher
    other = factories.fact_checker(domain="desk.example", name="The Desk")
    with pytest.raises(Conflict, match="merge the other one into it"):
        merge(publisher, other)
    merge(other, publisher)
    assert source_for_fact_checker(name="The Desk", site="www.desk.example") == publisher
    assert factories.verdict(publisher=other).publisher == publisher


def test_a_drafting_or_rating_fact_checker_stays_too() -> None:
    into = factories.fact_checker()
    rater = factories.fact_checker()
    factories.rating(publisher=rater)
    with pytest.raises(Conflict, match="rating scales"):
        merge(rater, into)
    with pytest.raises(Conflict, match="is a fact-checker and"):
        merge(factories.fact_checker(), ministry())


def test_what_makes_no_sense_is_refused() -> None:
    source, into = ministry("Health Ministry"), ministry()
    for values, field in (({"reason": " "}, "reason"), ({"into_id": source.pk}, "into")):
        given: dict[str, Any] = {"source_id": source.pk, "into_id": into.pk, "reason": "A."} | values
        with pytest.raises(Invalid) as refusal:
            source_merge(actor=factories.user(role=Role.ADMINISTRATOR), **given)
        assert refusal.value.field == field
    with pytest.raises(Refused):
        merge(source, into, actor=factories.user(role=Role.EDITOR))
    with pytest.raises(NotFound):
        source_merge(
            source_id=source.pk, into_id=new_id(), reason="A.", actor=factories.user(role=Role.ADMINISTRATOR)
        )
    assert not SourceMerge.objects.exists()
    merge(source, into)
    for again in ((source, ministry("Third")), (ministry("Fourth"), source)):
        with pytest.raises(Conflict, match="merged"):
            merge(*again)
    with pytest.raises(Conflict, match=str(into.pk)):
        source_update(source_id=source.pk, name="X", actor=factories.user(role=Role.ADMINISTRATOR))


def test_the_log_is_never_changed() -> None:
    merge(ministry("Health Ministry"), ministry())
    rows = SourceMerge.objects.all()
    for act in (lambda: rows.update(reason="x"), rows.delete):
        with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
            act()


def test_claims_that_the_other_one_judged_name_the_site_that_it_gets_and_loses() -> None:
    source = factories.source(kind=Source.Kind.FACT_CHECKER, domain="checks.example")
    into, actor = factories.fact_checker(domain=""), factories.user(role=Role.ADMINISTRATOR)
    factories.verdict(publisher=into)
    source_merge(source_id=source.pk, into_id=into.pk, actor=actor, reason="They are one.")
    assert not documents_check().differed
    source_unmerge(source_id=source.pk, actor=actor, reason="They are two.")
    assert not documents_check().differed
