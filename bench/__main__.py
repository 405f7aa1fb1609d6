"""`python -m bench [NAME] [--quick] [--json]`: runs one on an embedded stack of its own; lists them."""

from __future__ import annotations

import argparse
import ast
import importlib
import sys
from pathlib import Path

import django

from registry.embedded import Stack
from registry.processes import StackError
from registry.supervisor import Interrupted, stop_signals
from registry.temporary import temporary_data


def main() -> int:
    """Exit code 0 when the benchmark ran, 1 when it could not, 2 for an unknown name."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("name", nargs="?", help="Which benchmark; with none they are listed.")
    parser.add_argument("--quick", action="store_true", help="Less data, under a minute.")
    parser.add_argument(
        "--json", action="store_true", help="One JSON object: name, ratios, figures, conditions."
    )
    arguments = parser.parse_args()
    known = _benchmarks()
    if arguments.name is None:
        print("\n".join(f"{name:<12} {about}" for name, about in known.items()))
        return 0
    if arguments.name not in known:
        print(f"there is no benchmark {arguments.name!r}; choose of: {', '.join(known)}", file=sys.stderr)
        return 2
    try:
        with stop_signals(), temporary_data("bench") as data, Stack(data):
            django.setup()
            report = importlib.import_module(f"bench.{arguments.name}").run(quick=arguments.quick)
    except (StackError, Interrupted) as error:
        print(str(error) or "stopped", file=sys.stderr)
        return 1
    print(report.as_json() if arguments.json else report.as_text())
    return 0


def _benchmarks() -> dict[str, str]:
    """Each module here that has a `run`, with the first line of what it says of itself."""
    trees = {
        file.stem: ast.parse(file.read_text(encoding="utf-8"))
        for file in sorted(Path(__file__).parent.glob("*.py"))
    }
    return {
        name: (ast.get_docstring(tree) or "").partition("\n")[0]
        for name, tree in trees.items()
        if any(isinstance(node, ast.FunctionDef) and node.name == "run" for node in tree.body)
    }


if __name__ == "__main__":
    sys.exit(main())
