"""Recording verdicts at the desk. None is ever edited or deleted there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from claims.claimreview_selectors import claim_reviews
from claims.models import Claim, Evidence, Rating, Verdict, VerdictDraft
from claims.moments import claim_now
from claims.rules import Kind
from claims.selectors import claim_get
from claims.services.evidence import evidence_add
from claims.services.merges import claim_merge
from common.lengths import TEXT_LENGTH
from sources.models import Source
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def publisher() -> Source:
    return factories.fact_checker(name="Vestmark Facts")


@pytest.fixture
def claim() -> Claim:
    return factories.claim(text="The dam is 40 metres high.")


def form_of(claim: Claim, publisher: Source, kind: str = "") -> str:
    return reverse("admin:claims_verdict_add") + f"?claim={claim.pk}&publisher={publisher.pk}&kind={kind}"


def written(rating: Rating | None, **values: Any) -> dict[str, Any]:
    texts = {"summary": "The crest stands at 38 metres.", "explanation": "We measured it.", "language": "en"}
    return {"expected_seq": 0, "kind": "initial", "rating": rating.pk if rating else "", **texts, **values}


def labels(response: Any) -> list[str]:
    return [str(label) for value, label in response.context["form"].fields["rating"].choices if value]


def test_lines_end_as_they_do_over_the_api(admin_client: Client, claim: Claim, publisher: Source) -> None:
    rating = factories.rating("Too high", publisher=publisher)
    admin_client.post(form_of(claim, publisher), written(rating, explanation="We measured it.\r\n\r\nTwice."))
    assert Verdict.objects.get().explanation == "We measured it.\n\nTwice."


def test_a_text_is_no_longer_than_over_the_api(admin_client: Client, claim: Claim, publisher: Source) -> None:
    rating = factories.rating("Too high", publisher=publisher)
    long = "y" * (TEXT_LENGTH + 1)
    page = admin_client.post(form_of(claim, publisher), written(rating, explanation=long))
    assert "at most 100000 characters" in str(page.context["form"].errors["explanation"])
    assert not Verdict.objects.exists()


def test_a_first_verdict_is_recorded(
    admin_client: Client, admin_user: User, claim: Claim, publisher: Source
) -> None:
    rating = factories.rating("Too high", publisher=publisher)
    response = admin_client.post(
        form_of(claim, publisher),
        written(rating, review_url="https://facts.example/dam", original_label="Hardly"),
    )
    assert response.headers["Location"] == reverse("admin:claims_claim_change", args=[claim.pk])
    verdict = Verdict.objects.get()
    assert (verdict.claim, verdict.publisher, verdict.seq, verdict.kind) == (claim, publisher, 1, "initial")
    assert (verdict.rating, verdict.original_label, verdict.actor) == (rating, "Hardly", admin_user)
    assert (verdict.summary, verdict.explanation, verdict.review_url) == (
        "The crest stands at 38 metres.",
        "We measured it.",
        "https://facts.example/dam",
    )
    claim.refresh_from_db()
    assert claim.state == "published"


@pytest.mark.parametrize("kind", [Kind.UPDATE, Kind.CORRECTION])
def test_a_verdict_is_followed_by_another_with_its_reason(
    admin_client: Client, claim: Claim, publisher: Source, kind: Kind
) -> None:
    factories.verdict(claim, publisher=publisher)
    opened = admin_client.get(form_of(claim, publisher, kind))
    assert opened.context["form"].initial["kind"] == kind
    assert opened.context["form"].initial["expected_seq"] == 1
    rating = factories.rating(publisher=publisher)
    refused = admin_client.post(form_of(claim, publisher), written(rating, kind=kind, expected_seq=1))
    assert refused.context["form"].errors["reason"]
    note = "It is 38 metres, not 83." if kind is Kind.CORRECTION else ""
    assert bool(refused.context["form"].errors.get("note")) == bool(note)
    told = {"reason": "New soundings.", "note": note}
    admin_client.post(form_of(claim, publisher), written(rating, kind=kind, expected_seq=1, **told))
    last = Verdict.objects.get(seq=2)
    assert (last.kind, last.reason, last.note) == (kind, "New soundings.", note)


def test_a_retraction_carries_no_rating_even_where_one_was_chosen(
    admin_client: Client, claim: Claim, publisher: Source
) -> None:
    factories.verdict(claim, publisher=publisher)
    rating = factories.rating(publisher=publisher)
    admin_client.post(
        form_of(claim, publisher), written(rating, kind="retraction", expected_seq=1, reason="Forged report.")
    )
    last = Verdict.objects.get(seq=2)
    assert (last.kind, last.rating) == ("retraction", None)


def test_what_stands_on_a_merged_claim_is_retracted_and_nothing_else_is_offered(
    admin_client: Client, admin_user: User, claim: Claim, publisher: Source
) -> None:
    factories.verdict(claim, publisher=publisher)
    into = factories.published_claim()
    claim_merge(claim_id=claim.pk, into_id=into.pk, actor=admin_user, reason="The same.")
    shown = admin_client.get(reverse("admin:claims_claim_change", args=[claim.pk]))
    assert [holding.next_kinds for holding in shown.context["holdings"]] == [[("retraction", "Retract")]]
    address = form_of(claim, publisher, Kind.RETRACTION)
    assert address.replace("&", "&amp;") in shown.content.decode()
    assert set(admin_client.get(address).context["form"].allowed) == {Kind.RETRACTION}
    update = written(factories.rating(publisher=publisher), kind="update", expected_seq=1, reason="Anew.")
    refused = admin_client.post(form_of(claim, publisher), update)
    assert refused.status_code == 409
    assert str(into.pk) in refused.content.decode()
    admin_client.post(address, written(None, kind="retraction", expected_seq=1, reason="The wrong dam."))
    assert [row.kind for row in claim.verdicts.order_by("seq")] == ["initial", "retraction"]


def test_only_kinds_that_may_follow_are_offered(
    admin_client: Client, claim: Claim, publisher: Source
) -> None:
    def offered() -> set[str]:
        form = admin_client.get(form_of(claim, publisher)).context["form"]
        return {str(value) for value, _ in form.fields["kind"].widget.choices}

    assert offered() == {"initial"}
    factories.verdict(claim, publisher=publisher)
    assert offered() == {"update", "correction", "retraction"}


def test_a_kind_that_may_not_follow_is_refused_by_the_service(
    admin_client: Client, claim: Claim, publisher: Source
) -> None:
    rating = factories.rating(publisher=publisher)
    response = admin_client.post(
        form_of(claim, publisher), written(rating, kind="correction", reason="Why not.", note="It is 38.")
    )
    assert "cannot stand as the first verdict" in response.context["form"].errors["kind"][0]
    assert not Verdict.objects.exists()


def test_ratings_are_the_publishers_own_and_the_default_ones(
    admin_client: Client, claim: Claim, publisher: Source
) -> None:
    own = factories.rating("Own label", publisher=publisher)
    open_to_all = factories.rating("Open label")
    factories.rating("Foreign label", publisher=factories.fact_checker())
    grouped = admin_client.get(form_of(claim, publisher)).context["form"].fields["rating"].choices
    offered = {label for _, group in grouped if isinstance(group, list) for _, label in group}
    assert {own.label, open_to_all.label} <= offered
    assert "Foreign label" not in offered


def test_of_a_scale_only_the_newest_version_is_offered(
    admin_client: Client, claim: Claim, publisher: Source
) -> None:
    old = factories.rating("Old label", publisher=publisher)
    scale = type(old.scale).objects.create(
        publisher=publisher, name=old.scale.name, version=2, worst=1, best=5
    )
    Rating.objects.create(scale=scale, label="New label", value=1)
    shown = admin_client.get(form_of(claim, publisher)).content.decode()
    assert "New label" in shown
    assert "Old label" not in shown


def test_another_publishers_rating_is_refused(admin_client: Client, claim: Claim, publisher: Source) -> None:
    foreign = factories.rating(publisher=factories.fact_checker())
    response = admin_client.post(form_of(claim, publisher), written(foreign))
    assert response.context["form"].errors["rating"]
    assert not Verdict.objects.exists()


def test_a_verdict_given_meanwhile_is_shown_and_the_text_kept(
    admin_client: Client, claim: Claim, publisher: Source
) -> None:
    meanwhile = factories.verdict(
        claim, publisher=publisher, rating_id=factories.rating("Nearly so", publisher=publisher).pk
    )
    rating = factories.rating("Not so", publisher=publisher)
    response = admin_client.post(form_of(claim, publisher), written(rating, expected_seq=0))
    assert response.status_code == 409
    assert [verdict for verdict, _ in response.context["changed"]] == [meanwhile]
    shown = response.content.decode()
    assert "Nearly so" in shown
    assert "The crest stands at 38 metres." in shown
    assert Verdict.objects.count() == 1

    form = response.context["form"]
    assert (form["expected_seq"].value(), form["kind"].value()) == ("1", "update")
    again = {field.name: field.value() or "" for field in form} | {"reason": "It was measured again."}
    assert admin_client.post(form_of(claim, publisher), again).status_code == 302
    last = Verdict.objects.get(seq=2)
    assert (last.kind, last.rating, last.summary) == ("update", rating, "The crest stands at 38 metres.")


def test_a_review_elsewhere_than_on_the_web_is_refused(
    admin_client: Client, claim: Claim, publisher: Source
) -> None:
    rating = factories.rating(publisher=publisher)
    for address in ("javascript:alert(1)", "ftp://facts.example/x", "nonsense"):
        response = admin_client.post(form_of(claim, publisher), written(rating, review_url=address))
        assert response.context["form"].errors["review_url"]
    assert not Verdict.objects.exists()


def test_the_publisher_whose_verdict_stands_is_the_one_proposed(admin_client: Client, claim: Claim) -> None:
    first, second = factories.fact_checker(), factories.fact_checker()
    factories.verdict(claim, publisher=second)
    address = reverse("admin:claims_verdict_add") + f"?claim={claim.pk}"
    assert admin_client.get(address).context["publisher"] == second
    assert admin_client.get(f"{address}&publisher={first.pk}").context["publisher"] == first


def test_a_person_publishes_no_verdicts(admin_client: Client, claim: Claim) -> None:
    factories.fact_checker()
    person = factories.source()
    assert admin_client.get(form_of(claim, person)).context["publisher"] != person


@pytest.mark.parametrize("claim_id", ["", "nonsense", "018f0000-0000-7000-8000-000000000000"])
def test_without_a_claim_the_claims_are_shown(admin_client: Client, claim_id: str) -> None:
    response = admin_client.get(reverse("admin:claims_verdict_add"), {"claim": claim_id})
    assert response.headers["Location"] == reverse("admin:claims_claim_changelist")


def test_recording_needs_the_right_to_publish_verdicts(
    client: Client, claim: Claim, publisher: Source
) -> None:
    person = factories.user(role=None, is_staff=True)
    codenames = ["view_claim", "change_claim", "view_verdict", "add_verdict", "decide_candidate"]
    person.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client.force_login(person)
    assert client.get(form_of(claim, publisher)).status_code == 403
    rating = factories.rating(publisher=publisher)
    assert client.post(form_of(claim, publisher), written(rating)).status_code == 403
    assert not Verdict.objects.exists()


def test_with_the_right_alone_a_verdict_is_recorded(client: Client, claim: Claim, publisher: Source) -> None:
    person = factories.user(role=None, is_staff=True)
    person.user_permissions.set(Permission.objects.filter(codename="publish_verdict"))
    client.force_login(person)
    client.post(form_of(claim, publisher), written(factories.rating(publisher=publisher)))
    assert Verdict.objects.get().actor == person


def test_no_verdict_is_edited_or_deleted_by_a_superuser(admin_client: Client) -> None:
    verdict = factories.verdict()
    change = reverse("admin:claims_verdict_change", args=[verdict.pk])
    assert admin_client.get(change).status_code == 200
    assert admin_client.post(change, {"summary": "Something else."}).status_code == 403
    delete = reverse("admin:claims_verdict_delete", args=[verdict.pk])
    assert admin_client.post(delete, {"post": "yes"}).status_code == 403
    bulk = {"action": "delete_selected", "_selected_action": [str(verdict.pk)], "post": "yes"}
    admin_client.post(reverse("admin:claims_verdict_changelist"), bulk)
    assert Verdict.objects.get().summary == verdict.summary


def test_all_verdicts_are_listed(admin_client: Client) -> None:
    first, second = factories.verdict(), factories.verdict()
    listed = admin_client.get(reverse("admin:claims_verdict_changelist")).context["cl"].result_list
    assert list(listed) == [second, first]


def test_a_longer_list_takes_no_more_queries(admin_client: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert admin_client.get(reverse("admin:claims_verdict_changelist")).status_code == 200
        return len(captured)

    factories.verdict()
    few = queries()
    for _ in range(5):
        factories.verdict()
    assert queries() == few <= 5


def test_a_correction_begins_with_what_stands_and_a_retraction_with_nothing(
    admin_client: Client, claim: Claim, publisher: Source
) -> None:
    rating = factories.rating("Too high", publisher=publisher)
    admin_client.post(form_of(claim, publisher), written(rating, review_url="https://facts.example/dam"))
    correction = admin_client.get(form_of(claim, publisher, "correction")).context["form"]
    assert correction["summary"].value() == "The crest stands at 38 metres."
    assert correction["explanation"].value() == "We measured it."
    assert correction["review_url"].value() == "https://facts.example/dam"
    assert not correction["note"].value()
    assert not admin_client.get(form_of(claim, publisher, "retraction")).context["form"]["summary"].value()


def test_verdicts_are_found_by_the_words_of_their_claim_and_by_publisher(admin_client: Client) -> None:
    ours = factories.verdict(factories.claim(text="Nine wells ran dry."))
    factories.verdict(factories.claim(text="The dam is full."))
    for asked in ({"q": "wells dr"}, {"publisher": str(ours.publisher_id)}):
        found = admin_client.get(reverse("admin:claims_verdict_changelist"), asked)
        assert list(found.context["cl"].result_list) == [ours]
    assert admin_client.get(reverse("admin:claims_verdict_changelist"), {"publisher": "x"}).status_code == 302


def cited(verdict: Verdict, number: int, **of: Any) -> Evidence:
    """Evidence of the verdict, or of what is named."""
    of = of or {"verdict_id": verdict.pk}
    url = f"https://data.example/{number}"
    return evidence_add(**of, actor=verdict.actor, stance=Evidence.Stance.REFUTES, url=url)


def ticks(response: Any) -> dict[str, tuple[str, bool]]:
    """The evidence offered: by its address the field's name, and whether it is ticked."""
    form = response.context["form"]
    return {row.url: (name, bool(form[name].value())) for name, row in form.offered.items()}


def test_the_page_sent_again_records_nothing_and_keeps_what_was_typed(
    admin_client: Client, claim: Claim, publisher: Source
) -> None:
    first = factories.verdict(claim, publisher=publisher)
    cited(first, 0, claim_id=claim.pk)
    cited(first, 1)
    cited(first, 2)
    rating = factories.rating("Half true", publisher=publisher)
    shown = ticks(admin_client.get(form_of(claim, publisher, "update")))
    typed = {"kind": "update", "reason": "New soundings.", shown["https://data.example/2"][0]: "on"}
    sent = written(rating, **typed, expected_seq=1)
    assert admin_client.post(form_of(claim, publisher), sent).status_code == 302
    # On the way back the page is made anew, and the browser fills in what was typed, by name.
    shown = ticks(admin_client.get(form_of(claim, publisher, "update")))
    assert list(shown) == ["https://data.example/0", "https://data.example/2"]
    assert {*typed} - {"kind", "reason"} == {shown["https://data.example/2"][0]}
    again = admin_client.post(form_of(claim, publisher), sent | {"expected_seq": 2})
    assert again.status_code == 409
    assert "says exactly this already" in again.context["form"].non_field_errors()[0]
    assert again.context["form"]["reason"].value() == "New soundings."
    assert Verdict.objects.count() == 2


def test_evidence_that_still_holds_is_kept_and_cited(
    admin_client: Client, claim: Claim, publisher: Source
) -> None:
    first = factories.verdict(claim, publisher=publisher)
    rows = [cited(first, 1), cited(first, 2), cited(first, 3, claim_id=claim.pk)]
    shown = ticks(admin_client.get(form_of(claim, publisher, "correction")))
    assert {url: ticked for url, (_, ticked) in shown.items()} == {
        "https://data.example/1": True,
        "https://data.example/2": True,
        "https://data.example/3": False,
    }
    rating = factories.rating("Half true", publisher=publisher)
    told = {"kind": "correction", "expected_seq": 1, "reason": "A slip.", "note": "It is 38."}
    kept = {shown[rows[at].url][0]: "on" for at in (0, 2)}
    assert admin_client.post(form_of(claim, publisher), written(rating, **told, **kept)).status_code == 302
    review = claim_reviews([claim_now(claim_get(claim.pk))])[0][0]
    assert {*review.citations} == {"https://data.example/1", "https://data.example/3"}
    assert {*first.evidence.all()} == {*rows[:2]}
    # What was dropped is not offered again, nor is anything twice.
    shown = ticks(admin_client.get(form_of(claim, publisher, "update")))
    assert {url: ticked for url, (_, ticked) in shown.items()} == {
        "https://data.example/1": True,
        "https://data.example/3": True,
    }


def test_a_retraction_keeps_no_evidence(admin_client: Client, claim: Claim, publisher: Source) -> None:
    cited(factories.verdict(claim, publisher=publisher), 1)
    ((name, _),) = ticks(admin_client.get(form_of(claim, publisher, "retraction"))).values()
    told = {"kind": "retraction", "expected_seq": 1, "reason": "Forged.", name: "on"}
    assert admin_client.post(form_of(claim, publisher), written(None, **told)).status_code == 302
    assert not Verdict.objects.get(seq=2).evidence.exists()


@pytest.mark.parametrize("meanwhile_kept", [True, False])
def test_evidence_ticked_before_another_verdict_stays_ticked(
    admin_client: Client, claim: Claim, publisher: Source, *, meanwhile_kept: bool
) -> None:
    row = cited(factories.verdict(claim, publisher=publisher), 1)
    ((name, _),) = ticks(admin_client.get(form_of(claim, publisher, "update"))).values()
    kept = [row.pk] if meanwhile_kept else []
    factories.verdict(claim, publisher=publisher, kind=Kind.UPDATE, kept_evidence=kept)
    rating = factories.rating("Half true", publisher=publisher)
    told = {"kind": "update", "expected_seq": 1, "reason": "A slip.", name: "on"}
    response = admin_client.post(form_of(claim, publisher), written(rating, **told))
    assert response.status_code == 409
    assert ticks(response) == {row.url: (name, True)}
    told["expected_seq"] = 2
    assert admin_client.post(form_of(claim, publisher), written(rating, **told)).status_code == 302
    assert Verdict.objects.get(seq=3).evidence.get().piece == row.piece


def test_a_draft_begins_with_the_evidence_that_still_holds(
    admin_client: Client, claim: Claim, publisher: Source
) -> None:
    row = cited(factories.verdict(claim, publisher=publisher), 1)
    ((name, _),) = ticks(admin_client.get(form_of(claim, publisher, "update"))).values()
    told = {"kind": "update", "expected_seq": 1, name: "on", "draft": "1"}
    assert admin_client.post(form_of(claim, publisher), written(None, **told)).status_code == 302
    assert VerdictDraft.objects.get().evidence.get().piece == row.piece


@pytest.mark.parametrize(
    ("day", "at", "moment"),
    [("2026-03-06", "", "2026-03-06T00:00"), ("2026-03-06", "14:30", "2026-03-06T14:30"), ("", "", None)],
)
def test_a_review_is_dated_in_the_desks_time_zone(
    admin_client: Client, claim: Claim, publisher: Source, day: str, at: str, moment: str | None
) -> None:
    rating = factories.rating(publisher=publisher)
    admin_client.post(form_of(claim, publisher), written(rating, held_day=day, held_time=at))
    verdict = Verdict.objects.get()
    if moment is None:
        assert verdict.effective_at == verdict.recorded_at
    else:
        assert f"{timezone.localtime(verdict.effective_at):%Y-%m-%dT%H:%M}" == moment


def test_a_review_is_not_dated_in_the_future_nor_without_a_day(
    admin_client: Client, claim: Claim, publisher: Source
) -> None:
    rating = factories.rating(publisher=publisher)
    tomorrow = (timezone.localtime() + timedelta(days=1)).date().isoformat()
    for wrong in ({"held_day": tomorrow}, {"held_time": "14:30"}, {"held_day": "1066-10-14"}):
        response = admin_client.post(form_of(claim, publisher), written(rating, **wrong))
        assert response.context["form"].errors["held_day"]
    assert not Verdict.objects.exists()
