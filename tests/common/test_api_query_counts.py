"""What each list costs the database is written down, and does not grow with the page.

The table is query_counts.json beside this file: queries of a whole request without a key, or with one.
"""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claims.models import ImportJob, ImportNote
from claims.services.imports import import_fetch
from common.scopes import Scope
from tests import factories
from tests.api import caller, document
from tests.common.test_api_permissions import TABLE, World
from webhooks.models import ReplayJob
from webhooks.services.replays import replay_continue, replay_start

pytestmark = pytest.mark.django_db

_COUNTS: dict[str, int] = json.loads(Path(__file__).with_name("query_counts.json").read_text())
_SIZES = {"page_size", "limit"}
# A page costs the same for each kind of thing that is on it; of kinds there are a handful.
_BY_KIND = {"/api/v1/changes"}


def _size_of(path: str) -> str | None:
    parameters = document()["paths"][path]["get"].get("parameters", ())
    return next((each["name"] for each in parameters if each["name"] in _SIZES), None)


# The few best of all there are, not a list of them.
_RANKED = {"/api/v1/claims/{claim_id}/similar"}
_LISTS = [path for method, path in TABLE if method == "GET" and _size_of(path) and path not in _RANKED]


def _more_of_everything(world: World) -> None:
    """A second row of every list, with everything that a row can have."""
    claim = factories.published_claim(article_version=factories.article_version(text=factories.SENTENCE))
    claim.topics.set([factories.topic("rivers"), factories.topic("dams")])
    factories.merged_claim(claim)
    verdict = factories.verdict(claim)
    factories.evidence(claim)
    factories.candidate()
    factories.feed()
    factories.topic("lakes")
    verdict_of_world = factories.verdict(
        type(claim).objects.get(pk=world.ids["claim_id"]), publisher=factories.fact_checker()
    )
    for row in (verdict, verdict_of_world):
        factories.draft(row, author=world.owner)
    factories.article_version(article=claim.appearances.get().article_version.article, number=2, text="Four.")
    endpoint, _ = factories.endpoint(owner=world.owner, url="http://127.0.0.1:9/second")
    since = timezone.now() - timedelta(hours=1)
    job = replay_start(endpoint=endpoint, wanted=ReplayJob.Wanted.MISSING, since=since)
    replay_continue(job_id=job.id)
    imported = import_fetch(
        owner=world.owner, format=ImportJob.Format.CLAIMREVIEW, url="https://checks.example/feed"
    )
    for line in (1, 2):
        ImportNote.objects.create(job=imported, line=line, severity="noticed", code="no-date", detail="None.")
    world.ids["import_id"] = str(imported.id)
    world.ids["article_id"] = str(claim.appearances.get().article_version.article_id)
    world.ids["claim_id"] = str(claim.id)


def test_the_table_names_every_list() -> None:
    assert set(_COUNTS) == set(_LISTS)


@pytest.mark.parametrize("path", _LISTS)
def test_a_list_costs_what_the_table_says_however_long_the_page(world: World, path: str) -> None:
    _more_of_everything(world)
    needed = TABLE["GET", path]
    who = caller(needed if isinstance(needed, Scope) else Scope.ARTICLES_READ, owner=world.owner)
    address, name = path.format(**world.ids), _size_of(path)
    who.get(address)  # the first use of a key is written down, and events are placed
    found: dict[int, int] = {}
    for size in (1, 2, 200):
        with CaptureQueriesContext(connection) as queries:
            answer: Any = who.get(f"{address}?{name}={size}").json()
        rows = answer.get("results", answer.get("entries"))
        assert len(rows) == size if size < 3 else len(rows) >= 2, path
        found[size] = len(queries)
    assert max(found.values()) == _COUNTS[path], found
    if path not in _BY_KIND:
        assert len(set(found.values())) == 1, found
