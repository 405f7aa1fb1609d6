"""What belongs to claims and has an address of its own: appearances and evidence."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from claims import part_selectors as selectors
from claims.api.evidence_documents import EvidenceRecordSerializer
from claims.api.includes import APPEARANCE_INCLUDES, EVIDENCE_INCLUDES, sees_open
from claims.api.inputs import AppearanceQuery, EvidenceQuery
from claims.documents import AppearanceSerializer
from claims.models import Verdict
from claims.selectors import claims_known
from common.api.fields import page_of
from common.api.paging import Ordering
from common.api.permissions import Access
from common.api.views import ApiView
from common.selectors import rows_asked_of
from sources.models import Article
from sources.selectors import source_asked

_APPEARANCES = Ordering.by_time("appearances")
_EVIDENCE = Ordering.by_time("evidence")
_APPEARANCE_LOOKUPS = {
    "claim": "claim",
    "article": "article_version__article",
    "outlet": "article_version__article__source",
    "said_since": "said_on__gte",
    "said_until": "said_on__lt",
}


class AppearancesView(ApiView):
    """Where claims appeared."""

    access = {"GET": Access.PUBLIC}
    document = AppearanceSerializer
    includes = APPEARANCE_INCLUDES
    query = AppearanceQuery
    problems = {"GET": (404,)}
    tag = "appearances"

    @extend_schema(
        operation_id="appearance_list",
        summary="List appearances of claims",
        responses={200: page_of(AppearanceSerializer)},
    )
    def get(self, request: Request) -> Response:
        """Of public claims, the newest first; a key with candidates:read sees those of open ones too."""
        given, known = self.filters(), claims_known(include_open=sees_open(request))
        rows_asked_of(given, claim=known, article=Article.objects.all())
        if "outlet" in given:
            given["outlet"] = source_asked(given["outlet"])
        wanted = {_APPEARANCE_LOOKUPS[name]: value for name, value in given.items()}
        rows = selectors.appearance_list(include_open=sees_open(request)).filter(**wanted)
        return self.page(rows, _APPEARANCES)


class AppearanceView(ApiView):
    """One appearance."""

    access = {"GET": Access.PUBLIC}
    document = AppearanceSerializer
    includes = APPEARANCE_INCLUDES
    tag = "appearances"

    @extend_schema(
        operation_id="appearance_get", summary="Show an appearance", responses={200: AppearanceSerializer}
    )
    def get(self, request: Request, appearance_id: UUID) -> Response:
        """The exact words, and who said them to whom and when."""
        return self.show(selectors.appearance_get(appearance_id, include_open=sees_open(request)))


class EvidenceListView(ApiView):
    """What supports or refutes claims, or gives their context."""

    access = {"GET": Access.PUBLIC}
    document = EvidenceRecordSerializer
    includes = EVIDENCE_INCLUDES
    query = EvidenceQuery
    problems = {"GET": (404,)}
    tag = "evidence"

    @extend_schema(
        operation_id="evidence_list",
        summary="List evidence",
        responses={200: page_of(EvidenceRecordSerializer)},
    )
    def get(self, request: Request) -> Response:
        """For public claims, the newest first; a key with candidates:read sees that for open ones too.

        What was withdrawn is not among it, unless it is asked for.
        """
        wanted, known = self.filters(), claims_known(include_open=sees_open(request))
        rows_asked_of(wanted, claim=known, verdict=Verdict.objects.all())
        holds = not wanted.pop("withdrawn", False)
        rows = selectors.evidence_list(include_open=sees_open(request))
        return self.page(rows.filter(withdrawn_at__isnull=holds, **wanted), _EVIDENCE)


class EvidenceView(ApiView):
    """One piece of evidence."""

    access = {"GET": Access.PUBLIC}
    document = EvidenceRecordSerializer
    includes = EVIDENCE_INCLUDES
    tag = "evidence"

    @extend_schema(
        operation_id="evidence_get",
        summary="Show a piece of evidence",
        responses={200: EvidenceRecordSerializer},
    )
    def get(self, request: Request, evidence_id: UUID) -> Response:
        """With whether its address can still be read, and why it was withdrawn, if it was."""
        return self.show(selectors.evidence_get(evidence_id, include_open=sees_open(request)))
