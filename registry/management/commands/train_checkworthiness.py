"""Train the check-worthiness model that the built-in proposer uses for English."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from claims.evaluation.checkworthiness import Checkworthiness, measure
from claims.evaluation.metrics import macro_f1, unseen_macro_f1
from claims.evaluation.table import Columns, Row, read_tables
from claims.proposing.training import Example, calibrated, cross_validate, fold_numbers, train
from claims.proposing.worth_model import SHIPPED, logistic, margin, pack


class Command(BaseCommand):
    """Cross-validates, fits the calibration to that, trains on everything and writes the weights."""

    help = "Train the check-worthiness model from labelled sentences; see docs/checkworthiness.md."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """The files, their columns and labels, and how to validate."""
        parser.add_argument(
            "files", nargs="+", metavar="FILE", help="Labelled sentences: CSV, TSV or a JSON list."
        )
        parser.add_argument(
            "--text", required=True, metavar="COL", help="The sentence's column: a name, or a number from 0."
        )
        parser.add_argument("--label", required=True, metavar="COL", help="The label's column.")
        parser.add_argument(
            "--positive", required=True, action="append", metavar="V", help="Check-worthy; may be repeated."
        )
        parser.add_argument(
            "--unimportant",
            action="append",
            default=[],
            metavar="V",
            help="Factual but unimportant: a class of its own.",
        )
        parser.add_argument(
            "--group", metavar="COL|file", help="Leave out one group at a time, not random folds."
        )
        parser.add_argument("--folds", type=int, default=4, help="Random folds (4).")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument(
            "--output", metavar="PATH", help="Where to write the weights (the package's own file)."
        )
        parser.add_argument("--validate-only", action="store_true", help="Cross-validate and write nothing.")

    def handle(self, *args: Any, files: list[str], seed: int, validate_only: bool, **options: Any) -> None:
        """Raises CommandError, one line long, for what cannot be read or learned from."""
        try:
            rows = read_tables(files, Columns(options["text"], options["label"], options["group"]))
            examples = _examples(rows, options["positive"], options["unimportant"])
            folds = fold_numbers(examples, None if options["group"] else options["folds"], seed)
            logits = cross_validate(examples, folds, seed=seed, say=self.stderr.write)
            figures = self._report(examples, logits, folds)
            if not validate_only:
                about = {
                    "files": [Path(file).name for file in files], "sentences": len(examples), "seed": seed,
                    "cross_validated_ap": round(figures.ap, 4), "positives": figures.positives,
                }  # fmt: skip
                self._write(examples, logits, about, options["output"])
        except ValueError as refusal:
            raise CommandError(str(refusal)) from refusal

    def _report(
        self, examples: Sequence[Example], logits: Sequence[Sequence[float]], folds: Sequence[int]
    ) -> Checkworthiness:
        top = max(example.label for example in examples)
        truths = [example.label == top for example in examples]
        scores = [logistic(margin(each)) for each in logits]
        figures = measure(truths, scores, [example.group for example in examples], 0.0)
        classes = macro_f1([e.label for e in examples], [each.index(max(each)) for each in map(list, logits)])
        self.stdout.write(
            f"cross-validated on {figures.sentences:,} sentences, {figures.positives:,} check-worthy\n"
            f"AP {figures.ap:.4f}, AUC {figures.auc:.4f}, "
            f"MAP over {figures.groups} group(s) {figures.mean_ap:.4f}\n"
            f"macro-F1, check-worthy against the rest: {figures.at_half.macro:.4f} at 0.5, "
            f"{unseen_macro_f1(truths, scores, folds):.4f} at thresholds from the other folds, "
            f"{figures.at_best.macro:.4f} at the best threshold\n"
            f"macro-F1 over {top + 1} classes: {classes:.4f}"
        )
        return figures

    def _write(
        self,
        examples: Sequence[Example],
        logits: Sequence[Sequence[float]],
        about: dict[str, Any],
        output: str | None,
    ) -> None:
        top = max(example.label for example in examples)
        truths = [example.label == top for example in examples]
        seed = about["seed"]
        model = calibrated(train(examples, seed=seed), [margin(each) for each in logits], truths, about)
        packed = pack(model)
        target = Path(output) if output else Path(str(resources.files("claims.proposing").joinpath(SHIPPED)))
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(packed)
        except OSError as error:
            raise CommandError(f"{target} cannot be written: {error.strerror}") from error
        self.stdout.write(f"wrote {target} ({len(packed) / 1024:.0f} KiB)")


def _examples(rows: Sequence[Row], positive: Sequence[str], unimportant: Sequence[str]) -> list[Example]:
    """Class 0 is everything else, then the unimportant where named, then the check-worthy."""
    top = 2 if unimportant else 1
    labels = dict.fromkeys(unimportant, 1) | dict.fromkeys(positive, top)
    return [Example(row.text, labels.get(row.label, 0), row.group) for row in rows]
