from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from pytest_django import Settings

from claims.claimreview import records
from claims.claimreview.read import review_read
from claims.claimreview.review import Review
from claims.claimreview.write import review_document
from claims.claimreview_selectors import claim_reviews
from claims.models import Claim, ClaimDocument, ImportJob, ImportNote, LedgerEntry, Sighting, Verdict
from claims.moments import claim_now
from claims.rules import Kind
from claims.selectors import claim_detail
from claims.services import import_reviews
from claims.services.claimreview import Outcome, review_import
from claims.services.import_running import import_advance
from claims.services.imports import import_receive
from claims.services.merges import claim_merge
from claims.services.rebuilding import documents_check
from claims.services.verdicts import verdict_record
from tests import factories
from tests.claims.claimreview.reviews import SEEN, document, history, rating, run, take_in

pytestmark = pytest.mark.django_db


def retracted(owner: User) -> Verdict:
    verdict = Verdict.objects.get()
    factories.retraction(verdict, actor=owner)
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


def correct_at_the_desk(editor: User) -> None:
    verdict = Verdict.objects.get()
    verdict_record(
        kind=Kind.CORRECTION,
        claim_id=verdict.claim_id,
        publisher_id=verdict.publisher_id,
        rating_id=factories.rating("True", normalised="true").pk,
        reason="It was measured anew.",
        note="The quay is 90 metres long.",
        actor=editor,
    )


def test_what_the_desk_corrected_stays_so_while_the_publisher_says_nothing_new() -> None:
    editor = factories.user()
    take_in(editor)
    correct_at_the_desk(editor)
    take_in(editor, itemReviewed=SEEN)
    assert history() == [("initial", "False"), ("correction", "True")]
    take_in(editor, itemReviewed=SEEN, reviewRating=rating("Half true", 3))
    assert history()[2:] == [("update", "Half true")]
    assert Verdict.objects.get(seq=3).reason == "The publisher changed its review: the label, the rating."


def test_a_reason_names_what_the_publisher_changed_and_not_the_desk() -> None:
    editor = factories.user()
    take_in(editor)
    correct_at_the_desk(editor)
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


def test_a_month_is_taken_over_as_one_and_is_given_out_as_no_day() -> None:
    job = run(factories.user(), document(itemReviewed=SEEN | {"datePublished": "2026-04"}))
    assert (job.created, ImportNote.objects.count()) == (1, 0)
    (shown,) = json.loads(ClaimDocument.objects.get().body)["sightings"]
    assert (shown["said_on"], shown["said_on_precision"]) == ("2026-04-01", "month")
    ((given,),) = claim_reviews([claim_now(claim_detail().get())])
    assert "datePublished" not in review_document(given)["itemReviewed"]


def test_a_known_review_is_given_the_month_that_was_not_read_before_and_says_nothing_else_anew() -> None:
    owner = factories.user()
    take_in(owner, itemReviewed=SEEN)  # what was kept of it when its month could not be read
    told = SEEN | {"datePublished": "2026-04"}
    assert take_in(owner, itemReviewed=told) is Outcome.UPDATED
    assert take_in(owner, itemReviewed=told) is Outcome.UNCHANGED
    sighting = Sighting.objects.get()
    assert (str(sighting.said_on), sighting.said_on_precision) == ("2026-04-01", "month")
    assert history() == [("initial", "False")]


def test_a_known_review_is_given_the_day_on_which_its_claim_appeared() -> None:
    owner = factories.user()
    told = SEEN | {"appearance": [{"url": "https://x.example/1", "datePublished": "2026-04-05"}]}
    take_in(owner, itemReviewed=SEEN)
    assert take_in(owner, itemReviewed=told) is Outcome.UPDATED
    assert take_in(owner, itemReviewed=told) is Outcome.UNCHANGED
    (shown,) = json.loads(ClaimDocument.objects.get().body)["sightings"]
    assert (shown["said_on"], shown["said_on_precision"]) == ("2026-04-05", "day")
    assert history() == [("initial", "False")]


LONG = "https://facts.example/" + "".join(chr(0x4E00 + (i * 7919 * (i + 3)) % 20000) for i in range(1900))


@pytest.mark.parametrize(
    ("odd", "refused"),
    [
        ({"url": "{PUBLIC_URL}/claims/" + "-" * 36}, 0),
        ({"datePublished": "Mon, 20 Nov 1995 19:12:08 +99999999999999999999"}, 0),
        ({"reviewRating": rating("False", 2, bestRating=999999.999)}, 0),
        ({"url": LONG}, 0),
        ({"author": {"@type": "Organization", "name": "Odd Facts", "url": "https://[bad"}}, 0),
        ({"author": {"@type": "Organization", "name": "Odd Facts", "url": "https://\u2100.example/"}}, 0),
        ({"claimReviewed": "", "itemReviewed": []}, 1),
        ({"url": "\0"}, 1),
        ({"url": "\ud800"}, 1),
    ],
    ids=["own", "date", "rating", "address", "bracket", "sign", "refused", "nul", "half"],
)
def test_a_poisoned_record_is_taken_in_or_refused_and_the_next_one_is_there(
    odd: dict[str, Any], refused: int, settings: Settings
) -> None:
    if "url" in odd:
        odd = odd | {"url": odd["url"].replace("{PUBLIC_URL}", settings.PUBLIC_URL)}
    good = document(url="https://facts.example/2", claimReviewed="The bollards of Vestmark are of iron.")
    lines = b"\n".join(json.dumps(one).encode() for one in (document(**odd), good))
    job = import_receive(owner=factories.user(), format=ImportJob.Format.CLAIMREVIEW, body=[lines])
    import_advance(job_id=job.id)
    job.refresh_from_db()
    assert (job.state, job.failure, job.created, job.refused) == ("done", "", 2 - refused, refused)


def test_whatever_goes_wrong_with_a_record_is_its_refusal_and_in_the_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def reading(found: Any, **how: Any) -> Any:
        if "unreadable" in repr(found):
            raise LookupError
        return review_read(found, **how)

    def taking(*, review: Review, **how: Any) -> Any:
        outcome = review_import(review=review, **how)
        if "half" in review.claim:
            raise LookupError
        return outcome

    monkeypatch.setattr(records, "review_read", reading)
    monkeypatch.setattr(import_reviews, "review_import", taking)
    texts = ("The quay is unreadable.", "The quay is half as long.", "The quay is long.")
    given = [document(url=f"https://facts.example/{n}", claimReviewed=text) for n, text in enumerate(texts)]
    job = import_receive(
        owner=factories.user(),
        format=ImportJob.Format.CLAIMREVIEW,
        body=[b"\n".join(json.dumps(one).encode() for one in given)],
    )
    import_advance(job_id=job.id)
    job.refresh_from_db()
    assert (job.state, job.records, job.created, job.refused) == ("done", 3, 1, 2)
    notes = ImportNote.objects.filter(job=job, severity="refused").order_by("line")
    assert list(notes.values_list("line", "code")) == [(1, "failed"), (2, "failed")]
    assert len([entry for entry in caplog.records if entry.exc_info]) == 2
    assert Verdict.objects.count() == LedgerEntry.objects.count() == 1


@pytest.mark.parametrize(
    "text",
    [
        "The quay of Vestmark is 90 metres long.",
        "the quay of Vestmark is 90 metres  long",
        "«The quay of Vestmark is 90 metres long»",
    ],
)
@pytest.mark.parametrize("language", ["en", "", "de"])
def test_a_review_joins_the_claim_of_the_same_wording_and_claimant(text: str, language: str) -> None:
    factories.claim(text="The quay of Vestmark is 95 metres long.", language="en")
    known = factories.claim(
        text=text, language=language, claimant=factories.source(name="Mira Solberg", kind="person")
    )
    assert take_in(factories.user()) is Outcome.CREATED
    assert Verdict.objects.get().claim == known
    assert Claim.objects.count() == 2


def test_a_review_of_what_somebody_else_said_is_of_another_claim() -> None:
    factories.claim(
        text="The quay of Vestmark is 90 metres long.",
        claimant=factories.source(name="Oda Brekke", kind="person"),
    )
    take_in(factories.user())
    assert Claim.objects.count() == 2


def test_a_review_of_what_was_merged_joins_what_it_was_merged_into() -> None:
    editor = factories.user()
    known = factories.claim(text="The quay of Vestmark is 90 metres long.")
    into = factories.verdict().claim
    claim_merge(claim_id=known.pk, into_id=into.pk, actor=editor, reason="The same.")
    take_in(editor)
    assert Verdict.objects.latest("recorded_at").claim == into
    assert Claim.objects.count() == 2


def test_a_review_withdrawn_while_its_claim_is_merged_is_retracted_there() -> None:
    editor = factories.user()
    take_in(editor)
    verdict, into = Verdict.objects.get(), factories.published_claim()
    claim_merge(claim_id=verdict.claim_id, into_id=into.pk, actor=editor, reason="The same.")
    withdrawn = document(creativeWorkStatus="Retracted")
    assert run(editor, withdrawn).updated == 1
    assert [row.kind for row in verdict.claim.verdicts.order_by("seq")] == [Kind.INITIAL, Kind.RETRACTION]
    assert not into.verdicts.filter(publisher=verdict.publisher).exists()
    assert not documents_check().differed
    assert run(editor, withdrawn).unchanged == 1


def test_what_this_very_registry_wrote_says_nothing_new_to_it(settings: Settings) -> None:
    verdict = factories.verdict()
    url = f"{settings.PUBLIC_URL}/claims/{verdict.claim_id}"
    assert take_in(factories.user(), url=url, claimReviewed=verdict.claim.text) is Outcome.UNCHANGED
    assert Verdict.objects.get() == verdict
