"""What the page of a candidate shows, whoever looks at it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.safestring import SafeString

from claims.admin import display
from claims.cluster_selectors import cluster_members
from claims.models import Candidate, Claim
from claims.resemblance_selectors import claims_resembled
from claims.selectors import claim_list
from common.errors import RegistryError
from sources.models import ArticleVersion


@dataclass(frozen=True, kw_only=True)
class Resemblance:
    """A known claim that the candidate resembles, why, and what stands on it."""

    claim: Claim
    relation: str
    percent: str
    reasons: Sequence[str]
    verdicts: SafeString | str


@dataclass(frozen=True, kw_only=True)
class Together:
    """The candidates that say the same as this one."""

    members: list[Candidate]
    pending: int
    outlets: str


@dataclass(frozen=True, kw_only=True)
class Rewritten:
    """The article's text today, where it is another than the candidate was found in."""

    version: ArticleVersion
    has_sentence: bool


def candidate_context(candidate: Candidate) -> dict[str, Any]:
    """The candidate in its article, its attribution, the claims it resembles and who else says it."""
    version = candidate.article_version
    return {
        "candidate": candidate,
        "version": version,
        "article": version.article,
        "rewritten": _rewritten(candidate),
        "parts": display.parts_of(candidate, version.text),
        "said_on": display.said_on(candidate),
        "carriers": display.carriers(candidate),
        "score": f"{candidate.score:.2f}",
        "resemblances": _resemblances(candidate),
        "together": _together(candidate),
    }


def _rewritten(candidate: Candidate) -> Rewritten | None:
    version = candidate.article_version
    if version.article.current_version_id in (None, version.pk):
        return None
    today = version.article.current_version
    return Rewritten(version=today, has_sentence=candidate.sentence in today.text) if today else None


def _resemblances(candidate: Candidate) -> list[Resemblance]:
    """Of an undecided candidate what it resembles now, of a decided one what it resembled then."""
    found = _suggested(candidate)
    if candidate.state == Candidate.State.PENDING:
        # Should that take too long, what was found when it came is better than nothing.
        with suppress(RegistryError):
            found = _matched(candidate)
    claims = claim_list(include_open=True).in_bulk([row[0] for row in found]) if found else {}
    return [
        Resemblance(
            claim=claim,
            relation=display.RELATIONS.get(relation, relation),
            percent=f"{score:.0%}",
            reasons=reasons,
            verdicts=display.verdict_badges(claim.current_verdicts.all()),
        )
        for claim_id, score, relation, reasons in found
        if (claim := claims.get(claim_id))
    ]


_Found = list[tuple[UUID, float, str, Sequence[str]]]


def _matched(candidate: Candidate) -> _Found:
    (matches,) = claims_resembled([candidate.text], [candidate.language])
    return [(match.claim_id, match.score, match.relation, match.reasons) for match in matches]


def _suggested(candidate: Candidate) -> _Found:
    rows = candidate.suggestions.all()
    return [(row.claim_id, row.score, row.relation, row.reasons) for row in rows]


def _together(candidate: Candidate) -> Together | None:
    if candidate.cluster is None or candidate.cluster.size < 2:
        return None
    undecided = candidate.state == Candidate.State.PENDING
    return Together(
        members=list(cluster_members(candidate)),
        pending=candidate.cluster.pending - int(undecided),
        outlets=display.outlets(candidate.cluster),
    )
