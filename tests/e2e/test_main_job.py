"""The main job with real processes: from an article to two verified webhooks, and what is left afterwards."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from registry.processes import command_of
from registry.supervisor import Supervisor
from tests.e2e.running import PROJECT, Running, command, own_environment

pytestmark = pytest.mark.e2e

ARTICLE = """The reservoir above Kessen lost 40 percent of its water, the Velmar Courier reports.
Ilse Darrow, head of the water board, told the Velmar Courier on 14 March 2025 that it leaked 3 million.
“We have replaced 12 of the 30 valves,” Darrow said.
Read also
-
Ten reasons to visit Kessen this spring
"""


@pytest.fixture
def article(tmp_path: Path) -> Path:
    file = tmp_path / "reservoir.txt"
    file.write_text(ARTICLE, encoding="utf-8")
    return file


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[dict[str, str]]:
    """An environment without servers of anybody's, whose temporary folders are ours to look into."""
    with tempfile.TemporaryDirectory(dir=tmp_path) as temporary:
        yield own_environment() | {"TMPDIR": temporary}


def processes_of(folder: str) -> list[str]:
    """The command lines in which the folder is named: every process of a registry in it."""
    pids = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdecimal()]
    lines = [" ".join(command_of(pid) or []) for pid in pids if pid != os.getpid()]
    return [line for line in lines if folder in line]


def test_the_demonstration_goes_from_an_article_to_two_verified_webhooks(
    article: Path, environment: dict[str, str]
) -> None:
    done = command(environment, "demo", str(article), "--published", "2025-03-15")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("signature verified by the standardwebhooks package") == 2
    assert "verdict.published" in done.stdout
    assert "verdict.updated" in done.stdout
    assert re.search(r"claimant: Ilse Darrow; via: .*Velmar Courier; said on: 2025-03-14", done.stdout)
    assert "Ten reasons to visit" not in done.stdout
    assert "Every step held." in done.stdout
    assert list(Path(environment["TMPDIR"]).iterdir()) == []
    assert processes_of(environment["TMPDIR"]) == []


def test_the_demonstration_says_in_one_line_what_it_cannot_read(environment: dict[str, str]) -> None:
    done = command(environment, "demo", "/nowhere/at/all.txt")
    assert done.returncode == 1
    said = "CommandError: /nowhere/at/all.txt cannot be read: No such file or directory"
    assert done.stderr.strip() == said


def test_an_article_without_claims_fails_the_demonstration(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    article = tmp_path / "empty.txt"
    article.write_text("Who knows?\n", encoding="utf-8")
    done = command(environment, "demo", str(article))
    assert done.returncode == 1
    assert "no candidate was found" in done.stderr
    assert "Every step held" not in done.stdout
    assert processes_of(environment["TMPDIR"]) == []


def test_an_interrupted_demonstration_leaves_nothing(article: Path, environment: dict[str, str]) -> None:
    process = subprocess.Popen(
        [sys.executable, "manage.py", "demo", str(article)],
        cwd=PROJECT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    assert process.stdout
    for line in process.stdout:
        if "web, worker and beat are ready" in line:
            break
    os.killpg(process.pid, signal.SIGINT)
    rest, _ = process.communicate(timeout=60)
    assert process.returncode not in (0, None)
    assert "Traceback" not in rest
    assert list(Path(environment["TMPDIR"]).iterdir()) == []
    assert processes_of(environment["TMPDIR"]) == []


def test_ingest_says_when_no_worker_is_there_and_shows_each_stage_when_one_is(
    running: Running, supervisor: Supervisor, article: Path
) -> None:
    assert (
        running.shell("from django.conf import settings; print(settings.PUBLIC_URL)").strip()
        == supervisor.site
    )
    supervisor.worker.stop()
    without_worker = command(running.environment, "ingest", str(article), "--wait")
    assert "no worker answers" in without_worker.stderr
    supervisor.worker.start()
    done = running.manage("ingest", str(article), "--wait", "--published", "2025-03-15")
    assert "matched" in done
    assert "Ilse Darrow" in done
    assert "Ten reasons to visit" not in done
