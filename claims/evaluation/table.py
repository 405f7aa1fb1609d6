"""Labelled sentences from a file as it comes: CSV, TSV or a JSON list, with a header or without."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from claims.evaluation.errors import EvaluationError

BY_FILE = "file"
"""Given as the group: each file is one."""

_LARGEST_FIELD = 10_000_000


class TableError(EvaluationError):
    """A file that cannot be read as asked; the message is one line and names the file."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns to read: each a name from the header (or a JSON key), or a number counted from 0.

    `group` may also be `BY_FILE`, or None for no groups.
    """

    text: str
    label: str
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A labelled text; `group` is what it is ranked among."""

    text: str
    label: str
    group: str


def read_tables(paths: Sequence[str], columns: Columns) -> list[Row]:
    """The rows of all files. Raises TableError for a missing file or column, or a file without rows."""
    return [row for path in paths for row in read_table(path, columns)]


def read_table(path: str, columns: Columns) -> list[Row]:
    """The rows of one file.

    Tabs in the first line (or the name .tsv) make it a TSV, which has no quoting; a "[" makes it JSON. Where
    columns are named, the first line is the header; where all are numbered, it is one if its label occurs
    nowhere else. Rows too short to have the columns (blank lines, say) are passed over.
    """
    try:
        text = Path(path).read_text(encoding="utf-8-sig", errors="replace")
    except OSError as error:
        raise TableError(f"{path} cannot be read: {error.strerror}") from error
    try:
        cells = _json_cells(text) if text.lstrip().startswith("[") else _line_cells(path, text)
    except (csv.Error, ValueError) as error:
        raise TableError(f"{path} cannot be read: {' '.join(str(error).split())}") from error
    rows = _rows(path, cells, columns)
    if not rows:
        raise TableError(f"{path} has no rows")
    return rows


def _line_cells(path: str, text: str) -> list[list[str]]:
    if path.lower().endswith((".tsv", ".tab")) or "\t" in text.partition("\n")[0]:
        return [line.rstrip("\r").split("\t") for line in text.split("\n")]
    csv.field_size_limit(_LARGEST_FIELD)
    return list(csv.reader(io.StringIO(text, newline="")))


def _json_cells(text: str) -> list[list[str]]:
    found = json.loads(text)
    if not all(isinstance(item, dict) for item in found):
        raise ValueError("its JSON is no list of objects")
    header = list(dict.fromkeys(key for item in found for key in item))
    return [header, *([str(item.get(key, "")) for key in header] for item in found)]


def _rows(path: str, cells: Sequence[Sequence[str]], columns: Columns) -> list[Row]:
    header = cells[0] if cells else []
    by_file = columns.group in (None, BY_FILE)
    wanted = [columns.text, columns.label, *([] if by_file else [str(columns.group)])]
    places = [_place(path, name, header) for name in wanted]
    named = not all(_is_number(name) for name in wanted)
    body = [row for row in cells if len(row) > max(places)]
    if body and (named or _is_header(body, places[1])):
        body = body[1:]
    return list(_read(body, places, Path(path).name))


def _read(body: Sequence[Sequence[str]], places: Sequence[int], file: str) -> Iterator[Row]:
    for row in body:
        text, label, *group = (row[place].strip() for place in places)
        yield Row(text, label, group[0] if group else file)


def _place(path: str, name: str, header: Sequence[str]) -> int:
    """Where a column stands; a name goes before a number, so that a column called "1" can be named."""
    titles = [title.strip() for title in header]
    if name in titles and not _is_number(name):
        return titles.index(name)
    if _is_number(name):
        if int(name) < len(titles):
            return int(name)
        raise TableError(f"{path} has no column {name}: its first line has {len(titles)}, counted from 0")
    raise TableError(f"{path} has no column {name!r} among {', '.join(titles)[:200] or 'none'}")


def _is_number(name: str) -> bool:
    return name.isascii() and name.isdigit()


def _is_header(body: Sequence[Sequence[str]], place: int) -> bool:
    return len(body) > 1 and body[0][place].strip() not in {row[place].strip() for row in body[1:]}
