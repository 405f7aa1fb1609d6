"""The bounded run that kills upkeep amid its work, as anybody would start it."""

import pytest

from tests.faults.outcome import bounded_run


@pytest.mark.faults
def test_killed_upkeep_and_merges_lose_and_double_nothing_and_block_nobody() -> None:
    said = bounded_run("upkeep")
    assert said.count("is there once, and found") == 5
