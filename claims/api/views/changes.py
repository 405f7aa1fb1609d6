"""The stream of changes, for mirrors."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.reverse import reverse

from claims.api.change_documents import EXAMPLE, ChangesQuery, ChangesSerializer, changes_written
from claims.change_selectors import changes_documents
from common.api.permissions import Access
from common.api.rendering import written
from common.api.views import ApiView
from common.changes import changes_after, changes_place


class ChangesView(ApiView):
    """Whatever changed of what is public."""

    access = {"GET": Access.PUBLIC}
    query = ChangesQuery
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
        appearances and evidence are part of their claim.
        """
        changes_place()
        changes = changes_after(self.params["after"], size=self.params["page_size"])
        last = changes[-1].position if changes else self.params["after"]
        kept = {name: value for name, value in request.query_params.items() if name != "after"}
        following = f"{reverse('api-changes', request=request)}?{urlencode({**kept, 'after': last})}"
        return written(changes_written(changes, changes_documents(changes), following))
