"""A fact-checker's way through the desk, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from claims.models import Candidate, Claim, Suggestion, Verdict, VerdictDraft
from claims.rules import Kind
from claims.services.candidates import candidate_merge
from claims.services.drafts import draft_create
from claims.services.verdicts import Statement
from sources.models import Source
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ACCESSIBILITY = Path(__file__).with_name("accessibility.js").read_text(encoding="utf-8")
TITLE = "Harbour deep enough for the new ferries, says harbour master"
SENTENCE = (
    "“The outer basin is 14 metres deep at the lowest tide,” "
    "Mira Solberg, the harbour master, told Nordlys Radio on Monday."
)
FILLER = (
    "The council of Vestmark met for three hours on Tuesday evening and put off every vote. "
    "Outside, a dozen fishermen waited in the rain for an answer that did not come."
)
TEXT = "\n\n".join([*[FILLER] * 7, SENTENCE, *[FILLER] * 7])


@pytest.fixture
def candidate() -> Candidate:
    """A candidate in a long article, which resembles a claim that has a verdict."""
    outlet = factories.source(kind=Source.Kind.OUTLET, name="Vestmark Courier", domain="courier.example")
    article = factories.article(
        source=outlet, title=TITLE, byline="Ida Lund", published_at=datetime(2026, 5, 6, 9, tzinfo=UTC)
    )
    version = factories.article_version(article=article, text=TEXT)
    start = TEXT.index(SENTENCE)
    made = factories.candidate(
        article_version=version,
        text="The outer basin of Vestmark harbour is 14 metres deep at the lowest tide.",
        sentence=SENTENCE,
        start=start,
        end=start + len(SENTENCE),
        quote=True,
        claimant="Mira Solberg",
        role="the harbour master",
        via=["Nordlys Radio"],
        said_on_text="on Monday",
        said_on=date(2026, 5, 4),
        said_on_precision="day",
        score=0.87,
        reasons=["a figure", "a direct quote", "a named claimant"],
    )
    factories.candidate(
        article_version=version,
        text="The council of Vestmark put off every vote on Tuesday evening.",
        sentence=FILLER,
        end=len(FILLER),
        claimant="",
        role="",
        score=0.41,
    )
    known = factories.verdict(
        factories.claim(text="Vestmark harbour is 12 metres deep."),
        publisher=factories.fact_checker(name="Vestmark Facts"),
    )
    Suggestion.objects.create(
        candidate=made,
        claim=known.claim,
        score=0.62,
        reasons=["shares harbour, metres, vestmark", "numbers differ: 12, 14"],
        matcher="tests",
    )
    return made


@pytest.fixture
def desk(candidate: Candidate, desk: Page) -> Page:
    """The desk's front page, with the candidate in its queue."""
    return desk


def test_from_the_queue_to_a_verdict_and_its_correction(desk: Page, look: Callable[[str], None]) -> None:
    look("1-index")
    desk.get_by_role("link", name="2 candidates to decide").click()
    look("2-queue")
    desk.get_by_role("link", name="The outer basin of Vestmark harbour").click()

    mark = desk.locator("mark#sentence")
    expect(mark).to_have_text(SENTENCE)
    expect(mark).to_be_in_viewport()
    look("3-candidate")
    desk.get_by_label("The claim").fill("Vestmark's outer basin is 14 metres deep at the lowest tide.")
    desk.get_by_role("button", name="Accept as a new claim").click()

    expect(desk.get_by_text("Accepted as claim")).to_be_visible()
    expect(desk.get_by_label("The claim")).to_have_value(
        "The council of Vestmark put off every vote on Tuesday evening."
    )
    look("4-next-candidate")
    claim = Claim.objects.get(text__startswith="Vestmark's outer basin")
    assert claim.claimant is not None
    assert claim.claimant.name == "Mira Solberg"

    desk.goto(desk.url.split("/admin/")[0] + f"/admin/claims/claim/{claim.pk}/change/")
    look("5-claim-without-verdict")
    desk.get_by_role("link", name="Record a verdict").click()
    desk.get_by_label("Rating").select_option(label="True")
    desk.get_by_label("Summary").fill("Soundings of April 2026 show 14.2 metres.")
    expect(desk.get_by_label("Reason")).to_be_hidden()
    expect(desk.get_by_label("Note to the readers")).to_be_hidden()
    look("6-verdict-form")
    desk.get_by_role("button", name="Record", exact=True).click()
    expect(desk.get_by_text("Recorded as number 1")).to_be_visible()

    desk.get_by_role("link", name="Correct", exact=True).click()
    desk.get_by_label("Rating").select_option(label="Half true")
    desk.get_by_role("button", name="Record", exact=True).click()
    expect(desk.get_by_text("Say why: it is published with the verdict.")).to_be_visible()
    look("7-reason-missing")
    desk.get_by_label("Reason").fill("We had read the soundings of the inner basin.")
    desk.get_by_label("Note to the readers").fill("Only half of the outer basin is that deep.")
    desk.get_by_role("button", name="Record", exact=True).click()

    rows = desk.locator("#verdict-history tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.nth(0)).to_contain_text(re.compile(r"2.*correction.*Half true.*We had read", re.DOTALL))
    expect(rows.nth(1)).to_contain_text(re.compile(r"1.*initial.*True", re.DOTALL))
    look("8-claim-with-history")
    assert list(Verdict.objects.filter(claim=claim).order_by("seq").values_list("kind", flat=True)) == [
        "initial",
        "correction",
    ]


def first_draft(*, reason: str = "", summary: str = "") -> VerdictDraft:
    """A draft of the first verdict on a claim, by somebody else."""
    return draft_create(
        claim_id=factories.claim().pk,
        publisher_id=factories.fact_checker().pk,
        kind=Kind.INITIAL,
        rating_id=factories.rating().pk,
        reason=reason,
        statement=Statement(summary=summary),
        actor=factories.user(),
    )


def test_a_draft_is_published_with_all_that_stands_on_its_page(
    desk: Page, look: Callable[[str], None]
) -> None:
    row = first_draft(summary="Soundings of April 2026 show 14.2 metres.")
    desk.goto(desk.url.split("/admin/")[0] + f"/admin/claims/verdictdraft/{row.pk}/change/")
    desk.get_by_label("Summary").fill("Soundings of May 2026 show 13.8 metres.")
    # A reason is not asked of a first verdict; one that was written stays in sight, since it is sent.
    expect(desk.get_by_label("Reason")).to_be_hidden()
    desk.get_by_text("Add evidence").first.click()
    desk.get_by_label("Address:", exact=True).fill("https://pilots.example/soundings")
    desk.get_by_label("Stance").select_option("Refutes")
    look("10-draft")
    assert not desk.evaluate(ACCESSIBILITY)
    desk.get_by_role("button", name="Publish").click()
    expect(desk.get_by_text("The verdict was published.")).to_be_visible()
    verdict = Verdict.objects.get(claim=row.claim)
    assert verdict.summary == "Soundings of May 2026 show 13.8 metres."
    assert verdict.evidence.get().url == "https://pilots.example/soundings"


def test_a_reason_written_before_the_kind_was_chosen_stays_in_sight(desk: Page) -> None:
    row = first_draft(reason="New soundings.")
    desk.goto(desk.url.split("/admin/")[0] + f"/admin/claims/verdictdraft/{row.pk}/change/")
    expect(desk.get_by_label("Reason")).to_have_value("New soundings.")
    expect(desk.get_by_label("Reason")).to_be_visible()
    expect(desk.get_by_label("Note to the readers")).to_be_hidden()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_text_can_be_read_and_every_field_has_a_name(
    desk: Page, candidate: Candidate, theme: str, look: Callable[[str], None]
) -> None:
    desk.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    home = desk.url.split("/admin/")[0] + "/admin/"
    claim = Verdict.objects.get().claim
    pages = {
        "index": "",
        "queue": "claims/candidate/",
        "candidate": f"claims/candidate/{candidate.pk}/change/",
        "claims": "claims/claim/",
        "claim": f"claims/claim/{claim.pk}/change/",
        "verdict": f"claims/verdict/add/?claim={claim.pk}",
        "submission": "sources/article/add/",
        "key": "common/apikey/add/",
    }
    faults = []
    for name, address in pages.items():
        desk.goto(home + address)
        look(f"{theme}-{name}")
        faults += [f"{name}: {fault}" for fault in desk.evaluate(ACCESSIBILITY)]
    assert not faults


def test_a_candidate_is_rejected_by_keyboard_alone(desk: Page, candidate: Candidate) -> None:
    desk.goto(desk.url.split("/admin/")[0] + f"/admin/claims/candidate/{candidate.pk}/change/")
    for _ in range(80):
        desk.keyboard.press("Tab")
        if desk.evaluate("document.activeElement.name") == "reason":
            break
    desk.keyboard.type("Opinion or prediction")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Rejected:")).to_be_visible()
    candidate.refresh_from_db()
    assert candidate.state == Candidate.State.REJECTED


def test_what_was_ticked_stays_ticked_while_a_reason_is_missing(desk: Page, candidate: Candidate) -> None:
    desk.goto(desk.url.split("/admin/")[0] + "/admin/claims/candidate/")
    ticked = desk.locator("input.action-select").first
    ticked.check()
    desk.get_by_label("Action:").select_option("reject")
    desk.get_by_role("button", name="Go").click()
    expect(desk.get_by_label("Reason:")).to_be_focused()
    expect(ticked).to_be_checked()
    desk.get_by_label("Reason:").fill("An opinion")
    desk.get_by_role("button", name="Go").click()
    expect(desk.get_by_text("Rejected 1 item of the queue.")).to_be_visible()
    candidate.refresh_from_db()
    assert (candidate.state, candidate.decision_reason) == (Candidate.State.REJECTED, "An opinion")


def test_a_claim_is_found_by_typing_and_the_candidate_merged_into_it(
    desk: Page, candidate: Candidate, look: Callable[[str], None]
) -> None:
    known = factories.claim(text="The ferries of Vestmark draw nine metres.")
    desk.goto(desk.url.split("/admin/")[0] + f"/admin/claims/candidate/{candidate.pk}/change/")
    desk.locator(".field-claim .select2-selection").click()
    desk.keyboard.type("ferri")
    desk.get_by_role("option", name=known.text).click()
    look("9-merge")
    desk.get_by_role("button", name="Merge", exact=True).click()
    expect(desk.get_by_text("Merged into claim")).to_be_visible()
    candidate.refresh_from_db()
    assert candidate.claim == known


def test_a_mistake_is_taken_back_and_a_claim_put_right(
    desk: Page, candidate: Candidate, look: Callable[[str], None]
) -> None:
    known = factories.claim(text="The ferries of Vestmark draw ninety metres.")
    candidate_merge(candidate_id=candidate.pk, claim_id=known.pk, actor=factories.user())
    home = desk.url.split("/admin/")[0]
    desk.goto(f"{home}/admin/claims/candidate/{candidate.pk}/change/")
    look("10-decided")
    desk.get_by_role("button", name="Take the decision back").click()
    expect(desk.get_by_role("button", name="Accept as a new claim")).to_be_visible()
    assert not known.appearances.exists()

    desk.goto(f"{home}/admin/claims/claim/{known.pk}/change/")
    desk.get_by_text("Correct the wording").click()
    desk.get_by_label("The claim").fill("The ferries of Vestmark draw nine metres.")
    desk.get_by_label("What was wrong").fill("Nine, not ninety.")
    look("11-correcting")
    desk.get_by_role("button", name="Correct the claim").click()
    expect(desk.get_by_role("heading", name="The ferries of Vestmark draw nine metres.")).to_be_visible()
    expect(desk.get_by_text("Nine, not ninety.")).to_be_visible()
    look("12-corrected")
