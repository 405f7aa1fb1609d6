"""How proposers fare with the fact-checkers."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.candidate_inputs import ProposerQuery
from claims.api.proposer_documents import ProposersSerializer
from claims.feedback_selectors import proposer_records
from common.api.views import ApiView
from common.scopes import Scope


class ProposersView(ApiView):
    """The record of each version of each proposer."""

    access = {"GET": Scope.CANDIDATES_READ}
    query = ProposerQuery
    tag = "candidates"

    @extend_schema(
        operation_id="proposer_list",
        summary="Show how proposers fare",
        responses={200: ProposersSerializer},
    )
    def get(self, request: Request) -> Response:
        """By name and version; a handful, so on one page."""
        return Response(ProposersSerializer({"results": proposer_records(**self.params)}).data)
