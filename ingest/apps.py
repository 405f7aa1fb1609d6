"""Django's configuration of the app."""

from __future__ import annotations

from collections.abc import Sequence

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.utils.module_loading import import_string


class IngestConfig(AppConfig):
    name = "ingest"

    def ready(self) -> None:
        """Refuse to start with a proposer or matcher that is not there, rather than fail every article."""
        register(check_components)


def check_components(app_configs: Sequence[AppConfig] | None, **_: object) -> list[CheckMessage]:
    """Errors for what PROPOSERS and MATCHER of the settings name and that is not there or lacks a setting."""
    errors: list[CheckMessage] = []
    for setting, path in [
        *(("PROPOSERS", path) for path in settings.PROPOSERS),
        ("MATCHER", settings.MATCHER),
    ]:
        try:
            import_string(path)()
        except ImportError as error:
            errors.append(Error(f"{setting}: {path!r} cannot be imported: {error}", id="ingest.E001"))
        except ValueError as error:
            errors.append(Error(f"{setting}: {path!r} cannot be used: {error}", id="ingest.E002"))
    return errors
