"""A registry of real processes, asked as its users ask it: by commands and over its API."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

PROJECT = Path(__file__).resolve().parents[2]
SERVERS = ("DATABASE_URL", "DATABASE_URL_FILE", "REDIS_URL", "REDIS_URL_FILE")
"""What names servers that are there already; what is started here must not find those of the test run."""


def own_environment() -> dict[str, str]:
    """The environment without servers of anybody's."""
    return {name: value for name, value in os.environ.items() if name not in SERVERS}


def command(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """A management command, when it has ended."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )


class Running:
    """A registry that runs in a folder. `key` is sent with what is asked of its API, if it is set."""

    def __init__(self, site: str, data: Path) -> None:
        self.api = f"{site}/api/v1"
        self.environment = own_environment() | {"REGISTRY_DATA": str(data)}
        self.key = ""

    def manage(self, *arguments: str) -> str:
        """What a command printed, which must succeed."""
        done = command(self.environment, *arguments)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def user(self) -> str:
        """The name of a new one, who may do everything."""
        self.environment["DJANGO_SUPERUSER_PASSWORD"] = "a long enough secret"
        self.manage("createsuperuser", "--noinput", "--username", "vera", "--email", "vera@desk.example")
        return "vera"

    def shell(self, script: str) -> str:
        """What a script printed that runs within it."""
        return self.manage("shell", "--no-imports", "--command", script)

    def call(self, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """What the API answers: to a POST where there is a body."""
        data = json.dumps(body).encode() if body is not None else None
        headers = {"Content-Type": "application/json"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        with urlopen(Request(self.api + path, data=data, headers=headers), timeout=30) as answer:  # noqa: S310
            found: dict[str, Any] = json.load(answer)
        return found
