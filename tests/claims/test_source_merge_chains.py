"""Sources that are merged and taken apart in any order have, at every step, what is theirs."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from claims.models import Claim
from claims.roles import Role
from claims.services.source_merges import source_merge, source_unmerge
from common.models import Change
from sources.models import Article, Feed, Source
from sources.selectors import source_standing
from sources.services import source_for_url
from tests import factories

pytestmark = pytest.mark.django_db
OUTLET = Source.Kind.OUTLET


class Registry:
    """Sources, what each had before any merge, and the merges that hold, as a model of them."""

    def __init__(self, *names: str, **values: Any) -> None:
        self.actor = factories.user(role=Role.ADMINISTRATOR)
        self.sources = {name: factories.source(kind=OUTLET, name=name, **values) for name in names}
        self.parents: dict[str, str] = {}
        self.own = {
            name: (
                factories.claim(claimant=source),
                factories.article(source=source),
                factories.feed(source=source),
            )
            for name, source in self.sources.items()
        }

    def give(self, name: str, **values: Any) -> None:
        Source.objects.filter(pk=self.sources[name].pk).update(**values)
        self.sources[name].refresh_from_db()

    def merge(self, name: str, into: str) -> None:
        given = {"source_id": self.sources[name].pk, "into_id": self.sources[into].pk}
        source_merge(**given, actor=self.actor, reason="The same.")
        self.parents[name] = into

    def unmerge(self, name: str) -> None:
        source_unmerge(source_id=self.sources[name].pk, actor=self.actor, reason="They are two.")
        del self.parents[name]

    def survivor(self, name: str) -> str:
        return self.survivor(self.parents[name]) if name in self.parents else name

    def gathered(self, name: str, of: Callable[[Source], set[str]]) -> set[str]:
        below = (self.gathered(each, of) for each, parent in self.parents.items() if parent == name)
        return of(self.sources[name]).union(*below)

    def check(self) -> None:
        for name, source in self.sources.items():
            now, survivor = Source.objects.get(pk=source.pk), self.sources[self.survivor(name)]
            assert {now.name, *now.aliases} == self.gathered(name, lambda s: {s.name, *s.aliases}), name
            assert set(now.same_as) == self.gathered(name, lambda s: set(s.same_as)), name
            assert len(now.aliases) == len(set(now.aliases))
            assert source_standing(source.pk) == survivor.pk
            claim, article, feed = self.own[name]
            assert Claim.objects.get(pk=claim.pk).claimant == survivor, name
            assert Article.objects.get(pk=article.pk).source == survivor, name
            assert Feed.objects.get(pk=feed.pk).source == survivor, name
            if source.domain:
                assert source_for_url(url=f"https://{source.domain}/1") == survivor, name
        if not self.parents:
            assert [Source.objects.get(pk=s.pk).domain for s in self.sources.values()] == [
                source.domain for source in self.sources.values()
            ]


@pytest.mark.parametrize("seed", [5, 6, 8, 14])
def test_whatever_the_order_each_has_its_own(seed: int) -> None:
    chance = random.Random(seed)
    names = ("Post", "Courier", "Herald", "Ledger", "Mirror")
    registry = Registry(*names)
    for name in names:
        registry.give(
            name,
            aliases=chance.sample(["The Post", "PC", "Courier", "H", "Herald"], 2),
            same_as=[f"https://w.example/Q{number}" for number in chance.sample(range(4), 2)],
            domain=f"{name.lower()}.example" if chance.random() < 0.6 else "",
        )
    for _ in range(14):
        standing = [name for name in names if name not in registry.parents]
        if len(standing) > 1 and chance.random() < 0.6:
            registry.merge(*chance.sample(standing, 2))
        elif registry.parents:
            registry.unmerge(chance.choice(list(registry.parents)))
        registry.check()
    for name in chance.sample(list(registry.parents), len(registry.parents)):
        registry.unmerge(name)
        registry.check()


def test_a_survivor_keeps_the_alias_that_it_had_itself() -> None:
    registry = Registry("First", "Second", "Third")
    registry.give("First", aliases=["MoH"])
    registry.give("Third", aliases=["MoH"])
    registry.merge("First", "Second")
    registry.merge("Second", "Third")
    registry.unmerge("First")
    registry.check()


def test_the_one_in_the_middle_gives_back_names_and_site() -> None:
    registry = Registry("First", "Second", "Third", "Fourth")
    registry.give("First", domain="first.example")
    registry.give("Fourth", domain="fourth.example")
    for name, into in (("First", "Second"), ("Second", "Third"), ("Third", "Fourth")):
        registry.merge(name, into)
    registry.unmerge("First")
    registry.check()
    registry.unmerge("Third")
    registry.check()


def test_what_went_along_and_came_back_by_itself_stays_where_it_is() -> None:
    registry = Registry("First", "Second", "Third")
    registry.merge("First", "Second")
    registry.merge("Second", "Third")
    registry.unmerge("First")
    registry.merge("First", "Third")
    registry.unmerge("Second")
    registry.check()


def test_what_the_middle_took_along_to_another_goes_back_from_there() -> None:
    registry = Registry("First", "Second", "Third", "Fourth")
    for name, into in (("First", "Second"), ("Second", "Third"), ("Third", "Fourth")):
        registry.merge(name, into)
    registry.unmerge("Second")
    registry.merge("Second", "Fourth")
    registry.unmerge("First")
    registry.check()


def test_what_left_the_middle_before_that_was_merged_is_no_longer_its() -> None:
    registry = Registry("First", "Second", "Third", "Fourth")
    registry.give("First", domain="first.example")
    registry.merge("First", "Second")
    registry.merge("Second", "Third")
    registry.unmerge("First")
    registry.merge("First", "Fourth")
    registry.merge("Third", "Fourth")
    registry.unmerge("Second")
    registry.check()


def test_a_site_that_came_by_itself_since_stays() -> None:
    registry = Registry("First", "Second", "Third")
    registry.give("First", domain="first.example")
    registry.merge("First", "Second")
    registry.merge("Second", "Third")
    registry.unmerge("First")
    registry.merge("First", "Third")
    registry.unmerge("Second")
    registry.check()
    registry.unmerge("First")
    registry.check()


def test_what_was_merged_before_is_told_where_it_leads_since() -> None:
    registry = Registry("one", "two", "three")
    registry.merge("one", into="two")
    keys = {name: str(source.pk) for name, source in registry.sources.items()}

    def told(act: Callable[[], None]) -> set[str]:
        last = Change.objects.order_by("-pk").values_list("pk", flat=True)[0]
        before = Source.objects.get(pk=keys["one"]).updated_at
        act()
        assert Source.objects.get(pk=keys["one"]).updated_at > before
        return {*Change.objects.filter(pk__gt=last, resource="sources").values_list("key", flat=True)}

    assert told(lambda: registry.merge("two", into="three")) == {*keys.values()}
    assert told(lambda: registry.unmerge("two")) == {*keys.values()}
