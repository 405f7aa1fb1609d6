"""Database triggers that hold for every client of the database, this code included."""

import pgtrigger


def append_only() -> pgtrigger.Protect:
    """Refuse UPDATE and DELETE: a table with history is append-only by the database's own hand."""
    return pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
