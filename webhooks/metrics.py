"""What waits of events and deliveries, as figures."""

from common.metrics import Gauge, counted, overdue

# An index of each endpoint's deliveries says which is due first.
_FIRST = """
webhooks_endpoint AS endpoint CROSS JOIN LATERAL (
    SELECT next_attempt_at FROM webhooks_delivery
    WHERE endpoint_id = endpoint.id AND state = 'pending' ORDER BY next_attempt_at LIMIT 1
) AS first
"""
# Identifiers of events grow with time.
_LAG = """
SELECT greatest(extract(epoch FROM now() - event.created_at), 0) FROM (
    SELECT event_id FROM webhooks_feedentry WHERE position IS NULL ORDER BY event_id LIMIT 1
) AS first JOIN webhooks_event AS event ON event.id = first.event_id
"""
GAUGES = (
    counted(
        "registry_deliveries_pending", "Deliveries to be made", "webhooks_delivery WHERE state = 'pending'"
    ),
    overdue(
        "registry_delivery_overdue_seconds",
        "For how long the delivery that waits longest has been due",
        "first.next_attempt_at",
        _FIRST,
    ),
    counted("registry_deliveries_dead", "Deliveries given up", "webhooks_delivery WHERE state = 'dead'"),
    counted(
        "registry_events_unplaced",
        "Events that the feed does not show yet",
        "webhooks_feedentry WHERE position IS NULL",
    ),
    Gauge(
        name="registry_event_lag_seconds",
        help="How old the oldest event is that the feed does not show yet; 0: none",
        sql=f"SELECT coalesce(({_LAG}), 0)",
    ),
)
