"""Django's configuration of the app."""

from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "webhooks"
