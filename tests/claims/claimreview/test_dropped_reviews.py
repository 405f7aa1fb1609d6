"""What a page no longer says, by what is stored of the import that read it: whatever cuts that short."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User

from claims.models import ImportedReview, ImportJob, ImportNote, MetReview, Verdict
from claims.services import import_running
from claims.services.import_running import import_advance
from claims.services.imports import import_receive
from sources.models import Source
from tests import factories
from tests.claims.claimreview.reviews import document, history, rating, run
from tests.claims.claimreview.test_several_reviews import PLUGINS, desk_retracts, standing

pytestmark = pytest.mark.django_db
OTHER = "The bollards of Vestmark are of iron."


def rated(label: str, value: int = 3, **values: Any) -> dict[str, Any]:
    return document(reviewRating=rating(label, value), **values)


def body(*documents: dict[str, Any]) -> bytes:
    return b"\n".join(json.dumps(one).encode() for one in documents)


def received(owner: User, given: bytes) -> ImportJob:
    return import_receive(
        owner=owner, format=ImportJob.Format.CLAIMREVIEW, body=[given], url="https://f.example"
    )


def advanced(job: ImportJob) -> ImportJob:
    import_advance(job_id=job.pk)
    job.refresh_from_db()
    return job


def codes(job: ImportJob) -> list[str]:
    return list(ImportNote.objects.filter(job=job).values_list("code", flat=True))


@pytest.fixture
def short_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every turn ends behind its first batch."""
    monkeypatch.setattr(import_running, "_TURN", -1.0)


@pytest.mark.parametrize("kept", [0, 1])
def test_what_a_page_still_says_is_its_word_when_the_rest_is_gone(kept: int) -> None:
    owner = factories.user()
    run(owner, *PLUGINS)
    for _ in range(3):
        run(owner, PLUGINS[kept])
    assert standing()[1] == ("False", "Not true")[kept]
    assert len(history()) == (3, 2)[kept]


def test_a_review_that_is_back_on_its_page_is_heard() -> None:
    owner = factories.user()
    run(owner, *PLUGINS)
    run(owner, PLUGINS[0])
    for _ in range(2):
        run(owner, *PLUGINS)
    assert history()[2:] == [("update", "False"), ("update", "Not true")]


def test_what_the_desk_retracted_stays_so_when_the_page_drops_a_review() -> None:
    owner = factories.user()
    run(owner, *PLUGINS)
    desk_retracts()
    for _ in range(2):
        run(owner, PLUGINS[0])
    assert standing() == ("retraction", "")
    run(owner, rated("Half true"))
    assert standing() == ("initial", "Half true")


CHANGED = rated("Half true"), PLUGINS[1]


def in_turns(owner: User, *documents: dict[str, Any]) -> None:
    job = received(owner, body(*documents))
    for _ in range(10):
        if advanced(job).state == "done":
            return
    pytest.fail("the job does not end")


@pytest.mark.usefixtures("short_turns")
def test_a_page_is_read_rightly_in_several_turns() -> None:
    owner = factories.user()
    in_turns(owner, *PLUGINS)
    for _ in range(2):
        in_turns(owner, *CHANGED)
    assert history()[2:] == [("update", "Half true")]
    in_turns(owner, PLUGINS[1])
    assert history()[3:] == [("update", "Not true")]
    assert not MetReview.objects.exists()


@pytest.fixture
def crash(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The worker dies when it would end the job, once all is read and settled."""

    def dies(**_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(import_running, "import_end", dies)
        yield


def test_a_job_that_was_killed_before_its_end_settles_once(request: pytest.FixtureRequest) -> None:
    owner = factories.user()
    run(owner, *PLUGINS, rated("True", 5, claimReviewed=OTHER))
    job = received(owner, body(PLUGINS[0]))
    request.getfixturevalue("crash")
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            import_advance(job_id=job.pk)
        ImportJob.objects.update(next_attempt_at=job.created_at)
    assert history()[3:] == [("update", "False")]
    assert codes(job) == ["review-gone"]


def test_two_imports_of_one_page_at_once_settle(short_turns: None) -> None:
    owner = factories.user()
    in_turns(owner, *PLUGINS)
    jobs = [received(owner, body(*CHANGED)) for _ in range(2)]
    for job in jobs * 4:
        import_advance(job_id=job.pk)
    assert {advanced(job).state for job in jobs} == {"done"}
    assert history()[2:] == [("update", "Half true")]


def test_an_import_that_is_late_takes_nothing_back() -> None:
    owner = factories.user()
    run(owner, *PLUGINS)
    late = received(owner, body(PLUGINS[0]))
    run(owner, PLUGINS[0], rated("Half true"))
    advanced(late)
    assert standing() == ("update", "Half true")


UNREAD = [
    pytest.param(body(PLUGINS[0]) + b"\n" + body(PLUGINS[1])[:-9], id="a line that is cut"),
    pytest.param(b"[" + body(PLUGINS[0]) + b",", id="a list that does not end"),
    pytest.param(b"[" + body(PLUGINS[0]) + b"," + body(PLUGINS[1])[:-9], id="an element that is cut"),
    pytest.param(body(PLUGINS[0], document(reviewRating={})), id="a record of the page that is refused"),
    pytest.param(body(PLUGINS[0], {"@type": "ClaimReview"}), id="a record of nobody knows which page"),
    *(
        pytest.param(
            b'<html><head><script type="application/ld+json">' + body(PLUGINS[0]) + b"</script>" + rest,
            id=name,
        )
        for name, rest in {
            "a page that does not end": b"<p>",
            "a script that does not end": b'<script type="application/ld+json">' + body(PLUGINS[1])[:-9],
            "a script that is no JSON": b'<script type="application/ld+json">"ClaimReview",]</script></html>',
        }.items()
    ),
]


@pytest.mark.parametrize("given", UNREAD)
def test_what_could_not_be_read_is_not_gone(given: bytes) -> None:
    owner = factories.user()
    run(owner, *PLUGINS, rated("True", 5, claimReviewed=OTHER))
    before = history()
    job = advanced(received(owner, given))
    assert job.state == "done"
    assert "review-gone" not in codes(job)
    run(owner, *PLUGINS, rated("True", 5, claimReviewed=OTHER))
    assert history() == before


def test_a_record_of_another_page_that_is_refused_hinders_nothing() -> None:
    owner = factories.user()
    run(owner, *PLUGINS)
    advanced(received(owner, body(PLUGINS[0], document(url="https://facts.example/2", reviewRating={}))))
    assert standing() == ("update", "False")


def test_a_whole_page_in_html_is_settled() -> None:
    owner = factories.user()
    run(owner, *PLUGINS)
    page = b'<html><head><script type="application/ld+json">' + body(PLUGINS[0]) + b"</script></head></html>"
    assert codes(advanced(received(owner, page))) == []
    assert standing() == ("update", "False")


def test_a_claim_that_a_page_reviews_no_more_is_told_once_and_nothing_is_withdrawn() -> None:
    owner = factories.user()
    gone = rated("True", 5, claimReviewed=OTHER)
    run(owner, PLUGINS[0], gone)
    before = history()
    assert [codes(run(owner, PLUGINS[0])) for _ in range(2)] == [["review-gone"], []]
    assert history() == before
    # It may come back, and go again.
    assert [codes(run(owner, *page)) for page in ([PLUGINS[0], gone], [PLUGINS[0]])] == [[], ["review-gone"]]
    assert history() == before


def test_a_page_that_a_feed_lists_no_more_is_not_gone() -> None:
    owner = factories.user()
    run(owner, PLUGINS[0], rated("True", 5, url="https://facts.example/2", claimReviewed=OTHER))
    assert codes(run(owner, PLUGINS[0])) == []
    assert ImportedReview.objects.exclude(words=[]).count() == Verdict.objects.count() == 2


def test_what_may_not_be_published_is_a_note_and_the_job_is_done() -> None:
    owner = factories.user()
    run(owner, *PLUGINS)
    Source.objects.filter(kind="fact_checker").update(four_eyes=True)
    job = run(owner, PLUGINS[0])
    assert (job.state, codes(job)) == ("done", ["not-allowed"])
    assert standing()[1] == "Not true"
