"""Django's configuration of the app."""

from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "webhooks"

    def ready(self) -> None:
        """Hear of every change of a verdict."""
        # Models, which these import, exist only once every app is loaded.
        from claims.events import on_verdict_changed  # noqa: PLC0415 - see above
        from webhooks.subscribers import verdict_changed  # noqa: PLC0415 - see above

        on_verdict_changed(verdict_changed)
