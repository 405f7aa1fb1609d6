"""What holds for any text holds for pages as they are on the web."""

from __future__ import annotations

import gzip
from itertools import pairwise
from pathlib import Path

import pytest

from claims.proposing.proposer import LinguisticProposer
from claims.proposing.types import ArticleText
from ingest.extraction import NothingExtracted, extract

PAGES = Path(__file__).resolve().parents[4] / "shared" / "data" / "extraction" / "html"
FILES = sorted(PAGES.glob("*.html.gz"))[::2]


@pytest.mark.skipif(not FILES, reason=f"there are no pages in {PAGES}")
def test_every_span_is_verbatim_on_real_pages() -> None:
    proposer = LinguisticProposer()
    read = proposed = 0
    for file in FILES:
        try:
            page = extract(gzip.decompress(file.read_bytes()).decode("utf-8", "replace"), None)
        except NothingExtracted:
            continue
        found = proposer.propose(ArticleText(page.text, page.language, title=page.title))
        assert all(page.text[p.start : p.end] == p.sentence for p in found), file.name
        assert all(a.end <= b.start for a, b in pairwise(found)), file.name
        assert all(p.text_edited or p.text.rstrip(".!?…")[1:] for p in found), file.name
        read, proposed = read + 1, proposed + len(found)
    assert read > len(FILES) / 2
    assert proposed > 5 * read
