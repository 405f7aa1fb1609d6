"""The owner's webhook endpoints, and what was delivered to them."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.authentication import actor
from common.api.fields import PageQuery, page_of
from common.api.paging import Ordering
from common.api.views import ApiView
from common.scopes import Scope
from webhooks import selectors, services
from webhooks.api.documents import DeliverySerializer, EndpointSerializer, NewEndpointSerializer
from webhooks.api.inputs import DeliveryQuery, EndpointChange, EndpointInput

_ENDPOINTS = Ordering.by_time("webhooks/endpoints")
_DELIVERIES = Ordering.by_time("webhooks/deliveries")


class EndpointsView(ApiView):
    """Where the owner's webhooks go."""

    access = {"GET": Scope.WEBHOOKS_READ, "POST": Scope.WEBHOOKS_WRITE}
    query = PageQuery
    tag = "webhooks"

    @extend_schema(
        operation_id="webhook_endpoint_list",
        summary="List your webhook endpoints",
        responses={200: page_of(EndpointSerializer)},
    )
    def get(self, request: Request) -> Response:
        """The newest first."""
        return self.page(selectors.endpoint_list(owner=actor(request)), _ENDPOINTS, EndpointSerializer)

    @extend_schema(
        operation_id="webhook_endpoint_create",
        summary="Register a webhook endpoint",
        request=EndpointInput,
        responses={201: NewEndpointSerializer},
    )
    def post(self, request: Request) -> Response:
        """The signing secret is in this answer and in no other."""
        endpoint, secret = services.endpoint_create(owner=actor(request), **self.body(EndpointInput))
        document = NewEndpointSerializer(endpoint, context={"secret": secret})
        return self.created(document, at="api-webhook-endpoint", row=endpoint)


class EndpointView(ApiView):
    """One endpoint of the owner's."""

    access = {"GET": Scope.WEBHOOKS_READ, "PATCH": Scope.WEBHOOKS_WRITE, "DELETE": Scope.WEBHOOKS_WRITE}
    tag = "webhooks"

    @extend_schema(
        operation_id="webhook_endpoint_get",
        summary="Show a webhook endpoint",
        responses={200: EndpointSerializer},
    )
    def get(self, request: Request, endpoint_id: UUID) -> Response:
        """Without its secret."""
        endpoint = selectors.endpoint_get(endpoint_id, owner=actor(request))
        return Response(EndpointSerializer(endpoint).data)

    @extend_schema(
        operation_id="webhook_endpoint_update",
        summary="Change a webhook endpoint",
        request=EndpointChange,
        responses={200: EndpointSerializer},
    )
    def patch(self, request: Request, endpoint_id: UUID) -> Response:
        """What the body does not name stays; what is already queued goes to the new address."""
        endpoint = selectors.endpoint_get(endpoint_id, owner=actor(request))
        changed = services.endpoint_update(endpoint=endpoint, **self.body(EndpointChange))
        return Response(EndpointSerializer(changed).data)

    @extend_schema(
        operation_id="webhook_endpoint_delete", summary="Delete a webhook endpoint", responses={204: None}
    )
    def delete(self, request: Request, endpoint_id: UUID) -> Response:
        """Nothing more is sent to it; the record of what was stays readable."""
        services.endpoint_delete(endpoint=selectors.endpoint_get(endpoint_id, owner=actor(request)))
        return Response(status=204)


class EndpointPauseView(ApiView):
    """Hold an endpoint's events."""

    access = {"POST": Scope.WEBHOOKS_WRITE}
    problems = {"POST": (409,)}
    tag = "webhooks"

    @extend_schema(
        operation_id="webhook_endpoint_pause",
        summary="Pause a webhook endpoint",
        request=None,
        responses={200: EndpointSerializer},
    )
    def post(self, request: Request, endpoint_id: UUID) -> Response:
        """Events are held for it from now on. 409 unless it is active."""
        endpoint = selectors.endpoint_get(endpoint_id, owner=actor(request))
        return Response(EndpointSerializer(services.endpoint_pause(endpoint=endpoint)).data)


class EndpointResumeView(ApiView):
    """Send to an endpoint again."""

    access = {"POST": Scope.WEBHOOKS_WRITE}
    problems = {"POST": (409,)}
    tag = "webhooks"

    @extend_schema(
        operation_id="webhook_endpoint_resume",
        summary="Resume a webhook endpoint",
        request=None,
        responses={200: EndpointSerializer},
    )
    def post(self, request: Request, endpoint_id: UUID) -> Response:
        """What was held is sent first. 409 where it is active already."""
        endpoint = selectors.endpoint_get(endpoint_id, owner=actor(request))
        return Response(EndpointSerializer(services.endpoint_resume(endpoint=endpoint)).data)


class DeliveriesView(ApiView):
    """What was, or is to be, delivered to the owner's endpoints."""

    access = {"GET": Scope.WEBHOOKS_READ}
    query = DeliveryQuery
    tag = "webhooks"

    @extend_schema(
        operation_id="webhook_delivery_list",
        summary="List deliveries to your endpoints",
        responses={200: page_of(DeliverySerializer)},
    )
    def get(self, request: Request) -> Response:
        """The newest first, each with its attempts."""
        rows = selectors.delivery_list(owner=actor(request)).prefetch_related("attempts")
        wanted = {name: self.params[name] for name in ("endpoint", "event", "state") if name in self.params}
        return self.page(rows.filter(**wanted), _DELIVERIES, DeliverySerializer)


class DeliveryView(ApiView):
    """One delivery."""

    access = {"GET": Scope.WEBHOOKS_READ}
    tag = "webhooks"

    @extend_schema(
        operation_id="webhook_delivery_get",
        summary="Show a delivery",
        responses={200: DeliverySerializer},
    )
    def get(self, request: Request, delivery_id: UUID) -> Response:
        """With every attempt and what came back."""
        return Response(DeliverySerializer(selectors.delivery_get(delivery_id, owner=actor(request))).data)
