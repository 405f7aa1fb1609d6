"""What is done with a claim beside the verdicts on it: merging, and adding evidence."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from claims import selectors
from claims.api.inputs import ClaimMergeInput, EvidenceInput, UnmergeInput
from claims.documents import ClaimSerializer, EvidenceSerializer
from claims.models import Claim, Evidence
from claims.services.evidence import evidence_add
from claims.services.merges import claim_merge, claim_unmerge
from common.api.authentication import actor, has_scope
from common.api.views import ApiView
from common.errors import NotFound
from common.scopes import Scope


def _asked(request: Request, claim_id: UUID, *, field: str | None = None) -> Claim:
    """The claim, if the key may read it: what is done with it tells of it. Raises NotFound."""
    try:
        return selectors.claim_get(claim_id, include_open=has_scope(request, Scope.CANDIDATES_READ))
    except NotFound as error:
        raise NotFound(error.detail, field=field) from error


class ClaimMergeView(ApiView):
    """A claim becomes part of another."""

    access = {"POST": Scope.CLAIMS_WRITE}
    problems = {"POST": (409,)}
    tag = "claims"

    @extend_schema(
        operation_id="claim_merge",
        summary="Merge a claim into another",
        request=ClaimMergeInput,
        responses={200: ClaimSerializer},
    )
    def post(self, request: Request, claim_id: UUID) -> Response:
        """Answers with the survivor, to which the merged claim's address leads now. Both histories stay."""
        given = self.body(ClaimMergeInput)
        _asked(request, claim_id)
        _asked(request, given["into"], field="into")
        merge = claim_merge(
            claim_id=claim_id, into_id=given["into"], reason=given["reason"], actor=actor(request)
        )
        return Response(ClaimSerializer(selectors.claim_get(merge.into_id, include_open=True)).data)


class ClaimUnmergeView(ApiView):
    """A merge is undone."""

    access = {"POST": Scope.CLAIMS_WRITE}
    problems = {"POST": (409,)}
    tag = "claims"

    @extend_schema(
        operation_id="claim_unmerge",
        summary="Undo the merge of a claim",
        request=UnmergeInput,
        responses={200: ClaimSerializer},
    )
    def post(self, request: Request, claim_id: UUID) -> Response:
        """Answers with the claim, which stands as it did before."""
        given = self.body(UnmergeInput)
        _asked(request, claim_id)
        claim_unmerge(claim_id=claim_id, reason=given["reason"], actor=actor(request))
        return Response(ClaimSerializer(selectors.claim_get(claim_id, include_open=True)).data)


class ClaimEvidenceView(ApiView):
    """The evidence for a claim."""

    access = {"POST": Scope.CLAIMS_WRITE}
    problems = {"POST": (409,)}
    tag = "claims"

    @extend_schema(
        operation_id="claim_evidence_add",
        summary="Add evidence to a claim",
        request=EvidenceInput,
        responses={201: EvidenceSerializer},
    )
    def post(self, request: Request, claim_id: UUID) -> Response:
        """Every address of evidence is read from time to time, to see whether it still holds that."""
        claim = _asked(request, claim_id)
        given = self.body(EvidenceInput)
        evidence = evidence_add(
            claim_id=claim.id,
            stance=Evidence.Stance(given.pop("stance")),
            article_version_id=given.pop("article_version", None),
            actor=actor(request),
            **given,
        )
        return self.created(EvidenceSerializer(evidence), at="api-evidence", row=evidence)
