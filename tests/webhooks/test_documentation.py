"""The guide for receivers says what the code does."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from pytest_django import Settings

from claims.rules import Kind
from tests import factories
from tests.webhooks.conftest import Subscribe
from tests.webhooks.deliveries import deliver_batch
from webhooks.filters import EVENT_TYPES, FILTERS
from webhooks.models import Delivery, Event
from webhooks.payloads import MARKER, MAX_BYTES
from webhooks.receiver import Receiver
from webhooks.schedule import DELAYS, Outcome, classify
from webhooks.sending import DEADLINE, RESPONSE_KEPT, RESPONSE_READ

GUIDE = (django_settings.BASE_DIR / "docs" / "webhooks.md").read_text(encoding="utf-8")
UNITS = {"second": "seconds", "minute": "minutes", "hour": "hours"}


def _block(language: str) -> str:
    (block,) = re.findall(rf"```{language}\n(.*?)```", GUIDE, flags=re.DOTALL)
    return str(block)


def _keys(value: object) -> object:
    """The shape of a payload: its keys in order, without the values."""
    if isinstance(value, dict):
        return [(key, _keys(inner)) for key, inner in value.items()]
    return None


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


@pytest.mark.django_db
def test_the_example_has_the_shape_of_what_is_sent() -> None:
    claim, publisher = factories.claim(claimant=factories.source()), factories.fact_checker()
    factories.verdict(claim, publisher=publisher)
    factories.verdict(claim, publisher=publisher, kind=Kind.UPDATE)
    sent = json.loads(bytes(Event.objects.get(type="verdict.updated").payload))
    assert _keys(json.loads(_block("json"))) == _keys(sent)


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
