from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from common.errors import Conflict, Invalid, NotFound
from common.ids import new_id
from sources.models import Source
from sources.services.sources import source_create, source_update
from tests import factories


@pytest.mark.django_db
def test_a_domain_is_kept_as_a_bare_host_name() -> None:
    assert (
        source_create(kind="outlet", name="Fjord Post", domain=" WWW.Post.Example ").domain == "post.example"
    )


@pytest.mark.django_db
def test_sources_without_a_domain_do_not_collide() -> None:
    source_create(kind="person", name="Oda Brekke")
    source_create(kind="person", name="Oda Brekke")
    assert Source.objects.filter(name="Oda Brekke").count() == 2


@pytest.mark.django_db
def test_a_value_no_column_takes_is_refused_by_name() -> None:
    with pytest.raises(Invalid) as refusal:
        source_create(kind="planet", name="Mars")
    assert refusal.value.field == "kind"


@pytest.mark.django_db
def test_a_taken_domain_leaves_the_source_as_it_was() -> None:
    factories.source(domain="post.example")
    mine = factories.source(domain="mine.example")
    with pytest.raises(Conflict, match=r"post\.example"):
        source_update(source_id=mine.id, name="New", domain="post.example")
    mine.refresh_from_db()
    assert (mine.domain, mine.name) != ("post.example", "New")


@pytest.mark.django_db
def test_changing_what_does_not_exist_is_not_found() -> None:
    with pytest.raises(NotFound):
        source_update(source_id=new_id(), name="x")


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_with_one_domain_one_is_told_of_the_other() -> None:
    barrier = Barrier(2)

    def create(name: str) -> str:
        try:
            barrier.wait(10)
            return source_create(kind="outlet", name=name, domain="post.example").name
        except Conflict as refusal:
            return refusal.detail
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(create, ["one", "two"]))
    winner = Source.objects.get(domain="post.example").name
    loser = next(answer for answer in answers if answer != winner)
    assert f"already the domain of {winner}" in loser
