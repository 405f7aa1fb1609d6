"""Sources that are one."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.curation_inputs import SourceMergeInput, UnmergeInput
from claims.services.source_merges import source_merge, source_unmerge
from common.api.authentication import actor
from common.api.views import ApiView
from common.scopes import Scope
from sources.api.documents import SourceSerializer
from sources.selectors import source_get


class SourceMergeView(ApiView):
    """A source becomes part of another."""

    access = {"POST": Scope.SOURCES_WRITE}
    problems = {"POST": (409,)}
    tag = "sources"

    @extend_schema(
        operation_id="source_merge",
        summary="Merge a source into another",
        request=SourceMergeInput,
        responses={200: SourceSerializer},
    )
    def post(self, request: Request, source_id: UUID) -> Response:
        """Answers with the survivor, to which the merged source's address, its names and its site lead now.

        The claims that it made, the articles that it published and its feeds are the survivor's. One that
        has verdicts, drafts or rating scales of its own stays: 409; merge the other one into it.
        """
        given = self.body(SourceMergeInput)
        merge = source_merge(
            source_id=source_id, into_id=given["into"], reason=given["reason"], actor=actor(request)
        )
        return Response(SourceSerializer(merge.into).data)


class SourceUnmergeView(ApiView):
    """A merge is undone."""

    access = {"POST": Scope.SOURCES_WRITE}
    problems = {"POST": (409,)}
    tag = "sources"

    @extend_schema(
        operation_id="source_unmerge",
        summary="Undo the merge of a source",
        request=UnmergeInput,
        responses={200: SourceSerializer},
    )
    def post(self, request: Request, source_id: UUID) -> Response:
        """Answers with the source, to which all comes back that went to the survivor and is still there.

        What the survivor was given since stays with it.
        """
        given = self.body(UnmergeInput)
        source_unmerge(source_id=source_id, reason=given["reason"], actor=actor(request))
        return Response(SourceSerializer(source_get(source_id)).data)
