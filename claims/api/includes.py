"""What the documents of this app may have included. Nobody is shown by it what they could not ask for."""

from __future__ import annotations

from django.db.models import QuerySet
from rest_framework.request import Request

from claims import part_selectors, selectors
from claims.documents import ClaimSerializer, EvidenceSerializer, VerdictSerializer
from claims.models import Claim, Evidence, Verdict
from common.api.authentication import has_scope
from common.api.selection import Include, many, one
from common.scopes import Scope
from sources.api.documents import SourceSerializer
from sources.models import Source
from sources.selectors import source_list


def sees_open(request: Request) -> bool:
    """Whether the caller may see claims that are not public yet."""
    return has_scope(request, Scope.CANDIDATES_READ)


def _claims(request: Request) -> QuerySet[Claim]:
    return selectors.claim_detail(include_open=sees_open(request))


def _verdicts(request: Request) -> QuerySet[Verdict]:
    return selectors.verdict_rows().order_by("-recorded_at", "-id")


def _evidence(request: Request) -> QuerySet[Evidence]:
    return part_selectors.evidence_list(include_open=sees_open(request))


def _sources(request: Request) -> QuerySet[Source]:
    return source_list()


_CLAIM = one("claim", _claims, ClaimSerializer)
_PUBLISHER = one("publisher.id", _sources, SourceSerializer)
_OUTLET = one("outlet.id", _sources, SourceSerializer)

CLAIM_INCLUDES: dict[str, Include] = {
    "claimant": one("claimant.id", _sources, SourceSerializer),
    "history": many("claim", _verdicts, VerdictSerializer),
}
VERDICT_INCLUDES = {
    "claim": _CLAIM,
    "publisher": _PUBLISHER,
    "evidence": many("verdict", _evidence, EvidenceSerializer),
}
APPEARANCE_INCLUDES = {"claim": _CLAIM, "outlet": _OUTLET}
EVIDENCE_INCLUDES = {"claim": _CLAIM, "verdict": one("verdict", _verdicts, VerdictSerializer)}
CANDIDATE_INCLUDES = {"claim": _CLAIM, "outlet": _OUTLET}
DRAFT_INCLUDES = {"claim": _CLAIM, "publisher": _PUBLISHER}
SCALE_INCLUDES = {"publisher": _PUBLISHER}
