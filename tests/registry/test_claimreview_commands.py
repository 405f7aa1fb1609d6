from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_httpserver import HTTPServer

from claims.models import Verdict
from tests import factories

REVIEW = {
    "@context": "http://schema.org",
    "@type": "ClaimReview",
    "url": "https://desk.example.org/1",
    "claimReviewed": "The Velmar dam is 40 metres high.",
    "datePublished": "2026-03-01",
    "author": {"@type": "Organization", "name": "Control Desk", "url": "https://desk.example.org"},
    "reviewRating": {"@type": "Rating", "alternateName": "False", "ratingValue": 9, "bestRating": 5},
}


def call(name: str, *arguments: str, **options: Any) -> str:
    out = io.StringIO()
    call_command(name, *arguments, stdout=out, **options)
    return out.getvalue()


def test_lint_says_what_is_repaired_and_refused_with_its_line(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    broken = {name: value for name, value in REVIEW.items() if name != "claimReviewed"}
    scripts = [
        f'<script type="application/ld+json">\n{json.dumps(one)}\n</script>' for one in (REVIEW, broken)
    ]
    page.write_text("<html>\n" + "\n".join(scripts), encoding="utf-8")
    out = io.StringIO()
    with pytest.raises(CommandError, match="1 would be refused"):
        call_command("claimreview_lint", str(page), stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[0] == "line 3  repaired  https://desk.example.org/1"
    assert "rating-out-of-range: the value 9 is not between 1 and 5" in out.getvalue()
    assert "line 6  refused  https://desk.example.org/1" in lines
    assert lines[-1] == "2 records: 0 fine, 1 repaired, 1 refused"


def test_lint_of_a_page_without_any_says_so(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<html>nothing</html>", encoding="utf-8")
    with pytest.raises(CommandError, match="there is no ClaimReview"):
        call("claimreview_lint", str(page))


def test_lint_as_json_is_an_object_a_record(tmp_path: Path) -> None:
    file = tmp_path / "feed.jsonl"
    file.write_text(f"{json.dumps(REVIEW)}\n{json.dumps(REVIEW)}\n", encoding="utf-8")
    found = [json.loads(line) for line in call("claimreview_lint", str(file), "--json").splitlines()]
    assert [(one["line"], one["outcome"]) for one in found] == [(1, "repaired"), (2, "repaired")]


@pytest.mark.django_db
def test_import_of_a_file_is_reported_and_changes_nothing_the_second_time(tmp_path: Path) -> None:
    factories.user(username="ada", role=None, is_superuser=True)
    file = tmp_path / "feed.json"
    element = {"@type": "DataFeedItem", "item": [REVIEW, None]}
    file.write_text(json.dumps({"@type": "DataFeed", "dataFeedElement": [element]}), encoding="utf-8")
    said = call("claimreview_import", str(file))
    assert "line 1  refused  null-item" in said
    assert "2 records: 1 created, 0 updated, 0 unchanged, 1 refused; 1 of them repaired" in said
    assert "2 records: 0 created, 0 updated, 1 unchanged" in call(
        "claimreview_import", str(file), "--as", "ada"
    )
    verdict = Verdict.objects.get()
    assert (verdict.actor.username, verdict.publisher.name) == ("ada", "Control Desk")


@pytest.mark.django_db
def test_import_from_an_address_resolves_what_is_relative(httpserver: HTTPServer, settings: Any) -> None:
    settings.OUTBOUND_ALLOW = [f"127.0.0.1/32:{httpserver.port}"]
    factories.user(username="ada", role=None, is_superuser=True)
    page = f'<html><script type="application/ld+json">{json.dumps(REVIEW | {"url": "./one"})}</script></html>'
    httpserver.expect_request("/page").respond_with_data(page, content_type="text/html")
    site = httpserver.url_for("").replace("localhost", "127.0.0.1").rstrip("/")
    said = call("claimreview_import", f"{site}/page")
    assert "relative-url" in said
    assert Verdict.objects.get().review_url == f"{site}/one"


@pytest.mark.django_db
def test_import_says_in_one_line_what_cannot_be_done(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="name a user with --as"):
        call("claimreview_import", str(tmp_path / "none"))
    factories.user(username="ada", role=None, is_superuser=True)
    with pytest.raises(CommandError, match="cannot be read"):
        call("claimreview_import", str(tmp_path / "none"))
    with pytest.raises(CommandError, match="there is no user bob"):
        call("claimreview_import", "-", "--as", "bob")
