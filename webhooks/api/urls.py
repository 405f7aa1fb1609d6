"""Addresses below /api/v1/."""

from django.urls import path

from webhooks.api import views

_ENDPOINT = "webhooks/endpoints/<uuid:endpoint_id>"

urlpatterns = [
    path("webhooks/endpoints", views.EndpointsView.as_view(), name="api-webhook-endpoints"),
    path(_ENDPOINT, views.EndpointView.as_view(), name="api-webhook-endpoint"),
    path(f"{_ENDPOINT}/pause", views.EndpointPauseView.as_view(), name="api-webhook-endpoint-pause"),
    path(f"{_ENDPOINT}/resume", views.EndpointResumeView.as_view(), name="api-webhook-endpoint-resume"),
    path("webhooks/deliveries", views.DeliveriesView.as_view(), name="api-webhook-deliveries"),
    path("webhooks/deliveries/<uuid:delivery_id>", views.DeliveryView.as_view(), name="api-webhook-delivery"),
]
