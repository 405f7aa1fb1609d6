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
_CURSOR_MAX = 500


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: Any) -> None:
    """Mostly rows that exist, and the tag that always holds; no cursor, which only the registry can sign."""
    for name in case.path_parameters or {}:
        if name in _ROWS and random.random() < _KNOWN:
            case.path_parameters[name] = random.choice(_ROWS[name])
    cursor = (case.query or {}).get("cursor")
    if isinstance(cursor, str) and len(cursor) <= _CURSOR_MAX:
        case.query.pop("cursor")
    if _is_without_key(case):
        for headers in (case.headers, kwargs.get("headers")):
            if headers:
                headers.pop("Authorization", None)
    if case.headers and case.headers.get("If-Match") and random.random() < _KNOWN:
        case.headers["If-Match"] = "*"


def _is_without_key(case: Any) -> bool:
    """Whether the case is to show what happens without a key; the one for all cases is sent otherwise."""
    about = case.meta.phase.data if case.meta else None
    name = getattr(about, "parameter", None) or ""
    return name.lower() == "authorization" and "MISSING" in str(getattr(about, "scenario", ""))
