"""Encrypt anew what is kept encrypted, after ENCRYPTION_KEYS got a new first key."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from common.answers import answers_renew
from webhooks.services.endpoints import secrets_renew


class Command(BaseCommand):
    help = (
        "Encrypt all kept secrets with the first of ENCRYPTION_KEYS, beside traffic. When every process runs"
        " with the new key and this has succeeded, the old keys may be taken away."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError where something cannot be read with any of the keys."""
        unreadable = 0
        for what, (renewed, lost) in {
            "webhook secrets": secrets_renew(),
            "answers kept for repeated requests": answers_renew(),
        }.items():
            self.stdout.write(f"{renewed:,} {what} encrypted with the newest key")
            unreadable += lost
        if unreadable:
            raise CommandError(f"{unreadable:,} cannot be read: ENCRYPTION_KEYS lacks their key")
