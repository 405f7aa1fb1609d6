"""The bounded run of Schemathesis against a real server; CONTRIBUTING says how to start the full one."""

from __future__ import annotations

import pytest

from tests.faults.outcome import bounded_run


@pytest.mark.fuzz
def test_the_api_answers_whatever_is_asked_as_its_document_says() -> None:
    said = bounded_run("api", seconds=290)
    assert "nothing undocumented, no 5xx" in said
