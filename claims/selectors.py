"""Reads of claims and verdicts, each with what its readers will touch."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from claims.models import (
    Appearance,
    Claim,
    ClaimMerge,
    CurrentVerdict,
    Duplicate,
    Evidence,
    Sighting,
    Topic,
    Variant,
    Verdict,
    VerdictDraft,
)
from claims.roles import Right
from common.errors import NotFound
from sources.selectors import source_asked, source_standing

_SOURCES = {"claimant", "publisher", "source"}
_OF_A_VERDICT = {
    "publisher": "publisher",
    "normalised": "verdict__rating__normalised",
    "verdict": "verdict__rating__label__iexact",
    "reviewed_since": "verdict__effective_at__gte",
    "reviewed_until": "verdict__effective_at__lt",
}
_OF_AN_APPEARANCE = {
    "source": "article_version__article__source",
    "appeared_since": "article_version__article__published_at__gte",
    "appeared_until": "article_version__article__published_at__lt",
}


def verdict_rows() -> QuerySet[Verdict]:
    """Verdicts with publisher, rating and scale."""
    return Verdict.objects.select_related("publisher", "rating__scale", "actor", "approver")


def claim_list(*, include_open: bool = False) -> QuerySet[Claim]:
    """Claims with claimant, topics and current verdicts; published ones only, unless asked otherwise."""
    claims = Claim.objects.select_related("claimant")
    if not include_open:
        claims = claims.filter(state=Claim.State.PUBLISHED)
    current = CurrentVerdict.objects.select_related("verdict__publisher", "verdict__rating__scale")
    return claims.prefetch_related("topics", Prefetch("current_verdicts", current.order_by("id")))


def claim_detail(*, include_open: bool = False) -> QuerySet[Claim]:
    """Claims as `claim_list` gives them, with appearances, evidence and variants.

    With what was merged into them. A claim that was published and then merged is among them whoever asks:
    its address outlives it.
    """
    claims = claim_list(include_open=True)
    if not include_open:
        claims = claims.filter(state__in=Claim.PUBLIC)
    current = CurrentVerdict.objects.select_related("verdict__publisher", "verdict__rating__scale")
    absorbed = absorbed_rows().prefetch_related(
        Prefetch("current_verdicts", current.order_by("id")),
        Prefetch("appearances", appearance_rows()),
        Prefetch("evidence", Evidence.objects.order_by("created_at", "id")),
    )
    return claims.prefetch_related(
        Prefetch("appearances", appearance_rows()),
        Prefetch("evidence", Evidence.objects.select_related("withdrawn_by").order_by("created_at", "id")),
        Prefetch("absorbed", absorbed),
        Prefetch("sightings", Sighting.objects.select_related("review").order_by("id")),
        Prefetch("variants", Variant.objects.order_by("id")),
    )


def absorbed_rows() -> QuerySet[Claim]:
    """Merged claims with their claimants and sightings, in the order in which they were made."""
    reported = Sighting.objects.select_related("review").order_by("id")
    claims = Claim.objects.select_related("claimant").order_by("created_at", "id")
    return claims.prefetch_related(Prefetch("sightings", reported))


def appearance_rows() -> QuerySet[Appearance]:
    """Appearances with their article and its outlet, without texts, in the order in which they were found."""
    appearances = Appearance.objects.select_related("article_version__article__source")
    return appearances.defer("article_version__text", "article_version__snapshot").order_by(
        "created_at", "id"
    )


def draft_list() -> QuerySet[VerdictDraft]:
    """Drafts of verdicts with claim, publisher, rating, their authors and their evidence."""
    drafts = VerdictDraft.objects.select_related(
        "claim", "publisher", "rating__scale", "author", "edited_by", "verdict"
    )
    return drafts.prefetch_related(Prefetch("evidence", Evidence.objects.order_by("created_at", "id")))


def drafts_to_publish(drafts: QuerySet[VerdictDraft], actor: User) -> QuerySet[VerdictDraft]:
    """Those of `drafts` that wait and that the actor may publish: under four eyes none of their own."""
    if not actor.has_perm(Right.PUBLISH_VERDICT):
        return drafts.none()
    wrote = VerdictDraft.writers.through.objects.filter(verdictdraft=OuterRef("pk"), user=actor)
    waiting = drafts.filter(state=VerdictDraft.State.DRAFT)
    return waiting.filter(Q(publisher__four_eyes=False) | ~Exists(wrote))


def draft_get(draft_id: UUID) -> VerdictDraft:
    """One draft. Raises NotFound."""
    draft = draft_list().filter(pk=draft_id).first()
    if draft is None:
        raise NotFound(f"there is no draft {draft_id}")
    return draft


def claims_known(*, include_open: bool = False) -> QuerySet[Claim]:
    """Claims that may be asked about: public ones and what leads to one; others too, if asked for."""
    return Claim.objects.all() if include_open else Claim.objects.filter(leads_to_public())


def leads_to_public(claim: str = "") -> Q:
    """Public claims and what was merged into one; of their rows, `claim` is the way there (`claim__`)."""
    return Q(**{f"{claim}state__in": Claim.PUBLIC}) | Q(**{f"{claim}survivor__state__in": Claim.PUBLIC})


def claim_get(claim_id: UUID, *, include_open: bool = False) -> Claim:
    """One claim in detail. Raises NotFound."""
    claim = claim_detail(include_open=include_open).filter(pk=claim_id).first()
    if claim is None:
        raise NotFound(f"there is no claim {claim_id}")
    return claim


def claims_meant(wanted: Mapping[str, Any]) -> dict[str, Any]:
    """What is wanted of claims or verdicts, with the sources that stand for those asked for."""
    return {**wanted, **{name: source_standing(wanted[name]) for name in _SOURCES & wanted.keys()}}


def claims_asked(wanted: Mapping[str, Any]) -> dict[str, Any]:
    """The same for those who want to know of what there is not.

    Raises NotFound for a source or a topic that there is not: a list of none would say that it has no claims.
    """
    known = {name: source_asked(wanted[name]) for name in _SOURCES & wanted.keys()}
    if (slug := wanted.get("topic")) and not Topic.objects.filter(slug=slug).exists():
        raise NotFound(f"there is no topic {slug}")
    return {**wanted, **known}


def claims_filter(
    claims: QuerySet[Claim],
    *,
    state: str,
    claimant: UUID | None = None,
    topic: str = "",
    language: str = "",
    updated_since: datetime | None = None,
    conflict: bool | None = None,
    **parts: Any,
) -> QuerySet[Claim]:
    """Those of `claims` for which all holds that is given; sources are such as stand for themselves.

    `language` also finds its regional forms; `updated_since` those whose document changed in anything then
    or later. `parts` are about one current verdict (publisher, normalised, verdict, reviewed_since,
    reviewed_until) and about one appearance (source, appeared_since, appeared_until), also of what was
    merged into the claim.
    """
    claims = claims.filter(state=state)
    if claimant:
        claims = claims.filter(claimant=claimant)
    held = {lookup: parts[name] for name, lookup in _OF_A_VERDICT.items() if name in parts}
    if held:
        claims = claims.filter(Exists(CurrentVerdict.objects.filter(claim=OuterRef("pk"), **held)))
    seen = {name: parts[name] for name in _OF_AN_APPEARANCE if name in parts}
    if seen:
        claims = claims.filter(claim_seen(**seen))
    if topic:
        claims = claims.filter(topics=topic)
    if language:
        claims = claims.filter(Q(language__iexact=language) | Q(language__istartswith=f"{language}-"))
    if conflict is not None:
        claims = claims.filter(verdicts_conflict=conflict)
    if updated_since:
        claims = claims.filter(document__changed_at__gte=updated_since)
    return claims


def claim_seen(claim: str = "pk", **seen: Any) -> Q:
    """That for one appearance, of the claim that `claim` leads to or of one merged into it, all holds.

    `seen` has one or more of source (an outlet), appeared_since and appeared_until.
    """
    appearances = Appearance.objects.filter(
        **{_OF_AN_APPEARANCE[name]: value for name, value in seen.items()}
    )
    own, absorbed = (appearances.filter(**{to: OuterRef(claim)}) for to in ("claim", "claim__survivor"))
    return Q(Exists(own)) | Q(Exists(absorbed))


def duplicate_list() -> QuerySet[Duplicate]:
    """Pairs of claims with both, their claimants and current verdicts.

    Without undecided pairs of which one was merged into a third claim meanwhile.
    """
    current = CurrentVerdict.objects.select_related("verdict__publisher", "verdict__rating__scale")
    pairs = Duplicate.objects.select_related("earlier__claimant", "later__claimant", "decided_by")
    merged = Q(earlier__survivor__isnull=False) | Q(later__survivor__isnull=False)
    return pairs.exclude(merged, state=Duplicate.State.OPEN).prefetch_related(
        Prefetch("earlier__current_verdicts", current.order_by("id")),
        Prefetch("later__current_verdicts", current.order_by("id")),
    )


def duplicates_of(claim: Claim) -> QuerySet[Duplicate]:
    """The undecided pairs that a claim is in, the most alike first."""
    pairs = duplicate_list().filter(state=Duplicate.State.OPEN)
    return pairs.filter(Q(earlier=claim) | Q(later=claim)).order_by("-score", "-id")


def claim_merges(claim: Claim) -> QuerySet[ClaimMerge]:
    """Every merge of the claim, or into it, and every undoing, the newest first."""
    rows = ClaimMerge.objects.filter(Q(claim=claim) | Q(into=claim))
    return rows.select_related("claim", "into", "actor").order_by("-recorded_at", "-id")


def verdict_get(verdict_id: UUID) -> Verdict:
    """One verdict. Raises NotFound."""
    verdict = verdict_rows().filter(pk=verdict_id).first()
    if verdict is None:
        raise NotFound(f"there is no verdict {verdict_id}")
    return verdict


def verdict_history(claim: Claim) -> QuerySet[Verdict]:
    """Every verdict row of the claim, the newest first."""
    return verdict_rows().filter(claim=claim).order_by("-recorded_at", "-id")
