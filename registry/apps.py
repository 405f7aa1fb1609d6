"""Django's configuration of the app."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "registry"
