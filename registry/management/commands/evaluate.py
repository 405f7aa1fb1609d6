"""Measure a part of the registry against files that anyone can bring."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.module_loading import import_string

from claims.evaluation import attribution, checkworthiness, matching
from claims.evaluation.errors import EvaluationError
from claims.evaluation.gold import read_corpus
from claims.evaluation.report import as_json, as_table
from claims.evaluation.table import Columns, read_tables
from claims.proposing.worth_model import WorthModel, shipped, unpack
from registry import matching_evaluation


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One sub-command: what it takes, what it measures, and the lines that show it."""

    help: str
    arguments: Callable[[CommandParser], None]
    measure: Callable[[Mapping[str, Any]], Any]
    lines: Callable[[Any], list[str]]


def _checkworthiness_arguments(parser: CommandParser) -> None:
    parser.add_argument(
        "files", nargs="+", metavar="FILE", help="CSV, TSV or a JSON list; with a header or without."
    )
    parser.add_argument(
        "--text", required=True, metavar="COL", help="The sentence's column: a name, or a number from 0."
    )
    parser.add_argument("--label", required=True, metavar="COL", help="The label's column.")
    parser.add_argument(
        "--positive", required=True, action="append", metavar="V", help="Check-worthy; may be repeated."
    )
    parser.add_argument(
        "--group", metavar="COL|file", help="Rank within each value of a column, or within each file."
    )
    parser.add_argument(
        "--weights", metavar="FILE", help="What train_checkworthiness wrote; else the shipped weights."
    )


def _checkworthiness_measure(options: Mapping[str, Any]) -> checkworthiness.Checkworthiness:
    rows = read_tables(options["files"], Columns(options["text"], options["label"], options["group"]))
    score = _model(options["weights"]).probability
    return checkworthiness.evaluate(rows, options["positive"], score, grouped=options["group"] is not None)


def _model(weights: str | None) -> WorthModel:
    """The model in a file that train_checkworthiness wrote, or the shipped one. Raises EvaluationError."""
    if weights is None:
        return shipped()
    try:
        return unpack(Path(weights).read_bytes())
    except OSError as error:
        raise EvaluationError(f"{weights} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise EvaluationError(f"{weights} holds no weights: {error}") from error


def _checkworthiness_lines(found: checkworthiness.Checkworthiness) -> list[str]:
    rows: dict[str, list[Any]] = {
        "sentences": [found.sentences],
        "check-worthy": [found.positives],
        "AP": [found.ap],
        "AUC": [found.auc],
        "F1 at 0.5": [found.at_half.f1],
        f"F1 at {found.at_best.threshold:.2f}, the best": [found.at_best.f1],
        "macro-F1 at 0.5": [found.at_half.macro],
        "macro-F1 at the best": [found.at_best.macro],
        f"MAP over {found.groups} group(s)": [found.mean_ap],
        f"MAP without the {found.groups_without_positives} that have none": [found.mean_ap_answerable],
        "P@10": [found.mean_precision_at_10],
        "sentences a second": [round(found.per_second)],
    }
    if not found.groups_without_positives:
        del rows["MAP without the 0 that have none"]
    return as_table(["check-worthiness"], rows)


def _attribution_arguments(parser: CommandParser) -> None:
    parser.add_argument("--articles", required=True, metavar="DIR", help="The articles: NAME.txt.")
    parser.add_argument("--gold", required=True, metavar="DIR", help="Their claims: NAME.json.")
    parser.add_argument("--by-language", action="store_true", help="A column for each language as well.")


def _attribution_measure(options: Mapping[str, Any]) -> dict[str, attribution.Attribution]:
    corpus = read_corpus(Path(options["articles"]), Path(options["gold"]))
    found = attribution.evaluate(corpus, import_string(settings.PROPOSERS[0])())
    return found if options["by_language"] else {"all": found["all"]}


def _attribution_lines(found: Mapping[str, attribution.Attribution]) -> list[str]:
    titles = {
        "articles": "articles", "claims": "claims", "proposals": "proposals", "recall": "recall",
        "precision": "precision", "claimant": "claimant", "role": "role", "via": "via",
        "via_sentence_only": "  nothing carried over", "addressee": "addressee",
        "addressed": "  claims with one", "addressee_recall": "  recall",
        "addressee_precision": "  precision", "said_on": "said on",
        "said_on_sentence_only": "  nothing carried over ", "quote": "quote", "not_claims": "not claims",
        "not_claims_proposed": "  proposed", "proposed_not_claims": "  share proposed",
    }  # fmt: skip
    rows = {title: [getattr(each, name) for each in found.values()] for name, title in titles.items()}
    return as_table(list(found), rows)


def _matching_lines(found: matching.Matching) -> list[str]:
    rows: dict[str, list[Any]] = {
        "embedding": [found.embedding or "none"],
        "claims": [found.claims],
        "queries": [found.queries],
        "MAP@1": [found.map_1],
        "MAP@5": [found.map_5],
        "MRR": [found.mrr],
        **{f"Hit@{at}": [getattr(found, f"hit_{at}")] for at in (1, 3, 5, 10, 20)},
        "precision at coverage 50 %": [found.precision_at_half],
        "  copies of the right claim allowed": [found.precision_at_half_with_copies],
        "precision of 'same claim'": [found.same_claim_precision],
        "  copies of the right claim allowed ": [found.same_claim_precision_with_copies],
        "  share of queries called so": [found.same_claim_share],
        "p50 ms": [found.p50],
        "p95 ms": [found.p95],
        "p99 ms": [found.p99],
        "queries a second": [found.per_second],
        "seconds to load": [found.load_seconds],
    }
    return as_table(["matching"], rows)


EVALUATIONS = {
    "checkworthiness": Evaluation(
        "Score labelled sentences with the shipped model, or another, and measure the ranking.",
        _checkworthiness_arguments, _checkworthiness_measure, _checkworthiness_lines,
    ),
    "attribution": Evaluation(
        "Run the first of PROPOSERS over articles and compare with the claims people found.",
        _attribution_arguments, _attribution_measure, _attribution_lines,
    ),
    "matching": Evaluation(
        "Load claims into a schema of their own and ask the matcher which of them texts repeat.",
        matching_evaluation.arguments, matching_evaluation.evaluate, _matching_lines,
    ),
}  # fmt: skip


class Command(BaseCommand):
    """A sub-command for each thing that can be measured."""

    help = "Measure the matcher, the proposer or its check-worthiness model against labelled files."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """The sub-commands, each with its own arguments and --json."""
        subparsers = parser.add_subparsers(dest="evaluation", required=True, metavar="WHAT")
        for name, evaluation in EVALUATIONS.items():
            subparser = subparsers.add_parser(name, help=evaluation.help, description=evaluation.help)
            evaluation.arguments(subparser)
            subparser.add_argument("--json", action="store_true", help="JSON instead of a table.")

    def handle(self, *args: Any, evaluation: str, json: bool, **options: Any) -> None:
        """Raises CommandError, one line long, for files that cannot be used."""
        chosen = EVALUATIONS[evaluation]
        try:
            found = chosen.measure(options)
        except EvaluationError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(as_json(found) if json else "\n".join(chosen.lines(found)))
