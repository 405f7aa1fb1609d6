"""What Schemathesis is told of the registry beyond the document: some rows that exist, and what changes need.

Loaded by the process that sends the requests. SCHEMATHESIS_ROWS names a JSON file of path parameters.
"""

from __future__ import annotations

import json
import os
import random
from pathlib import Path
from typing import Any

import schemathesis
from schemathesis import GenerationMode

_ROWS: dict[str, list[str]] = json.loads(Path(os.environ["SCHEMATHESIS_ROWS"]).read_text(encoding="utf-8"))
_KNOWN = 0.7


@schemathesis.serializer("application/x-ndjson")
def ndjson(context: Any, value: Any) -> bytes:
    """The body of an import in lines: bytes and text as they are, anything else as one line of JSON."""
    if isinstance(value, bytes):
        return value
    return (value if isinstance(value, str) else json.dumps(value)).encode("utf-8", "surrogatepass")


@schemathesis.hook
def filter_case(context: Any, case: Any) -> bool:
    """Not a text that is wrong by the space around it alone, which the registry drops before it measures."""
    return not (_is_negative(case) and _has_space_around(case.body))


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: Any) -> None:
    """Mostly rows that exist, and the tag that always holds; no cursor, which only the registry can sign.

    A request that is to be refused for one missing header is otherwise a good one. Where its path is one
    that Schemathesis found by itself, it takes the request for a good one, and sends the header after all.
    """
    if _misses_a_parameter(case):
        case.meta.generation.mode = GenerationMode.NEGATIVE
        return
    for name in case.path_parameters or {}:
        if name in _ROWS and random.random() < _KNOWN:
            case.path_parameters[name] = random.choice(_ROWS[name])
    if case.query and not _is_negative(case):
        case.query.pop("cursor", None)
    if case.headers and case.headers.get("If-Match") and random.random() < _KNOWN:
        case.headers["If-Match"] = "*"


def _is_negative(case: Any) -> bool:
    return case.meta is not None and bool(case.meta.generation.mode.is_negative)


def _misses_a_parameter(case: Any) -> bool:
    about = case.meta.phase.data if case.meta else None
    return getattr(about, "scenario", None) == "missing_parameter"


def _has_space_around(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_has_space_around, value.values()))
    if isinstance(value, list):
        return any(map(_has_space_around, value))
    return isinstance(value, str) and value != value.strip()
