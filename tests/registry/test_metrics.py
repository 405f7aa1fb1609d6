"""What the figures say, to whom, and that they are read from indexes."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from celery import current_app
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from claims.models import ImportJob, LedgerHead
from claims.services.imports import import_receive
from common.metrics import COUNTED, Measured, exposed
from registry import metrics
from registry.heartbeats import worker_heard
from sources.models import Article
from tests import factories
from webhooks.models import Delivery

pytestmark = pytest.mark.django_db
_TOKEN = "of the one who watches"


@pytest.fixture(autouse=True)
def token(settings: Settings) -> None:
    settings.METRICS_TOKEN = _TOKEN


def asked(token: str = _TOKEN) -> Any:
    return Client().get("/metrics", headers={"Authorization": f"Bearer {token}"})


def figures() -> dict[str, float]:
    answer = asked()
    assert answer.status_code == 200
    lines = [line for line in answer.content.decode().splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


def test_only_whoever_shows_the_token_reads_them(settings: Settings) -> None:
    for wrong in ("", "another", f"{_TOKEN}é"):
        answer = asked(wrong)
        assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
        assert b"registry_" not in answer.content
    settings.METRICS_TOKEN = ""
    assert asked("").status_code == 404


def test_it_is_the_text_format() -> None:
    answer = asked()
    assert answer["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    lines = answer.content.decode().splitlines()
    names = [line.split()[2] for line in lines if line.startswith("# TYPE")]
    assert len(names) == len(set(names)) > 20
    for line in lines:
        assert re.fullmatch(
            r'# (HELP|TYPE) registry_\w+ .+|registry_\w+(\{\w+="[^"]+"\})? -?[\d.e+]+', line
        ), line


def test_a_label_is_escaped() -> None:
    odd = Measured(name="x", help="y", label="worker", values=(('a"b\\c\nd', 1.5),))
    assert exposed([odd]).splitlines()[-1] == r'x{worker="a\"b\\c\nd"} 1.5'


def test_what_waits_is_told() -> None:
    before = figures()
    late = timezone.now() - timedelta(seconds=500)
    Article.objects.filter(pk=factories.article().pk).update(next_attempt_at=late)
    Article.objects.filter(pk=factories.article().pk).update(state="failed", next_attempt_at=None)
    import_receive(owner=factories.user(), format=ImportJob.Format.NDJSON, body=[b"{}"])
    ImportJob.objects.update(next_attempt_at=late)
    factories.verdict()
    now = figures()
    assert 400 < now["registry_article_overdue_seconds"] < 560
    assert 400 < now["registry_import_overdue_seconds"] < 560
    assert now["registry_articles_failed"] == before["registry_articles_failed"] + 1
    assert now['registry_imports{state="queued"}'] == 1
    assert now["registry_ledger_entries"] == LedgerHead.objects.get().size == 1
    assert now["registry_ledger_unsigned_entries"] == 1
    assert now["registry_changes_unplaced"] > before["registry_changes_unplaced"]
    assert before["registry_feed_overdue_seconds"] == before["registry_event_lag_seconds"] == 0


def test_deliveries_that_wait_are_told(settings: Settings) -> None:
    settings.OUTBOUND_ALLOW = ["127.0.0.1/32:9"]
    factories.endpoint(url="http://127.0.0.1:9/hook")
    factories.verdict()
    delivery = Delivery.objects.get()
    Delivery.objects.filter(pk=delivery.pk).update(next_attempt_at=timezone.now() - timedelta(seconds=90))
    now = figures()
    assert now["registry_deliveries_pending"] == 1
    assert 30 < now["registry_delivery_overdue_seconds"] < 150


def test_workers_are_heard_and_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    worker_heard(current_app, "celery@velmar")
    assert figures()['registry_worker_heard_seconds{worker="celery@velmar"}'] < 30
    monkeypatch.setattr("registry.heartbeats._FORGOTTEN", -1.0)
    assert not [name for name in figures() if name.startswith("registry_worker_heard")]


def test_without_redis_the_rest_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metrics, "broker_state", _away)
    now = figures()
    assert now["registry_redis_up"] == 0
    assert "registry_tasks_waiting" not in now
    assert "registry_ledger_entries" in now


def _away(_: Any) -> Any:
    raise ConnectionRefusedError


def test_no_figure_reads_a_table_from_end_to_end() -> None:
    """Where a table has no index for it PostgreSQL cannot but read it whole, whatever it is told."""
    small = {"sources_feed", "webhooks_endpoint", "claims_ledgerhead", "claims_matchpending"}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for gauge in metrics._GAUGES:
            cursor.execute("EXPLAIN " + gauge.sql)
            plan = "\n".join(row[0] for row in cursor.fetchall())
            assert set(re.findall(r"Seq Scan on (\w+)", plan)) <= small, (gauge.name, plan)
            assert "count(*)" not in gauge.sql or "GROUP BY" in gauge.sql or f"LIMIT {COUNTED}" in gauge.sql
