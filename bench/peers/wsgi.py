"""Bare WSGI: a prepared query on a connection of the thread's own, and its one value as the answer."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable
from typing import Any

import psycopg

from bench.peers.queries import STORED, aggregated, dsn

_local = threading.local()
_QUERIES = {"/stored": STORED, "/aggregated": aggregated(os.environ.get("PUBLIC_URL", ""))}


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The page asked for."""
    if not hasattr(_local, "connection"):
        _local.connection = psycopg.connect(dsn(), autocommit=True)
    row = _local.connection.execute(_QUERIES[environ["PATH_INFO"]], prepare=True).fetchone()
    value = row[0]
    body = value.encode() if isinstance(value, str) else value
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]
