"""Rows that tests start from, made by the real services where there is one. Each call makes a new thing;
keyword arguments say what matters to the test.
"""

from __future__ import annotations

import hashlib
import itertools
import zlib
from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.auth.models import Group, User
from django.db import transaction
from django.utils import timezone

from claims.models import Candidate, Claim, Evidence, Rating, RatingScale, Topic, Verdict, VerdictDraft
from claims.roles import Role
from claims.rules import Kind
from claims.services.candidates import candidate_accept
from claims.services.documents import documents_refresh
from claims.services.drafts import draft_create
from claims.services.evidence import evidence_add
from claims.services.merges import claim_merge
from claims.services.verdicts import Statement, verdict_record
from common.models import ApiKey
from common.scopes import Scope
from common.services import api_key_create
from sources.models import Article, ArticleVersion, Feed, Source
from tests.triggers import triggers_off
from webhooks.holding import endpoint_confirm, endpoints_lock
from webhooks.models import Delivery, Endpoint, Event
from webhooks.services.endpoints import endpoint_create

_numbers = itertools.count(1)


def numbers_from(first: int) -> None:
    """Count from there on: of several processes that fill one database each has numbers of its own."""
    global _numbers
    _numbers = itertools.count(first)


SENTENCE = "The reservoir holds two years of water, said Oda Brekke, the water minister."


def user(*, role: Role | None = Role.EDITOR, **values: Any) -> User:
    """A user of that role; of none, without any rights."""
    given = {"username": f"user-{next(_numbers)}"} | values
    made = User.objects.create_user(**given)
    if role:
        made.groups.add(Group.objects.get(name=role))
    return made


def api_key(*scopes: Scope, owner: User | None = None, **values: Any) -> str:
    """A key with these scopes, or with any one where none is given; `expires_at` may have passed."""
    expires_at = values.pop("expires_at", None)
    row, key = api_key_create(
        owner=owner or user(), scopes=scopes or [Scope.ARTICLES_READ], **{"name": "tests"} | values
    )
    if expires_at is not None:
        ApiKey.objects.filter(pk=row.pk).update(expires_at=expires_at)
    return key


def source(**values: Any) -> Source:
    """A person, unless `kind` says otherwise."""
    given = {"kind": Source.Kind.PERSON, "name": f"Oda Brekke {next(_numbers)}"} | values
    return Source.objects.create(**given)


def fact_checker(**values: Any) -> Source:
    """A source that may publish verdicts."""
    return source(**{"kind": Source.Kind.FACT_CHECKER, "name": f"Control Desk {next(_numbers)}"} | values)


def rating(label: str = "False", **values: Any) -> Rating:
    """A rating of a scale made for it, open to every publisher unless `publisher` is given."""
    scale = RatingScale.objects.create(
        publisher=values.pop("publisher", None), name=f"Scale {next(_numbers)}", worst=1, best=5
    )
    return Rating.objects.create(scale=scale, label=label, **{"value": 1, "normalised": "false"} | values)


def topic(slug: str = "water") -> Topic:
    """The topic of that slug."""
    return Topic.objects.get_or_create(slug=slug, defaults={"name": slug.title()})[0]


def feed(**values: Any) -> Feed:
    """An RSS feed of an outlet, due now."""
    given = {
        "url": f"https://outlet.example/feed/{next(_numbers)}",
        "kind": Feed.Kind.RSS,
        "interval": timedelta(minutes=30),
    } | values
    if "source" not in given:
        given["source"] = source(kind=Source.Kind.OUTLET)
    return Feed.objects.create(**given)


def evidence(claim: Claim, **values: Any) -> Evidence:
    """Evidence for a claim, added by the service."""
    given: dict[str, Any] = {
        "stance": Evidence.Stance.REFUTES,
        "url": "https://records.example/levels",
        "actor": user(),
    }
    return evidence_add(claim_id=claim.pk, **given | values)


def article(**values: Any) -> Article:
    """An article of an outlet."""
    number = next(_numbers)
    given = {
        "url": f"https://outlet.example/{number}",
        "title": f"Article {number}",
        "language": "en",
    } | values
    return Article.objects.create(**given)


def article_version(*, text: str = SENTENCE, **values: Any) -> ArticleVersion:
    """The first version of a new article, or of `article`."""
    body = text.encode()
    given = {
        "number": 1,
        "content_hash": hashlib.sha256(body).hexdigest(),
        "fingerprint": [],
        "media_type": "text/plain",
        "snapshot": zlib.compress(body),
        "fetched_at": timezone.now(),
    } | values
    if "article" not in given:
        given["article"] = article()
    return ArticleVersion.objects.create(text=text, **given)


def candidate(**values: Any) -> Candidate:
    """A pending candidate over the whole text of its article version."""
    version = values.pop("article_version", None) or article_version()
    given = {
        "text": "The reservoir holds two years of water.",
        "sentence": version.text,
        "start": 0,
        "end": len(version.text),
        "quote": False,
        "claimant": "Oda Brekke",
        "role": "water minister",
        "via": [],
        "language": "en",
        "score": 0.8,
        "reasons": ["figure"],
        "proposer": "tests",
        "proposer_version": "1",
    } | values
    return Candidate.objects.create(article_version=version, **given)


def claim(*, topics: tuple[str, ...] = (), **values: Any) -> Claim:
    """An open claim; a verdict publishes it."""
    given = {"text": "The reservoir holds two years of water.", "language": "en"} | values
    made = Claim.objects.create(**given)
    made.topics.set([topic(slug) for slug in topics])
    return shown(made)


def shown(claim: Claim) -> Claim:
    """The claim, shown as its rows are now: for tests that write some themselves, beneath the services."""
    documents_refresh(claim_ids=[claim.id])
    return claim


def merged_claim(into: Claim, *, published: bool = False, **values: Any) -> Claim:
    """A claim merged into another by the service, while it was open or after it was `published`."""
    made = claim(**values)
    if published:
        verdict(made)
    claim_merge(claim_id=made.id, into_id=into.id, actor=user(), reason="They say the same.")
    made.refresh_from_db()
    return made


def accepted_claim(**values: Any) -> Claim:
    """An open claim with one appearance; `values` are of its candidate."""
    return candidate_accept(candidate_id=candidate(**values).id, actor=user())


def published_claim(**values: Any) -> Claim:
    """A claim with one appearance and one verdict; `values` are of its candidate."""
    made = accepted_claim(**values)
    verdict(made)
    made.refresh_from_db()
    return made


def verdict(
    claim: Claim | None = None,
    *,
    kind: Kind = Kind.INITIAL,
    publisher: Source | None = None,
    statement: Statement | None = None,
    **values: Any,
) -> Verdict:
    """A verdict recorded by the service, with a rating of its own unless it is a retraction."""
    of = claim or Claim.objects.create(text=f"The dam is {next(_numbers)} metres high.", language="en")
    given = {"reason": "" if kind is Kind.INITIAL else "New figures were published."} | values
    if kind is Kind.CORRECTION:
        given.setdefault("note", "We had read the wrong column; the figure is 38.")
    if kind is not Kind.RETRACTION and "rating_id" not in given:
        given["rating_id"] = rating().id
    return verdict_record(
        claim_id=of.id,
        publisher_id=(publisher or fact_checker()).id,
        kind=kind,
        actor=given.pop("actor", None) or user(),
        statement=statement or Statement(effective_at=datetime(2026, 3, 1, tzinfo=UTC)),
        **given,
    )


def retraction(of: Verdict, *, actor: User) -> Verdict:
    """The publisher's withdrawal of the verdict, from now on."""
    return verdict(of.claim, publisher=of.publisher, kind=Kind.RETRACTION, statement=Statement(), actor=actor)


def draft(verdict: Verdict, *, author: User, **values: Any) -> VerdictDraft:
    """An update of the verdict, prepared by the service and not yet published."""
    given = {"rating_id": verdict.rating_id, "reason": "New figures."} | values
    return draft_create(
        claim_id=verdict.claim_id,
        publisher_id=verdict.publisher_id,
        kind=Kind.UPDATE,
        actor=author,
        **given,
    )


def endpoint(**values: Any) -> tuple[Endpoint, str]:
    """An active webhook endpoint and its secret; of the challenge it would have echoed nothing is left.

    The topics that its filters name are there.
    """
    given: dict[str, Any] = {"owner": user()} | values
    if "topic" in given.get("filters", ()):
        for slug in given["filters"]["topic"]:
            topic(slug)
    with transaction.atomic():
        made, secret = endpoint_create(**given)
        with triggers_off():
            Delivery.objects.filter(endpoint=made).delete()
            Event.objects.filter(type="webhook.challenge", deliveries=None).delete()
        endpoint_confirm(endpoints_lock([made.pk])[0])
    made.refresh_from_db()
    return made, secret
