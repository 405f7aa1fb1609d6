"""Recompute the log of verdicts from the verdicts themselves."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claims.services.ledger_audit import LedgerBroken, ledger_audit


class Command(BaseCommand):
    """Exits 0 only if everything that is stored of the log follows from the verdicts."""

    help = "Check the log of verdicts against the verdicts: entries, tree, head, checkpoints, current ones."

    def handle(self, **options: Any) -> None:
        """Progress goes to standard error. Raises CommandError naming the first break."""
        try:
            audit = ledger_audit(progress=self._progress)
        except LedgerBroken as broken:
            raise CommandError(f"BROKEN: {broken}") from broken
        others = f", {audit.of_other_keys} of them by keys not in use now" if audit.of_other_keys else ""
        self.stdout.write(
            f"OK: {audit.entries} verdicts are in the log as they are stored; "
            f"{audit.checkpoints} checkpoints fit{others}."
        )

    def _progress(self, done: int, of: int) -> None:
        self.stderr.write(f"{done} of {of} entries")
