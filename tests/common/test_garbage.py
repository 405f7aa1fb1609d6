from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from common.garbage import garbage_left


@pytest.fixture(params=[True, False])
def looked_for(request: pytest.FixtureRequest) -> Iterator[bool]:
    """Whether garbage was being looked for."""
    was_enabled = gc.isenabled()
    (gc.enable if request.param else gc.disable)()
    yield request.param
    (gc.enable if was_enabled else gc.disable)()


def test_garbage_is_looked_for_again_afterwards_as_it_was_before(*, looked_for: bool) -> None:
    with garbage_left():
        assert not gc.isenabled()
        with garbage_left():
            pass
        assert not gc.isenabled()
    assert gc.isenabled() == looked_for


def test_an_error_changes_nothing_of_that(*, looked_for: bool) -> None:
    with pytest.raises(ZeroDivisionError), garbage_left():
        _ = 1 / 0
    assert gc.isenabled() == looked_for
