"""Train the ranker of the matcher."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from claims.evaluation.errors import EvaluationError
from claims.matching.configured import encoder
from claims.matching.ranker import SHIPPED, pack
from claims.matching.training import train
from registry.matching_evaluation import arguments, examples


class Command(BaseCommand):
    """Retrieves candidates for the texts, learns which of them is right, and writes the weights."""

    help = "Train the matcher's ranker from texts whose claims are known; see docs/matching.md."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """The files, as `evaluate matching` takes them, and where to write."""
        arguments(parser)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument(
            "--output",
            metavar="PATH",
            help="Where to write the weights (MATCHING_WEIGHTS; without an embedding, the shipped file).",
        )

    def handle(self, *args: Any, seed: int, output: str | None, **options: Any) -> None:
        """Raises CommandError, one line long, for files that cannot be used."""
        target = _target(output or settings.MATCHING_WEIGHTS)
        try:
            found = examples(options)
        except EvaluationError as refusal:
            raise CommandError(str(refusal)) from refusal
        model = encoder()
        about = {"files": [Path(options["queries"]).name], "texts": len(found), "seed": seed}
        ranker = train(found, seed=seed, about=about, embedding=model.identity if model else "")
        target.write_text(pack(ranker), encoding="utf-8")
        self.stdout.write(f"wrote {target}: same claim from {ranker.same_claim:.4f}, {len(found):,} texts")


def _target(path: str) -> Path:
    """Raises CommandError rather than write over the shipped weights what is of one model only."""
    if path:
        return Path(path)
    if settings.MATCHING_EMBEDDING:
        raise CommandError("with MATCHING_EMBEDDING say where to: --output PATH, or MATCHING_WEIGHTS")
    return Path(str(resources.files("claims.matching").joinpath(SHIPPED)))
