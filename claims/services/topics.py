"""What claims are about."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from claims.document_selectors import claims_of_topic
from claims.models import Claim, Topic
from claims.roles import Right
from claims.services.checks import claim_lock
from claims.services.documents import claims_hold, documents_refresh
from claims.services.rights import right_require
from common.changes import change_record
from common.errors import Conflict, Invalid, NotFound
from common.models import Change

RESOURCE = "topics"
_HELD = "SELECT * FROM claims_topic WHERE slug = ANY(%s) ORDER BY slug FOR SHARE"


@transaction.atomic
def claim_topics_set(
    *, claim_id: UUID, topics: Collection[str], actor: User, instead_of: Collection[str] | None = None
) -> Claim:
    """Make those of these slugs the topics of a claim, instead of those it has.

    `instead_of`: the slugs that it is thought to have. Raises Refused, NotFound, also for a topic that there
    is not or no more, and Conflict where it has others by now or was merged into another.
    """
    claim = claim_lock(claim_id)
    right_require(actor=actor, right=Right.DRAFT_VERDICT)
    has = set(claim.topics.values_list("slug", flat=True))
    if instead_of is not None and has != set(instead_of):
        raise Conflict(
            f"the topics were changed meanwhile, to {', '.join(sorted(has)) or 'none'}", field="topics"
        )
    wanted = set(topics)
    held = topics_hold(slugs=wanted)
    if gone := wanted - held.keys():
        raise NotFound(f"there is no topic {min(gone)}", field="topics")
    claim.topics.set(held.values())
    claim.save(update_fields=["updated_at"])
    documents_refresh(claim_ids=[claim.id])
    return claim


@transaction.atomic
def topic_create(*, slug: str, name: str, actor: User) -> Topic:
    """Add a topic. Raises Refused, Invalid (no name), Conflict (there is one of that slug)."""
    right_require(actor=actor, right=Right.ADD_TOPIC)
    topic = Topic(slug=slug, name=_named(name))
    try:
        with transaction.atomic():
            topic.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(f"there is a topic {slug} already", field="slug") from error
    change_record(resource=RESOURCE, key=slug, kind=Change.Kind.CREATED)
    return topic


@transaction.atomic
def topic_rename(*, slug: str, name: str, actor: User) -> Topic:
    """Call a topic something else, in every claim about it. Raises Refused, NotFound, Invalid (no name)."""
    right_require(actor=actor, right=Right.RENAME_TOPIC)
    topic = topic_hold(slug=slug)
    topic.name = _named(name)
    topic.save(update_fields=["name"])
    change_record(resource=RESOURCE, key=slug, kind=Change.Kind.UPDATED)
    documents_refresh(claim_ids=claims_of_topic(slug))
    return topic


@transaction.atomic
def topic_delete(*, slug: str, actor: User) -> None:
    """Remove a topic from every claim and for good. Raises Refused, NotFound."""
    right_require(actor=actor, right=Right.DELETE_TOPIC)
    topic = topic_hold(slug=slug)
    claim_ids = claims_of_topic(slug)
    topic.delete()
    change_record(resource=RESOURCE, key=slug, kind=Change.Kind.DELETED)
    documents_refresh(claim_ids=claim_ids)


def topic_hold(*, slug: str) -> Topic:
    """Lock a topic until the transaction ends. Raises NotFound."""
    # The claims before their topic, as whoever refreshes their documents locks them.
    claims_hold(claim_ids=claims_of_topic(slug))
    topic = Topic.objects.select_for_update().filter(pk=slug).first()
    if topic is None:
        raise NotFound(f"there is no topic {slug}")
    return topic


def topics_hold(*, slugs: Collection[str]) -> dict[str, Topic]:
    """Those that there are, of which none goes or is renamed until the transaction ends.

    Others may hold them, too, who hold articles already.
    """
    return {topic.slug: topic for topic in Topic.objects.raw(_HELD, [list(slugs)])}


def _named(name: str) -> str:
    if not name.strip():
        raise Invalid("a topic needs a name", field="name")
    return name.strip()
