"""The session ends or begins anew while somebody types at the desk: what they typed is saved."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from claims.models import Candidate, Claim
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TYPED = 'The quay of Vestmark is "90 metres" long,\n<b>at</b> low tide.'


@pytest.fixture
def candidate() -> Candidate:
    """What is decided about."""
    return factories.candidate()


@pytest.fixture
def typing(desk: Page, candidate: Candidate) -> Page:
    """The candidate's page, its claim in the middle of being worded."""
    desk.goto(desk.url.split("/admin/")[0] + f"/admin/claims/candidate/{candidate.pk}/change/")
    desk.get_by_label("The claim").fill(TYPED)
    return desk


def log_in(tab: Page) -> None:
    tab.get_by_label("Username").fill("checker")
    tab.get_by_label("Password").fill("a long enough secret")
    tab.get_by_role("button", name="Log in").click()
    expect(tab.get_by_role("heading", name="Claim registry")).to_be_visible()


def test_what_was_typed_when_the_session_ended_is_saved_by_one_click_after_the_login(
    typing: Page, candidate: Candidate, look: Callable[[str], None]
) -> None:
    Session.objects.all().delete()
    typing.get_by_role("button", name="Accept as a new claim").click()
    expect(typing.get_by_role("heading", name="This was not saved")).to_be_visible()
    expect(typing.get_by_text("<b>at</b> low tide.")).to_be_visible()
    look("not-saved")
    with typing.expect_popup() as other:
        typing.get_by_role("link", name="Log in in another tab").click()
    log_in(other.value)
    typing.get_by_role("button", name="Save once more").click()
    expect(typing.get_by_text("Accepted as claim")).to_be_visible()
    assert Claim.objects.get().text == TYPED


def test_a_login_in_another_tab_is_in_nobodys_way(typing: Page, candidate: Candidate) -> None:
    other = typing.context.new_page()
    other.goto(typing.url)
    other.get_by_role("button", name="Log out").click()
    expect(other.get_by_text("Logged out")).to_be_visible()
    other.goto(typing.url.split("/admin/")[0] + "/admin/")
    log_in(other)
    typing.get_by_role("button", name="Accept as a new claim").click()
    expect(typing.get_by_text("Accepted as claim")).to_be_visible()
    assert Claim.objects.get().text == TYPED
