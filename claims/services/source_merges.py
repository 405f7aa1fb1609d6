"""Merging sources that are one, and undoing it.

What was told of the one is told of the other from then on: claims that it made, articles that it published,
feeds, and its names. What cannot be rewritten, as the verdicts that somebody published, keeps a source from
being merged into another; the other way about, nothing stands in the way.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, replace
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from claims.document_selectors import (
    claims_judged_by,
    claims_made_by,
    claims_of_source,
    claims_reported_in,
)
from claims.models import Claim, ImportedReview, RatingScale, SourceMerge, Verdict, VerdictDraft
from claims.roles import Right
from claims.services.clusters import clustering_hold, outlets_recount
from claims.services.documents import claims_hold, documents_refresh
from claims.services.rights import right_require
from claims.services.words import claim_words_write
from claims.source_merge_selectors import source_merges_last
from common.errors import Conflict, Invalid, NotFound
from common.recording import recorded_after
from common.wake import wake_on_commit
from sources.models import Source
from sources.selectors import source_get
from sources.services.merging import (
    Moved,
    articles_hold,
    source_fold,
    source_unfold,
    sources_lock,
)

Action = SourceMerge.Action


@transaction.atomic
def source_merge(*, source_id: UUID, into_id: UUID, actor: User, reason: str) -> SourceMerge:
    """Merge a source into another, which is shown in its place from now on, in all that mentioned it.

    For a large outlet that takes its time. Its id and its names lead to the survivor, as do those of what
    was merged into it before.
    Raises Refused, NotFound, Invalid (no reason, or into itself), Conflict (either was merged already; it
    published or drafted verdicts, or has rating scales; it is a fact-checker and the other is not).
    """
    right_require(actor=actor, right=Right.CHANGE_SOURCE)
    if not reason.strip():
        raise Invalid("say why the two are one source", field="reason")
    if source_id == into_id:
        raise Invalid("a source cannot be merged into itself", field="into")
    before = Source.objects.in_bulk([source_id, into_id])
    site = _gives_site(_found(before, source_id), _found(before, into_id, field="into"))
    # What the other one judged names its site.
    shown = claims_of_source(source_id) | (claims_judged_by(into_id) if site else set())
    sources = _lock(shown | claims_made_by(into_id), {source_id, into_id})
    source, into = _found(sources, source_id), _found(sources, into_id, field="into")
    if _gives_site(source, into) != site:
        raise Conflict("somebody else changed the site of one of them just now; look once more")
    source_merge_check(source=source, into=into)
    shown |= claims_of_source(source_id)  # and what came before it was locked
    made = sorted(claims_made_by(source_id))
    brought = _brought(_merges_held(Source.objects.filter(merged_into=into)))
    moved = source_fold(source=source, into=into, brought=brought)
    row = _log(source, into, Action.MERGED, actor, reason, claims=made, moved=moved)
    _claims_move(made, source, into)
    _follow(shown, source, into)
    return row


@transaction.atomic
def source_unmerge(*, source_id: UUID, actor: User, reason: str) -> SourceMerge:
    """Undo the merge of a source: what had moved and is still with the survivor comes back to it.

    What came since stays with the survivor. What was merged into the source before stands with it again.
    Raises Refused, NotFound, Invalid (no reason), Conflict (it is not merged).
    """
    right_require(actor=actor, right=Right.CHANGE_SOURCE)
    if not reason.strip():
        raise Invalid("say why the two are not one source after all", field="reason")
    path = _merged_path(source_id)
    last = source_merges_last([source_id]).first()
    if not path or last is None:
        raise Conflict("the source is not merged; there is nothing to undo")
    # What they judged names the site, which may go with the source.
    judged = set[UUID]().union(*map(claims_judged_by, path)) if last.domain else set()
    shown = {*last.claims, *claims_reported_in(last.articles)} | judged
    sources = _lock(shown | claims_made_by(path[-1]), {source_id, *path})
    source, holders = sources[source_id], [sources[each] for each in path]
    survivor = holders[-1]
    held = _merges_held(Source.objects.filter(survivor=survivor))
    if _merged_path(source_id) != path or held.get(source) != last:
        raise Conflict("somebody else merged one of them, or undid it, just now; look once more")
    claims, moved = _still_its(source, holders, held)
    source_unfold(source=source, holders=holders, moved=moved, brought=_brought(held))
    row = _log(source, holders[0], Action.UNMERGED, actor, reason)
    _claims_move(claims, survivor, source)
    _follow(shown, source, survivor)
    return row


def source_merge_check(*, source: Source, into: Source) -> None:
    """Raises Conflict where the one cannot be merged into the other."""
    if source.survivor_id:
        raise Conflict(f"the source was merged already, into {source.merged_into_id}")
    if into.survivor_id:
        raise Conflict(f"the other source was itself merged; merge into {into.survivor_id}", field="into")
    published = (Verdict, VerdictDraft, ImportedReview, RatingScale)
    if any(rows.objects.filter(publisher=source).exists() for rows in published):
        raise Conflict(
            f"{source.name} has verdicts, drafts or rating scales of its own, which stay under its name; "
            "merge the other one into it"
        )
    checks = Source.Kind.FACT_CHECKER
    if source.kind == checks and into.kind != checks:
        raise Conflict(
            f"{source.name} is a fact-checker and {into.name} is none; merge that one into it", field="into"
        )


def _lock(claims: Collection[UUID], source_ids: Collection[UUID]) -> dict[UUID, Source]:
    """The sources, after the claims and articles that mention them: in the order of whoever locks any."""
    claims_hold(claim_ids=claims)
    articles_hold(source_ids=source_ids)
    clustering_hold()
    return sources_lock(source_ids=source_ids)


def _merged_path(source_id: UUID) -> list[UUID]:
    """What the source was merged into, what that one was, and so on to the survivor. Raises NotFound."""
    path, above = list[UUID](), source_get(source_id).merged_into_id
    while above:
        path.append(above)
        above = source_get(above).merged_into_id
    return path


def _merges_held(sources: QuerySet[Source]) -> dict[Source, SourceMerge]:
    """By which merge each of these merged sources is."""
    return {row.source: row for row in source_merges_last(sources)}


def _still_its(
    source: Source, holders: Sequence[Source], held: dict[Source, SourceMerge]
) -> tuple[set[UUID], Moved]:
    """The claims, and all else, that went with the source all the way to the survivor, with no other since.

    What had been merged into the source, and was taken apart from it, may have gone there by another way.
    """
    along = [held[leaver] for leaver in (source, *holders[:-1])]
    since = [row for row in held.values() if _came_later(row, along)]
    last = along[0]

    def still(part: str) -> set[UUID]:
        went = set[UUID].intersection(*(set(getattr(row, part)) for row in along))
        return went.difference(*(getattr(row, part) for row in since))

    return still("claims"), replace(
        _names(last),
        articles=list(still("articles")),
        feeds=list(still("feeds")),
        domain="" if last.domain in {row.domain for row in since} else last.domain,
    )


def _came_later(row: SourceMerge, along: Collection[SourceMerge]) -> bool:
    return any(row.into_id == one.into_id and row.recorded_at > one.recorded_at for one in along)


def _brought(held: Mapping[Source, SourceMerge]) -> dict[Source, Moved]:
    return {source: _names(row) for source, row in held.items()}


def _names(row: SourceMerge) -> Moved:
    """What moved without the articles and feeds, which may be very many."""
    return Moved(aliases=row.aliases, same_as=row.same_as, domain=row.domain)


def _gives_site(source: Source, into: Source) -> bool:
    return bool(source.domain and not into.domain)


def _found(sources: dict[UUID, Source], source_id: UUID, field: str | None = None) -> Source:
    if source_id not in sources:
        raise NotFound(f"there is no source {source_id}", field=field)
    return sources[source_id]


def _claims_move(claims: Collection[UUID], giver: Source, taker: Source) -> None:
    # One of them may say what another claim of the taker's says.
    rows = Claim.objects.filter(pk__in=claims, claimant=giver)
    rows.update(claimant=taker, compared_at=None, updated_at=timezone.now())
    wake_on_commit("claims.compare")


def _follow(shown: Collection[UUID], *sources: Source) -> None:
    """Show it all as it is now."""
    source_ids = [source.pk for source in sources]
    outlets_recount(outlet_ids=source_ids)
    documents_refresh(claim_ids=shown)
    claim_words_write(claims=claims_made_by(*source_ids))


def _log(
    source: Source,
    into: Source,
    action: Action,
    actor: User,
    reason: str,
    claims: Collection[UUID] = (),
    moved: Moved | None = None,
) -> SourceMerge:
    return SourceMerge.objects.create(
        source=source,
        into=into,
        action=action,
        actor=actor,
        reason=reason.strip(),
        claims=list(claims),
        recorded_at=recorded_after(SourceMerge.objects.filter(Q(source=source) | Q(into=into))),
        **asdict(moved or Moved()),
    )
