"""Django's configuration of the app."""

from django.apps import AppConfig
from django.urls import register_converter

from common.converters import IdentifierConverter


class CommonConfig(AppConfig):
    name = "common"
    verbose_name = "API access"

    def ready(self) -> None:
        """Before any app's addresses are read, which name it."""
        register_converter(IdentifierConverter, "id")
