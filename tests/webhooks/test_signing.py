"""Signatures, verified with the official package as a subscriber would."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook, WebhookVerificationError

from webhooks.signing import MalformedSecret, Signer, new_key, new_secret, signed_headers

BODY = '{"type":"verdict.published","data":{"claim":"Вода кипить при 100 °C"}}'.encode()


def _now() -> int:
    return int(datetime.now(UTC).timestamp())


def test_a_new_secret_is_prefixed_random_and_long_enough() -> None:
    secrets = {new_secret() for _ in range(50)}
    assert len(secrets) == 50
    for secret in secrets:
        assert secret.startswith("whsec_")
        assert len(base64.b64decode(secret.removeprefix("whsec_"), validate=True)) >= 24


def test_a_known_signature() -> None:
    # The example of the Standard Webhooks reference implementations.
    signature = Signer("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").sign(
        "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}'
    )
    assert signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@given(body=st.text(st.characters(exclude_categories=["Cs"])).map(str.encode), event_id=st.uuids().map(str))
def test_the_official_package_verifies_any_body(body: bytes, event_id: str) -> None:
    secret = new_secret()
    headers = signed_headers(event_id, _now(), body, [Signer(secret)])
    Webhook(secret).verify(body, headers, json_parse=False)


def test_every_one_of_several_secrets_verifies() -> None:
    old, new = new_secret(), new_secret()
    headers = signed_headers("event", _now(), BODY, [Signer(new), Signer(old)])
    assert len(headers["webhook-signature"].split(" ")) == 2
    for secret in (old, new):
        Webhook(secret).verify(BODY, headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(new_secret()).verify(BODY, headers)


@pytest.mark.parametrize(
    ("name", "value"),
    [("webhook-id", "another"), ("webhook-timestamp", "seven seconds ago"), ("body", "{}")],
)
def test_a_change_of_any_signed_part_breaks_the_signature(name: str, value: str) -> None:
    secret = new_secret()
    value = str(_now() - 7) if name == "webhook-timestamp" else value
    parts = signed_headers("event", _now(), BODY, [Signer(secret)]) | {"body": BODY.decode()} | {name: value}
    with pytest.raises(WebhookVerificationError, match="No matching signature"):
        Webhook(secret).verify(parts.pop("body"), parts)


def test_an_ed25519_signature_verifies_with_the_public_key_alone() -> None:
    private, public = new_key()
    secret = new_secret()
    now = _now()
    headers = signed_headers("event", now, BODY, [Signer(secret), Signer(private)])
    version, _, signature = headers["webhook-signature"].split(" ")[1].partition(",")
    assert version == "v1a"
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public.removeprefix("whpk_")))
    key.verify(base64.b64decode(signature), f"event.{now}.".encode() + BODY)
    with pytest.raises(InvalidSignature):
        key.verify(base64.b64decode(signature), f"event.{now + 1}.".encode() + BODY)
    Webhook(secret).verify(BODY, headers)


def test_an_old_timestamp_is_refused_by_the_receiver() -> None:
    secret = new_secret()
    stale = int((datetime.now(UTC) - timedelta(minutes=6)).timestamp())
    with pytest.raises(WebhookVerificationError, match="too old"):
        Webhook(secret).verify(BODY, signed_headers("event", stale, BODY, [Signer(secret)]))


@pytest.mark.parametrize(
    "secret",
    [
        "",
        "whsec_",
        "whsec_" + base64.b64encode(b"x" * 23).decode(),
        base64.b64encode(b"x" * 32).decode(),
        "whsec_not base64 at all, and long enough",
        "whsec_" + base64.b64encode(b"x" * 32).decode().replace("e", "e ", 1),
        "whsk_" + base64.b64encode(b"x" * 31).decode(),
        "whsk_" + base64.b64encode(b"x" * 33).decode(),
        "whsk_",
    ],
)
def test_a_malformed_or_short_secret_is_refused(secret: str) -> None:
    with pytest.raises(MalformedSecret, match="at least 24 bytes"):
        Signer(secret)
