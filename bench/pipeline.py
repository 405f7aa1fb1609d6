"""Articles per second through the pipeline, database included, against trafilatura alone on the same pages.

The part that costs a processor is measured, in this one process: extract, store, propose, match. Fetching,
which waits for other people's servers, is left out. The registry holds 1,000 claims, then 10,000.
"""

from __future__ import annotations

import gzip
import platform
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import trafilatura
from django.core.management import call_command

from bench.articles import article_page, claim_texts
from bench.report import Report
from claims.models import Candidate, Claim
from claims.services.match_index import match_index_fold, match_index_write
from ingest.pipeline import advance
from ingest.services import article_submit
from sources.models import Article

_REAL_PAGES = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "extraction" / "html"
_PARAGRAPHS = 14
_CLAIMS = 1_000
_STAGES = {"fetched": "extract and store", "extracted": "propose", "proposed": "match"}


@dataclass(frozen=True)
class _Timing:
    """Seconds that so many articles took, in all and by the state from which each stage began."""

    articles: int
    stages: dict[str, float]

    @property
    def each(self) -> float:
        return sum(self.stages.values()) / self.articles


def run(*, quick: bool) -> Report:
    """Measure on generated pages, and on real ones where the folder with them is there."""
    call_command("migrate", verbosity=0)
    count = 12 if quick else 250
    pages = [article_page(seed, _PARAGRAPHS) for seed in range(2 * count + 2)]
    real = _real_pages(6 if quick else 150)
    _pipeline(pages[-2:])  # what is loaded once is not measured
    _claims_up_to(_CLAIMS)
    before, alone = _pipeline(pages[:count]), _trafilatura(pages[:count])
    on_real, alone_on_real = (_pipeline(real), _trafilatura(real)) if real else (None, 0.0)
    candidates = Candidate.objects.count() / Article.objects.count()
    _claims_up_to(10 * _CLAIMS)
    after = _pipeline(pages[count : 2 * count])
    ratios = {"articles a second, pipeline ÷ trafilatura alone": alone / before.each}
    if on_real:
        ratios["the same on real pages"] = alone_on_real / on_real.each
    ratios["time an article at 10× the claims ÷ at 1×"] = after.each / before.each
    figures = {"articles a second": 1 / before.each, "articles a second at 10× the claims": 1 / after.each}
    figures |= {f"ms an article, {_STAGES[s]}": 1000 * t / before.articles for s, t in before.stages.items()}
    figures |= {"ms a page, trafilatura alone": 1000 * alone, "candidates an article": candidates}
    return Report(name="pipeline", ratios=ratios, figures=figures, conditions=_conditions(count, len(real)))


def _trafilatura(pages: Sequence[str]) -> float:
    """Seconds a page."""
    started = time.perf_counter()
    for page in pages:
        trafilatura.bare_extraction(page, with_metadata=True)
    return (time.perf_counter() - started) / len(pages)


def _pipeline(pages: Sequence[str]) -> _Timing:
    """From the pages as handed in to matched candidates. Raises RuntimeError if one stays on the way."""
    articles = [article_submit(html=page).id for page in pages]
    stages = dict.fromkeys(_STAGES, 0.0)
    for article_id in articles:
        for state in _STAGES:
            started = time.perf_counter()
            advance(article_id)
            stages[state] += time.perf_counter() - started
    stuck = Article.objects.filter(id__in=articles, next_attempt_at__isnull=False).first()
    if stuck is not None:
        raise RuntimeError(f"article {stuck.id} is {stuck.state}: {stuck.failure}")
    return _Timing(len(articles), stages)


def _claims_up_to(count: int) -> None:
    known = Claim.objects.count()
    made = Claim.objects.bulk_create(
        (Claim(text=text, language="en") for text in claim_texts(known, count - known)), batch_size=1000
    )
    match_index_write(claims=[claim.pk for claim in made])
    match_index_fold()


def _real_pages(most: int) -> list[str]:
    files = sorted(_REAL_PAGES.glob("*.html.gz"))[:most]
    return [gzip.decompress(file.read_bytes()).decode("utf-8", "replace") for file in files]


def _conditions(count: int, real: int) -> dict[str, str | int | float]:
    return {
        "pages": f"{count} generated, {_PARAGRAPHS} paragraphs each; {real} real",
        "claims": f"{_CLAIMS}, then {10 * _CLAIMS}",
        "database": "embedded PostgreSQL, durable, this process alone",
        "python": platform.python_version(),
        "trafilatura": trafilatura.__version__,
    }
