"""Keep the index of known claims by hand."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from claims.services.match_index import match_index_fold, match_index_rebuild
from claims.services.words import claim_words_rebuild


def _rebuild() -> int:
    claim_words_rebuild()
    return match_index_rebuild()


_ACTIONS = {"fold": match_index_fold, "rebuild": _rebuild}


class Command(BaseCommand):
    """`rebuild` writes every claim and its words anew, beside traffic; `fold` does what the task does."""

    help = "Rebuild the indexes of known claims beside traffic, or fold what was written lately into them."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which of the two."""
        parser.add_argument("action", choices=sorted(_ACTIONS))

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        """Says how many claims it wrote."""
        self.stdout.write(f"{_ACTIONS[action]():,} claims")
