"""The loop: decisions at the desk change the report; their export trains weights that can be scored."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from claims.models import Candidate
from claims.services.candidates import candidate_accept
from tests import factories

pytestmark = pytest.mark.django_db

FACTS = [f"The {town} dam lost {n} percent of its water in {n + 1990}." for n in range(12)
         for town in ("Velmar", "Kessen")]  # fmt: skip
OPINIONS = [f"I think we should all be grateful to {town}, {n} times over." for n in ("so many", "two", "ten")
            for town in ("Velmar", "Kessen", "Brackwater", "Holm")]  # fmt: skip


def run(name: str, *arguments: str) -> str:
    out = StringIO()
    call_command(name, *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def report() -> dict[str, Any]:
    (record,) = json.loads(run("proposer_report", "--json"))["results"]
    return dict(record["decisions"])


def candidate(sentence: str) -> Candidate:
    version = factories.article_version(text=sentence)
    return factories.candidate(article_version=version, text=sentence)


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(factories.user(is_staff=True))
    return client


def decide(desk: Client, verb: str, sentence: str, **given: str) -> None:
    found = candidate(sentence)
    address = reverse(f"admin:claims_candidate_{verb}", args=[found.pk])
    assert desk.post(address, given).status_code == 302
    found.refresh_from_db()
    assert found.state != Candidate.State.PENDING


def test_decisions_at_the_desk_change_the_report(desk: Client) -> None:
    candidate(FACTS[0])
    assert (report()["precision"], report()["pending"]) == (None, 1)
    decide(desk, "accept", FACTS[1], text=FACTS[1])
    assert report()["precision"] == 1.0
    decide(desk, "reject", OPINIONS[0], reason="Opinion or prediction")
    assert report()["precision"] == 0.5
    decide(desk, "merge", FACTS[2], claim=str(factories.claim().pk))
    decide(desk, "accept", FACTS[3], text="In 1993 the dam lost 3 percent.")
    found = report()
    assert (found["precision"], found["as_proposed"]) == (0.75, 0.5)
    assert (found["accepted"], found["edited"], found["merged"], found["rejected"]) == (2, 1, 1, 1)
    shown = run("proposer_report")
    assert "tests 1" in shown
    assert "0.750" in shown
    assert "rejected because: Opinion or prediction (1)" in shown
    assert "Nothing" not in run("proposer_report", "--since", "2020-01-01", "--by", "week")


def test_the_export_trains_weights_that_can_be_scored(desk: Client, tmp_path: Path) -> None:
    for sentence in FACTS:
        decide(desk, "accept", sentence, text=sentence)
    for sentence in OPINIONS:
        decide(desk, "reject", sentence, reason="Opinion or prediction")
    decide(desk, "reject", "The lake lost 3 percent.", reason="Attributed to the wrong person")
    lessons, weights = tmp_path / "lessons.csv", tmp_path / "weights.bin"
    run("proposer_export", "--output", str(lessons))
    rows = list(csv.DictReader(lessons.open(encoding="utf-8")))
    assert [row["text"] for row in rows] == [*FACTS, *OPINIONS]
    assert {row["label"] for row in rows} == {"check_worthy", "not_factual"}
    # The other way round: what the shipped weights think least worth checking is what is to be learned.
    columns = ("--text", "text", "--label", "label", "--positive", "not_factual")
    trained = run("train_checkworthiness", str(lessons), *columns, "--folds", "3", "--output", str(weights))
    assert "wrote" in trained
    scored = json.loads(
        run("evaluate", "checkworthiness", str(lessons), *columns, "--weights", str(weights), "--json")
    )
    shipped = json.loads(run("evaluate", "checkworthiness", str(lessons), *columns, "--json"))
    assert scored["sentences"] == len(FACTS) + len(OPINIONS)
    assert scored["ap"] == 1.0
    assert shipped["ap"] < 0.5


def test_the_export_goes_to_standard_output_and_keeps_to_its_language() -> None:
    for language in ("en", "uk"):
        found = factories.candidate(language=language)
        candidate_accept(candidate_id=found.pk, actor=factories.user())
    (row,) = csv.DictReader(StringIO(run("proposer_export", "--language", "uk")))
    assert (row["language"], row["label"], row["decision"]) == ("uk", "check_worthy", "accepted")


def test_an_empty_registry_reports_and_exports_nothing() -> None:
    assert run("proposer_report").strip() == "Nothing has been proposed yet."
    assert len(run("proposer_export").splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["proposer_report", "--since", "yesterday"], "--since 'yesterday' is no date"),
        (["proposer_export", "--until", "32 May"], "--until '32 May' is no date"),
        (["proposer_export", "--output", "/nowhere/file.csv"], "cannot be written"),
    ],
)
def test_bad_input_is_refused_in_one_line(arguments: list[str], reason: str) -> None:
    with pytest.raises(CommandError) as refusal:
        run(*arguments)
    assert reason in str(refusal.value)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("content", [None, b"", b"no weights", b'{"format": "checkworthiness-1"}\n'])
def test_weights_that_are_none_are_refused(tmp_path: Path, content: bytes | None) -> None:
    table, weights = tmp_path / "a.csv", tmp_path / "weights.bin"
    table.write_text("text,label\nThe dam broke.,1\n", encoding="utf-8")
    if content is not None:
        weights.write_bytes(content)
    with pytest.raises(CommandError):
        run("evaluate", "checkworthiness", str(table), "--text", "text", "--label", "label",
            "--positive", "1", "--weights", str(weights))  # fmt: skip
