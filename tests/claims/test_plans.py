"""What the desk, the search and the pipeline ask all the time reads no table that grows from end to end."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from claims.cluster_selectors import clusters_alike
from claims.clustering import wordings_of
from claims.document_pages import documents_page
from claims.document_selectors import documents_filter
from claims.import_selectors import rows_held
from claims.models import Candidate, Claim, ImportedRow, ImportJob
from claims.search_selectors import claims_found, claims_started
from claims.selectors import claims_filter
from claims.services.clusters import candidates_cluster
from claims.services.imports import imports_sweep
from claims.services.resemblance import claims_compare
from claims.sitemap_selectors import sitemap_claims
from common.ids import new_id
from common.scopes import Scope
from common.selectors import rows_identified
from tests import factories
from tests.api import anonymous, caller

pytestmark = pytest.mark.django_db

_COUNT = 8000
_GROWING = {"claims_claim", "claims_claimwords", "claims_candidate", "claims_cluster"}
_FILL = """
SET LOCAL session_replication_role = replica;
INSERT INTO claims_claim (id, text, language, state, verdicts_conflict, created_at, updated_at, compared_at)
SELECT uuidv7(), 'Fact ' || n, 'en', 'published', false, now() - n * interval '1 minute', now(), now()
FROM generate_series(1, 8000) AS n;
INSERT INTO claims_claimwords (claim_id, configurations, words)
SELECT id, '{english}',
    to_tsvector('english', replace(text, 'Fact', 'Fact' || length(text)) || ' w' || right(text, 3))
FROM claims_claim;
INSERT INTO claims_cluster (id, text, language, pairs, size, pending, open, created_at, seen_at)
SELECT uuidv7(), 'Fact ' || n, 'en', ARRAY[n, n + 1, n + 2]::bigint[], 1, 1, true, now(), now()
FROM generate_series(1, 8000) AS n;
INSERT INTO claims_candidate (id, article_version_id, start, "end", sentence, quote, claimant, role, via,
    addressee, said_on_text, said_on_precision, text, language, score, reasons, proposer, proposer_version,
    state, decided_at, decision_reason, better_text, text_edited, claimant_kind, cluster_id, leads,
    created_at)
SELECT uuidv7(), gen_random_uuid(), 0, 1, 'x', false, '', '', '{}', '', '', '', text, 'en', drawn.score, '{}',
    'p', '1', CASE WHEN drawn.score < 0.1 THEN 'pending' ELSE 'rejected' END,
    CASE WHEN drawn.score < 0.1 THEN NULL ELSE now() END, '', '', false, '', id, true, now()
FROM claims_cluster, LATERAL (SELECT random() AS score WHERE claims_cluster.id IS NOT NULL) AS drawn;
SET LOCAL session_replication_role = origin;
"""
_FILL_DOCUMENTS = """
INSERT INTO claims_claimdocument (claim_id, revision, state, created_at, changed_at, reviewed_at, body)
SELECT id, 1, state, created_at, created_at, created_at, '{}' FROM claims_claim
"""


@pytest.fixture
def history() -> None:
    """Thousands of claims, clusters and candidates, most of them decided."""
    with connection.cursor() as cursor:
        cursor.execute(_FILL)
        cursor.execute("ANALYZE")


def nodes(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return [plan, *(node for part in plan.get("Plans", []) for node in nodes(part))]


def whole_reads(work: Callable[[], Any], growing: Collection[str] = _GROWING) -> list[str]:
    """The growing tables that statements of the work would read from end to end."""
    with CaptureQueriesContext(connection) as context:
        work()
    found = []
    for query in context.captured_queries:
        if "set_config(" in query["sql"]:
            with connection.cursor() as cursor:
                cursor.execute(query["sql"].replace("%", "%%"), [])  # what it plans by
            continue
        if not query["sql"].lstrip().upper().startswith(("SELECT", "WITH", "UPDATE", "INSERT")):
            continue
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN (FORMAT JSON) " + query["sql"].replace("%", "%%"), [])
            (row,) = cursor.fetchall()
        plans = row[0] if isinstance(row[0], list) else json.loads(row[0])
        found += [
            f"{node['Relation Name']}: {query['sql'][:300]}"
            for plan in plans
            for node in nodes(plan["Plan"])
            if node["Node Type"] == "Seq Scan" and node["Relation Name"] in growing
        ]
    return found


@pytest.mark.usefixtures("history")
def test_nothing_asked_all_the_time_reads_a_growing_table_whole(client: Client) -> None:
    client.force_login(factories.user(is_staff=True, is_superuser=True))
    reader = caller(Scope.CANDIDATES_READ)
    made = [factories.candidate(text=f"Ferry {n} draws nine metres of water.") for n in range(3)]
    known = factories.published_claim(text="The ferry draws nine metres of water.")
    published = Claim.objects.filter(state="published")
    asked: dict[str, Callable[[], Any]] = {
        "a search": lambda: claims_found(published, "fact7 w123"),
        "a broad search": lambda: claims_found(published, "fact7"),
        "a search by beginnings": lambda: claims_started(Claim.objects.all(), "w12").count(),
        "a claim by its identifier": lambda: rows_identified(Claim.objects.all(), known.short_id).get(),
        "a candidate by its identifier": lambda: rows_identified(
            Candidate.objects.all(), made[0].short_id
        ).get(),
        "a search over the API": lambda: anonymous().get("/api/v1/claims?q=w123&facets=true"),
        "a search by identifier": lambda: claims_found(published, known.short_id),
        "the public search by identifier": lambda: client.get(f"/claims?q=Claim+{known.short_id}"),
        "a match": lambda: anonymous().send("POST", "/api/v1/claims/match", {"text": known.text}),
        "similar claims": lambda: anonymous().get(f"/api/v1/claims/{known.pk}/similar"),
        "the queue": lambda: client.get(reverse("admin:claims_candidate_changelist")),
        "a candidate": lambda: client.get(reverse("admin:claims_candidate_change", args=[made[0].pk])),
        "the queue over the API": lambda: reader.get("/api/v1/candidates?grouped=true&state=pending"),
        "alike clusters": lambda: clusters_alike(wordings_of([made[0].text], ["en"])),
        "clustering": lambda: candidates_cluster(candidates=made, known={made[0].pk: known.pk}),
        "comparing new claims": claims_compare,
        "duplicates": lambda: client.get(reverse("admin:claims_duplicate_changelist")),
    }
    faults = {name: found for name, work in asked.items() if (found := whole_reads(work))}
    assert not faults
    assert Candidate.objects.count() > _COUNT


def test_sweeping_imports_reads_none_that_are_done() -> None:
    done = {"owner": factories.user(), "state": ImportJob.State.DONE, "next_attempt_at": None}
    ImportJob.objects.bulk_create(ImportJob(**done) for _ in range(2000))
    ImportJob.objects.update(created_at=timezone.now() - timedelta(days=30))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE claims_importjob")
    assert not whole_reads(imports_sweep, {"claims_importjob"})


def test_the_end_of_an_import_reads_no_row_of_which_nothing_is_held() -> None:
    claim, owner = factories.claim(), factories.user()
    made = (ImportedRow(owner=owner, key=f"id:{n}", claim=claim, said={"claim": "a"}) for n in range(3000))
    ImportedRow.objects.bulk_create(made)
    job = ImportJob.objects.create(owner=owner)
    ImportedRow.objects.filter(key="id:7").update(said={"held": {"job": job.pk.hex}})
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE claims_importedrow")
    assert [row.key for row in rows_held(job)] == ["id:7"]
    assert not whole_reads(lambda: rows_held(job), {"claims_importedrow"})


def test_what_was_done_to_a_candidate_is_found_by_the_candidate(client: Client) -> None:
    editor, candidate = factories.user(is_staff=True, is_superuser=True), factories.candidate()
    kind = ContentType.objects.get_for_model(Candidate)
    done = {"user": editor, "content_type": kind, "object_repr": "Ferry", "action_flag": CHANGE}
    LogEntry.objects.bulk_create(LogEntry(**done, object_id=str(new_id())) for _ in range(2000))
    LogEntry.objects.log_actions(editor.pk, [candidate], CHANGE, "Read twice.")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE django_admin_log")
    client.force_login(editor)
    address = reverse("admin:claims_candidate_history", args=[candidate.pk])
    assert not whole_reads(lambda: client.get(address), {"django_admin_log"})
    assert "Read twice." in client.get(address).content.decode()


@pytest.mark.usefixtures("history")
def test_what_changed_since_a_moment_is_found_by_an_index() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_FILL_DOCUMENTS)
        cursor.execute("ANALYZE claims_claimdocument")
    newest = Claim.objects.order_by("-created_at")[59]
    wanted: dict[str, Any] = {"state": "published", "updated_since": newest.created_at}
    found = claims_filter(Claim.objects.all(), **wanted)
    first, *_, last = Claim.objects.order_by("pk").values_list("pk", flat=True)[4000:4060]
    asked: dict[str, Callable[[], Any]] = {
        "a page": lambda: documents_page(wanted, size=20, cursor=None),
        "a page by change": lambda: documents_page(wanted, size=20, cursor=None, order="-updated_at"),
        "an export": lambda: list(documents_filter(**wanted)),
        "a search": lambda: claims_found(found, "w123"),
        "a part of the sitemap": lambda: sitemap_claims(first, last),
    }
    assert documents_filter(**wanted).count() == found.count() == 60
    growing = {*_GROWING, "claims_claimdocument"}
    assert not {name: reads for name, work in asked.items() if (reads := whole_reads(work, growing))}
