"""Django's configuration of the app."""

from django.apps import AppConfig


class IngestConfig(AppConfig):
    name = "ingest"
