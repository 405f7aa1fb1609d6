"""Two people at one draft, in a real browser: neither loses a word, and nothing is published unseen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from claims.models import Verdict
from claims.roles import Role
from claims.services.drafts import draft_update
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
