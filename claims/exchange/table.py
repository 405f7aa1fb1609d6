"""Rows of CSV: one for each claim, or for each verdict on it, the claim's own columns repeated.

A cell that a spreadsheet would take for a formula is written with an apostrophe before it, and read without.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from claims.exchange.documents import ROW_MAX, row_of_document
from claims.exchange.row import ClaimRow, RowRefused

csv.field_size_limit(ROW_MAX)
COLUMNS = (
    "id",
    "text",
    "language",
    "claimant",
    "claimant_kind",
    "topics",
    "said_on",
    "appearances",
    "publisher",
    "publisher_domain",
    "label",
    "value",
    "worst",
    "best",
    "normalised",
    "original_label",
    "summary",
    "explanation",
    "verdict_language",
    "review_url",
    "effective_at",
)
"""In the order in which they are written; when read, any order will do, and only `text` must be there."""
# By OWASP's list, after the apostrophes of whoever wrote some already; a number alone is none.
_FORMULA = re.compile(r"'*(?:[=@\t\r\n＝＠＋－]|[+-](?!\d+(?:\.\d+)?\Z))")
_SUSPECT = frozenset("'=+-@\t\r\n＝＋－＠")


class HeaderRefused(ValueError):
    """The first line does not name the columns."""


class TableReader:
    """The rows of a CSV, and how many bytes and lines were used for those given so far."""

    def __init__(self, lines: Iterable[bytes], header: list[str] | None = None) -> None:
        self.offset = 0
        self.line = 0
        self._rows = csv.reader(self._counted(lines), strict=True)
        self.header = header if header is not None else self._header()

    def _counted(self, lines: Iterable[bytes]) -> Iterator[str]:
        for line in lines:
            self.offset += len(line)
            self.line += 1
            yield line.decode("utf-8", "surrogateescape").removeprefix("\ufeff").replace("\0", "\udc00")

    def _header(self) -> list[str]:
        names = [name.strip() for name in next(self._rows, [])]
        unknown = [name for name in names if name not in COLUMNS]
        if unknown or "text" not in names or len(set(names)) < len(names):
            what = f"there is no column {unknown[0][:80]!r}" if unknown else "each once, `text` among them"
            raise HeaderRefused(f"the first line must name the columns ({what}); of: {', '.join(COLUMNS)}")
        return names

    def __iter__(self) -> Iterator[tuple[int, list[str] | str]]:
        """Each row's cells, or what is wrong with it, with the line it starts on."""
        while True:
            line = self.line + 1
            try:
                cells = next(self._rows)
            except StopIteration:
                return
            except csv.Error as error:
                yield line, str(error)
                continue
            if cells:
                yield line, cells


def row_of_cells(header: list[str], cells: list[str]) -> ClaimRow:
    """The row that a line of CSV is. Raises RowRefused."""
    if len(cells) != len(header):
        raise RowRefused("wrong-columns", f"the row has {len(cells)} columns, the first line {len(header)}")
    given = {name: cell_read(cell) for name, cell in zip(header, cells, strict=True) if cell.strip()}
    return row_of_document(_document(given))


def _document(given: Mapping[str, str]) -> dict[str, Any]:
    document: dict[str, Any] = {name: given[name] for name in ("id", "text", "language") if name in given}
    if "claimant" in given:
        document["claimant"] = {"name": given["claimant"], "kind": given.get("claimant_kind")}
    document["topics"] = [slug.strip() for slug in given.get("topics", "").split(";") if slug.strip()]
    urls = given.get("appearances", "").split()
    if urls or "said_on" in given:
        sighting = {"said_on": given.get("said_on"), "claimant": given.get("claimant"), "urls": urls}
        document["sightings"] = [sighting]
    if "publisher" in given:
        document["verdicts"] = [_verdict(given)]
    elif lone := given.keys() & {"label", "value", "review_url", "effective_at"}:
        raise RowRefused("missing", f"publisher is missing, whose verdict has a {min(lone)}")
    return document


def _verdict(given: Mapping[str, str]) -> dict[str, Any]:
    rating = {name: given.get(name) for name in ("label", "value", "worst", "best", "normalised")}
    words = ("original_label", "summary", "explanation", "review_url", "effective_at")
    return {
        "publisher": {"name": given["publisher"], "domain": given.get("publisher_domain")},
        "rating": rating,
        "language": given.get("verdict_language"),
        **{name: given.get(name) for name in words},
    }


def cells_of_document(document: Mapping[str, Any], sites: Mapping[str, str]) -> Iterator[list[str]]:
    """The rows of CSV that a claim's document makes: one for each verdict that stands, at least one.

    `sites`: the host names of publishers by their ids, since without one an import would go by the review's.
    """
    own = _own_cells(document)
    standing = [verdict for verdict in document["verdicts"] if verdict["rating"]]
    for verdict in standing or [None]:
        cells = own | (_verdict_cells(verdict, sites) if verdict else {})
        yield ["" if cells.get(name) is None else cell_shown(str(cells[name])) for name in COLUMNS]


def _own_cells(document: Mapping[str, Any]) -> dict[str, Any]:
    claimant = document["claimant"] or {}
    places = [row["article"]["url"] for row in document["appearances"]]
    for row in document["sightings"]:
        places += [*([row["first_url"]] if row["first_url"] else []), *row["urls"]]
    told = [row["said_on"] for row in document["appearances"] if row["said_on"]]
    days = [said_on["date"] for said_on in told if said_on["precision"] == "day"]
    days += [row["said_on"] for row in document["sightings"] if row["said_on_precision"] == "day"]
    return {
        "id": document["id"],
        "text": document["text"],
        "language": document["language"],
        "claimant": claimant.get("name"),
        "claimant_kind": claimant.get("kind"),
        "topics": ";".join(topic["slug"] for topic in document["topics"]),
        "said_on": min((day for day in days if day), default=None),
        "appearances": " ".join(dict.fromkeys(url for url in places if url.startswith("http"))),
    }


def _verdict_cells(verdict: Mapping[str, Any], sites: Mapping[str, str]) -> dict[str, Any]:
    rating = verdict["rating"]
    return {
        "publisher": verdict["publisher"]["name"],
        "publisher_domain": sites.get(verdict["publisher"]["id"]),
        **{name: rating[name] for name in ("label", "value", "worst", "best", "normalised")},
        "verdict_language": verdict["language"],
        **{
            name: verdict[name]
            for name in ("original_label", "summary", "explanation", "review_url", "effective_at")
        },
    }


def cell_shown(cell: str) -> str:
    """The cell as a spreadsheet shows it and computes nothing."""
    return f"'{cell}" if cell and cell[0] in _SUSPECT and _FORMULA.match(cell) else cell


def cell_read(cell: str) -> str:
    """What was written by cell_shown."""
    return cell[1:] if cell[0] == "'" and _FORMULA.match(cell) else cell


def written(cells: Iterable[list[str]]) -> str:
    """The cells as lines of CSV (RFC 4180, with line ends of Unix)."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(cells)
    return out.getvalue()
