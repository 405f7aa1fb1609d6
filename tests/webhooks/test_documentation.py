"""The guide for receivers says what the code does."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from pytest_django import Settings

from tests import factories
from tests.webhooks.conftest import Subscribe
from tests.webhooks.deliveries import deliver_batch
from webhooks.examples import EXAMPLES
from webhooks.filters import EVENT_TYPES, FILTERS
from webhooks.models import Delivery
from webhooks.payloads import MARKER, MAX_BYTES
from webhooks.receiver import Receiver
from webhooks.schedule import DELAYS, Outcome, classify
from webhooks.schemas import MEANINGS
from webhooks.sending import DEADLINE, RESPONSE_KEPT, RESPONSE_READ
from webhooks.services.endpoints import endpoint_create, endpoint_test
from webhooks.signing import Signer, new_key, new_secret, signed_headers

GUIDE = (django_settings.BASE_DIR / "docs" / "webhooks.md").read_text(encoding="utf-8")
UNITS = {"second": "seconds", "minute": "minutes", "hour": "hours"}


def _blocks(language: str) -> list[str]:
    return [str(block) for block in re.findall(rf"```{language}\n(.*?)```", GUIDE, flags=re.DOTALL)]


def _block(language: str, containing: str = "") -> str:
    (block,) = [block for block in _blocks(language) if containing in block]
    return block


def test_the_retry_table_is_the_schedule() -> None:
    rows = re.findall(
        r"^\| (\d+)(?:–(\d+))? \| (?:(at once)|(\d+) (second|minute|hour)s?)", GUIDE, flags=re.MULTILINE
    )
    delays: list[timedelta] = []
    for first, last, at_once, number, unit in rows:
        delay = timedelta() if at_once else timedelta(**{UNITS[unit]: int(number)})
        assert int(first) == len(delays) + 1
        delays.extend([delay] * (int(last or first) - int(first) + 1))
    assert tuple(delays) == DELAYS


def test_the_answers_are_classified_as_told() -> None:
    table = dict(
        re.findall(
            r"^\| (2xx|410|408[\d, ]+|any other 4xx|3xx|5xx[^|]*?) \| (.+) \|$", GUIDE, flags=re.MULTILINE
        )
    )
    again = {
        int(status) for status in re.findall(r"\d{3}", next(key for key in table if key.startswith("408")))
    }
    assert len(table) == 6
    assert again == {status for status in range(400, 500) if classify(status) is Outcome.RETRY}
    assert "disabled" in table["410"]
    assert classify(410) is Outcome.GONE


def test_limits_types_and_filters_are_named() -> None:
    assert f"You have {DEADLINE:.0f} seconds" in GUIDE
    assert f"{RESPONSE_READ // 1024} KiB of your answer" in GUIDE
    assert f"first {RESPONSE_KEPT // 1024} KiB is kept" in GUIDE
    assert f"at most {MAX_BYTES:,} bytes" in GUIDE
    assert f"`{MARKER}`" in GUIDE
    for name in (*EVENT_TYPES, *FILTERS):
        assert f"| `{name}` |" in GUIDE


def test_every_event_is_told_of_with_its_meaning_and_its_example() -> None:
    for name, meaning in MEANINGS.items():
        assert f"| `{name}` | {meaning} |" in GUIDE
    assert [json.loads(block) for block in _blocks("json")] == list(EXAMPLES.values())


@dataclass(frozen=True)
class _Signed:
    secret: str
    headers: dict[str, str]
    body: bytes


@pytest.fixture(params=[1, 2], ids=["one secret", "two secrets"])
def signed(request: pytest.FixtureRequest) -> _Signed:
    """A webhook as it arrives, signed also with a former secret where there are two, and with keys."""
    secrets, body = (
        [new_secret() for _ in range(request.param)],
        '{"type":"webhook.test","data":"Ø"}'.encode(),
    )
    signers = [Signer(secret) for secret in secrets] + [Signer(new_key()[0])]
    return _Signed(secrets[-1], signed_headers("event-1", int(time.time()), body, signers), body)


_CHANGES = ("nothing", "body", "id", "signature", "secret")


def _changed(signed: _Signed, what: str) -> _Signed:
    headers = dict(signed.headers)
    if what == "id":
        headers["webhook-id"] = "event-2"
    if what == "signature":
        headers["webhook-signature"] = "v1,AAAA v1a,AAAA v2," + "A" * 43 + "= v1"
    secret = new_secret() if what == "secret" else signed.secret
    return _Signed(secret, headers, signed.body + b" " if what == "body" else signed.body)


@pytest.mark.parametrize("what", _CHANGES)
def test_the_check_in_node_takes_what_is_genuine_and_nothing_else(
    signed: _Signed, tmp_path: Path, what: str
) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("there is no node on this machine")
    given = _changed(signed, what)
    (tmp_path / "verify.js").write_text(_block("js"))
    (tmp_path / "body").write_bytes(given.body)
    ask = (
        "const {verify} = require('./verify.js'); const [secret, headers, now] = JSON.parse(process.argv[1]);"
    )
    ask += "const body = require('fs').readFileSync('body');"
    ask += "process.exit(verify(secret, headers, body, now ?? undefined) ? 0 : 1)"

    def run(now: float | None) -> int:
        arguments = json.dumps([given.secret, given.headers, now])
        return subprocess.run([node, "-e", ask, arguments], cwd=tmp_path, check=False).returncode

    assert run(None) == (0 if what == "nothing" else 1)
    assert run(time.time() + 301) == 1


@pytest.mark.parametrize("what", _CHANGES)
def test_the_check_by_hand_takes_what_is_genuine_and_nothing_else(
    signed: _Signed, tmp_path: Path, what: str
) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("there is no openssl on this machine")
    given = _changed(signed, what)
    (tmp_path / "body.json").write_bytes(given.body)
    environment = os.environ | {
        "WEBHOOK_SECRET": given.secret,
        "ID": given.headers["webhook-id"],
        "TIMESTAMP": given.headers["webhook-timestamp"],
        "SIGNATURES": given.headers["webhook-signature"],
    }
    done = subprocess.run(
        ["sh", "-c", _block("sh", "cat body.json")], cwd=tmp_path, env=environment, check=False
    )
    assert done.returncode == (0 if what == "nothing" else 1)


def test_a_test_made_by_hand_is_taken_by_a_receiver() -> None:
    if shutil.which("openssl") is None or shutil.which("curl") is None:
        pytest.skip("there is no openssl or no curl on this machine")
    with Receiver(secret=new_secret()) as receiver:
        environment = os.environ | {"WEBHOOK_SECRET": receiver.secret, "RECEIVER": receiver.url}
        command = ["sh", "-c", _block("sh", "curl --silent")]
        done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
        received = receiver.events.get_nowait()
    assert done.stdout == "204\n"
    assert received.verified, received.problem
    assert received.payload["type"] == "webhook.test"


@contextmanager
def _running_example(secret: str, port: int, output: Path) -> Iterator[None]:
    environment = os.environ | {"WEBHOOK_SECRET": secret, "PORT": str(port)}
    with output.open("w") as file:
        process = subprocess.Popen([sys.executable, "-c", _block("python")], env=environment, stdout=file)
        try:
            _wait_for(port, process)
            yield
        finally:
            process.terminate()
            process.wait()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    pytest.fail("the example ended at once")


@pytest.mark.django_db
def test_the_example_receiver_verifies_and_skips_duplicates(
    subscribe: Subscribe, receiver: Receiver, settings: Settings, tmp_path: Path
) -> None:
    port = receiver.port
    subscribe()
    secret = receiver.secret
    receiver.stop()
    factories.verdict(factories.claim(text="Ni brønner gikk tørre."))
    with _running_example(secret, port, tmp_path / "output"):
        deliver_batch()
        assert Delivery.objects.get().state == Delivery.State.DELIVERED
        Delivery.objects.update(state="pending", next_attempt_at="2026-01-01T00:00:00Z", completed_at=None)
        deliver_batch()
        assert Delivery.objects.get().state == Delivery.State.DELIVERED
    assert (tmp_path / "output").read_text() == "verdict.published Ni brønner gikk tørre.\n"


@pytest.mark.django_db
def test_the_example_receiver_takes_what_is_told_of_an_endpoint(
    subscribe: Subscribe, receiver: Receiver, tmp_path: Path
) -> None:
    port = receiver.port
    endpoint = subscribe()
    secret = receiver.secret
    receiver.stop()
    endpoint_test(endpoint=endpoint)
    with _running_example(secret, port, tmp_path / "output"):
        deliver_batch()
    assert Delivery.objects.get().state == Delivery.State.DELIVERED
    assert (tmp_path / "output").read_text().startswith("webhook.test {'endpoint': ")


@pytest.mark.django_db
def test_the_example_receiver_refuses_another_secret(
    subscribe: Subscribe, receiver: Receiver, tmp_path: Path
) -> None:
    subscribe()
    other = receiver.secret
    subscribe()
    port = receiver.port
    receiver.stop()
    factories.verdict()
    with _running_example(other, port, tmp_path / "output"):
        deliver_batch()
    assert sorted(Delivery.objects.values_list("state", flat=True)) == ["dead", "delivered"]


@pytest.mark.django_db
def test_the_example_receiver_consents(receiver: Receiver, tmp_path: Path) -> None:
    endpoint, secret = endpoint_create(owner=factories.user(), url=receiver.url)
    port = receiver.port
    receiver.stop()
    with _running_example(secret, port, tmp_path / "output"):
        deliver_batch()
    endpoint.refresh_from_db()
    assert endpoint.state == "active"
