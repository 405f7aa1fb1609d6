"""Connections that are kept from one request to the next, and what a server may say on them."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Sequence
from contextlib import suppress

import pytest

from common.outbound import BadAnswer, OutboundClient, Response, Unreachable, send
from tests.common.raw_server import Answer, RawServer, message, serving

SOON = 5.0


def kept(body: bytes) -> bytes:
    """An answer after which the connection stays open."""
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)


def one_after_another(*answers: bytes) -> Answer:
    """Answers the requests of each connection so, and closes it when one more comes."""

    def answer(connection: socket.socket, _: bytes) -> None:
        for one in answers:
            connection.sendall(one)
            if not connection.recv(65536):
                return

    return answer


async def ask(client: OutboundClient, server: RawServer, method: str = "GET", size: int = 2) -> Response:
    body = b"x" * size if method == "POST" else None
    return await client.request(method, server.url(), deadline=SOON, body=body)


def ask_in_turn(server: RawServer, *methods: str) -> list[bytes]:
    """The bodies that a client gets for requests made one after the other."""

    async def run() -> list[bytes]:
        async with OutboundClient(allow=server.allow) as client:
            return [(await ask(client, server, method)).body for method in methods]

    return asyncio.run(run())


def test_a_connection_is_kept_for_the_next_request() -> None:
    with serving(one_after_another(kept(b"1"), kept(b"2"), kept(b"3"))) as server:
        assert ask_in_turn(server, "POST", "GET", "POST") == [b"1", b"2", b"3"]
        assert server.connections == 1


@pytest.mark.parametrize(
    "last",
    [message(body=b"1"), b"HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\n1", b"HTTP/1.1 200 OK\r\n\r\n1"],
)
def test_a_connection_whose_server_ends_it_is_not_kept(last: bytes) -> None:
    with serving(last) as server:
        assert ask_in_turn(server, "POST", "POST") == [b"1", b"1"]
        assert server.connections == 2


@pytest.mark.parametrize("status", [204, 304])
def test_an_answer_without_a_body_keeps_the_connection(status: int) -> None:
    empty = b"HTTP/1.1 %d X\r\n\r\n" % status
    with serving(one_after_another(empty, empty)) as server:
        assert ask_in_turn(server, "POST", "POST") == [b"", b""]
        assert server.connections == 1


def test_what_a_server_says_unasked_answers_nothing() -> None:
    def answer(connection: socket.socket, _: bytes) -> None:
        connection.sendall(kept(b"asked"))
        server.over.wait(0.1)
        connection.sendall(kept(b"unasked"))
        server.over.wait(SOON)

    async def run() -> list[bytes]:
        async with OutboundClient(allow=server.allow) as client:
            first = await ask(client, server)
            await asyncio.sleep(0.3)
            return [first.body, (await ask(client, server)).body]

    with serving(answer) as server:
        assert asyncio.run(run()) == [b"asked", b"asked"]
        assert server.connections == 2
        server.over.set()


def test_who_speaks_first_does_not_speak_http() -> None:
    def greet() -> None:
        with suppress(OSError):
            while True:
                connection, peer = listener.accept()
                greeted.append(peer)
                with connection, suppress(OSError):
                    connection.sendall(b"220 mail.example ESMTP\r\n")
                    connection.recv(65536)

    greeted: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=greet)
        thread.start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        with pytest.raises(BadAnswer):
            send("GET", url, allow=["127.0.0.1"], deadline=SOON)
        listener.shutdown(socket.SHUT_RDWR)
        thread.join(5)
    assert len(greeted) == 1


def test_a_second_answer_with_the_first_ends_the_connection() -> None:
    with serving(one_after_another(kept(b"1") + kept(b"2"))) as server:
        assert ask_in_turn(server, "GET", "GET") == [b"1", b"1"]
        assert server.connections == 2


def test_where_a_kept_connection_was_closed_only_what_may_be_done_twice_is_asked_again() -> None:
    with serving(one_after_another(kept(b"1"))) as server:
        assert ask_in_turn(server, "POST", "GET") == [b"1", b"1"]
        assert server.connections == 2
        with pytest.raises(Unreachable):
            ask_in_turn(server, "GET", "POST")
        assert server.connections == 3


def test_interim_answers_are_passed_over() -> None:
    interim = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
    with serving(interim + message(201, b"done")) as server:
        response = send("POST", server.url(), allow=server.allow, body=b"{}")
    assert (response.status, response.body) == (201, b"done")


def test_nothing_but_interim_answers_is_no_answer() -> None:
    with (
        serving(b"HTTP/1.1 102 Processing\r\n\r\n" * 1000) as server,
        pytest.raises(BadAnswer, match="interim"),
    ):
        send("GET", server.url(), allow=server.allow, deadline=SOON)


def test_a_switch_of_protocols_is_an_answer_and_the_end_of_the_connection() -> None:
    switch = b"HTTP/1.1 101 X\r\nUpgrade: other\r\nConnection: upgrade\r\n\r\n\x00\x01"
    with serving(one_after_another(switch)) as server:
        assert send("GET", server.url(), allow=server.allow, deadline=SOON).status == 101
        assert ask_in_turn(server, "GET", "GET") == [b"", b""]
        assert server.connections == 3


def test_an_answer_before_all_was_sent_ends_the_connection() -> None:
    """The rest would stand before the next request."""

    def answer(connection: socket.socket, _: bytes) -> None:
        connection.sendall(kept(b"too much"))
        server.over.wait(SOON)

    async def run() -> list[bytes]:
        async with OutboundClient(allow=server.allow) as client:
            return [(await ask(client, server, "POST", size=20_000_000)).body for _ in range(2)]

    with serving(answer) as server:
        assert asyncio.run(run()) == [b"too much"] * 2
        assert server.connections == 2
        server.over.set()


def test_chunks_are_put_together_and_a_broken_one_is_a_bad_answer() -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    with serving(
        one_after_another(head + b"3\r\none\r\n3;a=b\r\ntwo\r\n0\r\nX-Trailer: 1\r\n\r\n")
    ) as server:
        assert ask_in_turn(server, "GET") == [b"onetwo"]
    with serving(head + b"3\r\none\r\nnonsense\r\n") as server, pytest.raises(BadAnswer):
        send("GET", server.url(), allow=server.allow, deadline=SOON)


def test_what_looks_names_up_is_closed_with_the_client() -> None:
    class Closing:
        closed = False

        async def lookup(self, host: str) -> Sequence[str]:
            return ["127.0.0.1"]

        def close(self) -> None:
            self.closed = True

    resolver = Closing()
    with serving(message()) as server:
        send("GET", server.url("inside.example"), allow=server.allow, resolver=resolver)
    assert resolver.closed
