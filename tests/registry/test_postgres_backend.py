"""The backend: a lost connection is replaced unnoticed, statements are prepared, and none is too large."""

from __future__ import annotations

import psycopg
import pytest
from django.db import DatabaseError, close_old_connections, connection, transaction

from claims.models import Topic
from sources.models import ArticleVersion
from tests import factories
from tests.triggers import triggers_off


@pytest.mark.django_db(transaction=True)
def test_a_session_that_the_server_ended_is_replaced_and_nobody_notices() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    assert connection.is_usable()
    given = connection.get_connection_params()
    named = {name: given[name] for name in ("host", "port", "user", "dbname") if name in given}
    with psycopg.connect(**named, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    assert not connection.is_usable()
    close_old_connections()  # as every request begins
    assert Topic.objects.count() == 0


@pytest.mark.django_db
def test_a_statement_that_comes_again_is_prepared() -> None:
    for number in range(10):
        Topic.objects.filter(slug=f"topic-{number}").exists()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s", ["%claims_topic%"]
        )
        (prepared,) = cursor.fetchone()
    assert prepared == 1


@pytest.mark.django_db
def test_more_rows_than_one_statement_has_parameters_for_are_made() -> None:
    Topic.objects.bulk_create(Topic(slug=f"t{number}", name="T") for number in range(40_000))
    assert Topic.objects.count() == 40_000
    Topic.objects.all().delete()
    assert not Topic.objects.exists()


@pytest.mark.django_db
def test_a_large_number_in_an_array_is_found_again_whole() -> None:
    version = factories.article_version(text=factories.SENTENCE)
    (large, *_) = found = [2**62 + 1, -(2**40) - 7]
    versions = ArticleVersion.objects.filter(pk=version.pk)
    with triggers_off():
        versions.update(fingerprint=found)
    assert versions.filter(fingerprint__overlap=[large, 3]).exists()
    assert not versions.filter(fingerprint__overlap=[large - 1, 2**40]).exists()


@pytest.mark.django_db
def test_a_number_that_its_column_cannot_hold_is_refused_and_not_cut_off() -> None:
    version = factories.article_version(text=factories.SENTENCE)
    with pytest.raises(DatabaseError), transaction.atomic(), triggers_off():
        ArticleVersion.objects.filter(pk=version.pk).update(number=2**32 + 1)
