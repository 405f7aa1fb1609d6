"""Say what is wrong with the ClaimReviews of a page, feed or file, without storing anything."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from claims.claimreview.labels import normalised_of
from claims.claimreview.records import Record
from claims.claimreview.split import TooLarge
from claims.rules import Normalised
from claims.services.import_reviews import records_of
from registry.claimreview_source import body_of, is_url


class Command(BaseCommand):
    """Needs no service to be running."""

    help = "Check ClaimReviews: a page, feed or file, an address, or '-' for standard input."

    def add_arguments(self, parser: CommandParser) -> None:
        """PATH|URL|-, --base and --json."""
        parser.add_argument("source", metavar="PATH|URL|-", help="What to check.")
        parser.add_argument(
            "--base", default="", help="Where the page was published, for relative addresses."
        )
        parser.add_argument("--json", action="store_true", help="One JSON object for each record.")

    def handle(self, *args: Any, source: str, base: str, json: bool, **options: Any) -> None:
        """Raises CommandError where a record would be refused, so that the exit code says so."""
        base = base or (source if is_url(source) else "")
        counts: Counter[str] = Counter()
        try:
            for record in records_of(body_of(source), base=base):
                counts[_outcome(record)] += 1
                self.stdout.write(_as_json(record) if json else _as_text(record))
        except TooLarge as error:
            raise CommandError(str(error)) from error
        if not json:
            kinds = ("fine", "repaired", "refused")
            found = ", ".join(f"{counts[name]} {name}" for name in kinds)
            self.stdout.write(f"{sum(counts[name] for name in kinds)} records: {found}")
        if counts.keys() <= {"noticed"}:
            raise CommandError(f"there is no ClaimReview in {source}")
        if counts["refused"]:
            raise CommandError(f"{counts['refused']} would be refused", returncode=1)


def _outcome(record: Record) -> str:
    if record.refusal:
        return "refused"
    if record.review is None:
        return "noticed"
    return "repaired" if record.notes else "fine"


def _remarks(record: Record) -> list[tuple[str, str]]:
    remarks = [(str(note.code), note.detail) for note in record.notes]
    if record.refusal:
        remarks.append((str(record.refusal.code), record.refusal.detail))
    elif record.review and normalised_of(record.review.rating.label) is Normalised.UNMAPPED:
        remarks.append(("unmapped-label", f"the label {record.review.rating.label!r} is not a known one"))
    return remarks


def _as_text(record: Record) -> str:
    lines = [f"line {record.line}  {_outcome(record)}  {record.name}"]
    return "\n".join([*lines, *(f"    {code}: {detail}" for code, detail in _remarks(record))])


def _as_json(record: Record) -> str:
    remarks = [{"code": code, "detail": detail} for code, detail in _remarks(record)]
    shown = {"line": record.line, "outcome": _outcome(record), "url": record.name, "remarks": remarks}
    return json.dumps(shown, ensure_ascii=False)
