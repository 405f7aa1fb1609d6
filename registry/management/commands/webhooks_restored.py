"""Tell subscribers that the registry was restored: `manage.py webhooks_restored`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from registry.article_file import read_moment
from webhooks.services.notices import restore_announce


class Command(BaseCommand):
    help = (
        "Tell every webhook endpoint that the database was restored from a copy, and to which moment. Run it "
        "before anything else runs on what was restored."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The moment, where it is not that of the last event."""
        parser.add_argument(
            "--to",
            metavar="MOMENT",
            help="what was told later is lost, as 2027-01-31T08:00:00Z; else the last event's moment",
        )

    def handle(self, **options: Any) -> None:
        """Say what they will hear."""
        given = options["to"]
        restored_to, told = restore_announce(restored_to=read_moment(given, "--to") if given else None)
        lost = f"what was told after {restored_to.isoformat()}" if restored_to else "all that ever was told"
        self.stdout.write(f"{told:,} endpoints will hear that {lost} is lost")
