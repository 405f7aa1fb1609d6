"""Django's `migrate`, which leaves tables alone that another version of the registry made."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations.loader import MigrationLoader


class Command(migrate.Command):
    """Refuses a database whose tables went on in a way that this version does not know."""

    def handle(self, *args: Any, **options: Any) -> None:
        """As Django's. Raises CommandError where a migration was applied that is not here."""
        loader = MigrationLoader(connections[options["database"]])
        unknown = sorted(
            f"{app}.{name}"
            for app, name in loader.applied_migrations
            if app in loader.migrated_apps and (app, name) not in loader.disk_migrations
        )
        if unknown:
            raise CommandError(
                f"this database was made by another version of the registry ({', '.join(unknown)}): "
                "run that one or a later one, or restore the copy that was made before it"
            )
        super().handle(*args, **options)
