"""Candidates and the decisions on them."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from claims import candidate_selectors, selectors
from claims.api.candidate_documents import CandidateSerializer, NamesakesSerializer
from claims.api.candidate_inputs import (
    AcceptInput,
    CandidateQuery,
    MergeInput,
    RejectInput,
    ReopenInput,
)
from claims.api.includes import CANDIDATE_INCLUDES
from claims.documents import ClaimSerializer
from claims.models import Cluster
from claims.services.candidates import candidate_accept, candidate_merge, candidate_reject
from claims.services.checks import claimant_find
from claims.services.reopening import candidate_reopen
from common.api.authentication import actor
from common.api.fields import page_of
from common.api.paging import Ordering
from common.api.views import ApiView
from common.scopes import Scope
from common.selectors import rows_asked_of
from sources.models import Article

_ORDERING = Ordering.by_time("candidates")


class CandidatesView(ApiView):
    """What was proposed from articles."""

    access = {"GET": Scope.CANDIDATES_READ}
    document = CandidateSerializer
    includes = CANDIDATE_INCLUDES
    query = CandidateQuery
    problems = {"GET": (404,)}
    tag = "candidates"

    @extend_schema(
        operation_id="candidate_list",
        summary="List candidates",
        responses={200: page_of(CandidateSerializer)},
    )
    def get(self, request: Request) -> Response:
        """The newest first."""
        wanted = self.filters()
        rows_asked_of(wanted, article=Article.objects.all(), cluster=Cluster.objects.all())
        rows = candidate_selectors.candidates_filter(candidate_selectors.candidate_list(), **wanted)
        return self.page(rows, _ORDERING)


class CandidateView(ApiView):
    """One candidate."""

    access = {"GET": Scope.CANDIDATES_READ}
    document = CandidateSerializer
    includes = CANDIDATE_INCLUDES
    tag = "candidates"

    @extend_schema(
        operation_id="candidate_get", summary="Show a candidate", responses={200: CandidateSerializer}
    )
    def get(self, request: Request, candidate_id: UUID) -> Response:
        """With the claims it resembles."""
        return self.show(candidate_selectors.candidate_get(candidate_id))


class CandidateNamesakesView(ApiView):
    """Who a candidate's claimant may be among the sources."""

    access = {"GET": Scope.CANDIDATES_READ}
    tag = "candidates"

    @extend_schema(
        operation_id="candidate_namesakes",
        summary="Suggest the source that a candidate's claimant is",
        responses={200: NamesakesSerializer},
    )
    def get(self, request: Request, candidate_id: UUID) -> Response:
        """By name and alias; whoever accepts chooses."""
        found = candidate_selectors.candidate_namesakes(candidate_selectors.candidate_get(candidate_id))
        return Response(NamesakesSerializer(found).data)


class _DecisionView(ApiView):
    access = {"POST": Scope.CANDIDATES_WRITE}
    problems = {"POST": (409,)}
    tag = "candidates"

    @staticmethod
    def as_it_is(candidate_id: UUID) -> Response:
        """The candidate as the decision left it."""
        return Response(CandidateSerializer(candidate_selectors.candidate_get(candidate_id)).data)


class CandidateAcceptView(_DecisionView):
    """A candidate becomes a claim."""

    @extend_schema(
        operation_id="candidate_accept",
        summary="Accept a candidate as a new claim",
        request=AcceptInput,
        responses={201: ClaimSerializer},
    )
    def post(self, request: Request, candidate_id: UUID) -> Response:
        """The claim stays open, and unseen by the public, until its first verdict."""
        given = self.body(AcceptInput)
        claimant = claimant_find(given.pop("claimant", None))
        claim = candidate_accept(candidate_id=candidate_id, actor=actor(request), claimant=claimant, **given)
        document = ClaimSerializer(selectors.claim_get(claim.id, include_open=True))
        return self.created(document, at="api-claim", row=claim)


class CandidateMergeView(_DecisionView):
    """A candidate is one more appearance of a known claim."""

    @extend_schema(
        operation_id="candidate_merge",
        summary="Merge a candidate into a known claim",
        request=MergeInput,
        responses={200: ClaimSerializer},
    )
    def post(self, request: Request, candidate_id: UUID) -> Response:
        """Answers with the claim; where the one named was itself merged, with the one it became."""
        given = self.body(MergeInput)
        claim = candidate_merge(
            candidate_id=candidate_id, claim_id=given.pop("claim"), actor=actor(request), **given
        )
        return Response(ClaimSerializer(selectors.claim_get(claim.id, include_open=True)).data)


class CandidateRejectView(_DecisionView):
    """A candidate is no claim worth checking."""

    @extend_schema(
        operation_id="candidate_reject",
        summary="Reject a candidate",
        request=RejectInput,
        responses={200: CandidateSerializer},
    )
    def post(self, request: Request, candidate_id: UUID) -> Response:
        """Answers with the candidate."""
        candidate_reject(candidate_id=candidate_id, actor=actor(request), **self.body(RejectInput))
        return self.as_it_is(candidate_id)


class CandidateReopenView(_DecisionView):
    """A rejection or a merge was a mistake."""

    @extend_schema(
        operation_id="candidate_reopen",
        summary="Take back the rejection or the merge of a candidate",
        request=ReopenInput,
        responses={200: CandidateSerializer},
    )
    def post(self, request: Request, candidate_id: UUID) -> Response:
        """Answers with the candidate, which waits again; what was accepted stays a claim (409)."""
        candidate_reopen(candidate_id=candidate_id, actor=actor(request), **self.body(ReopenInput))
        return self.as_it_is(candidate_id)
