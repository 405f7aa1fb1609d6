"""The lists of the desk on a small laptop, and two sources that are merged there."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, ViewportSize, expect

from claims.models import Claim, ImportJob
from claims.roles import Role
from claims.services.candidates import candidate_reject
from claims.services.source_merges import source_merge
from claims.services.verdicts import Statement
from sources.models import Source
from tests import factories
from webhooks.models import Delivery

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LAPTOP: ViewportSize = {"width": 1366, "height": 768}
PHONE: ViewportSize = {"width": 390, "height": 844}
LISTS = (
    *("claims_candidate", "claims_claim", "claims_verdict", "claims_verdictdraft", "claims_duplicate"),
    *("claims_importjob", "claims_ratingscale", "claims_topic", "claims_sourcemerge"),
    *("sources_source", "sources_feed", "sources_article"),
    *("webhooks_endpoint", "webhooks_event", "webhooks_delivery", "webhooks_replayjob"),
    *("common_apikey", "auth_user", "auth_group"),
)
LONG = "Statistics published by the regional water authority of Vestmark for the years from 2019 to 2025"
_PATH = "reservoir-levels-in-the-northern-districts-reach-a-low-not-seen-since-records-began"
_STICKS_OUT = """() => {
    const wide = [document.scrollingElement, ...document.querySelectorAll("#changelist .results")];
    return wide.filter(each => each.scrollWidth > each.clientWidth + 1).map(each => each.scrollWidth);
}"""


@pytest.fixture
def filled(desk: Page) -> Page:
    """A row in every list, each as wide as they come."""
    desk.set_viewport_size(LAPTOP)
    with ThreadPoolExecutor(1) as pool:  # in this thread the browser's loop runs
        pool.submit(_fill).result()
    return desk


def _fill() -> None:
    try:
        _rows()
    finally:
        connection.close()


def _rows() -> None:
    outlet = factories.source(
        kind=Source.Kind.OUTLET,
        name="The Vestmark Harbour and District Courier",
        domain="news.harbour-and-district-courier.example",
        country="NO",
    )
    url = f"https://{outlet.domain}/2026/05/06/{_PATH}"
    article = factories.article(
        source=outlet, title=LONG, url=url, published_at=datetime(2026, 5, 6, tzinfo=UTC)
    )
    factories.article(
        source=outlet, url=f"{url}/2", title="", state="failed", failure=f"{url}/2 answered 503."
    )
    candidate = factories.candidate(
        article_version=factories.article_version(article=article),
        text=f"{LONG} show that the reservoir lost 40 percent of its water.",
        claimant="The Regional Water Authority of Vestmark",
        via=["Nordlys Radio", "the Courier"],
        said_on_text="on Monday",
        said_on=datetime(2026, 5, 4, tzinfo=UTC).date(),
        said_on_precision="day",
    )
    claim = factories.claim(text=candidate.text, claimant=factories.source(name=candidate.claimant))
    editor = factories.user(username="ida.lund@harbour-and-district-courier.example")
    endpoint, _ = factories.endpoint(owner=editor, url=f"{url}/hook?{'k' * 60}")
    verdict = factories.verdict(
        claim, publisher=factories.fact_checker(name="Vestmark Facts and Figures Desk")
    )
    factories.draft(verdict, author=editor)
    factories.feed(source=outlet, url=f"{url}/feed.xml", failure_count=12, state="failing")
    ImportJob.objects.create(
        format="claimreview",
        url=f"{url}/reviews",
        owner=editor,
        state="done",
        finished_at=timezone.now(),
        **dict.fromkeys(("records", "created", "updated", "unchanged", "refused", "repaired"), 123_456),
    )
    factories.api_key(owner=editor, name=LONG[:100])
    double = factories.source(kind=Source.Kind.OUTLET, name="Vestmark Harbour & District Courier")
    administrator = factories.user(role=Role.ADMINISTRATOR, username="astrid.administrator")
    source_merge(source_id=double.pk, into_id=outlet.pk, actor=administrator, reason=LONG)
    assert Delivery.objects.filter(endpoint=endpoint).exists()


def test_every_list_fits_a_small_laptop(filled: Page, look: Callable[[str], None]) -> None:
    base = filled.url.partition("/admin/")[0]
    wide = {}
    for name in LISTS:
        filled.goto(base + reverse(f"admin:{name}_changelist"))
        expect(filled.locator("#changelist")).to_be_visible()
        look(f"list-{name}")
        if found := filled.evaluate(_STICKS_OUT):
            wide[name] = found
    assert wide == {}


def test_two_sources_are_merged_and_taken_apart(desk: Page, look: Callable[[str], None]) -> None:
    desk.set_viewport_size(LAPTOP)
    kind = Source.Kind.ORGANISATION
    into = factories.source(kind=kind, name="Ministry of Health", domain="health.example")
    source = factories.source(kind=kind, name="Health Ministry", aliases=["MoH"])
    factories.claim(claimant=source)
    factories.feed(source=source)
    desk.locator("#sources-source").get_by_role("link", name="Sources").click()
    for each in (source, into):
        desk.locator(f'input[name="_selected_action"][value="{each.pk}"]').check()
    desk.locator('select[name="action"]').select_option("Merge the two selected sources")
    desk.get_by_role("button", name="Go").click()
    expect(desk.get_by_role("heading", name="Merge Health Ministry into Ministry of Health?")).to_be_visible()
    look("merge-1-asked")
    desk.get_by_label("Reason").fill("Two names of one ministry.")
    desk.get_by_role("button", name="Merge into Ministry of Health").click()
    expect(desk.get_by_text("Health Ministry was merged into Ministry of Health.")).to_be_visible()
    look("merge-2-done")
    expect(desk.get_by_label("Aliases")).to_have_value("Health Ministry\nMoH")
    desk.goto(f"{desk.url.partition('/admin/')[0]}{reverse('admin:sources_source_change', args=[source.pk])}")
    look("merge-3-merged")
    desk.get_by_role("link", name="Who merged it, and the way back").click()
    desk.locator("#result_list tbody th a").click()
    look("merge-4-log")
    desk.get_by_label("Reason").fill("They are two.")
    desk.get_by_role("button", name="Undo the merge").click()
    expect(desk.get_by_text("Health Ministry stands for itself again.")).to_be_visible()
    source.refresh_from_db()
    assert source.survivor is None


def test_a_source_to_merge_into_is_found_by_typing(desk: Page, look: Callable[[str], None]) -> None:
    desk.set_viewport_size(LAPTOP)
    source = factories.source(name="Oda Brekke the minister")
    into = factories.source(name="Oda Brekke")
    base = desk.url.partition("/admin/")[0]
    desk.goto(base + reverse("admin:sources_source_change", args=[source.pk]))
    desk.get_by_role("link", name="Merge into another").click()
    look("merge-5-which")
    desk.locator(".field-into .select2-selection").click()
    desk.locator(".select2-dropdown .select2-search__field").fill(into.short_id)
    desk.get_by_role("option", name="Oda Brekke", exact=True).click()
    desk.get_by_role("button", name="Go on").click()
    expect(desk.get_by_role("button", name="Merge into Oda Brekke")).to_be_visible()


def test_who_decides_second_finds_what_she_typed(desk: Page, look: Callable[[str], None]) -> None:
    desk.set_viewport_size(LAPTOP)
    candidate = factories.candidate()
    desk.goto(
        desk.url.partition("/admin/")[0] + reverse("admin:claims_candidate_change", args=[candidate.pk])
    )
    desk.get_by_label("The claim", exact=False).first.fill("The reservoir lost two fifths of its water.")
    candidate_reject(candidate_id=candidate.pk, actor=factories.user(username="ida"), reason="An opinion")
    desk.get_by_role("button", name="Accept as a new claim").click()
    expect(desk.get_by_role("alert")).to_contain_text("ida had rejected it meanwhile")
    expect(desk.get_by_label("The claim")).to_have_value("The reservoir lost two fifths of its water.")
    look("second-1-kept")


def test_what_was_typed_stays_where_another_decision_is_refused(
    desk: Page, look: Callable[[str], None]
) -> None:
    desk.set_viewport_size(LAPTOP)
    candidate = factories.candidate()
    desk.goto(
        desk.url.partition("/admin/")[0] + reverse("admin:claims_candidate_change", args=[candidate.pk])
    )
    desk.get_by_label("The claim:", exact=True).fill("The reservoir lost two fifths of its water.")
    desk.get_by_text("Or somebody else, who is no source yet").click()
    desk.get_by_label("Name:").fill("Ivo Lenz")
    desk.get_by_label("Reason:").fill("An opinion")
    desk.get_by_role("button", name="Merge", exact=True).click()
    expect(desk.get_by_role("alert")).to_contain_text("Nothing was decided yet")
    expect(desk.get_by_label("The claim:", exact=True)).to_have_value(
        "The reservoir lost two fifths of its water."
    )
    expect(desk.get_by_label("Name:")).to_have_value("Ivo Lenz")
    expect(desk.get_by_label("Reason:")).to_have_value("An opinion")
    look("refused-and-kept")
    desk.get_by_role("button", name="Accept as a new claim").click()
    expect(desk.get_by_text("Accepted as claim")).to_be_visible()
    assert Claim.objects.get().text == "The reservoir lost two fifths of its water."


def test_the_queue_on_a_phone_says_who_said_it_and_where(filled: Page, look: Callable[[str], None]) -> None:
    filled.set_viewport_size(PHONE)
    filled.goto(filled.url.partition("/admin/")[0] + reverse("admin:claims_candidate_changelist"))
    look("queue-on-a-phone")
    row = filled.locator("#result_list tbody tr")
    for name, words in {
        "shown_said": "The Regional Water Authority of Vestmark",
        "outlets": "The Vestmark Harbour and District Courier",
    }.items():
        cell = row.locator(f".field-{name}")
        expect(cell).to_contain_text(words)
        box = cell.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]
    assert filled.evaluate(_STICKS_OUT) == []


def test_a_word_without_an_end_does_not_widen_a_page(desk: Page) -> None:
    desk.set_viewport_size(LAPTOP)
    with ThreadPoolExecutor(1) as pool:
        claim_id = pool.submit(_endless).result()
    base = desk.url.partition("/admin/")[0]
    for name in ("change", "history"):
        desk.goto(base + reverse(f"admin:claims_claim_{name}", args=[claim_id]))
        assert desk.evaluate(_STICKS_OUT) == [], name


def _endless() -> UUID:
    try:
        claim = factories.claim(text="x" * 2000)
        factories.verdict(claim, statement=Statement(summary=f"See https://site.example/{'y' * 2000}"))
        return claim.pk
    finally:
        connection.close()
