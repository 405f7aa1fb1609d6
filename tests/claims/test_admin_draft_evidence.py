"""A draft's evidence at the desk, what becomes of a discarded draft, and how drafts are found."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from claims.models import Evidence, VerdictDraft
from claims.roles import Role
from claims.services.evidence import evidence_add, evidence_change
from claims.services.verdicts import verdict_record
from tests import factories
from tests.claims.test_admin_drafts import EVIDENCE, LIST, act, desk_of, draft, page, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def row() -> VerdictDraft:
    return draft()


@pytest.fixture
def found(row: VerdictDraft) -> Evidence:
    given: dict[str, Any] = {"url": "https://a.exmaple/r", "stance": Evidence.Stance.SUPPORTS}
    return evidence_add(draft_id=row.pk, actor=row.author, excerpt="Line one.\r\nLine two.", **given)


def of_evidence(found: Evidence, verb: str) -> str:
    return reverse(f"admin:claims_verdictdraft_evidence_{verb}", args=[found.draft_id, found.pk])


def opened(client: Client, found: Evidence, words: dict[str, Any]) -> dict[str, Any]:
    """What is sent of the page on which the evidence is to be changed."""
    assert found.draft
    answer = client.post(of_evidence(found, "open"), words)
    assert answer.status_code == 302
    form = client.get(answer.headers["Location"]).context["evidence_form"]
    return {field.name: field.value() for field in form}


def test_evidence_is_opened_changed_and_saved(row: VerdictDraft, found: Evidence) -> None:
    client = desk_of(Role.EDITOR)
    sent = typed(client, row) | {"summary": "Nobody measured it."}
    form = opened(client, found, sent)
    assert (form["url"], form["stance"], form["evidence_id"]) == (found.url, "supports", found.pk)
    row.refresh_from_db()
    assert row.summary == "Nobody measured it."
    changed = form | {"url": "https://a.example/r", "stance": "refutes"}
    assert client.post(act(row, "evidence"), typed(client, row) | changed).status_code == 302
    again = Evidence.objects.get()
    assert (again.pk, again.url, again.stance) == (found.pk, "https://a.example/r", "refutes")
    assert "Line two." in again.excerpt


def test_evidence_opened_and_left_alone_is_not_written(row: VerdictDraft, found: Evidence) -> None:
    client = desk_of(Role.EDITOR)
    form = opened(client, found, typed(client, row))
    before = VerdictDraft.objects.get().revision
    assert client.post(page(row), typed(client, row) | form).status_code == 302
    # The words were saved, the evidence not.
    assert VerdictDraft.objects.get().revision == before + 1
    assert Evidence.objects.get().url == found.url


def test_evidence_typed_over_another_change_is_kept_and_nothing_lost(
    row: VerdictDraft, found: Evidence
) -> None:
    client = desk_of(Role.EDITOR)
    sent = typed(client, row) | opened(client, found, typed(client, row))
    evidence_change(draft_id=row.pk, evidence_id=found.pk, actor=row.author, excerpt="By another.")
    late = client.post(act(row, "evidence"), sent | {"excerpt": "By me."})
    assert late.status_code == 409
    assert late.context["evidence_form"]["excerpt"].value() == "By me."
    assert Evidence.objects.get().excerpt == "By another."
    again = typed(client, row) | {field.name: field.value() for field in late.context["evidence_form"]}
    assert client.post(act(row, "evidence"), again).status_code == 302
    assert Evidence.objects.get().excerpt == "By me."


def test_evidence_is_removed_with_what_was_typed_kept(row: VerdictDraft, found: Evidence) -> None:
    client = desk_of(Role.EDITOR)
    assert "Yes, remove it" in client.get(page(row)).content.decode()
    sent = typed(client, row) | {"summary": "Nobody measured it."}
    assert client.post(of_evidence(found, "remove"), sent).status_code == 302
    assert not Evidence.objects.exists()
    assert VerdictDraft.objects.get().summary == "Nobody measured it."
    assert client.post(of_evidence(found, "remove"), typed(client, row)).status_code == 200


def test_whoever_may_not_change_the_draft_is_offered_no_change(row: VerdictDraft, found: Evidence) -> None:
    stranger = desk_of(Role.CHECKER)
    shown = stranger.get(page(row)).content.decode()
    assert found.url in shown
    assert of_evidence(found, "remove") not in shown
    assert stranger.post(of_evidence(found, "remove"), {}).status_code == 403
    assert Evidence.objects.get() == found


def test_no_stance_is_chosen_beforehand(row: VerdictDraft) -> None:
    client = desk_of(Role.EDITOR)
    form = client.get(page(row)).context["evidence_form"]
    assert not form["stance"].value()
    assert form.fields["stance"].choices[0] == ("", "Choose…")
    refused = client.post(act(row, "evidence"), typed(client, row) | EVIDENCE | {"stance": ""})
    assert refused.context["evidence_form"].errors["stance"]
    assert not Evidence.objects.exists()


def test_a_discarded_draft_is_taken_up_again_on_its_page(row: VerdictDraft, found: Evidence) -> None:
    client = desk_of(Role.EDITOR)
    discarded = client.post(act(row, "discard"), typed(client, row), follow=True)
    assert discarded.redirect_chain[0][0] == page(row)
    assert act(row, "restore") in discarded.content.decode()
    assert act(row, "restore") not in desk_of(Role.CHECKER).get(page(row)).content.decode()
    assert client.get(act(row, "restore")).status_code == 405
    back = client.post(act(row, "restore"), follow=True)
    assert "taken up again" in back.content.decode()
    row.refresh_from_db()
    assert (row.state, row.evidence.get()) == ("draft", found)
    assert "is not discarded" in client.post(act(row, "restore"), follow=True).content.decode()


def listed(client: Client, **asked: str) -> list[VerdictDraft]:
    return list(client.get(reverse(LIST), asked).context["cl"].result_list)


def test_drafts_are_found_by_words_publisher_and_whose_turn_it_is() -> None:
    editor = factories.user(role=Role.EDITOR, is_staff=True)
    client = Client()
    client.force_login(editor)
    strict = factories.fact_checker(name="Strict Desk", four_eyes=True)
    tram = factories.claim(text="The tramway of Kalvik cost 40 million.")
    own = draft(tram, author=editor, publisher_id=strict.pk)
    others = draft(publisher_id=strict.pk)
    free = draft(author=editor)
    assert listed(client, q="tramway") == [own]
    assert listed(client, q="strict desk") == [others, own]
    assert listed(client, mine="publish") == [free, others]
    assert listed(client, mine="begun") == [free, own]
    assert listed(client, publisher__id__exact=str(strict.pk)) == [others, own]
    checker = desk_of(Role.CHECKER)
    assert "Mine to publish" not in checker.get(reverse(LIST)).content.decode()
    assert listed(checker, mine="publish") == []


def test_the_filter_of_states_says_what_is_shown() -> None:
    client = desk_of(Role.EDITOR)

    def chosen(**asked: str) -> list[str]:
        lists = client.get(reverse(LIST), asked).context["cl"]
        states = list(lists.filter_specs[0].choices(lists))
        assert [each["display"] for each in states] == ["Draft", "Published", "Discarded", "All"]
        return [each["display"] for each in states if each["selected"]]

    assert chosen() == ["Draft"]
    assert chosen(state="discarded") == ["Discarded"]
    assert chosen(state="all") == ["All"]


@pytest.fixture
def writer() -> User:
    return factories.user(role=Role.EDITOR, is_staff=True)


def test_a_draft_says_from_when_it_is_held_to_the_second(writer: User) -> None:
    client = Client()
    client.force_login(writer)
    row = draft(author=writer)
    verdict = factories.verdict()
    VerdictDraft.objects.filter(pk=row.pk).update(effective_at=verdict.recorded_at)
    form = typed(client, row)
    assert form["held_day"]
    assert client.post(page(row), form | {"summary": "As printed."}).status_code == 302
    row.refresh_from_db()
    assert row.effective_at == verdict.recorded_at
    assert client.post(page(row), typed(client, row) | {"held_time": ""}).status_code == 302
    row.refresh_from_db()
    assert row.effective_at is not None
    assert row.effective_at < verdict.recorded_at
    assert client.post(page(row), typed(client, row) | {"held_day": "", "held_time": ""}).status_code == 302
    row.refresh_from_db()
    assert row.effective_at is None


def test_a_draft_of_what_stands_already_is_not_published(writer: User) -> None:
    client = Client()
    client.force_login(writer)
    said: dict[str, Any] = {"kind": "update", "reason": "New figures.", "rating_id": factories.rating().pk}
    first = factories.verdict()
    verdict_record(claim_id=first.claim_id, publisher_id=first.publisher_id, actor=writer, **said)
    row = draft(first.claim, author=writer, publisher_id=first.publisher_id, **said)
    answer = client.post(act(row, "publish"), typed(client, row), follow=True)
    assert "says exactly this already" in answer.content.decode()
    row.refresh_from_db()
    assert row.state == "draft"
