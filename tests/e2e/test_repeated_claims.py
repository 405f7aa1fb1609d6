"""With a real worker: what two outlets say is one item of the queue, and what is known is recognised."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from registry.ports import Port
from registry.supervisor import Supervisor

pytestmark = pytest.mark.e2e

PROJECT = Path(__file__).resolve().parents[2]
OUR_URLS = ("DATABASE_URL", "DATABASE_URL_FILE", "REDIS_URL", "REDIS_URL_FILE")
SAID = "The reservoir above Kessen lost 40 percent of its water in May 2025"
ARTICLES = {
    "https://courier.example/1": f"{SAID}, Ilse Darrow, head of the water board, told reporters on Monday.\n",
    "https://radio.example/2": f"{SAID}, Ilse Darrow said at a press conference in Velmar.\n",
    "https://post.example/3": f"{SAID}, according to Ilse Darrow, head of the water board.\n",
}


class Desk:
    """A running registry, its commands and its API."""

    def __init__(self, port: int, environment: dict[str, str], folder: Path) -> None:
        self.address = f"http://127.0.0.1:{port}/api/v1"
        self.environment = environment
        self.folder = folder
        self.key = ""

    def prepare(self) -> None:
        """Tables, somebody who may decide, and a key of theirs."""
        self.manage("migrate", "--verbosity", "0")
        self.manage("createsuperuser", "--noinput", "--username", "vera", "--email", "vera@desk.example")
        scopes = ("--scope", "candidates:read", "--scope", "candidates:write")
        self.key = self.manage("apikey", "vera", "--name", "tests", *scopes).strip()

    def manage(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=PROJECT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=200,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def ingest(self, url: str) -> None:
        file = self.folder / "article.txt"
        file.write_text(ARTICLES[url], encoding="utf-8")
        assert "matched" in self.manage("ingest", str(file), "--url", url, "--wait")

    def call(self, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        data = json.dumps(body).encode() if body is not None else None
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        with urlopen(Request(self.address + path, data=data, headers=headers), timeout=30) as answer:  # noqa: S310
            found: dict[str, Any] = json.load(answer)
        return found


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    for name in OUR_URLS:
        monkeypatch.delenv(name, raising=False)
    environment = {
        **os.environ,
        "REGISTRY_DATA": str(tmp_path / "data"),
        "DJANGO_SUPERUSER_PASSWORD": "a long enough secret",
    }
    port = Port.usual()
    with Supervisor(tmp_path / "data", port=port, embedded=True) as registry:
        desk = Desk(port.number, environment, tmp_path)
        desk.prepare()
        registry.start()
        yield desk
        registry.check()


def test_two_outlets_are_one_item_and_a_known_claim_is_recognised(desk: Desk) -> None:
    courier, radio, post = ARTICLES
    desk.ingest(courier)
    desk.ingest(radio)
    items = desk.call("/candidates?state=pending&grouped=true")["results"]
    (item,) = [one for one in items if "reservoir" in one["text"]]
    assert (item["cluster"]["size"], item["cluster"]["pending"]) == (2, 2)
    outlets = {row["outlet"]["name"] for row in item["cluster"]["outlets"]}
    assert len(outlets) == 2
    assert len(desk.call(f"/candidates?cluster={item['cluster']['id']}")["results"]) == 2

    claim = desk.call(f"/candidates/{item['id']}/accept", {"whole_cluster": True})
    assert len(claim["appearances"]) == 2
    left = desk.call("/candidates?state=pending")["results"]
    assert not [one for one in left if "reservoir" in one["text"]]

    desk.ingest(post)
    third = [one for one in desk.call("/candidates?state=pending")["results"] if "reservoir" in one["text"]]
    (suggestion,) = third[0]["suggestions"][:1]
    assert (suggestion["claim"], suggestion["relation"]) == (claim["id"], "same_claim")
    assert suggestion["reasons"]
    assert third[0]["cluster"]["id"] == item["cluster"]["id"]
