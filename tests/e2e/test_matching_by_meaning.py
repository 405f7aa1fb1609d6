"""With a real worker: a claim that was imported is embedded by itself, and found by what it means."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from tests import embedding
from tests.e2e.running import Running

pytestmark = pytest.mark.e2e

REVIEW = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "url": "https://desk.example/reviews/hamlet",
    "datePublished": "2025-05-02",
    "claimReviewed": "Physicians left the hamlet.",
    "author": {"@type": "Organization", "name": "Harbour Desk", "url": "https://desk.example"},
    "reviewRating": {"@type": "Rating", "alternateName": "False"},
}
ASKED = {"text": "doctors deserted a village", "language": "en"}


@pytest.fixture
def embedding_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in embedding.settings_of(tmp_path).items():
        monkeypatch.setenv(name, value)


@pytest.mark.usefixtures("embedding_set")
def test_what_is_imported_is_embedded_by_the_worker_and_found_by_meaning(
    running: Running, tmp_path: Path
) -> None:
    running.manage("match_embed", "note")
    file = tmp_path / "review.json"
    file.write_text(json.dumps(REVIEW), encoding="utf-8")
    running.manage("claimreview_import", str(file), "--as", running.user())
    deadline = time.monotonic() + 60
    while "1 claims embedded" not in (state := running.manage("match_embed", "state")):
        assert time.monotonic() < deadline, state
    assert "0 claims left" in state
    ((match,),) = (asked["matches"] for asked in running.call("/claims/match", ASKED)["results"])
    assert match["claim"]["text"] == REVIEW["claimReviewed"]
    assert match["reasons"] == ["close in meaning (1.00)"]
