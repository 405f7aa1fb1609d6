"""Keep by hand the vectors that matching by meaning reads."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from claims.embedding_selectors import embeddings_kept, embeddings_left
from claims.matching.encoder import Unusable
from claims.services.embeddings import (
    embeddings_drop,
    embeddings_fill,
    embeddings_note_missing,
    embeddings_prepare,
)
from common.errors import Unavailable


class Command(BaseCommand):
    """`fill` may be ended at any time: what it noted is left to the workers, and to the next `fill`."""

    help = (
        "Embed every known claim by the model in MATCHING_EMBEDDING, beside traffic (fill), or note them all"
        " and leave it to the workers (note); say how far it is (state), or forget all vectors (drop)."
    )
    requires_system_checks = []  # the weights may be trained afterwards

    def add_arguments(self, parser: CommandParser) -> None:
        """Which of the four."""
        parser.add_argument("action", choices=("fill", "note", "state", "drop"))

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        """Raises CommandError where no model is set, or it or the database cannot be used."""
        try:
            if action == "fill":
                embeddings_fill(progress=lambda left: self.stderr.write(f"{left:,} claims left"))
            elif action == "note":
                embeddings_prepare()
                embeddings_note_missing()
            elif action == "drop":
                embeddings_drop()
        except (Unusable, Unavailable) as refusal:
            raise CommandError(str(refusal)) from refusal
        for model, claims in embeddings_kept().items():
            self.stdout.write(f"{claims:,} claims embedded by {model}")
        self.stdout.write(f"{embeddings_left():,} claims left")
