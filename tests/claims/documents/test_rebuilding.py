"""The command that makes documents anew, and says whether they are what the rows say."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from threading import Event as Signal

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from claims.models import ClaimDocument, Topic
from claims.services.documents import documents_refresh
from claims.services.rebuilding import documents_check
from claims.services.topics import claim_topics_set
from common.models import Change
from tests import factories


def _run(*arguments: str) -> str:
    out = StringIO()
    call_command("claimdocuments_rebuild", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


@pytest.mark.django_db
def test_what_differs_is_found_and_written_and_told() -> None:
    claims = [factories.published_claim() for _ in range(3)]
    assert "OK: all 3 documents" in _run("--check")
    ClaimDocument.objects.filter(pk=claims[0].pk).update(body="{}")
    ClaimDocument.objects.filter(pk=claims[1].pk).delete()
    with pytest.raises(CommandError, match="2 of 3 documents differ"):
        _run("--check")
    before = Change.objects.count()
    told = _run()
    assert "3 claims: 2 documents differed and were written" in told
    assert "OK: all 3 documents" in told
    assert Change.objects.count() == before + 2
    assert ClaimDocument.objects.get(pk=claims[0].pk).revision == 3
    assert "3 claims: 0 documents differed" in _run()
    assert Change.objects.count() == before + 2


@pytest.mark.django_db
def test_nothing_is_written_where_nothing_changed() -> None:
    claim = factories.published_claim()
    revision = ClaimDocument.objects.get(pk=claim.pk).revision
    assert documents_refresh(claim_ids=[claim.pk]) == 0
    assert ClaimDocument.objects.get(pk=claim.pk).revision == revision


@pytest.mark.django_db(transaction=True)
def test_of_two_changes_at_once_the_second_is_built_on_the_first() -> None:
    claim, topic = factories.published_claim(), factories.topic()
    changed, may_commit = Signal(), Signal()

    def first() -> None:
        try:
            with transaction.atomic():
                claim_topics_set(claim_id=claim.pk, topics=[topic.slug], actor=factories.user())
                changed.set()
                assert may_commit.wait(30)
        finally:
            connection.close()

    def second() -> None:
        try:
            factories.verdict(claim)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        running = pool.submit(first)
        assert changed.wait(30)
        waiting = pool.submit(second)
        may_commit.set()
        running.result(timeout=30)
        waiting.result(timeout=30)
    assert not documents_check().differed
    assert Topic.objects.filter(claims=claim.pk).exists()
