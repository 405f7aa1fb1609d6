"""The bounded fault run of the log of verdicts, as anybody would start it."""

import pytest

from tests.faults.outcome import bounded_run


@pytest.mark.faults
def test_the_verifier_finds_every_mutation_of_the_history() -> None:
    said = bounded_run("ledger")
    assert "200 of 200 mutations" in said
