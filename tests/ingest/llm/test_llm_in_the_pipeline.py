"""An article read by a model in the pipeline; what the model does not read, the built-in proposer does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from werkzeug import Response

from claims.models import Candidate
from ingest import components
from ingest.apps import check_components
from ingest.pipeline import advance, propose_asking
from ingest.services import article_submit
from sources.models import Article
from tests.ingest.llm.model_server import ModelServer, claim, claims

PATH = "ingest.llm.proposer.LLMProposer"
FIRST = "The Velmar reservoir lost 40 percent of its water in May 2025, said Oda Brekke, the water minister."
SECOND = "The new tram line in Kessen cost 31 million crowns more than planned, the ministry said."
TEXT = f"{FIRST}\n{SECOND}\n"


@pytest.fixture
def asked_first(model: ModelServer, settings: Any) -> Iterator[ModelServer]:
    settings.PROPOSERS = [PATH]
    settings.LLM_URL = model.proposer()._server.url
    settings.LLM_ALLOW = list(model.proposer()._server.allow)
    settings.LLM_MODEL, settings.LLM_ATTEMPTS, settings.LLM_SECONDS = "tiny-model", 1, 10
    components._proposer.cache_clear()
    yield model
    components._proposer.cache_clear()


def read_through() -> Article:
    article_id = article_submit(text=TEXT, title="Water").id
    for _ in range(4):
        advance(article_id)
    return Article.objects.get(pk=article_id)


def found() -> list[tuple[str, str, str]]:
    rows = Candidate.objects.order_by("start").values_list("proposer", "proposer_version", "sentence")
    return list(rows)


@pytest.mark.django_db
def test_what_the_model_finds_is_stored_in_its_name_and_version(asked_first: ModelServer) -> None:
    asked_first.answers(claims(claim(SECOND), claim("The moon is made of 40 percent cheese.")))
    assert read_through().state == Article.State.MATCHED
    assert found() == [("llm", "2:tiny-model", SECOND)]


@pytest.mark.django_db
def test_the_built_in_one_reads_in_its_own_name_what_the_model_did_not(asked_first: ModelServer) -> None:
    asked_first.answers(Response("", status=500))
    assert read_through().state == Article.State.MATCHED
    assert found() == [("linguistic", "1", FIRST), ("linguistic", "1", SECOND)]


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_and_no_row_held_while_the_model_thinks(asked_first: ModelServer) -> None:
    seen: list[object] = []

    def look(_: str) -> str:
        """In the server's thread, on a connection of its own."""
        try:
            with transaction.atomic():
                rows = Article.objects.select_for_update(nowait=True)
                seen.extend([rows.get().state, _idle_in_transaction()])
        finally:
            connection.close()
        return claims(claim(FIRST))

    asked_first.answers(look)
    assert read_through().state == Article.State.MATCHED
    assert seen == ["extracted", 0]


@pytest.mark.django_db
def test_a_text_that_changed_meanwhile_keeps_nothing_of_the_old_one(asked_first: ModelServer) -> None:
    asked_first.answers(claims(claim(FIRST)))
    article = article_submit(text=TEXT, url="https://velmar-post.example/a")
    advance(article.id)
    stale = Article.objects.get(pk=article.id)
    article_submit(text="Another text of 5 words.", url="https://velmar-post.example/a")
    propose_asking(stale)
    assert not Candidate.objects.exists()
    assert Article.objects.get().state == Article.State.FETCHED


@pytest.mark.django_db
def test_a_proposer_without_its_settings_is_an_error_at_the_start(settings: Any) -> None:
    settings.PROPOSERS, settings.LLM_URL = [PATH], ""
    (error,) = check_components(None)
    assert error.id == "ingest.E002"
    assert "set LLM_URL and LLM_MODEL" in error.msg


def _idle_in_transaction() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE state = 'idle in transaction' AND datname = current_database()"
            " AND pid <> pg_backend_pid()"
        )
        row = cursor.fetchone()
    return int(row[0]) if row else 0
