"""Claims that differ by the signs of a number only, also where an older version took them for one."""

from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from claims.models import Claim, ImportedReview, Verdict
from claims.services.claimreview import Outcome
from tests import factories
from tests.claims.claimreview.reviews import document, rating, run, take_in

pytestmark = pytest.mark.django_db
TENTHS = "Inflation in Velmar reached 4.5 percent in May."
WHOLES = "Inflation in Velmar reached 45 percent in May."


@pytest.mark.parametrize(
    ("known", "said"),
    [
        (WHOLES, TENTHS),
        ("The reactor ran at 5 degrees on Monday.", "The reactor ran at -5 degrees on Monday."),
    ],
)
def test_a_review_joins_no_claim_of_another_number(known: str, said: str) -> None:
    other = factories.verdict(factories.claim(text=known)).claim
    take_in(factories.user(), claimReviewed=said)
    verdict = Verdict.objects.latest("recorded_at")
    assert verdict.claim != other
    assert verdict.claim_text == said


def test_two_numbers_of_one_page_are_two_reviews() -> None:
    owner = factories.user()
    both = document(claimReviewed=TENTHS), document(claimReviewed=WHOLES, reviewRating=rating("True", 5))
    assert run(owner, *both).created == 2
    assert run(owner, *both).unchanged == 2
    assert set(Verdict.objects.values_list("claim__text", "original_label")) == {
        (TENTHS, "False"),
        (WHOLES, "True"),
    }


def keyed_anew() -> None:
    migration = import_module("claims.migrations.0016_reviews_keyed_anew")
    migration.key_anew(apps, SimpleNamespace(connection=connection))


def test_a_migration_means_what_it_meant_whatever_the_code_says_now() -> None:
    migration = import_module("claims.migrations.0016_reviews_keyed_anew")
    keys = [migration.claim_key(text)[:16] for text in (TENTHS, "−5 degrees, not 10²!", "…")]
    assert keys == ["36728cca945092d5", "560ced2042964595", "ab5df625bc76dbd4"]
    said = {"reviewRating": {"alternateName": "False", "ratingValue": 1}, "reviewBody": "It is 88."}
    assert migration.words_digest(said) == "80c219b69639e119c86b282b9c1014bc"


def test_what_is_known_is_known_by_its_new_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claims.migrations.0016_reviews_keyed_anew.BATCH", 2)
    owner = factories.user()
    given = [
        document(url=f"https://facts.example/{n}", claimReviewed=f"It is {n}.5 percent.") for n in range(5)
    ]
    run(owner, *given)
    now = {one.url: (one.claim_key, one.words) for one in ImportedReview.objects.all()}
    ImportedReview.objects.update(claim_key="0" * 64, words=[])
    for _ in range(2):
        keyed_anew()
        assert {one.url: (one.claim_key, one.words) for one in ImportedReview.objects.all()} == now
    assert run(owner, *given).unchanged == 5
    assert Claim.objects.count() == Verdict.objects.count() == 5


def test_a_review_that_was_on_a_claim_of_another_number_leads_no_other_there() -> None:
    owner = factories.user()
    take_in(owner, claimReviewed=WHOLES)
    review = ImportedReview.objects.get()
    review.document["claimReviewed"] = TENTHS
    review.save()
    keyed_anew()
    assert take_in(owner, claimReviewed=TENTHS) is Outcome.UNCHANGED
    take_in(
        owner,
        claimReviewed=TENTHS,
        url="https://other.example/1",
        author={"@type": "Organization", "name": "Other", "url": "https://other.example"},
    )
    assert Verdict.objects.get(publisher__domain="other.example").claim.text == TENTHS
