"""What tests of every package may ask for."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker

from tests.beginning import Beginning


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those that take longest begin first: they mostly wait, and no process ends up alone with one."""
    long = {"e2e", "faults"}
    items.sort(key=lambda item: long.isdisjoint(mark.name for mark in item.iter_markers()))


def pytest_collection_finish() -> None:
    """What stays for the whole run is no garbage, and need not be gone through again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """What tests commit is taken back by Beginning, and not by Django's flush."""
    with django_db_blocker.unblock():
        beginning = Beginning()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _: beginning.restore())
        yield


@pytest.fixture(scope="module")
def rows_kept(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A transaction around a module: what its fixtures of that scope write is there for all its tests.

    Each test's own transaction lies inside, and takes back what the test did. Django keeps model instances
    in step with nothing: a fixture gives every test copies. To the database, now() is the module's beginning;
    and a module with tests that commit cannot have this.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
