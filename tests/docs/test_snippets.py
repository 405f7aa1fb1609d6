"""Every snippet of the quick start and of the guides, run as it stands against a running registry."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from claims.models import Claim, Verdict
from claims.rules import Kind
from claims.services.merges import claim_merge
from common.scopes import Scope
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)

DOCS = Path(__file__).resolve().parents[2] / "docs"
ADDRESS = "http://127.0.0.1:8000"


@dataclass(frozen=True)
class Snippet:
    """A fenced block; `console` ones are for a terminal of one's own and are not run."""

    page: str
    number: int
    language: str
    text: str

    def __str__(self) -> str:
        return f"{self.page}-{self.number}"


def snippets(page: str) -> list[Snippet]:
    text = (DOCS / page).read_text(encoding="utf-8")
    blocks = re.findall(r"^```(\w+)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return [
        Snippet(page, number, language, block)
        for number, (language, block) in enumerate(blocks, start=1)
        if language != "console"
    ]


PAGES = ["quickstart.md", *(f"guides/{path.name}" for path in sorted((DOCS / "guides").glob("*.md")))]
SNIPPETS = [found for page in PAGES for found in snippets(page)]
MIRROR = next(found for found in SNIPPETS if found.page == "guides/mirror.md")


@pytest.fixture
def address(live_server: LiveServer, settings: Settings) -> str:
    """A registry with a claim, a pending candidate, a fact-checker and the default scale."""
    settings.PUBLIC_URL = str(live_server.url)
    factories.published_claim(claimant="Oda Brekke")
    factories.candidate()
    return str(live_server.url)


def run(snippet: Snippet, address: str, folder: Path, *arguments: str) -> str:
    """What it printed. Raises AssertionError where it failed."""
    text = snippet.text.replace(ADDRESS, address)
    assert address in text, "a snippet begins with the address of the registry"
    file = folder / f"snippet.{snippet.language}"
    file.write_text(text, encoding="utf-8")
    command = {"sh": ["bash", "-euo", "pipefail"], "python": [sys.executable]}[snippet.language]
    done = subprocess.run(
        [*command, str(file), *arguments],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "KEY": factories.api_key(*Scope), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("snippet", [found for found in SNIPPETS if found is not MIRROR], ids=str)
def test_a_snippet_does_what_its_page_says(snippet: Snippet, address: str, tmp_path: Path) -> None:
    printed = run(snippet, address, tmp_path)
    assert printed.strip()
    assert "urn:claim-registry:problem" not in printed
    for expected in EXPECTED.get(str(snippet), ()):
        assert expected in printed, printed


EXPECTED = {
    "quickstart.md-5": ("The reservoir holds two years of water.", "Oda Brekke"),
    "quickstart.md-6": ("False", '"initial"'),
    "quickstart.md-7": ("The reservoir holds two years of water.", ": False"),
    "quickstart.md-8": ("304",),
    "quickstart.md-3": ("fetched",),
    "quickstart.md-4": ("False 20",),
    "guides/lookup.md-1": ("The reservoir holds two years of water.",),
    "guides/lookup.md-2": ('"relation"', "The reservoir holds two years of water."),
    "guides/lookup.md-3": ('"claimReview"', '"textualRating": "False"'),
    "guides/lookup.md-4": ("The reservoir holds two years of water. Control Desk",),
    "guides/publish-claimreview.md-1": ('"rating": "False"', "1\n"),
    "guides/publish-claimreview.md-2": ('"@type":"ClaimReview"',),
    "guides/publish-claimreview.md-3": ('"state"', '"records"'),
}


def test_what_is_expected_is_expected_of_a_snippet() -> None:
    assert set(EXPECTED) == {str(found) for found in SNIPPETS if found is not MIRROR}


def mirrored(path: Path) -> dict[tuple[str, str], Any]:
    rows = sqlite3.connect(path).execute("SELECT resource, id, document FROM things").fetchall()
    return {(resource, key): json.loads(document) for resource, key, document in rows}


def registry(client: Client) -> dict[tuple[str, str], Any]:
    """What the lists of claims and verdicts answer; the tests make their sources by no service."""
    found = {}
    for resource in ("claims", "verdicts"):
        for row in client.get(f"/api/v1/{resource}?page_size=200").json()["results"]:
            found[resource, row["id"]] = row
    for row in client.get("/api/v1/claims?state=merged&page_size=200").json()["results"]:
        found["claims", row["id"]] = row
    return found


def test_the_mirror_is_forty_lines_and_holds_what_the_registry_does(
    address: str, tmp_path: Path, client: Client
) -> None:
    code = MIRROR.text.split("REGISTRY = ")[1]
    assert len([line for line in code.splitlines() if line.strip()]) <= 40
    store = tmp_path / "registry.sqlite"
    run(MIRROR, address, tmp_path, str(store))
    before = mirrored(store)
    expected = registry(client)
    assert {key: before.get(key) for key in expected} == expected

    kept = Claim.objects.get(state="published")
    gone = factories.published_claim(text="The reservoir is nearly full.")
    verdict = Verdict.objects.filter(claim=kept).get()
    factories.verdict(kept, publisher=verdict.publisher, kind=Kind.RETRACTION)
    claim_merge(claim_id=gone.id, into_id=kept.id, actor=factories.user(), reason="The same.")
    run(MIRROR, address, tmp_path, str(store))
    after = mirrored(store)
    assert after != before
    expected = registry(client)
    assert {key: after.get(key) for key in expected} == expected
    assert after["claims", str(gone.id)]["merged_into"] == str(kept.id)

    # As after a restore: another change stands where this one was read, and what it told of is not there.
    with sqlite3.connect(store) as mirror:
        (place,) = mirror.execute("SELECT next FROM place").fetchone()
        elsewhere = re.sub(r"after_time=[^&]*", "after_time=2026-01-01T00:00:00Z", place)
        assert elsewhere != place
        mirror.execute("UPDATE place SET next = ?", (elsewhere,))
        mirror.execute("INSERT INTO things VALUES ('claims', 'lost', '{}')")
    run(MIRROR, address, tmp_path, str(store))
    assert mirrored(store) == after
