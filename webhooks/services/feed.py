"""Giving events their places in the feed."""

from __future__ import annotations

from common.placing import Line, positions_give

_FEED = Line(
    table="webhooks_feedentry",
    key="event_id",
    order="event.created_at, event.sequence, event.id",
    join="JOIN webhooks_event AS event ON event.id = line.event_id",
)


def feed_extend() -> None:
    """Give every committed event that has none a place behind all that were given."""
    positions_give(_FEED)
