"""The stream of changes, for mirrors."""

from __future__ import annotations

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from claims.api.change_documents import EXAMPLE, ChangesSerializer, changes_written
from claims.change_selectors import changes_documents
from common.api.permissions import Access
from common.api.rendering import written
from common.api.stretches import StretchQuery, following
from common.api.views import ApiView
from common.changes import changes_after, changes_place


class ChangesView(ApiView):
    """Whatever changed of what is public."""

    access = {"GET": Access.PUBLIC}
    query = StretchQuery
    problems = {"GET": (410,)}
    tag = "changes"

    @extend_schema(
        operation_id="change_list",
        summary="Follow every change",
        responses={200: ChangesSerializer},
        examples=[EXAMPLE],
    )
    def get(self, request: Request) -> HttpResponse:
        """Every change there ever was of claims, verdicts, sources, topics and rating scales, in order.

        To hold an exact mirror: begin without `after`; for each result store `document` under `resource`
        and `id`, or forget what is stored there where it is null; go on at `next`, at once while there are
        results, else after a pause. Nothing turns up later at a position that you have passed, and applying
        a stretch twice does no harm. A merged claim stays, with the state `merged` and its `merged_into`;
        appearances and evidence are part of their claim. 410: the registry was restored to a moment before
        what you have read; forget all and begin anew.
        """
        changes_place()
        changes = changes_after(
            self.params["after"], size=self.params["page_size"], recorded_at=self.params.get("after_time")
        )
        last = (changes[-1].position, changes[-1].recorded_at) if changes else None
        address = following(request, "api-changes", last)
        return written(changes_written(changes, changes_documents(changes), address))
