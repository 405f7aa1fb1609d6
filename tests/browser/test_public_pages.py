"""The public pages in a real browser: by phone and by desk, in both themes, without JavaScript."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from claims.models import Claim, Evidence, Variant
from claims.rules import Kind
from claims.services.merges import claim_merge
from claims.services.verdicts import Statement
from sources.models import Source
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ACCESSIBILITY = Path(__file__).with_name("accessibility.js").read_text(encoding="utf-8")
QUOTE = (
    "“Not one litre of untreated water has reached the lagoon since March,” "
    "Mira Solberg, the harbour master, told Nordlys Radio on Monday."
)
# What of the page's structure falls short.
STRUCTURE = """() => {
  const faults = [];
  if (document.documentElement.scrollWidth > innerWidth) faults.push("it is wider than the window");
  if (!document.documentElement.lang) faults.push("its language is not told");
  if (document.querySelectorAll("h1").length !== 1) faults.push("it has not one main heading");
  if (document.querySelectorAll("main").length !== 1) faults.push("it has not one main part");
  let level = 0;
  for (const heading of document.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
    const own = Number(heading.tagName[1]);
    if (own > level + 1) faults.push(`a heading skips a level: ${heading.textContent}`);
    level = own;
  }
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  if (new Set(ids).size !== ids.length) faults.push("an id occurs twice");
  for (const target of document.querySelectorAll("button, select, input:not([type=hidden], [type=checkbox])"))
    if (target.getBoundingClientRect().height < 44) faults.push(`too small to touch: ${target.outerHTML}`);
  return faults;
}"""


@pytest.fixture
def claim() -> Claim:
    """A claim with everything that the page can show."""
    outlet = factories.source(kind=Source.Kind.OUTLET, name="Vestmark Courier", domain="courier.example")
    article = factories.article(
        source=outlet,
        title="Lagoon is clean, says harbour master",
        published_at=datetime(2026, 5, 6, 9, tzinfo=UTC),
        url="https://courier.example/2026/lagoon",
    )
    made = factories.accepted_claim(
        article_version=factories.article_version(article=article, text=QUOTE),
        text="No untreated water has reached the lagoon of Vestmark since March 2026.",
        quote=True,
        claimant="Mira Solberg",
        role="the harbour master",
        via=["Nordlys Radio"],
        said_on_text="on Monday",
        said_on=date(2026, 5, 4),
        said_on_precision="day",
    )
    made.topics.set([factories.topic("water")])
    Variant.objects.create(
        claim=made, text="لم تصل مياه غير معالجة إلى البحيرة منذ مارس 2026.", language="ar"
    )
    first = factories.fact_checker(name="Vestmark Facts", domain="facts.example")
    second = factories.fact_checker(name="مدققو الميناء", domain="harbourcheck.example")
    at = datetime(2026, 5, 10, 12, tzinfo=UTC)
    factories.verdict(
        made,
        publisher=first,
        rating_id=factories.rating("Half true", value=3, normalised="mixed").id,
        statement=Statement(
            summary="There were two spills in April, both stopped at the second gate.",
            explanation="The plant’s own log lists spills on 4 and 19 April.\n\nNeither is denied.",
            review_url="https://facts.example/lagoon",
            language="en",
            effective_at=at,
        ),
    )
    held = factories.verdict(
        made,
        publisher=first,
        kind=Kind.CORRECTION,
        reason="We had read the log of the northern gate.",
        note="The spill of 19 April did reach the lagoon: 40 cubic metres passed the southern gate.",
        rating_id=factories.rating("Wrong", value=1, normalised="false").id,
        statement=Statement(
            summary="A spill on 19 April reached the lagoon.",
            review_url="https://facts.example/lagoon",
            language="en",
            effective_at=at,
        ),
    )
    arabic = Statement(
        summary="وصلت مياه غير معالجة إلى البحيرة في أبريل.",
        language="ar",
        original_label="صحيح جزئيا",
        effective_at=at,
    )
    factories.verdict(
        made,
        publisher=second,
        rating_id=factories.rating("Partly", value=3, normalised="missing_context").id,
        statement=arabic,
    )
    third = factories.fact_checker(name="Old Harbour Desk")
    factories.verdict(
        made, publisher=third, rating_id=factories.rating("True", value=5, normalised="true").id
    )
    factories.verdict(made, publisher=third, kind=Kind.RETRACTION, reason="Our source withdrew the figures.")
    actor = factories.user()
    Evidence.objects.create(
        claim=made,
        verdict=held,
        url="https://plant.example/log/2026-04",
        archive_url="https://archive.example/plant-log",
        stance="refutes",
        excerpt="19.04. 02:10 southern gate open, est. 40 m³",
        link_state="broken",
        created_by=actor,
    )
    Evidence.objects.create(
        claim=made, url="https://stats.example/lagoon", stance="context", created_by=actor
    )
    other = factories.published_claim(text="The lagoon has been free of sewage since the spring.")
    claim_merge(claim_id=other.id, into_id=made.id, actor=actor, reason="The same.")
    made.refresh_from_db()
    return made


def of(live_server: LiveServer, claim: Claim) -> dict[str, str]:
    """The public pages by name."""
    return {
        "claims": f"{live_server.url}/claims",
        "found": f"{live_server.url}/claims?q=lagoon&conflict=on",
        "nothing": f"{live_server.url}/claims?q=zeppelin",
        "refused": f"{live_server.url}/claims?claimant=x",
        "claim": f"{live_server.url}/claims/{claim.id}",
        "missing": f"{live_server.url}/claims/none",
    }


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A phone without JavaScript, in which nothing may be asked of anybody else."""
    context = browser.new_context(viewport={"width": 375, "height": 700}, java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_a_reader_finds_a_claim_and_reads_all_that_was_said_of_it(
    plain: Page, live_server: LiveServer, claim: Claim
) -> None:
    asked: list[str] = []
    plain.on("request", lambda request: asked.append(request.url))
    factories.published_claim(text="The ferries of Vestmark draw nine metres.")
    plain.goto(live_server.url)
    expect(plain.get_by_role("heading", name="Has this been checked?")).to_be_visible()
    plain.get_by_label("Words, a “phrase”, or -without").fill("lagoon water")
    plain.get_by_role("button", name="Search").click()
    expect(plain.locator(".claims > li")).to_have_count(1)
    expect(plain.get_by_text("Fact-checkers disagree", exact=True)).to_be_visible()
    plain.get_by_role("link", name="No untreated water").click()
    expect(plain.get_by_role("heading", level=1)).to_have_text(claim.text)
    corrected = plain.locator(".history", has_text="Vestmark Facts").locator("li").first
    expect(corrected.get_by_text("The spill of 19 April did reach the lagoon")).to_be_visible()
    expect(plain.locator(".history.withdrawn")).to_contain_text("Our source withdrew the figures.")
    expect(plain.get_by_text("Mira Solberg (the harbour master), in their own words")).to_be_visible()
    assert asked
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(live_server.url).netloc}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("device", ["phone", "desk"])
def test_every_text_can_be_read_and_nothing_sticks_out(
    page: Page, live_server: LiveServer, claim: Claim, theme: str, device: str, look: Callable[[str], None]
) -> None:
    refused: list[str] = []
    page.on("console", lambda told: refused.append(told.text) if "Content Security" in told.text else None)
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    if device == "phone":
        page.set_viewport_size({"width": 375, "height": 700})
    faults = []
    for name, address in of(live_server, claim).items():
        page.goto(address)
        look(f"public-{theme}-{device}-{name}")
        faults += [f"{name}: {fault}" for fault in page.evaluate(ACCESSIBILITY)]
        faults += [f"{name}: {fault}" for fault in page.evaluate(STRUCTURE)]
    assert not faults
    assert not refused


def test_the_keyboard_reaches_everything_and_skips_the_navigation(
    page: Page, live_server: LiveServer, claim: Claim
) -> None:
    page.goto(f"{live_server.url}/claims/{claim.id}")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_a_link_to_a_verdict_of_a_merged_claim_arrives(
    page: Page, live_server: LiveServer, claim: Claim
) -> None:
    verdict = claim.absorbed.get().verdicts.get()
    page.goto(f"{live_server.url}/claims/{verdict.claim_id}#verdict-{verdict.id}")
    assert page.url == f"{live_server.url}/claims/{claim.id}#verdict-{verdict.id}"
    expect(page.locator(f"#verdict-{verdict.id}")).to_be_in_viewport()


def test_the_reference_asks_nobody_else_and_breaks_no_policy(
    page: Page, live_server: LiveServer, look: Callable[[str], None]
) -> None:
    asked: list[str] = []
    refused: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    page.goto(f"{live_server.url}/api/v1/docs")
    expect(page.get_by_role("heading", name="Claim registry")).to_be_visible(timeout=30_000)
    page.locator("#operations-claims-claim_list .opblock-summary-control").click()
    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("button", name="Execute").click()
    expect(page.locator(".live-responses-table tbody .response-col_status").first).to_contain_text("200")
    look("public-docs")
    elsewhere = [url for url in asked if urlsplit(url).netloc != urlsplit(live_server.url).netloc]
    assert not [url for url in elsewhere if not url.startswith("data:")]
    assert not refused


def test_the_desk_breaks_no_policy(
    request: pytest.FixtureRequest, page: Page, live_server: LiveServer, claim: Claim
) -> None:
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    request.getfixturevalue("desk")
    candidate = factories.candidate()
    for path in (
        "",
        "claims/candidate/",
        f"claims/candidate/{candidate.pk}/change/",
        "claims/claim/",
        f"claims/claim/{claim.pk}/change/",
        f"claims/verdict/add/?claim={claim.pk}",
        "claims/ratingscale/add/",
        "common/apikey/add/",
        "webhooks/endpoint/",
        "sources/source/add/",
    ):
        page.goto(f"{live_server.url}/admin/{path}")
    assert not refused
