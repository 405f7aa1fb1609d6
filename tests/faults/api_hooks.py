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

_ROWS: dict[str, list[str]] = json.loads(Path(os.environ["SCHEMATHESIS_ROWS"]).read_text(encoding="utf-8"))
_KNOWN = 0.7


@schemathesis.serializer("application/x-ndjson")
def ndjson(context: Any, value: Any) -> bytes:
    """The body of an import in lines: bytes and text as they are, anything else as one line of JSON."""
    if isinstance(value, bytes):
        return value
    return (value if isinstance(value, str) else json.dumps(value)).encode("utf-8", "surrogatepass")


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: Any) -> None:
    """Mostly rows that exist, and the tag that always holds; no cursor, which only the registry can sign.

    A request that is to be refused for one missing header stays as it is: with anything changed in it,
    Schemathesis takes it for a good one and sends the header after all.
    """
    if _misses_a_parameter(case):
        return
    for name in case.path_parameters or {}:
        if name in _ROWS and random.random() < _KNOWN:
            case.path_parameters[name] = random.choice(_ROWS[name])
    is_negative = case.meta is not None and case.meta.generation.mode.is_negative
    if not is_negative and case.query:
        case.query.pop("cursor", None)
    if case.headers and case.headers.get("If-Match") and random.random() < _KNOWN:
        case.headers["If-Match"] = "*"


def _misses_a_parameter(case: Any) -> bool:
    about = case.meta.phase.data if case.meta else None
    return "MISSING" in str(getattr(about, "scenario", ""))
