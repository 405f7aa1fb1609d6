"""What resembles what: candidates and known claims, candidates among each other, claims among each other.

All of it is repeatable: it may be run again over the same rows, and finds what came since.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import connection, transaction

from claims.candidate_selectors import candidates_pending
from claims.cluster_selectors import clusters_alike
from claims.clustering import wordings_of
from claims.matching.configured import matcher
from claims.matching.types import Match, Relation
from claims.models import Candidate, Claim, Duplicate
from claims.resemblance_selectors import claims_resembled
from claims.services.candidates import suggestions_record
from claims.services.clusters import article_outlet_recount, candidates_cluster
from sources.models import ArticleVersion

DUPLICATE_FROM = 0.5
"""How probably two claims must be one to be shown as possible duplicates, unless they are called the same."""
_COMPARED_AT_ONCE = 20
_COMPARED_IN_A_RUN = 1000
_COMPARING_LOCK = 0x636D7072
_COMPARED = """
UPDATE claims_claim AS c SET compared_at = now()
FROM unnest(%s::uuid[], %s::text[]) AS given (id, text) WHERE c.id = given.id AND c.text = given.text
"""
_DUPLICATES = 5
_RELATED_CANDIDATES = 50


@transaction.atomic
def candidates_relate(*, version: ArticleVersion) -> None:
    """Note which known claims a version's undecided candidates resemble, and cluster what says the same.

    Its article is held, whose outlet may be another than when its candidates were clustered.
    """
    article_outlet_recount(article_id=version.article_id)
    candidates = list(candidates_pending(version.pk))
    found = _suggest(candidates)
    known = {
        candidate_id: matches[0].claim_id
        for candidate_id, matches in found.items()
        if matches and matches[0].relation == Relation.SAME_CLAIM
    }
    candidates_cluster(candidates=candidates, known=known)


def claims_compare() -> int:
    """Look for duplicates of the claims that are new, and for candidates that repeat them.

    Returns how many claims were compared, 1,000 at most; where another process is at it, they are left to it.
    """
    compared = 0
    while compared < _COMPARED_IN_A_RUN and (batch := _compare_some()):
        compared += batch
    return compared


@transaction.atomic
def _compare_some() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_COMPARING_LOCK])
        if cursor.fetchone() == (False,):
            return 0
    claims = list(Claim.objects.filter(compared_at=None).order_by("id")[:_COMPARED_AT_ONCE])
    if not claims:
        return 0
    texts, languages = [claim.text for claim in claims], [claim.language for claim in claims]
    found = matcher().match_many(texts, languages=languages, limit=_DUPLICATES + 1)
    for claim, matches in zip(claims, found, strict=True):
        if claim.survivor_id is None:
            _duplicates_record(claim, matches)
    _candidates_remind(texts, languages)
    # One that was corrected meanwhile is still to be compared.
    with connection.cursor() as cursor:
        cursor.execute(_COMPARED, [[claim.pk for claim in claims], texts])
    return len(claims)


def _duplicates_record(claim: Claim, matches: Sequence[Match]) -> None:
    """Note the pairs that are not known yet; one that was dismissed stays so."""
    alike = [
        match
        for match in matches
        if match.claim_id != claim.pk
        and (match.relation == Relation.SAME_CLAIM or match.score >= DUPLICATE_FROM)
    ]
    Duplicate.objects.bulk_create(
        [
            Duplicate(
                earlier_id=min(claim.pk, match.claim_id),
                later_id=max(claim.pk, match.claim_id),
                score=match.score,
                relation=match.relation,
                reasons=list(match.reasons),
                matcher=matcher().name,
            )
            for match in alike
        ],
        ignore_conflicts=True,
    )


def _candidates_remind(texts: Sequence[str], languages: Sequence[str]) -> None:
    """Let the undecided candidates that say what a new claim says be matched anew: they came before it."""
    clusters = {one for found in clusters_alike(wordings_of(texts, languages)) for one in found}
    pending = Candidate.objects.filter(cluster__in=clusters, state=Candidate.State.PENDING)
    _suggest(list(pending.order_by("-score", "-id")[:_RELATED_CANDIDATES]))


def _suggest(candidates: Sequence[Candidate]) -> dict[UUID, Sequence[Match]]:
    """Record what each candidate resembles among the known claims; returns it by candidate."""
    if not candidates:
        return {}
    texts, languages = [row.text for row in candidates], [row.language for row in candidates]
    found = claims_resembled(texts, languages)
    by_candidate: dict[UUID, Sequence[Match]] = {
        candidate.pk: matches for candidate, matches in zip(candidates, found, strict=True)
    }
    suggestions_record(found=by_candidate, matcher=matcher().name)
    return by_candidate
