"""What was delivered to the owner's endpoints, what is sent again, and the events for whoever pulls."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.authentication import actor
from common.api.fields import page_of
from common.api.paging import Ordering
from common.api.selection import one
from common.api.stretches import following
from common.api.views import ApiView
from common.scopes import Scope
from common.selectors import rows_asked_of
from webhooks import selectors
from webhooks.api.documents import (
    DeliverySerializer,
    EndpointSerializer,
    EventFeedSerializer,
    FeedEventSerializer,
    ReplaySerializer,
)
from webhooks.api.inputs import DeliveryQuery, FeedQuery, ReplayInput, ReplayQuery
from webhooks.models import ReplayJob
from webhooks.services.feed import feed_extend
from webhooks.services.replays import delivery_replay, replay_start

_DELIVERIES = Ordering.by_time("webhooks/deliveries")
_REPLAYS = Ordering.by_time("webhooks/replays")
_TO_ENDPOINT = {
    "endpoint": one(
        "endpoint", lambda request: selectors.endpoint_list(owner=actor(request)), EndpointSerializer
    )
}
_LOOKUPS = {
    "endpoint": "endpoint",
    "event": "event",
    "state": "state",
    "since": "created_at__gte",
    "until": "created_at__lt",
}


class DeliveriesView(ApiView):
    """What was, or is to be, delivered to the owner's endpoints."""

    access = {"GET": Scope.WEBHOOKS_READ}
    document = DeliverySerializer
    includes = _TO_ENDPOINT
    query = DeliveryQuery
    problems = {"GET": (404,)}
    tag = "webhooks"

    @extend_schema(
        operation_id="webhook_delivery_list",
        summary="List deliveries to your endpoints",
        responses={200: page_of(DeliverySerializer)},
    )
    def get(self, request: Request) -> Response:
        """The newest first, each with its attempts."""
        known = selectors.endpoints_known(owner=actor(request))
        rows_asked_of(self.params, endpoint=known, event=selectors.event_list())
        rows = selectors.delivery_list(owner=actor(request)).prefetch_related("attempts")
        wanted = {lookup: self.params[name] for name, lookup in _LOOKUPS.items() if name in self.params}
        return self.page(rows.filter(**wanted), _DELIVERIES)


class DeliveryView(ApiView):
    """One delivery."""

    access = {"GET": Scope.WEBHOOKS_READ}
    document = DeliverySerializer
    includes = _TO_ENDPOINT
    tag = "webhooks"

    @extend_schema(
        operation_id="webhook_delivery_get",
        summary="Show a delivery",
        responses={200: DeliverySerializer},
    )
    def get(self, request: Request, delivery_id: UUID) -> Response:
        """With every attempt and what came back."""
        return self.show(selectors.delivery_get(delivery_id, owner=actor(request)))


class DeliveryReplayView(ApiView):
    """Send one delivery again."""

    access = {"POST": Scope.WEBHOOKS_WRITE}
    problems = {"POST": (409,)}
    tag = "webhooks"

    @extend_schema(
        operation_id="webhook_delivery_replay",
        summary="Send a delivery again",
        request=None,
        responses={200: DeliverySerializer},
    )
    def post(self, request: Request, delivery_id: UUID) -> Response:
        """The same bytes under the same webhook-id. 409 while it is still on its way."""
        delivery = selectors.delivery_get(delivery_id, owner=actor(request))
        return Response(DeliverySerializer(delivery_replay(delivery=delivery)).data)


class EndpointReplaysView(ApiView):
    """Send an endpoint many deliveries again."""

    access = {"POST": Scope.WEBHOOKS_WRITE}
    problems = {"POST": (409,)}
    tag = "webhooks"

    @extend_schema(
        operation_id="webhook_replay_create",
        summary="Send an endpoint its events again",
        request=ReplayInput,
        responses={202: ReplaySerializer},
    )
    def post(self, request: Request, endpoint_id: UUID) -> Response:
        """The job that this starts tells how far it is. 409 while another one to the endpoint runs."""
        endpoint = selectors.endpoint_get(endpoint_id, owner=actor(request))
        given = self.body(ReplayInput)
        job = replay_start(
            endpoint=endpoint,
            wanted=ReplayJob.Wanted(given["wanted"]),
            since=given["since"],
            until=given.get("until"),
        )
        return self.created(ReplaySerializer(job), at="api-webhook-replay", row=job, code=202)


class ReplaysView(ApiView):
    """What is, or was, sent again."""

    access = {"GET": Scope.WEBHOOKS_READ}
    document = ReplaySerializer
    includes = _TO_ENDPOINT
    query = ReplayQuery
    problems = {"GET": (404,)}
    tag = "webhooks"

    @extend_schema(
        operation_id="webhook_replay_list",
        summary="List replays to your endpoints",
        responses={200: page_of(ReplaySerializer)},
    )
    def get(self, request: Request) -> Response:
        """The newest first."""
        rows_asked_of(self.params, endpoint=selectors.endpoints_known(owner=actor(request)))
        rows = selectors.replay_list(owner=actor(request))
        if "endpoint" in self.params:
            rows = rows.filter(endpoint=self.params["endpoint"])
        return self.page(rows, _REPLAYS)


class ReplayView(ApiView):
    """One replay."""

    access = {"GET": Scope.WEBHOOKS_READ}
    document = ReplaySerializer
    includes = _TO_ENDPOINT
    tag = "webhooks"

    @extend_schema(
        operation_id="webhook_replay_get", summary="Show a replay", responses={200: ReplaySerializer}
    )
    def get(self, request: Request, replay_id: UUID) -> Response:
        """With how far it is."""
        return self.show(selectors.replay_get(replay_id, owner=actor(request)))


class EventsView(ApiView):
    """The events for whoever rather pulls than is sent to."""

    access = {"GET": Scope.WEBHOOKS_READ}
    document = FeedEventSerializer
    query = FeedQuery
    problems = {"GET": (410,)}
    tag = "webhooks"

    @extend_schema(
        operation_id="event_list", summary="Pull events in order", responses={200: EventFeedSerializer}
    )
    def get(self, request: Request) -> Response:
        """What is placed behind `after`, without a gap: nothing turns up later at a place you have passed.

        410: the registry was restored to a moment before the last event you have; begin anew.
        """
        feed_extend()
        types = [self.params["type"]] if "type" in self.params else []
        selectors.feed_check(after=self.params["after"], created_at=self.params.get("after_time"))
        events = selectors.feed_page(
            after=self.params["after"], size=self.params["page_size"], event_types=types
        )
        last = (events[-1].feed_entry.position, events[-1].created_at) if events else None
        address = following(request, "api-events", last)
        shown = FeedEventSerializer(events, many=True).data
        return Response({"results": self.arrange(shown), "next": address})
