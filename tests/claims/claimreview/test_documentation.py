"""docs/claimreview.md names every repair and refusal there is, and docs/bulk.md every column."""

from __future__ import annotations

import re
from pathlib import Path

from claims.claimreview.notes import Code
from claims.exchange.table import COLUMNS

_DOCS = Path(__file__).resolve().parents[3] / "docs"


def test_every_code_is_explained_and_no_other() -> None:
    text = (_DOCS / "claimreview.md").read_text(encoding="utf-8")
    tables = text.partition("### Repairs")[2]
    cells = [line.split("|")[1] for line in tables.splitlines() if line.startswith("|")]
    named = {code for cell in cells for code in re.findall(r"`([a-z-]+)`", cell)}
    said_at_taking_in = {"not-allowed", "not-storable", "unmapped-label", "review-gone"}
    assert named - said_at_taking_in == {str(code) for code in Code}


def test_every_column_is_named() -> None:
    text = (_DOCS / "bulk.md").read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("The columns of CSV")).partition(". ")[
        0
    ]
    assert tuple(re.findall(r"`([a-z_]+)`", line)) == COLUMNS
