"""Has this been checked before? Texts against the known claims."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.match_documents import MatchesSerializer, SimilarSerializer, matches_shown
from claims.api.match_inputs import MatchInput, SimilarQuery
from claims.matching.configured import matcher
from claims.matching.types import Filters, Match
from claims.models import Claim
from claims.selectors import claim_get, claim_list
from common.api.authentication import has_scope
from common.api.permissions import Access, scope_require
from common.api.views import ApiView
from common.scopes import Scope


class MatchView(ApiView):
    """Texts against the known claims."""

    access = {"POST": Access.PUBLIC}
    problems = {"POST": (403,)}
    tag = "claims"

    @extend_schema(
        operation_id="claim_match",
        summary="Find known claims that texts resemble",
        request=MatchInput,
        responses={200: MatchesSerializer},
    )
    def post(self, request: Request) -> Response:
        """Of each text the published claims that it resembles, found by words, not by the verdict on them.

        Only `same_claim` says that a verdict on the one is a verdict on the other; `similar` ones may say the
        opposite, and their reasons say what differs. A claim is found as soon as it is published.
        """
        given = self.body(MatchInput)
        include_open = given.get("include_open", False)
        if include_open:
            scope_require(request, Scope.CANDIDATES_READ)
        texts = given["texts"] if "texts" in given else [given["text"]]
        found = matcher().match_many(
            texts,
            languages=[given.get("language", "")] * len(texts),
            limit=given["limit"],
            filters=Filters(
                published_only=not include_open,
                **{
                    name: tuple(given.get(name, ()))
                    for name in ("languages", "topics", "publishers", "claimants")
                },
            ),
        )
        results = [{"matches": one} for one in _shown(found, given["min_score"], explained=given["explain"])]
        return Response(MatchesSerializer({"results": results}).data)


class SimilarView(ApiView):
    """What a claim resembles."""

    access = {"GET": Access.PUBLIC}
    query = SimilarQuery
    tag = "claims"

    @extend_schema(
        operation_id="claim_similar",
        summary="List the claims that a claim resembles",
        responses={200: SimilarSerializer},
    )
    def get(self, request: Request, claim_id: UUID) -> Response:
        """Other published claims; open ones too for those who see candidates."""
        include_open = has_scope(request, Scope.CANDIDATES_READ)
        claim = claim_get(claim_id, include_open=include_open)
        itself = (claim.pk, claim.survivor_id) if claim.survivor_id else (claim.pk,)
        found = matcher().match(
            claim.text,
            language=claim.language,
            limit=self.params["limit"],
            filters=Filters(published_only=not include_open, excluding=itself),
        )
        (results,) = _shown([found], self.params["min_score"], explained=True)
        return Response(SimilarSerializer({"results": results}).data)


def _shown(
    found: Sequence[Sequence[Match]], min_score: float, *, explained: bool
) -> list[list[dict[str, Any]]]:
    """The matches with their claims, which are read in one go."""
    kept = [[match for match in matches if match.score >= min_score] for matches in found]
    claims: dict[UUID, Claim] = claim_list(include_open=True).in_bulk(
        {match.claim_id for matches in kept for match in matches}
    )
    return [matches_shown(matches, claims, explained=explained) for matches in kept]
