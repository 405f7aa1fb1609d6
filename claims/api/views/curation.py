"""What is done with a claim beside the verdicts on it: merging, adding and withdrawing evidence."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from claims import part_selectors, selectors
from claims.api.curation_inputs import ClaimMergeInput, EvidenceWithdrawInput, UnmergeInput
from claims.api.evidence_documents import EvidenceRecordSerializer
from claims.api.inputs import EvidenceInput
from claims.api.views.claims import claim_asked
from claims.documents import ClaimSerializer, EvidenceSerializer
from claims.models import Evidence
from claims.services.evidence import evidence_add, evidence_withdraw
from claims.services.merges import claim_merge, claim_unmerge
from common.api.authentication import actor, has_scope
from common.api.views import ApiView
from common.scopes import Scope


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
        claim_asked(request, claim_id)
        claim_asked(request, given["into"], field="into")
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
        claim_asked(request, claim_id)
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
        claim = claim_asked(request, claim_id)
        given = self.body(EvidenceInput)
        evidence = evidence_add(
            claim_id=claim.id,
            stance=Evidence.Stance(given.pop("stance")),
            article_version_id=given.pop("article_version", None),
            actor=actor(request),
            **given,
        )
        return self.created(EvidenceSerializer(evidence), at="api-evidence", row=evidence)


class EvidenceWithdrawView(ApiView):
    """Evidence that was given for a claim by mistake is taken back."""

    access = {"POST": Scope.CLAIMS_WRITE}
    problems = {"POST": (409,)}
    tag = "evidence"

    @extend_schema(
        operation_id="evidence_withdraw",
        summary="Withdraw evidence of a claim",
        request=EvidenceWithdrawInput,
        responses={200: EvidenceRecordSerializer},
    )
    def post(self, request: Request, evidence_id: UUID) -> Response:
        """It is no longer part of its claim; at its own address it stays, with the reason.

        409 where it came with a verdict, or where a verdict that stands rests on it.
        """
        found = part_selectors.evidence_get(
            evidence_id, include_open=has_scope(request, Scope.CANDIDATES_READ)
        )
        given = self.body(EvidenceWithdrawInput)
        evidence = evidence_withdraw(evidence_id=found.id, reason=given["reason"], actor=actor(request))
        return Response(EvidenceRecordSerializer(evidence).data)
