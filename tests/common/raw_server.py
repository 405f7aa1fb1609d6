"""A server on a real socket that answers with exactly the bytes a test gives it."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

Answer = Callable[[socket.socket, bytes], None]


class RawServer:
    """Accepts on 127.0.0.1; every request head (with its body) that arrived is in `requests`."""

    def __init__(self, answer: Answer, tls: ssl.SSLContext | None) -> None:
        self.requests: list[bytes] = []
        self.connections = 0
        self._answer = answer
        self._tls = tls
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.over = threading.Event()
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    @property
    def allow(self) -> list[str]:
        """The entry that opens this server and nothing else."""
        return [f"127.0.0.1/32:{self.port}"]

    def url(self, host: str = "127.0.0.1", path: str = "/", scheme: str = "http") -> str:
        """An address of this server."""
        return f"{scheme}://{host}:{self.port}{path}"

    def close(self) -> None:
        """Stop, and wait for what is still being answered."""
        self.over.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(10)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._threads.append(threading.Thread(target=self._serve, args=(connection,)))
            self._threads[-1].start()

    def _serve(self, connection: socket.socket) -> None:
        with suppress(OSError), connection:
            connection.settimeout(10)
            if self._tls is not None:
                connection = self._tls.wrap_socket(connection, server_side=True)
            with connection:
                request = b""
                while b"\r\n\r\n" not in request:
                    part = connection.recv(65536)
                    if not part:
                        return
                    request += part
                self.requests.append(request)
                self._answer(connection, request)


@contextmanager
def serving(answer: Answer | bytes, tls: ssl.SSLContext | None = None) -> Iterator[RawServer]:
    """A running server that answers every request so and closes the connection."""
    if isinstance(answer, bytes):
        whole = answer
        server = RawServer(lambda connection, _: connection.sendall(whole), tls)
    else:
        server = RawServer(answer, tls)
    try:
        yield server
    finally:
        server.close()


def message(status: int = 200, body: bytes = b"", **headers: str) -> bytes:
    """A complete answer; header names are given with _ for -."""
    lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(body)}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body
