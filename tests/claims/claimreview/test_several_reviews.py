"""One page that says it in several ways at once, and several pages of one publisher about one claim."""

from __future__ import annotations

from typing import Any

import pytest

from claims.models import Claim, ClaimDocument, CurrentVerdict, ImportedReview, Verdict
from claims.rules import Kind
from claims.services.verdicts import Statement, verdict_record
from tests import factories
from tests.claims.claimreview.reviews import SEEN, document, history, rating, run

pytestmark = pytest.mark.django_db
TRUE = {"reviewRating": rating("True", 5)}
PLUGINS = document(), document(reviewRating=rating("Not true", 1))


def old(**values: Any) -> dict[str, Any]:
    return document(url="https://facts.example/2019", datePublished="2019-03-01") | values


def new(**values: Any) -> dict[str, Any]:
    return document(url="https://facts.example/2026", datePublished="2026-03-01", **TRUE) | values


def standing() -> tuple[str, str]:
    verdict = CurrentVerdict.objects.get().verdict
    return verdict.kind, verdict.original_label


def desk_retracts() -> None:
    factories.retraction(Verdict.objects.latest("seq"), actor=factories.user())


def test_a_page_with_two_reviews_of_a_claim_settles() -> None:
    owner = factories.user()
    run(owner, *PLUGINS)
    before = history()
    for _ in range(3):
        assert run(owner, *PLUGINS).unchanged == 2
    assert history() == before == [("initial", "False"), ("update", "Not true")]


def test_two_reviews_of_a_page_that_differ_in_where_the_claim_was_made_settle() -> None:
    owner = factories.user()
    page = document(), document(itemReviewed=SEEN), document(itemReviewed=SEEN, dateModified="2026-05-12")
    job = run(owner, *page)
    assert (job.created, job.updated, job.unchanged) == (1, 1, 1)
    before = ClaimDocument.objects.get()
    for _ in range(2):
        assert run(owner, *page).unchanged == 3
        after = ClaimDocument.objects.get()
        assert (after.revision, after.body) == (before.revision, before.body)
    assert Claim.objects.get().sightings.get().urls == ["https://x.example/1"]
    assert run(owner, *page[:1]).updated == 1
    assert Claim.objects.get().sightings.get().urls == []


def test_what_the_desk_retracted_stays_so_on_a_page_with_two_reviews() -> None:
    owner = factories.user()
    run(owner, *PLUGINS)
    desk_retracts()
    assert run(owner, *PLUGINS).unchanged == 2
    assert run(owner, *reversed(PLUGINS)).unchanged == 2
    assert standing() == ("retraction", "")


@pytest.mark.parametrize("changed", [0, 1])
@pytest.mark.parametrize("backwards", [False, True])
def test_of_two_reviews_of_a_page_the_one_that_changes_is_heard_once(changed: int, backwards: bool) -> None:
    owner = factories.user()
    run(owner, *PLUGINS)
    page = list(PLUGINS)
    page[changed] = page[changed] | {"reviewRating": rating("Half true", 3)}
    for _ in range(3):
        run(owner, *(reversed(page) if backwards else page))
    assert history()[2:] == [("update", "Half true")]


def test_a_second_review_on_a_page_is_heard_once() -> None:
    owner = factories.user()
    run(owner, PLUGINS[0])
    for _ in range(3):
        run(owner, *PLUGINS)
    assert history() == [("initial", "False"), ("update", "Not true")]


def test_a_publisher_may_go_back_to_what_it_said() -> None:
    owner = factories.user()
    for label in ("False", "True", "False"):
        run(owner, document(reviewRating=rating(label, 1)))
    assert history() == [("initial", "False"), ("update", "True"), ("update", "False")]


def test_a_page_with_two_reviews_may_be_seen_elsewhere_and_settles() -> None:
    owner = factories.user()
    run(owner, *PLUGINS)
    page = [one | {"itemReviewed": SEEN} for one in PLUGINS]
    run(owner, *page)
    assert run(owner, *page).unchanged == 2
    assert len(history()) == 2


@pytest.mark.parametrize("apart", [False, True])
def test_the_newer_of_two_reviews_stands_in_whichever_order_they_are_met(apart: bool) -> None:
    owner = factories.user()
    if apart:
        run(owner, new())
        assert run(owner, old()).unchanged == 1
    else:
        job = run(owner, new(), old())
        assert (job.created, job.unchanged, job.refused) == (1, 1, 0)
    assert run(owner, new(), old()).unchanged == 2
    assert history() == [("initial", "True")]
    remembered = ImportedReview.objects.get(url__endswith="2019")
    assert (remembered.claim, remembered.verdict) == (Claim.objects.get(), None)


def test_a_newer_review_is_an_update_from_its_own_date_on() -> None:
    run(factories.user(), old(), new(dateModified="2026-04-01"))
    verdict = Verdict.objects.get(seq=2)
    assert (verdict.kind, verdict.original_label) == ("update", "True")
    assert verdict.reason == "The publisher reviewed it anew: the rating, the label, the address."
    assert verdict.effective_at.date().isoformat() == "2026-03-01"
    assert Verdict.objects.get(seq=1).effective_at.date().isoformat() == "2019-03-01"


def test_a_copy_of_the_same_day_says_nothing_new() -> None:
    owner = factories.user()
    copy = new(url="https://facts.example/amp/2026", reviewBody="In short.")
    assert run(owner, new(), copy).unchanged == 1
    assert run(owner, new(), copy).unchanged == 2
    assert history() == [("initial", "True")]


MOVED = "https://www.facts.example/reviews/2026"


def test_a_review_that_moved_is_heard_when_it_changes() -> None:
    owner = factories.user()
    run(owner, new())
    run(owner, new(url=MOVED))
    for _ in range(2):
        run(owner, new(url=MOVED, reviewBody="It was measured anew."))
    assert history() == [("initial", "True"), ("update", "True")]
    assert Verdict.objects.get(seq=2).review_url == MOVED


def test_a_review_that_moved_and_changed_is_heard_once() -> None:
    owner = factories.user()
    run(owner, new())
    for _ in range(2):
        run(owner, new(), new(url=MOVED, reviewRating=rating("Half true", 3)))
    assert history() == [("initial", "True"), ("update", "Half true")]


def test_a_review_that_moved_is_withdrawn_where_it_is_now() -> None:
    owner = factories.user()
    run(owner, new())
    run(owner, new(url=MOVED))
    for _ in range(2):
        run(owner, new(url=MOVED, creativeWorkStatus="Withdrawn"))
    assert history() == [("initial", "True"), ("retraction", "")]


def test_a_date_in_the_future_is_not_newer_than_what_is_published_after_it_was_read() -> None:
    owner = factories.user()
    run(owner, old(datePublished="2199-01-01"))
    run(owner, document(url="https://facts.example/undated", datePublished="", **TRUE))
    assert standing() == ("update", "True")


def test_an_older_review_that_changes_does_not_overrule_the_newer() -> None:
    owner = factories.user()
    run(owner, old(), new())
    changed = old(reviewBody="It is 88 metres long.", dateModified="2026-06-01")
    assert run(owner, changed, new()).updated == 1
    assert run(owner, changed, new()).unchanged == 2
    assert len(history()) == 2
    assert standing() == ("update", "True")


def test_an_old_review_that_is_withdrawn_does_not_withdraw_the_newer() -> None:
    owner = factories.user()
    run(owner, old(), new())
    run(owner, old(creativeWorkStatus="Retracted"), new())
    assert standing() == ("update", "True")
    assert len(history()) == 2


def test_a_newer_review_that_is_withdrawn_leaves_nothing_standing_until_something_new_is_said() -> None:
    owner = factories.user()
    run(owner, old(), new())
    withdrawn = new(creativeWorkStatus="Retracted", dateModified="2026-05-01")
    for _ in range(2):
        run(owner, old(), withdrawn)
        assert standing() == ("retraction", "")
    assert Verdict.objects.get(seq=3).effective_at.date().isoformat() == "2026-05-01"
    run(owner, old(), withdrawn, document(url="https://facts.example/2026b", datePublished="2026-06-01"))
    assert history()[2:] == [("retraction", ""), ("initial", "False")]


def test_a_newer_review_that_is_withdrawn_may_come_back() -> None:
    owner = factories.user()
    run(owner, old(), new())
    run(owner, new(creativeWorkStatus="Retracted"))
    run(owner, old(), new())
    assert standing() == ("initial", "True")


def test_an_older_review_is_met_after_the_newer_was_retracted_at_the_desk() -> None:
    owner = factories.user()
    run(owner, new())
    desk_retracts()
    assert run(owner, old()).unchanged == 1
    assert history() == [("initial", "True"), ("retraction", "")]


def desk_records(**statement: Any) -> None:
    verdict = Verdict.objects.latest("seq")
    verdict_record(
        claim_id=verdict.claim_id,
        publisher_id=verdict.publisher_id,
        kind=Kind.UPDATE,
        rating_id=factories.rating("Mixed", normalised="mixed").pk,
        reason="They measured anew.",
        actor=factories.user(),
        statement=Statement(**statement),
    )


def test_a_review_older_than_what_the_desk_recorded_since_is_remembered_only() -> None:
    owner = factories.user()
    run(owner, old())
    desk_records()
    assert run(owner, new()).unchanged == 1
    assert standing() == ("update", "Mixed")
    run(owner, new(reviewBody="We looked again."))
    assert standing() == ("update", "True")


def test_a_review_that_is_withdrawn_does_not_withdraw_another_that_the_desk_recorded() -> None:
    owner = factories.user()
    run(owner, old())
    desk_records(review_url="https://facts.example/on-paper")
    run(owner, old(creativeWorkStatus="Retracted"))
    assert standing() == ("update", "Mixed")


def test_what_the_desk_recorded_of_that_very_review_is_it() -> None:
    owner = factories.user()
    run(owner, new())
    desk_records(review_url="https://facts.example/2019-b")
    run(owner, old(url="https://facts.example/2019-b", datePublished="2026-07-01"))
    assert standing() == ("update", "False")
    assert Verdict.objects.latest("seq").reason == "The publisher changed its review: the rating, the label."
