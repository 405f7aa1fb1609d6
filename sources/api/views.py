"""Sources over the API."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from common.api.authentication import actor
from common.api.conditional import moved
from common.api.fields import page_of
from common.api.paging import Ordering
from common.api.permissions import Access
from common.api.views import ApiView
from common.scopes import Scope
from sources import selectors, services
from sources.api.documents import MovedSourceSerializer, SourceSerializer
from sources.api.inputs import SourceChange, SourceInput, SourceQuery
from sources.models import Source

# In the order of their making, so that a reader who went through has nothing to look for but the end.
_ORDERING = Ordering.by_time("sources", descending=False)


class SourcesView(ApiView):
    """Who says things and where they appear."""

    access = {"GET": Access.PUBLIC, "POST": Scope.SOURCES_WRITE}
    document = SourceSerializer
    query = SourceQuery
    problems = {"POST": (409,)}
    tag = "sources"

    @extend_schema(
        operation_id="source_list", summary="List sources", responses={200: page_of(SourceSerializer)}
    )
    def get(self, request: Request) -> Response:
        """Outlets, people, organisations and fact-checkers, the oldest entry first.

        Those that were merged into another are not among them.
        """
        rows = selectors.sources_filter(selectors.sources_standing(), **self.filters())
        return self.page(rows, _ORDERING)

    @extend_schema(
        operation_id="source_create",
        summary="Add a source",
        request=SourceInput,
        responses={201: SourceSerializer},
    )
    def post(self, request: Request) -> Response:
        """A domain belongs to one source: 409 where another has it."""
        source = services.source_create(actor=actor(request), **self.body(SourceInput))
        return self.created(SourceSerializer(source), at="api-source", row=source)


class SourceView(ApiView):
    """One source."""

    access = {"GET": Access.PUBLIC, "PATCH": Scope.SOURCES_WRITE, "DELETE": Scope.SOURCES_WRITE}
    guards = Source
    problems = {"PATCH": (409,), "DELETE": (409,)}
    document = SourceSerializer
    tag = "sources"

    @extend_schema(
        operation_id="source_get",
        summary="Show a source",
        responses={200: SourceSerializer, 301: MovedSourceSerializer},
    )
    def get(self, request: Request, source_id: UUID) -> Response:
        """A merged source keeps its address, which leads to the one that stands for it."""
        source = selectors.source_get(source_id)
        if source.survivor_id is None:
            return self.show(source)
        there = reverse("api-source", args=[source.survivor_id], request=request)
        return moved(MovedSourceSerializer(source).data, there=there)

    @extend_schema(
        operation_id="source_update",
        summary="Change a source",
        request=SourceChange,
        responses={200: SourceSerializer},
    )
    def patch(self, request: Request, source_id: UUID) -> Response:
        """What the body does not name stays as it is.

        Whoever has published verdicts stays a fact-checker: 409 where another kind is given. A merged source
        is not changed any more: 409; change the one that stands for it.
        """
        source = services.source_update(source_id=source_id, actor=actor(request), **self.body(SourceChange))
        return self.show(source)

    @extend_schema(operation_id="source_delete", summary="Delete a source", responses={204: None})
    def delete(self, request: Request, source_id: UUID) -> Response:
        """Only one that nothing refers to: 409 where it made a claim, published something, has a feed."""
        services.source_delete(source_id=source_id, actor=actor(request))
        return Response(status=204)

    def hold(self) -> None:
        """As whoever changes it."""
        services.source_hold(source_id=self.kwargs["source_id"])
