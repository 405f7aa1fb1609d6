"""Everything that can be done to what is public, each by its service, at random on whatever rows there are.

For tests of what must hold after anything: that documents follow from the rows, that a mirror misses nothing.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone

from claims.claimreview.review import Claimant, Item, Review
from claims.claimreview.review import Publisher as ReviewPublisher
from claims.claimreview.review import Rating as Met
from claims.exchange.row import ClaimantRow, ClaimRow, Judged, SightingRow, VerdictRow
from claims.matching.terms import TakenApart
from claims.models import (
    Candidate,
    Claim,
    CurrentVerdict,
    Evidence,
    ImportedReview,
    ImportedRow,
    MetReview,
    Rating,
    RatingScale,
    Topic,
    Verdict,
)
from claims.part_selectors import evidence_at_hand
from claims.rules import TRANSITIONS, Kind, Normalised
from claims.services import (
    candidates,
    claimreview,
    clusters,
    corrections,
    drafts,
    evidence,
    known_claims,
    links,
    merges,
    met_labels,
    new_claims,
    reopening,
    scales,
    source_merges,
    topics,
    verdicts,
)
from common.errors import RegistryError
from common.ids import new_id
from sources.models import Article, Intake, Source
from sources.services import articles, many, sources
from tests import factories

M = TypeVar("M", bound=Model)
Doing = Callable[["Desk"], object]
DOINGS: dict[Callable[..., Any], Doing] = {}


class NothingToDo(Exception):
    """There is no row yet that this could be done to."""


@dataclass
class Desk:
    """Somebody who does things by chance."""

    chance: random.Random
    actor: User = field(default_factory=lambda: factories.user(is_superuser=True))
    number: int = 0

    def do(self) -> str | None:
        """Do something; its name, None where it was refused or there was nothing to do it to."""
        service, doing = self.chance.choice(list(DOINGS.items()))
        try:
            doing(self)
        except (RegistryError, NothingToDo):
            return None
        return service.__name__

    def any(self, rows: QuerySet[M]) -> M:
        """One of the rows. Raises NothingToDo."""
        count = rows.count()
        found = rows.order_by("pk")[self.chance.randrange(count) :][:1] if count else []
        for row in found:
            return row
        raise NothingToDo

    def words(self, what: str) -> str:
        """A text that was not there before."""
        self.number += 1
        return f"{what} {self.chance.randrange(10**9)}-{self.number} “Ω”\n"

    def word(self, what: str) -> str:
        """The same in one line without anything odd in it."""
        self.number += 1
        return f"{what}-{self.chance.randrange(10**9)}-{self.number}"


def _by(service: Callable[..., Any]) -> Callable[[Doing], Doing]:
    def register(doing: Doing) -> Doing:
        DOINGS[service] = doing
        return doing

    return register


def _pending(desk: Desk) -> Candidate:
    version = factories.article_version(text=desk.words("The dam is high"), article=_article(desk))
    Article.objects.filter(pk=version.article_id).update(current_version=version)
    candidate = factories.candidate(
        article_version=version,
        claimant=desk.chance.choice(["", "Oda Brekke", "Ivo Lenz"]),
        said_on_text=desk.chance.choice(["", "on Sunday"]),
    )
    if desk.chance.random() < 0.6:
        first = Claim.objects.order_by("pk").first()
        known = {candidate.pk: first.pk} if first else {}
        clusters.candidates_cluster(candidates=[candidate], known=known)
        candidate.refresh_from_db()
    return candidate


def _article(desk: Desk) -> Article:
    title = desk.chance.choice(["", desk.words("Title")])
    if Article.objects.count() < 6 or desk.chance.random() < 0.1:
        return factories.article(source=sources.source_for_outlet(name=desk.word("Post")), title=title)
    return factories.article(source=desk.any(Article.objects.all()).source, title=title)


def _publisher(desk: Desk) -> Source:
    desks = Source.objects.filter(kind=Source.Kind.FACT_CHECKER)
    if desks.count() < 3:
        sources.source_create(kind=Source.Kind.FACT_CHECKER, name=desk.word("Desk"), actor=desk.actor)
    return desk.any(desks)


def _rating(desk: Desk) -> UUID:
    return desk.any(Rating.objects.filter(scale__publisher=None)).pk


def _next_kind(desk: Desk, claim: Claim, publisher: Source) -> Kind:
    current = (
        CurrentVerdict.objects.filter(claim=claim, publisher=publisher).select_related("verdict").first()
    )
    return desk.chance.choice(sorted(TRANSITIONS[Kind(current.verdict.kind) if current else None]))


def _judge(desk: Desk) -> dict[str, Any]:
    """Anything that may come next; of somebody else's first verdicts alone few would ever be changed."""
    claim, publisher = desk.any(Claim.objects.all()), _publisher(desk)
    pointers = CurrentVerdict.objects.select_related("claim", "publisher")
    if desk.chance.random() < 0.7 and pointers.exists():
        pointer = desk.any(pointers)
        claim, publisher = pointer.claim, pointer.publisher
    kind = _next_kind(desk, claim, publisher)
    return {
        "claim_id": claim.pk,
        "publisher_id": publisher.pk,
        "kind": kind,
        "actor": desk.actor,
        "reason": "" if kind is Kind.INITIAL else desk.words("because"),
        "note": desk.words("wrong") if kind is Kind.CORRECTION else "",
        "rating_id": None if kind is Kind.RETRACTION else _rating(desk),
        "statement": verdicts.Statement(summary=desk.words("summary")),
    }


@_by(candidates.candidate_accept)
def _accept(desk: Desk) -> None:
    candidates.candidate_accept(candidate_id=_pending(desk).pk, actor=desk.actor)


@_by(candidates.candidate_merge)
def _merge_candidate(desk: Desk) -> None:
    claim = desk.any(Claim.objects.all())
    candidates.candidate_merge(candidate_id=_pending(desk).pk, claim_id=claim.pk, actor=desk.actor)


@_by(candidates.candidate_reject)
def _reject(desk: Desk) -> None:
    candidates.candidate_reject(candidate_id=_pending(desk).pk, actor=desk.actor, reason="No claim.")


@_by(reopening.candidate_reopen)
def _reopen(desk: Desk) -> None:
    decided = Candidate.objects.filter(state__in=[Candidate.State.MERGED, Candidate.State.REJECTED])
    together = desk.chance.random() < 0.5
    reopening.candidate_reopen(candidate_id=desk.any(decided).pk, actor=desk.actor, together=together)


@_by(corrections.claim_correct)
def _correct_claim(desk: Desk) -> None:
    corrections.claim_correct(
        claim_id=desk.any(Claim.objects.all()).pk,
        text=desk.words("The dam was high"),
        language=desk.chance.choice(["", "en", "nb"]),
        claimant=desk.chance.choice([None, desk.any(Source.objects.all())]),
        reason="A slip.",
        actor=desk.actor,
    )


@_by(verdicts.verdict_record)
def _record(desk: Desk) -> None:
    given = _judge(desk)
    claim = Claim.objects.get(pk=given["claim_id"])
    at_hand = evidence_at_hand(claim, Source.objects.get(pk=given["publisher_id"]))
    verdicts.verdict_record(**given, kept_evidence=[row.pk for row in at_hand if desk.chance.random() < 0.5])


@_by(drafts.draft_publish)
def _publish_draft(desk: Desk) -> None:
    draft = drafts.draft_create(**_judge(desk))
    of_draft: dict[str, Any] = {"draft_id": draft.pk, "actor": desk.actor}
    for place in ("1", "2", "3"):
        given = evidence.evidence_add(
            **of_draft, stance=Evidence.Stance.REFUTES, url=f"https://data.example/{place}"
        )
    evidence.evidence_change(**of_draft, evidence_id=given.pk, stance=Evidence.Stance.CONTEXT)
    evidence.evidence_remove(**of_draft, evidence_id=given.pk)
    draft = drafts.draft_update(draft_id=draft.pk, actor=desk.actor, summary=desk.words("summary"))
    drafts.draft_publish(draft_id=draft.pk, revision=draft.revision, actor=desk.actor)


@_by(evidence.evidence_add)
def _add_evidence(desk: Desk) -> None:
    of: dict[str, Any] = {"claim_id": desk.any(Claim.objects.all()).pk}
    if desk.chance.random() < 0.5:
        of = {"verdict_id": desk.any(Verdict.objects.all()).pk}
    evidence.evidence_add(
        **of, actor=desk.actor, stance=Evidence.Stance.CONTEXT, url=f"https://data.example/{desk.word('a')}"
    )


@_by(evidence.evidence_withdraw)
def _withdraw_evidence(desk: Desk) -> None:
    row = desk.any(Evidence.objects.filter(verdict=None, draft=None))
    evidence.evidence_withdraw(evidence_id=row.pk, reason="Another dam.", actor=desk.actor)


@_by(links.evidence_link_note)
def _note_link(desk: Desk) -> None:
    row = desk.any(Evidence.objects.all())
    reading = links.Reading(url=row.url, readable=desk.chance.random() < 0.5, content_hash="0" * 64)
    links.evidence_link_note(evidence_id=row.pk, reading=reading)


@_by(merges.claim_merge)
def _merge(desk: Desk) -> None:
    claim, into = desk.any(Claim.objects.all()), desk.any(Claim.objects.all())
    merges.claim_merge(claim_id=claim.pk, into_id=into.pk, actor=desk.actor, reason="The same.")


@_by(merges.claim_unmerge)
def _unmerge(desk: Desk) -> None:
    claim = desk.any(Claim.objects.filter(state=Claim.State.MERGED))
    merges.claim_unmerge(claim_id=claim.pk, actor=desk.actor, reason="Not the same.")


@_by(topics.claim_topics_set)
def _set_topics(desk: Desk) -> None:
    about = [topic.slug for topic in Topic.objects.all() if desk.chance.random() < 0.4]
    topics.claim_topics_set(claim_id=desk.any(Claim.objects.all()).pk, topics=about, actor=desk.actor)


@_by(topics.topic_create)
def _create_topic(desk: Desk) -> None:
    slug = desk.word("topic")
    topics.topic_create(slug=slug, name=slug.title(), actor=desk.actor)


@_by(topics.topic_rename)
def _rename_topic(desk: Desk) -> None:
    topic = desk.any(Topic.objects.all())
    topics.topic_rename(slug=topic.pk, name=desk.words("Topic"), actor=desk.actor)


@_by(topics.topic_delete)
def _delete_topic(desk: Desk) -> None:
    if Topic.objects.count() < 3:
        raise NothingToDo
    topics.topic_delete(slug=desk.any(Topic.objects.all()).pk, actor=desk.actor)


@_by(scales.scale_version_add)
def _add_scale_version(desk: Desk) -> None:
    label = scales.Label(label=desk.word("Label"), normalised=Normalised.MIXED, value=Decimal(2))
    scale = desk.any(RatingScale.objects.all())
    scales.scale_version_add(scale_id=scale.pk, actor=desk.actor, changes=[label])


@_by(scales.scale_delete)
def _delete_scale(desk: Desk) -> None:
    if RatingScale.objects.count() < 3:
        raise NothingToDo
    scales.scale_delete(scale_id=desk.any(RatingScale.objects.all()).pk, actor=desk.actor)


@_by(sources.source_create)
def _create_source(desk: Desk) -> None:
    sources.source_create(kind=Source.Kind.PERSON, name=desk.words("Person").strip(), actor=desk.actor)


@_by(sources.source_update)
def _rename_source(desk: Desk) -> None:
    source = desk.any(Source.objects.all())
    name = desk.words("Name").strip()
    sources.source_update(source_id=source.pk, name=name, notes="renamed", actor=desk.actor)


@_by(sources.source_delete)
def _delete_source(desk: Desk) -> None:
    source = desk.any(Source.objects.filter(kind=Source.Kind.PERSON))
    sources.source_delete(source_id=source.pk, actor=desk.actor)


@_by(source_merges.source_merge)
def _merge_source(desk: Desk) -> None:
    source, into = (desk.any(Source.objects.filter(survivor=None)) for _ in range(2))
    source_merges.source_merge(source_id=source.pk, into_id=into.pk, actor=desk.actor, reason="The same.")


@_by(source_merges.source_unmerge)
def _unmerge_source(desk: Desk) -> None:
    source = desk.any(Source.objects.exclude(survivor=None))
    source_merges.source_unmerge(source_id=source.pk, actor=desk.actor, reason="Not the same.")


@_by(sources.source_for_claimant)
def _find_claimant(desk: Desk) -> None:
    sources.source_for_claimant(name=desk.word("Claimant"), role="minister")


@_by(sources.source_for_outlet)
def _find_outlet(desk: Desk) -> None:
    sources.source_for_outlet(name=desk.word("Outlet"))


@_by(sources.source_for_url)
def _find_site(desk: Desk) -> None:
    sources.source_for_url(url=f"https://{desk.word('site')}.example/1")


@_by(articles.article_queue)
def _retitle(desk: Desk) -> None:
    article = desk.any(Article.objects.all())
    articles.article_queue(url=article.url, title=desk.word("Title"), published_at=timezone.now())


@_by(articles.version_store)
@transaction.atomic
def _store_version(desk: Desk) -> None:
    chosen = desk.any(Article.objects.filter(title=""))
    article = articles.article_lock(article_id=chosen.pk, state=chosen.state, wait=True, changing=True)
    if article is None or article.title:
        raise NothingToDo
    text = desk.words("The dam is low")
    body = articles.Body(media_type="text/plain", content=text.encode(), fetched_at=timezone.now())
    articles.intake_store(article=article, body=body)
    articles.version_store(
        article=article,
        intake=Intake.objects.get(article=article),
        text=articles.Text(text=text, content_hash=desk.word("hash"), fingerprint=[], title=desk.word("T")),
    )


@_by(sources.source_for_fact_checker)
def _find_fact_checker(desk: Desk) -> None:
    sources.source_for_fact_checker(name=desk.word("Desk"), site=f"{desk.word('desk')}.example")


@_by(many.sources_for_claimants)
def _find_claimants(desk: Desk) -> None:
    many.sources_for_claimants(names={desk.word("Claimant"): False, desk.word("Company"): True})


@_by(met_labels.ratings_meet)
def _meet_labels(desk: Desk) -> None:
    met_labels.ratings_meet(publisher=_publisher(desk), met=[Met(label=desk.word("Label"))])


@_by(claimreview.review_import)
def _import_review(desk: Desk) -> None:
    publisher = ReviewPublisher(name="Control Desk", url=f"https://{desk.word('desk')}.example")
    review = Review(
        url=f"{publisher.url}/{desk.word('review')}",
        claim=desk.word("The dam is low"),
        publisher=publisher,
        rating=Met(label=desk.word("Label"), explanation=desk.words("So it is.")),
        items=(Item(claimant=Claimant(name=desk.word("Claimant"))),),
        citations=("https://data.example/1",),
    )
    claimreview.review_import(review=review, actor=desk.actor)


@_by(claimreview.review_fall_back)
def _fall_back(desk: Desk) -> None:
    row = desk.any(ImportedReview.objects.all())
    said = row.document | {"reviewRating": {"alternateName": desk.word("Label")}}
    met = MetReview(review=row, before=[], words=[], document=said)
    claimreview.review_fall_back(met=met, actor=desk.actor)


def _row(desk: Desk, key: str) -> ClaimRow:
    verdict = VerdictRow(Judged(desk.word("Desk"), desk.word("Label")))
    return ClaimRow(
        key=key,
        digest=desk.words("digest"),
        text=desk.words("The dam is low."),
        claimant=ClaimantRow(name=desk.word("Claimant")),
        topics=((desk.word("topic"), "A topic"),),
        sightings=(SightingRow(urls=("https://post.example/1",)),),
        verdicts=(verdict,) if desk.chance.random() < 0.7 else (),
    )


@_by(new_claims.claims_create)
def _create_claims(desk: Desk) -> None:
    rows = [_row(desk, f"id:{new_id()}"), _row(desk, f"id:{new_id()}")]
    new_claims.claims_create(rows=rows, owner=desk.actor, texts=TakenApart())


@_by(known_claims.claim_row_update)
def _update_claim(desk: Desk) -> None:
    known = desk.any(ImportedRow.objects.filter(owner=desk.actor))
    known_claims.claim_row_update(row=_row(desk, known.key), owner=desk.actor)


def begin(desk: Desk) -> None:
    """A few rows to do things to."""
    for doing in (_create_topic, _create_topic, _accept, _accept, _record, _add_evidence):
        doing(desk)
