"""Addresses below /api/v1/."""

from django.urls import path

from webhooks.api import delivery_views, views

_ENDPOINT = "webhooks/endpoints/<id:endpoint_id>"
_DELIVERY = "webhooks/deliveries/<id:delivery_id>"

urlpatterns = [
    path("events", delivery_views.EventsView.as_view(), name="api-events"),
    path("webhooks/endpoints", views.EndpointsView.as_view(), name="api-webhook-endpoints"),
    path(_ENDPOINT, views.EndpointView.as_view(), name="api-webhook-endpoint"),
    path(f"{_ENDPOINT}/pause", views.EndpointPauseView.as_view(), name="api-webhook-endpoint-pause"),
    path(f"{_ENDPOINT}/resume", views.EndpointResumeView.as_view(), name="api-webhook-endpoint-resume"),
    path(f"{_ENDPOINT}/rotate", views.EndpointRotateView.as_view(), name="api-webhook-endpoint-rotate"),
    path(f"{_ENDPOINT}/test", views.EndpointTestView.as_view(), name="api-webhook-endpoint-test"),
    path(
        f"{_ENDPOINT}/challenge", views.EndpointChallengeView.as_view(), name="api-webhook-endpoint-challenge"
    ),
    path(
        f"{_ENDPOINT}/replays",
        delivery_views.EndpointReplaysView.as_view(),
        name="api-webhook-endpoint-replays",
    ),
    path("webhooks/deliveries", delivery_views.DeliveriesView.as_view(), name="api-webhook-deliveries"),
    path(_DELIVERY, delivery_views.DeliveryView.as_view(), name="api-webhook-delivery"),
    path(
        f"{_DELIVERY}/replay", delivery_views.DeliveryReplayView.as_view(), name="api-webhook-delivery-replay"
    ),
    path("webhooks/replays", delivery_views.ReplaysView.as_view(), name="api-webhook-replays"),
    path("webhooks/replays/<id:replay_id>", delivery_views.ReplayView.as_view(), name="api-webhook-replay"),
]
