import re
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from claims.models import Candidate, Suggestion
from ingest import pipeline
from ingest.pipeline import advance, as_proposers_see, sweep
from ingest.selectors import article_report
from ingest.services import article_submit
from sources.models import Article, ArticleVersion, Intake
from sources.services.articles import BACKOFF, MAX_ATTEMPTS, Body, article_queue
from tests import factories
from tests.ingest.line_proposer import WorkerKilled
from tests.ingest.pages import BARE_DIVS
from tests.wakes import Wakes

TEXT = (
    "The reservoir at Velmar lost 40 percent of its water in May 2025.\n"
    "The new tram line cost 31 million crowns more than planned.\n"
    "Nine hundred households in Kessen had no power for two days."
)
LINES = TEXT.splitlines()
LONG = "\n".join(f"The port of Alder handled {n * 37} crates of fish in {1990 + n}." for n in range(30))
STATE = Article.State

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def propose_lines(settings: Settings) -> None:
    settings.PROPOSERS = ["tests.ingest.line_proposer.LineProposer"]


def submitted(text: str = TEXT, **about: object) -> UUID:
    return article_submit(text=text, **about).id  # type: ignore[arg-type]  # each test gives what fits


def stored(article_id: UUID) -> Article:
    return Article.objects.get(pk=article_id)


def advance_to_the_end(article_id: UUID) -> Article:
    for _ in range(5):
        advance(article_id)
    return stored(article_id)


def texts(article_id: UUID) -> list[str]:
    return [candidate.text for candidate in article_report(article_id).candidates]


def make_due(article_id: UUID) -> None:
    Article.objects.filter(pk=article_id).update(next_attempt_at=timezone.now())


def test_a_text_goes_through_one_stage_at_a_time() -> None:
    article_id = submitted()
    seen = [stored(article_id).state]
    for _ in range(3):
        advance(article_id)
        seen.append(stored(article_id).state)
    assert seen == [STATE.FETCHED, STATE.EXTRACTED, STATE.PROPOSED, STATE.MATCHED]


def test_the_end_holds_text_candidates_and_no_open_work() -> None:
    article = advance_to_the_end(submitted(url="https://velmar-post.example/a", title="Water"))
    assert article.current_version is not None
    assert article.current_version.text == TEXT
    assert article.completed_version == article.current_version
    assert article.next_attempt_at is None
    assert article.source is not None
    assert article.source.domain == "velmar-post.example"
    assert not Intake.objects.filter(article=article).exists()
    assert texts(article.id) == LINES


def test_every_candidate_holds_the_exact_words_at_its_offsets() -> None:
    article_id = submitted("Première ligne 🙂 coûte 3 euros.\r\nSecond line: 4 percent.")
    article = advance_to_the_end(article_id)
    assert article.current_version is not None
    for candidate in Candidate.objects.filter(article_version=article.current_version):
        assert article.current_version.text[candidate.start : candidate.end] == candidate.sentence
    assert len(texts(article_id)) == 2


def test_the_day_is_that_of_the_page_and_not_that_of_utc() -> None:
    page = BARE_DIVS.replace("2026-11-02T18:05:00Z", "2026-11-03T00:30:00+02:00")
    article = advance_to_the_end(article_submit(html=page, url="https://velmar-post.example/a").id)
    assert article.published_at == datetime(2026, 11, 2, 22, 30, tzinfo=UTC)
    assert as_proposers_see(article).published == date(2026, 11, 3)


@pytest.mark.parametrize(
    ("given", "day"),
    [
        ("2026-11-02T00:00:00Z", date(2026, 11, 2)),  # as a day that is given alone becomes
        ("2026-11-03T02:30:00Z", date(2026, 11, 2)),
        ("2026-11-03T00:30:00+02:00", date(2026, 11, 3)),
    ],
)
def test_the_clock_of_the_page_moves_no_day_that_was_given(given: str, day: date) -> None:
    page = BARE_DIVS.replace("2026-11-02T18:05:00Z", "2026-11-02T21:30:00-05:00")
    article = article_submit(
        html=page, url="https://velmar-post.example/a", published_at=datetime.fromisoformat(given)
    )
    advance(article.id)
    assert stored(article.id).published_on == day


@pytest.mark.django_db(transaction=True)
def test_each_stage_wakes_a_worker_for_the_next_and_the_last_wakes_nobody(wakes: Wakes) -> None:
    article_id = submitted()
    woken = [wakes()]
    for _ in range(3):
        advance(article_id)
        woken.append(wakes())
    wake = [f"ingest.advance {article_id}"]
    assert woken == [wake, wake, wake, []]


def test_work_that_ends_with_the_process_is_done_once_when_repeated(settings: Settings) -> None:
    article_id = submitted()
    advance(article_id)
    settings.PROPOSERS = [*settings.PROPOSERS, "tests.ingest.line_proposer.KilledProposer"]
    with pytest.raises(WorkerKilled):
        advance(article_id)
    assert stored(article_id).state == STATE.EXTRACTED
    assert not Candidate.objects.exists()
    settings.PROPOSERS = settings.PROPOSERS[:1]
    assert advance_to_the_end(article_id).state == STATE.MATCHED
    assert texts(article_id) == LINES


def test_a_stage_that_runs_twice_proposes_once() -> None:
    article_id = submitted()
    advance_to_the_end(article_id)
    Article.objects.filter(pk=article_id).update(state=STATE.EXTRACTED, next_attempt_at=timezone.now())
    advance_to_the_end(article_id)
    assert texts(article_id) == LINES


def test_waking_a_finished_article_changes_nothing() -> None:
    article_id = submitted()
    before = advance_to_the_end(article_id)
    advance(article_id)
    assert stored(article_id).updated_at == before.updated_at


def test_waking_for_an_article_that_is_not_there_is_no_error() -> None:
    advance(UUID(int=0))


def test_a_proposer_that_breaks_is_tried_again_later_and_given_up_in_the_end(
    settings: Settings,
) -> None:
    settings.PROPOSERS = ["tests.ingest.line_proposer.BrokenProposer"]
    article_id = submitted()
    advance(article_id)
    for attempt in range(1, MAX_ATTEMPTS):
        before = timezone.now()
        advance(article_id)
        article = stored(article_id)
        assert (article.state, article.attempts) == (STATE.EXTRACTED, attempt)
        assert "the proposer is broken" in article.failure
        assert article.next_attempt_at is not None
        assert article.next_attempt_at - before >= BACKOFF[attempt - 1]
        advance(article_id)  # not due: the backoff is obeyed whoever wakes it
        assert stored(article_id).attempts == attempt
        make_due(article_id)
    advance(article_id)
    article = stored(article_id)
    assert (article.state, article.next_attempt_at) == (STATE.FAILED, None)
    assert f"Given up after {MAX_ATTEMPTS} attempts" in article.failure


def test_an_attempt_that_succeeds_clears_the_failure(settings: Settings) -> None:
    settings.PROPOSERS = ["tests.ingest.line_proposer.BrokenProposer"]
    article_id = submitted()
    advance(article_id)
    advance(article_id)
    settings.PROPOSERS = ["tests.ingest.line_proposer.LineProposer"]
    make_due(article_id)
    article = advance_to_the_end(article_id)
    assert (article.state, article.failure, article.attempts) == (STATE.MATCHED, "", 0)


def test_words_that_are_not_in_the_article_are_refused(settings: Settings) -> None:
    settings.PROPOSERS = ["tests.ingest.line_proposer.InventingProposer"]
    article_id = submitted()
    advance(article_id)
    advance(article_id)
    assert "words that are not in the article" in stored(article_id).failure
    assert not Candidate.objects.exists()


def test_a_stage_that_kills_its_worker_every_time_is_given_up(settings: Settings) -> None:
    settings.PROPOSERS = ["tests.ingest.line_proposer.KilledProposer"]
    article_id = submitted()
    advance(article_id)
    for _ in range(MAX_ATTEMPTS):
        with pytest.raises(WorkerKilled):
            advance(article_id)
    advance(article_id)
    article = stored(article_id)
    assert article.state == STATE.FAILED
    assert f"cut short {MAX_ATTEMPTS} times" in article.failure


def test_an_unchanged_text_makes_no_version_and_is_not_proposed_again(settings: Settings) -> None:
    article_id = submitted(url="https://velmar-post.example/a")
    advance_to_the_end(article_id)
    settings.PROPOSERS = ["tests.ingest.line_proposer.BrokenProposer"]
    assert submitted(url="https://velmar-post.example/a") == article_id
    assert stored(article_id).state == STATE.FETCHED
    advance(article_id)
    assert stored(article_id).state == STATE.MATCHED
    assert ArticleVersion.objects.filter(article=article_id).count() == 1
    assert not Intake.objects.exists()


def test_an_unchanged_text_that_was_never_proposed_goes_on_to_be() -> None:
    article_id = submitted(url="https://velmar-post.example/a")
    advance(article_id)
    submitted(url="https://velmar-post.example/a")
    advance(article_id)
    assert stored(article_id).state == STATE.EXTRACTED
    assert advance_to_the_end(article_id).state == STATE.MATCHED
    assert texts(article_id) == LINES


def test_a_silent_edit_makes_a_second_version_and_keeps_the_first() -> None:
    article_id = submitted(url="https://velmar-post.example/a")
    advance_to_the_end(article_id)
    edited = TEXT.replace("40 percent", "14 percent")
    assert submitted(edited, url="https://velmar-post.example/a") == article_id
    article = advance_to_the_end(article_id)
    assert article.current_version is not None
    versions = ArticleVersion.objects.filter(article=article_id).order_by("number")
    assert [(v.number, v.text) for v in versions] == [(1, TEXT), (2, edited)]
    assert article.current_version.number == 2
    assert texts(article_id) == edited.splitlines()


def test_the_same_text_elsewhere_is_a_syndication_of_the_article_read_first() -> None:
    first = advance_to_the_end(submitted(LONG, url="https://velmar-post.example/a"))
    copy = advance_to_the_end(submitted(LONG, url="https://alder-gazette.example/b"))
    second_copy = advance_to_the_end(submitted(LONG, url="https://kessen-observer.example/c"))
    other = advance_to_the_end(submitted(url="https://alder-gazette.example/other"))
    assert first.syndicated_from_id is None
    assert copy.syndicated_from_id == first.id
    assert second_copy.syndicated_from_id == first.id
    assert other.syndicated_from_id is None


def test_of_two_that_are_alike_the_later_text_is_the_copy_though_its_article_was_known_first() -> None:
    known_first = submitted(LONG, url="https://velmar-post.example/a")
    origin = advance_to_the_end(submitted(LONG, url="https://alder-gazette.example/b"))
    assert advance_to_the_end(known_first).syndicated_from_id == origin.id
    submitted(f"Corrected.\n{LONG}", url="https://alder-gazette.example/b")
    assert advance_to_the_end(origin.id).syndicated_from_id is None


def test_what_the_submitter_says_wins_over_the_page() -> None:
    page = (
        '<html lang="en"><head><title>Page title</title>'
        '<meta property="article:published_time" content="2025-01-02T03:04:05+00:00">'
        f"</head><body><article><h1>Page title</h1><p>{LINES[0]}</p><p>{LINES[1]}</p></article></body></html>"
    )
    moment = datetime(2024, 12, 28, 9, tzinfo=UTC)
    given = article_submit(html=page, title="Given title", published_at=moment)
    article = advance_to_the_end(given.id)
    assert (article.title, article.published_at) == ("Given title", moment)
    left_to_it = advance_to_the_end(article_submit(html=page.replace("Velmar", "Kessen")).id)
    assert left_to_it.title == "Page title"
    assert left_to_it.published_at == datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.mark.parametrize(("ahead", "is_read"), [(timedelta(days=1), True), (timedelta(days=2200), False)])
def test_a_page_that_says_it_is_of_years_to_come_says_no_date(ahead: timedelta, is_read: bool) -> None:
    said = (timezone.now() + ahead).replace(microsecond=0)
    page = re.sub(r"/2026/11|© 2026", "", BARE_DIVS.replace("2026-11-02T18:05:00Z", said.isoformat()))
    article = advance_to_the_end(article_submit(html=page, url="https://velmar-post.example/a").id)
    assert (article.state, article.published_at) == (STATE.MATCHED, said if is_read else None)
    assert article.utc_offset == (0 if is_read else None)


def test_a_page_without_an_article_fails_with_the_reason() -> None:
    article = advance_to_the_end(article_submit(html="<html><body><script>home()</script></body></html>").id)
    assert article.state == STATE.FAILED
    assert "No article text was found" in article.failure
    assert not Intake.objects.exists()


def test_a_body_that_is_no_text_fails_with_the_reason() -> None:
    body = Body(media_type="application/pdf", content=b"%PDF-1.7", fetched_at=timezone.now())
    article = article_queue(url="https://velmar-post.example/report.pdf", body=body)
    assert "application/pdf" in advance_to_the_end(article.id).failure


def test_a_failed_article_can_be_handed_in_again() -> None:
    url = "https://velmar-post.example/a"
    failed = article_submit(html="<html><body></body></html>", url=url)
    assert advance_to_the_end(failed.id).state == STATE.FAILED
    again = article_submit(text=TEXT, url=url)
    assert again.id == failed.id
    article = advance_to_the_end(again.id)
    assert (article.state, article.failure) == (STATE.MATCHED, "")


def test_a_candidate_is_shown_beside_the_claims_it_resembles() -> None:
    alike = factories.claim(text="The reservoir at Velmar lost 40 percent of its water.")
    factories.claim(text="Bread is cheaper in winter.")
    article_id = submitted()
    advance_to_the_end(article_id)
    suggestion = Suggestion.objects.get()
    assert (suggestion.claim, suggestion.candidate.text) == (alike, LINES[0])
    assert suggestion.reasons


def test_matching_asks_the_database_no_more_for_more_candidates(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    article_id = submitted("\n".join(f"Zq{n}x and nothing else whatsoever." for n in range(40)))
    advance(article_id)
    advance(article_id)
    with django_assert_max_num_queries(40):
        advance(article_id)
    assert stored(article_id).state == STATE.MATCHED


@pytest.mark.django_db(transaction=True)
def test_the_sweep_wakes_for_what_is_overdue_and_leaves_fresh_work_to_its_own_wake(wakes: Wakes) -> None:
    overdue, fresh = submitted(), submitted("Another text of 12 words or so, for the queue to hold.")
    finished = submitted("A third text, which needs nothing any more after 1 moment.")
    advance_to_the_end(finished)
    Article.objects.filter(pk=overdue).update(next_attempt_at=timezone.now() - timedelta(minutes=1))
    wakes()
    sweep()
    assert wakes() == [f"ingest.advance {overdue}"]
    assert stored(fresh).next_attempt_at is not None


def test_a_page_made_to_cost_much_is_left_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "MAX_CPU_SECONDS", 0.2)
    rows = "<tr><td>A table without an end.</td></tr>" * 10_000
    page = BARE_DIVS.replace("</body>", f"<table>{rows}</table></body>")
    article = advance_to_the_end(article_submit(html=page, url="https://velmar-post.example/a").id)
    assert article.state == STATE.FAILED
    assert "more than 0.2 s of CPU time. Paste the article's text" in article.failure
