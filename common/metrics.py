"""Figures for whoever keeps the registry running, in the text format of Prometheus.

Each is one statement that costs no more however much is stored: it reads an index of what waits, up to
COUNTED rows of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import connection, transaction

COUNTED = 10_000
"""What waits is counted up to here."""
_TIMEOUT = "SET LOCAL statement_timeout = '3s'"


@dataclass(frozen=True, kw_only=True)
class Gauge:
    """A figure that goes up and down. Its statement gives one value, or rows of a label's value and one."""

    name: str
    help: str
    sql: str
    label: str = ""


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What a figure is now, by its label's values; of one without a label by ''."""

    name: str
    help: str
    label: str
    values: tuple[tuple[str, float], ...]


def counted(name: str, told: str, rows: str) -> Gauge:
    """How many rows there are of those, at most COUNTED."""
    return Gauge(
        name=name,
        help=f"{told}, counted up to {COUNTED}",
        sql=f"SELECT count(*) FROM (SELECT FROM {rows} LIMIT {COUNTED}) AS waiting",  # noqa: S608 - ours
    )


def overdue(name: str, told: str, moment: str, rows: str) -> Gauge:
    """For how many seconds the one that is longest due has been, 0 where none is."""
    return Gauge(
        name=name,
        help=f"{told}, in seconds; 0: none",
        sql=f"SELECT greatest(extract(epoch FROM now() - min({moment})), 0) FROM {rows}",  # noqa: S608 - ours
    )


def measured(gauges: Iterable[Gauge]) -> list[Measured]:
    """Each of them as it is now. Raises DatabaseError, also where PostgreSQL takes too long."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_TIMEOUT)
        found = []
        for gauge in gauges:
            cursor.execute(gauge.sql)
            rows = [(str(row[0]) if gauge.label else "", float(row[-1] or 0)) for row in cursor.fetchall()]
            found.append(Measured(name=gauge.name, help=gauge.help, label=gauge.label, values=tuple(rows)))
    return found


CHANGES_UNPLACED = counted(
    "registry_changes_unplaced",
    "Changes that /changes does not show yet",
    "common_change WHERE position IS NULL",
)


def exposed(figures: Iterable[Measured]) -> str:
    """The figures as Prometheus reads them (text format 0.0.4)."""
    return "".join(line + "\n" for figure in figures for line in _lines(figure))


def _lines(figure: Measured) -> Iterator[str]:
    yield f"# HELP {figure.name} {figure.help}"
    yield f"# TYPE {figure.name} gauge"
    for told, value in figure.values:
        label = f'{{{figure.label}="{_escaped(told)}"}}' if figure.label else ""
        yield f"{figure.name}{label} {value:.15g}"


def _escaped(told: str) -> str:
    return re.sub(r'[\\"]', r"\\\g<0>", told).replace("\n", r"\n")
