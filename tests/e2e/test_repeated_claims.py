"""With a real worker: what two outlets say is one item of the queue, and what is known is recognised."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.running import Running

pytestmark = pytest.mark.e2e

SAID = "The reservoir above Kessen lost 40 percent of its water in May 2025"
ARTICLES = {
    "https://courier.example/1": f"{SAID}, Ilse Darrow, head of the water board, told reporters on Monday.\n",
    "https://radio.example/2": f"{SAID}, Ilse Darrow said at a press conference in Velmar.\n",
    "https://post.example/3": f"{SAID}, according to Ilse Darrow, head of the water board.\n",
}


class Desk:
    """Somebody who may decide, and sends articles in."""

    def __init__(self, running: Running, folder: Path) -> None:
        scopes = ("--scope", "candidates:read", "--scope", "candidates:write")
        running.key = running.manage("apikey", running.user(), "--name", "tests", *scopes).strip()
        self.manage, self.call = running.manage, running.call
        self.folder = folder

    def ingest(self, url: str) -> None:
        file = self.folder / "article.txt"
        file.write_text(ARTICLES[url], encoding="utf-8")
        assert "matched" in self.manage("ingest", str(file), "--url", url, "--wait")


@pytest.fixture
def desk(running: Running, tmp_path: Path) -> Desk:
    return Desk(running, tmp_path)


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
