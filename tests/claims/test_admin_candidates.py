"""The queue of candidates and the page on which one is decided."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.contrib.messages import get_messages
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from claims.models import Appearance, Candidate, Claim, Cluster, Suggestion
from claims.services.candidates import candidate_accept, candidate_reject
from claims.services.resemblance import candidates_relate
from sources.models import Source
from tests import factories
from tests.locks import elsewhere, until_somebody_waits

pytestmark = pytest.mark.django_db

QUEUE = "admin:claims_candidate_changelist"


def staff(*permissions: str) -> User:
    person = factories.user(role=None, is_staff=True)
    codenames = [permission.split(".")[1] for permission in permissions]
    person.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return person


@pytest.fixture
def checker() -> User:
    return staff(
        "claims.view_candidate", "claims.decide_candidate", "claims.view_claim", "sources.view_source"
    )


@pytest.fixture
def desk(client: Client, checker: User) -> Client:
    client.force_login(checker)
    return client


def page(candidate: Candidate) -> str:
    return reverse("admin:claims_candidate_change", args=[candidate.pk])


def decide(verb: str, candidate: Candidate) -> str:
    return reverse(f"admin:claims_candidate_{verb}", args=[candidate.pk])


def said(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def listed(response: Any) -> list[Candidate]:
    return list(response.context["cl"].result_list)


def test_the_queue_shows_undecided_candidates_the_most_worth_checking_first(desk: Client) -> None:
    low, high = factories.candidate(score=0.3), factories.candidate(score=0.9)
    rejected = factories.candidate()
    desk.post(decide("reject", rejected), {"reason": "Opinion"})
    assert listed(desk.get(reverse(QUEUE))) == [high, low]
    assert listed(desk.get(reverse(QUEUE), {"state": "rejected"})) == [rejected]
    assert len(listed(desk.get(reverse(QUEUE), {"state": "all"}))) == 3


def test_the_queue_names_claimant_carriers_day_and_outlet(desk: Client) -> None:
    outlet = factories.source(kind=Source.Kind.OUTLET, name="Harbour Courier")
    version = factories.article_version(article=factories.article(source=outlet))
    factories.candidate(
        article_version=version,
        claimant="Mira Solberg",
        via=["Nordlys Radio", "The Coast Wire"],
        addressee="harbour board",
        said_on=date(2026, 5, 4),
        said_on_precision="day",
    )
    shown = desk.get(reverse(QUEUE)).content.decode()
    said = ("Mira Solberg", "via Nordlys Radio → The Coast Wire", "to harbour board", "4 May 2026")
    for words in (*said, "Harbour Courier", "0.80"):
        assert words in shown


def test_whom_it_was_said_to_is_shown_and_may_be_corrected(desk: Client) -> None:
    candidate = factories.candidate(addressee="harbour board")
    shown = desk.get(page(candidate)).content.decode()
    assert "<dt>Said to</dt><dd><bdi>harbour board</bdi></dd>" in shown
    assert 'name="addressee" value="harbour board"' in shown
    desk.post(decide("accept", candidate), {"text": candidate.text, "addressee": "town council"})
    candidate.refresh_from_db()
    assert (candidate.addressee, Appearance.objects.get().addressee) == ("harbour board", "town council")


@pytest.mark.parametrize(
    ("precision", "shown"), [("year", "2026"), ("month", "May 2026"), ("week", "week of 4 May 2026")]
)
def test_the_day_is_shown_no_more_exactly_than_the_article_tells(
    desk: Client, precision: str, shown: str
) -> None:
    factories.candidate(said_on=date(2026, 5, 4), said_on_precision=precision)
    assert f">{shown}</div>" in desk.get(reverse(QUEUE)).content.decode()


def test_the_queue_is_filtered_by_language_and_outlet_and_searched(desk: Client) -> None:
    outlet = factories.source(kind=Source.Kind.OUTLET, name="Harbour Courier")
    version = factories.article_version(article=factories.article(source=outlet))
    ours = factories.candidate(article_version=version, language="nb", text="Havna er dyp.")
    factories.candidate()
    assert listed(desk.get(reverse(QUEUE), {"language": "nb"})) == [ours]
    assert listed(desk.get(reverse(QUEUE), {"outlet": str(outlet.pk)})) == [ours]
    for query in ("dyp", str(ours.pk), ours.short_id):
        assert listed(desk.get(reverse(QUEUE), {"q": query})) == [ours]
    assert "Harbour Courier" in desk.get(reverse(QUEUE)).content.decode()


@pytest.mark.parametrize("parameter", ["outlet", "language", "state"])
def test_a_filter_of_nonsense_is_no_server_error(desk: Client, parameter: str) -> None:
    factories.candidate()
    assert desk.get(reverse(QUEUE), {parameter: "nonsense"}).status_code in (200, 302)


def test_the_page_survives_a_filter_of_nonsense(desk: Client) -> None:
    candidate = factories.candidate()
    following = factories.candidate(score=0.1)
    shown = desk.get(page(candidate), {"_changelist_filters": "outlet=nonsense"})
    assert page(following) in shown.content.decode()


def test_a_longer_queue_takes_no_more_queries(desk: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert desk.get(reverse(QUEUE)).status_code == 200
        return len(captured)

    def more(count: int) -> None:
        for _ in range(count):
            outlet = factories.source(kind=Source.Kind.OUTLET)
            version = factories.article_version(article=factories.article(source=outlet))
            candidate = factories.candidate(article_version=version)
            for _ in range(2):
                Suggestion.objects.create(
                    candidate=candidate, claim=factories.claim(), score=0.5, matcher="tests"
                )

    more(2)
    few = queries()
    more(20)
    assert queries() == few <= 12


def test_the_page_marks_the_sentence_where_it_stands(desk: Client) -> None:
    text = "Før 😀 <b>alt</b>.\n\nThe dam is 40 metres high. After."
    sentence = "The dam is 40 metres high."
    start = text.index(sentence)
    version = factories.article_version(text=text)
    candidate = factories.candidate(
        article_version=version, sentence=sentence, start=start, end=start + len(sentence)
    )
    shown = desk.get(page(candidate)).content.decode()
    assert (
        "Før 😀 &lt;b&gt;alt&lt;/b&gt;.\n\n"
        '<mark id="sentence">The dam is 40 metres high.</mark> After.' in shown
    )


def test_the_page_shows_attribution_score_and_what_it_resembles(desk: Client) -> None:
    candidate = factories.candidate(
        claimant="Mira Solberg", role="harbour master", reasons=["figure", "quote"]
    )
    verdict = factories.verdict(factories.claim(text="The reservoir holds three years of water."))
    shown = desk.get(page(candidate)).content.decode()
    for words in (
        "Mira Solberg",
        "harbour master",
        "figure",
        "Similar",
        "reservoir",
        verdict.claim.text,
    ):
        assert words in shown
    assert 'class="rating rating-false"' in shown


def test_accepting_makes_a_claim_with_the_edited_text_and_the_chosen_claimant(
    desk: Client, checker: User
) -> None:
    candidate, following = factories.candidate(score=0.9), factories.candidate(score=0.4)
    claimant = factories.source(name="Mira Solberg")
    response = desk.post(
        decide("accept", candidate), {"text": "The dam leaks.", "claimant": str(claimant.pk)}
    )
    claim = Claim.objects.get()
    assert (claim.text, claim.claimant) == ("The dam leaks.", claimant)
    candidate.refresh_from_db()
    assert (candidate.state, candidate.claim, candidate.decided_by) == ("accepted", claim, checker)
    assert response.headers["Location"] == page(following)
    address = reverse("admin:claims_claim_change", args=[claim.pk])
    told = f'Accepted as <a href="{address}">claim {claim.short_id}</a>: “The dam leaks.”'
    assert said(response)[0] == told


def test_an_empty_text_is_refused_beside_its_field_and_nothing_is_decided(desk: Client) -> None:
    candidate = factories.candidate()
    response = desk.post(decide("accept", candidate), {"text": "   "})
    assert response.status_code == 200
    assert response.context["forms"]["accept"].errors["text"]
    candidate.refresh_from_db()
    assert candidate.state == "pending"


def test_merging_adds_an_appearance_to_the_known_claim(desk: Client) -> None:
    candidate, claim = factories.candidate(), factories.claim()
    response = desk.post(decide("merge", candidate), {"claim": str(claim.pk)})
    candidate.refresh_from_db()
    assert (candidate.state, candidate.claim) == ("merged", claim)
    assert claim.appearances.get().candidate == candidate
    assert response.headers["Location"] == reverse(QUEUE)


@pytest.mark.parametrize("claim_id", ["", "nonsense", "018f0000-0000-7000-8000-000000000000"])
def test_merging_into_no_known_claim_is_refused_beside_its_field(desk: Client, claim_id: str) -> None:
    candidate = factories.candidate()
    response = desk.post(decide("merge", candidate), {"claim": claim_id})
    assert response.context["forms"]["merge"].errors["claim"]
    candidate.refresh_from_db()
    assert candidate.state == "pending"


def test_rejecting_needs_a_reason_and_keeps_it(desk: Client) -> None:
    candidate = factories.candidate()
    refused = desk.post(decide("reject", candidate), {"reason": ""})
    assert refused.context["forms"]["reject"].errors["reason"]
    shown = refused.content.decode()
    assert "Nothing was decided yet" in shown
    assert re.search(r'<input[^>]*name="reason"[^>]* autofocus', shown)
    desk.post(decide("reject", candidate), {"reason": "Opinion"})
    candidate.refresh_from_db()
    assert (candidate.state, candidate.decision_reason) == ("rejected", "Opinion")


def test_of_two_who_decide_the_second_is_told_who_was_first_and_keeps_what_she_typed(desk: Client) -> None:
    candidate = factories.candidate()
    other = factories.user(username="ida")
    candidate_reject(candidate_id=candidate.pk, actor=other, reason="Opinion")
    given = {"text": "The dam <leaks>.", "claimant_name": "Ivo Lenz"}
    response = desk.post(decide("accept", candidate), given)
    assert response.status_code == 200
    assert not Claim.objects.exists()
    shown = response.content.decode()
    assert re.search("ida had rejected it meanwhile, on .*, because: <bdi>Opinion", shown)
    for typed in ("The dam &lt;leaks&gt;.", "Ivo Lenz"):
        assert re.search(f"<textarea[^>]* readonly>{typed}</textarea>", shown)
    assert decide("accept", candidate) not in shown
    assert decide("reopen", candidate) in shown


def test_a_reason_typed_for_what_became_a_claim_is_kept_beside_the_claim(desk: Client) -> None:
    candidate = factories.candidate()
    claim = candidate_accept(candidate_id=candidate.pk, actor=factories.user(username="ida"))
    shown = desk.post(decide("reject", candidate), {"reason": "An opinion."}).content.decode()
    assert "ida had accepted it meanwhile" in shown
    assert re.search("<textarea[^>]* readonly>An opinion.</textarea>", shown)
    assert reverse("admin:claims_claim_change", args=[claim.pk]) in shown


def test_the_queue_says_when_each_arrived_sorts_by_it_and_shows_those_of_a_time(desk: Client) -> None:
    queue = reverse("admin:claims_candidate_changelist")
    old = factories.candidate(score=0.9, text="The bridge is old.")
    new = factories.candidate(score=0.1, text="The bridge is new.")
    Candidate.objects.filter(pk=old.pk).update(created_at=datetime(2025, 3, 7, 12, tzinfo=UTC))
    shown = desk.get(queue)
    assert "7 Mar 2025" in shown.content.decode()
    column = str(list(shown.context["cl"].list_display).index("arrived"))
    newest = desk.get(queue, {"o": f"-{column}"}).context["cl"].result_list
    assert [row.pk for row in newest] == [new.pk, old.pk]
    lately = desk.get(queue, {"created_at__gte": str(timezone.now() - timedelta(days=7))})
    assert [row.pk for row in lately.context["cl"].result_list] == [new.pk]
    assert "Past 7 days" in shown.content.decode()


def test_the_next_candidate_is_one_that_the_filters_of_the_queue_let_through(desk: Client) -> None:
    first = factories.candidate(score=0.9, language="nb")
    factories.candidate(score=0.8, language="en")
    wanted = factories.candidate(score=0.2, language="nb")
    response = desk.post(
        decide("reject", first) + "?_changelist_filters=language%3Dnb", {"reason": "Opinion"}
    )
    assert response.headers["Location"] == page(wanted) + "?_changelist_filters=language%3Dnb"


def test_after_the_end_of_the_queue_comes_what_was_passed_over(desk: Client) -> None:
    passed_over, last = factories.candidate(score=0.9), factories.candidate(score=0.1)
    response = desk.post(decide("reject", last), {"reason": "Opinion"})
    assert response.headers["Location"] == page(passed_over)


def test_selected_candidates_are_rejected_for_one_reason(desk: Client) -> None:
    chosen = [factories.candidate(), factories.candidate()]
    left = factories.candidate()
    form = {"action": "reject", "_selected_action": [str(c.pk) for c in chosen]}
    refused = desk.post(reverse(QUEUE), form)
    assert said(refused) == ["say why the candidate is rejected"]
    assert not Candidate.objects.exclude(state="pending").exists()
    desk.post(reverse(QUEUE), form | {"reason": "Opinion"})
    assert {c.pk for c in Candidate.objects.filter(state="rejected", decision_reason="Opinion")} == {
        c.pk for c in chosen
    }
    left.refresh_from_db()
    assert left.state == "pending"


def test_what_was_decided_meanwhile_is_told_once_for_all_that_were_selected(desk: Client) -> None:
    decided = [factories.candidate() for _ in range(3)]
    form = {"action": "reject", "_selected_action": [str(c.pk) for c in decided], "reason": "Opinion"}
    assert said(desk.post(reverse(QUEUE), form)) == ["Rejected 3 items of the queue."]
    _, told = said(desk.post(f"{reverse(QUEUE)}?state=all", form))  # behind the former, which nobody has read
    assert told.startswith("3 items stay as they are: the candidate is already rejected")


@pytest.mark.parametrize("verb", ["accept", "merge", "reject"])
def test_deciding_needs_the_right_to_decide_on_candidates(client: Client, verb: str) -> None:
    candidate = factories.candidate()
    client.force_login(staff("claims.view_candidate"))
    shown = client.get(page(candidate))
    assert shown.status_code == 200
    assert shown.context["forms"] == {}
    form = {"text": "A", "reason": "B", "claim": str(factories.claim().pk)}
    assert client.post(decide(verb, candidate), form).status_code == 403
    candidate.refresh_from_db()
    assert candidate.state == "pending"


def test_selected_candidates_are_not_rejected_without_the_permission(client: Client) -> None:
    candidate = factories.candidate()
    client.force_login(staff("claims.view_candidate"))
    client.post(
        reverse(QUEUE), {"action": "reject", "_selected_action": [str(candidate.pk)], "reason": "Opinion"}
    )
    candidate.refresh_from_db()
    assert candidate.state == "pending"


def test_looking_at_candidates_needs_the_permission(client: Client) -> None:
    candidate = factories.candidate()
    client.force_login(staff("claims.view_claim"))
    assert client.get(page(candidate)).status_code == 403
    assert client.get(reverse(QUEUE)).status_code == 403


def test_a_decision_without_a_csrf_token_is_refused(checker: User) -> None:
    candidate = factories.candidate()
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(checker)
    assert careful.post(decide("reject", candidate), {"reason": "Opinion"}).status_code == 403


@pytest.mark.parametrize("verb", ["accept", "merge", "reject"])
def test_a_decision_is_never_made_by_looking(desk: Client, verb: str) -> None:
    assert desk.get(decide(verb, factories.candidate())).status_code == 405


def test_candidates_are_neither_added_nor_deleted_by_a_superuser(admin_client: Client) -> None:
    candidate = factories.candidate()
    assert admin_client.get(reverse("admin:claims_candidate_add")).status_code == 403
    assert (
        admin_client.post(
            reverse("admin:claims_candidate_delete", args=[candidate.pk]), {"post": "yes"}
        ).status_code
        == 403
    )
    assert Candidate.objects.filter(pk=candidate.pk).exists()


def test_an_unknown_candidate_leads_back_to_the_queue(desk: Client) -> None:
    for address in ("018f0000-0000-7000-8000-000000000000", "nonsense"):
        response = desk.get(reverse("admin:claims_candidate_change", args=[address]))
        assert response.headers["Location"] == reverse(QUEUE)


def test_claims_are_offered_by_the_beginnings_of_words_and_by_identifier(desk: Client) -> None:
    wanted = factories.claim(text="Unemployment fell to 4 per cent in Vestmark.")
    factories.claim(text="The dam is 40 metres high.")
    merged = factories.merged_claim(wanted, text="Unemployment fell.")
    address = reverse("admin:autocomplete")
    field = {"app_label": "claims", "model_name": "candidate", "field_name": "claim"}
    # By the identifier of one that was merged, the one that it became: it is what can be chosen.
    for term in ("unempl vest", str(wanted.pk), str(merged.pk), merged.short_id):
        results = desk.get(address, field | {"term": term}).json()["results"]
        assert [result["id"] for result in results] == [str(wanted.pk)]


def waiting_from(outlet: str, score: float) -> Candidate:
    source = factories.source(kind=Source.Kind.OUTLET, name=outlet)
    version = factories.article_version(article=factories.article(source=source))
    made = factories.candidate(article_version=version, score=score)
    candidates_relate(version=version)
    return made


def test_what_several_outlets_say_is_one_item_of_the_queue(desk: Client) -> None:
    lead, other = waiting_from("Harbour Courier", 0.9), waiting_from("Nordlys Radio", 0.5)
    response = desk.get(reverse(QUEUE))
    assert listed(response) == [lead]
    shown = response.content.decode()
    for words in ("2 ×", "Harbour Courier", "Nordlys Radio"):
        assert words in shown
    outlet = other.article_version.article.source_id
    assert listed(desk.get(reverse(QUEUE), {"outlet": str(outlet)})) == [lead]
    assert len(listed(desk.get(reverse(QUEUE), {"state": "all"}))) == 2


@pytest.mark.parametrize(("sent", "state"), [({"whole_cluster": "on"}, "rejected"), ({}, "pending")])
def test_the_others_are_decided_alike_where_that_is_chosen(
    desk: Client, sent: dict[str, str], state: str
) -> None:
    lead, other = waiting_from("Harbour Courier", 0.9), waiting_from("Nordlys Radio", 0.5)
    assert "With the other one that says the same" in desk.get(page(lead)).content.decode()
    desk.post(decide("reject", lead), {"reason": "Opinion", **sent})
    other.refresh_from_db()
    assert (other.state, other.leads) == (state, state == "pending")


def test_rejecting_an_item_in_the_list_rejects_all_it_stands_for(desk: Client) -> None:
    lead, other = waiting_from("Harbour Courier", 0.9), waiting_from("Nordlys Radio", 0.5)
    desk.post(reverse(QUEUE), {"action": "reject", "_selected_action": [str(lead.pk)], "reason": "Opinion"})
    other.refresh_from_db()
    assert other.state == "rejected"


def test_a_claim_that_came_after_the_candidate_is_shown_on_its_page(desk: Client) -> None:
    waiting = waiting_from("Harbour Courier", 0.9)
    known = factories.claim(text=waiting.text)
    shown = desk.get(page(waiting)).content.decode()
    assert reverse("admin:claims_claim_change", args=[known.pk]) in shown
    assert not Suggestion.objects.exists()


def test_a_rejection_is_taken_back_on_the_page_of_the_candidate(desk: Client) -> None:
    candidate = factories.candidate()
    response = desk.post(decide("reject", candidate), {"reason": "A slip."}, follow=True)
    assert f'href="{page(candidate)}"' in response.content.decode()
    assert (
        reverse("admin:claims_candidate_reopen", args=[candidate.pk])
        in desk.get(page(candidate)).content.decode()
    )
    too_long = desk.post(decide("reopen", candidate), {"reason": "x" * 2001})
    assert (too_long.context["refused"], set(too_long.context["reopen"].errors)) == (None, {"reason"})
    response = desk.post(decide("reopen", candidate), {"reason": "It is a fact"})
    assert response.headers["Location"] == page(candidate)
    assert desk.get(page(candidate)).context["forms"]["accept"]
    candidate.refresh_from_db()
    assert candidate.state == "pending"
    told = reverse("admin:claims_candidate_history", args=[candidate.pk])
    assert f'href="{told}"' in desk.get(page(candidate)).content.decode()
    entries = [entry.get_change_message() for entry in desk.get(told).context["action_list"]]
    assert [each.split(".")[0] for each in entries] == [
        "Rejected, because: A slip",
        "Decision taken back, because: It is a fact",
    ]


def test_why_a_decision_is_taken_back_is_kept_where_somebody_else_was_faster(desk: Client) -> None:
    candidate = factories.candidate()
    why = {"reason": "It is a fact"}
    response = desk.post(decide("reopen", candidate), why)
    assert "there is nothing to take back" in said(response)[0]
    assert (response.context["refused"], response.context["typed"]) == (None, [("Why", "It is a fact")])
    assert response.context["forms"]["reject"]["reason"].value() is None
    assert ">It is a fact</textarea>" in response.content.decode()
    desk.post(decide("accept", candidate), {"text": "The dam leaks."})
    response = desk.post(decide("reopen", candidate), why)
    assert response.context["typed"] == [("Why", "It is a fact")]


@pytest.mark.django_db(transaction=True)
def test_why_a_decision_is_taken_back_stays_in_the_form_where_that_is_refused() -> None:
    candidate = factories.candidate()
    candidate_reject(candidate_id=candidate.pk, actor=factories.user(), reason="A slip.")
    client = Client()
    client.force_login(factories.user(is_staff=True, is_superuser=True))
    why = {"reason": "It is a fact"}
    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            Candidate.objects.select_for_update().get(pk=candidate.pk)
            later = other.submit(elsewhere, lambda: client.post(decide("reopen", candidate), why))
            until_somebody_waits()
            Candidate.objects.filter(pk=candidate.pk).update(cluster=Cluster.objects.create(pairs=[]))
        response = later.result()
    assert response.context["reopen"]["reason"].value() == "It is a fact"
    assert "just joined others" in response.context["reopen"].non_field_errors()[0]
    assert "just joined others" in response.content.decode()
    assert response.context["refused"] is None


def test_an_accepted_candidate_offers_no_way_back_and_takes_none(desk: Client) -> None:
    candidate = factories.candidate()
    desk.post(decide("accept", candidate), {"text": "The dam leaks."})
    assert desk.get(page(candidate)).context["reopen"] is None
    response = desk.post(decide("reopen", candidate))
    assert "which stays" in said(response)[0]
    candidate.refresh_from_db()
    assert candidate.state == "accepted"


def test_whoever_was_misread_is_named_though_no_source_yet(desk: Client) -> None:
    candidate = factories.candidate(claimant="The cabinet chief")
    named = {"text": candidate.text, "claimant_name": " Statistics Kalvik ", "claimant_kind": "organisation"}
    desk.post(decide("accept", candidate), named)
    claimant = Claim.objects.get().claimant
    assert claimant is not None
    assert (claimant.name, claimant.kind, claimant.notes) == ("Statistics Kalvik", "organisation", "")
    assert not Source.objects.filter(name="The cabinet chief").exists()
    # The next time it is the same one.
    desk.post(decide("accept", factories.candidate()), named)
    assert Source.objects.get(name="Statistics Kalvik").claims.count() == 2


def test_a_claim_has_one_claimant_and_what_was_typed_stays(desk: Client) -> None:
    candidate, known = factories.candidate(claimant="A. Brekke"), factories.source(name="Oda Brekke")
    sent = {
        "text": candidate.text,
        "claimant": known.pk,
        "claimant_name": "Ivo Lenz",
        "claimant_kind": "person",
    }
    refused = desk.post(decide("accept", candidate), sent)
    form = refused.context["forms"]["accept"]
    assert "not both" in form.errors["claimant_name"][0]
    assert form["claimant_name"].value() == "Ivo Lenz"
    assert not Claim.objects.exists()
    assert not Source.objects.filter(name="Ivo Lenz").exists()
    publisher = desk.post(
        decide("accept", candidate), sent | {"claimant": "", "claimant_kind": "fact_checker"}
    )
    assert publisher.context["forms"]["accept"].errors["claimant_kind"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The dam is 41 metres high.", "does not have this sentence any more"),
        ("Corrected. The dam is 40 metres high.", "still has this sentence"),
    ],
)
def test_that_the_article_was_changed_since_is_said(desk: Client, text: str, told: str) -> None:
    version = factories.article_version(text="The dam is 40 metres high.")
    candidate = factories.candidate(article_version=version)
    article = version.article
    article.current_version = version
    article.save()
    assert "The article was changed since" not in desk.get(page(candidate)).content.decode()
    article.current_version = factories.article_version(article=article, number=2, text=text)
    article.save()
    shown = desk.get(page(candidate)).content.decode()
    assert "The article was changed since" in shown
    assert "version 2</a>, read" in shown
    assert told in shown
