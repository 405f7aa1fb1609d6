"""Models are read from their folders; what cannot be is said at the start, with what to do."""

from __future__ import annotations

import math
import shutil
from pathlib import Path
from threading import Thread

import pytest
from django.core.checks import run_checks
from django.db import connection
from pytest_django import Settings

from claims.matching.encoder import Unusable, Vector, identify, load
from tests.embedding import model, settings_of, weights

PHYSICIANS, DOCTORS, LOAVES = "Physicians left the hamlet.", "doctors deserted a village", "Loaves are dear."


def dot(one: Vector, other: Vector) -> float:
    assert one is not None
    assert other is not None
    return sum(a * b for a, b in zip(one, other, strict=True))


def test_texts_that_mean_the_same_are_close(tmp_path: Path) -> None:
    encoder = load(model(tmp_path))
    physicians, doctors, loaves = encoder.encode([PHYSICIANS, DOCTORS, LOAVES])
    assert encoder.dimensions == 6
    assert math.isclose(dot(physicians, doctors), 1.0)
    assert math.isclose(dot(physicians, loaves), 0.0)


def test_copies_that_quote_differently_are_equal(tmp_path: Path) -> None:
    encoder = load(model(tmp_path))
    (plain,) = encoder.encode(["Physicians left the hamlet."])
    assert encoder.encode(["“Physicians” left the 'hamlet'.", "Physicians «left the hamlet»."]) == [plain] * 2
    apostrophe, none = encoder.encode(["The hamlet's physicians", "The hamlets physicians"])
    assert apostrophe is not None
    assert apostrophe[-1] > 0
    assert none != apostrophe


def test_of_a_text_without_a_word_it_knows_it_says_nothing(tmp_path: Path) -> None:
    assert load(model(tmp_path)).encode(["Ferries sail.", ""]) == [None, None]
    assert load(model(tmp_path)).encode([]) == []


def test_a_model_is_known_by_its_weights_wherever_it_lies(tmp_path: Path) -> None:
    here = model(tmp_path / "here")
    shutil.copytree(tmp_path / "here", tmp_path / "there")
    assert identify(here) == identify(f"model2vec:{tmp_path / 'there'}")
    assert identify(here) != identify(model(tmp_path / "other", twist=0.5))


def test_threads_may_share_one(tmp_path: Path) -> None:
    encoder = load(model(tmp_path))
    (expected,) = encoder.encode([PHYSICIANS])
    found: list[list[Vector]] = []
    threads = [
        Thread(target=lambda: found.extend(encoder.encode([PHYSICIANS]) for _ in range(50))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [[expected]] * 200


def test_a_folder_that_holds_something_else_is_refused(tmp_path: Path) -> None:
    setting = model(tmp_path)
    (tmp_path / "tokenizer.json").write_text("{}")
    with pytest.raises(Unusable, match="cannot be loaded by model2vec"):
        load(setting)


def found_at_the_start() -> str:
    return "\n".join(str(each) for each in run_checks() if each.id == "claims.E001")


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        (
            "potion-base-8M",
            "'potion-base-8M' is not of the form model2vec:MODEL or sentence-transformers:MODEL",
        ),
        ("model2vec:", "is not of the form"),
        ("model2vec:/nowhere/at/all", "'model2vec:/nowhere/at/all' is no folder with a model"),
        ("sentence-transformers:some/model", "run: pip install sentence-transformers"),
    ],
)
def test_a_model_that_cannot_be_used_is_an_error_at_the_start(
    settings: Settings, setting: str, said: str
) -> None:
    settings.MATCHING_EMBEDDING = setting
    assert said in found_at_the_start()


def test_the_weights_must_be_of_the_model_that_is_set(settings: Settings, tmp_path: Path) -> None:
    assert found_at_the_start() == ""
    settings.MATCHING_EMBEDDING = setting = model(tmp_path / "one")
    assert "the shipped weights were trained with no embedding" in found_at_the_start()
    settings.MATCHING_WEIGHTS = str(tmp_path / "weights.json")
    assert "weights.json cannot be read: No such file" in found_at_the_start()
    (tmp_path / "empty.json").write_text("{}")
    settings.MATCHING_WEIGHTS = str(tmp_path / "empty.json")
    assert "empty.json holds no weights" in found_at_the_start()
    settings.MATCHING_WEIGHTS = weights(tmp_path / "of_another.json", model(tmp_path / "two", twist=0.5))
    assert f"and MATCHING_EMBEDDING is {identify(setting)}; train them anew" in found_at_the_start()
    settings.MATCHING_WEIGHTS = weights(tmp_path / "right.json", setting)
    assert found_at_the_start() == ""
    settings.MATCHING_EMBEDDING = ""
    assert "and MATCHING_EMBEDDING is no embedding" in found_at_the_start()


@pytest.mark.django_db
def test_a_database_without_pgvector_is_an_error_at_the_start(settings: Settings, tmp_path: Path) -> None:
    for name, value in settings_of(tmp_path).items():
        setattr(settings, name, value)
    with connection.cursor() as cursor:  # what the server has to offer, seen through a table of our own
        cursor.execute(
            "CREATE TEMPORARY TABLE pg_available_extensions AS TABLE pg_catalog.pg_available_extensions"
        )
        cursor.execute("SET LOCAL search_path TO pg_temp, pg_catalog, public")

        def said() -> list[str]:
            found = run_checks(databases=["default"])
            return [str(each.msg) for each in found if (each.id or "").startswith("claims.")]

        assert said() == ["The model that is set has embedded no claims; run: manage.py match_embed fill"]
        cursor.execute(
            "UPDATE pg_available_extensions SET default_version = '0.7.4', installed_version = NULL"
        )
        assert said() == ["MATCHING_EMBEDDING: pgvector is 0.7.4, and 0.8 is needed; update it"]
        cursor.execute("DELETE FROM pg_available_extensions WHERE name = 'vector'")
        (message,) = said()
        assert message.startswith("MATCHING_EMBEDDING: PostgreSQL lacks the extension pgvector")
