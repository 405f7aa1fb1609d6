"""Django's configuration of the app."""

from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    name = "claims"
