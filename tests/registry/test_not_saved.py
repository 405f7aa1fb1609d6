"""Whatever comes between a form of the desk and its view, nothing that was typed is lost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.urls import reverse

from claims.models import Candidate, Claim
from claims.roles import Role
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)

TYPED = {"text": 'The quay is\n90 metres "long" </form><script>', "claimant_name": "Mira Solberg"}


class _Hidden(HTMLParser):
    """The hidden fields of a page, and where its form is sent."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.action = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a hidden field or the form's address."""
        found = dict(attrs)
        if tag == "form":
            self.action = found["action"] or ""
        if tag == "input" and found.get("type") == "hidden":
            self.fields[found["name"] or ""] = found["value"] or ""


def given_back(answer: Any) -> tuple[str, dict[str, str]]:
    """Where the page's one button sends what, the form's token included."""
    page = _Hidden()
    page.feed(answer.content.decode())
    return page.action, page.fields


@pytest.fixture
def editor() -> User:
    """Somebody who decides about candidates."""
    return factories.user(role=Role.EDITOR, is_staff=True)


@pytest.fixture
def client(editor: User) -> Client:
    """Their browser, which is asked for the forms' token."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    return client


@contextmanager
def held(candidate: Candidate) -> Iterator[None]:
    """Have somebody else hold the candidate, for which nobody waits long."""
    other = connection.copy()
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor, connection.cursor() as own:
            cursor.execute("SELECT FROM claims_candidate WHERE id = %s FOR UPDATE", [candidate.pk])
            own.execute("SET lock_timeout = '200ms'")
        yield
    finally:
        other.close()


def accept(client: Client, candidate: Candidate, typed: dict[str, str], **headers: str) -> Any:
    """Send the form by which the candidate becomes a claim."""
    return client.post(address(candidate), typed, headers=headers)


def address(candidate: Candidate) -> str:
    """Where the form of acceptance is sent, with the queue's filters."""
    return reverse("admin:claims_candidate_accept", args=[candidate.pk]) + "?_changelist_filters=o%3D1"


def token(client: Client) -> dict[str, str]:
    """The token of a page that the browser has just opened."""
    return {"csrfmiddlewaretoken": client.get(reverse("admin:index")).context["csrf_token"]}


def test_what_the_database_could_not_take_is_kept_and_sent_once_more(client: Client) -> None:
    candidate = factories.candidate()
    mine = token(client)
    with held(candidate):
        refused = accept(client, candidate, TYPED | mine)
    assert (refused.status_code, refused["Retry-After"]) == (503, "5")
    assert "Somebody else was changing the same; try again in a moment." in refused.content.decode()
    sent_to, fields = given_back(refused)
    assert sent_to == address(candidate)
    assert fields.items() >= TYPED.items()
    assert client.post(sent_to, fields).status_code == 302
    assert Claim.objects.get().text == TYPED["text"]


def test_a_form_sent_after_the_session_ended_is_kept(client: Client, editor: User) -> None:
    candidate = factories.candidate()
    mine = token(client)
    client.session.flush()
    refused = accept(client, candidate, TYPED | mine)
    assert refused.status_code == 403
    assert "You are logged out." in refused.content.decode()
    sent_to, fields = given_back(refused)
    assert (sent_to, fields.items() >= TYPED.items()) == (address(candidate), True)
    client.force_login(editor)
    assert client.post(sent_to, fields).status_code == 302
    assert Claim.objects.get().text == TYPED["text"]


def test_a_form_of_before_logging_in_anew_is_kept(client: Client) -> None:
    candidate = factories.candidate()
    refused = accept(client, candidate, TYPED, origin="http://testserver")
    assert refused.status_code == 403
    sent_to, fields = given_back(refused)
    assert fields.items() >= TYPED.items()
    assert client.post(sent_to, fields).status_code == 302


def test_a_form_of_another_site_is_not_given_back(client: Client) -> None:
    candidate = factories.candidate()
    for headers in ({}, {"origin": "https://elsewhere.example"}):
        refused = accept(client, candidate, TYPED, **headers)
        assert refused.status_code == 403
        assert given_back(refused) == ("", {})
    assert not Claim.objects.exists()


def test_a_password_is_not_given_back(client: Client) -> None:
    mine = token(client)
    client.session.flush()
    refused = client.post(reverse("admin:password_change"), {"old_password": "a long secret"} | mine)
    assert refused.status_code == 403
    assert "a long secret" not in refused.content.decode()


def test_a_page_that_the_database_does_not_answer_for_says_so(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(connection.settings_dict, "PORT", "1")
    connection.close()
    for page in (reverse("admin:index"), reverse("public-claims")):
        refused = client.get(page)
        assert (refused.status_code, refused["Retry-After"]) == (503, "5")
        assert "The database does not answer; try again in a moment." in refused.content.decode()
