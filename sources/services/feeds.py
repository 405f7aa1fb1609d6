"""Feeds, and how a poll of one ends. What a poll does is the ingest app's.

The row says when the feed is due (`next_poll_at`). A poll takes a lease by moving that, so that a worker that
dies leaves the feed due again.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from common.addresses import MAX_URL_CHARS
from common.errors import Conflict, Invalid, NotFound
from common.rights import permission_require
from common.targets import target_checked
from common.wake import wake_on_commit
from sources.models import Feed
from sources.rights import MEANINGS, PUBLISH_VERDICT
from sources.services.holding import source_keep

SHORTEST, LONGEST = timedelta(minutes=5), timedelta(days=30)
INTERVAL = timedelta(minutes=30)
"""Between two polls, unless the feed says otherwise."""
LEASE = timedelta(minutes=5)
"""How long a poll has before it counts as lost."""
FAILING_AFTER = 5
"""Failures in a row after which a feed is called failing; it is still polled, ever more rarely."""
_BACKOFF_MAX = timedelta(days=1)

State = Feed.State


@transaction.atomic
def feed_create(*, source_id: UUID, url: str, kind: str, actor: User, interval: timedelta = INTERVAL) -> Feed:
    """Follow a feed of a source, from now on; whoever does owns it.

    Raises Refused, NotFound, Invalid, Conflict (it is followed already).
    """
    _check_right(kind, actor)
    feed = Feed(
        source=source_keep(source_id=source_id, field="source"),
        owner=actor,
        url=feed_url_check(url=url),
        kind=kind,
        interval=feed_interval_check(interval=interval),
    )
    feed.next_poll_at = timezone.now()
    _save(feed)
    _wake(feed)
    return feed


@transaction.atomic
def feed_update(
    *,
    feed_id: UUID,
    actor: User,
    url: str | None = None,
    kind: str | None = None,
    interval: timedelta | None = None,
    paused: bool | None = None,
) -> Feed:
    """Change what is given; the feed is then polled anew.

    Whoever says where it is or what it lists owns it from then on: that is imported in their name.
    Raises Refused, NotFound, Invalid, Conflict.
    """
    feed = _lock(feed_id)
    before = feed.url, feed.kind
    feed.url = feed_url_check(url=url) if url is not None else feed.url
    feed.kind = kind or feed.kind
    _check_right(feed.kind, actor)
    if (feed.url, feed.kind) != before:
        feed.owner = actor
        feed.etag = feed.last_modified = ""
    feed.interval = feed_interval_check(interval=interval) if interval is not None else feed.interval
    if paused is not None:
        feed.state = State.PAUSED if paused else State.ACTIVE
    feed.failure_count, feed.failure = 0, ""
    feed.next_poll_at = timezone.now()
    _save(feed)
    _wake(feed)
    return feed


@transaction.atomic
def feed_delete(*, feed_id: UUID) -> None:
    """Follow the feed no more; the articles it brought stay. Raises NotFound."""
    _lock(feed_id).delete()


@transaction.atomic
def feed_poll_soon(*, feed_id: UUID) -> None:
    """Have the feed polled now. Raises NotFound, Conflict (it is paused)."""
    feed = _lock(feed_id)
    if feed.state == State.PAUSED:
        raise Conflict("the feed is paused; resume it first")
    feed.next_poll_at = timezone.now()
    feed.save(update_fields=["next_poll_at", "updated_at"])
    _wake(feed)


@transaction.atomic
def feed_lease(*, feed_id: UUID) -> Feed | None:
    """Begin a poll; None where the feed is not due or somebody else polls it."""
    rows = Feed.objects.select_for_update(skip_locked=True)
    feed = rows.filter(pk=feed_id, next_poll_at__lte=timezone.now()).exclude(state=State.PAUSED).first()
    if feed is not None:
        feed.next_poll_at = timezone.now() + LEASE
        feed.save(update_fields=["next_poll_at", "updated_at"])
    return feed


@transaction.atomic
def feed_polled(*, polled: Feed, etag: str = "", last_modified: str = "") -> None:
    """Note that a poll of the feed as leased went through, with what to ask by the next time."""
    feed = _lock_as_polled(polled)
    if feed is None:
        return
    feed.etag, feed.last_modified = etag, last_modified
    feed.failure_count, feed.failure = 0, ""
    feed.polled_at = timezone.now()
    feed.next_poll_at = feed.polled_at + feed.interval
    if feed.state == State.FAILING:
        feed.state = State.ACTIVE
    feed.save()


@transaction.atomic
def feed_failed(
    *, polled: Feed, reason: str, at_least: timedelta = timedelta(), for_good: bool = False
) -> None:
    """Note that a poll of the feed as leased failed.

    It waits twice as long after each failure in a row, a day at most. `at_least` is how long to wait in any
    case. One that is gone `for_good` is paused.
    """
    feed = _lock_as_polled(polled)
    if feed is None:
        return
    feed.failure_count += 1
    feed.failure = reason
    backoff = min(feed.interval * 2 ** min(feed.failure_count, 10), max(_BACKOFF_MAX, feed.interval))
    feed.next_poll_at = timezone.now() + max(backoff, at_least)
    if for_good:
        feed.state = State.PAUSED
    elif feed.failure_count >= FAILING_AFTER and feed.state == State.ACTIVE:
        feed.state = State.FAILING
    feed.save()


def feeds_wake(*, feed_ids: list[UUID]) -> None:
    """Wake a worker for each of the feeds."""
    for feed_id in feed_ids:
        wake_on_commit("ingest.feed_poll", str(feed_id))


def next_poll(feed: Feed) -> datetime | None:
    """When the feed is polled next; None while it is paused."""
    return None if feed.state == State.PAUSED else feed.next_poll_at


def _wake(feed: Feed) -> None:
    if feed.state != State.PAUSED:
        feeds_wake(feed_ids=[feed.id])


def _lock(feed_id: UUID) -> Feed:
    # Without its outlet: joined, a feed would be lost that a merge of sources moves this moment.
    feed = Feed.objects.select_for_update(no_key=True).filter(pk=feed_id).first()
    if feed is None:
        raise NotFound(f"there is no feed {feed_id}")
    return feed


def _lock_as_polled(polled: Feed) -> Feed | None:
    """The feed, unless it is elsewhere or lists something else by now: the poll says nothing of that."""
    rows = Feed.objects.select_for_update(no_key=True)
    return rows.filter(pk=polled.pk, url=polled.url, kind=polled.kind).first()


def _save(feed: Feed) -> None:
    try:
        with transaction.atomic():
            feed.save()
    except IntegrityError as error:
        raise Conflict(f"{feed.url} is followed already", field="url") from error


def _check_right(kind: str, actor: User) -> None:
    """What lists reviews is for those who may import them."""
    if kind == Feed.Kind.CLAIMREVIEW:
        meaning = MEANINGS[PUBLISH_VERDICT]
        permission_require(actor=actor, permission=PUBLISH_VERDICT, meaning=meaning)


def feed_interval_check(*, interval: timedelta) -> timedelta:
    """The time between two polls. Raises Invalid where it is too short or too long."""
    if not SHORTEST <= interval <= LONGEST:
        raise Invalid("a feed is polled at intervals from 5 minutes to 30 days", field="interval")
    return interval


def feed_url_check(*, url: str) -> str:
    """The address as it is requested, in ASCII. Raises Invalid where it may not be, or is too long so."""
    requested = target_checked(url).url
    if len(requested) > MAX_URL_CHARS:
        raise Invalid(
            f"in ASCII the address has {len(requested)} characters; {MAX_URL_CHARS} are possible", field="url"
        )
    return requested
