"""Clusters in the queue and possible duplicates, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from claims.models import Candidate, Claim, Duplicate
from claims.services.resemblance import candidates_relate, claims_compare
from sources.models import Source
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ACCESSIBILITY = Path(__file__).with_name("accessibility.js").read_text(encoding="utf-8")
BASIN = "The outer basin of Vestmark harbour is 14 metres deep at the lowest tide."
SAME = "At the lowest tide the outer basin of Vestmark harbour is 14 metres deep."
KNOWN = "The outer basin of Vestmark harbour is 12 metres deep at the lowest tide."
OUTLETS = ("Vestmark Courier", "Nordlys Radio", "The Coast Wire")


def said(text: str, outlet: str, score: float) -> Candidate:
    source = factories.source(kind=Source.Kind.OUTLET, name=outlet)
    article = factories.article(source=source, title=f"Harbour news of the {outlet}")
    version = factories.article_version(article=article, text=text)
    made = factories.candidate(article_version=version, text=text, score=score, claimant="Mira Solberg")
    candidates_relate(version=version)
    return made


def home(desk: Page) -> str:
    return desk.url.split("/admin/")[0] + "/admin/"


def test_what_three_outlets_say_is_one_item_and_decided_once(desk: Page, look: Callable[[str], None]) -> None:
    factories.verdict(factories.claim(text=KNOWN), publisher=factories.fact_checker(name="Vestmark Facts"))
    made = [
        said(text, outlet, 0.9 - place / 10)
        for place, (text, outlet) in enumerate(zip((BASIN, SAME, BASIN), OUTLETS, strict=True))
    ]
    said("The council of Vestmark put off every vote on Tuesday evening.", "Vestmark Herald", 0.2)

    desk.goto(home(desk) + "claims/candidate/")
    rows = desk.locator("#result_list tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.nth(0)).to_contain_text("3 ×")
    for outlet in OUTLETS:
        expect(rows.nth(0)).to_contain_text(outlet)
    look("clusters-1-queue")

    desk.get_by_role("link", name=re.compile("The outer basin")).first.click()
    expect(desk.get_by_role("heading", name="Said 3 times")).to_be_visible()
    known = desk.locator(".desk-known").first
    expect(known).to_contain_text(KNOWN)
    expect(known).to_contain_text(re.compile("Similar|Related"))
    expect(known).to_contain_text("14")
    look("clusters-2-candidate")
    box = desk.locator("#accept_whole_cluster")
    expect(box).to_be_checked()
    desk.get_by_role("button", name="Accept as a new claim").click()
    expect(desk.get_by_text("Accepted as claim")).to_be_visible()
    claim = Claim.objects.exclude(text=KNOWN).get()
    assert claim.appearances.count() == 3
    states = {row.state for row in Candidate.objects.filter(pk__in=[one.pk for one in made])}
    assert states == {"accepted", "merged"}


def test_one_is_decided_alone_where_the_others_are_left_out(desk: Page) -> None:
    one, two = said(BASIN, OUTLETS[0], 0.9), said(SAME, OUTLETS[1], 0.8)
    desk.goto(home(desk) + f"claims/candidate/{one.pk}/change/")
    desk.locator("#reject_whole_cluster").uncheck()
    desk.get_by_label("Reason").fill("Attributed to the wrong person")
    desk.get_by_role("button", name="Reject").click()
    expect(desk.locator(".messagelist").get_by_text("Rejected:")).to_be_visible()
    expect(desk.get_by_label("The claim")).to_have_value(SAME)
    two.refresh_from_db()
    assert two.state == "pending"


def test_a_claim_accepted_a_moment_ago_is_shown_to_the_candidate_that_waits(desk: Page) -> None:
    waiting = said(BASIN, OUTLETS[0], 0.9)
    factories.claim(text=SAME)
    desk.goto(home(desk) + f"claims/candidate/{waiting.pk}/change/")
    expect(desk.locator(".desk-known").first).to_contain_text(SAME)


def test_duplicates_are_merged_or_told_apart(desk: Page, look: Callable[[str], None]) -> None:
    kept = factories.verdict(factories.claim(text=BASIN)).claim
    gone = factories.claim(text=SAME)
    factories.claim(text="The ferries of Vestmark draw nine metres.")
    claims_compare()
    assert Duplicate.objects.count() == 1

    desk.goto(home(desk))
    desk.get_by_role("link", name=re.compile("possible duplicates")).first.click()
    look("duplicates-1-list")
    desk.get_by_role("link", name=BASIN).first.click()
    look("duplicates-2-pair")
    assert not desk.evaluate(ACCESSIBILITY)
    desk.get_by_role("button", name=f"Keep this, merge the other into it: {BASIN}").click()
    expect(desk.get_by_text("Merged.")).to_be_visible()
    gone.refresh_from_db()
    assert gone.survivor == kept

    factories.claim(text=SAME)
    claims_compare()
    pair = Duplicate.objects.get(state="open")
    desk.goto(home(desk) + f"claims/duplicate/{pair.pk}/change/")
    desk.get_by_label("Why not").fill("Another harbour.")
    desk.get_by_role("button", name="They are two claims").click()
    expect(desk.get_by_text("Told apart.")).to_be_visible()
    pair.refresh_from_db()
    assert (pair.state, pair.decision_reason) == ("dismissed", "Another harbour.")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_text_can_be_read_and_every_field_has_a_name(
    desk: Page, theme: str, look: Callable[[str], None]
) -> None:
    desk.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    factories.claim(text=KNOWN)
    one = said(BASIN, OUTLETS[0], 0.9)
    said(SAME, OUTLETS[1], 0.8)
    factories.claim(text=BASIN)
    factories.claim(text=SAME)
    claims_compare()
    pair = Duplicate.objects.order_by("-score")[0]
    pages = {
        "queue": "claims/candidate/",
        "candidate": f"claims/candidate/{one.pk}/change/",
        "duplicates": "claims/duplicate/",
        "pair": f"claims/duplicate/{pair.pk}/change/",
        "claim": f"claims/claim/{pair.later_id}/change/",
    }
    faults = []
    for name, address in pages.items():
        desk.goto(home(desk) + address)
        look(f"grouping-{theme}-{name}")
        faults += [f"{name}: {fault}" for fault in desk.evaluate(ACCESSIBILITY)]
    assert not faults
