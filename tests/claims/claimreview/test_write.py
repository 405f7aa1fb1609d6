from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

from claims.claimreview.review import Claimant, Correction, Item, Publisher, Rating, Review
from claims.claimreview.write import day_text, feed_element, feed_ends, graph, review_document


def review(**values: object) -> Review:
    given = {
        "url": "https://desk.example/1",
        "claim": "The reservoir holds two years of water.",
        "publisher": Publisher(name="Control Desk"),
        "rating": Rating(label="Wrong"),
    } | values
    return Review(**given)  # type: ignore[arg-type]  # each test gives what it is about


def test_everything_that_is_known_is_said() -> None:
    whole = review(
        publisher=Publisher(
            name="Control Desk",
            url="https://desk.example",
            corrections_policy="https://desk.example/corrections",
            fact_checking_policy="https://desk.example/method",
        ),
        rating=Rating(
            label="Wrong",
            value=Decimal(1),
            worst=Decimal("0.5"),
            best=Decimal("5.00"),
            explanation="It holds 38 days.",
        ),
        items=(
            Item(
                claimant=Claimant(
                    name="Oda Brekke",
                    job_title="water minister",
                    same_as=("https://www.wikidata.org/wiki/Q1",),
                ),
                said_on=date(2026, 2, 1),
                first_appearance="https://post.example/1",
                appearances=("https://post.example/1", "https://post.example/2"),
            ),
        ),
        published=datetime(2026, 3, 1, 8, tzinfo=UTC),
        modified=datetime(2026, 3, 2, 1, tzinfo=timezone(timedelta(hours=2))),
        language="en",
        body="The board's table says so.",
        citations=("https://data.example/1",),
        corrections=(Correction(text="We had read the wrong column.", published=date(2026, 3, 2)),),
    )
    assert review_document(whole) == {
        "@type": "ClaimReview",
        "url": "https://desk.example/1",
        "claimReviewed": "The reservoir holds two years of water.",
        "datePublished": "2026-03-01T08:00:00Z",
        "dateModified": "2026-03-01T23:00:00Z",
        "inLanguage": "en",
        "author": {
            "@type": "Organization",
            "name": "Control Desk",
            "url": "https://desk.example",
            "correctionsPolicy": "https://desk.example/corrections",
            "verificationFactCheckingPolicy": "https://desk.example/method",
        },
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": 1,
            "bestRating": 5,
            "worstRating": 0.5,
            "alternateName": "Wrong",
            "ratingExplanation": "It holds 38 days.",
        },
        "itemReviewed": {
            "@type": "Claim",
            "author": {
                "@type": "Person",
                "name": "Oda Brekke",
                "jobTitle": "water minister",
                "sameAs": "https://www.wikidata.org/wiki/Q1",
            },
            "datePublished": "2026-02-01",
            "firstAppearance": {"@type": "CreativeWork", "url": "https://post.example/1"},
            "appearance": [
                {"@type": "CreativeWork", "url": "https://post.example/1"},
                {"@type": "CreativeWork", "url": "https://post.example/2"},
            ],
        },
        "reviewBody": "The board's table says so.",
        "citation": "https://data.example/1",
        "correction": {
            "@type": "CorrectionComment",
            "text": "We had read the wrong column.",
            "datePublished": "2026-03-02",
        },
    }


def test_what_is_not_known_is_left_out() -> None:
    assert review_document(review()) == {
        "@type": "ClaimReview",
        "url": "https://desk.example/1",
        "claimReviewed": "The reservoir holds two years of water.",
        "author": {"@type": "Organization", "name": "Control Desk"},
        "reviewRating": {"@type": "Rating", "alternateName": "Wrong"},
        "itemReviewed": {"@type": "Claim"},
    }


def test_a_label_without_a_value_says_nothing_of_the_ends_of_a_scale() -> None:
    rating = Rating(label="Satire", worst=Decimal(1), best=Decimal(5))
    assert review_document(review(rating=rating))["reviewRating"] == {
        "@type": "Rating",
        "alternateName": "Satire",
    }


def test_another_claimant_is_another_item() -> None:
    items = (
        Item(claimant=Claimant(name="Oda Brekke")),
        Item(claimant=Claimant(name="Velmar Water", organisation=True)),
    )
    found = review_document(review(items=items))["itemReviewed"]
    assert [(item["author"]["@type"], item["author"]["name"]) for item in found] == [
        ("Person", "Oda Brekke"),
        ("Organization", "Velmar Water"),
    ]


def test_a_midnight_is_written_as_its_day() -> None:
    assert day_text(datetime(2026, 3, 1, tzinfo=UTC)) == "2026-03-01"
    assert day_text(datetime(2026, 3, 1, 0, 0, 1, tzinfo=UTC)) == "2026-03-01T00:00:01Z"
    assert day_text(None) == ""


def test_a_graph_holds_any_number_of_reviews() -> None:
    assert graph([]) == {"@context": "https://schema.org", "@graph": []}
    assert [found["@type"] for found in graph([review(), review()])["@graph"]] == ["ClaimReview"] * 2


def test_a_feed_is_its_ends_and_elements_with_commas_between() -> None:
    head, tail = feed_ends(name='The "claims"', url="https://registry.example/feeds/claimreview.json")
    elements = [feed_element([review()], modified=datetime(2026, 3, 1, tzinfo=UTC)) for _ in range(2)]
    feed = json.loads(head + ",".join(json.dumps(element) for element in elements) + tail)
    assert (feed["@type"], feed["name"]) == ("DataFeed", 'The "claims"')
    assert feed["dataFeedElement"][1]["item"][0]["@type"] == "ClaimReview"
    assert feed["dataFeedElement"][0]["dateModified"] == "2026-03-01"
