"""What the claims app announces. Apps above subscribe when they start; each handler runs inside the
transaction that caused the event, so that an error in it rolls the cause back. The claim that an event is
about is locked by then, so that its events have an order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from claims.rules import Kind

if TYPE_CHECKING:
    from claims.made import NewVerdict


@dataclass(frozen=True, kw_only=True)
class VerdictChanged:
    """A publisher's verdict on a claim has a new last row."""

    claim_id: UUID
    verdict_id: UUID
    previous_id: UUID | None
    kind: Kind


@dataclass(frozen=True, kw_only=True)
class FirstVerdicts:
    """The first verdicts of claims that are new themselves, many at once: the rows, just inserted, each with
    its claim, publisher and rating.
    """

    verdicts: Sequence[NewVerdict]


@dataclass(frozen=True, kw_only=True)
class ClaimMerged:
    """A claim was merged into another, where its story goes on; or that was `undone`. Both are locked."""

    claim_id: UUID
    into_id: UUID
    merged_at: datetime
    undone: bool = False


@dataclass(frozen=True, kw_only=True)
class EvidenceLinkBroken:
    """Evidence for a published claim, or for a verdict on it, can no longer be read at its address."""

    claim_id: UUID
    evidence_id: UUID
    checked_at: datetime


VerdictChangedHandler = Callable[[VerdictChanged], None]
FirstVerdictsHandler = Callable[[FirstVerdicts], None]
ClaimMergedHandler = Callable[[ClaimMerged], None]
EvidenceLinkBrokenHandler = Callable[[EvidenceLinkBroken], None]
_verdict_changed: list[VerdictChangedHandler] = []
_first_verdicts: list[FirstVerdictsHandler] = []
_claim_merged: list[ClaimMergedHandler] = []
_evidence_link_broken: list[EvidenceLinkBrokenHandler] = []


def on_verdict_changed(handler: VerdictChangedHandler) -> None:
    """Call `handler` for every VerdictChanged from now on, once however often it is registered."""
    if handler not in _verdict_changed:
        _verdict_changed.append(handler)


def on_first_verdicts(handler: FirstVerdictsHandler) -> None:
    """Call `handler` for every FirstVerdicts from now on, once however often it is registered."""
    if handler not in _first_verdicts:
        _first_verdicts.append(handler)


def on_claim_merged(handler: ClaimMergedHandler) -> None:
    """Call `handler` for every ClaimMerged from now on, once however often it is registered."""
    if handler not in _claim_merged:
        _claim_merged.append(handler)


def on_evidence_link_broken(handler: EvidenceLinkBrokenHandler) -> None:
    """Call `handler` for every EvidenceLinkBroken from now on, once however often it is registered."""
    if handler not in _evidence_link_broken:
        _evidence_link_broken.append(handler)


def publish(event: VerdictChanged | FirstVerdicts | ClaimMerged | EvidenceLinkBroken) -> None:
    """Hand the event to every subscriber of its kind, in the order in which they subscribed."""
    match event:
        case VerdictChanged():
            for changed in _verdict_changed:
                changed(event)
        case FirstVerdicts():
            for first in _first_verdicts:
                first(event)
        case ClaimMerged():
            for merged in _claim_merged:
                merged(event)
        case EvidenceLinkBroken():
            for broken in _evidence_link_broken:
                broken(event)
