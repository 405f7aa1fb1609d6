"""The bundled sample article, taken through the real pipeline and worker at the first start."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from ingest.publication_date import parse_published
from ingest.services import article_submit
from registry.progress import article_lines, follow
from sources.selectors import article_list

SAMPLE = Path(__file__).resolve().parent / "samples" / "brackwater-bridge.txt"


def sample_is_wanted() -> bool:
    """Whether the registry holds no article yet."""
    return not article_list().exists()


def show_sample(*, say: Callable[[str], None], check: Callable[[], None]) -> None:
    """Ingest the sample and say, as it happens, what becomes of it: the article as stored, its candidates.

    `check` raises where there is no point in waiting on, since the worker is gone.
    """
    about = json.loads(SAMPLE.with_suffix(".json").read_text(encoding="utf-8"))
    published = parse_published(about["published"])
    say(f"A sample article, {SAMPLE.name}, on its way through the pipeline:")
    article = article_submit(
        text=SAMPLE.read_text(encoding="utf-8"),
        url=about["url"],
        title=about["title"],
        outlet=about["outlet"],
        published_at=published.at if published else None,
    )
    article = follow(article.id, say=say, check=check)
    for line in article_lines(article.id):
        say(f"  {line}")
    if article.failure:
        say(f"  failed     {article.failure}")
