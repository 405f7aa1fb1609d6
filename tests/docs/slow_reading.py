"""A WSGI application whose answers are as long as an export's, for two callers at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

_CHUNK, _CHUNKS = b"x" * 65_536, 320


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Twenty megabytes at /api/v1/exports/, what was sent anywhere else."""
    if environ["PATH_INFO"].startswith("/api/v1/exports/"):
        start_response("200 OK", [("Content-Type", "application/x-ndjson")])
        return (_CHUNK for _ in range(_CHUNKS))
    told = str(len(environ["wsgi.input"].read())) + " " + environ.get("HTTP_X_FORWARDED_PROTO", "")
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(told)))])
    return [told.encode()]
