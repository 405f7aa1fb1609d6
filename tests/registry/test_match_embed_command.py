"""Vectors kept by hand: what the command says, and what it refuses."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import Settings

from claims.matching.encoder import identify
from claims.models import Claim
from claims.services.match_index import match_index_write
from tests.embedding import model

pytestmark = pytest.mark.django_db


@pytest.fixture
def claims() -> list[Claim]:
    made = [
        Claim.objects.create(text=text) for text in ("Physicians left.", "Loaves are dear.", "Ferries sail.")
    ]
    match_index_write(claims=[claim.pk for claim in made])
    return made


def run(action: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("match_embed", action, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_it_fills_says_how_far_it_is_and_forgets(
    claims: list[Claim], settings: Settings, tmp_path: Path
) -> None:
    assert run("state") == ("0 claims left\n", "")
    settings.MATCHING_EMBEDDING = model(tmp_path)
    assert run("note") == ("3 claims left\n", "")
    assert run("note") == ("3 claims left\n", "")
    embedded = f"3 claims embedded by {identify(settings.MATCHING_EMBEDDING)}\n0 claims left\n"
    assert run("fill") == (embedded, "3 claims left\n")
    assert run("fill") == (embedded, "")
    assert run("drop") == ("0 claims left\n", "")
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('claims_embedding')")
        assert cursor.fetchone() == (None,)


def test_it_refuses_in_one_line(settings: Settings) -> None:
    with pytest.raises(CommandError, match="no embedding is set"):
        run("fill")
    settings.MATCHING_EMBEDDING = "model2vec:/nowhere"
    with pytest.raises(CommandError, match="is no folder with a model"):
        run("note")
