"""Django's configuration of the app, and of its admin."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class RegistryConfig(AppConfig):
    name = "registry"


class DeskConfig(AdminConfig):
    """Django's admin, with the registry's own site in the place of the default one."""

    default_site = "registry.admin.DeskSite"
