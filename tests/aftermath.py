"""What must hold after whatever was done (tests.doings): what is kept beside the rows follows from them."""

from __future__ import annotations

import json
from collections import Counter
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import connection, transaction

from claims.matching.matcher import RegistryMatcher
from claims.models import Claim, Cluster, CurrentVerdict, Verdict
from claims.services.clusters import clustering_hold, clusters_hold, clusters_recount
from claims.services.ledger_audit import ledger_audit
from claims.services.match_index import match_index_fold
from claims.services.rebuilding import documents_check
from claims.services.words import claim_words_rebuild
from webhooks.models import Event

_WORDS = """
SELECT claim_id, configurations, array(
    SELECT lexeme || array_to_string(weights, ' ') FROM unnest(words) ORDER BY lexeme
) FROM claims_claimwords ORDER BY claim_id
"""
_CLUSTERS = """
SELECT c.id, c.size, c.pending,
    array(SELECT (outlet_id, candidates)::text FROM claims_clusteroutlet WHERE cluster_id = c.id ORDER BY 1),
    array(SELECT id FROM claims_candidate WHERE cluster_id = c.id AND state = 'pending' AND leads)
FROM claims_cluster c ORDER BY c.id
"""


def everything_follows() -> None:
    """Raises AssertionError where something does not. Nobody else may write meanwhile."""
    _same("documents that differ", documents_check().differed, 0)
    _every_verdict_is_kept_and_told_and_the_last_stands()
    _words_and_clusters_are_what_they_would_be_made_anew()
    _same("claims that matching misses", _missed(), [])
    match_index_fold()
    _same("claims that matching misses once they are folded", _missed(), [])


def _same(what: str, found: Any, expected: Any) -> None:
    if found == expected:
        return
    pairs = zip(found, expected, strict=False) if isinstance(found, list) else [(found, expected)]
    differing = next((pair for pair in pairs if pair[0] != pair[1]), (found, expected))
    raise AssertionError(f"{what}: {differing[0]!r} in place of {differing[1]!r}")


def _every_verdict_is_kept_and_told_and_the_last_stands() -> None:
    ledger_audit(progress=lambda *_: None)
    rows = list(Verdict.objects.order_by("seq"))
    last = {(row.claim_id, row.publisher_id): row.pk for row in rows}
    pointers = CurrentVerdict.objects.values_list("claim", "publisher", "verdict")
    _same("current verdicts", sorted(pointers), sorted((*of, pk) for of, pk in last.items()))
    events = list(Event.objects.order_by("claim", "sequence"))
    payloads = [json.loads(bytes(each.payload)) for each in events if each.type.startswith("verdict.")]
    told = sorted(each["data"]["verdict"]["id"] for each in payloads)
    _same("verdicts told", told, sorted(str(row.pk) for row in rows))
    numbers = [(each.claim_id, each.sequence) for each in events if each.claim_id]
    expected = [(key, n + 1) for key, of in groupby(numbers, itemgetter(0)) for n, _ in enumerate(of)]
    _same("places of events", numbers, expected)


@transaction.atomic
def _words_and_clusters_are_what_they_would_be_made_anew() -> None:
    words, kept = _rows(_WORDS), _rows(_CLUSTERS)
    claim_words_rebuild()
    keys = list(Cluster.objects.values_list("pk", flat=True))
    clusters_hold(cluster_ids=keys)
    clustering_hold()
    clusters_recount(cluster_ids=keys)
    _same("words", words, _rows(_WORDS))
    _same("clusters", kept, _rows(_CLUSTERS))


def _rows(statement: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


def _missed() -> list[str]:
    """The wordings of claims that their own words do not find; those of several claims are left out."""
    texts = Counter(claim.text for claim in Claim.objects.all())
    claims = [claim for claim in Claim.objects.all() if texts[claim.text] == 1]
    found = RegistryMatcher().match_many([claim.text for claim in claims], limit=20)
    return [
        claim.text
        for claim, matches in zip(claims, found, strict=True)
        if (claim.survivor_id or claim.pk) not in {match.claim_id for match in matches}
    ]
