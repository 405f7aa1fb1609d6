from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from threading import active_count
from time import monotonic

import pytest
from django.db import DataError, IntegrityError, connection, transaction
from django.utils import timezone

from common.behind import meanwhile, references_checked, statement_send, statements_behind
from common.models import Change, KeptAnswer
from common.tables import values_copy

pytestmark = pytest.mark.django_db

_COLUMNS = ("resource", "key", "kind", "recorded_at")


def changes(*keys: object) -> Iterator[tuple[object, ...]]:
    return (("things", key, Change.Kind.CREATED, timezone.now()) for key in keys)


def kinds() -> dict[str, str]:
    return dict(Change.objects.filter(resource="things").order_by("id").values_list("key", "kind"))


def keys() -> list[str]:
    return list(kinds())


def copied(*those: object, then: Callable[[], object]) -> None:
    with transaction.atomic(), statements_behind():
        values_copy(Change, _COLUMNS, changes(*those))
        then()


def test_what_was_sent_is_done_in_its_order_before_any_other_statement() -> None:
    with statements_behind():
        values_copy(Change, _COLUMNS, changes(*range(3000)))
        statement_send("UPDATE common_change SET kind = 'updated' WHERE resource = 'things'")
        values_copy(Change, _COLUMNS, changes("last"))
        assert kinds() == {str(number): "updated" for number in range(3000)} | {"last": "created"}


def test_what_was_sent_is_done_at_the_end() -> None:
    threads = active_count()
    with statements_behind():
        values_copy(Change, _COLUMNS, changes("a"))
        with statements_behind():
            values_copy(Change, _COLUMNS, changes("b"))
    assert keys() == ["a", "b"]
    assert active_count() == threads


def test_by_itself_a_copy_or_statement_is_done_when_it_returns() -> None:
    values_copy(Change, _COLUMNS, changes("a"))
    statement_send("UPDATE common_change SET kind = 'updated' WHERE resource = 'things'")
    assert kinds() == {"a": "updated"}


def test_what_the_database_refuses_is_raised_by_the_next_statement() -> None:
    with pytest.raises(DataError, match="too long"):
        copied("a", "b" * 101, then=keys)
    assert keys() == []


def test_what_the_database_refuses_is_raised_at_the_end() -> None:
    with pytest.raises(DataError, match="too long"):
        copied("a", "b" * 101, then=partial(values_copy, Change, _COLUMNS, changes("c")))
    assert keys() == []


def test_rows_that_cannot_be_made_leave_nothing() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic(), statements_behind():
        values_copy(Change, _COLUMNS, (next(changes(1 // (5 - number))) for number in range(9)))
    assert keys() == []
    assert connection.execute_wrappers == []


def test_work_goes_on_by_a_step_whenever_what_was_sent_is_waited_for() -> None:
    done = list[list[str]]()

    def work() -> Iterator[None]:
        for _ in range(2):
            done.append(keys())  # a statement of its own waits for what was sent, and not for itself
            yield

    with meanwhile(work()):
        assert keys() == []
        with statements_behind():
            values_copy(Change, _COLUMNS, changes("a"))
            assert done == []
            assert keys() == ["a"]
            assert done == [["a"]]
            values_copy(Change, _COLUMNS, changes("b"))
        assert done == [["a"], ["a", "b"]]
        with statements_behind():
            values_copy(Change, _COLUMNS, changes("c"))
    with meanwhile(work()):
        pass
    with statements_behind():
        values_copy(Change, _COLUMNS, changes("d"))
    assert len(done) == 2


def test_as_much_work_is_done_as_there_is_time_for() -> None:
    steps = list[float]()

    def work() -> Iterator[None]:
        while True:
            steps.append(monotonic())
            yield

    with transaction.atomic(), meanwhile(work()):
        started = monotonic()
        with statements_behind():
            statement_send("SELECT pg_sleep(0.3)")
        ended = monotonic()
    assert len(steps) > 3
    assert steps[0] - started < 0.25 < steps[-1] - started
    assert ended - steps[-1] < 0.25


def test_work_that_fails_while_others_wait_leaves_nothing() -> None:
    def work() -> Iterator[None]:
        yield from map(divmod, [1], [0])

    with pytest.raises(ZeroDivisionError), meanwhile(work()):
        copied("a", then=partial(values_copy, Change, _COLUMNS, changes("b")))
    assert keys() == []
    assert connection.execute_wrappers == []


def test_foreign_keys_can_be_checked_before_the_commit() -> None:
    names = ("owner", "method", "path", "key", "fingerprint", "status", "headers", "body", "created_at")
    row = (0, "POST", "/", "k", "f", 200, "{}", "", timezone.now())
    refused = pytest.raises(IntegrityError, match="owner")
    with refused, transaction.atomic(), statements_behind() as behind, references_checked():
        values_copy(KeptAnswer, names, [row])
        behind.wait()
        pytest.fail("it was not checked yet")
    assert not KeptAnswer.objects.exists()


def test_foreign_keys_are_checked_at_the_commit_again_afterwards() -> None:
    names = ("owner", "method", "path", "key", "fingerprint", "status", "headers", "body", "created_at")
    row = (0, "POST", "/", "k", "f", 200, "{}", "", timezone.now())
    with transaction.atomic(), statements_behind() as behind:
        with references_checked():
            pass
        values_copy(KeptAnswer, names, [row])
        behind.wait()
        assert KeptAnswer.objects.exists()
        transaction.set_rollback(True)
