"""From a due delivery to a recorded attempt: lease, commit, sign and POST, record.

No lock and no transaction is open while anything is sent. A lease lasts beyond the deadline of the POST:
whoever still has it, and the number of the delivery's next attempt, may record. A worker that dies between
POST and record leaves a lease that runs out, and the delivery is sent again with the same webhook-id: at
least once.

What is through is recorded while the rest is still under way, once that is half of it or a moment has passed,
and the room it leaves is filled from what is due: an endpoint that hangs keeps nobody waiting but itself. How
many are under way at once grows with what the process has recorded since it was started, and where receivers
take their time: one that dies soon after its start, in the midst of all that has piled up, repeats few.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from django.db import transaction

from common.wake import wake_on_commit
from webhooks.leases import leases_end, leases_take, some_lane_is_empty
from webhooks.outcomes import endpoints_give_up, outcomes_record
from webhooks.sending import Sender, Sent

BATCH_SIZE = 100
# A process that has recorded so many more sends one more at a time.
_PROVEN_BY = 100
# Of the places in a batch, how many slow endpoints may take.
SLOW_ROOM = 50
# Well inside the task's time limits: the last POST may begin just before and takes up to the deadline.
ROUNDS_SECONDS = 60.0
_LOOK_SECONDS = 0.02  # how often new work is looked for while something is under way
_END_SECONDS = 5.0  # how often leases are looked at that others may have let run out


class Trust:
    """How many deliveries are sent at once, as far as that hangs on how the process has fared."""

    def __init__(self) -> None:
        self.recorded = 0

    @property
    def at_once(self) -> int:
        """One after the start, and one more for every hundred recorded."""
        return 1 + self.recorded // _PROVEN_BY


_TRUST = Trust()


def deliver_while_due(
    *, size: int = BATCH_SIZE, seconds: float = ROUNDS_SECONDS, trust: Trust = _TRUST
) -> None:
    """Send, at most `size` at a time, until nothing is due and nothing under way.

    When `seconds` have passed nothing more is begun, and another worker woken for the rest. `trust` grows
    with what is recorded.
    """
    leases_end()
    ended = time.monotonic()
    over, patience, window = ended + seconds, 0, min(size, trust.at_once)
    with Sender() as sender:
        more, looked = _turn(sender, [], window), time.monotonic()
        while sender.in_flight or (time.monotonic() < over and _finds_more(sender, window)):
            under_way = sender.in_flight
            through = sender.take(seconds=_LOOK_SECONDS)
            trust.recorded += len(through)
            patience += len(through) * 2 < under_way  # it is the receivers who are waited for
            window = min(size, trust.at_once + patience)
            now, room = time.monotonic(), window - sender.in_flight
            if now - ended >= _END_SECONDS:
                leases_end()
                ended = now
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
