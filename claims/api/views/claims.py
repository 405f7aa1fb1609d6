"""Claims."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import IntegerField, UUIDField
from django.http import HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from claims import moments, selectors
from claims.api.curation_inputs import ClaimChange
from claims.api.includes import CLAIM_INCLUDES
from claims.api.inputs import ClaimQuery, MomentQuery
from claims.api.search_documents import ClaimPageSerializer, search_document
from claims.claimreview.write import MEDIA_TYPE as JSON_LD
from claims.claimreview.write import graph
from claims.claimreview_selectors import claim_reviews
from claims.document_pages import documents_page
from claims.document_selectors import claims_validator, document_get, documents_filter, documents_of
from claims.documents import ClaimSerializer, MovedSerializer
from claims.facets import facets_of
from claims.models import Claim, ClaimDocument
from claims.moments import claim_as_of, claim_now
from claims.search_selectors import claims_found, highlights
from claims.services.checks import claimant_find
from claims.services.corrections import claim_correct
from claims.services.topics import claim_topics_set
from common.api.authentication import actor, has_scope
from common.api.conditional import entity_tag, moved
from common.api.exceptions import Malformed
from common.api.paging import Ordering, rows_estimated
from common.api.permissions import Access, scope_require
from common.api.rendering import written
from common.api.views import ApiView
from common.errors import Invalid, NotFound
from common.scopes import Scope

_FOUND = Ordering("claims.found", {"rank": IntegerField(), "id": UUIDField()})
_VERDICTS = Ordering.by_time("verdicts", "recorded_at")


class ClaimsView(ApiView):
    """The claims of the registry."""

    access = {"GET": Access.PUBLIC}
    document = ClaimSerializer
    includes = CLAIM_INCLUDES
    query = ClaimQuery
    problems = {"GET": (403, 404)}
    tag = "claims"

    @extend_schema(
        operation_id="claim_list",
        summary="List and search claims",
        responses={200: ClaimPageSerializer},
    )
    def get(self, request: Request) -> HttpResponse:
        """Published claims, or those of another state; the newest first, unless `order` says otherwise.

        With `q` those that it finds, the best match first.
        """
        wanted = self.filters()
        if wanted["state"] not in Claim.PUBLIC:
            scope_require(request, Scope.CANDIDATES_READ)
        wanted = selectors.claims_asked(wanted)
        query, facets = wanted.pop("q", None), wanted.pop("facets")
        if query:
            return self._search(query, wanted, facets=facets)
        page = {name: self.params.get(name) for name in ("order", "cursor")}
        found = documents_page(wanted, size=self.params["page_size"], **page)
        response = self.written_page(
            found.documents, found.page, lambda: rows_estimated(documents_filter(**wanted)), search=None
        )
        if self._is_mirrored() and found.validator is not None:
            response.headers["ETag"] = entity_tag(str(found.validator).encode())
        return response

    def _search(self, query: str, wanted: Mapping[str, Any], *, facets: bool) -> HttpResponse:
        try:
            claims = selectors.claims_filter(Claim.objects.all(), **wanted)
            found = claims_found(claims, query, include_open=wanted["state"] not in Claim.PUBLIC)
        except Invalid as refusal:
            raise Malformed(refusal.detail, parameter="q") from refusal
        page = self.list_page(found.hits, _FOUND)
        ids = [hit.id for hit in page.rows]
        known = Claim.objects.in_bulk(ids)
        marked = highlights(found, [known[claim_id] for claim_id in ids if claim_id in known])
        divided = facets_of([hit.id for hit in found.hits]) if facets else None
        search = search_document(found, marked, divided)
        documents = [body.encode() for body in documents_of(ids)]
        return self.written_page(documents, page, lambda: len(found.hits), search=search)

    def version(self) -> str | None:
        """How many changes there were, where it is asked for; else the page itself brings it."""
        asked = "HTTP_IF_NONE_MATCH" in self.request.META
        return str(claims_validator()) if asked and self._is_mirrored() else None

    def _is_mirrored(self) -> bool:
        """Whether the stream of changes tells all.

        It does not of what is not public, of what is included, nor of how a search reads a word.
        """
        return self.params["state"] in Claim.PUBLIC and not {"include", "q"} & self.params.keys()


class JsonLdRenderer(JSONRenderer):
    """ClaimReviews."""

    media_type = JSON_LD
    format = "jsonld"


class ClaimView(ApiView):
    """One claim."""

    renderer_classes = [JSONRenderer, JsonLdRenderer]

    access = {"GET": Access.PUBLIC, "PATCH": Scope.CLAIMS_WRITE}
    guards = Claim
    document = ClaimSerializer
    includes = CLAIM_INCLUDES
    query = MomentQuery
    problems = {"PATCH": (409,)}
    tag = "claims"

    @extend_schema(
        operation_id="claim_get",
        summary="Show a claim, now or as it stood",
        responses={
            (200, "application/json"): ClaimSerializer,
            (200, JSON_LD): OpenApiTypes.OBJECT,
            301: MovedSerializer,
        },
    )
    def get(self, request: Request, claim_id: UUID) -> HttpResponse:
        """A merged claim keeps its address, which leads to the claim it became.

        With `as_of` or `known_at` the claim itself is shown, as it stood at that moment: its state, the
        verdicts that held, its appearances and evidence. Its wording, claimant and topics are today's.

        As `application/ld+json`: the standing verdicts as ClaimReviews (schema.org), one of each publisher.
        """
        as_reviews = request.accepted_media_type == JSON_LD
        if moment := moment_asked(self.params):
            include_open = has_scope(request, Scope.CANDIDATES_READ)
            view = claim_as_of(claim_id, include_open=include_open, **moment)
            return Response(_reviews(view)) if as_reviews else self.show(view)
        if self.stored.claim.survivor_id is None:
            if as_reviews:
                return Response(_reviews(claim_now(claim_asked(request, claim_id))))
            return self.show_written(self.stored.body)
        there = reverse("api-claim", args=[self.stored.claim.survivor_id], request=request)
        return moved(MovedSerializer(self.stored.claim).data, there=there)

    @extend_schema(
        operation_id="claim_update",
        summary="Correct a claim, or say what it is about",
        request=ClaimChange,
        responses={200: ClaimSerializer},
    )
    def patch(self, request: Request, claim_id: UUID) -> HttpResponse:
        """What the body does not name stays. What a corrected claim said is kept.

        Of a published claim whoever may publish verdicts may correct the text, the language and the claimant;
        the old text stays among its variants. Verdicts keep the text that they were given on.
        """
        change = self.body(ClaimChange)
        topics, reason = change.pop("topics", None), change.pop("reason", "")
        if change:
            claim = claim_asked(request, claim_id)
            wording = {"text": claim.text, "language": claim.language, "claimant": claim.claimant} | change
            if "claimant" in change:
                wording["claimant"] = claimant_find(change["claimant"])
            claim_correct(claim_id=claim_id, reason=reason, actor=actor(request), **wording)
        if topics is not None:
            claim_topics_set(claim_id=claim_id, topics=topics, actor=actor(request))
        return written(document_get(claim_id, include_open=True).body)

    @cached_property
    def stored(self) -> ClaimDocument:
        """The claim's document as stored."""
        include_open = has_scope(self.request, Scope.CANDIDATES_READ)
        return document_get(self.kwargs["claim_id"], include_open=include_open)

    def version(self) -> str | None:
        """The document's revision; None for what is not that document.

        That is another moment's, the address of the claim it became, and ClaimReviews.
        """
        as_reviews = self.request.accepted_media_type == JSON_LD
        if as_reviews or moment_asked(self.params) or self.stored.claim.survivor_id is not None:
            return None
        return str(self.stored.revision)


def _reviews(view: moments.ClaimView) -> dict[str, Any]:
    return graph(claim_reviews([view])[0])


def claim_asked(request: Request, claim_id: UUID, *, field: str | None = None) -> Claim:
    """The claim, if the caller may read it. Raises NotFound, naming the field that refers to it."""
    try:
        return selectors.claim_get(claim_id, include_open=has_scope(request, Scope.CANDIDATES_READ))
    except NotFound as error:
        raise NotFound(error.detail, field=field) from error


def moment_asked(params: Mapping[str, Any]) -> dict[str, datetime]:
    """The two clocks asked for; empty where it is about now."""
    if "as_of" not in params and "known_at" not in params:
        return {}
    now = timezone.now()
    return {name: params.get(name, now) for name in ("as_of", "known_at")}
