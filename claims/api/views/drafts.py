"""Drafts of verdicts. Never public: a key with verdicts:write, of somebody who may draft, sees them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from claims import selectors
from claims.api.draft_documents import DraftSerializer
from claims.api.includes import DRAFT_INCLUDES
from claims.api.inputs import (
    DraftChange,
    DraftInput,
    DraftPublication,
    DraftQuery,
    EvidenceChange,
    EvidenceInput,
)
from claims.documents import EvidenceSerializer, VerdictSerializer
from claims.models import Claim, Evidence, VerdictDraft
from claims.part_selectors import draft_evidence_get
from claims.roles import Right
from claims.rules import Kind
from claims.services.drafts import (
    draft_create,
    draft_discard,
    draft_publish,
    draft_restore,
    draft_update,
)
from claims.services.evidence import evidence_add, evidence_change, evidence_remove
from claims.services.rights import right_require
from claims.services.verdicts import Statement
from common.api.authentication import actor
from common.api.fields import page_of
from common.api.paging import Ordering
from common.api.views import ApiView
from common.scopes import Scope
from common.selectors import rows_asked_of

_ORDERING = Ordering.by_time("verdict-drafts")
_TAG = "verdict drafts"


class DraftsView(ApiView):
    """Verdicts in preparation."""

    access = {"GET": Scope.VERDICTS_WRITE, "POST": Scope.VERDICTS_WRITE}
    document = DraftSerializer
    includes = DRAFT_INCLUDES
    query = DraftQuery
    problems = {"GET": (404,), "POST": (409,)}
    tag = _TAG

    @extend_schema(
        operation_id="verdict_draft_list",
        summary="List drafts of verdicts",
        responses={200: page_of(DraftSerializer)},
    )
    def get(self, request: Request) -> Response:
        """Those that wait to be published, or of another state, the newest first."""
        right_require(actor=actor(request), right=Right.DRAFT_VERDICT)
        wanted = self.filters()
        rows_asked_of(wanted, claim=Claim.objects.all())
        return self.page(selectors.draft_list().filter(**wanted), _ORDERING)

    @extend_schema(
        operation_id="verdict_draft_create",
        summary="Draft a verdict",
        request=DraftInput,
        responses={201: DraftSerializer},
    )
    def post(self, request: Request) -> Response:
        """It may be incomplete; publishing asks for what is missing."""
        given = self.body(DraftInput)
        draft = draft_create(
            claim_id=given.pop("claim"),
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
        return self.created(DraftSerializer(draft), at="api-verdict-draft", row=draft)


class DraftView(ApiView):
    """One draft."""

    access = {"GET": Scope.VERDICTS_WRITE, "PATCH": Scope.VERDICTS_WRITE}
    guards = VerdictDraft
    problems = {"PATCH": (409,)}
    document = DraftSerializer
    includes = DRAFT_INCLUDES
    tag = _TAG

    @extend_schema(operation_id="verdict_draft_get", summary="Show a draft", responses={200: DraftSerializer})
    def get(self, request: Request, draft_id: UUID) -> Response:
        """With its evidence."""
        right_require(actor=actor(request), right=Right.DRAFT_VERDICT)
        return self.show(selectors.draft_get(draft_id))

    @extend_schema(
        operation_id="verdict_draft_update",
        summary="Change a draft",
        request=DraftChange,
        responses={200: DraftSerializer},
    )
    def patch(self, request: Request, draft_id: UUID) -> Response:
        """Its author may, and whoever may publish. What is not named stays."""
        changes = self.body(DraftChange)
        if "rating" in changes:
            changes["rating_id"] = changes.pop("rating")
        draft_update(draft_id=draft_id, actor=actor(request), **changes)
        return Response(DraftSerializer(selectors.draft_get(draft_id)).data)


class _DraftActionView(ApiView):
    access = {"POST": Scope.VERDICTS_WRITE}
    problems = {"POST": (409,)}
    tag = _TAG


class DraftPublishView(_DraftActionView):
    """A draft enters the history."""

    @extend_schema(
        operation_id="verdict_draft_publish",
        summary="Publish a draft",
        request=DraftPublication,
        responses={201: VerdictSerializer},
    )
    def post(self, request: Request, draft_id: UUID) -> Response:
        """Appends the verdict, in its author's name, and tells the subscribers in the same transaction.

        409 where the draft or its evidence changed since you read it.
        """
        given = self.body(DraftPublication)
        verdict = draft_publish(draft_id=draft_id, revision=given["revision"], actor=actor(request))
        return self.created(VerdictSerializer(verdict), at="api-verdict", row=verdict)


class DraftDiscardView(_DraftActionView):
    """A draft is put aside."""

    @extend_schema(
        operation_id="verdict_draft_discard",
        summary="Discard a draft",
        request=None,
        responses={200: DraftSerializer},
    )
    def post(self, request: Request, draft_id: UUID) -> Response:
        """It stays readable, as discarded, and can be taken up again."""
        draft_discard(draft_id=draft_id, actor=actor(request))
        return Response(DraftSerializer(selectors.draft_get(draft_id)).data)


class DraftRestoreView(_DraftActionView):
    """A discarded draft is taken up again."""

    @extend_schema(
        operation_id="verdict_draft_restore",
        summary="Take up a discarded draft again",
        request=None,
        responses={200: DraftSerializer},
    )
    def post(self, request: Request, draft_id: UUID) -> Response:
        """It waits to be published again, with its words and its evidence."""
        draft_restore(draft_id=draft_id, actor=actor(request))
        return Response(DraftSerializer(selectors.draft_get(draft_id)).data)


class DraftEvidenceView(_DraftActionView):
    """The evidence of a draft."""

    @extend_schema(
        operation_id="verdict_draft_evidence_add",
        summary="Add evidence to a draft",
        request=EvidenceInput,
        responses={201: EvidenceSerializer},
    )
    def post(self, request: Request, draft_id: UUID) -> Response:
        """It is published with the draft. The Location is the draft's, which shows it."""
        draft = selectors.draft_get(draft_id)
        given: dict[str, Any] = self.body(EvidenceInput)
        evidence = evidence_add(
            draft_id=draft.id,
            stance=Evidence.Stance(given.pop("stance")),
            article_version_id=given.pop("article_version", None),
            actor=actor(request),
            **given,
        )
        return self.created(EvidenceSerializer(evidence), at="api-verdict-draft", row=draft)


class DraftEvidenceItemView(ApiView):
    """One piece of a draft's evidence."""

    access = {
        "GET": Scope.VERDICTS_WRITE,
        "PATCH": Scope.VERDICTS_WRITE,
        "DELETE": Scope.VERDICTS_WRITE,
    }
    guards = Evidence
    problems = {"PATCH": (409,), "DELETE": (409,)}
    document = EvidenceSerializer
    tag = _TAG

    def hold(self) -> None:
        """The draft, which is locked before its evidence."""
        drafts = VerdictDraft.objects.select_for_update().filter(pk=self.kwargs["draft_id"])
        list(drafts.values_list("pk"))

    @extend_schema(
        operation_id="verdict_draft_evidence_get",
        summary="Show a piece of a draft's evidence",
        responses={200: EvidenceSerializer},
    )
    def get(self, request: Request, draft_id: UUID, draft_evidence_id: UUID) -> Response:
        """As the draft shows it."""
        right_require(actor=actor(request), right=Right.DRAFT_VERDICT)
        return self.show(draft_evidence_get(draft_id, draft_evidence_id))

    @extend_schema(
        operation_id="verdict_draft_evidence_update",
        summary="Change a draft's evidence",
        request=EvidenceChange,
        responses={200: EvidenceSerializer},
    )
    def patch(self, request: Request, draft_id: UUID, draft_evidence_id: UUID) -> Response:
        """Whoever may change the draft may, until it is published. What is not named stays."""
        changes = self.body(EvidenceChange)
        if "article_version" in changes:
            changes["article_version_id"] = changes.pop("article_version")
        evidence = evidence_change(
            draft_id=draft_id, evidence_id=draft_evidence_id, actor=actor(request), **changes
        )
        return Response(EvidenceSerializer(evidence).data)

    @extend_schema(
        operation_id="verdict_draft_evidence_remove",
        summary="Remove a draft's evidence",
        responses={204: None},
    )
    def delete(self, request: Request, draft_id: UUID, draft_evidence_id: UUID) -> Response:
        """Whoever may change the draft may, until it is published. What was published stays."""
        evidence_remove(draft_id=draft_id, evidence_id=draft_evidence_id, actor=actor(request))
        return Response(status=204)
