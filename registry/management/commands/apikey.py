"""Issue an API key: `manage.py apikey OWNER --name "newsroom import" --scope articles:write`."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser

from common.errors import Invalid
from common.scopes import MEANINGS, Scope
from common.services import api_key_create


class Command(BaseCommand):
    help = "Issue an API key and print it, once: only its hash is kept."

    def add_arguments(self, parser: CommandParser) -> None:
        """The owner, and what the key is."""
        parser.formatter_class = argparse.RawDescriptionHelpFormatter
        parser.epilog = "scopes:\n" + "\n".join(f"  {scope}: {MEANINGS[scope]}" for scope in Scope)
        parser.add_argument("owner", help="the username in whose name the key acts")
        parser.add_argument("--name", required=True, help="what the key is for")
        parser.add_argument(
            "--scope",
            action="append",
            required=True,
            metavar="SCOPE",
            help="what it may do; give it repeatedly",
        )
        parser.add_argument(
            "--expires",
            type=_moment,
            metavar="DATE",
            help="until when it works, as 2027-01-31 (in UTC); else for ever",
        )

    def handle(self, **options: Any) -> None:
        """Print the key on standard output, alone, and the rest on standard error."""
        owner = User.objects.filter(username=options["owner"]).first()
        if owner is None:
            raise CommandError(f"there is no user {options['owner']!r}; manage.py createsuperuser makes one")
        try:
            row, key = api_key_create(
                owner=owner, name=options["name"], scopes=options["scope"], expires_at=options["expires"]
            )
        except Invalid as refusal:
            raise CommandError(refusal.detail) from refusal
        until = f"until {row.expires_at:%Y-%m-%d %H:%M} UTC" if row.expires_at else "until it is revoked"
        self.stderr.write(
            f"{row.name}: {', '.join(row.scopes)}; works {until}. Keep it, it is not shown again:"
        )
        self.stdout.write(key)


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no date such as 2027-01-31") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
