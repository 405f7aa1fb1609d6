"""An evaluation's figures as a table to read or as JSON."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from typing import Any


def as_json(figures: Any) -> str:
    """A dataclass, or a mapping of them, as indented JSON; numbers rounded to four places."""
    return json.dumps(_plain(figures), ensure_ascii=False, indent=2)


def as_table(columns: Sequence[str], rows: Mapping[str, Sequence[Any]]) -> list[str]:
    """Lines of a table with a title for each row and column; what is None stays blank."""
    titles = ["", *columns]
    cells = [titles, *([name, *map(_shown, values)] for name, values in rows.items())]
    widths = [max(len(row[place]) for row in cells) for place in range(len(titles))]
    return [
        "  ".join(
            [row[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(row[1:], widths[1:], strict=True))]
        ).rstrip()
        for row in cells
    ]


def _shown(value: Any) -> str:
    if value is None:
        return ""
    return (
        f"{value:.3f}" if isinstance(value, float) else f"{value:,}" if isinstance(value, int) else str(value)
    )


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    return round(value, 4) if isinstance(value, float) else value
