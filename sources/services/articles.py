"""Each step of an article's way in.

The row says which stage is next (`state`) and when it is due (`next_attempt_at`, none once it is matched,
has failed or was dismissed). The functions here move that row; what happens in a stage is the ingest app's.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from common.dates import offset_told
from sources import events
from sources.models import Article, ArticleVersion, Intake, Source
from sources.selectors import version_near_identical
from sources.services.holding import source_keep
from sources.services.sources import source_for_url

State = Article.State

BACKOFF = (timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10), timedelta(hours=1))
"""How long a stage waits after its first, second, … failed attempt."""
MAX_ATTEMPTS = len(BACKOFF) + 1
_GIVEN = ("source", "title", "published_at", "utc_offset", "language")


@dataclass(frozen=True, kw_only=True)
class Body:
    """What arrived for an article, as it arrived, with the headers by which a server knows it again."""

    media_type: str
    content: bytes
    fetched_at: datetime
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, kw_only=True)
class Text:
    """An article as read from its body; `content_hash` and `fingerprint` are of `text`.

    `utc_offset`: minutes by which the clock it was published by is ahead of UTC.
    """

    text: str
    content_hash: str
    fingerprint: list[int]
    title: str = ""
    byline: str = ""
    published_at: datetime | None = None
    utc_offset: int | None = None
    language: str = ""
    site_name: str = ""


@transaction.atomic
def article_queue(
    *,
    url: str,
    source: Source | None = None,
    title: str = "",
    published_at: datetime | None = None,
    language: str = "",
    body: Body | None = None,
) -> Article:
    """Put the article of a canonical address on its way, anew if it is known.

    What is given here about it wins over what its page says, the zone of `published_at` too where that is
    not UTC. With a `body` nothing needs fetching. An article that is already between fetching and matching
    is left where it is, unless a body is given. Where another day, language or outlet is given, what was
    proposed by the former ones is proposed anew.
    """
    if source or title or published_at:
        known = Article.objects.filter(url=url).values_list("pk", flat=True).first()
        if known:
            events.publish(events.ArticleChanging(article_id=known))
    article, _ = Article.objects.select_for_update().get_or_create(
        url=url, defaults={"next_attempt_at": timezone.now()}
    )
    mentioned, read_by = _mentioned(article), _read_by(article)
    article.source = source_keep(source_id=source.pk) if source else article.source
    article.title = title or article.title
    if published_at:
        told = offset_told(published_at)
        article.published_at = published_at
        article.utc_offset = article.utc_offset if told is None else told
    article.language = language or article.language
    _read_anew_unless(article, read_by)
    article.save(update_fields=[*_GIVEN, "completed_version", "updated_at"])
    _announce(article, mentioned)
    if body is not None:
        intake_store(article=article, body=body)
    elif article.state == State.PROPOSED and _read_by(article) != read_by:
        article_move(article=article, state=State.EXTRACTED)
    elif article.state in {State.QUEUED, State.MATCHED, State.FAILED, State.DISMISSED}:
        article_move(article=article, state=State.QUEUED)
    return article


@transaction.atomic
def article_attempt(*, article_id: UUID, leases: Mapping[Article.State, timedelta]) -> Article | None:
    """Begin the next stage of an article; None where it is not due or somebody else works on it.

    The attempt is counted before the work, so that a text whose stage kills its worker is given up in
    the end. A stage that holds no lock while it waits for the network has one of the `leases`, by the state
    it starts from: the article is not due again until that ends.
    """
    article = _lock_due(article_id)
    if article is None:
        return None
    if article.attempts >= MAX_ATTEMPTS:
        article_fail(
            article=article,
            reason=article.failure
            or f"The stage after {article.state} was cut short {article.attempts} times; see the log.",
        )
        return None
    article.attempts += 1
    lease = leases.get(State(article.state))
    if lease:
        article.next_attempt_at = timezone.now() + lease
    article.save(update_fields=["attempts", "next_attempt_at", "updated_at"])
    return article


def article_lock(*, article_id: UUID, state: str, wait: bool, changing: bool = False) -> Article | None:
    """The article with its row held until the transaction ends; None where it has left `state`.

    Where somebody else holds it: waits for them, or without `wait` gives None. Who may be `changing` how it
    is mentioned holds what mentions it as well.
    """
    if changing:
        events.publish(events.ArticleChanging(article_id=article_id))
    # Its outlet and version are read behind: joined, they would be those of before the lock was waited for.
    rows = Article.objects.select_for_update(skip_locked=not wait)
    return rows.filter(pk=article_id, state=state).first()


def article_move(*, article: Article, state: Article.State) -> None:
    """Put an article into a state; its next stage, where there is one, is due at once."""
    article.state = state
    article.attempts = 0
    article.failure = ""
    article.next_attempt_at = None if state == State.MATCHED else timezone.now()
    if state == State.MATCHED:
        article.completed_version = article.current_version
    article.save(
        update_fields=["state", "attempts", "failure", "next_attempt_at", "completed_version", "updated_at"]
    )


def article_resume(*, article: Article) -> None:
    """Go on with an article whose text has not changed from where that text had got to."""
    done = article.current_version_id == article.completed_version_id
    article_move(article=article, state=State.MATCHED if done else State.EXTRACTED)


@transaction.atomic
def article_postpone(
    *, article_id: UUID, state: str, reason: str, at_least: timedelta = timedelta(), counted: bool = True
) -> None:
    """Try the stage after `state` again later; after MAX_ATTEMPTS the article has failed with the reason.

    `at_least` is how long to wait in any case. An attempt that is not `counted` waits no longer than that.
    """
    article = article_lock(article_id=article_id, state=state, wait=True)
    if article is None:
        return
    if counted and article.attempts >= MAX_ATTEMPTS:
        article_fail(article=article, reason=f"{reason} Given up after {article.attempts} attempts.")
        return
    article.failure = reason
    backoff = BACKOFF[max(article.attempts, 1) - 1] if counted else timedelta()
    article.attempts -= 0 if counted else 1
    article.next_attempt_at = timezone.now() + max(backoff, at_least)
    article.save(update_fields=["attempts", "failure", "next_attempt_at", "updated_at"])


@transaction.atomic
def article_fail(*, article: Article, reason: str) -> None:
    """Give an article up until somebody submits it again."""
    Intake.objects.filter(article=article).delete()
    article.state = State.FAILED
    article.failure = reason
    article.next_attempt_at = None
    article.save(update_fields=["state", "failure", "next_attempt_at", "updated_at"])


@transaction.atomic
def intake_store(*, article: Article, body: Body) -> None:
    """Keep what arrived for an article, instead of what may wait there, until its text is stored."""
    Intake.objects.update_or_create(
        article=article,
        defaults={
            "media_type": body.media_type[:100],
            "body": zlib.compress(body.content),
            "etag": body.etag,
            "last_modified": body.last_modified,
            "fetched_at": body.fetched_at,
        },
    )
    article_move(article=article, state=State.FETCHED)


@transaction.atomic
def version_store(*, article: Article, intake: Intake, text: Text) -> None:
    """Make the text the article's current version, unless that already says the same; the intake goes.

    The article is locked, as one that may be changing. A new version has its claims proposed next; an
    unchanged one goes on from where it had got to, or is proposed anew if its day or language is another.
    What the submitter said about the article stays; the page's own word fills the gaps. A text that
    another article had first makes this one a syndication of it.
    """
    mentioned, read_by = _mentioned(article), _read_by(article)
    if article.source is None:
        article.source = source_for_url(url=article.url, site_name=text.site_name)
    article.title = article.title or text.title[:1000]
    article.byline = article.byline or text.byline[:500]
    if article.published_at is None:
        article.published_at, article.utc_offset = text.published_at, text.utc_offset
    elif article.utc_offset is None:
        # A day that was given alone stays that day, by whichever clock the page goes.
        told = offset_told(article.published_at)
        article.utc_offset = text.utc_offset if told is None else told
    article.language = article.language or text.language[:35]
    _read_anew_unless(article, read_by)
    known = article.current_version
    changed = known is None or known.content_hash != text.content_hash
    if changed:
        article.current_version = _add_version(article, intake, text)
        article.syndicated_from = article.syndicated_from or _copied_from(article.current_version)
    article.save()
    _announce(article, mentioned)
    intake.delete()
    if changed:
        article_move(article=article, state=State.EXTRACTED)
    else:
        article_resume(article=article)


def _mentioned(article: Article) -> tuple[object, ...]:
    """What others show of the article."""
    return article.title, article.published_at, article.published_on, article.source_id


def _read_by(article: Article) -> tuple[object, ...]:
    """What its sentences are read by: 'on Monday' is another day in an article of another week."""
    return article.published_on, article.language, article.source_id


def _read_anew_unless(article: Article, read_by: tuple[object, ...]) -> None:
    if _read_by(article) != read_by:
        article.completed_version = None


def _announce(article: Article, mentioned_before: tuple[object, ...]) -> None:
    if _mentioned(article) != mentioned_before:
        events.publish(events.ArticleChanged(article_id=article.id))


def _add_version(article: Article, intake: Intake, text: Text) -> ArticleVersion:
    known = article.current_version
    return ArticleVersion.objects.create(
        article=article,
        number=known.number + 1 if known else 1,
        text=text.text,
        content_hash=text.content_hash,
        fingerprint=text.fingerprint,
        media_type=intake.media_type,
        snapshot=intake.body,
        etag=intake.etag,
        last_modified=intake.last_modified,
        fetched_at=intake.fetched_at,
    )


def _copied_from(version: ArticleVersion) -> Article | None:
    other = version_near_identical(version)
    # Identifiers sort by the time they were made: of two articles alike, the one read first is the origin.
    if other is None or _first_version(other.article) > _first_version(version.article):
        return None
    return other.article.syndicated_from or other.article


def _first_version(article: Article) -> UUID:
    return article.versions.earliest("number").pk


def _lock_due(article_id: UUID) -> Article | None:
    rows = Article.objects.select_for_update(skip_locked=True)
    return rows.filter(pk=article_id, next_attempt_at__lte=timezone.now()).first()
