"""The worker is killed in the middle of its work again and again; Redis is away during a verdict."""

from __future__ import annotations

import random
import time
from collections import Counter
from dataclasses import dataclass
from queue import Empty
from uuid import UUID

from django.contrib.auth.models import Group, User
from django.db.models import QuerySet

from bench.articles import article_text
from claims.models import Candidate, Claim, RatingScale
from claims.roles import Role
from claims.rules import Kind
from claims.services.candidates import candidate_accept
from claims.services.verdicts import verdict_record
from ingest import components
from ingest.pipeline import as_proposers_see
from ingest.services import article_submit
from registry.first_start import database_migrate
from registry.supervisor import Supervisor
from sources.models import Article, ArticleVersion, Intake, Source
from sources.services.articles import MAX_ATTEMPTS
from tests.faults.outcome import FaultFound, wait_for
from webhooks.models import Endpoint
from webhooks.receiver import Received, Receiver
from webhooks.services.endpoints import endpoint_create

_PARAGRAPHS = 100
_LONGEST_REPRIEVE = 1.5  # seconds a worker is left alone at most once it has begun
_RECOVERY = 120.0


@dataclass(frozen=True)
class _Size:
    articles: int
    kills: int


def run(registry: Supervisor, *, full: bool) -> None:
    """Both faults in turn, printing what happened. Raises FaultFound."""
    database_migrate()
    registry.beat.start()
    _kill_workers(registry, _Size(articles=40, kills=60) if full else _Size(articles=8, kills=8))
    _lose_redis(registry)


def _kill_workers(registry: Supervisor, size: _Size) -> None:
    started = time.monotonic()
    ingestion = _Ingestion()
    ingestion.submit(size.articles)
    inside = 0
    for _ in range(size.kills):
        if ingestion.unfinished().count() < 2:
            ingestion.submit(4)
        _start_worker(registry)
        wait_for("work on an article", lambda: ingestion.begun() > 0, seconds=_RECOVERY)
        time.sleep(random.uniform(0, _LONGEST_REPRIEVE))
        # A stage cut short MAX_ATTEMPTS times is given up, rightly; that is not what is tried here.
        wait_for("a younger stage's turn", lambda: ingestion.begun(MAX_ATTEMPTS) == 0, seconds=_RECOVERY)
        registry.worker.kill()
        inside += ingestion.begun() > 0
    _start_worker(registry)
    recovery = wait_for("the end of all articles", lambda: not ingestion.unfinished(), seconds=_RECOVERY)
    candidates = sum(_check(article_id) for article_id in ingestion.articles)
    print(
        f"killed the worker {size.kills} times, {inside} of them inside a stage: "
        f"{len(ingestion.articles)} articles, {candidates} candidates, each there exactly once; "
        f"all done {recovery:.1f} s after the last restart, {time.monotonic() - started:.0f} s in all"
    )
    if inside < size.kills / 2:
        raise FaultFound("too few kills hit a stage for the run to mean anything")


class _Ingestion:
    """Long articles on their way in."""

    def __init__(self) -> None:
        self.articles: list[UUID] = []

    def submit(self, count: int) -> None:
        for seed in range(len(self.articles), len(self.articles) + count):
            self.articles.append(article_submit(text=article_text(seed, _PARAGRAPHS)).id)

    def unfinished(self) -> QuerySet[Article]:
        return Article.objects.filter(id__in=self.articles, next_attempt_at__isnull=False)

    def begun(self, attempts: int = 1) -> int:
        """How many stages were begun that often and not ended.

        An attempt is counted before the work, and forgotten after it.
        """
        return self.unfinished().filter(attempts__gte=attempts).count()


def _lose_redis(registry: Supervisor) -> None:
    if registry.stack is None:
        raise FaultFound("Redis can be stopped only where it is our own: unset DATABASE_URL and REDIS_URL")
    owner = User.objects.create_user("fault-run")
    owner.groups.add(Group.objects.get(name=Role.EDITOR))
    with Receiver() as receiver:
        endpoint, receiver.secret = endpoint_create(owner=owner, url=receiver.url)
        confirmed = Endpoint.objects.filter(pk=endpoint.pk, state=Endpoint.State.ACTIVE)
        wait_for("the receiver's consent", confirmed.exists, seconds=_RECOVERY)
        candidate = Candidate.objects.filter(state=Candidate.State.PENDING).earliest("created_at", "id")
        claim = candidate_accept(candidate_id=candidate.id, actor=owner)
        registry.stack.redis.kill()
        started = time.monotonic()
        _record(claim, owner)
        took = time.monotonic() - started
        registry.stack.redis.start()
        back = time.monotonic()
        event = _next_event(registry, receiver)
        arrived = time.monotonic() - back
    if not event.verified or event.payload["type"] != "verdict.published":
        raise FaultFound(f"a webhook came, but not the right one: {event.problem or event.payload}")
    print(
        f"recorded a verdict with Redis killed, in {took:.2f} s; "
        f"its webhook arrived and verified {arrived:.1f} s after Redis was back"
    )


def _next_event(registry: Supervisor, receiver: Receiver) -> Received:
    """What arrives next. A worker that ended for want of Redis is renewed, as a watched one would be."""
    over = time.monotonic() + _RECOVERY
    while time.monotonic() < over:
        try:
            return receiver.events.get(timeout=0.25)
        except Empty:
            registry.renew()
    raise FaultFound(f"no webhook within {_RECOVERY:.0f} s of Redis' return")


def _record(claim: Claim, actor: User) -> None:
    publisher = Source.objects.filter(kind=Source.Kind.FACT_CHECKER).earliest("created_at")
    rating = RatingScale.objects.get(publisher=None).ratings.get(label="False")
    verdict_record(
        claim_id=claim.id, publisher_id=publisher.id, kind=Kind.INITIAL, rating_id=rating.id, actor=actor
    )


def _start_worker(registry: Supervisor) -> None:
    (registry.folder.run / "worker.pid").unlink(missing_ok=True)
    registry.worker.start()


def _check(article_id: UUID) -> int:
    """How many candidates the article has, after comparing them with what its proposers give undisturbed."""
    article = Article.objects.select_related("source", "current_version").get(pk=article_id)
    if article.state != Article.State.MATCHED:
        raise FaultFound(f"article {article_id} ended as {article.state}: {article.failure}")
    versions = ArticleVersion.objects.filter(article=article).count()
    if versions != 1 or Intake.objects.filter(article=article).exists():
        raise FaultFound(f"article {article_id} has {versions} versions, or its intake is still there")
    seen = as_proposers_see(article)
    wanted = {(p.start, p.end, p.text) for proposer in components.proposers() for p in proposer.propose(seen)}
    rows = Candidate.objects.filter(article_version__article=article)
    found = Counter(rows.values_list("start", "end", "text"))
    if found != Counter(wanted):
        lost, extra = len(Counter(wanted) - found), len(found - Counter(wanted))
        raise FaultFound(f"article {article_id}: {lost} candidates lost, {extra} too many")
    return found.total()
