"""Handing an article in at the desk."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sources.models import Article
from tests import factories

pytestmark = pytest.mark.django_db


def submission(**values: Any) -> dict[str, Any]:
    return {"url": "", "text": "", "title": "", "outlet": ""} | values


def test_an_article_is_handed_in_as_text(admin_client: Client) -> None:
    response = admin_client.post(
        reverse("admin:sources_article_add"),
        submission(
            text="The dam holds two years of water.\n",
            title="The dam",
            outlet="Harbour Courier",
            published_at_0="2026-05-04",
            published_at_1="08:00",
        ),
    )
    article = Article.objects.get()
    assert response.headers["Location"] == reverse("admin:sources_article_change", args=[article.pk])
    assert (article.title, article.state) == ("The dam", "fetched")
    assert article.source is not None
    assert article.source.name == "Harbour Courier"
    assert article.published_at is not None
    assert article.next_attempt_at is not None
    assert article.next_attempt_at <= timezone.now()


def test_an_article_is_handed_in_by_its_address(admin_client: Client) -> None:
    admin_client.post(reverse("admin:sources_article_add"), submission(url="https://courier.example/dam"))
    article = Article.objects.get()
    assert (article.url, article.state) == ("https://courier.example/dam", "queued")


def test_the_day_it_was_published_will_do(admin_client: Client) -> None:
    given = submission(text="The dam is full.", published_at_0="2026-05-04", published_at_1="")
    admin_client.post(reverse("admin:sources_article_add"), given)
    assert Article.objects.get().published_at == datetime(2026, 5, 4, tzinfo=UTC)


def test_a_day_years_ahead_is_refused_beside_it_and_nothing_typed_is_lost(admin_client: Client) -> None:
    given = submission(text="The dam is full.", published_at_0="2099-05-04", published_at_1="")
    response = admin_client.post(reverse("admin:sources_article_add"), given)
    form = response.context["adminform"].form
    assert "2099-05-04 is more than 2 days ahead" in form.errors["published_at"][0]
    assert form["text"].value() == "The dam is full."
    assert not Article.objects.exists()


@pytest.mark.parametrize("url", ["", "http://127.0.0.1/", "nonsense"])
def test_nothing_to_read_is_refused_beside_the_address(admin_client: Client, url: str) -> None:
    response = admin_client.post(reverse("admin:sources_article_add"), submission(url=url))
    assert response.status_code == 200
    assert response.context["adminform"].form.errors["url"]
    assert not Article.objects.exists()


def test_handing_in_needs_the_permission_to_add_articles(client: Client) -> None:
    person = factories.user(role=None, is_staff=True)
    person.user_permissions.set(Permission.objects.filter(codename__in=["view_article", "change_article"]))
    client.force_login(person)
    form = submission(text="The dam holds.")
    assert client.get(reverse("admin:sources_article_add")).status_code == 403
    assert client.post(reverse("admin:sources_article_add"), form).status_code == 403
    assert not Article.objects.exists()


def test_an_article_leads_to_its_candidates(admin_client: Client) -> None:
    candidate, _ = factories.candidate(), factories.candidate()
    article = candidate.article_version.article
    shown = admin_client.get(reverse("admin:sources_article_change", args=[article.pk])).content.decode()
    queue = f"{reverse('admin:claims_candidate_changelist')}?article={article.pk}&amp;state=all"
    assert f'<a href="{queue}">1 to see</a>' in shown
    found = admin_client.get(queue.replace("&amp;", "&")).context["cl"].result_list
    assert list(found) == [candidate]


def test_what_failed_is_read_again_and_what_has_no_address_is_named(admin_client: Client) -> None:
    failed = factories.article(url="https://courier.example/dam", state="failed", failure="404")
    text = factories.article(url=f"urn:sha256:{'0' * 64}", state="failed", failure="empty")
    answer = admin_client.post(
        reverse("admin:sources_article_changelist"),
        {"action": "read_again", "_selected_action": [failed.pk, text.pk]},
        follow=True,
    )
    assert "has no address to be read at" in answer.content.decode()
    assert list(Article.objects.filter(state="queued")) == [failed]


def test_a_failed_article_is_dismissed_and_that_taken_back_with_who_did_it_kept(admin_client: Client) -> None:
    failed = factories.article(state="failed", failure="The server answered 404.")
    fine = factories.article(title="The harbour", state="matched")
    articles = reverse("admin:sources_article_changelist")

    def act(action: str) -> str:
        chosen = {"action": action, "_selected_action": [failed.pk, fine.pk]}
        return admin_client.post(articles, chosen, follow=True).content.decode()

    assert (
        "<strong>1</strong> <span>articles failed"
        in admin_client.get(reverse("admin:index")).content.decode()
    )
    told = act("dismiss")
    assert "Dismissed: 1." in told
    assert "The harbour: the article is matched, not failed" in told
    failed.refresh_from_db()
    assert (failed.state, failed.failure) == ("dismissed", "The server answered 404.")
    assert (
        "<strong>0</strong> <span>articles failed"
        in admin_client.get(reverse("admin:index")).content.decode()
    )
    history = admin_client.get(reverse("admin:sources_article_history", args=[failed.pk])).content.decode()
    assert "Dismissed. It had failed: The server answered 404." in history
    assert "Dismissal taken back: 1." in act("restore")
    failed.refresh_from_db()
    assert failed.state == "failed"


def test_a_dismissed_article_is_read_again_when_it_is_handed_in_again(admin_client: Client) -> None:
    article = factories.article(url="https://courier.example/dam", state="dismissed", failure="404")
    admin_client.post(reverse("admin:sources_article_add"), submission(url=article.url))
    article.refresh_from_db()
    assert (article.state, article.failure) == ("queued", "")


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"state": "failed"}, "Read it again, or dismiss it</a>; or add it once more, with its text"),
        ({"state": "dismissed"}, "Read it again, or take the dismissal back</a>; or"),
        ({"state": "failed", "url": f"urn:sha256:{'0' * 64}"}, ">Dismiss it</a>"),
        ({"state": "queued", "failure": "The server answered 503."}, None),
    ],
)
def test_the_page_of_an_article_that_failed_says_what_can_be_done(
    admin_client: Client, values: dict[str, str], told: str | None
) -> None:
    article = factories.article(**values)
    shown = admin_client.get(reverse("admin:sources_article_change", args=[article.pk])).content.decode()
    assert ("What can be done" in shown) == (told is not None)
    if told is not None:
        assert told in shown
        listed = reverse("admin:sources_article_changelist")
        assert f'<a href="{listed}?q={article.pk}">' in shown
        found = admin_client.get(listed, {"q": str(article.pk)}).context["cl"].result_list
        assert list(found) == [article]
