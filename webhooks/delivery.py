"""From a due delivery to a recorded attempt: lease, commit, sign and POST, record.

No lock and no transaction is open while anything is sent. A lease lasts beyond the deadline of the POST
and has the attempt's number: whoever holds the number in its row may record. A worker that dies between
POST and record leaves a lease that runs out, and the delivery is sent again with the same webhook-id: at
least once.

What is through is recorded while the rest is still under way, once that is half of it or a moment has passed,
and the room it leaves is filled from what is due: an endpoint that hangs keeps nobody waiting but itself. A
worker begins with one at a time and dares a quarter of what it has just recorded more, at least one, so that
one that dies after a crash, in the midst of all that has piled up, repeats few.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from django.db import transaction

from common.wake import wake_on_commit
from webhooks.leases import leases_take, some_lane_is_empty
from webhooks.outcomes import endpoints_give_up, outcomes_record
from webhooks.sending import Sender, Sent

BATCH_SIZE = 100
FIRST_BATCH = 1
# Of the places in a batch, how many slow endpoints may take.
SLOW_ROOM = 50
# Well inside the task's time limits: the last POST may begin just before and takes up to the deadline.
ROUNDS_SECONDS = 60.0
_LOOK_SECONDS = 0.02  # how often new work is looked for while something is under way


def deliver_while_due(*, size: int = BATCH_SIZE, seconds: float = ROUNDS_SECONDS) -> None:
    """Send, at most `size` at a time, until nothing is due and nothing under way.

    When `seconds` have passed nothing more is begun, and another worker woken for the rest.
    """
    over, window = time.monotonic() + seconds, min(FIRST_BATCH, size)
    with Sender() as sender:
        more, looked = _turn(sender, [], window), time.monotonic()
        while sender.in_flight or (time.monotonic() < over and _finds_more(sender, window)):
            through = sender.take(seconds=_LOOK_SECONDS)
            window = min(size, window + max(1, len(through) // 4))
            now, room = time.monotonic(), window - sender.in_flight
            idle = room == window or now - looked >= _LOOK_SECONDS
            if now < over and (room * 2 >= window if more else idle):
                more, looked = _turn(sender, through, room), now
            else:
                _turn(sender, through, 0)
    if more:
        wake_on_commit("webhooks.deliver")


def _finds_more(sender: Sender, window: int) -> bool:
    """Whether a lane will have room in a moment, or has got some since the last look and used it."""
    if some_lane_is_empty():
        return True
    _turn(sender, [], window)
    return sender.in_flight > 0


def _turn(sender: Sender, through: Sequence[Sent], room: int) -> bool:
    """Record what is through, lease at most `room` more, commit, and begin to send that.

    Returns whether there may well be still more.
    """
    slow_room = max(0, min(room, SLOW_ROOM - sender.slow_in_flight))
    with transaction.atomic(durable=True):
        outcomes_record(through)
        leased = leases_take(size=room, slow_size=slow_room) if room > 0 else []
    endpoints_give_up(through)
    sender.send(leased)
    return len(leased) >= room
