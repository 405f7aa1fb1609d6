"""What fact-checkers decided, as labelled sentences that a model is trained and measured on."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import astuple, fields
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError, CommandParser, OutputWrapper

from claims.feedback_selectors import Lesson, lessons
from registry.article_file import read_moment

_SAYS_NOTHING = "left out"


class Command(BaseCommand):
    """Writes CSV with a header; `train_checkworthiness` and `evaluate checkworthiness` read it."""

    help = "Export decided candidates as training data: CSV with the columns text and label, and whence."

    def add_arguments(self, parser: CommandParser) -> None:
        """--output, --since, --until and --language."""
        parser.add_argument("--output", metavar="FILE", help="Where to write (standard output).")
        parser.add_argument("--since", metavar="DATE", help="Decided on that day or later.")
        parser.add_argument("--until", metavar="DATE", help="Decided before that day: keep the rest to test.")
        parser.add_argument("--language", default="", metavar="CODE", help="Only of that language.")

    def handle(
        self, *args: Any, output: str | None, since: str | None, until: str | None, language: str, **_: Any
    ) -> None:
        """Raises CommandError for a date that is none and a file that cannot be written."""
        rows = lessons(
            since=read_moment(since, "--since") if since else None,
            until=read_moment(until, "--until") if until else None,
            language=language,
        )
        try:
            if output is None:
                counts = _write(rows, self.stdout)
            else:
                with Path(output).open("w", encoding="utf-8", newline="") as file:
                    counts = _write(rows, file)
        except OSError as error:
            raise CommandError(f"{output} cannot be written: {error.strerror}") from error
        said = ", ".join(f"{count:,} {label}" for label, count in sorted(counts.items())) or "nothing decided"
        self.stderr.write(said)


def _write(rows: Iterable[Lesson], target: OutputWrapper | TextIO) -> Counter[str]:
    """The lessons that say something, and how many there were of each label."""
    writer = csv.writer(target, lineterminator="\n")
    names = [field.name for field in fields(Lesson)]
    writer.writerow(["label" if name == "worth" else name for name in names])
    counts: Counter[str] = Counter()
    for row in rows:
        counts[row.worth or _SAYS_NOTHING] += 1
        if row.worth is not None:
            writer.writerow(astuple(row))
    return counts
