"""What the verifier says of answers that a registry would have to make up. No database is asked."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from claims.ledger import checkpoint, verifier
from claims.ledger.verifier import Broken, Checkpoint, Document, Fetch, Missing, Unchecked
from tests.common.raw_server import message, serving

ORIGIN = "registry.example/ledger"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = checkpoint.verifier_key(ORIGIN, KEY.public_key())
NOTHING = Checkpoint(0, hashlib.sha256(b"").digest(), "")
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def _verdict(
    name: str, *, claim: str = "dam", seq: int = 1, minutes: int = 0, label: str = "False"
) -> Document:
    """A verdict of the only publisher, as it is logged and as it is published."""
    said = {member: "" for member in verifier.MEMBERS if "." not in member}
    rating = {member.partition(".")[2]: "" for member in verifier.RATING}
    return said | {
        "id": name,
        "claim": claim,
        "seq": seq,
        "recorded_at": (NOON + timedelta(minutes=minutes)).isoformat(),
        "publisher": {"id": "desk", "name": "The Desk"},
        "rating": rating | {"label": label, "normalised": "false"},
    }


def _claim(name: str, verdict: Document) -> Document:
    position = {"publisher": verdict["publisher"], "normalised": "false", "side": "does_not_hold"}
    return {
        "id": name,
        "merged_claims": [],
        "verdicts": [verdict],
        "positions": [position],
        "verdicts_conflict": False,
    }


def _registry(logged: list[Document], claims: list[Document]) -> Fetch:
    """Publishes the last of each name that it logged."""
    entries = [
        {"index": index, "verdict": verdict["id"], "leaf": json.dumps(verdict)}
        for index, verdict in enumerate(logged)
    ]
    answers: dict[str, Document] = {
        "/ledger/entries": {"entries": entries},
        "/verdicts": {"results": list({verdict["id"]: verdict for verdict in logged}.values()), "next": None},
        "/claims": {"results": claims, "next": None},
    }
    return lambda path: answers[path.partition("?")[0]]


def test_what_is_made_up_honestly_holds() -> None:
    first, second, other = _verdict("a"), _verdict("b", seq=2, minutes=-9), _verdict("c", claim="mill")
    fetch = _registry([first, second, other], [_claim("dam", second), _claim("mill", other)])
    assert verifier.verify_history(fetch, NOTHING).size == 3


def test_a_claim_that_shows_a_verdict_before_the_last_is_found() -> None:
    first, second = _verdict("a"), _verdict("b", seq=2)
    fetch = _registry([first, second], [_claim("dam", first)])
    with pytest.raises(Broken, match="claim dam shows verdict a, which is another's or not the last"):
        verifier.verify_history(fetch, NOTHING)


def test_a_claim_that_shows_what_was_said_of_another_is_found() -> None:
    ours, other = _verdict("a"), _verdict("b", claim="mill")
    fetch = _registry([ours, other], [_claim("dam", other), _claim("mill", other)])
    with pytest.raises(Broken, match="claim dam shows verdict b, which is another's"):
        verifier.verify_history(fetch, NOTHING)


def test_a_verdict_logged_again_with_another_label_is_found() -> None:
    first, again = _verdict("a"), _verdict("a", seq=2, label="True")
    with pytest.raises(Broken, match="entry 1 is of another verdict, of one logged before"):
        verifier.verify_history(_registry([first, again], [_claim("dam", again)]), NOTHING)


@pytest.mark.parametrize("number", [1, 2, 4])
def test_a_history_that_counts_anything_twice_or_leaves_a_number_out_is_found(
    number: int,
) -> None:
    rows = [_verdict("a"), _verdict("b", seq=2), _verdict("c", seq=number)]
    with pytest.raises(Broken, match=f"entry 2 is number {number} of its history, not 3"):
        verifier.verify_history(_registry(rows, [_claim("dam", rows[-1])]), NOTHING)


def test_verdicts_that_go_back_in_time_step_by_step_are_backdated_too() -> None:
    steps = [_verdict(f"a{seq}", seq=seq, minutes=-6 * seq) for seq in (1, 2, 3)]
    with pytest.raises(Broken, match="entry 2 is backdated"):
        verifier.verify_history(_registry(steps, [_claim("dam", steps[-1])]), NOTHING)


def _note(origin: str, size: int) -> str:
    """Of the log `origin`, signed as our own log's."""
    body = checkpoint.Checkpoint(origin, size, bytes(32)).body()
    blob = bytes.fromhex(PUBLIC.split("+")[1]) + KEY.sign(body.encode())
    return f"{body}\n— {ORIGIN} {base64.b64encode(blob).decode()}\n"


def test_a_checkpoint_of_another_log_is_not_taken_whoever_signed_it() -> None:
    assert verifier.read_note(_note(ORIGIN, 3), PUBLIC).size == 3
    with pytest.raises(Broken, match=r"of another log, mill\.example/ledger"):
        verifier.read_note(_note("mill.example/ledger", 3), PUBLIC)


def test_a_log_that_shrank_is_found() -> None:
    kept = Checkpoint(4, bytes(32), "")
    with pytest.raises(Broken, match="shrank from 4 to 3 entries"):
        verifier.newest_checkpoint(lambda path: {"note": _note(ORIGIN, 3)}, [PUBLIC], kept)


def test_a_proof_of_the_wrong_length_shows_nothing_though_it_leads_to_the_root() -> None:
    one, two, three, four = (bytes([number]) * 32 for number in range(4))
    pair = verifier.node_hash(two, one)
    longer = verifier.node_hash(three, verifier.node_hash(two, verifier.node_hash(one, four)))
    assert not verifier.consistent(3, verifier.node_hash(three, pair), 4, longer, [one, four, two, three])
    assert not verifier.consistent(3, pair, 4, pair, [])
    assert verifier.root_from_inclusion(two, 0, 4, [one]) is None


@pytest.mark.parametrize(("status", "raised"), [(404, Missing), (410, Missing), (500, Unchecked)])
def test_what_is_gone_is_missing_and_what_fails_is_not_checked(status: int, raised: type[Exception]) -> None:
    with serving(message(status, b"{}")) as server:
        fetch = verifier.fetch_from(server.url(path="/api/v1"))
        with pytest.raises(raised):
            fetch("/verdicts/x")
