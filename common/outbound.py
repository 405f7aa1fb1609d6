"""The one way out: every request the registry sends to somebody else's computer.

The address is checked as text, at look-up, at connect and once connected (common.addresses says what is
allowed); time and size are limited as a whole; redirects are followed only where asked, each checked anew;
proxies and credentials of the environment are ignored.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from ssl import SSLContext, SSLError
from types import TracebackType
from typing import NamedTuple, Self, TypedDict, Unpack
from urllib.parse import urljoin

import aiohttp
from aiohttp.http import HttpProcessingError

from common.addresses import AddressRefused, ParsedTarget, check_url, parse_allow
from common.outbound_connections import (
    REMEMBERED,
    CheckedConnector,
    RefusedAtConnect,
    Resolver,
    SystemResolver,
)
from common.outbound_errors import (
    BadAnswer,
    OutboundError,
    Refused,
    TimedOut,
    TlsFailed,
    TooLarge,
    TooManyRedirects,
    Unreachable,
)
from common.outbound_exchange import Request, exchange
from common.outbound_headers import OF_THE_BODY, OF_THE_HOST, checked_headers, checked_method, drop

__all__ = [
    "BadAnswer",
    "OutboundClient",
    "OutboundError",
    "Refused",
    "RequestOptions",
    "Resolver",
    "Response",
    "TimedOut",
    "TlsFailed",
    "TooLarge",
    "TooManyRedirects",
    "Unreachable",
    "send",
]

DEFAULT_USER_AGENT = "ClaimRegistry/0.1"
DEFAULT_DEADLINE = 30.0
DEFAULT_MAX_BYTES = 10 * 1024 * 1024
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class Response(NamedTuple):
    """An answer. `body`: decompressed; `truncated`: there was more; `url`: after redirects; `elapsed`: in
    seconds; `peer`: the address that answered. Header names are case-insensitive.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    truncated: bool
    url: str
    elapsed: float
    peer: str


class RequestOptions(TypedDict, total=False):
    """What OutboundClient.request takes by name."""

    headers: Mapping[str, str] | None
    body: bytes | None
    deadline: float
    max_bytes: int
    truncate: bool
    follow_redirects: int


class OutboundClient:
    """A pool of checked connections; any number of requests may run at the same time.

    `allow`: networks opened besides the public internet ("127.0.0.1/32:8123"; see parse_allow). `tls`: other
    trust than the system's. `resolver`: another way to look names up; closed with the client.
    """

    def __init__(
        self,
        *,
        allow: Sequence[str] = (),
        user_agent: str = DEFAULT_USER_AGENT,
        resolver: Resolver | None = None,
        tls: SSLContext | None = None,
    ) -> None:
        self._allow = parse_allow(allow)
        # The same few addresses are asked for again and again; what is refused is judged every time.
        self._checked_url = lru_cache(REMEMBERED)(partial(check_url, allow=self._allow))
        self._user_agent = user_agent
        self._resolver = resolver
        self._tls = tls
        self._connector: CheckedConnector | None = None

    async def __aenter__(self) -> Self:
        self._connector = CheckedConnector(self._resolver or SystemResolver(), self._allow, self._tls)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._connector is not None:
            await self._connector.close()

    async def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        deadline: float = DEFAULT_DEADLINE,
        max_bytes: int = DEFAULT_MAX_BYTES,
        truncate: bool = False,
        follow_redirects: int = 0,
    ) -> Response:
        """Send one request and read its answer, whatever the status.

        `deadline`: seconds for all of it, look-up, redirects and body included. `max_bytes`: of body; beyond
        it TooLarge, or with `truncate` the beginning. `follow_redirects`: how many at most; with 0 a redirect
        is an answer like any other. Raises OutboundError.
        """
        start = time.monotonic()
        try:
            request = Request(
                method=checked_method(method),
                target=self._checked_url(url),
                headers=checked_headers(headers or {}, user_agent=self._user_agent),
                body=body,
                max_bytes=max_bytes,
                truncate=truncate,
            )
            async with asyncio.timeout(deadline):
                return await self._follow(request, follow_redirects, start)
        except TimeoutError as error:
            raise TimedOut(f"There was no complete answer within {deadline:g} seconds.") from error
        except AddressRefused as error:
            raise Refused(str(error)) from error

    async def _follow(self, request: Request, redirects: int, start: float) -> Response:
        for left in range(redirects, -1, -1):
            response = await self._exchange(request, start, follow=redirects > 0)
            if redirects == 0 or response.status not in _REDIRECTS:
                return response
            if left:
                request = self._redirected(request, response)
        raise TooManyRedirects(f"There were more than {redirects} redirects.")

    async def _exchange(self, request: Request, start: float, *, follow: bool) -> Response:
        """One request and its answer; of a redirect to be followed, without the body."""
        if self._connector is None:
            raise RuntimeError("use OutboundClient in an 'async with'")
        try:
            bodiless = _REDIRECTS if follow else frozenset[int]()
            answer = await exchange(self._connector, request, bodiless=bodiless)
        except (aiohttp.ClientError, HttpProcessingError, OSError) as error:
            if isinstance(error, TimeoutError):
                raise
            raise _translated(error, request.target) from error
        return Response(
            status=answer.status,
            headers=answer.headers,
            body=answer.body,
            truncated=answer.truncated,
            url=request.target.url,
            elapsed=time.monotonic() - start,
            peer=answer.peer,
        )

    def _redirected(self, request: Request, response: Response) -> Request:
        """The request that a redirect asks for, to a checked address. Raises AddressRefused."""
        location = response.headers.get("location")
        if not location:
            raise TooManyRedirects("The answer is a redirect without an address.")
        try:
            target = self._checked_url(urljoin(request.target.url, location))
        except ValueError as error:
            raise AddressRefused(f"The address redirects to one that is refused. {error}") from error
        method, body, headers = request.method, request.body, request.headers.copy()
        if response.status == 303 or (response.status in (301, 302) and method == "POST"):
            method, body = ("HEAD" if method == "HEAD" else "GET"), None
            drop(headers, OF_THE_BODY)
        if target.origin != request.target.origin:
            drop(headers, OF_THE_HOST)
        return request._replace(method=method, target=target, headers=headers, body=body)


def send(
    method: str,
    url: str,
    *,
    allow: Sequence[str] = (),
    user_agent: str = DEFAULT_USER_AGENT,
    resolver: Resolver | None = None,
    tls: SSLContext | None = None,
    **options: Unpack[RequestOptions],
) -> Response:
    """One request from synchronous code; the options are those of OutboundClient.request.

    Raises OutboundError; and RuntimeError where an event loop is running, which would stand still meanwhile.
    """

    async def run() -> Response:
        async with OutboundClient(allow=allow, user_agent=user_agent, resolver=resolver, tls=tls) as client:
            return await client.request(method, url, **options)

    return asyncio.run(run())


def _translated(error: Exception, target: ParsedTarget) -> OutboundError:
    if isinstance(error, aiohttp.ClientConnectorError) and isinstance(error.os_error, RefusedAtConnect):
        return Refused(str(error.os_error))
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        return TlsFailed(f"The certificate of {target.host} is not valid: {error.certificate_error}.")
    if isinstance(error, aiohttp.ClientSSLError | SSLError):
        return TlsFailed(f"No secure connection to {target.host} came about.")
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return Unreachable(f"The name {target.host} could not be looked up.")
    if isinstance(error, aiohttp.ClientConnectionError | OSError):
        return Unreachable(f"Nobody answered at {target.host}, port {target.port}, or the connection broke.")
    return BadAnswer(f"The answer of {target.host} is not proper HTTP.")
