"""A reader's query in the language of PostgreSQL's to_tsquery. Pure.

Every word is an operand in quotes, so that nothing a reader types is an operator. PostgreSQL takes operands
apart as it takes texts apart, and stems them by the configuration it is called with.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from claims.searching.folding import fold
from claims.searching.query import Alternative, Term


def to_tsquery_text(alternatives: Sequence[Alternative], read_as: Mapping[str, Sequence[str]]) -> str:
    """The query; `read_as` gives for a word as typed what it may have been meant to be.

    Empty where there is nothing to look up.
    """
    return " | ".join(
        f"({' & '.join(_operand(term, read_as) for term in terms)})" for terms in alternatives if terms
    )


def _operand(term: Term, read_as: Mapping[str, Sequence[str]]) -> str:
    meant = read_as.get(term.text, ()) if term.plain else ()
    words = " | ".join(_quoted(text) for text in (term.text, *meant))
    operand = f"({words})" if meant else words
    return f"{'!' if term.excluded else ''}{operand}{':*' if term.begun else ''}"


def _quoted(text: str) -> str:
    """As one operand; a quote or a backslash within it is doubled."""
    return "'" + fold(text).replace("\\", "\\\\").replace("'", "''") + "'"
