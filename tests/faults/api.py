"""Schemathesis asks the API everything its document allows, and what it forbids, in all orders.

Every check of Schemathesis is on: no 5xx, nothing that the document does not say, no way around a key. The
full run sends more than 50,000 requests.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from claims.models import Appearance
from claims.roles import Role
from claims.services.ledger import ledger_checkpoint
from common.scopes import Scope
from registry.first_start import database_migrate
from registry.supervisor import Supervisor
from tests import factories
from tests.faults.outcome import FaultFound
from webhooks.models import Delivery

_PROJECT = Path(__file__).resolve().parents[2]
_FULL_CASES = 50_000
_EACH, _IN_ALL_ORDERS = "examples,coverage,fuzzing", "stateful"
# The same cases each time: what a bounded run finds comes of the change it is run for.
_BOUNDED = [
    ["--phases", _EACH, "--max-examples", "10", "--max-time", "60", "--seed", "1"],
    ["--phases", _IN_ALL_ORDERS, "--max-examples", "30", "--max-time", "15", "--seed", "1"],
]
# Other cases each time, round after round, so that what is found is told soon.
_ROUND = [
    ["--phases", _EACH, "--max-examples", "100"],
    ["--phases", _IN_ALL_ORDERS, "--max-examples", "100"],
]
# A reference to what is not there, a rule of the domain, a stale tag: all these fit the document.
_CONFIG = """
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "3xx", "401", "403", "404", "409", "410", "412", "422", "428"]
[checks.negative_data_rejection]
expected-statuses = ["400", "401", "403", "404", "405", "406", "409", "412", "413", "415", "422", "428"]
[checks.missing_required_header]
expected-statuses = ["400", "401", "403", "404", "406", "415", "422", "428"]
"""


def run(registry: Supervisor, *, full: bool) -> None:
    """One run against the real server. Raises FaultFound with what Schemathesis says."""
    database_migrate()
    registry.start()
    folder = registry.folder.path
    (folder / "schemathesis.toml").write_text(_CONFIG, encoding="utf-8")
    (folder / "rows.json").write_text(json.dumps(_rows()), encoding="utf-8")
    key = factories.api_key(*Scope, owner=factories.user(role=Role.ADMINISTRATOR))
    cases = sum(_ask(registry, folder, key, bounds) for bounds in (_ROUND if full else _BOUNDED))
    while full and cases < _FULL_CASES:
        print(f"{cases} requests so far", flush=True)
        cases += sum(_ask(registry, folder, key, bounds) for bounds in _ROUND)
    print(f"{cases} requests, nothing undocumented, no 5xx")


def _ask(registry: Supervisor, folder: Path, key: str, bounds: list[str]) -> int:
    """Have Schemathesis ask, within the bounds; how many requests it sent. Raises FaultFound."""
    done = subprocess.run(
        [
            *(sys.executable, "-m", "schemathesis.cli"),
            *("--config-file", folder / "schemathesis.toml"),
            *("run", f"{registry.site}/api/v1/openapi.json", "--header", f"Authorization: Bearer {key}"),
            *("--checks", "all", "--workers", "1", "--continue-on-failure"),
            *("--generation-allow-x00", "false", "--generation-database", "none", "--no-color"),
            *("--warnings", "off", "--request-timeout", "30", *bounds),
        ],
        env={
            **os.environ,
            "PYTHONPATH": str(_PROJECT),
            "SCHEMATHESIS_HOOKS": "tests.faults.api_hooks",
            "SCHEMATHESIS_ROWS": str(folder / "rows.json"),
        },
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    print(done.stdout[-60_000:], flush=True)
    registry.check()
    if done.returncode != 0:
        raise FaultFound(f"Schemathesis found what is above. {done.stderr[-2000:]}")
    return sum(int(each) for each in re.findall(r"(\d+) generated", done.stdout))


def _rows() -> dict[str, list[str]]:
    """Path parameters with rows that are there, by name."""
    claims = [factories.published_claim() for _ in range(3)]
    verdicts = [claim.verdicts.get() for claim in claims]
    candidates = [factories.candidate() for _ in range(5)]
    owner = factories.user(role=Role.ADMINISTRATOR)
    drafts = [factories.draft(row, author=owner) for row in verdicts]
    ledger_checkpoint()
    rows: dict[str, list[Any]] = {
        "appearance_id": [each.id for each in Appearance.objects.all()],
        "article_id": [each.article_version.article_id for each in candidates],
        "candidate_id": [each.id for each in candidates],
        "claim_id": [each.id for each in claims],
        "delivery_id": list(Delivery.objects.values_list("pk", flat=True)),
        "draft_id": [each.id for each in drafts],
        "evidence_id": [factories.evidence(each).id for each in claims],
        "feed_id": [factories.feed().id for _ in range(2)],
        "scale_id": [each.rating.scale_id for each in verdicts if each.rating],
        "slug": [factories.topic(name).slug for name in ("water", "dams")],
        "source_id": [factories.source().id for _ in range(3)],
        "verdict_id": [each.id for each in verdicts],
        "version_id": [each.article_version_id for each in candidates],
    }
    return {name: [str(each) for each in found] for name, found in rows.items() if found}
