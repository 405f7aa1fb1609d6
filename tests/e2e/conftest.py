"""What the tests with real processes share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from registry.ports import Port
from registry.supervisor import Supervisor
from tests.e2e.running import SERVERS, Running


@pytest.fixture
def supervisor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Supervisor]:
    """Its servers run, with tables; web, worker and beat are for the test to start."""
    for name in SERVERS:
        monkeypatch.delenv(name, raising=False)
    with Supervisor(tmp_path / "data", port=Port.usual(), embedded=True) as supervisor:
        yield supervisor


@pytest.fixture
def running(supervisor: Supervisor) -> Running:
    """All of it runs."""
    running = Running(supervisor.site, supervisor.folder.path)
    running.manage("migrate", "--verbosity", "0")
    supervisor.start()
    return running
