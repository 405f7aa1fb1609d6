"""Django's configuration of the app."""

from django.apps import AppConfig


class SourcesConfig(AppConfig):
    name = "sources"
