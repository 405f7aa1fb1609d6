"""Which addresses the registry may send requests to. Pure.

Only what anyone on the public internet could reach just as well, and what the operator opened besides. A
URL is judged as text (`check_url`), and every address its name resolves to once more (`check_address`).
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from typing import NamedTuple
from urllib.parse import quote, urlsplit, urlunsplit

import idna

IPAddress = IPv4Address | IPv6Address
IPNetwork = IPv4Network | IPv6Network

MAX_URL_CHARS = 2048
DEFAULT_PORTS = {"http": 80, "https": 443}

_PUBLIC_IPV6 = IPv6Network("2000::/3")
_REFUSED_IPV6 = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # protocol assignments: Teredo, ORCHID, benchmarking
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4, which carries any IPv4 address
        "3fff::/20",  # documentation
        "2620:4f:8000::/48",  # AS112
    )
)
_REFUSED_IPV4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "168.63.129.16/32",  # a cloud's host agent, on a public address
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
)
_LOOPBACKS: tuple[IPAddress, ...] = (IPv4Address("127.0.0.1"), IPv6Address("::1"))
_DOTS = str.maketrans(dict.fromkeys("。．｡", "."))
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_NUMBER = re.compile(r"0[xX][0-9a-fA-F]*|[0-9]+")
_ASCII_KEPT = string.ascii_letters + string.digits + string.punctuation


class AddressRefused(ValueError):
    """The address may not be reached; the message says why, and what would be accepted."""


class AllowedNetwork(NamedTuple):
    """A network opened by the operator, on one port or (None) on every port."""

    network: IPNetwork
    port: int | None


@dataclass(frozen=True, slots=True)
class AllowList:
    """What may be reached besides the public internet on ports 80 and 443."""

    networks: tuple[AllowedNetwork, ...] = ()

    def covers(self, address: IPAddress, port: int) -> bool:
        """Whether the operator opened this address on this port."""
        return any(
            opened.port in (None, port)
            and address.version == opened.network.version
            and address in opened.network
            for opened in self.networks
        )

    def may_open(self, port: int) -> bool:
        """Whether the operator opened this port on any network at all."""
        return any(opened.port in (None, port) for opened in self.networks)


@dataclass(frozen=True, slots=True)
class ParsedTarget:
    """A URL found fit to be requested.

    `url`: the same in ASCII, without fragment; `host`: lower case, in ASCII, without brackets; `address`: set
    where the host is an address or a name of this machine, so that nothing needs to be looked up.
    """

    url: str
    scheme: str
    host: str
    port: int
    address: IPAddress | None

    @property
    def origin(self) -> tuple[str, str, int]:
        """What a browser calls the origin: scheme, host and port."""
        return self.scheme, self.host, self.port

    @property
    def authority(self) -> str:
        """What a request's Host says: the host, and the port unless it is the scheme's own."""
        return self.url.split("/", 3)[2]

    @property
    def path(self) -> str:
        """What is asked for there: path and query, from the / on."""
        return "/" + self.url.split("/", 3)[3]


NOTHING_MORE = AllowList()


def parse_allow(entries: Iterable[str]) -> AllowList:
    """Read entries such as '127.0.0.0/8', '127.0.0.1/32:8123', '::1' or '[fd00::/8]:8080'.

    Raises ValueError for anything else, a host name for instance: it could come to mean another address.
    """
    return AllowList(tuple(_allowed_network(entry.strip()) for entry in entries))


def _allowed_network(entry: str) -> AllowedNetwork:
    match = re.fullmatch(r"\[([^\]]+)\](?::([0-9]+))?|([0-9.]+(?:/[0-9]+)?):([0-9]+)|(.+)", entry)
    network, port = (match[1] or match[3] or match[5], match[2] or match[4]) if match else (entry, None)
    try:
        if port is not None and not 0 < int(port) < 65536:
            raise ValueError("a port is between 1 and 65535")
        return AllowedNetwork(ip_network(network), int(port) if port else None)
    except ValueError as error:
        raise ValueError(
            f"{entry!r} is not a network ({error}); "
            "write '127.0.0.0/8', '127.0.0.1/32:8123' or '[::1/128]:8123'"
        ) from error


def check_address(ip: str | IPAddress, allow: AllowList = NOTHING_MORE, *, port: int = 443) -> IPAddress:
    """The address, IPv4-mapped IPv6 turned into IPv4, if it may be reached on that port.

    Raises AddressRefused. The message does not repeat the address: it may be told to whoever chose the name.
    """
    try:
        address = ip_address(ip)
    except ValueError as error:
        raise AddressRefused("That is not an IP address.") from error
    if isinstance(address, IPv6Address):
        if address.scope_id is not None:
            raise AddressRefused("An address with a zone (%) belongs to one machine; use a public address.")
        address = address.ipv4_mapped or address
    if allow.covers(address, port):
        return address
    if not _is_public(address):
        raise AddressRefused(
            "The address is not on the public internet. "
            "Use a public one, or open its network in OUTBOUND_ALLOW."
        )
    if port not in DEFAULT_PORTS.values():
        raise _port_refused(port)
    return address


def _is_public(address: IPAddress) -> bool:
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _REFUSED_IPV4)
    return address in _PUBLIC_IPV6 and not any(address in network for network in _REFUSED_IPV6)


def _port_refused(port: int) -> AddressRefused:
    return AddressRefused(
        f"Port {port} is not used for requests. Use 80 or 443, or open it in OUTBOUND_ALLOW for one network."
    )


def check_url(url: str, allow: AllowList = NOTHING_MORE) -> ParsedTarget:
    """Judge a URL by its text. Whoever connects must still check what its name resolves to.

    Raises AddressRefused.
    """
    _check_characters(url)
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise AddressRefused(f"The address cannot be read: {error}.") from error
    if parts.scheme not in DEFAULT_PORTS:
        raise AddressRefused("Only addresses that begin with http:// or https:// are requested.")
    if "@" in url.partition("//")[2].partition("/")[0]:
        raise AddressRefused("Leave the user name and password (everything up to the @) out of the address.")
    port = DEFAULT_PORTS[parts.scheme] if port is None else port
    address = _literal(host, bracketed="[" in parts.netloc)
    name = str(address) if address else _host_name(host)
    if address is None and (name == "localhost" or name.endswith(".localhost")):
        address = next((one for one in _LOOPBACKS if allow.covers(one, port)), _LOOPBACKS[0])
    if address is not None:
        address = check_address(address, allow, port=port)
    elif port not in DEFAULT_PORTS.values() and not allow.may_open(port):
        raise _port_refused(port)
    return ParsedTarget(
        _ascii_url(parts.scheme, name, port, parts.path, parts.query), parts.scheme, name, port, address
    )


def _check_characters(url: str) -> None:
    if len(url) > MAX_URL_CHARS:
        raise AddressRefused(f"The address is longer than {MAX_URL_CHARS} characters.")
    if any(character <= " " or character == "\x7f" or "\ud800" <= character <= "\udfff" for character in url):
        raise AddressRefused("The address holds a space or a control character; percent-encode it (%20).")
    if "\\" in url:
        raise AddressRefused("The address holds a backslash; use / between its parts, or %5C.")


def _literal(host: str, *, bracketed: bool) -> IPAddress | None:
    """The address that the host is a spelling of, in whatever digits and bases; None for a name."""
    if bracketed:
        try:
            return IPv6Address(host)
        except ValueError as error:
            raise AddressRefused(f"[{host}] is not an IPv6 address.") from error
    plain = unicodedata.normalize("NFKC", host.translate(_DOTS)).translate(_DOTS).rstrip(".")
    numbers = plain.split(".")
    if not _NUMBER.fullmatch(numbers[-1]):
        return None
    try:
        *leading, last = [_number(number) for number in numbers]
        if len(leading) > 3 or any(number > 255 for number in leading) or last >= 256 ** (4 - len(leading)):
            raise ValueError("out of range")
    except ValueError as error:
        raise AddressRefused(
            "The host is neither a name nor an IPv4 address; write it as 192.0.2.1."
        ) from error
    return IPv4Address(sum(number << (24 - 8 * place) for place, number in enumerate(leading)) + last)


def _number(text: str) -> int:
    """An integer in the bases that address parsers accept: 0x hexadecimal, leading 0 octal, decimal."""
    if text[:2].lower() == "0x":
        return int(text[2:] or "0", 16)
    return int(text, 8 if len(text) > 1 and text.startswith("0") else 10)


def _host_name(host: str) -> str:
    """The name in lower-case ASCII without its final dot. Raises AddressRefused where it is no host name."""
    try:
        name = idna.encode(host, uts46=True).decode() if not host.isascii() else host.lower()
    except idna.IDNAError as error:
        raise AddressRefused(f"The host is not a name that can be looked up: {error}.") from error
    name = name.removesuffix(".")
    if len(name) > 253 or not all(_LABEL.fullmatch(label) for label in name.split(".")):
        raise AddressRefused("The host is not a name that can be looked up; write it as example.org.")
    return name


def _ascii_url(scheme: str, host: str, port: int, path: str, query: str) -> str:
    netloc = f"[{host}]" if ":" in host else host
    if port != DEFAULT_PORTS[scheme]:
        netloc += f":{port}"
    return urlunsplit(
        (scheme, netloc, quote(path or "/", safe=_ASCII_KEPT), quote(query, safe=_ASCII_KEPT), "")
    )
