"""The front page of the desk."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import registry.admin
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
    figures = admin_client.get(reverse("admin:index")).context["figures"]
    assert [(figure.name, figure.shown) for figure in figures] == [
        ("candidates to decide", "2"),
        ("possible duplicates", "0"),
        ("articles failed", "1"),
        ("deliveries failing", "0"),
    ]
    for figure in figures:
        assert admin_client.get(figure.address).status_code == 200


def test_it_counts_no_further_than_it_must(admin_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry.admin, "COUNTED", 3)
    for _ in range(4):
        factories.candidate()
    with CaptureQueriesContext(connection) as captured:
        response = admin_client.get(reverse("admin:index"))
    assert response.context["figures"][0].shown == "3+"
    counts = [query["sql"] for query in captured.captured_queries if "COUNT(*)" in query["sql"]]
    assert len(counts) == 4
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


def test_a_page_opened_before_logging_in_anew_says_that_nothing_is_lost() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(factories.user(is_staff=True))
    refused = client.post(reverse("admin:claims_candidate_changelist"), {"action": "reject"})
    assert refused.status_code == 403
    assert "what you typed is still there" in refused.content.decode()
