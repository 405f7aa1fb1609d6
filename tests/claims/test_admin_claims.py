"""The list and the page of claims: verdicts, appearances, evidence, topics."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims.models import Claim, Evidence, ImportedReview, Sighting
from claims.rules import Kind
from claims.services.candidates import candidate_accept
from tests import factories

pytestmark = pytest.mark.django_db

LIST = "admin:claims_claim_changelist"


def staff(*codenames: str) -> User:
    person = factories.user(role=None, is_staff=True)
    person.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return person


def page(claim: Claim) -> str:
    return reverse("admin:claims_claim_change", args=[claim.pk])


def said(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_the_list_shows_each_claim_with_the_verdict_that_stands(admin_client: Client) -> None:
    publisher = factories.fact_checker(name="Vestmark Facts")
    claim = factories.claim(text="The dam is 40 metres high.")
    factories.verdict(claim, publisher=publisher, rating_id=factories.rating("Mostly so").pk)
    factories.verdict(claim, publisher=publisher, kind=Kind.UPDATE, rating_id=factories.rating("Not so").pk)
    shown = admin_client.get(reverse(LIST)).content.decode()
    assert "The dam is 40 metres high." in shown
    assert "Not so" in shown
    assert "Mostly so" not in shown


def test_claims_are_found_by_the_beginnings_of_words_and_by_identifier(admin_client: Client) -> None:
    claim = factories.claim(text="Unemployment fell to 4 per cent.")
    factories.claim()
    for query in ("unempl", str(claim.pk), claim.short_id):
        found = admin_client.get(reverse(LIST), {"q": query}).context["cl"].result_list
        assert list(found) == [claim]


@pytest.mark.parametrize("query", ["'", "a & b", "!!", "(", ":*", "the", "\\", "ß😀"])
def test_no_search_is_a_server_error(admin_client: Client, query: str) -> None:
    factories.claim()
    assert admin_client.get(reverse(LIST), {"q": query}).status_code == 200


def test_a_longer_list_takes_no_more_queries(admin_client: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert admin_client.get(reverse(LIST)).status_code == 200
        return len(captured)

    factories.verdict(factories.claim(claimant=factories.source(), topics=("water",)))
    few = queries()
    for number in range(10):
        factories.verdict(factories.claim(claimant=factories.source(), topics=(f"topic-{number}",)))
    assert queries() == few <= 8


def test_a_longer_page_takes_no_more_queries(admin_client: Client) -> None:
    claim, publisher = factories.claim(), factories.fact_checker()

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert admin_client.get(page(claim)).status_code == 200
        return len(captured)

    def more(kind: Kind) -> None:
        factories.verdict(claim, publisher=publisher, kind=kind)
        actor = factories.user()
        candidate = factories.candidate(claimant="")
        candidate_accept(candidate_id=candidate.pk, actor=actor)
        candidate.refresh_from_db()
        candidate.appearance.claim = claim
        candidate.appearance.save()
        Evidence.objects.create(claim=claim, url="https://a.example/", stance="supports", created_by=actor)

    more(Kind.INITIAL)
    few = queries()
    for _ in range(5):
        more(Kind.UPDATE)
    assert queries() == few <= 15


def test_the_page_shows_the_whole_history_the_newest_first(admin_client: Client) -> None:
    publisher, claim = factories.fact_checker(name="Vestmark Facts"), factories.claim()
    factories.verdict(claim, publisher=publisher)
    factories.verdict(claim, publisher=publisher, kind=Kind.CORRECTION, reason="We misread a table.")
    factories.verdict(claim, publisher=publisher, kind=Kind.RETRACTION, reason="The report was forged.")
    response = admin_client.get(page(claim))
    history = response.context["history"]
    assert [(row.verdict.seq, row.verdict.kind, row.current) for row in history] == [
        (3, "retraction", True),
        (2, "correction", False),
        (1, "initial", False),
    ]
    shown = response.content.decode()
    for words in ("We misread a table.", "The report was forged.", "Retracted", "Vestmark Facts"):
        assert words in shown


def test_what_may_follow_is_offered_and_nothing_else(admin_client: Client) -> None:
    claim, publisher = factories.claim(), factories.fact_checker()
    factories.verdict(claim, publisher=publisher)
    [holding] = admin_client.get(page(claim)).context["holdings"]
    assert [kind for kind, _ in holding.next_kinds] == ["update", "correction", "retraction"]
    factories.verdict(claim, publisher=publisher, kind=Kind.RETRACTION)
    [holding] = admin_client.get(page(claim)).context["holdings"]
    assert [kind for kind, _ in holding.next_kinds] == ["initial", "correction"]


def test_the_page_shows_where_the_claim_appeared(admin_client: Client) -> None:
    candidate = factories.candidate(
        claimant="Mira Solberg", role="harbour master", via=["Nordlys Radio"], addressee="town council"
    )
    claim = candidate_accept(candidate_id=candidate.pk, actor=factories.user())
    shown = admin_client.get(page(claim)).content.decode()
    for words in (
        candidate.sentence,
        "Mira Solberg",
        "harbour master",
        "via <bdi>Nordlys Radio</bdi>",
        "to <bdi>town council</bdi>",
    ):
        assert words in shown


def test_the_page_shows_where_others_report_the_claim(admin_client: Client) -> None:
    claim = factories.claim()
    url, review_url = "https://post.example/1", "https://facts.example/quay"
    verdict = factories.verdict(claim)
    review = ImportedReview.objects.create(
        publisher=verdict.publisher, url=review_url, claim_key="", claim=claim, verdict=verdict, document={}
    )
    Sighting.objects.create(claim=claim, review=review, claimant="Mira Solberg", urls=[url])
    Sighting.objects.create(claim=claim, claimant="Nobody", role="without an address")
    Sighting.objects.create(
        claim=claim,
        sentence="The quay is long, she said.",
        quote=True,
        via=["Nordlys Radio", "<i>"],
        addressee="town council",
        said_on=date(2026, 5, 1),
        said_on_precision="month",
    )
    shown = admin_client.get(page(claim)).content.decode()
    assert 'Appearances <span class="quiet">2</span>' in shown
    for words in (
        *("Mira Solberg", f'href="{url}"', f'href="{review_url}"'),
        *("The quay is long, she said.", "in their own words", "to <bdi>town council</bdi>", "· May 2026"),
        "via <bdi>Nordlys Radio → &lt;i&gt;</bdi>",
    ):
        assert words in shown
    assert "without an address" not in shown


def test_evidence_is_added_to_the_claim(admin_client: Client, admin_user: User) -> None:
    claim = factories.claim()
    response = admin_client.post(
        reverse("admin:claims_claim_evidence", args=[claim.pk]),
        {
            "url": "https://reports.example/dam.pdf",
            "stance": "refutes",
            "excerpt": "The crest stands at 38 metres.",
            "archive_url": "https://archive.example/dam",
        },
    )
    assert response.headers["Location"] == page(claim) + "#evidence"
    evidence = claim.evidence.get()
    assert (evidence.url, evidence.stance, evidence.excerpt, evidence.archive_url, evidence.created_by) == (
        "https://reports.example/dam.pdf",
        "refutes",
        "The crest stands at 38 metres.",
        "https://archive.example/dam",
        admin_user,
    )
    assert "The crest stands at 38 metres." in admin_client.get(page(claim)).content.decode()


@pytest.mark.parametrize(
    "url", ["", "reports.example", "javascript:alert(1)", "https://u:p@reports.example/"]
)
def test_evidence_at_no_web_address_is_refused_beside_its_field_with_the_text_kept(
    admin_client: Client, url: str
) -> None:
    claim = factories.claim()
    response = admin_client.post(
        reverse("admin:claims_claim_evidence", args=[claim.pk]),
        {"url": url, "stance": "refutes", "excerpt": "The crest stands at 38 metres."},
    )
    assert response.context["evidence_form"].errors["url"]
    assert "The crest stands at 38 metres." in response.content.decode()
    assert not Evidence.objects.exists()


def test_adding_evidence_needs_the_permission(client: Client) -> None:
    claim = factories.claim()
    client.force_login(staff("view_claim", "change_claim"))
    form = {"url": "https://reports.example/", "stance": "refutes"}
    assert client.post(reverse("admin:claims_claim_evidence", args=[claim.pk]), form).status_code == 403
    assert not Evidence.objects.exists()


def test_topics_are_set(admin_client: Client) -> None:
    claim = factories.claim(topics=("water",))
    dams = factories.topic("dams")
    form = {"topics": [dams.pk], "opened": "water"}
    admin_client.post(reverse("admin:claims_claim_topics", args=[claim.pk]), form)
    assert list(claim.topics.all()) == [dams]


def test_what_the_page_keeps_for_itself_has_no_label(admin_client: Client) -> None:
    page = admin_client.get(f"/admin/claims/claim/{factories.claim().pk}/change/").content.decode()
    assert 'name="opened"' in page
    assert "Opened" not in page


def test_setting_topics_needs_the_permission(client: Client) -> None:
    claim = factories.claim(topics=("water",))
    client.force_login(staff("view_claim"))
    response = client.post(reverse("admin:claims_claim_topics", args=[claim.pk]), {"topics": []})
    assert response.status_code == 403
    assert claim.topics.count() == 1


def test_a_reader_is_offered_nothing_to_do(client: Client) -> None:
    verdict = factories.verdict()
    client.force_login(staff("view_claim"))
    shown = client.get(page(verdict.claim)).content.decode()
    assert reverse("admin:claims_verdict_add") not in shown
    assert "Add evidence" not in shown
    assert "Save topics" not in shown


def test_claims_are_neither_added_changed_nor_deleted_by_a_superuser(admin_client: Client) -> None:
    claim = factories.claim()
    assert admin_client.get(reverse("admin:claims_claim_add")).status_code == 403
    assert admin_client.post(page(claim), {"text": "Something else."}).status_code == 405
    delete = reverse("admin:claims_claim_delete", args=[claim.pk])
    assert admin_client.post(delete, {"post": "yes"}).status_code == 403
    assert Claim.objects.get().text == claim.text


def test_a_refused_merge_keeps_what_was_typed(admin_client: Client) -> None:
    public, unheard_of = factories.published_claim(), factories.claim()
    merge = reverse("admin:claims_claim_merge", args=[public.pk])
    typed = {"into": str(unheard_of.pk), "reason": "Both are about the same dam."}
    shown = admin_client.post(merge, typed)
    assert shown.status_code == 200
    form = shown.context["merge_form"]
    assert "The other claim is not published" in form.non_field_errors()[0]
    assert "Both are about the same dam." in shown.content.decode()
    factories.verdict(unheard_of)
    assert admin_client.post(merge, typed).status_code == 302
    again = admin_client.post(merge, typed).content.decode()
    assert "The claim was merged already" in again
    assert "Both are about the same dam." in again


def test_a_refused_unmerge_keeps_what_was_typed(admin_client: Client) -> None:
    merged = factories.merged_claim(factories.claim())
    unmerge = reverse("admin:claims_claim_unmerge", args=[merged.pk])
    assert "This field is required." in admin_client.post(unmerge, {"reason": " "}).content.decode()
    assert admin_client.post(unmerge, {"reason": "Two dams."}).status_code == 302
    again = admin_client.post(unmerge, {"reason": "One is in the north."}).content.decode()
    assert "The claim is not merged" in again
    assert 'value="One is in the north."' in again


def test_both_claims_show_who_merged_and_parted_them_and_why(admin_client: Client) -> None:
    into = factories.claim(text="The dam is 40 metres high.")
    merged = factories.merged_claim(into, text="Forty metres of dam.")
    parted = admin_client.post(
        reverse("admin:claims_claim_unmerge", args=[merged.pk]), {"reason": "Two dams."}
    )
    assert parted.status_code == 302
    for claim, other, words in (
        (merged, into, ("Merged into", "Parted from")),
        (into, merged, ("Joined by", "Left by")),
    ):
        shown = admin_client.get(page(claim)).content.decode()
        assert other.text in shown
        assert all(each in shown for each in (*words, "They say the same.", "Two dams."))


def test_a_merged_claim_says_so_and_takes_no_verdict(admin_client: Client) -> None:
    into = factories.claim()
    merged = factories.merged_claim(into)
    shown = admin_client.get(page(merged)).content.decode()
    assert page(into) in shown
    assert reverse("admin:claims_verdict_add") + f"?claim={merged.pk}" not in shown


@pytest.mark.parametrize("claim_id", ["018f0000-0000-7000-8000-000000000000", "nonsense"])
def test_an_unknown_claim_leads_back_to_the_list(admin_client: Client, claim_id: str) -> None:
    response = admin_client.get(reverse("admin:claims_claim_change", args=[claim_id]))
    assert response.headers["Location"] == reverse(LIST)
    assert "There is no claim" in said(response)[0]


def _correct(claim: Claim, client: Client, **values: Any) -> Any:
    form = {"text": "The crest stands at 38 m.", "language": "en", "claimant": "", "reason": "38."} | values
    return client.post(reverse("admin:claims_claim_correct", args=[claim.pk]), form)


def test_a_claim_is_corrected_and_the_page_shows_what_it_said(admin_client: Client) -> None:
    claim, claimant = factories.claim(text="It stands at 83 m."), factories.source(name="Oda Brekke")
    response = _correct(claim, admin_client, claimant=str(claimant.pk))
    assert response.headers["Location"] == page(claim)
    claim.refresh_from_db()
    assert (claim.text, claim.claimant) == ("The crest stands at 38 m.", claimant)
    shown = admin_client.get(page(claim)).content.decode()
    assert "It stands at 83 m." in shown
    assert "corrected it: <bdi>38.</bdi>" in shown


@pytest.mark.parametrize(("name", "value"), [("text", ""), ("reason", " "), ("claimant", "nonsense")])
def test_a_correction_without_sense_is_refused_with_everything_kept(
    admin_client: Client, name: str, value: str
) -> None:
    claim = factories.claim(text="It stands at 83 m.")
    response = _correct(claim, admin_client, language="nb", **{name: value})
    form = response.context["correction_form"]
    assert form.errors[name]
    assert form["language"].value() == "nb"
    claim.refresh_from_db()
    assert claim.text == "It stands at 83 m."


def test_a_reader_corrects_nothing_and_a_checker_nothing_published(client: Client) -> None:
    claim = factories.verdict().claim
    for person in (staff("view_claim"), staff("view_claim", "change_claim", "decide_candidate")):
        client.force_login(person)
        assert "Correct the claim" not in client.get(page(claim)).content.decode()
        assert _correct(claim, client).status_code == 403
    assert _correct(factories.claim(), client).status_code == 302


def test_topics_that_another_tab_set_are_not_wiped_unseen(admin_client: Client) -> None:
    claim, dams = factories.claim(topics=("water",)), factories.topic("dams")
    address = reverse("admin:claims_claim_topics", args=[claim.pk])
    stale = {"topics": [dams.pk], "opened": ""}
    response = admin_client.post(address, stale)
    form = response.context["topics_form"]
    assert "changed meanwhile, to water" in form.errors["topics"][0]
    assert [topic.pk for topic in claim.topics.all()] == ["water"]
    assert admin_client.post(address, stale | {"opened": form["opened"].value()}).status_code == 302
    assert list(claim.topics.all()) == [dams]
