"""Drafts and merges at the desk: what each page shows and offers."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims.models import Claim, Evidence, Verdict, VerdictDraft
from claims.roles import Role
from claims.rules import Kind, Normalised
from claims.services.drafts import draft_create, draft_publish, draft_update
from claims.services.scales import Label, scale_version_add
from sources.models import Source
from tests import factories

pytestmark = pytest.mark.django_db
LIST = "admin:claims_verdictdraft_changelist"


def desk_of(role: Role) -> Client:
    client = Client()
    client.force_login(factories.user(role=role, is_staff=True))
    return client


def draft(claim: Claim | None = None, *, author: User | None = None, **values: Any) -> VerdictDraft:
    given: dict[str, Any] = {"kind": Kind.INITIAL, "rating_id": factories.rating("Not so").id} | values
    given.setdefault("publisher_id", factories.fact_checker().id)
    writer = author or factories.user(role=Role.CHECKER)
    return draft_create(claim_id=(claim or factories.claim()).id, actor=writer, **given)


def page(row: VerdictDraft) -> str:
    return reverse("admin:claims_verdictdraft_change", args=[row.pk])


def act(row: VerdictDraft, verb: str) -> str:
    return reverse(f"admin:claims_verdictdraft_{verb}", args=[row.pk])


def publish(client: Client, row: VerdictDraft) -> Any:
    """What the button sends on the page as it is now."""
    return client.post(act(row, "publish"), typed(client, row), follow=True)


def typed(client: Client, row: VerdictDraft) -> dict[str, Any]:
    """The form of the page, as it is when it is opened."""
    return filled(client.get(page(row)).context["form"])


def filled(form: Any) -> dict[str, Any]:
    """What a browser sends of a form that nobody touched."""
    return {field.name: "" if field.value() is None else field.value() for field in form}


EVIDENCE = {"url": "https://a.example/r", "stance": "refutes"}


def write(claim: Claim, publisher: Source) -> str:
    return reverse("admin:claims_verdict_add") + f"?claim={claim.pk}&publisher={publisher.pk}"


def test_a_checker_is_offered_a_draft_and_no_publishing() -> None:
    claim, publisher, checker = factories.claim(), factories.fact_checker(), desk_of(Role.CHECKER)
    shown = checker.get(write(claim, publisher)).content.decode()
    assert "Save as draft" in shown
    assert ">Record<" not in shown
    form = {"kind": "initial", "expected_seq": 0, "summary": "Five months.", "draft": "1"}
    response = checker.post(write(claim, publisher), form)
    made = VerdictDraft.objects.get()
    assert response.headers["Location"] == page(made)
    assert (made.summary, made.rating, made.state) == ("Five months.", None, "draft")
    opened = checker.get(page(made)).content.decode()
    assert "Five months." in opened
    assert act(made, "publish") not in opened
    assert act(made, "discard") in opened


def test_an_editor_is_offered_both_unless_four_eyes_are_kept() -> None:
    claim, editor = factories.claim(), desk_of(Role.EDITOR)
    assert ">Record<" in editor.get(write(claim, factories.fact_checker())).content.decode()
    shown = editor.get(write(claim, factories.fact_checker(four_eyes=True))).content.decode()
    assert ">Record<" not in shown
    assert "keeps to four eyes" in shown


def test_approving_is_offered_to_editors_who_wrote_no_word_of_it() -> None:
    publisher = factories.fact_checker(four_eyes=True)
    author = factories.user(role=Role.EDITOR, is_staff=True)
    row = draft(author=author, publisher_id=publisher.id)
    own = Client()
    own.force_login(author)
    for client, offered in ((own, False), (desk_of(Role.CHECKER), False), (desk_of(Role.EDITOR), True)):
        assert ("Approve and publish" in client.get(page(row)).content.decode()) is offered


def test_a_draft_is_published_into_the_history_of_its_claim() -> None:
    row = draft()
    response = publish(desk_of(Role.EDITOR), row)
    assert response.redirect_chain[0][0] == reverse("admin:claims_claim_change", args=[row.claim_id])
    assert Verdict.objects.get().actor == row.author
    over = desk_of(Role.EDITOR).get(page(row)).content.decode()
    assert act(row, "publish") not in over
    assert reverse("admin:claims_verdict_change", args=[Verdict.objects.get().pk]) in over


def test_what_changed_meanwhile_is_shown_and_saving_says_that_it_was_seen() -> None:
    first = factories.verdict()
    row = draft(first.claim, publisher_id=first.publisher_id, kind=Kind.UPDATE, reason="New figures.")
    newer = factories.verdict(first.claim, publisher=first.publisher, kind=Kind.UPDATE)
    editor = desk_of(Role.EDITOR)
    publish(editor, row)
    assert Verdict.objects.count() == 2
    opened = editor.get(page(row))
    assert [verdict for verdict, _ in opened.context["changed"]] == [newer]
    form = typed(editor, row)
    rating = factories.rating(publisher=first.publisher)
    assert editor.post(page(row), form | {"rating": str(rating.pk)}).status_code == 302
    assert editor.get(page(row)).context["changed"] == []
    publish(editor, row)
    assert Verdict.objects.get(seq=3).rating == rating


def test_of_kinds_a_draft_offers_its_own_and_what_may_follow() -> None:
    first, editor = factories.verdict(), desk_of(Role.EDITOR)

    def offered(row: VerdictDraft) -> set[str]:
        return {str(kind) for kind, _ in editor.get(page(row)).context["form"].fields["kind"].widget.choices}

    row = draft()
    assert offered(row) == {"initial"}
    # What is chosen stays chosen, even where it cannot be published any more.
    factories.verdict(row.claim, publisher=row.publisher)
    assert offered(row) == {"initial", "update", "correction", "retraction"}
    upon = draft(first.claim, publisher_id=first.publisher_id, kind=Kind.UPDATE)
    assert offered(upon) == {"update", "correction", "retraction"}


def test_what_is_published_is_what_stands_on_the_page() -> None:
    row, editor = draft(), desk_of(Role.EDITOR)
    sent = typed(editor, row) | {"summary": "Seven months, not five."} | EVIDENCE
    assert editor.post(act(row, "publish"), sent).status_code == 302
    verdict = Verdict.objects.get()
    assert (verdict.summary, verdict.evidence.get().url) == (sent["summary"], EVIDENCE["url"])


def test_what_is_not_touched_is_published_without_its_publisher_having_written_it() -> None:
    row, editor = draft(publisher_id=factories.fact_checker(four_eyes=True).id), desk_of(Role.EDITOR)
    draft_update(draft_id=row.pk, actor=row.author, explanation="\nMeasured at\nthe weir. ", note=" ")
    opened = typed(editor, row)
    sent = opened | {"explanation": opened["explanation"].replace("\n", "\r\n")}
    assert editor.post(act(row, "publish"), sent).status_code == 302
    row.refresh_from_db()
    assert (row.revision, list(row.writers.all()), Verdict.objects.count()) == (2, [row.author], 1)


@pytest.mark.parametrize("words", [{"summary": "Seven months."}, EVIDENCE])
def test_whoever_types_does_not_approve_and_loses_nothing(words: dict[str, str]) -> None:
    row, editor = draft(publisher_id=factories.fact_checker(four_eyes=True).id), desk_of(Role.EDITOR)
    refused = editor.post(act(row, "publish"), typed(editor, row) | words)
    shown = refused.content.decode()
    assert "whoever changes a draft does not approve it" in shown
    assert next(iter(words.values())) in shown
    row.refresh_from_db()
    assert (row.summary, row.revision, Evidence.objects.count(), Verdict.objects.count()) == ("", 1, 0, 0)
    # What she typed is saved by another button, and published by another editor.
    sent = filled(refused.context["form"]) | {k: v for k, v in words.items() if k in EVIDENCE}
    assert editor.post(page(row), sent).status_code == 302
    publish(desk_of(Role.EDITOR), row)
    assert Verdict.objects.get().summary == words.get("summary", "")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({"review_url": "nonsense"}, "Enter a valid URL"),
        ({"url": "nonsense", "stance": "refutes"}, "address"),
        ({"note": "It is 38 metres."}, "Only a correction carries a note"),
        ({"rating": ""}, "needs a rating"),
    ],
)
def test_what_is_not_published_is_not_saved_either_but_still_typed(words: dict[str, str], told: str) -> None:
    row, editor = draft(), desk_of(Role.EDITOR)
    sent = typed(editor, row) | {"summary": "Seven months."} | words
    refused = editor.post(act(row, "publish"), sent)
    assert told in refused.content.decode()
    form = refused.context["form"]
    assert {name: form[name].value() for name in sent if name in form.fields} == {
        name: str(value) for name, value in sent.items() if name in form.fields
    }
    assert refused.context["evidence_form"]["url"].value() == words.get("url")
    row.refresh_from_db()
    assert (row.summary, row.revision, Verdict.objects.count()) == ("", 1, 0)


@pytest.mark.parametrize("verb", ["publish", "discard", "evidence"])
def test_what_was_typed_too_late_is_shown_beside_what_the_draft_says_now(verb: str) -> None:
    row, editor = draft(), desk_of(Role.EDITOR)
    sent = typed(editor, row) | {"summary": "Seven months."} | EVIDENCE
    draft_update(draft_id=row.pk, actor=row.author, summary="Six months.")
    late = editor.post(act(row, verb), sent)
    assert (late.status_code, late.context["late"]) == (409, [("Summary", "Six months.")])
    assert act(row, "publish") not in late.content.decode()
    assert late.context["evidence_form"]["url"].value() == EVIDENCE["url"]
    row.refresh_from_db()
    assert (row.state, row.summary, Evidence.objects.count()) == ("draft", "Six months.", 0)
    # Taken back to what the draft says, nothing of it is typed any more.
    again = filled(late.context["form"]) | {"summary": "Six months."}
    editor.post(act(row, "publish"), again)
    assert (Verdict.objects.get().summary, row.writers.count()) == ("Six months.", 1)


def test_what_was_typed_over_a_newer_verdict_is_kept() -> None:
    first = factories.verdict()
    row = draft(first.claim, publisher_id=first.publisher_id, kind=Kind.UPDATE, reason="New figures.")
    editor = desk_of(Role.EDITOR)
    sent = typed(editor, row) | {"summary": "Seven months."}
    newer = factories.verdict(first.claim, publisher=first.publisher, kind=Kind.UPDATE)
    late = editor.post(act(row, "publish"), sent)
    assert (late.status_code, late.context["late"]) == (409, None)
    assert [verdict for verdict, _ in late.context["changed"]] == [newer]
    form = late.context["form"]
    assert (form["summary"].value(), form["expected_seq"].value()) == ("Seven months.", "2")
    row.refresh_from_db()
    assert (row.summary, Verdict.objects.count()) == ("", 2)


@pytest.mark.parametrize(("verb", "state"), [("evidence", "draft"), ("discard", "discarded")])
def test_words_typed_before_another_button_are_saved(verb: str, state: str) -> None:
    row, editor = draft(), desk_of(Role.EDITOR)
    sent = typed(editor, row) | {"summary": "Seven months."} | EVIDENCE
    assert editor.post(act(row, verb), sent).status_code == 302
    row.refresh_from_db()
    assert (row.summary, row.state, row.evidence.count()) == ("Seven months.", state, 1)


def test_evidence_typed_before_the_draft_is_saved_is_added() -> None:
    row, editor = draft(), desk_of(Role.EDITOR)
    editor.post(page(row), typed(editor, row) | EVIDENCE)
    assert row.evidence.get().url == EVIDENCE["url"]


def test_whoever_may_not_do_it_any_more_keeps_what_she_typed() -> None:
    row, editor = draft(), factories.user(role=Role.EDITOR, is_staff=True)
    client = Client()
    client.force_login(editor)
    sent = typed(client, row) | {"summary": "Seven months."}
    editor.groups.set([factories.user(role=Role.CHECKER).groups.get()])
    refused = client.post(page(row), sent)
    assert (refused.status_code, refused.context["form"]["summary"].value()) == (403, "Seven months.")
    assert "The draft is another" in refused.content.decode()


def test_what_changed_since_it_was_opened_is_not_published() -> None:
    row, editor = draft(), desk_of(Role.EDITOR)
    opened = editor.get(page(row)).content.decode()
    assert f'name="revision" value="{row.revision}"' in opened
    evidence = {"url": "https://a.example/r", "stance": "refutes"}
    desk_of(Role.CHECKER).post(act(row, "evidence"), evidence)
    for sent in ({"revision": row.revision}, {"revision": "x"}, {}):
        told = editor.post(act(row, "publish"), sent, follow=True)
        assert told.redirect_chain[0][0] == page(row)
        assert "changed since you read it" in told.content.decode()
    assert not Verdict.objects.exists()
    publish(editor, row)
    assert Verdict.objects.get().evidence.get().url == evidence["url"]


def test_of_two_who_change_a_draft_the_second_sees_what_the_first_wrote_and_keeps_her_own() -> None:
    author = factories.user(role=Role.CHECKER, is_staff=True, username="ilse")
    row, own, editor = draft(author=author), Client(), factories.user(is_staff=True, username="bran")
    own.force_login(author)
    other = Client()
    other.force_login(editor)
    hers, theirs = typed(own, row), typed(other, row)
    assert other.post(page(row), theirs | {"explanation": "Measured at\r\nthe weir."}).status_code == 302
    late = own.post(page(row), hers | {"summary": "Five months."})
    assert late.status_code == 409
    shown = late.content.decode()
    assert "The draft changed while you wrote" in shown
    assert "<bdi>bran</bdi> wrote last" in shown
    assert late.context["late"] == [("Summary", ""), ("Explanation", "Measured at\nthe weir.")]
    assert "Measured at<br>the weir." in shown
    form = late.context["form"]
    assert (form["summary"].value(), form["explanation"].value()) == ("Five months.", "")
    # What would leave her words behind is offered again once they are saved.
    assert act(row, "discard") not in shown
    row.refresh_from_db()
    assert (row.summary, row.explanation) == ("", "Measured at\nthe weir.")
    assert own.post(page(row), filled(form) | {"explanation": "Measured twice."}).status_code == 302
    row.refresh_from_db()
    assert (row.summary, row.explanation) == ("Five months.", "Measured twice.")
    assert "with changes or evidence by <bdi>bran</bdi>" in own.get(page(row)).content.decode()


def test_what_was_written_for_a_draft_that_is_over_is_kept_to_be_copied() -> None:
    row, editor = draft(), desk_of(Role.EDITOR)
    hers = typed(editor, row)
    publish(desk_of(Role.EDITOR), row)
    late = editor.post(page(row), hers | {"summary": "Seven months, not five."})
    assert late.status_code == 409
    shown = late.content.decode()
    assert "The draft was published while you wrote" in shown
    assert "Seven months, not five." in shown
    assert ">Save<" not in shown
    evidence = editor.post(act(row, "evidence"), {"url": "https://a.example/r", "stance": "refutes"})
    assert "https://a.example/r" in evidence.content.decode()
    assert "evidence goes to the verdict" in evidence.content.decode()
    assert not Evidence.objects.exists()


def test_evidence_is_added_to_a_draft_and_shown_on_its_page() -> None:
    row, checker = draft(), desk_of(Role.CHECKER)
    refused = checker.post(act(row, "evidence"), {"url": "nonsense", "stance": "refutes"})
    assert refused.context["evidence_form"].errors["url"]
    checker.post(act(row, "evidence"), {"url": "https://a.example/r", "stance": "refutes"})
    assert Evidence.objects.get().draft == row
    assert "https://a.example/r" in checker.get(page(row)).content.decode()


def test_drafts_that_wait_are_listed_and_others_on_request() -> None:
    waiting, discarded, editor = draft(), draft(), desk_of(Role.EDITOR)
    editor.post(act(discarded, "discard"))
    for query, expected in (
        ({}, {waiting}),
        ({"state": "discarded"}, {discarded}),
        ({"state": "all"}, {waiting, discarded}),
    ):
        assert set(editor.get(reverse(LIST), query).context["cl"].result_list) == expected


def test_a_longer_list_takes_no_more_queries() -> None:
    editor = desk_of(Role.EDITOR)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert editor.get(reverse(LIST)).status_code == 200
        return len(captured)

    draft()
    few = queries()
    for _ in range(4):
        draft()
    assert queries() == few


@pytest.mark.parametrize("verb", ["publish", "discard", "evidence"])
def test_nothing_is_done_by_looking(admin_client: Client, verb: str) -> None:
    assert admin_client.get(act(draft(), verb)).status_code == 405


@pytest.mark.parametrize("draft_id", ["018f0000-0000-7000-8000-000000000000", "nonsense"])
def test_an_unknown_draft_leads_back_to_the_list(admin_client: Client, draft_id: str) -> None:
    response = admin_client.get(reverse("admin:claims_verdictdraft_change", args=[draft_id]))
    assert response.headers["Location"] == reverse(LIST)


def test_the_page_of_a_claim_shows_drafts_contradictions_and_what_was_merged_into_it() -> None:
    claim = factories.claim()
    other = factories.merged_claim(claim, text="The lake holds two years of water.")
    row = draft(claim)
    for value in ("true", "false"):
        factories.verdict(claim, rating_id=factories.rating(normalised=value).id)
    shown = desk_of(Role.CHECKER).get(reverse("admin:claims_claim_change", args=[claim.pk])).content.decode()
    assert page(row) in shown
    assert "contradict each other" in shown
    assert other.text in shown
    assert reverse("admin:claims_claim_merge", args=[claim.pk]) not in shown


def test_claims_are_merged_and_separated_again_at_the_desk() -> None:
    claim, into, editor = factories.claim(), factories.claim(), desk_of(Role.EDITOR)
    merge = reverse("admin:claims_claim_merge", args=[claim.pk])
    refused = editor.post(merge, {"into": str(into.pk), "reason": ""})
    assert refused.context["merge_form"].errors["reason"]
    assert editor.post(merge, {"into": "nonsense", "reason": "x"}).context["merge_form"].errors["into"]
    editor.post(merge, {"into": str(into.pk), "reason": "They say the same."})
    assert Claim.objects.get(pk=claim.pk).survivor == into
    undo = reverse("admin:claims_claim_unmerge", args=[claim.pk])
    assert undo in editor.get(reverse("admin:claims_claim_change", args=[claim.pk])).content.decode()
    editor.post(undo, {"reason": "Not the same."})
    claim.refresh_from_db()
    assert (claim.state, claim.survivor) == ("open", None)


def test_scales_with_unmapped_labels_are_found(admin_client: Client) -> None:
    unmapped = factories.rating(normalised="unmapped").scale
    factories.rating()
    listed = admin_client.get(reverse("admin:claims_ratingscale_changelist"), {"labels": "unmapped"})
    assert list(listed.context["cl"].result_list) == [unmapped]


def test_a_draft_keeps_its_label_though_its_scale_has_a_newer_version_since() -> None:
    rating, author = factories.rating("Not so"), factories.user(role=Role.CHECKER, is_staff=True)
    row, client = draft(rating_id=rating.id, author=author), Client()
    client.force_login(author)
    scale_version_add(
        scale_id=rating.scale_id,
        actor=factories.user(role=Role.ADMINISTRATOR),
        changes=[Label(label="Odd", normalised=Normalised.MIXED)],
    )
    assert client.post(page(row), typed(client, row) | {"summary": "It is low."}).status_code == 302
    row.refresh_from_db()
    assert (row.rating, row.summary) == (rating, "It is low.")
    verdict = draft_publish(draft_id=row.pk, revision=row.revision, actor=factories.user())
    assert verdict.rating == rating
