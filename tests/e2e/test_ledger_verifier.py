"""The verifier as an outsider runs it: downloaded, against a real server, with what it kept."""

from __future__ import annotations

import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from claims.ledger.verifier import fetch_from
from registry.supervisor import Supervisor
from tests.e2e.running import Running

pytestmark = pytest.mark.e2e

RECORD = """
import itertools
from celery import current_app
from tests import factories
factories._numbers = itertools.count({})
for _ in range(3):
    print(factories.verdict().id)
current_app.send_task("claims.ledger_checkpoint")
"""
TAMPER = """
from django.db import connection, transaction
with transaction.atomic(), connection.cursor() as cursor:
    cursor.execute("SET LOCAL session_replication_role = replica")
    cursor.execute("UPDATE claims_verdict SET summary = 'Everything is fine.' WHERE id = '{}'")
"""


class Outsider:
    """Somebody with the downloaded verifier, a state file, and nothing of the registry's code."""

    def __init__(self, folder: Path, api: str) -> None:
        self.api = api
        self.program = folder / "verifier.py"
        self.state = folder / "registry.json"
        address = f"{api}/ledger/verifier.py"
        with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310 - our own server's
            self.program.write_bytes(answer.read())

    def run(self, *arguments: str) -> tuple[int, str]:
        """Exit status and everything said."""
        done = subprocess.run(
            [sys.executable, "-I", self.program, self.api, "--state", self.state, *arguments],
            cwd=self.program.parent,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    def wait_for_checkpoint(self, size: int) -> None:
        """Until the worker has signed so many entries."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if fetch_from(self.api)("/ledger/checkpoint")["size"] >= size:
                return
            time.sleep(0.2)
        pytest.fail(f"no checkpoint of {size} entries was signed")


def test_the_downloaded_verifier_holds_a_real_server_to_what_it_said(
    running: Running, supervisor: Supervisor, tmp_path: Path
) -> None:
    first, *_ = running.shell(RECORD.format(1000)).split()
    outsider = Outsider(tmp_path, running.api)
    running.shell("from claims.services.ledger import ledger_checkpoint as c; c()")
    outsider.wait_for_checkpoint(3)
    code, said = outsider.run()
    assert (code, said.partition(";")[0]) == (0, "OK: 3 verdicts are published as logged")

    running.shell(RECORD.format(2000))
    outsider.wait_for_checkpoint(6)
    code, said = outsider.run("--verdict", first)
    assert code == 0, said
    assert "goes on from the 3 known before" in said
    kept = outsider.state.read_text()

    code, said = outsider.run("--key", "127.0.0.1:8000/ledger+00000000+AUFB" + "QUFB" * 10)
    assert code == 1
    assert said.startswith("BROKEN: ")
    assert outsider.run("--verdict", "00000000-0000-7000-8000-000000000000")[0] == 1

    running.shell(TAMPER.format(first))
    for arguments in ([], ["--verdict", first]):
        code, said = outsider.run(*arguments)
        assert code == 1
        assert said == f"BROKEN: verdict {first} is published with another summary than was logged\n"
    assert outsider.state.read_text() == kept

    supervisor.web.stop()
    code, said = outsider.run()
    assert code == 2
    assert said.startswith("NOT CHECKED: ")
