"""Claims, and the verdicts on them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from claims import selectors
from claims.api.documents import ClaimSerializer, MovedSerializer, VerdictSerializer
from claims.api.inputs import ClaimQuery, HistoryQuery, MomentQuery, VerdictInput, VerdictQuery
from claims.models import Claim
from claims.moments import claim_as_of, verdicts_visible
from claims.rules import Kind
from claims.services.verdicts import Statement, verdict_record
from common.api.authentication import actor, api_key, has_scope
from common.api.fields import page_of
from common.api.paging import Ordering
from common.api.permissions import Access
from common.api.views import ApiView
from common.scopes import Scope

_CLAIMS = Ordering.by_time("claims")
_VERDICTS = Ordering.by_time("verdicts", "recorded_at")


class ClaimsView(ApiView):
    """The claims of the registry."""

    access = {"GET": Access.PUBLIC}
    query = ClaimQuery
    problems = {"GET": (403,)}
    tag = "claims"

    @extend_schema(
        operation_id="claim_list", summary="List and search claims", responses={200: page_of(ClaimSerializer)}
    )
    def get(self, request: Request) -> Response:
        """Published claims, or those of another state, the newest first."""
        wanted = {name: value for name, value in self.params.items() if name not in {"cursor", "page_size"}}
        if wanted["state"] == Claim.State.OPEN and not has_scope(request, Scope.CANDIDATES_READ):
            key = api_key(request)
            raise PermissionDenied(f"the API key {key.prefix}… lacks the scope {Scope.CANDIDATES_READ}")
        rows = selectors.claims_filter(selectors.claim_detail(include_open=True), **wanted)
        return self.page(rows, _CLAIMS, ClaimSerializer)


class ClaimView(ApiView):
    """One claim."""

    access = {"GET": Access.PUBLIC}
    query = MomentQuery
    tag = "claims"

    @extend_schema(
        operation_id="claim_get",
        summary="Show a claim, now or as it stood",
        responses={200: ClaimSerializer, 301: MovedSerializer},
    )
    def get(self, request: Request, claim_id: UUID) -> Response:
        """A merged claim keeps its address, which leads to the claim it became.

        With `as_of` or `known_at` the claim itself is shown, as it stood at that moment: its state, the
        verdicts that held, its appearances and evidence. Its wording, claimant and topics are today's.
        """
        if moment := _moment(self.params):
            include_open = has_scope(request, Scope.CANDIDATES_READ)
            return Response(ClaimSerializer(claim_as_of(claim_id, include_open=include_open, **moment)).data)
        claim = _claim(request, claim_id)
        if claim.survivor_id is None:
            return Response(ClaimSerializer(claim).data)
        there = reverse("api-claim", args=[claim.survivor_id], request=request)
        return Response(MovedSerializer(claim).data, status=301, headers={"Location": there})


class ClaimVerdictsView(ApiView):
    """The history of the verdicts on a claim."""

    access = {"GET": Access.PUBLIC, "POST": Scope.VERDICTS_WRITE}
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
        rows = selectors.verdict_history(_claim(request, claim_id))
        if moment := _moment(self.params):
            rows = verdicts_visible(rows, **moment)
        return self.page(_of_publisher(rows, self.params), _VERDICTS, VerdictSerializer)

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
            actor=actor(request),
            statement=Statement(**given),
        )
        return self.created(VerdictSerializer(verdict), at="api-verdict", row=verdict)


class VerdictsView(ApiView):
    """Every verdict."""

    access = {"GET": Access.PUBLIC}
    query = VerdictQuery
    tag = "verdicts"

    @extend_schema(
        operation_id="verdict_list",
        summary="List the verdicts on all claims",
        responses={200: page_of(VerdictSerializer)},
    )
    def get(self, request: Request) -> Response:
        """Every row there ever was, the newest first."""
        rows = _of_publisher(selectors.verdict_rows(), self.params)
        return self.page(rows, _VERDICTS, VerdictSerializer)


class VerdictView(ApiView):
    """One verdict."""

    access = {"GET": Access.PUBLIC}
    tag = "verdicts"

    @extend_schema(operation_id="verdict_get", summary="Show a verdict", responses={200: VerdictSerializer})
    def get(self, request: Request, verdict_id: UUID) -> Response:
        """The row as it was recorded."""
        return Response(VerdictSerializer(selectors.verdict_get(verdict_id)).data)


def _claim(request: Request, claim_id: UUID) -> Claim:
    return selectors.claim_get(claim_id, include_open=has_scope(request, Scope.CANDIDATES_READ))


def _moment(params: Mapping[str, Any]) -> dict[str, datetime]:
    """The two clocks asked for; empty where it is about now."""
    if "as_of" not in params and "known_at" not in params:
        return {}
    now = timezone.now()
    return {name: params.get(name, now) for name in ("as_of", "known_at")}


def _of_publisher(rows: Any, params: Any) -> Any:
    return rows.filter(publisher=params["publisher"]) if "publisher" in params else rows
