"""The front page of the desk, and what all its lists have in common."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.admin import site
from django.contrib.auth.models import Group, Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

import registry.admin
from claims.models import ImportJob
from claims.roles import Role
from claims.rules import Kind
from claims.services.drafts import draft_create
from common.ids import new_id, short_id
from tests import factories

pytestmark = pytest.mark.django_db


def test_it_has_the_registrys_name_and_begins_with_the_claims(admin_client: Client) -> None:
    response = admin_client.get(reverse("admin:index"))
    assert "<title>Claim registry | Claim registry</title>" in response.content.decode()
    assert [app["app_label"] for app in response.context["app_list"]][:3] == ["claims", "sources", "webhooks"]


def test_it_says_what_waits(admin_client: Client) -> None:
    factories.candidate()
    factories.candidate()
    factories.article(state="failed")
    factories.feed(state="failing")
    weeks_ago, lately = (_failed_import() for _ in range(2))
    ImportJob.objects.filter(pk=weeks_ago.pk).update(created_at=timezone.now() - timedelta(days=20))
    figures = admin_client.get(reverse("admin:index")).context["figures"]
    assert [(figure.name, figure.shown) for figure in figures] == [
        ("candidates to decide", "2"),
        ("drafts to publish", "0"),
        ("possible duplicates", "0"),
        ("articles failed", "1"),
        ("feeds failing", "1"),
        ("imports failed lately", "1"),
        ("deliveries failing", "0"),
    ]
    for figure in figures:
        listed = admin_client.get(figure.address)
        assert listed.status_code == 200
        assert listed.context["cl"].result_count == figure.count
    assert admin_client.get(figures[5].address).context["cl"].result_list[0] == lately


def _failed_import() -> ImportJob:
    owner = factories.user()
    return ImportJob.objects.create(owner=owner, format=ImportJob.Format.CSV, state=ImportJob.State.FAILED)


def test_drafts_wait_for_those_who_may_publish_them() -> None:
    author = factories.user(role=Role.EDITOR, is_staff=True)
    strict = factories.fact_checker(four_eyes=True)
    for publisher in (strict, factories.fact_checker()):
        claim = factories.claim()
        draft_create(claim_id=claim.pk, publisher_id=publisher.pk, kind=Kind.INITIAL, actor=author)

    def told(person: User) -> list[str]:
        client = Client()
        client.force_login(person)
        figures = client.get(reverse("admin:index")).context["figures"]
        return [figure.shown for figure in figures if figure.name == "drafts to publish"]

    assert told(author) == ["1"]
    assert told(factories.user(role=Role.EDITOR, is_staff=True)) == ["2"]
    assert told(factories.user(role=Role.CHECKER, is_staff=True)) == []


def test_it_counts_no_further_than_it_must(admin_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry.admin, "COUNTED", 3)
    for _ in range(4):
        factories.candidate()
    with CaptureQueriesContext(connection) as captured:
        response = admin_client.get(reverse("admin:index"))
    assert response.context["figures"][0].shown == "3+"
    counts = [query["sql"] for query in captured.captured_queries if "COUNT(*)" in query["sql"]]
    assert len(counts) == 7
    assert all("LIMIT 3" in sql for sql in counts)


def test_it_shows_only_what_its_reader_may_see(client: Client) -> None:
    person = factories.user(role=None, is_staff=True)
    person.user_permissions.set(Permission.objects.filter(codename="view_article"))
    client.force_login(person)
    figures = client.get(reverse("admin:index")).context["figures"]
    assert [figure.name for figure in figures] == ["articles failed"]


def test_nobody_sees_it_without_logging_in(client: Client) -> None:
    assert reverse("admin:login") in client.get(reverse("admin:index")).headers["Location"]


def test_whoever_may_not_do_something_is_told_what_it_takes(client: Client) -> None:
    client.force_login(factories.user(role=None, is_staff=True))
    refused = client.get(reverse("admin:claims_claim_changelist"))
    assert refused.status_code == 403
    assert "Your account may not do this" in refused.content.decode()


def test_every_list_takes_what_may_be_an_identifier(admin_client: Client) -> None:
    for model, admin in site._registry.items():
        if admin.search_fields:
            listed = reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_changelist")
            for text in (new_id(), short_id(new_id())):
                found = admin_client.get(listed, {"q": str(text)})
                assert (found.status_code, list(found.context["cl"].result_list)) == (200, []), listed


def test_an_empty_list_says_where_its_rows_come_from(admin_client: Client) -> None:
    for name, told in (
        ("claims_candidate", "Candidates are found in articles"),
        ("sources_article", "Add one by its address or its text"),
        ("sources_feed", "Add one of an outlet"),
        ("auth_group", "There is none yet."),
    ):
        if name == "auth_group":
            Group.objects.all().delete()
        listed = reverse(f"admin:{name}_changelist")
        shown = admin_client.get(listed).content.decode()
        assert told in shown
        assert 'name="action"' not in shown
        sought = admin_client.get(listed, {"q": "quay"}).content.decode()
        assert "Nothing is found by these words and filters" in sought
        assert told not in sought
    filtered = admin_client.get(reverse("admin:claims_candidate_changelist"), {"state": "rejected"})
    assert "Nothing is found by these words and filters" in filtered.content.decode()
