"""A load generator: a process of its own, whose kept connections ask again as soon as they are answered."""

from __future__ import annotations

import multiprocessing
import socket
import threading
import time
from dataclasses import dataclass

_END = b"\r\n\r\n"


@dataclass(frozen=True, kw_only=True)
class Target:
    """What is asked for, of which port of 127.0.0.1."""

    port: int
    path: str

    @property
    def request(self) -> bytes:
        """As it is sent."""
        lines = [f"GET {self.path} HTTP/1.1", f"Host: localhost:{self.port}", "Accept: application/json"]
        return "\r\n".join([*lines, "", ""]).encode()


class Connection:
    """One connection that is kept."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._buffer = bytearray(1024 * 1024)

    def ask(self, request: bytes) -> bytes:
        """The body of the answer. Raises RuntimeError for anything but 200 with a Content-Length."""
        self._socket.sendall(request)
        head, filled = b"", 0
        view = memoryview(self._buffer)
        while not head:
            filled += self._receive(view[filled:])
            at = self._buffer.find(_END, 0, filled)
            head = bytes(view[:at]) if at >= 0 else b""
        start = len(head) + len(_END)
        end = start + _content_length(head)
        while filled < end:
            filled += self._receive(view[filled:])
        return bytes(view[start:end])

    def _receive(self, into: memoryview) -> int:
        count = self._socket.recv_into(into)
        if not count:
            raise RuntimeError("the server closed the connection")
        return count

    def close(self) -> None:
        """Hang up."""
        self._socket.close()


def _content_length(head: bytes) -> int:
    if not head.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(head.decode("latin-1"))
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    raise RuntimeError("the answer does not say how long it is")


def answers_a_second(target: Target, *, connections: int, seconds: float) -> float:
    """How many answers a second come back, with so many connections asking at once."""
    queue: multiprocessing.Queue[float | str] = multiprocessing.get_context("spawn").Queue()
    process = multiprocessing.get_context("spawn").Process(
        target=_generate, args=(target, connections, seconds, queue)
    )
    process.start()
    found = queue.get(timeout=seconds + 60)
    process.join()
    if isinstance(found, str):
        raise RuntimeError(f"{target.path}: {found}")
    return found


def _generate(
    target: Target, connections: int, seconds: float, queue: multiprocessing.Queue[float | str]
) -> None:
    counts: list[int] = []
    failures: list[str] = []
    started = time.perf_counter()

    def run() -> None:
        count = 0
        try:
            connection = Connection(target.port)
            while time.perf_counter() - started < seconds:
                connection.ask(target.request)
                count += 1
            connection.close()
        except (OSError, RuntimeError) as error:
            failures.append(str(error) or type(error).__name__)
        counts.append(count)

    threads = [threading.Thread(target=run) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    queue.put(failures[0] if failures else sum(counts) / (time.perf_counter() - started))


def milliseconds(connection: Connection, target: Target) -> float:
    """How long one answer takes."""
    started = time.perf_counter()
    connection.ask(target.request)
    return 1000 * (time.perf_counter() - started)
