"""The outbound client against real sockets: what it reaches, what it refuses, and how all is bounded."""

from __future__ import annotations

import asyncio
import gzip
import socket
import tracemalloc
import zlib
from collections.abc import Sequence
from itertools import count

import pytest

from common.outbound import (
    BadAnswer,
    OutboundClient,
    OutboundError,
    Refused,
    Response,
    TimedOut,
    TooLarge,
    TooManyRedirects,
    Unreachable,
    send,
)
from common.outbound_connections import CheckedConnector, RefusedAtConnect, SystemResolver
from tests.common.raw_server import RawServer, message, serving

SOON = 0.5
LONG_AFTER = 5.0


class StubResolver:
    """Answers the n-th look-up with the n-th list of addresses, the last one for ever."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = answers
        self.looked_up: list[str] = []

    async def lookup(self, host: str) -> Sequence[str]:
        self.looked_up.append(host)
        return self.answers[min(len(self.looked_up), len(self.answers)) - 1]

    def close(self) -> None:
        pass


def test_a_request_arrives_as_given_and_its_answer_comes_back() -> None:
    with serving(message(201, b"thanks", X_Reply="yes")) as server:
        response = send(
            "POST",
            server.url(path="/hook?tenant=7"),
            allow=server.allow,
            body=b'{"a": 1}',
            headers={"Content-Type": "application/json", "webhook-id": "m1"},
            user_agent="ClaimRegistry/9",
        )
    assert (response.status, response.body, response.truncated) == (201, b"thanks", False)
    assert response.headers["x-reply"] == "yes"
    assert (response.peer, response.url) == ("127.0.0.1", server.url(path="/hook?tenant=7"))
    assert response.elapsed > 0
    head, body = server.requests[0].split(b"\r\n\r\n")
    assert head.startswith(b"POST /hook?tenant=7 HTTP/1.1\r\n")
    assert {b"webhook-id: m1", b"User-Agent: ClaimRegistry/9", b"Content-Length: 8"} <= set(
        head.split(b"\r\n")
    )
    assert body == b'{"a": 1}'


def test_many_requests_run_at_the_same_time() -> None:
    """Each is answered only once all of them have arrived."""

    def answer(connection: socket.socket, _: bytes) -> None:
        while len(server.requests) < 20 and not server.over.wait(0.01):
            pass
        connection.sendall(message(body=b"ok"))

    async def run() -> list[Response]:
        async with OutboundClient(allow=server.allow) as client:
            return await asyncio.gather(*(client.request("GET", server.url()) for _ in range(20)))

    with serving(answer) as server:
        assert [response.body for response in asyncio.run(run())] == [b"ok"] * 20


def test_a_name_is_reached_at_the_address_it_resolves_to() -> None:
    resolver = StubResolver(["127.0.0.1"])
    with serving(message(body=b"here")) as server:
        response = send("GET", server.url("inside.example"), allow=server.allow, resolver=resolver)
        assert response.body == b"here"
        assert b"\r\nHost: inside.example:" in server.requests[0]
    assert resolver.looked_up == ["inside.example"]


def test_localhost_is_this_machine_without_any_look_up() -> None:
    resolver = StubResolver(["10.0.0.1"])
    with serving(message(body=b"here")) as server:
        assert (
            send("GET", server.url("localhost"), allow=server.allow, resolver=SystemResolver()).body
            == b"here"
        )
        with pytest.raises(Refused):
            send("GET", server.url("localhost"), resolver=resolver)
    assert resolver.looked_up == []


@pytest.mark.parametrize(
    "addresses",
    [
        ["10.0.0.1"],
        ["127.0.0.2"],
        ["169.254.169.254"],
        ["::1"],
        ["::ffff:127.0.0.2"],
        ["64:ff9b::7f00:1"],
        ["fe80::1%lo"],
        ["127.0.0.1", "10.0.0.1"],
        ["127.0.0.1", "8.8.8.8"],  # public, but the port is not open there
        ["127.0.0.1", "fd00::1"],
        ["127.0.0.1", "not an address"],
    ],
)
def test_a_name_with_one_refused_address_is_refused_whole(addresses: list[str]) -> None:
    with serving(message()) as server:
        with pytest.raises(Refused, match=r"inside\.example") as refusal:
            send("GET", server.url("inside.example"), allow=server.allow, resolver=StubResolver(addresses))
        assert server.connections == 0
    assert not any(address in str(refusal.value) for address in addresses)


def test_a_name_that_changes_its_address_is_refused_the_second_time() -> None:
    async def run() -> None:
        async with OutboundClient(
            allow=server.allow, resolver=StubResolver(["127.0.0.1"], ["127.0.0.2"])
        ) as client:
            assert (await client.request("GET", server.url("inside.example"))).status == 200
            with pytest.raises(Refused):
                await client.request("GET", server.url("inside.example"))

    with serving(message()) as server:
        asyncio.run(run())
        assert len(server.requests) == 1


def test_the_address_is_checked_again_where_the_socket_is_made() -> None:
    """Whatever the look-up passed on, no socket is opened to a refused address."""

    async def run() -> None:
        connector = CheckedConnector(StubResolver([]), OutboundClient(allow=["127.0.0.1/32:80"])._allow, None)
        stream = (socket.AF_INET, socket.SOCK_STREAM, 6, "")
        connector._checked_socket((*stream, ("127.0.0.1", 80))).close()
        for address in (("127.0.0.2", 80), ("127.0.0.1", 81), ("10.0.0.1", 80)):
            with pytest.raises(RefusedAtConnect, match=r"public|Port"):
                connector._checked_socket((*stream, address))
        await connector.close()

    asyncio.run(run())


def test_an_address_that_changed_after_its_look_up_is_caught_at_connect(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def lie(*_: object, **__: object) -> list[dict[str, object]]:
        return [
            {
                "hostname": "a",
                "host": ip,
                "port": server.port,
                "family": socket.AF_INET,
                "proto": 6,
                "flags": 0,
            }
            for ip in ("127.0.0.2", "127.0.0.3")
        ]

    monkeypatch.setattr("common.outbound_connections.CheckedResolver.resolve", lie)
    with serving(message()) as server:
        with pytest.raises(Refused):
            send("GET", server.url("inside.example"), allow=server.allow)
        assert server.connections == 0


def test_a_peer_other_than_the_checked_one_is_sent_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def elsewhere(self: CheckedConnector, _: object) -> socket.socket:
        made = socket.socket()
        made.connect(("127.0.0.1", server.port))
        return made

    async def pretend(loop: object, sock: socket.socket, address: object) -> None:
        """Stands for a network that leads to another machine than the one asked for."""

    monkeypatch.setattr(CheckedConnector, "_checked_socket", elsewhere)
    monkeypatch.setattr("asyncio.selector_events.BaseSelectorEventLoop.sock_connect", pretend)
    with serving(message()) as server:
        with pytest.raises(Refused):
            send("GET", f"http://8.8.8.8:{server.port}/", allow=[f"8.8.8.8/32:{server.port}"])
        assert server.requests == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize(
    "target", ["http://10.0.0.1/", "//169.254.169.254/latest", "http://127.1/", "file:///etc/passwd"]
)
def test_a_redirect_to_a_refused_address_is_refused(status: int, target: str) -> None:
    with serving(message(status, Location=target)) as server:
        with pytest.raises(Refused):
            send("GET", server.url(), allow=server.allow, follow_redirects=5)
        assert len(server.requests) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_an_answer_where_none_is_to_be_followed(status: int) -> None:
    with serving(message(status, b"moved", Location="/elsewhere")) as server:
        response = send("POST", server.url(), allow=server.allow, body=b"{}")
        assert (response.status, response.body, len(server.requests)) == (status, b"moved", 1)


@pytest.mark.parametrize(
    ("status", "method", "then"),
    [
        (301, "GET", "GET"),
        (302, "POST", "GET"),
        (303, "POST", "GET"),
        (307, "POST", "POST"),
        (308, "PUT", "PUT"),
    ],
)
def test_a_redirect_is_followed_as_its_status_says(status: int, method: str, then: str) -> None:
    def answer(connection: socket.socket, request: bytes) -> None:
        moved = message(status, b"x" * 100, Location="next?a=1#here")
        connection.sendall(moved if b" /dir/one " in request else message(body=b"end"))

    with serving(answer) as server:
        response = send(
            method,
            server.url(path="/dir/one"),
            allow=server.allow,
            body=b"{}" if method != "GET" else None,
            headers={"Content-Type": "application/json"},
            follow_redirects=1,
            max_bytes=10,
        )
        assert (response.body, response.url) == (b"end", server.url(path="/dir/next?a=1"))
        head, body = server.requests[1].split(b"\r\n\r\n")
    assert head.startswith(f"{then} /dir/next?a=1 ".encode())
    assert (body == b"{}") == (then == method != "GET")
    assert (b"Content-Type" in head) == (then == method) or method == "GET"


def test_credentials_stay_with_the_host_they_were_given_for() -> None:
    with serving(message(body=b"end")) as other, serving(message(302, Location=other.url())) as server:
        headers = {"Authorization": "Bearer secret", "Accept": "text/html"}
        send("GET", server.url(), allow=[*server.allow, *other.allow], headers=headers, follow_redirects=1)
        assert b"Bearer secret" in server.requests[0]
        assert b"Authorization" not in other.requests[0]
        assert b"Accept: text/html" in other.requests[0]


def test_redirects_in_a_circle_end() -> None:
    with serving(message(302, Location="/")) as server:
        with pytest.raises(TooManyRedirects, match="more than 5"):
            send("GET", server.url(), allow=server.allow, follow_redirects=5)
        assert len(server.requests) == 6


def test_a_redirect_without_an_address_is_no_redirect() -> None:
    with serving(message(302)) as server, pytest.raises(TooManyRedirects):
        send("GET", server.url(), allow=server.allow, follow_redirects=5)


def drip(server: RawServer, connection: socket.socket, data: bytes) -> None:
    """Send one byte a second, until the test is over."""
    for byte in data:
        connection.sendall(bytes([byte]))
        if server.over.wait(1):
            return


@pytest.mark.timeout(10)
@pytest.mark.parametrize("sent_at_once", [b"", b"HTTP/1.1 200 OK\r\nX-Slow: ", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_one_byte_a_second_ends_at_the_deadline(sent_at_once: bytes) -> None:
    def answer(connection: socket.socket, _: bytes) -> None:
        connection.sendall(sent_at_once)
        drip(server, connection, b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 100)

    with serving(answer) as server:
        with pytest.raises(TimedOut, match=r"0\.5 seconds"):
            send("GET", server.url(), allow=server.allow, deadline=SOON, truncate=True)
        server.over.set()


@pytest.mark.timeout(10)
def test_a_name_that_is_never_looked_up_ends_at_the_deadline() -> None:
    class Hanging(StubResolver):
        async def lookup(self, host: str) -> Sequence[str]:
            await asyncio.sleep(60)
            return []

    with pytest.raises(TimedOut):
        send("GET", "http://slow.example/", resolver=Hanging(), deadline=SOON)


@pytest.mark.timeout(10)
def test_the_deadline_covers_all_redirects_together() -> None:
    def answer(connection: socket.socket, _: bytes) -> None:
        server.over.wait(0.2)
        connection.sendall(message(302, Location="/"))

    with serving(answer) as server, pytest.raises(TimedOut):
        send("GET", server.url(), allow=server.allow, deadline=SOON, follow_redirects=1000)


def test_a_look_up_that_hangs_keeps_nobody_else_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forty hang in the system's look-up; the one that does not is answered meanwhile."""
    real = socket.getaddrinfo

    def getaddrinfo(host: str, *args: object, **options: object) -> object:
        if host == "slow.example":
            server.over.wait(20)
            raise socket.gaierror(socket.EAI_AGAIN, "slow")
        return real("127.0.0.1", server.port, type=socket.SOCK_STREAM)

    async def run() -> Response:
        async with OutboundClient(allow=server.allow) as client:
            hanging = [
                asyncio.create_task(client.request("GET", "http://slow.example/", deadline=LONG_AFTER))
                for _ in range(40)
            ]
            await asyncio.sleep(0)
            answer = await client.request("GET", server.url("fast.example"), deadline=LONG_AFTER)
            assert not any(task.done() for task in hanging)
            for task in hanging:
                task.cancel()
            await asyncio.gather(*hanging, return_exceptions=True)
            server.over.set()
            return answer

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    with serving(message(body=b"fast")) as server:
        assert asyncio.run(run()).body == b"fast"


def endless(connection: socket.socket, _: bytes) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    for _number in count():
        connection.sendall(b"x" * 65536)


def test_an_endless_body_is_given_up_or_cut() -> None:
    with serving(endless) as server:
        with pytest.raises(TooLarge, match="100,000"):
            send("GET", server.url(), allow=server.allow, max_bytes=100_000)
        response = send("GET", server.url(), allow=server.allow, max_bytes=16384, truncate=True)
    assert (response.body, response.truncated) == (b"x" * 16384, True)


def test_endless_headers_are_given_up() -> None:
    def answer(connection: socket.socket, _: bytes) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        for number in count():
            connection.sendall(f"X-{number}: {'x' * 1000}\r\n".encode())

    with serving(answer) as server, pytest.raises(BadAnswer):
        send("GET", server.url(), allow=server.allow)


def test_a_body_said_to_be_too_large_is_not_read_at_all() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n"

    def answer(connection: socket.socket, _: bytes) -> None:
        connection.sendall(head)
        server.over.wait(10)

    with serving(answer) as server:
        with pytest.raises(TooLarge):
            send("GET", server.url(), allow=server.allow, max_bytes=10, deadline=LONG_AFTER)
        server.over.set()


def test_a_body_of_exactly_the_limit_is_whole() -> None:
    with serving(message(body=b"x" * 10)) as server:
        response = send("GET", server.url(), allow=server.allow, max_bytes=10)
    assert (response.body, response.truncated) == (b"x" * 10, False)


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("gzip", gzip.compress(b"article " * 1000, mtime=0)),
        (
            "X-GZIP",
            gzip.compress(b"article " * 500, mtime=0) + gzip.compress(b"article " * 500, mtime=0) + b"\0\0",
        ),
        ("deflate", zlib.compress(b"article " * 1000)),
        ("deflate", raw_deflate(b"article " * 1000)),
        ("identity", b"article " * 1000),
    ],
)
def test_a_compressed_body_is_unpacked(coding: str, packed: bytes) -> None:
    with serving(message(body=packed, Content_Encoding=coding)) as server:
        response = send("GET", server.url(), allow=server.allow, max_bytes=8000)
        assert b"Accept-Encoding: gzip, deflate\r\n" in server.requests[0]
    assert response.body == b"article " * 1000


BOMB = gzip.compress(b"\0" * 50_000_000, mtime=0)


@pytest.mark.parametrize(
    ("coding", "bomb"),
    [
        ("gzip", BOMB),
        ("deflate", zlib.compress(b"\0" * 50_000_000)),
        ("gzip", gzip.compress(b"\0" * 40_000, mtime=0) * 50),
    ],
)
def test_a_bomb_is_given_up_or_cut_before_it_unfolds(coding: str, bomb: bytes) -> None:
    with serving(message(body=bomb, Content_Encoding=coding)) as server:
        with pytest.raises(TooLarge):
            send("GET", server.url(), allow=server.allow, max_bytes=1_000_000)
        response = send("GET", server.url(), allow=server.allow, max_bytes=16384, truncate=True)
    assert (response.body, response.truncated) == (b"\0" * 16384, True)


def test_a_bomb_takes_no_more_memory_than_the_limit_allows() -> None:
    with serving(message(body=BOMB, Content_Encoding="gzip")) as server:
        tracemalloc.start()
        try:
            with pytest.raises(TooLarge):
                send("GET", server.url(), allow=server.allow, max_bytes=1_000_000)
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert peak < 10_000_000


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", b"not gzip at all"),
        ("gzip", gzip.compress(b"article " * 1000, mtime=0)[:-20]),
        ("br", b"anything"),
        ("gzip, gzip", gzip.compress(gzip.compress(b"x", mtime=0), mtime=0)),
    ],
)
def test_a_body_that_is_not_what_it_says_is_refused_or_shown_as_sent(coding: str, body: bytes) -> None:
    with serving(message(body=body, Content_Encoding=coding)) as server:
        with pytest.raises(BadAnswer):
            send("GET", server.url(), allow=server.allow)
        assert send("POST", server.url(), allow=server.allow, truncate=True).status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"X-A": "b\r\nX-Injected: 1"},
        {"X-A": "b\n"},
        {"X-A": "b\0"},
        {"X-A\r\nX-Injected": "1"},
        {"X A": "b"},
        {"": "b"},
        {"X-A": "é"},
        {"Host": "other.example"},
        {"content-length": "0"},
        {"Transfer-Encoding": "chunked"},
        {"Connection": "close"},
    ],
)
def test_a_header_that_would_change_the_request_is_refused(headers: dict[str, str]) -> None:
    with serving(message()) as server:
        with pytest.raises(Refused, match="header"):
            send("GET", server.url(), allow=server.allow, headers=headers)
        assert server.connections == 0


@pytest.mark.parametrize("method", ["get", "CONNECT", "TRACE", "GET / HTTP/1.1\r\nX: y", ""])
def test_a_method_that_is_not_used_is_refused(method: str) -> None:
    with pytest.raises(Refused):
        send(method, "http://good.example/", resolver=StubResolver(["10.0.0.1"]))


def test_proxies_and_credentials_of_the_environment_are_ignored(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    netrc = tmp_path_factory.mktemp("home") / "netrc"
    netrc.write_text("machine 127.0.0.1 login someone password secret\n")
    monkeypatch.setenv("NETRC", str(netrc))
    with serving(message(502)) as proxy, serving(message(body=b"direct")) as server:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url())
        assert send("GET", server.url(), allow=[*server.allow, *proxy.allow]).body == b"direct"
        assert b"Authorization" not in server.requests[0]
        assert proxy.connections == 0


def test_cookies_are_not_kept() -> None:
    async def run() -> None:
        async with OutboundClient(allow=server.allow) as client:
            await client.request("GET", server.url())
            await client.request("GET", server.url())

    with serving(message(Set_Cookie="a=b")) as server:
        asyncio.run(run())
        assert b"Cookie" not in server.requests[1]


@pytest.mark.parametrize(
    "answer", [b"not http\r\n\r\n", b"HTTP/1.1 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nA\r\n\r\n"]
)
def test_what_is_not_http_is_a_bad_answer(answer: bytes) -> None:
    with serving(answer) as server, pytest.raises(BadAnswer):
        send("GET", server.url(), allow=server.allow)


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nx"])
def test_a_connection_that_breaks_is_an_outbound_error_worth_a_retry(answer: bytes) -> None:
    with serving(answer) as server, pytest.raises(OutboundError) as error:
        send("GET", server.url(), allow=server.allow)
    assert error.value.retryable


def test_nobody_there_and_no_such_name_are_unreachable() -> None:
    class Unknown(StubResolver):
        async def lookup(self, host: str) -> Sequence[str]:
            raise socket.gaierror(socket.EAI_NONAME, "no such name")

    with serving(message()) as server:
        gone = server.url()
    with pytest.raises(Unreachable):
        send("GET", gone, allow=server.allow)
    with pytest.raises(Unreachable, match="looked up"):
        send("GET", "http://nowhere.example/", resolver=Unknown())
    with pytest.raises(Unreachable):
        send("GET", "http://nowhere.example/", resolver=StubResolver([]))


def test_a_head_request_reads_no_body() -> None:
    with serving(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n") as server:
        assert send("HEAD", server.url(), allow=server.allow).body == b""


def test_a_client_that_was_not_opened_says_so() -> None:
    with pytest.raises(RuntimeError, match="async with"):
        asyncio.run(OutboundClient().request("GET", "http://8.8.8.8/"))


def test_the_system_resolver_finds_this_machine_by_its_addresses() -> None:
    async def run() -> Sequence[str]:
        resolver = SystemResolver()
        try:
            return await resolver.lookup("127.0.0.1")
        finally:
            resolver.close()

    assert asyncio.run(run()) == ["127.0.0.1"]
