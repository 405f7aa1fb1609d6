"""Reads of clusters: what a candidate's wording is alike to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import connection
from django.db.models import F, QuerySet

from claims.clustering import ALIKE, Wording, alike, pairs, wordings_of
from claims.models import Candidate

_LOOKED_AT = 200
_COMPARED = 20

# The open clusters that share a pair of words with a text, those that share most pairs first. One such
# question is asked for each text, all in one statement: of constant pairs PostgreSQL knows how rare they are.
_SHARING = """
(SELECT %s AS n, shares.id, shares.text, shares.language
FROM (
    SELECT id, text, language, pairs FROM claims_cluster WHERE open AND pairs && %s::bigint[] LIMIT %s
) AS shares
ORDER BY cardinality(ARRAY(SELECT unnest(shares.pairs) INTERSECT SELECT unnest(%s::bigint[]))) DESC, shares.id
LIMIT %s)
"""


def clusters_alike(wordings: Sequence[Wording]) -> list[list[UUID]]:
    """For each wording the open clusters that say the same, the most alike first. One query."""
    if not wordings:
        return []
    shared: list[list[tuple[UUID, str, str]]] = [[] for _ in wordings]
    with connection.cursor() as cursor:
        keys = [pairs(wording.words) for wording in wordings]
        asked: list[int | list[int]] = []
        for number, own in enumerate(keys):
            asked += [number, own, _LOOKED_AT, own, _COMPARED]
        cursor.execute(" UNION ALL ".join([_SHARING] * len(keys)), asked)
        for number, *cluster in cursor.fetchall():
            shared[number].append((cluster[0], cluster[1], cluster[2]))
    seen = list({cluster for found in shared for cluster in found})
    known = dict(zip(seen, wordings_of([row[1] for row in seen], [row[2] for row in seen]), strict=True))
    return [
        _most_alike(wording, {cluster[0]: known[cluster] for cluster in found})
        for wording, found in zip(wordings, shared, strict=True)
    ]


def cluster_members(candidate: Candidate, *, limit: int = 50) -> QuerySet[Candidate]:
    """The others of a candidate's cluster with their article and outlet, undecided ones first."""
    if candidate.cluster_id is None:
        return Candidate.objects.none()
    members = Candidate.objects.select_related("article_version__article__source", "claim")
    members = members.defer("article_version__text", "article_version__snapshot")
    return (
        members.filter(cluster=candidate.cluster_id)
        .exclude(pk=candidate.pk)
        .order_by(F("decided_at").asc(nulls_first=True), "-created_at", "-id")[:limit]
    )


def _most_alike(wording: Wording, others: Mapping[UUID, Wording]) -> list[UUID]:
    scored = [(alike(wording, other), key) for key, other in others.items()]
    return [key for score, key in sorted(scored, reverse=True) if score >= ALIKE]
