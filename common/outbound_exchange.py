"""One request and its answer on a checked connection.

Of aiohttp there are its connections and its parser; what its sessions do besides, for every request, takes
longer than sending one.
"""

from __future__ import annotations

from typing import NamedTuple

import aiohttp
from aiohttp.http import RawResponseMessage
from aiohttp.streams import StreamReader
from multidict import CIMultiDict, CIMultiDictProxy

from common.addresses import ParsedTarget
from common.outbound_body import read_body
from common.outbound_connections import CheckedConnector, Reached
from common.outbound_errors import BadAnswer, TooLarge

_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})
# Asked once more where a kept connection turns out to be closed: nothing can have been done twice.
_REPEATABLE = frozenset({"GET", "HEAD", "PUT", "DELETE", "OPTIONS"})
_INTERIM_MAX = 16  # answers 1xx before the one that counts
_SWITCHING_PROTOCOLS = 101


class Request(NamedTuple):
    """What to ask, all of it checked."""

    method: str
    target: ParsedTarget
    headers: CIMultiDict[str]
    body: bytes | None
    max_bytes: int
    truncate: bool


class Answer(NamedTuple):
    """What came back. `truncated`: there was more body; `peer`: the address that answered."""

    status: int
    headers: CIMultiDictProxy[str]
    body: bytes
    truncated: bool
    peer: str


async def exchange(connector: CheckedConnector, request: Request, *, bodiless: frozenset[int]) -> Answer:
    """Send the request and read its answer; of one with a status of `bodiless`, no body.

    Raises OutboundError, AddressRefused, and what aiohttp raises for its connections.
    """
    reached, message, content = await _asked(connector, request)
    body, truncated = b"", False
    try:
        if message.code not in bodiless:
            body, truncated = await _read(message, content, request)
    except BaseException:
        reached.connection.close()
        raise
    if reached.transport.get_write_buffer_size():
        reached.connection.close()  # it answered before it was told everything
    else:
        reached.connection.release()  # closes it where the answer or the server wants that
    return Answer(message.code, message.headers, body, truncated, reached.peer)


async def _asked(
    connector: CheckedConnector, request: Request
) -> tuple[Reached, RawResponseMessage, StreamReader]:
    """The head of the answer, and where its body comes from."""
    head, again = _head(request), request.method in _REPEATABLE
    while True:
        reached = await connector.reach(request.target)
        try:
            reached.protocol.set_response_params(
                skip_payload=request.method == "HEAD", read_until_eof=True, auto_decompress=False
            )
            reached.transport.write(head + request.body if request.body else head)
            return reached, *await _final(reached)
        except (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError):
            reached.connection.close()
            if not again:
                raise
            again = False
        except BaseException:
            reached.connection.close()
            raise


async def _final(reached: Reached) -> tuple[RawResponseMessage, StreamReader]:
    """The answer after those that only say that one is coming."""
    for _ in range(_INTERIM_MAX):
        message, content = await reached.protocol.read()
        if message.code >= 200 or message.code == _SWITCHING_PROTOCOLS:
            return message, content
    raise BadAnswer(f"There were {_INTERIM_MAX} interim answers and none that counts.")


def _head(request: Request) -> bytes:
    target, length = request.target, ""
    if request.body is not None or request.method in _WITH_BODY:
        length = f"Content-Length: {len(request.body or b'')}\r\n"
    lines = "".join([f"{name}: {value}\r\n" for name, value in request.headers.items()])
    return (
        f"{request.method} {target.path} HTTP/1.1\r\nHost: {target.authority}\r\n{lines}{length}\r\n".encode(
            "ascii"
        )
    )


async def _read(message: RawResponseMessage, content: StreamReader, request: Request) -> tuple[bytes, bool]:
    length = message.headers.get("content-length", "")
    too_large = length.isdecimal() and int(length[:20]) > request.max_bytes
    if too_large and not request.truncate and request.method != "HEAD":
        raise TooLarge(f"The answer is larger than {request.max_bytes:,} bytes.")
    if content.at_eof():
        return b"", False
    return await read_body(
        content.iter_any(),
        coding=message.headers.get("content-encoding", "").strip().lower(),
        max_bytes=request.max_bytes,
        truncate=request.truncate,
    )
