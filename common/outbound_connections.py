"""Connections made only to addresses that were checked: at look-up, at connect, and once connected."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from ssl import SSLContext
from typing import NamedTuple, Protocol

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.client_proto import ResponseHandler
from aiohttp.connector import AddrInfoType, Connection
from yarl import URL

from common.addresses import AddressRefused, AllowList, ParsedTarget, check_address

LOOKUP_THREADS = 64
"""How many names are looked up at once: one that hangs must not keep the others waiting."""

REMEMBERED = 1024
"""Of how many addresses a client remembers that they may be reached."""

_NO_LIMIT = aiohttp.ClientTimeout(total=None, sock_connect=None)  # whoever asks keeps a deadline


class RefusedAtConnect(OSError):
    """An address was refused just before its socket was made; an OSError, as connecting code expects."""


class Resolver(Protocol):
    """Looks up the addresses of a name."""

    async def lookup(self, host: str) -> Sequence[str]:
        """Every address of the name, IPv4 and IPv6 as text. Raises OSError where there is none."""

    def close(self) -> None:
        """Give up what is held."""


class SystemResolver:
    """The system's own look-up, on threads of its own."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(LOOKUP_THREADS, thread_name_prefix="name-lookup")

    async def lookup(self, host: str) -> Sequence[str]:
        """Every address of the name. Raises OSError (socket.gaierror) where there is none."""
        found = await asyncio.get_running_loop().run_in_executor(
            self._threads, lambda: socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        )
        return list(dict.fromkeys(str(info[4][0]) for info in found))

    def close(self) -> None:
        """Start no more look-ups; one that hangs is left to end by itself."""
        self._threads.shutdown(wait=False, cancel_futures=True)


class CheckedResolver(AbstractResolver):
    """What aiohttp connects by: every address of a name is checked, and one refused refuses the name."""

    def __init__(self, resolver: Resolver, allow: AllowList) -> None:
        self._resolver = resolver
        self._allow = allow

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The checked addresses. Raises AddressRefused, or OSError where there are none."""
        found = await self._resolver.lookup(host)
        try:
            addresses = [check_address(address, self._allow, port=port) for address in found]
        except AddressRefused as refusal:
            raise AddressRefused(
                f"{host} leads to an address that may not be reached. {refusal}"
            ) from refusal
        if not addresses:
            raise OSError(f"{host} has no address")
        return [
            ResolveResult(
                hostname=host,
                host=str(address),
                port=port,
                family=socket.AF_INET if address.version == 4 else socket.AF_INET6,
                proto=socket.IPPROTO_TCP,
                flags=socket.AI_NUMERICHOST,
            )
            for address in addresses
        ]

    async def close(self) -> None:
        """Close what looks names up."""
        self._resolver.close()


class Reached(NamedTuple):
    """A connection, for one request; `peer`: the checked address at its other end."""

    connection: Connection
    protocol: ResponseHandler
    transport: asyncio.Transport
    peer: str


class CheckedConnector(aiohttp.TCPConnector):
    """A connection pool that opens no socket to, and keeps no connection with, an unchecked address."""

    def __init__(self, resolver: Resolver, allow: AllowList, tls: SSLContext | None) -> None:
        super().__init__(
            resolver=CheckedResolver(resolver, allow),
            use_dns_cache=False,
            socket_factory=self._checked_socket,
            ssl=tls or True,
            limit=0,
        )
        self._allow = allow
        self._checked_peer = lru_cache(REMEMBERED)(
            lambda address, port: str(check_address(address, allow, port=port))
        )
        self._place = lru_cache(REMEMBERED)(self._new_place)

    def _new_place(self, scheme: str, authority: str) -> aiohttp.ClientRequest:
        """What a connection is made and kept for."""
        url = URL(f"{scheme}://{authority}/", encoded=True)
        return aiohttp.ClientRequest("GET", url, loop=self._loop)

    def _checked_socket(self, info: AddrInfoType) -> socket.socket:
        family, kind, protocol, _, address = info
        try:
            check_address(str(address[0]), self._allow, port=int(address[1]))
        except AddressRefused as refusal:
            raise RefusedAtConnect(str(refusal)) from refusal
        return socket.socket(family, kind, protocol)

    async def reach(self, target: ParsedTarget) -> Reached:
        """A connection whose other end is checked before anything is sent. Raises AddressRefused."""
        while True:
            connection = await self.connect(self._place(target.scheme, target.authority), [], _NO_LIMIT)
            protocol, transport = connection.protocol, connection.transport
            peer = transport.get_extra_info("peername") if transport else None
            if protocol is None or transport is None or peer is None:
                connection.close()
                raise aiohttp.ServerDisconnectedError
            # An answer that is there already was given to no question: that connection is of no more use.
            if not len(protocol):
                break
            connection.close()
        try:
            checked = self._checked_peer(str(peer[0]), int(peer[1]))
        except AddressRefused:
            connection.close()
            raise
        return Reached(connection, protocol, transport, checked)

    async def close(self, *, abort_ssl: bool = False) -> None:
        """Close all connections, and what looks names up."""
        await super().close(abort_ssl=abort_ssl)
        await self._resolver.close()
