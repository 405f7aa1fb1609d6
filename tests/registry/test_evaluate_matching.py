"""The matcher measured on, and its ranker trained from, files as people bring them."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from pytest_django import Settings

from claims.matching.encoder import identify
from claims.matching.ranker import unpack
from claims.models import Claim
from tests.embedding import model

pytestmark = pytest.mark.django_db(transaction=True)

CLAIMS = """id\tclaim\ttitle\tbody\tspeaker\tdate
a\tThe Velmar reservoir holds two years of water.\tWater in Velmar?\t\tOda Brekke\t2019-03-01
b\t"A sign said ""free bread"" in Tornholm."\tFree bread?\t\t\t
c\tMarrowdale bought twelve trams.\tTrams for Marrowdale\tThe invoice of Castrin's foundry lists four.\t\t
d\tWolves have returned to Valea Neagra.\tWolves in the valley\t\t\t
e\tSkarvik's harbour lost nine ferry lines.\tFewer ferries\t\t\t
"""
QUERIES = """id\ttweet_content
1\tVelmar has two years of water in its reservoir! https://outlet.example/1
2\tfree bread in Tornholm
3\tthe invoice of the Castrin foundry
4\ttwelve new trams for Marrowdale #trams
5\tnobody knows which claim this is
"""
QRELS = "1\t0\ta\t1\n2 0 b 1\n3 0 c 1\n4 0 c 1\n4 0 d 0\n"


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    arguments = []
    for name, text in (("claims", CLAIMS), ("queries", QUERIES), ("qrels", QRELS)):
        path = tmp_path / f"{name}.tsv"
        path.write_text(text)
        arguments += [f"--{name}", str(path)]
    return arguments


def run(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_matching_is_measured_in_a_schema_of_its_own(files: list[str]) -> None:
    ours = Claim.objects.create(text="The Velmar reservoir is empty.")
    found = json.loads(run("evaluate", "matching", *files, "--json"))
    assert (found["claims"], found["queries"]) == (5, 4)
    assert {found[name] for name in ("map_1", "map_5", "mrr", "hit_1", "hit_20")} == {1.0}
    assert found["precision_at_half"] == 1.0
    assert 0 < found["p50"] <= found["p95"] <= found["p99"]
    assert list(Claim.objects.all()) == [ours]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'scratch%'")
        assert cursor.fetchone() == (0,)


def test_matching_as_a_table(files: list[str]) -> None:
    shown = run("evaluate", "matching", *files)
    assert "MAP@5" in shown
    assert "precision at coverage 50 %" in shown


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("qrels", "1 a\n", "line 1 is not of the form"),
        ("qrels", "9 0 a 1\n", "none of the queries"),
        ("queries", "id\n1\n", "one column only"),
        ("claims", "id\tclaim\n", "no rows"),
    ],
)
def test_files_that_cannot_be_used_are_refused(
    files: list[str], tmp_path: Path, name: str, text: str, message: str
) -> None:
    (tmp_path / f"{name}.tsv").write_text(text)
    with pytest.raises(CommandError, match=message):
        run("evaluate", "matching", *files)


def test_a_text_column_that_is_not_there_is_named(files: list[str]) -> None:
    with pytest.raises(CommandError, match="no column 'wording' among id, claim"):
        run("evaluate", "matching", *files, "--text-column", "wording")


def test_training_is_repeatable(files: list[str], tmp_path: Path) -> None:
    made = [tmp_path / "one.json", tmp_path / "two.json"]
    for path in made:
        run("train_matching", *files, "--output", str(path))
    assert made[0].read_text() == made[1].read_text()
    assert unpack(made[0].read_text()).about["texts"] == 4


def test_with_an_embedding_weights_of_their_own_are_trained_and_measured(
    files: list[str], tmp_path: Path, settings: Settings
) -> None:
    settings.MATCHING_EMBEDDING = model(tmp_path / "model")
    with pytest.raises(CommandError, match="--output PATH, or MATCHING_WEIGHTS"):
        run("train_matching", *files)
    with pytest.raises(CommandError, match="the shipped weights were trained with no embedding"):
        run("evaluate", "matching", *files)
    settings.MATCHING_WEIGHTS = str(tmp_path / "weights.json")
    (tmp_path / "claims.tsv").write_text(f"{CLAIMS}f\tPhysicians left the hamlet.\t\t\t\t\n")
    (tmp_path / "queries.tsv").write_text(f"{QUERIES}6\tdoctors deserted a village\n")
    (tmp_path / "qrels.tsv").write_text(f"{QRELS}6\t0\tf\t1\n")
    run("train_matching", *files)
    found = json.loads(run("evaluate", "matching", *files, "--json"))
    assert (found["embedding"], found["hit_5"]) == (identify(settings.MATCHING_EMBEDDING), 1.0)
    learned = unpack((tmp_path / "weights.json").read_text())
    assert learned.weights[-1] > 0
    assert 0 < learned.close <= 1
    settings.MATCHING_EMBEDDING = settings.MATCHING_WEIGHTS = ""
    without = json.loads(run("evaluate", "matching", *files, "--json"))
    assert (without["embedding"], without["hit_20"]) == ("", 0.8)
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('public.claims_embedding')")
        assert cursor.fetchone() == (None,)


def test_a_database_of_another_version_is_refused_with_what_to_do(files: list[str]) -> None:
    recorder = MigrationRecorder(connection)
    (last,) = MigrationLoader(connection).graph.leaf_nodes("sources")
    recorder.record_unapplied(*last)
    try:
        with pytest.raises(CommandError, match=r"run `manage.py migrate` first"):
            run("evaluate", "matching", *files)
    finally:
        recorder.record_applied(*last)
