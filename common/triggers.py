"""Database triggers that hold for every client of the database, this code included."""

from datetime import timedelta

import pgtrigger


def append_only() -> pgtrigger.Protect:
    """Refuse UPDATE and DELETE: a table with history is append-only by the database's own hand."""
    return pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)


def append_only_for(kept: timedelta, moment: str) -> tuple[pgtrigger.Protect, pgtrigger.Protect]:
    """Refuse every UPDATE, and the DELETE of a row whose column `moment` is not `kept` ago yet."""
    young = pgtrigger.Condition(f"OLD.{moment} > now() - INTERVAL '{kept.days} days'")
    return (
        pgtrigger.Protect(name="unchanged", operation=pgtrigger.Update),
        pgtrigger.Protect(name="kept", operation=pgtrigger.Delete, condition=young),
    )


def kept_for(table: str, column: str) -> pgtrigger.Trigger:
    """Refuse the DELETE of a row whose id stands in another table's column, as a foreign key there would."""
    return pgtrigger.Trigger(
        name="kept_for",
        when=pgtrigger.Before,
        operation=pgtrigger.Delete,
        func=f"""
            IF EXISTS (SELECT FROM {table} WHERE {column} = OLD.id) THEN
                RAISE EXCEPTION '% still has rows in {table}', OLD.id;
            END IF;
            RETURN OLD;
        """,
    )
