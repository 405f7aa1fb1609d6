"""After random doings: what is kept beside the rows follows from them, and outsiders can read everything.

Each run does other things, from a seed that a failure prints; `ANYTHING_SEED=1234` begins from that one.
"""

from __future__ import annotations

import json
import os
import random
from typing import Any
from uuid import UUID

import pytest

from claims.exchange.documents import row_of_line
from claims.export_selectors import claims_ndjson
from claims.models import Claim, ClaimDocument
from claims.services.merges import claim_merge, claim_unmerge
from claims.services.rebuilding import documents_check
from claims.services.source_merges import source_merge, source_unmerge
from common.errors import RegistryError
from sources.models import Source
from tests import doings
from tests.aftermath import everything_follows
from tests.api import anonymous

_STEPS = 200
_READ_BY_ALL = (
    *("/claims", "/feeds/claimreview.json", "/feeds/verdicts.atom", "/sitemap.xml"),
    *("/v1alpha1/claims:search?query=dam", "/api/v1/claims?q=dam", "/api/v1/verdicts", "/api/v1/sources"),
    *("/api/v1/appearances", "/api/v1/evidence", "/api/v1/changes", "/api/v1/topics"),
)


@pytest.mark.fuzz
@pytest.mark.django_db
@pytest.mark.parametrize("turn", range(3))
def test_whatever_was_done_everything_follows_from_the_rows(turn: int) -> None:
    seed = int(os.environ.get("ANYTHING_SEED") or random.randrange(10**6))
    print(f"ANYTHING_SEED={seed}")
    desk = doings.Desk(random.Random(seed))
    doings.begin(desk)
    for step in range(_STEPS):
        name = desk.do()
        if step % 4 == 0:
            assert not documents_check().differed, f"a document, after {name}"
        if step % 20 == 0:
            _merging_undone_leaves_no_trace(desk)
    everything_follows()
    _outsiders_read_what_is_public_alone()


def _merging_undone_leaves_no_trace(desk: doings.Desk) -> None:
    claim, into = (desk.any(Claim.objects.all()).pk for _ in range(2))
    source, other = (desk.any(Source.objects.all()).pk for _ in range(2))
    given: dict[str, Any] = {"actor": desk.actor, "reason": "To see."}
    before = _documents()
    try:
        claim_merge(claim_id=claim, into_id=into, **given)
    except RegistryError:
        pass
    else:
        claim_unmerge(claim_id=claim, **given)
        assert _documents() == before, f"merging claim {claim} into {into}"
    try:
        source_merge(source_id=source, into_id=other, **given)
    except RegistryError:
        return
    source_unmerge(source_id=source, **given)
    assert _documents() == before, f"merging source {source} into {other}"


def _documents() -> dict[UUID, dict[str, Any]]:
    read = {key: json.loads(body) for key, body in ClaimDocument.objects.values_list("claim", "body")}
    return {key: {**document, "updated_at": None} for key, document in read.items()}


def _outsiders_read_what_is_public_alone() -> None:
    client = anonymous()
    for claim in Claim.objects.select_related("survivor"):
        shown = claim.survivor or claim
        for address in (f"/claims/{claim.pk}", f"/api/v1/claims/{claim.pk}"):
            answer = client.get(address)
            if answer.status_code == 301:
                assert str(claim.survivor_id) in answer["Location"]
                answer = client.get(answer["Location"])
            expected = 200 if shown.state == Claim.State.PUBLISHED else 404
            assert answer.status_code == expected, f"{address}, a {claim.state} claim"
    for address in _READ_BY_ALL:
        assert client.get(address).status_code == 200, address
    published = Claim.objects.filter(state=Claim.State.PUBLISHED)
    exported = b"".join(claims_ndjson(state=Claim.State.PUBLISHED)).splitlines()
    assert {row_of_line(line).text for line in exported} == {claim.text.strip() for claim in published}
