"""Taking in a review: a new one is a verdict, a changed one a further row, a known one nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, time
from enum import StrEnum
from itertools import chain
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from claims.claimreview.identity import claim_key, same_name
from claims.claimreview.read import host_of
from claims.claimreview.review import Day, Review
from claims.claimreview.write import review_document
from claims.models import Claim, CurrentVerdict, Evidence, ImportedReview, Rating, Sighting, Verdict
from claims.proposing.language import recognise
from claims.roles import Right
from claims.rules import Kind
from claims.search_selectors import claims_worded
from claims.services.documents import claims_hold, documents_refresh
from claims.services.evidence import evidence_add
from claims.services.met_labels import ratings_meet
from claims.services.rights import right_require
from claims.services.turns import turn_take
from claims.services.verdicts import Statement, verdict_record
from common.errors import Conflict, Invalid
from sources.models import Source
from sources.services import source_for_claimant, source_for_fact_checker

_SURE = 0.6  # of a language that nobody stated
_LABEL_MAX = 200
_OWN_PAGE = re.compile("/claims/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")


class Outcome(StrEnum):
    """What an import did with a record."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@transaction.atomic
def review_import(*, review: Review, actor: User) -> tuple[Outcome, Rating | None]:
    """Record what the review says; also its rating, None where no verdict of it was to be looked at.

    It is known again by its publisher, its address and the claim's wording, and compared with what it said
    before, not with what the desk made of that since. A change of its verdict is a new row (a correction
    where it says so, a retraction where it is marked as one, else an update); a change of where the claim
    appeared is none. Raises Refused, Invalid, Conflict (a retraction of nothing).
    """
    right_require(actor=actor, right=Right.PUBLISH_VERDICT)
    publisher = _publisher(review)
    key = claim_key(review.claim)
    # Whoever the publishers are: reviews of one wording are to meet on one claim.
    turn_take(f"review:{key}")
    known = ImportedReview.objects.filter(publisher=publisher, url=review.url, claim_key=key).first()
    document = review_document(review)
    if _is_own(review) or (known and known.document == document):
        return Outcome.UNCHANGED, None
    found = known.claim if known else _claim_of(review, publisher, key)
    claim = _held(found) if found else None
    row = known or ImportedReview(publisher=publisher, url=review.url, claim_key=key, document={})
    if review.retracted or not _word_changes(row.document, document):
        if known is None or claim is None:
            raise Conflict("the review is marked as retracted, and there is nothing of it to retract")
        known.claim = claim
        return _follow(known, review, document, actor), None
    (rating,) = ratings_meet(publisher=publisher, met=[review.rating])
    row.claim = claim or _new_claim(review)
    row.verdict, recorded = _verdict(row, rating, review, document, actor)
    _remember(row, review, document)
    if recorded:
        _cite(review, row.verdict, actor)
    documents_refresh(claim_ids=[row.claim_id])
    if known is None and claim and not recorded:
        return Outcome.UNCHANGED, rating
    return (Outcome.UPDATED if known else Outcome.CREATED), rating


def _publisher(review: Review) -> Source:
    said = review.publisher
    return source_for_fact_checker(
        name=said.name,
        site=host_of(said.url) or host_of(review.url),
        corrections_policy_url=said.corrections_policy,
        methodology_url=said.fact_checking_policy,
    )


def _is_own(review: Review) -> bool:
    """Whether the review is of a claim's page here: what this very registry wrote says nothing new to it."""
    own = _OWN_PAGE.fullmatch(review.url.removeprefix(settings.PUBLIC_URL))
    return bool(own and Claim.objects.filter(pk=UUID(own[1])).exists())


def _claim_of(review: Review, publisher: Source, key: str) -> Claim | None:
    """The claim that the review is about, where the registry has it already."""
    rows = Verdict.objects.filter(publisher=publisher, review_url=review.url).select_related("claim")
    # By its hash, as the index has it.
    verdict: Verdict
    for verdict in rows.extra(where=["md5(review_url) = md5(%s)"], params=[review.url]):
        if claim_key(verdict.claim_text) == key:
            return verdict.claim
    claimants = {item.claimant.name for item in review.items if item.claimant}
    reviewed = ImportedReview.objects.filter(claim_key=key).select_related("claim__claimant")
    for claim in chain((other.claim for other in reviewed), _worded(review.claim)):
        known = claim.claimant
        if not claimants or known is None or any(same_name(name, known.name) for name in claimants):
            return claim
    return None


def _worded(text: str) -> Iterator[Claim]:
    # Of words that are too common to be looked up in time, another claim is made; matching shows the two.
    with suppress(Invalid):
        yield from claims_worded(text)


def _held(claim: Claim) -> Claim:
    """The claim, or what it was merged into, locked: before the scale, as whoever judges one locks them."""
    claims_hold(claim_ids=[claim.pk])
    held = Claim.objects.select_related("survivor").get(pk=claim.pk)
    return held.survivor or held


def _new_claim(review: Review) -> Claim:
    said = next((item.claimant for item in review.items if item.claimant), None)
    claimant = source_for_claimant(name=said.name[:300], role=said.job_title) if said else None
    language = review.language or recognise(review.claim, at_least=_SURE) or ""
    return Claim.objects.create(text=review.claim, language=language, claimant=claimant)


def _follow(row: ImportedReview, review: Review, document: dict[str, Any], actor: User) -> Outcome:
    """Retract what stands where the review came to say so; else note where the claim appeared."""
    last = _last(row)
    # The desk may have been there before.
    if review.retracted and _word_changes(row.document, document) and last and last.rating_id:
        row.verdict = verdict_record(
            claim_id=row.claim_id,
            publisher_id=row.publisher_id,
            kind=Kind.RETRACTION,
            reason="The publisher marked its review as retracted.",
            actor=actor,
        )
    _remember(row, review, document)
    documents_refresh(claim_ids=[row.claim_id])
    return Outcome.UPDATED


def _last(row: ImportedReview) -> Verdict | None:
    """The publisher's last row on the claim."""
    current = CurrentVerdict.objects.filter(claim=row.claim, publisher=row.publisher)
    pointer = current.select_related("verdict__rating").first()
    return pointer.verdict if pointer else None


def _verdict(
    row: ImportedReview, rating: Rating, review: Review, document: dict[str, Any], actor: User
) -> tuple[Verdict, bool]:
    """The publisher's last row on the claim, and whether it was recorded just now."""
    last = _last(row)
    stands = last is not None and last.rating_id is not None
    differing = _differences(last, rating, review) if last else []
    new_words = _new_corrections(row, review) if stands else []
    if last and stands and not differing and not new_words:
        return last, False
    kind, reason = Kind.INITIAL, ""
    if new_words:
        kind, reason = Kind.CORRECTION, "The publisher published a correction."
    elif stands:
        changed = _word_changes(row.document, document) if row.document else differing
        kind, reason = Kind.UPDATE, f"The publisher changed its review: {', '.join(changed)}."
    verdict = verdict_record(
        claim_id=row.claim_id,
        publisher_id=row.publisher_id,
        kind=kind,
        rating_id=rating.pk,
        reason=reason,
        note=" ".join(new_words),
        actor=actor,
        compared=True,
        statement=Statement(
            summary=review.rating.explanation,
            explanation=review.body,
            original_label=review.rating.label[:_LABEL_MAX],
            language=review.language,
            review_url=review.url,
            effective_at=_moment(review.modified if last else review.published),
        ),
    )
    return verdict, True


def _word_changes(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """What a review says otherwise than before of its verdict."""
    then, said = _word(before), _word(now)
    return [name for name in said if said[name] != then[name]]


def _word(document: Mapping[str, Any]) -> dict[str, Any]:
    """What a review says of its verdict, in parts, each by the name that a reason calls it."""
    rating = dict(document.get("reviewRating", {}))
    return {
        "the label": rating.pop("alternateName", ""),
        "the summary": rating.pop("ratingExplanation", ""),
        "the rating": rating,
        "the text": document.get("reviewBody", ""),
        "the corrections": document.get("correction", []),
        "its standing": document.get("creativeWorkStatus", ""),
    }


def _differences(last: Verdict, rating: Rating, review: Review) -> list[str]:
    """What the row does not say as the review does."""
    differing = {
        "the rating": last.rating_id != rating.pk and not _alike(last.rating, rating),
        "the label": last.original_label != review.rating.label[:_LABEL_MAX],
        "the summary": last.summary != review.rating.explanation,
        "the text": last.explanation != review.body,
        "the address": last.review_url not in {"", review.url},
    }
    return [name for name, differs in differing.items() if differs]


def _alike(one: Rating | None, other: Rating) -> bool:
    return one is not None and (one.label, one.value) == (other.label, other.value)


def _new_corrections(row: ImportedReview, review: Review) -> list[str]:
    if not row.document:
        return []
    before = row.document.get("correction", [])
    texts = {each.get("text") for each in (before if isinstance(before, list) else [before])}
    return [one.text for one in review.corrections if one.text not in texts]


def _moment(day: Day | None) -> datetime | None:
    if day is None or isinstance(day, datetime):
        return day
    return datetime.combine(day, time(), tzinfo=UTC)


def _remember(row: ImportedReview, review: Review, document: dict[str, Any]) -> None:
    row.document = document
    row.save()
    row.sightings.all().delete()
    Sighting.objects.bulk_create(_sightings(review, row))


def _sightings(review: Review, row: ImportedReview) -> Sequence[Sighting]:
    return [
        Sighting(
            claim=row.claim,
            review=row,
            claimant=item.claimant.name if item.claimant else "",
            organisation=bool(item.claimant and item.claimant.organisation),
            role=item.claimant.job_title if item.claimant else "",
            same_as=list(item.claimant.same_as) if item.claimant else [],
            said_on=item.said_on,
            first_url=item.first_appearance,
            urls=list(item.appearances),
        )
        for item in review.items
    ]


def _cite(review: Review, verdict: Verdict, actor: User) -> None:
    for url in review.citations:
        try:
            evidence_add(stance=Evidence.Stance.CONTEXT, actor=actor, verdict_id=verdict.pk, url=url)
        except Invalid:
            # An address that the registry may not read is no evidence; the review itself still stands.
            continue
