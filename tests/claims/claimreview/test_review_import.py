from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User

from claims.claimreview.read import review_read
from claims.models import Sighting, Verdict
from claims.services.claimreview import Outcome, review_import
from claims.services.verdicts import verdict_correct, verdict_retract
from tests import factories

pytestmark = pytest.mark.django_db

MIRA = {"@type": "Person", "name": "Mira Solberg"}
SEEN = {
    "@type": "Claim",
    "author": MIRA,
    "appearance": [{"@type": "CreativeWork", "url": "https://x.example/1"}],
}


def document(**values: Any) -> dict[str, Any]:
    return {
        "@type": "ClaimReview",
        "url": "https://facts.example/quay",
        "datePublished": "2026-05-10",
        "claimReviewed": "The quay of Vestmark is 90 metres long.",
        "author": {"@type": "Organization", "name": "Vestmark Facts", "url": "https://facts.example"},
        "reviewRating": rating("False", 1),
        "itemReviewed": {"@type": "Claim", "author": MIRA},
    } | values


def rating(label: str, value: int, **more: Any) -> dict[str, Any]:
    return {
        "@type": "Rating",
        "ratingValue": value,
        "worstRating": 1,
        "bestRating": 5,
        "alternateName": label,
    } | more


def take_in(owner: User, **values: Any) -> Outcome:
    review, _ = review_read(document(**values))
    return review_import(review=review, actor=owner)[0]


def history() -> list[tuple[str, str]]:
    return list(Verdict.objects.order_by("seq").values_list("kind", "original_label"))


def retracted(owner: User) -> Verdict:
    verdict = Verdict.objects.get()
    verdict_retract(
        claim_id=verdict.claim_id, publisher_id=verdict.publisher_id, reason="We were wrong.", actor=owner
    )
    return verdict


def test_what_the_desk_retracted_stays_so_while_the_publisher_says_nothing_new() -> None:
    editor = factories.user()
    assert take_in(editor) is Outcome.CREATED
    retracted(editor)
    assert take_in(editor) is Outcome.UNCHANGED
    assert take_in(editor, itemReviewed=SEEN) is Outcome.UPDATED
    assert Sighting.objects.get().urls == ["https://x.example/1"]
    assert take_in(editor, itemReviewed=SEEN, dateModified="2026-06-01") is Outcome.UPDATED
    assert history() == [("initial", "False"), ("retraction", "")]
    assert take_in(editor, reviewBody="It is 90 metres short.") is Outcome.UPDATED
    assert history()[2:] == [("initial", "False")]


def test_what_the_desk_corrected_stays_so_while_the_publisher_says_nothing_new() -> None:
    editor = factories.user()
    take_in(editor)
    verdict = Verdict.objects.get()
    verdict_correct(
        claim_id=verdict.claim_id,
        publisher_id=verdict.publisher_id,
        rating_id=factories.rating("True", normalised="true").pk,
        reason="It was measured anew.",
        note="The quay is 90 metres long.",
        actor=editor,
    )
    take_in(editor, itemReviewed=SEEN)
    assert history() == [("initial", "False"), ("correction", "True")]
    take_in(editor, itemReviewed=SEEN, reviewRating=rating("Half true", 3))
    assert history()[2:] == [("update", "Half true")]
    assert Verdict.objects.get(seq=3).reason == "The publisher changed its review: the label, the rating."


def test_a_reason_names_what_the_publisher_changed_and_not_the_desk() -> None:
    editor = factories.user()
    take_in(editor)
    verdict = Verdict.objects.get()
    verdict_correct(
        claim_id=verdict.claim_id,
        publisher_id=verdict.publisher_id,
        rating_id=factories.rating("True", normalised="true").pk,
        reason="It was measured anew.",
        note="The quay is 90 metres long.",
        actor=editor,
    )
    take_in(editor, reviewRating=rating("False", 1, ratingExplanation="By two metres."))
    assert Verdict.objects.get(seq=3).reason == "The publisher changed its review: the summary."


def test_a_review_marked_as_retracted_is_so_once_whoever_retracted_first() -> None:
    editor = factories.user()
    take_in(editor)
    retracted(editor)
    assert take_in(editor, creativeWorkStatus="Retracted") is Outcome.UPDATED
    assert take_in(editor, creativeWorkStatus="Retracted", itemReviewed=SEEN) is Outcome.UPDATED
    assert history() == [("initial", "False"), ("retraction", "")]
    take_in(editor)
    assert history()[2:] == [("initial", "False")]
    take_in(editor, creativeWorkStatus="Retracted")
    assert history()[3:] == [("retraction", "")]
