"""Train the weights by which the built-in proposer tells facts from opinions."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from claims.evaluation.metrics import auc, ratio
from claims.proposing.stance import SHIPPED, pack
from claims.proposing.stance_training import Example, cross_validate, read_examples, train


class Command(BaseCommand):
    """Cross-validates, trains on everything and writes the weights."""

    help = "Train the model of quotations from labelled articles; see docs/quotations.md."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """The files and where to write."""
        parser.add_argument("files", nargs="+", metavar="FILE", help="Labelled articles.")
        parser.add_argument(
            "--output", metavar="PATH", help="Where to write the weights (the package's own file)."
        )
        parser.add_argument("--validate-only", action="store_true", help="Cross-validate and write nothing.")

    def handle(
        self, *args: Any, files: list[str], output: str | None, validate_only: bool, **options: Any
    ) -> None:
        """Raises CommandError, one line long, for what cannot be read or learned from."""
        try:
            examples = [e for file in files for e in read_examples(Path(file).read_text(encoding="utf-8"))]
            scores = cross_validate(examples)
            self._report(examples, scores)
            if not validate_only:
                about = {
                    "files": [Path(file).name for file in files], "sentences": len(examples),
                    "cross_validated_auc": round(auc([e.checkable for e in examples], scores), 4),
                }  # fmt: skip
                packed = pack(train(examples, about))
                target = Path(output or str(resources.files("claims.proposing").joinpath(SHIPPED)))
                target.write_bytes(packed)
                self.stdout.write(f"wrote {target} ({len(packed) / 1024:.0f} KiB)")
        except (OSError, ValueError) as refusal:
            raise CommandError(str(refusal)) from refusal

    def _report(self, examples: Sequence[Example], scores: Sequence[float]) -> None:
        self.stdout.write("cross-validated by topic     facts  found  opinions  found    AUC")
        for kind, quoted in (("quoted", True), ("other", False)):
            for language in sorted({e.language for e in examples if e.quoted is quoted}):
                pairs = [
                    (e.checkable, score) for e, score in zip(examples, scores, strict=True)
                    if e.language == language and e.quoted is quoted
                ]  # fmt: skip
                facts, opinions = ([s for truth, s in pairs if truth is wanted] for wanted in (True, False))
                found, wrong = (sum(score > 0 for score in each) for each in (facts, opinions))
                area = auc([truth for truth, _ in pairs], [score for _, score in pairs])
                self.stdout.write(
                    f"{language}, {kind:<22} {len(facts):>6} {ratio(found, len(facts)):>6.2f} "
                    f"{len(opinions):>9} {ratio(wrong, len(opinions)):>6.2f} {area:>6.3f}"
                )
