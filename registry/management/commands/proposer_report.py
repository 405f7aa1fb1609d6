"""How each version of each proposer fares with the fact-checkers, over time."""

from __future__ import annotations

import json as json_format
from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from claims.api.proposer_documents import ProposersSerializer
from claims.evaluation.feedback import Decisions, ProposerRecord
from claims.evaluation.report import as_table
from claims.feedback_selectors import proposer_records
from registry.article_file import read_moment

_TITLES = ["precision", "from", "to", "as proposed", "accepted", "edited", "merged", "rejected", "pending"]


class Command(BaseCommand):
    """Prints the records as tables, or as the document that /api/v1/proposers answers with."""

    help = "Show each proposer version's precision over time, from what fact-checkers decided."

    def add_arguments(self, parser: CommandParser) -> None:
        """--since, --until, --by and --json."""
        parser.add_argument("--since", metavar="DATE", help="Decided on that day or later.")
        parser.add_argument("--until", metavar="DATE", help="Decided before that day.")
        parser.add_argument("--by", choices=["week", "month"], default="month", help="The periods (month).")
        parser.add_argument("--json", action="store_true", help="JSON instead of tables.")

    def handle(
        self, *args: Any, since: str | None, until: str | None, by: str, json: bool, **options: Any
    ) -> None:
        """Raises CommandError for a date that is none."""
        found = proposer_records(
            since=read_moment(since, "--since") if since else None,
            until=read_moment(until, "--until") if until else None,
            period="week" if by == "week" else "month",
        )
        if json:
            document = ProposersSerializer({"results": found}).data
            self.stdout.write(json_format.dumps(document, ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n\n".join(map(_table, found)) or "Nothing has been proposed yet.")


def _table(record: ProposerRecord) -> str:
    rows = {f"{record.proposer} {record.version}": _cells(record.decisions)}
    rows |= {f"  from {period.starts_on}": _cells(period.decisions) for period in record.periods}
    lines = as_table(_TITLES, rows)
    reasons = "; ".join(f"{reason} ({count})" for reason, count in record.rejections.items())
    return "\n".join([*lines, f"  rejected because: {reasons}"] if reasons else lines)


def _cells(counts: Decisions) -> Sequence[Any]:
    low, high = counts.interval or (None, None)
    return [
        counts.precision, low, high, counts.as_proposed,
        counts.accepted, counts.edited, counts.merged, counts.rejected, counts.pending,
    ]  # fmt: skip
