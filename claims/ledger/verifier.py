#!/usr/bin/env python3
"""Check a claim registry's history without trusting the registry.

Needs Python 3.11 and the package `cryptography`, and nothing of the registry's own code. It checks that
  1. the newest checkpoint is signed by the registry's key;
  2. the log has that root and goes on from the checkpoint kept in --state, by recomputation and by proof;
  3. every published verdict is the logged one, none is missing, added, out of turn or backdated, and
     every claim shows each publisher's last one and sums up what these say.
With --verdict it downloads proofs only: that this verdict is in the log as published, and that the log
goes on from the checkpoint kept. The key and the checkpoint reached are kept in --state.
Exit status: 0 everything holds, 1 something does not, 2 it could not be checked.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

Document = dict[str, Any]
Fetch = Callable[[str], Document]
PAGE = 200
# What a leaf must hold, or something could be published that nothing commits to; a retraction has no rating.
RATING = {
    *("rating.id", "rating.label", "rating.value", "rating.worst", "rating.best", "rating.normalised"),
    *("rating.scale", "rating.scale_name", "rating.scale_version"),
}
MEMBERS = RATING | {
    *("id", "claim", "claim_text", "publisher.id", "publisher.name", "seq", "kind", "original_label"),
    *("summary", "explanation", "reason", "note", "language", "review_url", "effective_at", "recorded_at"),
}
# The side that a rating on the common scale is on; "unmapped" is on none.
SIDES = {
    **dict.fromkeys(("true", "mostly_true"), "holds"),
    **dict.fromkeys(("mixed", "missing_context"), "in_part"),
    **dict.fromkeys(("mostly_false", "false", "satire", "altered"), "does_not_hold"),
    "unproven": "open",
}
# Verdicts recorded at once are logged in the order in which they were done, not begun.
OUT_OF_ORDER = timedelta(minutes=10)


class Broken(Exception):
    """The history does not hold; the message says where."""


class Unchecked(Exception):
    """It cannot be told whether the history holds: the registry cannot be reached, or says to wait."""


class Missing(Broken):
    """The registry has nothing at an address where there must be something."""


@dataclass(frozen=True)
class Checkpoint:
    """What the registry committed to: so many entries, with this root. `note` is the signed text."""

    size: int
    root: bytes
    note: str


def read_note(note: str, verifier_key: str) -> Checkpoint:
    """The checkpoint in a note signed by the key `<origin>+<id>+<base64>`. Raises Broken."""
    origin, _, encoded = verifier_key.split("+", 2)
    public = base64.b64decode(encoded)[1:]
    key_id = hashlib.sha256(origin.encode() + b"\n\x01" + public).digest()[:4]
    body, _, signatures = note.partition("\n\n")
    body += "\n"
    for line in signatures.splitlines():
        blob = base64.b64decode(line.rpartition(" ")[2])
        if not line.startswith(f"— {origin} ") or blob[:4] != key_id:
            continue
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(blob[4:], body.encode())
        except InvalidSignature:
            raise Broken("the checkpoint's signature is wrong") from None
        name, size, root = body.splitlines()[:3]
        if name != origin:
            raise Broken(f"the checkpoint is of another log, {name}")
        return Checkpoint(int(size), base64.b64decode(root), note)
    raise Broken(f"the checkpoint is not signed by the key {verifier_key}")


def signed(fetch: Fetch, earlier: Checkpoint | None) -> Document:
    """What the registry signed last. Raises Unchecked where nobody knows of any checkpoint, else Broken."""
    why = "there is no checkpoint: the address must end in /api/v1, and the first is signed within a minute"
    try:
        return fetch("/ledger/checkpoint")
    except Missing as missing:
        raise (missing if earlier else Unchecked(why)) from None


def newest_checkpoint(fetch: Fetch, keys: list[str], earlier: Checkpoint | None) -> Checkpoint:
    """The newest checkpoint, signed by each key and not older than earlier. Raises Broken, Unchecked."""
    note = signed(fetch, earlier)["note"]
    newest, *_ = [read_note(note, key) for key in keys]
    if earlier and newest.size < earlier.size:
        raise Broken(f"the log shrank from {earlier.size} to {newest.size} entries")
    return newest


def verify_consistency(fetch: Fetch, earlier: Checkpoint, newest: Checkpoint) -> None:
    """Check by a proof that the log goes on from the earlier checkpoint. Raises Broken."""
    if earlier.size == 0:
        return
    answer = fetch(f"/ledger/proofs/consistency?old={earlier.size}&new={newest.size}")
    proof = [base64.b64decode(each) for each in answer["hashes"]]
    if not consistent(earlier.size, earlier.root, newest.size, newest.root, proof):
        raise Broken(f"the log of {newest.size} entries does not go on from the {earlier.size} known before")


def verify_verdict(fetch: Fetch, checkpoint: Checkpoint, verdict_id: str) -> None:
    """Check by a proof that a verdict is in the log as it is published. Raises Broken, Unchecked."""
    published = fetch(f"/verdicts/{verdict_id}")
    answer = fetch(f"/ledger/proofs/inclusion?verdict={verdict_id}&size={checkpoint.size}")
    record = read_json(answer["leaf"])
    if record.get("id") != verdict_id.lower() or not whole(record):
        raise Broken(f"the leaf of verdict {verdict_id} is another's, or not whole")
    compare(record, published)
    proof = [base64.b64decode(each) for each in answer["hashes"]]
    hashed = leaf_hash(answer["leaf"].encode())
    if root_from_inclusion(hashed, answer["index"], checkpoint.size, proof) != checkpoint.root:
        raise Broken(f"verdict {verdict_id} is not in the log that the checkpoint commits to")


def verify_history(
    fetch: Fetch, newest: Checkpoint, earlier: Checkpoint | None = None, *, proofs: bool = False
) -> Log:
    """Check the whole log against both checkpoints and against what is published. Raises Broken.

    With `proofs`, also that every verdict can be proven by itself; that is a request for each.
    """
    log = Log(fetch, [newest, earlier] if earlier else [newest])
    log.read()
    if log.size < newest.size:
        raise Broken(f"the log has {log.size} entries and the checkpoint says {newest.size}")
    if earlier:
        verify_consistency(fetch, earlier, newest)
    _verify_published(fetch, log)
    _verify_current(fetch, log)
    for verdict_id in list(log.records)[: newest.size] if proofs else []:
        verify_verdict(fetch, newest, verdict_id)
    return log


class Log:
    """The log as downloaded: its tree, as far as the root needs it, and the records by verdict."""

    def __init__(self, fetch: Fetch, checkpoints: list[Checkpoint]) -> None:
        self.fetch = fetch
        self.checkpoints = checkpoints
        self.size = 0
        self.subtrees: list[bytes] = []
        self.records: dict[str, Document] = {}
        self.last: dict[tuple[str, str], Document] = {}  # by claim and publisher
        self.latest = datetime.min.replace(tzinfo=UTC)
        self._compare_roots()

    def read(self) -> None:
        """Go on to the newest entry. Raises Broken."""
        while True:
            entries = self.fetch(f"/ledger/entries?start={self.size}&limit={PAGE}")["entries"]
            for entry in entries:
                self._add(entry)
            if len(entries) < PAGE:
                return

    def record(self, verdict_id: str) -> Document:
        """The verdict as it was logged, perhaps after the last look. Raises Broken."""
        if verdict_id not in self.records:
            self.read()
        if verdict_id not in self.records:
            raise Broken(f"verdict {verdict_id} is published and is not in the log")
        return self.records[verdict_id]

    def _add(self, entry: Document) -> None:
        if entry["index"] != self.size:
            raise Broken(f"the log jumps from entry {self.size} to {entry['index']}")
        record = read_json(entry["leaf"])
        if record["id"] != entry["verdict"] or record["id"] in self.records or not whole(record):
            raise Broken(f"entry {self.size} is of another verdict, of one logged before, or not whole")
        chain = (record["claim"], record["publisher"]["id"])
        expected = self.last[chain]["seq"] + 1 if chain in self.last else 1
        if record["seq"] != expected:
            raise Broken(f"entry {self.size} is number {record['seq']} of its history, not {expected}")
        recorded = datetime.fromisoformat(record["recorded_at"])
        if self.size and recorded < self.latest - OUT_OF_ORDER:
            raise Broken(f"entry {self.size} is backdated: recorded {recorded}, after one of {self.latest}")
        self.latest = max(self.latest, recorded)
        self.records[record["id"]] = self.last[chain] = record
        current, size = leaf_hash(entry["leaf"].encode()), self.size
        while size & 1:
            current, size = node_hash(self.subtrees.pop(), current), size >> 1
        self.subtrees.append(current)
        self.size += 1
        self._compare_roots()

    def _compare_roots(self) -> None:
        for checkpoint in self.checkpoints:
            if checkpoint.size != self.size:
                continue
            root = self.subtrees[-1] if self.subtrees else hashlib.sha256(b"").digest()
            for left in reversed(self.subtrees[:-1]):
                root = node_hash(left, root)
            if root != checkpoint.root:
                raise Broken(f"the first {self.size} entries are not those that a checkpoint committed to")


def leaf_hash(leaf: bytes) -> bytes:
    """RFC 9162, 2.1.1."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """RFC 9162, 2.1.1."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_from_inclusion(leaf: bytes, index: int, size: int, proof: list[bytes]) -> bytes | None:
    """The root that an inclusion proof leads to (RFC 9162, 2.1.3.2); None for one of the wrong length."""
    position, last, root = index, size - 1, leaf
    if not 0 <= index < size:
        return None
    for sibling in proof:
        if last == 0:
            return None
        if position & 1 or position == last:
            root = node_hash(sibling, root)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            root = node_hash(root, sibling)
        position, last = position >> 1, last >> 1
    return None if last else root


def consistent(old: int, old_root: bytes, new: int, new_root: bytes, proof: list[bytes]) -> bool:
    """Does the proof show the old tree to be the beginning of the new one (RFC 9162, 2.1.4.2)?"""
    if old == new or not proof:
        return old == new and not proof and old_root == new_root
    path = proof if old & (old - 1) else [old_root, *proof]
    position, last = old - 1, new - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    first = second = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if position & 1 or position == last:
            first, second = node_hash(sibling, first), node_hash(sibling, second)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            second = node_hash(second, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and first == old_root and second == new_root


def read_json(text: str | bytes) -> Document:
    """The document. Raises Broken where a member is there twice: others may read the one not checked."""

    def once(pairs: list[tuple[str, Any]]) -> Document:
        members = dict(pairs)
        if len(members) < len(pairs):
            raise Broken(f"a member is there twice, among {', '.join(name for name, _ in pairs)}")
        return members

    document: Document = json.loads(text, object_pairs_hook=once)
    return document


def flat(document: Document) -> Document:
    """The document's members, and those of its parts as `part.member`; Broken where one is called so."""
    found: Document = {}
    for name, value in document.items():
        if "." in name:
            raise Broken(f"a member is called {name!r}, and could stand in for another's part")
        parts = {f"{name}.{each}": part for each, part in value.items()} if isinstance(value, dict) else None
        found |= {name: value} if parts is None else parts
    return found


def whole(record: Document) -> bool:
    """Does the record commit to every member of a verdict?"""
    lacking = MEMBERS - flat(record).keys()
    return not lacking or (record.get("rating", ...) is None and lacking == RATING)


def compare(record: Document, published: Document) -> None:
    """Every member of the logged record is published with the same value. Raises Broken."""
    shown = flat(published)
    if names := [name for name, value in flat(record).items() if shown.get(name, ...) != value]:
        raise Broken(f"verdict {record['id']} is published with another {', '.join(names)} than was logged")


def _verify_published(fetch: Fetch, log: Log) -> None:
    missing = set(log.records)
    for published in _pages(fetch, "/verdicts"):
        compare(log.record(published["id"]), published)
        missing.discard(published["id"])
    if missing:
        raise Broken(f"verdict {min(missing)} is in the log and is not listed among the published ones")


def _verify_current(fetch: Fetch, log: Log) -> None:
    """Each claim shows the last verdict of each publisher; one not listed was merged while it was read."""
    last = dict(log.last)
    held: dict[str, set[str]] = {}
    for claim_id, publisher in last:
        held.setdefault(claim_id, set()).add(publisher)
    for claim in _pages(fetch, "/claims"):
        _verify_claim(log, last, held, claim)
    for claim_id in list(held):
        if claim_id in held:
            survivor = fetch(f"/claims/{claim_id}")
            if survivor["id"] == claim_id:
                raise Broken(f"claim {claim_id} has verdicts and is not listed among the published ones")
            _verify_claim(log, last, held, survivor)
        if claim_id in held:
            raise Broken(f"claim {claim_id} has verdicts, and the claim that it leads to does not show them")


def _verify_claim(
    log: Log, last: dict[tuple[str, str], Document], held: dict[str, set[str]], claim: Document
) -> None:
    """Check what it shows, and strike it and those merged into it off what is yet to be shown."""
    for shown in (claim, *claim["merged_claims"]):
        publishers = {verdict["publisher"]["id"] for verdict in shown["verdicts"]}
        if absent := held.pop(shown["id"], set()) - publishers:
            raise Broken(f"claim {shown['id']} does not show the verdict of publisher {min(absent)}")
        for verdict in shown["verdicts"]:
            _verify_last(log, last, shown["id"], verdict)
    _verify_sums(claim)


def _verify_last(log: Log, last: dict[tuple[str, str], Document], claim_id: str, verdict: Document) -> None:
    compare(log.record(verdict["id"]), verdict)
    known = last.get((verdict["claim"], verdict["publisher"]["id"]), verdict)
    if verdict["claim"] != claim_id or verdict["seq"] < known["seq"]:
        raise Broken(f"claim {claim_id} shows verdict {verdict['id']}, which is another's or not the last")


def _verify_sums(claim: Document) -> None:
    """What the claim says of its verdicts together is what these say."""
    given = [(each["publisher"]["id"], each["rating"]) for each in claim["verdicts"] if each["rating"]]
    said = [(who, what["normalised"], SIDES.get(what["normalised"])) for who, what in given]
    if said != [(each["publisher"]["id"], each["normalised"], each["side"]) for each in claim["positions"]]:
        raise Broken(f"claim {claim['id']} puts its publishers elsewhere than their verdicts do")
    if claim["verdicts_conflict"] is not (len({side for *_, side in said} - {None}) > 1):
        raise Broken(
            f"claim {claim['id']} says otherwise than its verdicts whether these contradict each other"
        )


def _pages(fetch: Fetch, path: str) -> Iterator[Document]:
    query: str | None = f"page_size={PAGE}"
    while query is not None:
        page = fetch(f"{path}?{query}")
        yield from page["results"]
        query = urllib.parse.urlsplit(page["next"]).query if page["next"] else None


def fetch_from(api: str) -> Fetch:
    """Reads JSON below the API's address, waiting as long as the registry asks for (a minute at most)."""

    def fetch(path: str) -> Document:
        for _ in range(5):
            try:
                with urllib.request.urlopen(api + path, timeout=60) as answer:  # noqa: S310 - checked in main
                    return read_json(answer.read())
            except urllib.error.HTTPError as error:
                if error.code in {404, 410}:
                    raise Missing(f"there is nothing at {path}") from error
                if error.code not in {429, 503}:
                    raise Unchecked(f"{path} answers {error.code}: {_detail(error)}") from error
                time.sleep(min(int(error.headers.get("Retry-After") or 5), 60))
            except OSError as error:
                raise Unchecked(f"{api} cannot be reached: {error}") from error
        raise Unchecked(f"{path} still says to wait")

    return fetch


def _detail(error: urllib.error.HTTPError) -> str:
    try:
        return str(json.load(error)["detail"])
    except (ValueError, KeyError, TypeError):
        return str(error.reason)


def check(given: argparse.Namespace, fetch: Fetch) -> str:
    """What held, in a line, after keeping the key and the checkpoint. Raises Broken or Unchecked."""
    kept = json.loads(given.state.read_text()) if given.state and given.state.exists() else {}
    key = given.key or kept.get("key")
    note = "" if key else " The key was the registry's own word: compare it with one you have from elsewhere."
    earlier = read_note(kept["note"], kept["key"]) if kept else None
    key = key or signed(fetch, earlier)["verifier_keys"][0]
    # A new key is believed where the old one signs beside it.
    newest = newest_checkpoint(fetch, list(dict.fromkeys([key, kept.get("key", key)])), earlier)
    if given.verdict:
        if earlier:
            verify_consistency(fetch, earlier, newest)
        verify_verdict(fetch, newest, given.verdict)
        held = f"verdict {given.verdict} is in the log as published"
    else:
        log = verify_history(fetch, newest, earlier, proofs=given.proofs)
        held = f"{len(log.records)} verdicts are published as logged"
    since = f", which goes on from the {earlier.size} known before" if earlier else ""
    if given.state:
        written = given.state.with_name(given.state.name + ".new")
        written.write_text(json.dumps({"key": key, "note": newest.note}, ensure_ascii=False))
        written.replace(given.state)
    return f"OK: {held}; checkpoint of {newest.size} entries{since}. Key: {key}{note}"


def arguments(words: list[str] | None = None) -> argparse.Namespace:
    """The command line, or `words`."""
    lines = (__doc__ or "").splitlines()
    parser = argparse.ArgumentParser(
        description=lines[0],
        epilog="\n".join(lines[2:]),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("api", help="the API's address, as https://registry.example/api/v1")
    parser.add_argument("--key", help="the registry's public key, from a source you trust")
    parser.add_argument("--state", type=Path, help="the file in which key and checkpoint are kept")
    parser.add_argument("--verdict", help="check this verdict alone, by proofs")
    parser.add_argument("--proofs", action="store_true", help="prove every verdict by itself as well")
    given = parser.parse_args(words)
    if urllib.parse.urlsplit(given.api).scheme not in {"http", "https"}:
        parser.error("the address must begin with https:// or http://")
    return given


def main() -> int:
    """The exit status."""
    given = arguments()
    try:
        print(check(given, fetch_from(given.api.rstrip("/"))))
    except (Unchecked, OSError) as problem:
        print(f"NOT CHECKED: {problem}", file=sys.stderr)
        return 2
    except Broken as broken:
        print(f"BROKEN: {broken}", file=sys.stderr)
        return 1
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as problem:
        print(f"BROKEN: something is not of the documented form: {problem!r}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
