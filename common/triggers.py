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


def kept_for(table: str, column: str, *, key: str = "id") -> pgtrigger.Trigger:
    """Refuse the DELETE of a row whose key stands in another table's column, as a foreign key there would."""
    return pgtrigger.Trigger(
        name="kept_for",
        when=pgtrigger.Before,
        operation=pgtrigger.Delete,
        func=f"""
            IF EXISTS (SELECT FROM {table} WHERE {column} = OLD.{key}) THEN
                RAISE EXCEPTION '% still has rows in {table}', OLD.{key};
            END IF;
            RETURN OLD;
        """,
    )


def refers(column: str, table: str) -> pgtrigger.Trigger:
    """Refuse rows that come in with a value of this column which is no id in `table`.

    What a foreign key does with each row, which takes as long as putting it in, is done once a statement. For
    a table whose rows are never deleted and keep their ids: nothing else watches over what is referred to.
    The column must keep its value, too.
    """
    return _refers(
        column,
        f"{table}.id",
        # By a subquery, which is an index's lookup for each row: a join might read the whole table.
        f"""
            SELECT fresh.{column} INTO stray FROM fresh
             WHERE (SELECT true FROM {table} WHERE {table}.id = fresh.{column}) IS NULL LIMIT 1;
            IF FOUND THEN
                {_refusal(column, table)}
            END IF;
            RETURN NULL;
        """,  # noqa: S608 - of names that the code declares
    )


def refers_to_few(column: str, table: str, *, key: str = "id") -> pgtrigger.Trigger:
    """The same of a column that may be NULL and has few values in a statement, however many rows come in.

    What they refer to is locked as a foreign key locks it, once each: `table` may lose rows, if it keeps
    those that are referred to (`kept_for`).
    """
    return _refers(
        column,
        f"{table}.{key}",
        f"""
            FOR stray IN SELECT DISTINCT {column} FROM fresh WHERE {column} IS NOT NULL ORDER BY 1 LOOP
                PERFORM FROM {table} WHERE {key} = stray FOR KEY SHARE;
                CONTINUE WHEN FOUND;
                {_refusal(column, table)}
            END LOOP;
            RETURN NULL;
        """,  # noqa: S608 - of names that the code declares
    )


def _refusal(column: str, table: str) -> str:
    return f"""RAISE foreign_key_violation
                USING MESSAGE = format('%I.{column} is %L, which is not in {table}', TG_TABLE_NAME, stray);"""


def _refers(column: str, key: str, check: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=f"refers_by_{column.removesuffix('_id')}",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="fresh"),  # type: ignore[no-untyped-call]  # has no types
        declare=[("stray", f"{key}%TYPE")],
        func=check,
    )
