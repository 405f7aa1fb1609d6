"""Claims, texts and which repeats which, from files as retrieval tasks come in."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from claims.evaluation.errors import EvaluationError

_LARGEST_FIELD = 10_000_000


def read_columns(path: str) -> tuple[list[str], list[list[str]]]:
    """The header and the rows of a TSV; cells may be quoted where they hold a quote or a line break.

    Raises EvaluationError where it cannot be read or has no rows.
    """
    text = _read(path)
    csv.field_size_limit(_LARGEST_FIELD)
    lines = text.split("\n")
    width = lines[0].count("\t") + 1
    rows = [line.rstrip("\r").split("\t") for line in lines if line.strip()]
    if any(len(row) != width for row in rows):
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter="\t") if row]
    cells = [[_unquoted(cell) for cell in row] for row in rows]
    if len(cells) < 2:
        raise EvaluationError(f"{path} has no rows below its header")
    return [title.strip().lower() for title in cells[0]], cells[1:]


def read_claims(path: str, text_column: str | None) -> list[dict[str, str]]:
    """Of each claim `id`, `text`, `title`, `body`, `speaker`, `date` and `language`, empty where not there.

    The first column is the id; the text is the column named, or the one called claim, vclaim or text, or the
    second. Raises EvaluationError.
    """
    header, rows = read_columns(path)
    text = _text_place(path, header, text_column, ("claim", "vclaim", "text"))
    places = {"id": 0, "text": text} | {
        name: header.index(name)
        for name in ("title", "body", "speaker", "date", "language")
        if name in header and header.index(name) not in (0, text)
    }
    return [
        {name: row[place].strip() if place < len(row) else "" for name, place in places.items()}
        for row in rows
        if len(row) > text and row[text].strip()
    ]


def read_queries(path: str, text_column: str | None) -> dict[str, str]:
    """Each text by its id. Raises EvaluationError."""
    header, rows = read_columns(path)
    text = _text_place(path, header, text_column, ("text", "tweet_content", "query"))
    return {row[0].strip(): row[text] for row in rows if len(row) > text and row[text].strip()}


def read_qrels(path: str) -> dict[str, set[str]]:
    """Of each query the ids of its claims: lines of query, 0, claim, 1. Raises EvaluationError."""
    found: dict[str, set[str]] = {}
    for number, line in enumerate(_read(path).splitlines(), 1):
        parts = line.split()
        if not parts:
            continue
        if len(parts) != 4:
            raise EvaluationError(f"{path}: line {number} is not of the form: query 0 claim 1")
        if parts[3] not in ("0", "0.0"):
            found.setdefault(parts[0], set()).add(parts[2])
    return found


def _read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8-sig", errors="replace")
    except OSError as error:
        raise EvaluationError(f"{path} cannot be read: {error.strerror}") from error


def _text_place(path: str, header: Sequence[str], named: str | None, usual: Sequence[str]) -> int:
    if named is not None:
        if named.lower() in header:
            return header.index(named.lower())
        raise EvaluationError(f"{path} has no column {named!r} among {', '.join(header)[:200]}")
    known = [header.index(name) for name in usual if name in header]
    if known or len(header) > 1:
        return known[0] if known else 1
    raise EvaluationError(f"{path} has one column only; it needs an id and a text, with a tab between")


def _unquoted(cell: str) -> str:
    if len(cell) > 1 and cell.startswith('"') and cell.endswith('"'):
        return cell[1:-1].replace('""', '"')
    return cell
