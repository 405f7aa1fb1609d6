"""The house rules that no linter knows: budgets, names, layers and tasks."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from celery import current_app

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("registry", "ingest", "webhooks", "claims", "sources", "common")
FILE_BUDGET = 300
# Outsiders carry it away, so it must stay one file.
ONE_FILE = {"claims/ledger/verifier.py": 470}
FUNCTION_BUDGET = 40
TASK_BUDGET = 5
TASKS = {
    "claims.changes_place",
    "claims.clusters_close",
    "claims.compare",
    "claims.evidence_check",
    "claims.import_advance",
    "claims.imports_sweep",
    "claims.ledger_checkpoint",
    "claims.match_embed",
    "claims.match_fold",
    "common.answers_purge",
    "ingest.advance",
    "ingest.feed_poll",
    "ingest.feeds_sweep",
    "ingest.sweep",
    "webhooks.deliver",
    "webhooks.sweep",
} | {"registry.canary", *(f"webhooks.{name}" for name in ("purge", "replay", "upkeep"))}


def modules() -> list[Path]:
    found = [ROOT / "dev.py", ROOT / "manage.py", *(ROOT / "bench").rglob("*.py")]
    for package in PACKAGES:
        found += [p for p in (ROOT / package).rglob("*.py") if "migrations" not in p.parts]
    return sorted(found)


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def body_length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of the function without its docstring."""
    body = node.body[1:] if ast.get_docstring(node) is not None else node.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_no_file_is_over_its_budget() -> None:
    lengths = {str(p.relative_to(ROOT)): len(p.read_text().splitlines()) for p in modules()}
    over = {name: n for name, n in lengths.items() if n > ONE_FILE.get(name, FILE_BUDGET)}
    assert not over


def test_no_function_is_over_its_budget() -> None:
    over = {
        f"{path.relative_to(ROOT)}:{node.name}": body_length(node)
        for path in modules()
        for node in functions(path)
        if body_length(node) > FUNCTION_BUDGET
    }
    assert not over


def test_no_file_is_called_utils_or_helpers() -> None:
    assert not [p for p in modules() if p.stem in {"utils", "util", "helpers", "helper", "misc"}]


def test_tasks_only_fetch_and_call_a_service() -> None:
    over = {
        f"{path.relative_to(ROOT)}:{node.name}": body_length(node)
        for path in modules()
        if path.stem == "tasks"
        for node in functions(path)
        if node.decorator_list and body_length(node) > TASK_BUDGET
    }
    assert not over


def test_registered_tasks_are_the_ones_known() -> None:
    current_app.loader.import_default_modules()
    ours = {name for name in current_app.tasks if not name.startswith("celery.")}
    assert ours == TASKS


def test_everything_scheduled_is_a_registered_task() -> None:
    current_app.loader.import_default_modules()
    scheduled = {entry["task"] for entry in current_app.conf.beat_schedule.values()}
    assert scheduled <= set(current_app.tasks)


def test_no_model_signals() -> None:
    users = [p for p in modules() if "django.db.models.signals" in p.read_text(encoding="utf-8")]
    assert not users


def test_nothing_is_joined_to_rows_that_are_locked() -> None:
    """After a wait the locked row is the new one, and what was joined to it the old one's, or nothing."""
    joined = [
        f"{path}: {node.name}"
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and {"select_for_update", "select_related"}
        <= {each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)}
    ]
    assert not joined


def lint_imports(tree: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [program, "--no-cache", "--config", "pyproject.toml"],
        cwd=tree,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copied_tree(tmp_path: Path) -> Path:
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_import_contracts_hold(copied_tree: Path) -> None:
    result = lint_imports(copied_tree)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("module", "forbidden", "contract"),
    [
        ("sources/selectors.py", "from claims.models import Claim", "Packages import downwards"),
        ("common/errors.py", "import registry.settings", "Packages import downwards"),
        ("ingest/apps.py", "import webhooks.models", "Packages import downwards"),
        ("claims/selectors.py", "import claims.services.verdicts", "Layers inside an app"),
        ("claims/models/claim.py", "import claims.selectors", "Layers inside an app"),
        ("claims/rules.py", "import django", "Pure modules know neither"),
    ],
)
def test_a_forbidden_import_breaks_its_contract(
    copied_tree: Path, module: str, forbidden: str, contract: str
) -> None:
    path = copied_tree / module
    path.write_text(path.read_text(encoding="utf-8") + f"\n{forbidden}\n", encoding="utf-8")
    result = lint_imports(copied_tree)
    assert result.returncode != 0
    broken = [line for line in result.stdout.splitlines() if line.rstrip().endswith("BROKEN")]
    assert any(line.startswith(contract) for line in broken), result.stdout


# What Django writes there itself, of fields that have their defaults or choices from there.
_OF_FIELDS = {"common.ids", "claims.rules"}


def test_what_a_migration_does_is_written_in_it() -> None:
    """Code changes; what a migration that was released did to somebody's rows does not."""
    found = set[str]()
    for package in PACKAGES:
        for path in (ROOT / package / "migrations").glob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ImportFrom):
                    found |= {f"{node.module}" for _ in node.names}
                elif isinstance(node, ast.Import):
                    found |= {name.name for name in node.names}
    assert {name for name in found if name.partition(".")[0] in PACKAGES} <= _OF_FIELDS
