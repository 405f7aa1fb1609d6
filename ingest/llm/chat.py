"""One question to a server that speaks the OpenAI chat protocol, within a budget."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from common.outbound import OutboundError, Response, send
from common.outbound_headers import retry_after
from ingest.llm.budget import Budget

logger = logging.getLogger(__name__)

MAX_BYTES = 1024 * 1024
"""Of an answer."""
MAX_TOKENS = 4_096
"""Of an answer, as the model is told."""
_BYTES_PER_TOKEN = 3
"""Fewer than any tokeniser needs for prose in a Latin script, so that an estimate is never too low there."""
_TRY_AGAIN = frozenset({408, 409, 425, 429}) | frozenset(range(500, 600))
_MOST_TOKENS = 10_000_000


class AskingFailed(Exception):
    """No answer that can be used; the message says why, and holds nothing of the key or the answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where to ask. `url` is what '/chat/completions' is put behind; `allow` are networks beyond the public
    internet that it may be in; `attempts` and `deadline` (seconds) are of one question, and `pause` (seconds)
    comes before its second attempt, twice as long a one before each that follows.
    """

    url: str
    key: str = ""
    allow: Sequence[str] = ()
    attempts: int = 3
    deadline: float = 45.0
    pause: float = 1.0


def ask(
    server: Server,
    body: bytes,
    budget: Budget,
    *,
    accept: Callable[[str], None],
) -> None:
    """Ask until `accept` takes the answer's text without a ValueError.

    Raises AskingFailed: no attempt or no budget is left, or the server refuses for good.
    """
    asked, pause, reason = len(body) // _BYTES_PER_TOKEN + 1, server.pause / 2, ""
    for attempt in range(server.attempts):
        if attempt:
            if pause >= budget.seconds_left:
                raise AskingFailed(f"{reason} The next attempt would come too late.")
            time.sleep(pause)
        if not budget.affords(asked, MAX_TOKENS):
            raise AskingFailed("The article's budget of tokens or money is spent.")
        if budget.seconds_left <= 0:
            raise AskingFailed("The article's time is up.")
        try:
            accept(_answer(server, body, asked, budget))
        except _Again as error:
            reason, pause = str(error), max(error.wait, pause * 2)
        except ValueError as error:
            reason, pause = f"The answer cannot be used: {error}.", pause * 2
        else:
            return
    raise AskingFailed(reason)


class _Again(Exception):
    def __init__(self, reason: str, wait: float = 0.0) -> None:
        super().__init__(reason)
        self.wait = wait


def _answer(server: Server, body: bytes, asked: int, budget: Budget) -> str:
    """The text of the model's answer; what it cost is counted, whatever it is worth."""
    response = _send(server, body, asked, budget)
    document = _document(response)
    usage = document.get("usage")
    answered = len(response.body) // _BYTES_PER_TOKEN
    budget.spend(_count(usage, "prompt_tokens", asked), _count(usage, "completion_tokens", answered))
    try:
        text = document["choices"][0]["message"]["content"]
    except (KeyError, IndexError, TypeError) as error:
        raise ValueError("it holds no message") from error
    if not isinstance(text, str):
        raise ValueError("its message is no text")
    return text


def _send(server: Server, body: bytes, asked: int, budget: Budget) -> Response:
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    if server.key:
        headers["Authorization"] = f"Bearer {server.key}"
    try:
        response = send(
            "POST",
            f"{server.url.rstrip('/')}/chat/completions",
            allow=server.allow,
            headers=headers,
            body=body,
            deadline=min(server.deadline, budget.seconds_left),
            max_bytes=MAX_BYTES,
        )
    except OutboundError as error:
        # The server may have done the work whose answer did not arrive.
        budget.spend(asked, 0)
        if error.retryable:
            raise _Again(str(error)) from error
        raise AskingFailed(str(error)) from error
    if response.status in _TRY_AGAIN:
        raise _Again(f"The server answered {response.status}.", retry_after(response.headers) or 0.0)
    if response.status != 200:
        raise AskingFailed(f"The server refuses the question (status {response.status}).")
    return response


def _document(response: Response) -> Mapping[str, Any]:
    try:
        document = json.loads(response.body)
    except (ValueError, RecursionError) as error:
        raise ValueError("it is no JSON") from error
    if not isinstance(document, dict):
        raise ValueError("it is no JSON object")
    return document


def _count(usage: Any, name: str, estimate: int) -> int:
    """The tokens that the server says it counted; where it says nothing sensible, the estimate."""
    given = usage.get(name) if isinstance(usage, dict) else None
    if isinstance(given, bool) or not isinstance(given, int) or not 0 <= given <= _MOST_TOKENS:
        return estimate
    return given
