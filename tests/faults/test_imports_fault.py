"""The bounded fault run of imports, as anybody would start it."""

import pytest

from tests.faults.outcome import bounded_run


@pytest.mark.faults
def test_a_killed_import_takes_in_every_row_once() -> None:
    said = bounded_run("imports")
    assert "each there exactly once" in said
