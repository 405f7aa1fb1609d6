"""The bounded run of a mirror that follows the stream of changes, as anybody would start it."""

import pytest

from tests.faults.outcome import bounded_run


@pytest.mark.faults
def test_a_mirror_that_follows_the_changes_is_exact() -> None:
    said = bounded_run("changes")
    assert "each as the registry shows it" in said
