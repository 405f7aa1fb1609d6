"""What the verifier says of a registry that is honest, and of answers that are not."""

from __future__ import annotations

import base64
import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from claims import rules
from claims.ledger import merkle, verifier
from claims.ledger.leaf import VerdictRecord, leaf_bytes
from claims.ledger.verifier import Broken, Document, Missing, Unchecked
from claims.models import Claim, Verdict
from claims.rules import Kind, Normalised
from claims.services.ledger import ledger_checkpoint
from claims.services.merges import claim_merge
from tests import factories, ledger

pytestmark = pytest.mark.django_db


@pytest.fixture
def history() -> list[Verdict]:
    publisher = factories.fact_checker()
    first = factories.verdict(publisher=publisher)
    made = [first, factories.verdict(first.claim), factories.verdict()]
    made.append(factories.verdict(first.claim, kind=Kind.UPDATE, publisher=publisher))
    made.append(factories.verdict(first.claim, kind=Kind.RETRACTION, publisher=publisher, rating_id=None))
    ledger_checkpoint()
    return made


def test_an_honest_history_holds_and_goes_on(history: list[Verdict]) -> None:
    key = ledger.public_key()
    earlier = ledger.verify(key, proofs=True)
    assert earlier.size == 5
    factories.verdict()
    assert ledger.verify(key, earlier) == earlier, "what no checkpoint covers yet is no fault"
    ledger_checkpoint()
    assert ledger.verify(key, earlier, proofs=True).size == 6


def test_an_empty_log_holds() -> None:
    ledger_checkpoint()
    earlier = ledger.verify(ledger.public_key())
    assert earlier.size == 0
    factories.verdict()
    ledger_checkpoint()
    assert ledger.verify(ledger.public_key(), earlier).size == 1


def test_before_the_first_checkpoint_nothing_can_be_told(history: list[Verdict], settings: Any) -> None:
    key = ledger.public_key()
    kept = verifier.newest_checkpoint(ledger.fetch, [key], None)

    def fetch(path: str) -> Document:
        raise Missing(path)

    with pytest.raises(Unchecked):
        verifier.newest_checkpoint(fetch, [key], None)
    with pytest.raises(Broken):
        verifier.newest_checkpoint(fetch, [key], kept)
    # Nor is somebody who mistyped the address told that history is broken.
    with pytest.raises(Unchecked, match="the address must end in /api/v1"):
        verifier.check(verifier.arguments(["https://registry.example"]), fetch)


def test_a_verdict_that_no_checkpoint_is_of_yet_is_not_called_broken() -> None:
    ledger_checkpoint()
    for _ in range(2):
        verdict = factories.verdict()
        given = verifier.arguments(["https://registry.example/api/v1", "--verdict", str(verdict.pk)])
        with pytest.raises(Unchecked, match="in a minute"):
            verifier.check(given, ledger.fetch)
        ledger_checkpoint()
        assert "is in the log as published" in verifier.check(given, ledger.fetch)


def test_a_renamed_publisher_and_a_reworded_claim_are_no_fault(history: list[Verdict]) -> None:
    claim, publisher = history[0].claim, history[0].publisher
    claim.text, publisher.name = "The dam is low.", "Another Desk"
    claim.save()
    publisher.save()
    ledger.verify(ledger.public_key(), proofs=True)


def _disputed() -> Claim:
    """What two publishers contradict each other about; a third one's label is not mapped."""
    claim = factories.published_claim()
    for normalised in ("false", "true", "unmapped"):
        factories.verdict(claim, rating_id=factories.rating(normalised=normalised).id)
    return claim


def test_what_a_claim_sums_up_of_its_verdicts_and_of_claims_merged_into_it_holds() -> None:
    into, merged = _disputed(), factories.verdict().claim
    claim_merge(claim_id=merged.id, into_id=into.id, actor=factories.user(), reason="The same.")
    ledger_checkpoint()
    shown = ledger.fetch(f"/claims/{into.id}")
    assert (shown["verdicts_conflict"], len(shown["positions"]), len(shown["merged_claims"])) == (True, 4, 1)
    ledger.verify(ledger.public_key())

    def alter(document: Document) -> None:
        (absorbed,) = document["results"][0]["merged_claims"]
        absorbed["verdicts"][0]["rating"]["normalised"] = "true"

    with pytest.raises(Broken, match=r"rating\.normalised"):
        ledger.verify(ledger.public_key(), fetch=_altered("/claims?", alter))


def test_the_verifier_puts_a_verdict_on_the_side_that_the_registry_does() -> None:
    assert {value: verifier.SIDES.get(value) for value in Normalised} == rules.SIDES


def test_one_verdict_is_checked_by_its_proof(history: list[Verdict]) -> None:
    checkpoint = verifier.newest_checkpoint(ledger.fetch, [ledger.public_key()], None)
    for verdict in history:
        verifier.verify_verdict(ledger.fetch, checkpoint, str(verdict.id))
    with pytest.raises(Missing):
        verifier.verify_verdict(ledger.fetch, checkpoint, str(UUID(int=1)))


def _altered(part: str, alter: Callable[[Document], None]) -> Callable[[str], Document]:
    def fetch(path: str) -> Document:
        document = ledger.fetch(path)
        if part in path:
            alter(document)
        return document

    return fetch


def _first_leaf(**values: Any) -> Callable[[Document], None]:
    def alter(document: Document) -> None:
        entry = document["entries"][0]
        entry["leaf"] = json.dumps(json.loads(entry["leaf"]) | values)

    return alter


@pytest.mark.parametrize(
    ("part", "alter", "said"),
    [
        ("/ledger/checkpoint", lambda d: d.update(note=d["note"].replace("\n5\n", "\n4\n")), "signature"),
        ("/ledger/checkpoint", lambda d: d.update(note="x\n5\nx\n\n"), "not signed"),
        ("/ledger/entries", lambda d: d["entries"].pop(), "has 4 entries"),
        ("/ledger/entries", lambda d: d["entries"].pop(0), "jumps"),
        ("/ledger/entries", lambda d: d["entries"].reverse(), "jumps"),
        ("/ledger/entries", _first_leaf(summary="x"), "checkpoint committed to"),
        ("/ledger/entries", _first_leaf(seq=2), "number 2"),
        ("/ledger/entries", _first_leaf(id="x"), "another verdict"),
        ("/ledger/entries", _first_leaf(recorded_at="2100-01-01T00:00:00Z"), "backdated"),
        ("/ledger/proofs/consistency", lambda d: d["hashes"].append(d["hashes"][0]), "go on"),
        ("/ledger/proofs/inclusion", lambda d: d["hashes"].pop(), "not in the log"),
        ("/ledger/proofs/inclusion", lambda d: d.update(index=d["index"] + 1), "not in the log"),
        ("/verdicts/", lambda d: d.update(summary="x"), "another summary than was logged"),
        ("/verdicts?", lambda d: d["results"].pop(), "not listed"),
        ("/verdicts?", lambda d: d["results"][0].update(id=str(UUID(int=1))), "not in the log"),
        ("/verdicts?", lambda d: d["results"][2]["rating"].update(label="x"), "rating.label"),
        ("/verdicts?", lambda d: d["results"][2].update(rating=None), "rating.label"),
        ("/verdicts?", lambda d: d["results"][0].pop("reason"), "reason"),
        ("/claims?", lambda d: d["results"][0]["verdicts"].clear(), "does not show"),
        ("/claims?", lambda d: d["results"][0]["positions"].clear(), "elsewhere"),
        ("/claims?", lambda d: d["results"][0]["positions"][0].update(side="holds"), "elsewhere"),
        ("/claims?", lambda d: d["results"][0]["positions"][0].update(normalised="true"), "elsewhere"),
        ("/claims?", lambda d: d["results"][0]["positions"][0]["publisher"].update(id="x"), "elsewhere"),
        ("/claims?", lambda d: d["results"][0].update(verdicts_conflict=True), "contradict each other"),
        ("/claims?", lambda d: d["results"][0].update(verdicts_conflict=None), "contradict each other"),
        ("/claims?", lambda d: d["results"].clear(), "not listed"),
    ],
)
def test_an_answer_that_does_not_fit_is_named(
    history: list[Verdict], part: str, alter: Callable[[Document], None], said: str
) -> None:
    key = ledger.public_key()
    earlier = ledger.verify(key)
    if "consistency" in part:
        factories.verdict()
        ledger_checkpoint()
    with pytest.raises(Broken, match=said):
        ledger.verify(key, earlier, proofs=True, fetch=_altered(part, alter))


def _called_as_a_part(document: Document) -> None:
    for shown in document["results"]:
        for verdict in (shown, *shown.get("verdicts", [])):
            if verdict.get("rating"):
                verdict["rating.label"] = verdict["rating"]["label"]
                verdict["rating"]["label"] = "True"


@pytest.mark.parametrize("part", ["/verdicts?", "/claims?"])
def test_a_member_called_as_anothers_part_does_not_stand_in_for_it(history: list[Verdict], part: str) -> None:
    with pytest.raises(Broken, match=r"rating\.label"):
        ledger.verify(ledger.public_key(), fetch=_altered(part, _called_as_a_part))


def test_a_member_that_is_there_twice_is_not_taken(history: list[Verdict]) -> None:
    def twice(document: Document) -> None:
        entry = document["entries"][0]
        entry["leaf"] = entry["leaf"].replace('"kind":', '"kind":"correction","kind":', 1)

    with pytest.raises(Broken, match="twice"):
        ledger.verify(ledger.public_key(), fetch=_altered("/ledger/entries", twice))
    with pytest.raises(Broken, match="twice"):
        verifier.read_json(b'{"rating": {"label": "True", "label": "False"}}')


def test_a_claim_that_is_not_listed_is_shown_by_the_one_it_leads_to(history: list[Verdict]) -> None:
    """A registry that hides a claim may say that it was merged, but not into what does not show it."""
    hidden, shown = str(history[0].claim_id), str(history[2].claim_id)

    def hiding(answer: Callable[[], Document]) -> Callable[[str], Document]:
        def fetch(path: str) -> Document:
            document = answer() if path == f"/claims/{hidden}" else ledger.fetch(path)
            if path.startswith("/claims?"):
                document["results"] = [each for each in document["results"] if each["id"] != hidden]
            return document

        return fetch

    answers: list[Callable[[], Document]] = [
        lambda: ledger.fetch(f"/claims/{hidden}") | {"state": "merged"},
        lambda: ledger.fetch(f"/claims/{shown}"),
    ]
    for answer in answers:
        with pytest.raises(Broken, match=hidden):
            ledger.verify(ledger.public_key(), fetch=hiding(answer))


def test_a_claim_merged_while_it_is_read_holds(history: list[Verdict]) -> None:
    merged, into = history[0].claim, history[2].claim

    def fetch(path: str) -> Document:
        document = ledger.fetch(path)
        if path.startswith("/claims?") and not Claim.objects.filter(state=Claim.State.MERGED).exists():
            document["results"] = [each for each in document["results"] if each["id"] != str(merged.pk)]
            claim_merge(claim_id=merged.pk, into_id=into.pk, actor=factories.user(), reason="The same.")
        return document

    ledger.verify(ledger.public_key(), fetch=fetch)
    assert Claim.objects.get(pk=merged.pk).state == Claim.State.MERGED


def _taken(record: Document, published: Document) -> bool:
    try:
        verifier.compare(record, published)
    except Broken:
        return False
    return verifier.whole(record)


def test_a_record_that_leaves_a_value_open_is_not_taken_whatever_is_published(history: list[Verdict]) -> None:
    leaf = verifier.Log(ledger.fetch, []).record(str(history[0].id))
    published = ledger.fetch(f"/verdicts/{history[0].id}")
    assert _taken(leaf, published)
    members = [("", name) for name in leaf]
    members += [(part, name) for part in ("rating", "publisher") for name in leaf[part]]
    for part, name in members:
        void, without = copy.deepcopy(leaf), copy.deepcopy(leaf)
        (void[part] if part else void)[name] = {}
        del (without[part] if part else without)[name]
        assert not _taken(void, published), (part, name)
        assert not _taken(without, published), (part, name)


def test_only_a_verdict_shown_without_a_rating_is_logged_without_one(history: list[Verdict]) -> None:
    log = verifier.Log(ledger.fetch, [])
    first, last = ledger.fetch(f"/verdicts/{history[0].id}"), ledger.fetch(f"/verdicts/{history[-1].id}")
    retraction = log.record(last["id"])
    assert (retraction["kind"], retraction["rating"]) == ("retraction", None)
    assert _taken(retraction, last)
    assert not _taken(log.record(first["id"]) | {"rating": None}, first)
    assert not _taken(retraction, last | {"rating": first["rating"]})


def test_another_verdicts_leaf_and_page_prove_nothing_of_this_one(history: list[Verdict]) -> None:
    checkpoint = verifier.newest_checkpoint(ledger.fetch, [ledger.public_key()], None)
    asked, other = str(history[0].id), str(history[1].id)

    def fetch(path: str) -> Document:
        return ledger.fetch(path.replace(asked, other))

    with pytest.raises(Broken, match="another's"):
        verifier.verify_verdict(fetch, checkpoint, asked)


def test_a_leaf_that_left_the_label_open_was_never_good(monkeypatch: pytest.MonkeyPatch) -> None:
    """One as a registry would write it that means to change the label later."""

    def thin(record: VerdictRecord) -> bytes:
        return json.dumps(json.loads(leaf_bytes(record)) | {"rating": {}}).encode()

    monkeypatch.setattr("claims.services.ledger.leaf_bytes", thin)
    verdict = factories.verdict(factories.published_claim())
    signed = ledger_checkpoint()
    assert signed
    checkpoint = verifier.newest_checkpoint(ledger.fetch, [ledger.public_key()], None)
    with pytest.raises(Broken, match="not whole"):
        ledger.verify(ledger.public_key())
    with pytest.raises(Broken, match="not whole"):
        verifier.verify_verdict(ledger.fetch, checkpoint, str(verdict.id))


def _check(state: Path, *arguments: str) -> str:
    given = verifier.arguments(["http://registry.example/api/v1", "--state", str(state), *arguments])
    return verifier.check(given, ledger.fetch)


def test_key_and_checkpoint_are_kept_and_held_to(history: list[Verdict], tmp_path: Path) -> None:
    state = tmp_path / "registry.json"
    assert "the registry's own word" in _check(state)
    first = state.read_text()
    factories.verdict()
    ledger_checkpoint()
    said = _check(state, "--verdict", str(history[0].id))
    assert "goes on from the 5 known before" in said
    assert "own word" not in said
    assert "checkpoint of 6 entries" in _check(state)
    assert state.read_text() != first
    assert not list(tmp_path.glob("*.new"))


def test_a_new_key_is_believed_only_while_the_old_one_signs_beside_it(
    history: list[Verdict], tmp_path: Path, settings: Any
) -> None:
    state = tmp_path / "registry.json"
    (old,) = settings.LEDGER_KEYS
    _check(state)
    settings.LEDGER_KEYS = ["A" * 43]
    factories.verdict()
    ledger_checkpoint()
    announced = ledger.public_key()
    for arguments in ([], ["--key", announced]):
        with pytest.raises(Broken, match="not signed by the key"):
            _check(state, *arguments)
    settings.LEDGER_KEYS = ["A" * 43, old]
    factories.verdict()
    ledger_checkpoint()
    assert announced in _check(state, "--key", announced)
    settings.LEDGER_KEYS = ["A" * 43]
    factories.verdict()
    ledger_checkpoint()
    assert "checkpoint of 8 entries" in _check(state)


def test_a_history_that_was_cut_and_grown_again_is_found_by_proof_alone() -> None:
    leaves = [bytes([number]) for number in range(9)]
    others = [*leaves[:4], b"x", *leaves[5:]]

    def tree(of: list[bytes]) -> tuple[bytes, dict[merkle.Node, bytes]]:
        frontier = merkle.Frontier()
        nodes: dict[merkle.Node, bytes] = {}
        for leaf in of:
            frontier, made = frontier.append(merkle.leaf_hash(leaf))
            nodes |= dict(made)
        return frontier.root(), nodes

    old_root, _ = tree(leaves[:6])
    new_root, nodes = tree(others)
    proof = [merkle.range_hash(span, nodes) for span in merkle.consistency_ranges(6, 9)]
    answer = {"hashes": [base64.b64encode(each).decode() for each in proof]}
    earlier, newest = verifier.Checkpoint(6, old_root, ""), verifier.Checkpoint(9, new_root, "")
    with pytest.raises(Broken, match="does not go on"):
        verifier.verify_consistency(lambda path: answer, earlier, newest)


def test_the_proof_checks_agree_with_the_registrys_for_every_size_up_to_60() -> None:
    frontier, roots = merkle.Frontier(), [merkle.EMPTY_ROOT]
    nodes: dict[merkle.Node, bytes] = {}
    for number in range(60):
        frontier, made = frontier.append(merkle.leaf_hash(bytes([number])))
        nodes |= dict(made)
        roots.append(frontier.root())
    for size in range(1, 61):
        for index in range(size):
            leaf, proof = (
                merkle.leaf_hash(bytes([index])),
                _proof(merkle.inclusion_ranges(index, size), nodes),
            )
            assert verifier.root_from_inclusion(leaf, index, size, proof) == roots[size]
            assert verifier.root_from_inclusion(leaf, index, size, [*proof, leaf]) != roots[size]
            if proof:
                assert verifier.root_from_inclusion(leaf, index, size, proof[:-1]) != roots[size]
        for old in range(1, size + 1):
            proof = _proof(merkle.consistency_ranges(old, size), nodes)
            assert verifier.consistent(old, roots[old], size, roots[size], proof)
            assert not verifier.consistent(old, roots[old - 1], size, roots[size], proof)
            assert not verifier.consistent(old, roots[old], size, roots[size], [*proof, roots[0]])


def _proof(ranges: list[merkle.Range], nodes: dict[merkle.Node, bytes]) -> list[bytes]:
    return [merkle.range_hash(span, nodes) for span in ranges]


def test_the_file_is_handed_out_as_it_is() -> None:
    response = Client().get("/api/v1/ledger/verifier.py")
    assert response["Content-Type"] == "text/x-python; charset=utf-8"
    assert response.content == Path(verifier.__file__).read_bytes()
