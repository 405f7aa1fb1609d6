from __future__ import annotations

import pytest
from django.db import transaction

from common.wake import wake_on_commit
from tests.wakes import Wakes

pytestmark = pytest.mark.django_db(transaction=True)


class _BrokenError(Exception):
    pass


def test_a_task_is_sent_once_for_a_transaction_and_by_its_arguments(wakes: Wakes) -> None:
    with transaction.atomic():
        for _ in range(3):
            wake_on_commit("house.look", "1")
        with transaction.atomic():
            wake_on_commit("house.look", "1")
            wake_on_commit("house.look", "2")
        wake_on_commit("house.look", "2")
        assert wakes() == []
    assert wakes() == ["house.look 1", "house.look 2"]
    for _ in range(2):
        wake_on_commit("house.look", "1")
    assert wakes() == ["house.look 1", "house.look 1"]


def test_what_was_rolled_back_wakes_nobody_and_hides_no_later_wake(wakes: Wakes) -> None:
    def look_and_break() -> None:
        with transaction.atomic():
            wake_on_commit("house.look")
            raise _BrokenError

    with transaction.atomic(), pytest.raises(_BrokenError):
        look_and_break()
    assert wakes() == []
    with transaction.atomic():
        with pytest.raises(_BrokenError):
            look_and_break()
        wake_on_commit("house.look")
    assert wakes() == ["house.look"]
