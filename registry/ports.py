"""The port that web listens on, reserved from its choice until the registry has stopped."""

from __future__ import annotations

import socket
import sys

from registry.processes import StackError

_USUAL = range(8000, 8100)


class Port:
    """A port of 127.0.0.1 that is free, and that no other registry chooses while this object holds it.

    Between the choice and the moment when web listens lies a start of some seconds: two registries started
    together would choose alike. On Linux a name in the abstract namespace of Unix sockets, which the kernel
    gives back however we die, keeps the second one off; elsewhere its web says that the port is in use.
    Raises StackError where the port is not to be had.
    """

    def __init__(self, number: int) -> None:
        self.number = number
        self._reserved = _reserve(number)
        if self._reserved is None or not _can_listen(number):
            self.release()
            raise StackError(f"port {number} is taken by another program; choose another with --port")

    @classmethod
    def usual(cls) -> Port:
        """8000, or the next port after it that is free. Raises StackError where none is up to 8099."""
        for number in _USUAL:
            try:
                return cls(number)
            except StackError:
                continue
        raise StackError("no port from 8000 to 8099 is free; choose one with --port")

    def release(self) -> None:
        """Leave it to others; safe to call twice."""
        if self._reserved:
            self._reserved.close()


def _reserve(number: int) -> socket.socket | None:
    """A socket that holds the port's name, None where another registry holds it."""
    mark = socket.socket(socket.AF_UNIX)
    if sys.platform == "linux":
        try:
            mark.bind(f"\0claim-registry-port-{number}")
        except OSError:
            mark.close()
            return None
    return mark


def _can_listen(number: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        if probe.connect_ex(("127.0.0.1", number)) == 0:
            return False
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", number))
        except OSError:
            return False
    return True
