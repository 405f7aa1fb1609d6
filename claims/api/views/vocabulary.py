"""The words that verdicts and claims are sorted by: rating scales and topics."""

from __future__ import annotations

from uuid import UUID

from django.db.models import SlugField
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from claims import vocabulary_selectors
from claims.api.includes import SCALE_INCLUDES
from claims.api.inputs import ScaleQuery, ScaleVersionInput, TopicChange, TopicInput
from claims.documents import RatingScaleSerializer, TopicSerializer
from claims.models import Topic
from claims.rules import Normalised
from claims.services.scales import Label, scale_version_add
from claims.services.topics import topic_create, topic_hold, topic_rename
from common.api.authentication import actor
from common.api.fields import PageQuery, page_of
from common.api.paging import Ordering
from common.api.permissions import Access
from common.api.views import ApiView
from common.scopes import Scope

_SCALES = Ordering.by_time("rating-scales", descending=False)
_TOPICS = Ordering("topics", {"slug": SlugField()}, descending=False)


class RatingScalesView(ApiView):
    """Each publisher's own words for a verdict."""

    access = {"GET": Access.PUBLIC}
    document = RatingScaleSerializer
    includes = SCALE_INCLUDES
    query = ScaleQuery
    instead = "A scale is made at the desk, under Rating scales; its next versions by POST to its /versions."
    tag = "rating scales"

    @extend_schema(
        operation_id="rating_scale_list",
        summary="List rating scales",
        responses={200: page_of(RatingScaleSerializer)},
    )
    def get(self, request: Request) -> Response:
        """Every version of every scale with its ratings, the oldest first. A scale is made at the desk."""
        scales = vocabulary_selectors.rating_scale_list()
        scales = vocabulary_selectors.scales_unmapped(scales) if self.params["unmapped"] else scales
        return self.page(scales, _SCALES)


class RatingScaleView(ApiView):
    """One rating scale."""

    access = {"GET": Access.PUBLIC}
    document = RatingScaleSerializer
    includes = SCALE_INCLUDES
    tag = "rating scales"

    @extend_schema(
        operation_id="rating_scale_get",
        summary="Show a rating scale",
        responses={200: RatingScaleSerializer},
    )
    def get(self, request: Request, scale_id: UUID) -> Response:
        """With its ratings."""
        return self.show(vocabulary_selectors.rating_scale_get(scale_id))


class ScaleVersionsView(ApiView):
    """The versions of a rating scale."""

    access = {"POST": Scope.SCALES_WRITE}
    tag = "rating scales"

    @extend_schema(
        operation_id="rating_scale_version_add",
        summary="Make a new version of a rating scale",
        request=ScaleVersionInput,
        responses={201: RatingScaleSerializer},
    )
    def post(self, request: Request, scale_id: UUID) -> Response:
        """Labels are mapped anew or added. Verdicts given on older versions keep what those said."""
        changes = [
            Label(label=row["label"], normalised=Normalised(row["normalised"]), value=row.get("value"))
            for row in self.body(ScaleVersionInput)["ratings"]
        ]
        scale = scale_version_add(scale_id=scale_id, actor=actor(request), changes=changes)
        document = RatingScaleSerializer(vocabulary_selectors.rating_scale_get(scale.id))
        return self.created(document, at="api-rating-scale", row=scale)


class TopicsView(ApiView):
    """What claims are about."""

    access = {"GET": Access.PUBLIC, "POST": Scope.CLAIMS_WRITE}
    document = TopicSerializer
    problems = {"POST": (409,)}
    query = PageQuery
    tag = "topics"

    @extend_schema(
        operation_id="topic_list", summary="List topics", responses={200: page_of(TopicSerializer)}
    )
    def get(self, request: Request) -> Response:
        """By their slugs."""
        return self.page(vocabulary_selectors.topic_list(), _TOPICS)

    @extend_schema(
        operation_id="topic_create",
        summary="Add a topic",
        request=TopicInput,
        responses={201: TopicSerializer},
    )
    def post(self, request: Request) -> Response:
        """409 where there is one of that slug."""
        topic = topic_create(**self.body(TopicInput), actor=actor(request))
        return self.created(TopicSerializer(topic), at="api-topic", row=topic)


class TopicView(ApiView):
    """One topic."""

    access = {"GET": Access.PUBLIC, "PATCH": Scope.CLAIMS_WRITE}
    document = TopicSerializer
    guards = Topic
    tag = "topics"

    @extend_schema(operation_id="topic_get", summary="Show a topic", responses={200: TopicSerializer})
    def get(self, request: Request, slug: str) -> Response:
        """The topic."""
        return self.show(vocabulary_selectors.topic_get(slug))

    @extend_schema(
        operation_id="topic_update",
        summary="Rename a topic",
        request=TopicChange,
        responses={200: TopicSerializer},
    )
    def patch(self, request: Request, slug: str) -> Response:
        """The slug stays, since others refer to it."""
        return self.show(topic_rename(slug=slug, **self.body(TopicChange), actor=actor(request)))

    def hold(self) -> None:
        """As whoever renames it."""
        topic_hold(slug=self.kwargs["slug"])
