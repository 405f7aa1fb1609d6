from __future__ import annotations

import http.client
import json
import re
import signal
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from django.conf import settings

from tests.webhooks.deliveries import arrived
from webhooks.receiver import Receiver
from webhooks.signing import Signer, new_secret, signed_headers

BODY = json.dumps({"type": "verdict.published", "data": {"claim": "Ніч"}}).encode()


def _post(port: int, body: bytes, headers: dict[str, str]) -> tuple[int, dict[str, str]]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("POST", "/", body, headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status, dict(answer.getheaders())
    finally:
        connection.close()


def _signed(secret: str) -> dict[str, str]:
    return signed_headers("event-1", int(datetime.now(UTC).timestamp()), BODY, [Signer(secret)])


def test_a_signed_event_is_kept_and_taken() -> None:
    secret = new_secret()
    with Receiver(secret=secret) as receiver:
        status, _ = _post(receiver.port, BODY, _signed(secret))
        (event,) = arrived(receiver)
    assert status == 204
    assert (event.id, event.verified, event.problem) == ("event-1", True, "")
    assert (event.body, event.payload) == (BODY, json.loads(BODY))


@pytest.mark.parametrize("headers", [{}, {"webhook-id": "event-1"}, _signed(new_secret())])
def test_an_unsigned_or_wrongly_signed_event_is_refused(headers: dict[str, str]) -> None:
    with Receiver(secret=new_secret()) as receiver:
        receiver.answer(200)
        status, _ = _post(receiver.port, BODY, headers)
        (event,) = arrived(receiver)
        assert (status, event.verified) == (400, False)
        assert event.problem


def test_without_a_secret_everything_is_taken_and_nothing_verified() -> None:
    with Receiver() as receiver:
        status, _ = _post(receiver.port, b"not json", _signed(new_secret()))
        (event,) = arrived(receiver)
    assert status == 204
    assert (event.verified, event.payload) == (False, None)
    assert event.problem == "no secret to verify with"


def test_answers_are_given_in_turn() -> None:
    with Receiver() as receiver:
        receiver.answer(500, 429, headers={"retry-after": "7"})
        answers = [_post(receiver.port, BODY, {}) for _ in range(3)]
    assert [status for status, _ in answers] == [500, 429, 204]
    assert answers[1][1]["retry-after"] == "7"


@pytest.mark.parametrize(("length", "status"), [("99999999999", 413), ("-1", 411), ("many", 411)])
def test_a_body_without_measure_is_not_read(length: str, status: int) -> None:
    with Receiver() as receiver:
        connection = http.client.HTTPConnection("127.0.0.1", receiver.port, timeout=30)
        connection.putrequest("POST", "/")
        connection.putheader("Content-Length", length)
        connection.endheaders()
        assert connection.getresponse().status == status
        connection.close()
        assert not arrived(receiver)


def _listen(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "manage.py", "webhook_listen", *arguments],
        cwd=settings.BASE_DIR,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_the_command_prints_what_arrives_and_stops_on_ctrl_c() -> None:
    secret = new_secret()
    with _listen("--port", "0", "--secret", secret) as listener:
        assert listener.stdout is not None
        address = re.search(r"http://127\.0\.0\.1:(\d+)/", listener.stdout.readline())
        assert address
        port = int(address[1])
        assert _post(port, BODY, _signed(secret))[0] == 204
        assert _post(port, BODY, _signed(new_secret()))[0] == 400
        listener.send_signal(signal.SIGINT)
        output, errors = listener.communicate(timeout=60)
    assert listener.returncode == 0, errors
    assert "event-1: verified" in output
    assert '"claim": "Ніч"' in output
    assert "event-1: NOT VERIFIED (No matching signature found)" in output
    assert output.endswith("Stopped.\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [(["--secret", "guess"], "--secret: a secret is whsec_"), (["--port", "99999"], "port")],
)
def test_the_command_refuses_bad_input_in_one_line(arguments: list[str], message: str) -> None:
    with _listen(*arguments) as listener:
        output, errors = listener.communicate(timeout=60)
    assert listener.returncode == 1
    assert output == ""
    assert message in errors
    assert len(errors.splitlines()) == 1


def test_the_command_names_a_port_that_is_taken() -> None:
    with Receiver() as receiver, _listen("--port", str(receiver.port)) as listener:
        _, errors = listener.communicate(timeout=60)
    assert listener.returncode == 1
    assert f"cannot listen on port {receiver.port}" in errors
