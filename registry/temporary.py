"""A data folder that lives no longer than its use: for demonstrations, fault runs and benchmarks."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def temporary_data(purpose: str) -> Iterator[Path]:
    """A fresh folder named by REGISTRY_DATA, and nothing else: DATABASE_URL and REDIS_URL are unset inside.

    Enter it before Django reads its settings, which take the addresses of the servers from there.
    """
    data = Path(tempfile.mkdtemp(prefix=f"claim-registry-{purpose}-"))
    before = dict(os.environ)
    for name in ("DATABASE_URL", "DATABASE_URL_FILE", "REDIS_URL", "REDIS_URL_FILE"):
        os.environ.pop(name, None)
    os.environ["REGISTRY_DATA"] = str(data)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "registry.settings")
    try:
        yield data
    finally:
        os.environ.clear()
        os.environ.update(before)
        shutil.rmtree(data, ignore_errors=True)
