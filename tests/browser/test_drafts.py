"""Two people at one draft, in a real browser: neither loses a word, and nothing is published unseen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from claims.models import Evidence, Verdict
from claims.roles import Role
from claims.services.drafts import draft_update
from claims.services.evidence import evidence_add
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ACCESSIBILITY = Path(__file__).with_name("accessibility.js").read_text(encoding="utf-8")


def test_of_two_who_write_a_draft_each_sees_what_the_other_wrote(
    desk: Page, look: Callable[[str], None]
) -> None:
    author = factories.user(role=Role.CHECKER, username="ilse")
    verdict = factories.verdict(factories.claim(text="The quay of Vestmark is 90 metres long."))
    draft = factories.draft(verdict, author=author)
    desk.goto(desk.url.split("/admin/")[0] + f"/admin/claims/verdictdraft/{draft.pk}/change/")
    look("draft")
    # Written by the other, while this page is open.
    draft_update(draft_id=draft.pk, actor=author, explanation="Paced off twice.\nIt is 84 metres.")

    desk.get_by_label("Summary").fill("The harbour's plans say 84 metres.")
    desk.get_by_role("button", name="Save").click()
    note = desk.get_by_role("alert")
    expect(note).to_contain_text("The draft changed while you wrote")
    expect(note).to_contain_text("ilse wrote last")
    expect(note).to_contain_text("It is 84 metres.")
    expect(desk.get_by_label("Summary")).to_have_value("The harbour's plans say 84 metres.")
    look("draft-changed-meanwhile")
    assert desk.evaluate(ACCESSIBILITY) == []

    desk.get_by_label("Explanation").fill("Paced off twice.")
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_text("The draft was saved.")).to_be_visible()
    draft_update(draft_id=draft.pk, actor=author, explanation="Paced off three times.")
    desk.get_by_role("button", name="Publish").click()
    expect(desk.get_by_text("changed since you read it")).to_be_visible()
    expect(desk.get_by_label("Explanation")).to_have_value("Paced off three times.")
    desk.get_by_role("button", name="Publish").click()
    expect(desk.get_by_text("The verdict was published.")).to_be_visible()
    published = Verdict.objects.get(seq=2)
    assert (published.summary, published.explanation) == (
        "The harbour's plans say 84 metres.",
        "Paced off three times.",
    )


def test_evidence_of_a_draft_is_put_right_and_the_draft_taken_up_again(
    desk: Page, look: Callable[[str], None]
) -> None:
    desk.set_viewport_size({"width": 1366, "height": 768})
    author = factories.user(role=Role.CHECKER, username="ilse")
    draft = factories.draft(factories.verdict(), author=author)
    for number, stance in enumerate((Evidence.Stance.SUPPORTS, Evidence.Stance.CONTEXT)):
        url = f"https://harbour.exmaple/plans/{number}"
        evidence_add(draft_id=draft.pk, actor=author, stance=stance, url=url, excerpt="It is 84 metres.")
    front = desk.url
    desk.reload()
    expect(desk.get_by_role("link", name="1 drafts to publish")).to_be_visible()
    look("front-page")
    desk.get_by_role("link", name="1 drafts to publish").click()
    expect(desk.get_by_role("heading", name="Verdict drafts", exact=True)).to_be_visible()
    look("draft-list")
    assert desk.evaluate(ACCESSIBILITY) == []
    desk.goto(front.split("/admin/")[0] + f"/admin/claims/verdictdraft/{draft.pk}/change/")

    desk.get_by_label("Summary").fill("The plans say 84 metres.")
    desk.get_by_role("button", name="Change https://harbour.exmaple/plans/0").click()
    expect(desk.get_by_role("button", name="Save evidence")).to_be_visible()
    expect(desk.get_by_label("Summary")).to_have_value("The plans say 84 metres.")
    look("draft-evidence-opened")
    assert desk.evaluate(ACCESSIBILITY) == []
    desk.get_by_label("Address:", exact=True).fill("https://harbour.example/plans/0")
    desk.get_by_label("Stance").select_option("Refutes")
    desk.get_by_role("button", name="Save evidence").click()
    expect(desk.get_by_text("The evidence was saved.")).to_be_visible()
    desk.get_by_label("Remove https://harbour.exmaple/plans/1").click()
    look("draft-evidence-asked")
    desk.get_by_role("button", name="Yes, remove it").locator("visible=true").click()
    expect(desk.get_by_text("The evidence was removed.")).to_be_visible()
    only = Evidence.objects.get()
    assert (only.url, only.stance) == ("https://harbour.example/plans/0", "refutes")

    desk.get_by_role("button", name="Discard").click()
    expect(desk.get_by_text("It can be taken up again here.")).to_be_visible()
    look("draft-discarded")
    assert desk.evaluate(ACCESSIBILITY) == []
    desk.get_by_role("button", name="Take it up again").click()
    expect(desk.get_by_text("The draft was taken up again.")).to_be_visible()
    expect(desk.get_by_label("Summary")).to_have_value("The plans say 84 metres.")


def test_the_way_back_records_no_second_correction(desk: Page, look: Callable[[str], None]) -> None:
    desk.set_viewport_size({"width": 1366, "height": 768})
    verdict = factories.verdict()
    for number, excerpt in enumerate(("It is 84 metres.", "Drawn in 1931.")):
        evidence_add(
            verdict_id=verdict.pk,
            actor=verdict.actor,
            stance=Evidence.Stance.REFUTES,
            url=f"https://harbour.example/plans/{number}",
            excerpt=excerpt,
        )
    evidence_add(
        claim_id=verdict.claim_id,
        actor=verdict.actor,
        stance=Evidence.Stance.CONTEXT,
        url="https://harbour.example/history",
    )
    label = verdict.original_label
    form = f"/admin/claims/verdict/add/?claim={verdict.claim_id}&publisher={verdict.publisher_id}"
    desk.goto(desk.url.split("/admin/")[0] + f"{form}&kind=correction")
    desk.get_by_label("Rating").select_option(label)
    desk.get_by_label("Reason").fill("We had read the wrong column.")
    desk.get_by_label("Note to the readers").fill("It is 84 metres.")
    desk.get_by_label("https://harbour.example/plans/0").uncheck()
    look("verdict-form")
    assert desk.evaluate(ACCESSIBILITY) == []
    desk.get_by_role("button", name="Record").click()
    expect(desk.get_by_text("Recorded as number 2")).to_be_visible()
    look("claim-after-correction")
    desk.go_back()
    desk.get_by_role("button", name="Record").click()
    expect(desk.get_by_text("says exactly this already")).to_be_visible()
    look("verdict-again")
    assert desk.evaluate(ACCESSIBILITY) == []
    second = Verdict.objects.get(seq=2)
    assert [row.url for row in second.evidence.all()] == ["https://harbour.example/plans/1"]
