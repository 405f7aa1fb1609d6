"""The way in of an article, top to bottom: fetch, extract and store, propose, match.

The article's row in PostgreSQL says which stage is next and when it is due; Redis only wakes workers. Each
stage can be killed at any moment and run again: what it stores and the step to the next stage are one
transaction. A stage that waits for somebody else's computer (fetching, and a proposer that asks one) holds
no lock and no transaction meanwhile, but a lease.
"""

from __future__ import annotations

import logging
import zlib
from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from claims.proposing.types import ArticleText
from claims.services.proposals import candidates_propose
from claims.services.resemblance import candidates_relate
from common.wake import wake_on_commit
from ingest.components import Proposed, proposed, waiting
from ingest.cpu_time import CpuTimeExceeded, cpu_time_limit
from ingest.extraction import Extracted, NothingExtracted
from ingest.extraction import extract as read_page
from ingest.extraction import extract_text as read_text
from ingest.fetching import Fetched, FetchFailed, NotModified, NotOurTurn, fetch_page
from ingest.fingerprint import content_hash, fingerprint
from ingest.media import UnreadableBody, decoded, is_html
from ingest.publication_date import AHEAD
from sources.models import Article, ArticleVersion, Intake
from sources.selectors import articles_due
from sources.services.articles import (
    Body,
    Text,
    article_attempt,
    article_fail,
    article_lock,
    article_move,
    article_postpone,
    article_resume,
    intake_store,
    version_store,
)

logger = logging.getLogger(__name__)

State = Article.State

_OVERDUE = timedelta(seconds=5)
FETCH_LEASE = timedelta(minutes=2)
"""How long a fetch has before it counts as lost; longer than any fetch may take."""
MAX_CPU_SECONDS = 20
"""For reading a page; none but one made to cost much takes more than a few."""
_MARGIN = timedelta(seconds=60)
"""What a proposer that waits for another computer needs besides that."""


def advance(article_id: UUID) -> None:
    """Run the one stage that is next for the article, and wake a worker for the one after.

    Nothing happens where the article is not due or is being worked on. A stage that breaks is tried again
    later, then given up.
    """
    asking = waiting()
    leases = {State.QUEUED: FETCH_LEASE} | ({State.EXTRACTED: asking + _MARGIN} if asking else {})
    article = article_attempt(article_id=article_id, leases=leases)
    if article is None:
        return
    try:
        if article.state == State.QUEUED:
            fetch(article)
        elif article.state in leases:
            propose_asking(article)
        else:
            _run_locked(article_id, State(article.state))
    except Exception as error:
        # A page or a proposer may break in any way; the others in the queue must not suffer.
        logger.exception("article %s: the stage after %s broke", article_id, article.state)
        reason = f"{type(error).__name__}: {error}."
        article_postpone(article_id=article_id, state=article.state, reason=reason)


def sweep() -> None:
    """Wake a worker for every article that has been due for a while: its own wake was lost."""
    for article_id in articles_due(now=timezone.now() - _OVERDUE):
        wake_on_commit("ingest.advance", str(article_id))


def fetch(article: Article) -> None:
    """Queued → fetched: bring in what the article's address holds, unless it is as we have it."""
    try:
        page = fetch_page(article.url, **_known_by(article.current_version))
    except FetchFailed as failure:
        _no_page(article.id, failure)
        return
    with transaction.atomic():
        row = article_lock(article_id=article.id, state=State.QUEUED, wait=True)
        if row is None:
            return  # Its text was handed in meanwhile, or another fetch was quicker.
        if isinstance(page, NotModified):
            article_resume(article=row)
        else:
            intake_store(article=row, body=_as_body(page))
        _wake_for_next(row)


def extract(article: Article) -> None:
    """Fetched → extracted: read the text out of what arrived and store it, where it is new, as a version."""
    intake = Intake.objects.get(article=article)
    try:
        found = _read(intake, article.url)
    except (NothingExtracted, UnreadableBody) as reason:
        article_fail(article=article, reason=str(reason))
        return
    version_store(
        article=article,
        intake=intake,
        text=Text(
            text=found.text,
            content_hash=content_hash(found.text),
            fingerprint=list(fingerprint(found.text)),
            title=found.title or "",
            byline=found.byline or "",
            published_at=found.published_at,
            utc_offset=found.utc_offset,
            language=found.language or "",
            site_name=found.site_name or "",
        ),
    )


def propose(article: Article) -> None:
    """Extracted → proposed: store what every proposer finds in the current version."""
    _store(article, proposed(as_proposers_see(article)))


def propose_asking(article: Article) -> None:
    """The same where a proposer asks another computer: what was found is stored if it is still asked that."""
    seen = as_proposers_see(article)
    found = list(proposed(seen))
    with transaction.atomic():
        row = article_lock(article_id=article.id, state=State.EXTRACTED, wait=True)
        if row is not None and as_proposers_see(row) == seen:
            _store(row, found)
            _wake_for_next(row)


def _store(article: Article, found: Iterable[Proposed]) -> None:
    for each in found:
        candidates_propose(
            version=_version(article),
            proposals=each.proposals,
            proposer=each.proposer,
            proposer_version=each.version,
        )
    article_move(article=article, state=State.PROPOSED)


def match(article: Article) -> None:
    """Proposed → matched: note which known claims each undecided candidate resembles, and which others."""
    candidates_relate(version=_version(article))
    article_move(article=article, state=State.MATCHED)


_LOCKED_STAGES = {State.FETCHED: extract, State.EXTRACTED: propose, State.PROPOSED: match}


@transaction.atomic
def _run_locked(article_id: UUID, state: Article.State) -> None:
    """Run a stage with the article's row held: nobody else runs it, and all of it stays or nothing."""
    # Only the text itself says anything of the article that others show.
    changing = state == State.FETCHED
    article = article_lock(article_id=article_id, state=state, wait=False, changing=changing)
    if article is not None:
        _LOCKED_STAGES[state](article)
        _wake_for_next(article)


def _wake_for_next(article: Article) -> None:
    if article.next_attempt_at is not None:
        wake_on_commit("ingest.advance", str(article.id))


def _known_by(version: ArticleVersion | None) -> dict[str, str]:
    """What to ask a server with so that it need not send again what we have."""
    return {"etag": version.etag, "last_modified": version.last_modified} if version else {}


def _no_page(article_id: UUID, failure: FetchFailed) -> None:
    """Fetch again later, where that may help."""
    if failure.retryable:
        article_postpone(
            article_id=article_id,
            state=State.QUEUED,
            reason=str(failure),
            at_least=timedelta(seconds=failure.retry_after or 0),
            counted=not isinstance(failure, NotOurTurn),
        )
        return
    with transaction.atomic():
        article = article_lock(article_id=article_id, state=State.QUEUED, wait=True)
        if article is not None:
            article_fail(article=article, reason=str(failure))


def _as_body(page: Fetched) -> Body:
    return Body(
        media_type=page.media_type,
        content=page.body,
        fetched_at=timezone.now(),
        etag=page.etag,
        last_modified=page.last_modified,
    )


def as_proposers_see(article: Article) -> ArticleText:
    """The current version of an article with what is known about it."""
    return ArticleText(
        text=_version(article).text,
        language=article.language or None,
        published=article.published_on,
        outlet=article.source.name if article.source else None,
        title=article.title or None,
    )


def _version(article: Article) -> ArticleVersion:
    if article.current_version is None:
        raise LookupError(f"article {article.id} is {article.state} and has no version")
    return article.current_version


def _read(intake: Intake, url: str) -> Extracted:
    page = is_html(intake.media_type)
    body = decoded(zlib.decompress(intake.body), intake.media_type)
    if not page:
        return read_text(body)
    try:
        with cpu_time_limit(MAX_CPU_SECONDS):
            where = url if url.startswith("http") else None
            return read_page(body, where, latest=intake.fetched_at + AHEAD)
    except CpuTimeExceeded as error:
        reason = f"Reading the page would take more than {MAX_CPU_SECONDS} s of CPU time."
        raise NothingExtracted(f"{reason} Paste the article's text instead.") from error
