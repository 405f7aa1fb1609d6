from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from threading import Barrier

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import connection, transaction

from claims.roles import Role
from claims.services.checks import publisher_find
from common.errors import Conflict, Invalid, NotFound, Refused
from common.ids import new_id
from sources.models import Source
from sources.services import (
    source_create,
    source_delete,
    source_for_claimant,
    source_for_fact_checker,
    source_for_outlet,
    source_for_url,
    source_update,
    sources_for_claimants,
    sources_for_fact_checkers,
)
from tests import factories
from tests.locks import elsewhere, until_somebody_waits


def _administrator() -> User:
    return factories.user(role=Role.ADMINISTRATOR)


@pytest.mark.django_db
@pytest.mark.parametrize("country", ["no", "N", "1O"])
def test_a_country_is_one_of_iso_whoever_asks(country: str) -> None:
    with pytest.raises(Invalid) as refusal:
        source_create(kind="outlet", name="Fjord Post", country=country, actor=_administrator())
    assert refusal.value.field == "country"


@pytest.mark.django_db
def test_a_domain_is_kept_as_a_bare_host_name() -> None:
    assert (
        source_create(
            kind="outlet", name="Fjord Post", domain=" WWW.Post.Example ", actor=_administrator()
        ).domain
        == "post.example"
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Bücher.example", "xn--bcher-kva.example"),
        ("xn--bcher-kva.example", "xn--bcher-kva.example"),
        ("факты.укр.", "xn--80auyf2b.xn--j1amh"),
        ("post.example.", "post.example"),
    ],
)
def test_a_site_is_its_source_s_however_its_name_is_written(given: str, kept: str) -> None:
    source = source_create(kind="outlet", name="Fjord Post", domain=given, actor=_administrator())
    assert source.domain == kept
    assert source_for_url(url=f"https://{kept}/news") == source
    assert source_for_url(url=f"https://www.{given}/news") == source


@pytest.mark.django_db
def test_a_name_that_is_too_long_is_one_source_each_time_it_is_met() -> None:
    name = "Oda " * 100
    assert source_for_claimant(name=name) == source_for_claimant(name=name)
    assert source_for_outlet(name=name) == source_for_outlet(name=name)


@pytest.mark.django_db
def test_a_fact_checker_is_known_by_its_site_in_either_writing() -> None:
    first = source_for_fact_checker(name="Факти", site="факты.укр")
    assert source_for_fact_checker(name="Факти", site="xn--80auyf2b.xn--j1amh") == first
    called = {("Факти", "факты.укр"), ("Факти", "xn--80auyf2b.xn--j1amh")}
    assert set(sources_for_fact_checkers(called=called).values()) == {first.pk}


@pytest.mark.django_db
@pytest.mark.parametrize("given", ["https://post.example/", "post.example:8080", "the post", "post..example"])
def test_what_is_no_host_name_is_no_domain(given: str) -> None:
    with pytest.raises(Invalid, match="host name alone"):
        source_create(kind="outlet", name="Fjord Post", domain=given, actor=_administrator())


@pytest.mark.django_db
def test_domains_that_were_kept_otherwise_are_written_anew_at_an_update() -> None:
    known = factories.source(domain="bücher.example")
    doubled = factories.source(domain="факты.укр")
    factories.source(domain="xn--80auyf2b.xn--j1amh")
    import_module("sources.migrations.0007_domains_in_ascii").write_anew(apps, None)
    known.refresh_from_db()
    doubled.refresh_from_db()
    assert (known.domain, doubled.domain) == ("xn--bcher-kva.example", "факты.укр")


@pytest.mark.django_db
def test_sources_without_a_domain_do_not_collide() -> None:
    source_create(kind="person", name="Oda Brekke", actor=_administrator())
    source_create(kind="person", name="Oda Brekke", actor=_administrator())
    assert Source.objects.filter(name="Oda Brekke").count() == 2


@pytest.mark.django_db
def test_a_value_no_column_takes_is_refused_by_name() -> None:
    with pytest.raises(Invalid) as refusal:
        source_create(kind="planet", name="Mars", actor=_administrator())
    assert refusal.value.field == "kind"


@pytest.mark.django_db
def test_a_taken_domain_leaves_the_source_as_it_was() -> None:
    factories.source(domain="post.example")
    mine = factories.source(domain="mine.example")
    with pytest.raises(Conflict, match=r"post\.example"):
        source_update(source_id=mine.id, name="New", domain="post.example", actor=_administrator())
    mine.refresh_from_db()
    assert (mine.domain, mine.name) != ("post.example", "New")


@pytest.mark.django_db
@pytest.mark.parametrize("role", [None, Role.CHECKER, Role.EDITOR])
def test_sources_are_for_whoever_holds_the_right(role: Role | None) -> None:
    source, actor = factories.source(), factories.user(role=role)
    tries: list[Callable[[], object]] = [
        lambda: source_create(kind="person", name="Ivo Lenz", actor=actor),
        lambda: source_update(source_id=source.id, name="Ivo Lenz", actor=actor),
        lambda: source_delete(source_id=source.id, actor=actor),
    ]
    for refused in tries:
        with pytest.raises(Refused, match="that is for Administrators"):
            refused()
    assert not Source.objects.filter(name="Ivo Lenz").exists()
    assert Source.objects.filter(pk=source.pk).exists()


@pytest.mark.django_db
def test_a_fact_checker_with_verdicts_stays_one() -> None:
    publisher, without = factories.verdict().publisher, factories.fact_checker()
    with pytest.raises(Conflict, match="stays a fact-checker") as refusal:
        source_update(source_id=publisher.id, kind="person", actor=_administrator())
    assert refusal.value.field == "kind"
    publisher.refresh_from_db()
    assert publisher.kind == Source.Kind.FACT_CHECKER
    renamed = source_update(source_id=publisher.id, name="Control Office", actor=_administrator())
    assert renamed.name == "Control Office"
    assert source_update(source_id=without.id, kind="person", actor=_administrator()).kind == "person"


@pytest.mark.django_db(transaction=True)
def test_whoever_is_judging_keeps_their_publisher_a_fact_checker() -> None:
    publisher, actor = factories.fact_checker(), _administrator()

    def change() -> str:
        try:
            return source_update(source_id=publisher.id, kind="person", actor=actor).kind
        except Conflict as refusal:
            return refusal.detail
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as thread:
        with transaction.atomic():
            publisher_find(publisher.id)
            changing = thread.submit(change)
            until_somebody_waits()
            factories.verdict(publisher=publisher)
        assert "stays a fact-checker" in changing.result(30)


@pytest.mark.django_db
def test_changing_what_does_not_exist_is_not_found() -> None:
    with pytest.raises(NotFound):
        source_update(source_id=new_id(), name="x", actor=_administrator())


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_with_one_domain_one_is_told_of_the_other() -> None:
    barrier, actor = Barrier(2), _administrator()

    def create(name: str) -> str:
        try:
            barrier.wait(10)
            return source_create(kind="outlet", name=name, domain="post.example", actor=actor).name
        except Conflict as refusal:
            return refusal.detail
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(create, ["one", "two"]))
    winner = Source.objects.get(domain="post.example").name
    loser = next(answer for answer in answers if answer != winner)
    assert f"already the domain of {winner}" in loser


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "make",
    [
        lambda name: source_for_claimant(name=name),
        lambda name: source_for_outlet(name=name),
        lambda name: source_for_fact_checker(name="Control Desk", site=""),
        lambda name: source_for_fact_checker(name=name, site="desk.example"),
        lambda name: sources_for_claimants(names={name: False})[name],
    ],
)
def test_two_who_meet_somebody_new_at_once_make_one_source(make: Callable[[str], Source]) -> None:
    before = Source.objects.count()

    with ThreadPoolExecutor(1) as thread:
        with transaction.atomic():
            first = make("Mira İnci")
            second = thread.submit(elsewhere, lambda: make("MIRA İNCI").pk)
            until_somebody_waits()
        assert second.result(30) == first.pk
    assert make("Mira İnci") == first
    assert Source.objects.count() == before + 1


@pytest.mark.django_db
def test_many_names_are_found_by_their_letters_in_any_case_and_by_their_aliases() -> None:
    oda = factories.source(kind="person", name="Oda Brekke", aliases=["O. Brekke"])
    for _ in range(2):
        factories.source(kind="person", name="Ivo Lenz")
    names = dict.fromkeys(("ODA BREKKE", "O. Brekke", "o. brekke", "Ivo Lenz", "Ingrid Å", "INGRID å"), False)
    found = sources_for_claimants(names=names)
    assert found["ODA BREKKE"] == found["O. Brekke"] == oda
    assert found["Ivo Lenz"] is None
    assert found["Ingrid Å"] == found["INGRID å"]
    new = {found["o. brekke"], found["Ingrid Å"]}
    assert {source.name for source in new if source} == {"o. brekke", "Ingrid Å"}
