"""The owner's webhook endpoints."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.authentication import actor
from common.api.fields import PageQuery, page_of
from common.api.paging import Ordering
from common.api.views import ApiView
from common.scopes import Scope
from webhooks import selectors
from webhooks.api.documents import (
    DeliverySerializer,
    EndpointSerializer,
    NewEndpointSerializer,
    NewSecretSerializer,
)
from webhooks.api.inputs import EndpointChange, EndpointInput, RotationInput
from webhooks.models import Endpoint
from webhooks.services import endpoints

_ENDPOINTS = Ordering.by_time("webhooks/endpoints")


class EndpointsView(ApiView):
    """Where the owner's webhooks go."""

    access = {"GET": Scope.WEBHOOKS_READ, "POST": Scope.WEBHOOKS_WRITE}
    document = EndpointSerializer
    query = PageQuery
    tag = "webhooks"

    @extend_schema(
        operation_id="webhook_endpoint_list",
        summary="List your webhook endpoints",
        responses={200: page_of(EndpointSerializer)},
    )
    def get(self, request: Request) -> Response:
        """The newest first."""
        return self.page(selectors.endpoint_list(owner=actor(request)), _ENDPOINTS)

    @extend_schema(
        operation_id="webhook_endpoint_create",
        summary="Register a webhook endpoint",
        request=EndpointInput,
        responses={201: NewEndpointSerializer},
    )
    def post(self, request: Request) -> Response:
        """The signing secret is in this answer and in no other."""
        endpoint, secret = endpoints.endpoint_create(owner=actor(request), **self.body(EndpointInput))
        document = NewEndpointSerializer(endpoint, context={"secret": secret})
        return self.created(document, at="api-webhook-endpoint", row=endpoint)


class EndpointView(ApiView):
    """One endpoint of the owner's."""

    access = {"GET": Scope.WEBHOOKS_READ, "PATCH": Scope.WEBHOOKS_WRITE, "DELETE": Scope.WEBHOOKS_WRITE}
    document = EndpointSerializer
    guards = Endpoint
    tag = "webhooks"

    @extend_schema(
        operation_id="webhook_endpoint_get",
        summary="Show a webhook endpoint",
        responses={200: EndpointSerializer},
    )
    def get(self, request: Request, endpoint_id: UUID) -> Response:
        """Without its secret."""
        endpoint = selectors.endpoint_get(endpoint_id, owner=actor(request))
        return self.show(endpoint)

    @extend_schema(
        operation_id="webhook_endpoint_update",
        summary="Change a webhook endpoint",
        request=EndpointChange,
        responses={200: EndpointSerializer},
    )
    def patch(self, request: Request, endpoint_id: UUID) -> Response:
        """What the body does not name stays; what is already queued goes to the new address."""
        endpoint = selectors.endpoint_get(endpoint_id, owner=actor(request))
        changed = endpoints.endpoint_update(endpoint=endpoint, **self.body(EndpointChange))
        return Response(EndpointSerializer(changed).data)

    def hold(self) -> None:
        """A new address is looked up first: nobody may wait for that."""
        if self.request.method == "PATCH" and (url := self.body(EndpointChange).get("url")):
            endpoints.endpoint_url_check(url=url)
        super().hold()

    @extend_schema(
        operation_id="webhook_endpoint_delete", summary="Delete a webhook endpoint", responses={204: None}
    )
    def delete(self, request: Request, endpoint_id: UUID) -> Response:
        """Nothing more is sent to it; the record of what was stays readable."""
        endpoints.endpoint_delete(endpoint=selectors.endpoint_get(endpoint_id, owner=actor(request)))
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
        return Response(EndpointSerializer(endpoints.endpoint_pause(endpoint=endpoint)).data)


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
        """What was held is sent first. 409 unless it is paused or disabled.

        Where its present address never echoed a challenge, it is sent one, and pending until it does.
        """
        endpoint = selectors.endpoint_get(endpoint_id, owner=actor(request))
        return Response(EndpointSerializer(endpoints.endpoint_resume(endpoint=endpoint)).data)


class EndpointChallengeView(ApiView):
    """Ask an endpoint again whether it wants what it is to get."""

    access = {"POST": Scope.WEBHOOKS_WRITE}
    problems = {"POST": (409,)}
    tag = "webhooks"

    @extend_schema(
        operation_id="webhook_endpoint_challenge",
        summary="Send a webhook endpoint its challenge again",
        request=None,
        responses={200: EndpointSerializer},
    )
    def post(self, request: Request, endpoint_id: UUID) -> Response:
        """It is active once it has echoed that. 409 unless it is pending."""
        endpoint = selectors.endpoint_get(endpoint_id, owner=actor(request))
        return Response(EndpointSerializer(endpoints.endpoint_challenge(endpoint=endpoint)).data)


class EndpointTestView(ApiView):
    """Try an endpoint out."""

    access = {"POST": Scope.WEBHOOKS_WRITE}
    problems = {"POST": (409,)}
    tag = "webhooks"

    @extend_schema(
        operation_id="webhook_endpoint_test",
        summary="Send a webhook endpoint a test",
        request=None,
        responses={202: DeliverySerializer},
    )
    def post(self, request: Request, endpoint_id: UUID) -> Response:
        """A `webhook.test`, whatever it follows; the delivery tells what came of it. 409 if inactive."""
        endpoint = selectors.endpoint_get(endpoint_id, owner=actor(request))
        delivery = endpoints.endpoint_test(endpoint=endpoint)
        return self.created(DeliverySerializer(delivery), at="api-webhook-delivery", row=delivery, code=202)


class EndpointRotateView(ApiView):
    """Change what an endpoint's webhooks are signed with."""

    access = {"POST": Scope.WEBHOOKS_WRITE}
    tag = "webhooks"

    @extend_schema(
        operation_id="webhook_endpoint_rotate",
        summary="Give a webhook endpoint a new secret",
        request=RotationInput,
        responses={200: NewSecretSerializer},
    )
    def post(self, request: Request, endpoint_id: UUID) -> Response:
        """The former one signs as well for a while, so that the receiver can change over in its own time."""
        endpoint = selectors.endpoint_get(endpoint_id, owner=actor(request))
        hours = self.body(RotationInput).get("overlap_hours")
        overlap = endpoints.OVERLAP if hours is None else timedelta(hours=hours)
        secret = endpoints.endpoint_rotate(endpoint=endpoint, overlap=overlap)
        return Response(
            NewSecretSerializer({"secret": secret, "former_until": timezone.now() + overlap}).data
        )
