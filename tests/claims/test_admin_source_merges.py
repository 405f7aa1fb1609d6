"""Merging sources at the desk: what moves is shown first, and the way back is there."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from claims.models import SourceMerge
from sources.models import Source
from tests import factories

pytestmark = pytest.mark.django_db

ADD, LIST = reverse("admin:claims_sourcemerge_add"), reverse("admin:claims_sourcemerge_changelist")


@pytest.fixture
def pair() -> tuple[Source, Source]:
    """The one that goes, and the one known longer."""
    kind = Source.Kind.ORGANISATION
    into = factories.source(kind=kind, name="Ministry of Health")
    return factories.source(kind=kind, name="Health Ministry"), into


def confirmation(source: Source, into: Source) -> str:
    return reverse("admin:claims_sourcemerge_merge", args=[source.pk, into.pk])


def test_two_selected_sources_are_shown_with_what_moves_and_merged_once_confirmed(
    admin_client: Client, pair: tuple[Source, Source]
) -> None:
    source, into = pair
    factories.claim(claimant=source)
    chosen = {"action": "merge", "_selected_action": [source.pk, into.pk]}
    shown = admin_client.post(reverse("admin:sources_source_changelist"), chosen, follow=True)
    assert shown.redirect_chain[-1][0] == confirmation(source, into)
    assert [mentions.claims for _, mentions in shown.context["sides"]] == [1, 0]
    assert not SourceMerge.objects.exists()
    again = admin_client.post(confirmation(source, into), {"reason": " "})
    assert again.context["reason_form"].errors
    told = admin_client.post(confirmation(source, into), {"reason": "The same."}, follow=True)
    assert "Health Ministry was merged into Ministry of Health." in told.content.decode()
    assert SourceMerge.objects.get().reason == "The same."
    gone = admin_client.get(reverse("admin:sources_source_change", args=[source.pk])).content.decode()
    assert 'Merged into <a href="' in gone
    assert 'name="_save"' not in gone


def test_the_reason_is_kept_with_the_line_ends_of_those_sent_to_the_api(
    admin_client: Client, pair: tuple[Source, Source]
) -> None:
    admin_client.post(confirmation(*pair), {"reason": "The same.\r\nSee its site."})
    assert SourceMerge.objects.get().reason == "The same.\nSee its site."


@pytest.mark.parametrize("number", [1, 3])
def test_no_other_number_of_sources_is_merged(admin_client: Client, number: int) -> None:
    chosen = {"action": "merge", "_selected_action": [factories.source().pk for _ in range(number)]}
    told = admin_client.post(reverse("admin:sources_source_changelist"), chosen, follow=True)
    assert "Select two sources" in told.content.decode()


def test_the_two_are_asked_for_where_one_is_chosen(admin_client: Client, pair: tuple[Source, Source]) -> None:
    source, into = pair
    page = admin_client.get(reverse("admin:sources_source_change", args=[source.pk])).content.decode()
    assert f"{ADD}?source={source.pk}" in page
    one, other = str(source.pk), str(into.pk)
    asked = admin_client.get(ADD, {"source": one})
    assert asked.context["pair_form"]["source"].value() == str(source.pk)
    assert (
        "cannot be merged into itself" in admin_client.get(ADD, {"source": one, "into": one}).content.decode()
    )
    moved = admin_client.get(ADD, {"source": one, "into": other})
    assert moved["Location"] == confirmation(source, into)
    assert admin_client.get(ADD, {"source": "x", "into": "y"}).status_code == 200


def test_a_publisher_is_refused_before_anything_is_typed(admin_client: Client) -> None:
    publisher, other = factories.verdict().publisher, factories.fact_checker()
    page = admin_client.get(confirmation(publisher, other))
    assert "stay under its name" in page.content.decode()
    assert "Merge into" not in page.content.decode()
    assert (
        "stay under its name"
        in admin_client.post(confirmation(publisher, other), {"reason": "The same."}).content.decode()
    )
    assert not SourceMerge.objects.exists()


def test_the_list_says_who_merged_what_and_a_merge_is_undone_there(
    admin_client: Client, pair: tuple[Source, Source]
) -> None:
    source, into = pair
    admin_client.post(confirmation(source, into), {"reason": "The same."})
    assert "The same." in admin_client.get(LIST, {"source": str(source.pk)}).content.decode()
    merge = SourceMerge.objects.get()
    page = reverse("admin:claims_sourcemerge_change", args=[merge.pk])
    undo = reverse("admin:claims_sourcemerge_undo", args=[merge.pk])
    assert undo in admin_client.get(page).content.decode()
    assert admin_client.post(undo, {"reason": ""}).context["reason_form"].errors
    admin_client.post(undo, {"reason": "They are two."})
    source.refresh_from_db()
    assert source.survivor is None
    assert undo not in admin_client.get(page).content.decode()
    again = admin_client.post(undo, {"reason": "One is a region's."}).content.decode()
    assert "The source is not merged" in again
    assert "One is a region&#x27;s." in again


def test_a_merged_source_is_found_in_the_list_and_not_offered(
    admin_client: Client, pair: tuple[Source, Source]
) -> None:
    source, into = pair
    admin_client.post(confirmation(source, into), {"reason": "The same."})
    listed = admin_client.get(reverse("admin:sources_source_changelist"), {"q": "Health Ministry"})
    assert "merged into Ministry of Health" in listed.content.decode()
    field = {"app_label": "sources", "model_name": "feed", "field_name": "source", "term": "Health"}
    offered = admin_client.get(reverse("admin:autocomplete"), field).json()["results"]
    assert [row["id"] for row in offered] == [str(into.pk)]


def test_who_may_not_change_sources_merges_none(client: Client, pair: tuple[Source, Source]) -> None:
    reader = factories.user(role=None, is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename="view_source"))
    client.force_login(reader)
    assert client.get(LIST).status_code == 200
    for address in (ADD, confirmation(*pair)):
        assert client.get(address).status_code == 403
    assert client.post(confirmation(*pair), {"reason": "The same."}).status_code == 403
    assert not SourceMerge.objects.exists()
