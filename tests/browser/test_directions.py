"""Texts from right to left at the desk: each in its own direction, and what stands beside it in its place."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CLAIM = "بلغت كلفة الجسر 48 مليونا."
NAME = "عودة بركة"
# Where the last occurrence of some words begins, in pixels from the left.
LEFT = """([selector, words]) => {
  const walker = document.createTreeWalker(document.querySelector(selector), NodeFilter.SHOW_TEXT);
  let found = null;
  while (walker.nextNode()) {
    const at = walker.currentNode.data.lastIndexOf(words);
    if (at >= 0) {
      const range = document.createRange();
      range.setStart(walker.currentNode, at);
      range.setEnd(walker.currentNode, at + words.length);
      found = range.getBoundingClientRect().left;
    }
  }
  return found;
}"""


def left(page: Page, selector: str, words: str) -> float:
    found: float = page.evaluate(LEFT, [selector, words])
    return found


def test_a_full_stop_ends_its_sentence_on_the_left(desk: Page) -> None:
    claim = factories.claim(text=CLAIM, language="ar")
    desk.goto(desk.url + "claims/claim/")
    for selector in ("#result_list th.field-shown_text", "h1.desk-statement"):
        assert left(desk, selector, ".") < left(desk, selector, CLAIM[:1])
        desk.goto(desk.url.split("?")[0] + f"{claim.pk}/change/")


def test_a_text_is_typed_in_its_own_direction(desk: Page) -> None:
    candidate = factories.candidate(text=CLAIM, language="ar")
    desk.goto(desk.url + f"claims/candidate/{candidate.pk}/change/")
    field = desk.get_by_label("The claim")
    assert field.evaluate("field => getComputedStyle(field).unicodeBidi") == "plaintext"


def test_what_follows_a_name_follows_it_on_the_page(desk: Page) -> None:
    claim = factories.accepted_claim(claimant=NAME, role=NAME, via=[NAME], said_on_text="2026")
    desk.goto(desk.url + f"claims/claim/{claim.pk}/change/")
    line = "section[aria-labelledby=appearances] article p"
    assert left(desk, line, NAME) < left(desk, line, "2026")
