"""Keeping candidates that say the same thing together, so that one person decides them once.

Whoever changes a cluster or its candidates locks the cluster first, then candidates: two of them never wait
for each other.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from claims.cluster_selectors import clusters_alike
from claims.clustering import ALIKE, Wording, alike, pairs, wordings_of
from claims.models import Candidate, Cluster
from common.errors import Conflict, NotFound

OPEN_FOR = timedelta(days=30)
"""How long after its last candidate a cluster takes in further ones."""
_CLUSTERING_LOCK = 0x636C7573


@transaction.atomic
def candidates_cluster(*, candidates: Sequence[Candidate], known: Mapping[UUID, UUID]) -> None:
    """Put each candidate that is in no cluster yet into the one that says the same, or into a new one.

    `known` gives, by candidate, the claim that it repeats. What is in a cluster stays there, so that this may
    be repeated. Two transactions that cluster wait for each other: otherwise each would miss what the other
    is just adding. The number of statements does not grow with the candidates.
    """
    waiting = [candidate for candidate in candidates if candidate.cluster_id is None]
    if not waiting:
        return
    wordings = wordings_of([row.text for row in waiting], [row.language for row in waiting])
    clustering_hold()
    claims = [known.get(candidate.pk) for candidate in waiting]
    joined = _join({row.pk: cluster for row, cluster in zip(waiting, _chosen(wordings, claims), strict=True)})
    by_id = {candidate.pk: candidate for candidate in waiting}
    _outlets_count([(cluster_id, by_id[pk].article_version.article.source_id) for pk, cluster_id in joined])
    _leads_choose([cluster_id for _, cluster_id in joined])


def clustering_hold() -> None:
    """Wait until nobody else puts candidates into clusters; nobody does until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CLUSTERING_LOCK])


def outlets_recount(*, outlet_ids: Collection[UUID]) -> None:
    """Count anew in which clusters these outlets are, whose articles are others now; clustering is held."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM claims_clusteroutlet WHERE outlet_id = ANY(%s)", [list(outlet_ids)])
        cursor.execute(_OUTLETS_ANEW, [list(outlet_ids)])


def article_outlet_recount(*, article_id: UUID) -> None:
    """Count anew the outlets of all clusters that an article's candidates are in: its may be another now."""
    rows = Candidate.objects.filter(article_version__article=article_id, cluster__isnull=False)
    keys = list(rows.values_list("cluster", flat=True).distinct())
    if keys:
        clustering_hold()
        _outlets_of_recount(keys)


def clusters_hold(*, cluster_ids: Collection[UUID]) -> None:
    """Lock these clusters until the transaction ends."""
    held = Cluster.objects.filter(pk__in=cluster_ids).order_by("pk").select_for_update(of=("self",))
    list(held.values_list("pk"))


def clusters_recount(*, cluster_ids: Collection[UUID]) -> None:
    """Count anew what is in these clusters, which are locked, clustering too; one that is empty goes."""
    keys = list(cluster_ids)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_ANEW, [keys])
    _outlets_of_recount(keys)
    Cluster.objects.filter(pk__in=keys, size=0).delete()
    _leads_choose(keys)


def candidate_lock(candidate_id: UUID) -> tuple[Candidate, Cluster | None]:
    """A candidate and its cluster, if it has one, locked until the transaction ends.

    Raises NotFound, and Conflict where it joined a cluster meanwhile, which is then not locked.
    """
    # `no_key`, as claims: whoever counts a cluster's outlets anew holds claims, and must not wait for this.
    clusters = Cluster.objects.select_for_update(of=("self",), no_key=True)
    cluster = clusters.filter(candidates=candidate_id).first()
    candidate = Candidate.objects.select_for_update(no_key=True).filter(pk=candidate_id).first()
    if candidate is None:
        raise NotFound(f"there is no candidate {candidate_id}")
    if candidate.cluster_id != (cluster.pk if cluster else None):
        raise Conflict("the candidate has just joined others that say the same; reload it")
    return candidate, cluster


def cluster_decided(*, cluster: Cluster, candidates: Sequence[Candidate]) -> None:
    """Count decided candidates out of their cluster, which is locked, and let another one lead."""
    Cluster.objects.filter(pk=cluster.pk).update(pending=F("pending") - len(candidates))
    _leads_choose([cluster.pk])


def cluster_reopened(*, cluster: Cluster, number: int) -> None:
    """Count so many candidates, undecided again, into their cluster, which is locked; the best one leads."""
    Cluster.objects.filter(pk=cluster.pk).update(pending=F("pending") + number)
    _leads_choose([cluster.pk])


@transaction.atomic
def clusters_close() -> int:
    """Close the clusters that no candidate joined for long; returns how many."""
    lately = timezone.now() - OPEN_FOR
    return Cluster.objects.filter(open=True, seen_at__lt=lately).update(open=False)


def _chosen(wordings: Sequence[Wording], claims: Sequence[UUID | None]) -> list[Cluster]:
    """The cluster of each wording, locked: one there is, or a new one, which later ones may join."""
    same = Cluster.objects.filter(open=True, known_claim__in=[claim for claim in claims if claim])
    repeating = dict(same.order_by("seen_at").values_list("known_claim", "pk"))
    alike_ones = clusters_alike(wordings)
    wanted = [
        [repeating[claim], *found] if claim in repeating else found
        for claim, found in zip(claims, alike_ones, strict=True)
    ]
    there = Cluster.objects.filter(open=True, pk__in={key for keys in wanted for key in keys})
    locked = {cluster.pk: cluster for cluster in there.order_by("pk").select_for_update(no_key=True)}
    chosen: list[Cluster] = []
    new: list[tuple[Wording, UUID | None, Cluster]] = []
    for wording, claim, keys in zip(wordings, claims, wanted, strict=True):
        cluster = next((locked[key] for key in keys if key in locked), None) or _among(new, wording, claim)
        if cluster is None:
            cluster = Cluster(
                text=wording.text,
                language=wording.language,
                pairs=pairs(wording.words),
                known_claim_id=claim,
            )
            new.append((wording, claim, cluster))
        chosen.append(cluster)
    Cluster.objects.bulk_create(cluster for _, _, cluster in new)
    return chosen


def _among(
    new: Sequence[tuple[Wording, UUID | None, Cluster]], wording: Wording, claim_id: UUID | None
) -> Cluster | None:
    for other, other_claim, cluster in new:
        if (claim_id and claim_id == other_claim) or alike(wording, other) >= ALIKE:
            return cluster
    return None


_JOIN = """
UPDATE claims_candidate AS c SET cluster_id = joining.cluster
FROM unnest(%s::uuid[], %s::uuid[]) AS joining (candidate, cluster)
WHERE c.id = joining.candidate AND c.cluster_id IS NULL
RETURNING c.id, c.cluster_id, c.state = 'pending'
"""
_COUNT_IN = """
UPDATE claims_cluster AS c SET size = c.size + joined.n, pending = c.pending + joined.pending, seen_at = now()
FROM (
    SELECT cluster, count(*) AS n, count(*) FILTER (WHERE pending) AS pending
    FROM unnest(%s::uuid[], %s::bool[]) AS one (cluster, pending) GROUP BY cluster
) AS joined
WHERE c.id = joined.cluster
"""
_OUTLETS = """
INSERT INTO claims_clusteroutlet AS o (cluster_id, outlet_id, candidates)
SELECT one.cluster, coalesce(s.survivor_id, s.id) AS outlet, count(*)
FROM unnest(%s::uuid[], %s::uuid[]) AS one (cluster, outlet) JOIN sources_source AS s ON s.id = one.outlet
GROUP BY 1, 2 ORDER BY 1, 2
ON CONFLICT (cluster_id, outlet_id) DO UPDATE SET candidates = o.candidates + excluded.candidates
"""
_OUTLETS_COUNTED = """
INSERT INTO claims_clusteroutlet (cluster_id, outlet_id, candidates)
SELECT c.cluster_id, a.source_id, count(*)
FROM sources_article AS a JOIN sources_articleversion AS v ON v.article_id = a.id
JOIN claims_candidate AS c ON c.article_version_id = v.id
"""
_OUTLETS_ANEW = (
    _OUTLETS_COUNTED
    + """
WHERE a.source_id = ANY(%s) AND c.cluster_id IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2
"""
)
_OUTLETS_OF = (
    _OUTLETS_COUNTED
    + """
WHERE c.cluster_id = ANY(%s) AND a.source_id IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2
"""
)
_COUNT_ANEW = """
UPDATE claims_cluster AS c SET size = counted.n, pending = counted.pending
FROM (
    SELECT given.id, count(one.id) AS n, count(one.id) FILTER (WHERE one.state = 'pending') AS pending
    FROM unnest(%s::uuid[]) AS given (id) LEFT JOIN claims_candidate AS one ON one.cluster_id = given.id
    GROUP BY given.id
) AS counted
WHERE c.id = counted.id
"""
# Of the undecided candidates of each cluster the most worth checking leads, and no other.
_LEADS = """
WITH best AS MATERIALIZED (
    SELECT of.cluster, first.id FROM unnest(%s::uuid[]) AS of (cluster) CROSS JOIN LATERAL (
        SELECT id FROM claims_candidate WHERE cluster_id = of.cluster AND state = 'pending'
        ORDER BY score DESC, id DESC LIMIT 1
    ) AS first
), changing AS (
    SELECT best.id, true AS leads FROM best
    UNION ALL
    SELECT c.id, false FROM best JOIN claims_candidate AS c
        ON c.cluster_id = best.cluster AND c.state = 'pending' AND c.leads AND c.id <> best.id
)
UPDATE claims_candidate AS c SET leads = changing.leads
FROM changing WHERE c.id = changing.id AND c.leads <> changing.leads
"""


def _join(chosen: Mapping[UUID, Cluster]) -> list[tuple[UUID, UUID]]:
    """Put the candidates, by id, into their clusters; returns those that were in none, with their cluster."""
    with connection.cursor() as cursor:
        cursor.execute(_JOIN, [list(chosen), [cluster.pk for cluster in chosen.values()]])
        joined = cursor.fetchall()
        cursor.execute(_COUNT_IN, [[row[1] for row in joined], [row[2] for row in joined]])
    return [(row[0], row[1]) for row in joined]


def _outlets_count(joined: Sequence[tuple[UUID, UUID | None]]) -> None:
    known = [(cluster, outlet) for cluster, outlet in joined if outlet is not None]
    with connection.cursor() as cursor:
        cursor.execute(_OUTLETS, [[row[0] for row in known], [row[1] for row in known]])


def _outlets_of_recount(clusters: list[UUID]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM claims_clusteroutlet WHERE cluster_id = ANY(%s)", [clusters])
        cursor.execute(_OUTLETS_OF, [clusters])


def _leads_choose(clusters: Sequence[UUID]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_LEADS, [sorted(set(clusters))])
