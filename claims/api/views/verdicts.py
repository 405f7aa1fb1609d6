"""The verdicts on claims."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from claims import selectors
from claims.api.includes import VERDICT_INCLUDES
from claims.api.inputs import HistoryQuery, VerdictInput, VerdictQuery
from claims.api.views.claims import claim_asked, moment_asked
from claims.documents import VerdictSerializer
from claims.moments import verdicts_visible
from claims.rules import Kind
from claims.services.verdicts import Statement, verdict_record
from common.api.authentication import actor
from common.api.fields import page_of
from common.api.paging import Ordering
from common.api.permissions import Access
from common.api.views import ApiView
from common.scopes import Scope
from sources.selectors import source_asked

_VERDICTS = Ordering.by_time("verdicts", "recorded_at")


class ClaimVerdictsView(ApiView):
    """The history of the verdicts on a claim."""

    access = {"GET": Access.PUBLIC, "POST": Scope.VERDICTS_WRITE}
    document = VerdictSerializer
    includes = VERDICT_INCLUDES
    query = HistoryQuery
    problems = {"POST": (409,)}
    tag = "verdicts"

    @extend_schema(
        operation_id="claim_verdict_list",
        summary="List the verdicts on a claim",
        responses={200: page_of(VerdictSerializer)},
    )
    def get(self, request: Request, claim_id: UUID) -> Response:
        """Every row of every publisher, the newest first; nothing is ever missing from it.

        With `as_of` or `known_at` the rows that were known and had taken effect then.
        """
        rows = selectors.verdict_history(claim_asked(request, claim_id))
        if moment := moment_asked(self.params):
            rows = verdicts_visible(rows, **moment)
        return self.page(_of_publisher(rows, self.params), _VERDICTS)

    @extend_schema(
        operation_id="claim_verdict_record",
        summary="Record, update, correct or retract a verdict",
        request=VerdictInput,
        responses={201: VerdictSerializer},
    )
    def post(self, request: Request, claim_id: UUID) -> Response:
        """Appends a row, publishes the claim, and tells the subscribers in the same transaction."""
        given = self.body(VerdictInput)
        verdict = verdict_record(
            claim_id=claim_id,
            publisher_id=given.pop("publisher"),
            kind=Kind(given.pop("kind")),
            rating_id=given.pop("rating", None),
            reason=given.pop("reason", ""),
            note=given.pop("note", ""),
            expected_seq=given.pop("expected_seq", None),
            kept_evidence=given.pop("kept_evidence", ()),
            actor=actor(request),
            statement=Statement(**given),
        )
        return self.created(VerdictSerializer(verdict), at="api-verdict", row=verdict)


class VerdictsView(ApiView):
    """Every verdict."""

    access = {"GET": Access.PUBLIC}
    document = VerdictSerializer
    includes = VERDICT_INCLUDES
    query = VerdictQuery
    problems = {"GET": (404,)}
    tag = "verdicts"

    @extend_schema(
        operation_id="verdict_list",
        summary="List the verdicts on all claims",
        responses={200: page_of(VerdictSerializer)},
    )
    def get(self, request: Request) -> Response:
        """Every row there ever was, the newest first."""
        rows = _of_publisher(selectors.verdict_rows(), self.params)
        return self.page(rows, _VERDICTS)


class VerdictView(ApiView):
    """One verdict."""

    access = {"GET": Access.PUBLIC}
    document = VerdictSerializer
    includes = VERDICT_INCLUDES
    tag = "verdicts"

    @extend_schema(operation_id="verdict_get", summary="Show a verdict", responses={200: VerdictSerializer})
    def get(self, request: Request, verdict_id: UUID) -> Response:
        """The row as it was recorded."""
        return self.show(selectors.verdict_get(verdict_id))


def _of_publisher(rows: Any, params: Any) -> Any:
    return rows.filter(publisher=source_asked(params["publisher"])) if "publisher" in params else rows
