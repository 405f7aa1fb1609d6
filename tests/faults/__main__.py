"""`python -m tests.faults [NAME [PART]] [--full]`: kills things while they work, and counts what was lost."""

from __future__ import annotations

import argparse
import ast
import importlib
import os
import sys
from pathlib import Path
from types import ModuleType

import django

from registry.ports import Port
from registry.processes import StackError
from registry.supervisor import Interrupted, Supervisor, stop_signals
from registry.temporary import temporary_data
from tests.faults.outcome import FaultFound


def main() -> int:
    """Exit code 0 when nothing was lost, 1 when something was or the run broke, 2 for an unknown name."""
    parser = argparse.ArgumentParser(prog="faults", description=__doc__)
    parser.add_argument("name", nargs="?", help="Which fault run; with none they are listed.")
    parser.add_argument("part", nargs="?", help="One part of it, where it has several.")
    parser.add_argument("--full", action="store_true", help="Many more faults; some minutes.")
    arguments = parser.parse_args()
    known = _fault_runs()
    if arguments.name is None:
        print("\n".join(f"{name:<12} {about}" for name, about in known.items()))
        return 0
    if arguments.name not in known:
        print(f"there is no fault run {arguments.name!r}; choose of: {', '.join(known)}", file=sys.stderr)
        return 2
    try:
        with stop_signals(), temporary_data("faults") as data:
            os.environ["OUTBOUND_ALLOW"] = "127.0.0.1/32"
            os.environ["API_QUOTA_KEY"] = os.environ["API_QUOTA_ADDRESS"] = "10000000"
            with Supervisor(data, port=Port.usual(), embedded=True) as registry:
                django.setup()
                _run(importlib.import_module(f"tests.faults.{arguments.name}"), registry, arguments)
    except (FaultFound, StackError, Interrupted) as error:
        print(f"FAILED: {error}" if str(error) else "stopped", file=sys.stderr)
        return 1
    print("nothing lost, and no more twice than was promised")
    return 0


def _run(module: ModuleType, registry: Supervisor, arguments: argparse.Namespace) -> None:
    if arguments.part is None:
        module.run(registry, full=arguments.full)
        return
    parts = getattr(module, "PARTS", {})
    if arguments.part not in parts:
        raise FaultFound(
            f"{arguments.name} has no part {arguments.part!r}: {', '.join(parts) or 'it is one'}"
        )
    module.run(registry, full=arguments.full, part=arguments.part)


def _fault_runs() -> dict[str, str]:
    plumbing = {"__main__", "api_hooks", "outcome"}
    files = [file for file in sorted(Path(__file__).parent.glob("*.py")) if not file.stem.startswith("test_")]
    return {
        file.stem: (ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or "").partition("\n")[0]
        for file in files
        if file.stem not in plumbing
    }


if __name__ == "__main__":
    sys.exit(main())
