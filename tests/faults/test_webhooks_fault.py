"""The bounded fault run of webhooks, as anybody would start it."""

import pytest

from tests.faults.outcome import bounded_run


@pytest.mark.faults
@pytest.mark.timeout(600)
def test_killed_processes_servers_and_a_hanging_receiver_lose_and_turn_nothing() -> None:
    said = bounded_run("webhooks", seconds=580)
    assert "0 lost" in said
    assert "0 inversions" in said
    assert "PostgreSQL restarted: 0 lost" in said
    assert "endpoints hangs" in said
