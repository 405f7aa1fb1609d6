"""Django's configuration of the app."""

from django.apps import AppConfig
from django.core.checks import Tags, register

from claims.checks import check_database, check_ledger, check_matching


class ClaimsConfig(AppConfig):
    name = "claims"

    def ready(self) -> None:
        """Hear of what happens to sources and articles; have what is set checked at each start."""
        register(check_matching)
        register(check_ledger)
        register(check_database, Tags.database)
        # Models, which these import, exist only once every app is loaded.
        from claims import subscribers  # noqa: PLC0415 - see above
        from sources import events  # noqa: PLC0415 - see above

        events.on_source_changing(subscribers.source_changing)
        events.on_source_changed(subscribers.source_changed)
        events.on_article_changing(subscribers.article_changing)
        events.on_article_changed(subscribers.article_changed)
