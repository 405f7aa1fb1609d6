"""Claims as they stood at any moment, read from the rows themselves.

Two clocks: `as_of` is when something held, `known_at` when the registry knew of it. A verdict has both, as
effective_at and recorded_at. Evidence, appearances and merges have one moment only, and are there from then
on by either clock; evidence that came with a verdict was a draft's before, and is there from recorded_at on.
Evidence that was withdrawn is there until then.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from claims.models import Appearance, Claim, ClaimMerge, CurrentVerdict, Evidence, Sighting, Verdict
from claims.rules import SIDES, Normalised, Side, in_conflict
from claims.selectors import absorbed_rows, appearance_rows, claim_detail, verdict_rows
from common.dates import day_there
from common.errors import NotFound
from common.ids import short_id
from sources.models import Source

# By whether a verdict stood on it, and whether it was merged.
_STATES = {
    (False, False): Claim.State.OPEN,
    (True, False): Claim.State.PUBLISHED,
    (True, True): Claim.State.MERGED,
    (False, True): Claim.State.MERGED_OPEN,
}


class Position(NamedTuple):
    """What a publisher's standing verdict means on the common scale; `side` None: nobody said."""

    publisher: Source
    normalised: Normalised
    side: Side | None


@dataclass(frozen=True, kw_only=True)
class Absorbed:
    """A claim that was merged into another, and what stood on it. One without verdicts was never public."""

    claim: Claim
    verdicts: list[Verdict]
    evidence: list[Evidence]


@dataclass(kw_only=True)  # not frozen: an import makes one for each row, in a third of the time
class ClaimView:
    """A claim as it is now, or as it stood at a moment. `appearances` are also those of absorbed claims.

    Its rows are the models', or plain ones with the same names (claims.document_rows).
    """

    claim: Claim
    state: str
    merged_into: UUID | None
    verdicts: list[Verdict]
    appearances: list[Appearance]
    evidence: list[Evidence]
    absorbed: list[Absorbed]

    @property
    def short_id(self) -> str:
        """How the claim is named to people."""
        return short_id(self.claim.id)

    @cached_property
    def positions(self) -> list[Position]:
        """One for each publisher whose verdict stands, retracted ones left out."""
        rated = [(row.publisher, Normalised(row.rating.normalised)) for row in self.verdicts if row.rating]
        return [Position(publisher=who, normalised=what, side=SIDES[what]) for who, what in rated]

    @property
    def merged_claims(self) -> list[Absorbed]:
        """The absorbed claims that are shown with it: no public claim tells what never was public."""
        return [one for one in self.absorbed if one.verdicts or self.state not in Claim.PUBLIC]

    @property
    def first_appearance(self) -> Appearance | None:
        """The one said, or else published, on the earliest day."""
        return min(self.appearances, key=day_said, default=None)

    @property
    def reviewed_at(self) -> datetime | None:
        """When the newest of its verdicts took effect; None: it has none."""
        return max((row.effective_at for row in self.verdicts), default=None)

    @property
    def verdicts_conflict(self) -> bool:
        """Whether the publishers contradict each other."""
        return in_conflict([position.normalised for position in self.positions])


def day_said(appearance: Appearance) -> date:
    """The day on which it was said; where that is not known, published, where that was; else found."""
    if appearance.said_on:
        return appearance.said_on
    article = appearance.article_version.article
    if article.published_at:
        return day_there(article.published_at, article.utc_offset)
    return day_there(appearance.created_at, None)


def day_known(appearance: Appearance) -> date | None:
    """The very day on which it was said, else that of the article; None where neither is known.

    A week, a month or a year is no day.
    """
    if appearance.said_on and appearance.said_on_precision == "day":
        return appearance.said_on
    return appearance.article_version.article.published_on


def day_reported(sighting: Sighting) -> date | None:
    """The very day on which it is reported to have been said; None where that is not known."""
    return sighting.said_on if sighting.said_on_precision == "day" else None


def claim_now(claim: Claim) -> ClaimView:
    """A claim as it is; `claim` comes from claims.selectors.claim_detail."""
    absorbed = list(claim.absorbed.all())
    found = [*claim.appearances.all(), *(row for one in absorbed for row in one.appearances.all())]
    return ClaimView(
        claim=claim,
        state=claim.state,
        merged_into=claim.merged_into_id,
        verdicts=_pointed_at(claim.current_verdicts.all()),
        appearances=found,
        evidence=_held(claim),
        absorbed=[
            Absorbed(claim=one, verdicts=_pointed_at(one.current_verdicts.all()), evidence=_held(one))
            for one in absorbed
        ],
    )


def verdicts_visible(rows: QuerySet[Verdict], *, as_of: datetime, known_at: datetime) -> QuerySet[Verdict]:
    """Those of `rows` that the registry knew of at `known_at` and that held from `as_of` or before."""
    return rows.filter(recorded_at__lte=known_at, effective_at__lte=as_of)


def verdicts_as_of(claim: Claim, *, as_of: datetime, known_at: datetime) -> list[Verdict]:
    """What each publisher held at `as_of`, as far as the registry knew at `known_at`.

    Among a publisher's rows recorded by `known_at` and effective by `as_of`, that is the one of the highest
    seq; it may be a retraction.
    """
    return _standing([claim.pk], as_of, known_at).get(claim.pk, [])


def claim_as_of(claim_id: UUID, *, as_of: datetime, known_at: datetime, include_open: bool) -> ClaimView:
    """A claim as it stood. Raises NotFound, also for a moment at which it was not known or not public."""
    claim = claim_detail(include_open=True).filter(pk=claim_id, created_at__lte=known_at).first()
    moment = min(as_of, known_at)
    merged_into = _merged_into([claim_id], moment).get(claim_id)
    # What was part of a claim that was merged was part of its survivor then.
    family = [claim_id] if merged_into else [claim_id, *_absorbed_by(claim_id, moment)]
    standing = _standing(family, as_of, known_at)
    state = _STATES[bool(standing.get(claim_id)), merged_into is not None]
    if claim is None or not (include_open or state in Claim.PUBLIC):
        raise NotFound(f"there was no claim {claim_id} at that moment")
    others = absorbed_rows().in_bulk(family[1:])
    evidence = _evidence(family, moment)
    return ClaimView(
        claim=claim,
        state=state,
        merged_into=merged_into,
        verdicts=standing.get(claim_id, []),
        appearances=list(appearance_rows().filter(claim__in=family, created_at__lte=moment)),
        evidence=evidence[claim_id],
        absorbed=[
            Absorbed(claim=others[pk], verdicts=standing.get(pk, []), evidence=evidence[pk])
            for pk in family[1:]
        ],
    )


def _pointed_at(pointers: Iterable[CurrentVerdict]) -> list[Verdict]:
    return [pointer.verdict for pointer in pointers]


def _held(claim: Claim) -> list[Evidence]:
    return [row for row in claim.evidence.all() if row.withdrawn_at is None]


def _evidence(claim_ids: list[UUID], moment: datetime) -> dict[UUID, list[Evidence]]:
    public = Q(verdict=None) | Q(verdict__recorded_at__lte=moment)
    held = Q(withdrawn_at=None) | Q(withdrawn_at__gt=moment)
    rows = Evidence.objects.filter(public, held, claim__in=claim_ids, created_at__lte=moment)
    found: dict[UUID, list[Evidence]] = {claim_id: [] for claim_id in claim_ids}
    for row in rows.order_by("created_at", "id"):
        if row.claim_id:
            found[row.claim_id].append(row)
    return found


def _standing(claim_ids: list[UUID], as_of: datetime, known_at: datetime) -> dict[UUID, list[Verdict]]:
    rows = verdicts_visible(verdict_rows().filter(claim__in=claim_ids), as_of=as_of, known_at=known_at)
    last = rows.order_by("claim_id", "publisher_id", "-seq").distinct("claim_id", "publisher_id")
    standing: dict[UUID, list[Verdict]] = {}
    for verdict in last:
        standing.setdefault(verdict.claim_id, []).append(verdict)
    return standing


def _merged_into(claim_ids: Iterable[UUID], moment: datetime) -> dict[UUID, UUID]:
    """Of these claims, those that were merged at the moment, and into which."""
    rows = ClaimMerge.objects.filter(claim__in=claim_ids, recorded_at__lte=moment)
    last = rows.order_by("claim_id", "-recorded_at", "-id").distinct("claim_id")
    return {row.claim_id: row.into_id for row in last if row.action == ClaimMerge.Action.MERGED}


def _absorbed_by(claim_id: UUID, moment: datetime) -> list[UUID]:
    """What was part of the claim at the moment, merged into it or into what was."""
    found: list[UUID] = []
    level = {claim_id}
    while level:
        ever = ClaimMerge.objects.filter(into__in=level, recorded_at__lte=moment)
        held = _merged_into(ever.values_list("claim", flat=True), moment)
        level = {child for child, into in held.items() if into in level} - {claim_id, *found}
        found += sorted(level)
    return found
