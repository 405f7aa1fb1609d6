"""Sources as they are until the transaction ends, and as what they became where they were merged."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from common.errors import NotFound
from common.tables import plain_array
from sources import events
from sources.models import Source

# What claims and verdicts show of many of them; the rest is read where it is asked for.
_HELD = """
SELECT id, kind, name, aliases, domain, four_eyes, survivor_id
  FROM sources_source WHERE id = ANY(%s::uuid[]) ORDER BY id FOR SHARE
"""


def sources_hold(source_ids: Iterable[UUID]) -> dict[UUID, Source]:
    """By their ids the sources, or what they were merged into.

    Nobody changes these until the transaction ends; others may hold them at the same time.
    """
    held = {source.pk: source for source in Source.objects.raw(_HELD, [plain_array(source_ids)])}
    if moved := {pk: source.survivor_id for pk, source in held.items() if source.survivor_id}:
        survivors = sources_hold(moved.values())
        held |= survivors | {pk: survivors[survivor] for pk, survivor in moved.items()}
    return held


def source_keep(*, source_id: UUID, field: str | None = None) -> Source:
    """One of them, which is to be mentioned: it is not merged into another meanwhile. Raises NotFound."""
    source = sources_hold([source_id]).get(source_id)
    if source is None:
        raise NotFound(f"there is no source {source_id}", field=field)
    return source


def source_hold(*, source_id: UUID) -> Source:
    """Lock a source, after what shows it, until the transaction ends. Raises NotFound."""
    events.publish(events.SourceChanging(source_id=source_id))
    source = Source.objects.select_for_update().filter(pk=source_id).first()
    if source is None:
        raise NotFound(f"there is no source {source_id}")
    return source
