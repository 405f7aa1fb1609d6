"""Make the documents of claims anew where they are not what the rows say."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from claims.services.rebuilding import documents_check, documents_rebuild


class Command(BaseCommand):
    """Beside traffic: each batch holds its claims for a moment. Exits 0 only if all are equal in the end."""

    help = (
        "Rebuild the stored API documents of claims: after an upgrade that changes how claims are shown, "
        "after a change of PUBLIC_URL, or to be sure."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """--check."""
        parser.add_argument("--check", action="store_true", help="Compare only, and write nothing.")

    def handle(self, *, check: bool, **options: Any) -> None:
        """Progress goes to standard error. Raises CommandError where a document differs in the end."""
        if not check:
            rebuilt = documents_rebuild(progress=self._progress)
            self.stdout.write(
                f"{rebuilt.claims} claims: {rebuilt.differed} documents differed and were written."
            )
        found = documents_check(progress=self._progress)
        if found.differed:
            raise CommandError(f"{found.differed} of {found.claims} documents differ from their claims")
        self.stdout.write(f"OK: all {found.claims} documents are what their claims' rows say.")

    def _progress(self, done: int) -> None:
        self.stderr.write(f"{done} claims")
