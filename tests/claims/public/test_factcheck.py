"""Google's `claims:search`, parameter by parameter, and every refusal in Google's shape."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from claims import public_selectors
from claims.models import Claim
from claims.rules import Kind
from claims.services.candidates import candidate_merge
from claims.services.merges import claim_merge
from claims.services.verdicts import Statement
from sources.models import Source
from tests import factories
from tests.claims.claimreview.reviews import SEEN, document, run

pytestmark = pytest.mark.django_db

_PATH = "/v1alpha1/claims:search"


def search(client: Client, **query: Any) -> Any:
    answer = client.get(_PATH, query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def texts(client: Client, **query: Any) -> list[str]:
    return [found["text"] for found in search(client, **query).get("claims", [])]


def merge(claim: Claim, into: Claim) -> None:
    claim_merge(claim_id=claim.id, into_id=into.id, actor=factories.user(), reason="They say the same.")


def refusal(client: Client, expected: str, **query: Any) -> str:
    answer = client.get(_PATH, query)
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/json")
    assert set(answer.json()) == {"error"}
    error = answer.json()["error"]
    assert set(error) == {"code", "message", "status"}
    assert (error["code"], error["status"]) == (400, "INVALID_ARGUMENT")
    assert expected in error["message"]
    return str(error["message"])


def reviewed(
    text: str, *, site: str = "facts.example", at: datetime | None = None, language: str = "en"
) -> Claim:
    claim = factories.claim(text=text)
    known = Source.objects.filter(domain=site).exclude(domain="").first()
    factories.verdict(
        claim,
        publisher=known or factories.fact_checker(domain=site),
        statement=Statement(language=language, effective_at=at or timezone.now()),
    )
    return claim


def test_a_claim_is_shown_in_googles_words(client: Client) -> None:
    claim = factories.accepted_claim(
        said_on_text="on Sunday", said_on=date(2026, 2, 1), said_on_precision="day"
    )
    verdict = factories.verdict(
        claim,
        publisher=factories.fact_checker(name="Vestmark Facts", domain="facts.example"),
        rating_id=factories.rating("Wrong").id,
        statement=Statement(
            summary="It holds one year of water.",
            original_label="Plainly wrong",
            review_url="https://facts.example/reservoir",
            language="en-GB",
            effective_at=datetime(2026, 3, 1, 12, 30, tzinfo=UTC),
        ),
    )
    assert verdict.rating
    assert search(client, query="reservoir") == {
        "claims": [
            {
                "text": "The reservoir holds two years of water.",
                "claimant": "Oda Brekke",
                "claimDate": "2026-02-01T00:00:00Z",
                "claimReview": [
                    {
                        "publisher": {"name": "Vestmark Facts", "site": "facts.example"},
                        "url": "https://facts.example/reservoir",
                        "title": "It holds one year of water.",
                        "reviewDate": "2026-03-01T12:30:00Z",
                        "textualRating": "Plainly wrong",
                        "languageCode": "en-GB",
                    }
                ],
            }
        ]
    }


def test_the_day_that_a_review_reports_is_the_claims_and_the_day_of_its_import_is_not(client: Client) -> None:
    reviews = (
        document(itemReviewed=SEEN | {"datePublished": "2026-05-04"}),
        document(url="https://facts.example/2", claimReviewed="The quay has no lamps."),
    )
    run(factories.user(), *reviews)
    found = {one["text"]: one.get("claimDate") for one in search(client, query="quay")["claims"]}
    day = "2026-05-04T00:00:00Z"
    assert found == {"The quay of Vestmark is 90 metres long.": day, "The quay has no lamps.": None}


def test_the_month_that_a_review_reports_is_no_day_of_the_claim(client: Client) -> None:
    run(factories.user(), document(itemReviewed=SEEN | {"datePublished": "2026-04"}))
    (found,) = search(client, query="quay")["claims"]
    assert "claimDate" not in found


def test_a_claim_that_an_article_without_a_date_makes_is_given_none(client: Client) -> None:
    factories.verdict(factories.accepted_claim(said_on=date(2026, 2, 1), said_on_precision="month"))
    (found,) = search(client, query="reservoir")["claims"]
    assert "claimDate" not in found


def test_what_is_not_known_is_left_out_and_the_page_of_the_claim_stands_for_the_review(
    client: Client, settings: Any
) -> None:
    settings.PUBLIC_URL = "https://registry.example"
    claim = reviewed("The quay is 90 metres long.", site="", language="")
    (found,) = search(client, query="quay")["claims"]
    assert set(found) == {"text", "claimReview"}
    (review,) = found["claimReview"]
    assert set(review) == {"publisher", "url", "reviewDate", "textualRating", "languageCode"}
    assert review["url"] == f"https://registry.example/claims/{claim.id}"
    assert review["languageCode"] == "en"
    assert set(review["publisher"]) == {"name"}


def test_nothing_found_is_an_empty_object(client: Client) -> None:
    assert search(client, query="nothing of the kind") == {}


def test_neither_query_nor_site_is_refused(client: Client) -> None:
    refusal(client, "query or a review_publisher_site_filter", languageCode="en")
    refusal(client, "query or a review_publisher_site_filter", query="  ")


def test_open_merged_and_retracted_claims_are_not_found(client: Client) -> None:
    standing = reviewed("The quay is long.")
    factories.claim(text="The quay is short.")
    factories.merged_claim(standing, text="The quay is not short.")
    gone = factories.verdict(factories.claim(text="The quay is high."))
    factories.verdict(gone.claim, publisher=gone.publisher, kind=Kind.RETRACTION)
    assert texts(client, query="quay") == ["The quay is long."]


def test_reviews_of_a_merged_claim_are_its_survivors_each_once(client: Client, settings: Any) -> None:
    settings.PUBLIC_URL = "https://registry.example"
    long_ago = timezone.now() - timedelta(days=300)
    into = reviewed("The quay is long.", site="facts.example", at=long_ago)
    merged = reviewed("The mole is long.", site="other.example", language="nb")
    facts = Source.objects.get(domain="facts.example")
    factories.verdict(merged, publisher=facts, statement=Statement(effective_at=long_ago - timedelta(days=1)))
    merge(merged, into)

    (found,) = search(client, query="quay")["claims"]
    assert [(one["publisher"]["site"], one["languageCode"]) for one in found["claimReview"]] == [
        ("facts.example", "en"),
        ("other.example", "nb"),
    ]
    assert found["claimReview"][1]["url"] == f"https://registry.example/claims/{merged.id}"
    for narrowed in ({"reviewPublisherSiteFilter": "other.example"}, {"languageCode": "nb"}):
        (found,) = search(client, query="quay", **narrowed)["claims"]
        assert [one["publisher"]["site"] for one in found["claimReview"]] == ["other.example"]
    assert texts(client, reviewPublisherSiteFilter="other.example") == ["The quay is long."]
    assert texts(client, query="quay", maxAgeDays=30) == ["The quay is long."]


@pytest.mark.parametrize("few", [0, 2000])
def test_a_review_of_a_merged_claim_goes_where_its_publisher_said_something_newer(
    client: Client, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(public_selectors, "_FEW", few)
    into, merged = factories.claim(text="The quay is long."), reviewed("The mole is long.")
    factories.verdict(into, publisher=factories.fact_checker(domain="other.example"))
    merge(merged, into)
    facts = Source.objects.get(domain="facts.example")
    asked = {"reviewPublisherSiteFilter": "facts.example"}
    assert texts(client, **asked) == ["The quay is long."]
    factories.verdict(into, publisher=facts, statement=Statement(review_url="https://facts.example/2"))
    ((newer,),) = [one["claimReview"] for one in search(client, **asked)["claims"]]
    assert newer["url"] == "https://facts.example/2"
    factories.verdict(into, publisher=facts, kind=Kind.RETRACTION, statement=Statement())
    assert texts(client, **asked) == []
    assert texts(client, reviewPublisherSiteFilter="other.example") == ["The quay is long."]


def test_the_site_alone_finds_its_reviews_and_shows_no_others(client: Client) -> None:
    claim = reviewed("The quay is long.", site="facts.example")
    factories.verdict(claim, publisher=factories.fact_checker(domain="other.example"))
    reviewed("The mole is long.", site="other.example")
    for given in ("facts.example", "www.facts.example", "https://www.Facts.example/about", "FACTS.EXAMPLE."):
        (found,) = search(client, reviewPublisherSiteFilter=given)["claims"]
        assert [review["publisher"]["site"] for review in found["claimReview"]] == ["facts.example"]
    claim = reviewed("The pier is long.", site="xn--80auyf2b.xn--j1amh")
    assert texts(client, reviewPublisherSiteFilter="факты.укр") == [claim.text]
    assert texts(client, reviewPublisherSiteFilter="example") == []
    refusal(client, "name of a site", reviewPublisherSiteFilter="//")
    refusal(client, "name of a site", reviewPublisherSiteFilter="https://[")


def test_the_language_is_the_reviews_whatever_its_region(client: Client) -> None:
    reviewed("The quay is long.", language="en-GB")
    reviewed("The quay is wide.", language="nb")
    reviewed("The quay is deep.", language="")
    assert texts(client, query="quay", languageCode="en-US") == ["The quay is deep.", "The quay is long."]
    assert texts(client, query="quay", languageCode="nb") == ["The quay is wide."]
    refusal(client, "language_code", query="quay", languageCode="e%")


def test_the_age_is_the_claims_or_the_reviews_whichever_is_newer(client: Client) -> None:
    long_ago, today = timezone.now() - timedelta(days=300), timezone.now().date()
    reviewed("The quay is old.", at=long_ago)
    reviewed("The quay is newly reviewed.", at=timezone.now() - timedelta(days=2))
    for text, days in (("The quay is newly claimed.", [1]), ("The quay was claimed before.", [1, 200])):
        claim = reviewed(text, at=long_ago)
        for ago in days:
            candidate = factories.candidate(
                said_on_text="then", said_on=today - timedelta(days=ago), said_on_precision="day"
            )
            candidate_merge(candidate_id=candidate.id, claim_id=claim.id, actor=factories.user())
    found = texts(client, query="quay", maxAgeDays=30)
    assert found == ["The quay is newly claimed.", "The quay is newly reviewed."]
    assert len(texts(client, query="quay", maxAgeDays=400)) == 4
    assert len(texts(client, query="quay", maxAgeDays=0)) == 4
    assert len(texts(client, query="quay", maxAgeDays=2**31 - 1)) == 4


def test_pages_follow_each_other_without_gap_or_repetition(client: Client) -> None:
    expected = [reviewed(f"The quay has {n} bollards.").text for n in range(25)][::-1]
    found, query = [], {"query": "quay"}
    sizes = []
    while True:
        page = search(client, **query)
        found += [claim["text"] for claim in page["claims"]]
        sizes.append(len(page["claims"]))
        if "nextPageToken" not in page:
            break
        query["pageToken"] = page["nextPageToken"]
    assert found == expected
    assert sizes == [10, 10, 5]


def test_a_claim_published_meanwhile_moves_nothing_on_the_next_page(client: Client) -> None:
    for n in range(4):
        reviewed(f"The quay has {n} bollards.")
    first = search(client, query="quay", pageSize=2)
    reviewed("The quay has many bollards.")
    following = texts(client, query="quay", pageSize=2, pageToken=first["nextPageToken"])
    assert following == ["The quay has 1 bollards.", "The quay has 0 bollards."]


def test_a_token_is_good_for_its_own_request_only(client: Client) -> None:
    for n in range(3):
        reviewed(f"The quay has {n} bollards.")
    token = search(client, query="quay", pageSize=1)["nextPageToken"]
    assert len(texts(client, query="quay", pageSize=2, pageToken=token)) == 2
    refusal(client, "page_token", query="bollards", pageToken=token)
    refusal(client, "page_token", query="quay", languageCode="en", pageToken=token)
    refusal(client, "page_token", query="quay", pageToken=token[:-1])
    refusal(client, "page_token", query="quay", pageToken="x")


def test_the_offset_leaves_out_results_and_is_bounded(client: Client) -> None:
    for n in range(5):
        reviewed(f"The quay has {n} bollards.")
    page = search(client, query="quay", offset=1, pageSize=2)
    assert [claim["text"] for claim in page["claims"]] == [
        "The quay has 3 bollards.",
        "The quay has 2 bollards.",
    ]
    # With a token the offset is not considered, as in the original.
    rest = texts(client, query="quay", offset=4000, pageSize=2, pageToken=page["nextPageToken"])
    assert rest == ["The quay has 1 bollards.", "The quay has 0 bollards."]
    assert search(client, query="quay", offset=5) == {}
    refusal(client, "nextPageToken", query="quay", offset=1001)


@pytest.mark.parametrize("name", ["pageSize", "offset", "maxAgeDays"])
@pytest.mark.parametrize("value", ["many", "1.5", "-1", str(2**31), "9" * 5000, "٣"])
def test_a_number_that_is_none_is_refused(client: Client, name: str, value: str) -> None:
    refusal(client, name[:3].lower(), query="quay", **{name: value})


def test_a_page_is_never_larger_than_a_hundred(client: Client) -> None:
    for n in range(101):
        reviewed(f"The quay has {n} bollards.")
    page = search(client, query="quay", pageSize=100_000)
    assert len(page["claims"]) == 100
    assert page["nextPageToken"]


def test_parameters_of_every_google_api_are_taken_and_unknown_ones_refused(client: Client) -> None:
    reviewed("The quay is long.")
    system = {"key": "AIza", "alt": "json", "prettyPrint": "false", "$.xgafv": "2", "quotaUser": "me"}
    assert texts(client, query="quay", **system) == ["The quay is long."]
    assert texts(client, query="quay", page_size=1, language_code="en") == ["The quay is long."]
    refusal(client, 'Unknown name "langCode"', query="quay", langCode="en")


@pytest.mark.parametrize(
    "query", ["qu\0ay", "x" * 1001, '"unclosed', "& | ! ( :*", "a or", "\ud7ff\U0010ffff"]
)
def test_no_query_is_an_error_of_the_server(client: Client, query: str) -> None:
    assert client.get(_PATH, {"query": query}).status_code in {200, 400}


def test_bytes_that_are_no_text_are_not_an_error_of_the_server(client: Client) -> None:
    assert client.get(f"{_PATH}?query=%ff%fe%00").status_code == 400
    assert client.get(f"{_PATH}?query=%ff%fe").json() == {}


def test_other_methods_and_addresses_are_refused_in_googles_shape() -> None:
    client = Client(enforce_csrf_checks=True)  # as the server does, and the test client of itself does not
    answer = client.post(_PATH, {"query": "quay"})
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
    assert answer.json()["error"]["code"] == 405
    for ask in (client.get, client.post):
        answer = ask("/v1alpha1/claims:imageSearch?imageUri=x")
        assert (answer.status_code, answer.json()["error"]["status"]) == (404, "NOT_FOUND")
    assert client.get("/$discovery/rest?version=v1").json()["error"]["code"] == 404


def test_without_a_database_it_is_unavailable(client: Client) -> None:
    with patch("claims.public.factcheck.claims_page", side_effect=OperationalError):
        answer = client.get(_PATH, {"query": "quay"})
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert answer.json()["error"]["status"] == "UNAVAILABLE"


def test_the_same_answer_is_not_sent_twice(client: Client) -> None:
    reviewed("The quay is long.")
    etag = client.get(_PATH, {"query": "quay"})["ETag"]
    again = client.get(_PATH, {"query": "quay"}, headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    reviewed("The quay is wide.")
    assert client.get(_PATH, {"query": "quay"}, headers={"If-None-Match": etag}).status_code == 200


@pytest.mark.parametrize("size", [1, 12])
def test_a_page_takes_as_many_queries_whatever_its_size(
    client: Client, size: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(12):
        claim = factories.published_claim()
        factories.merged_claim(claim, text="The reservoir is full for two years.")
    # The search under its deadline; then the claims, their verdicts, their appearances, the claims merged
    # into them, and those's verdicts and appearances.
    with django_assert_num_queries(18):
        assert len(search(client, query="reservoir", pageSize=size)["claims"]) == size
