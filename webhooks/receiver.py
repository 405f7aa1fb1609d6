"""A receiver for development: an HTTP server that verifies what arrives and keeps it in order of arrival.

It verifies with the public `standardwebhooks` package, as any subscriber would.
"""

from __future__ import annotations

import json
import sys
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue
from threading import Thread
from types import TracebackType
from typing import Any

from standardwebhooks import Webhook, WebhookVerificationError

from webhooks.operational import CHALLENGE

MAX_BODY = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Received:
    """One POST. `verified` is False where its signature is wrong or no secret was given to check it with;
    `problem` then says why. `payload` is the parsed body, None where it is not JSON.
    """

    id: str
    received_at: datetime
    headers: dict[str, str]
    body: bytes
    payload: Any
    verified: bool
    problem: str


class Receiver:
    """Listens from `start` to `stop`, or within a `with` block, on 127.0.0.1; port 0 takes a free one.

    What arrives is put into `events`; `on_event` is called with it first, in the thread of its request.
    A challenge is echoed, and kept in `challenges` instead.
    `secret` may be set later, since an endpoint's secret is known only once the address is registered.
    """

    def __init__(
        self, *, port: int = 0, secret: str = "", on_event: Callable[[Received], None] | None = None
    ) -> None:
        self.secret = secret
        self.events: Queue[Received] = Queue()
        self.challenges: Queue[Received] = Queue()
        self._on_event = on_event
        self._answers: deque[tuple[int, dict[str, str]]] = deque()
        self._server = _Server(("127.0.0.1", port), self)
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        """The address to register."""
        return f"http://127.0.0.1:{self.port}/"

    def answer(self, *statuses: int, headers: dict[str, str] | None = None) -> None:
        """Answer the next requests with these statuses, one each; 204 once they are used up."""
        self._answers.extend((status, headers or {}) for status in statuses)

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """Stop answering and free the port."""
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()

    def wait(self) -> None:
        """Block for as long as it listens."""
        self._thread.join()

    def __enter__(self) -> Receiver:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def accept(self, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str], bytes]:
        """Verify one request, keep it, and give the status, headers and body to answer with.

        A wrong signature is answered 400 where a secret is set: such an event is not from the registry.
        """
        problem = self._problem(headers, body)
        received = Received(
            id=headers.get("webhook-id", ""),
            received_at=datetime.now(UTC),
            headers=headers,
            body=body,
            payload=_parsed(body),
            verified=not problem,
            problem=problem,
        )
        if self._on_event:
            self._on_event(received)
        if (challenge := _challenge(received.payload)) is not None:
            # Sent before anybody can know the secret, so answered whether or not it verifies.
            self.challenges.put(received)
            return 200, {"content-type": "application/json"}, json.dumps({"challenge": challenge}).encode()
        self.events.put(received)
        if problem and self.secret:
            return 400, {}, b""
        return (*self._answers.popleft(), b"") if self._answers else (204, {}, b"")

    def _problem(self, headers: dict[str, str], body: bytes) -> str:
        if not self.secret:
            return "no secret to verify with"
        try:
            Webhook(self.secret).verify(body, headers, json_parse=False)
        except (WebhookVerificationError, ValueError) as error:
            return str(error)
        return ""


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None


def _challenge(payload: Any) -> str | None:
    if isinstance(payload, dict) and payload.get("type") == CHALLENGE:
        return str(payload["data"]["challenge"])
    return None


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a connection that broke: the other side was killed, or gave up."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]  # as it came

    def __init__(self, address: tuple[str, int], receiver: Receiver) -> None:
        self.receiver = receiver
        super().__init__(address, _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    timeout = 30

    def do_POST(self) -> None:
        length = self.headers.get("content-length", "")
        if not length.isdigit() or int(length) > MAX_BODY:
            self.close_connection = True
            self._respond(413 if length.isdigit() else 411, {}, b"")
            return
        headers = {name.lower(): value for name, value in self.headers.items()}
        self._respond(*self.server.receiver.accept(headers, self.rfile.read(int(length))))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name it has upstairs
        """Say nothing: what arrives is the receiver's to show."""

    def _respond(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
