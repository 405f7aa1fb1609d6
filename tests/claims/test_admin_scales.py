"""Rating scales at the desk: one in use is read-only and gets a new version."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from claims.models import Rating, RatingScale, Topic
from claims.roles import Role
from claims.rules import Kind
from claims.services.drafts import draft_discard
from claims.services.ledger_audit import ledger_audit
from claims.services.scales import scale_hold
from claims.services.verdicts import verdict_record
from tests import factories
from tests.locks import elsewhere, until_somebody_waits

pytestmark = pytest.mark.django_db


def page(scale: RatingScale) -> str:
    return reverse("admin:claims_ratingscale_change", args=[scale.pk])


def form(scale: RatingScale, name: str, *labels: tuple[Rating, str]) -> dict[str, object]:
    count = len(labels)
    inline: dict[str, object] = {"TOTAL_FORMS": count, "INITIAL_FORMS": count}
    inline |= {"MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}
    for number, (rating, label) in enumerate(labels):
        of_it = {"id": rating.pk, "scale": scale.pk, "label": label, "value": 1, "normalised": "true"}
        inline |= {f"{number}-{key}": value for key, value in of_it.items()}
    managed = {f"ratings-{key}": value for key, value in inline.items()}
    return {"name": name, "version": 1, "worst": 1, "best": 5, **managed}


def test_a_scale_not_yet_used_is_edited(admin_client: Client) -> None:
    scale = factories.rating().scale
    admin_client.post(page(scale), form(scale, "Renamed"))
    scale.refresh_from_db()
    assert scale.name == "Renamed"


def test_a_value_beyond_the_ends_of_its_scale_is_refused_beside_it(admin_client: Client) -> None:
    rating = factories.rating()
    wrong = form(rating.scale, "Renamed", (rating, "Not so")) | {"ratings-0-value": 99}
    shown = admin_client.post(page(rating.scale), wrong)
    assert "Not so: the value must lie from 1" in shown.content.decode()
    rating.refresh_from_db()
    assert (rating.label, str(rating.value)) == ("False", "1.00")


def test_a_scale_in_use_is_read_only(admin_client: Client) -> None:
    rating = factories.rating()
    factories.verdict(rating_id=rating.pk)
    scale = rating.scale
    assert "stays as it is" in admin_client.get(page(scale)).content.decode()
    late = admin_client.post(page(scale), form(scale, "Renamed", (rating, "Not so")))
    assert late.status_code == 200
    shown = late.content.decode()
    assert "Nothing was saved. A verdict was given or drafted on this version meanwhile" in shown
    assert 'value="Renamed"' in shown
    assert 'value="Not so"' in shown
    assert reverse("admin:claims_ratingscale_renew", args=[scale.pk]) in shown
    delete = reverse("admin:claims_ratingscale_delete", args=[scale.pk])
    assert admin_client.post(delete, {"post": "yes"}).status_code == 403
    scale.refresh_from_db()
    assert (scale.name, scale.ratings.get().label) == (rating.scale.name, rating.label)
    assert scale.name != "Renamed"


def test_a_scale_that_a_draft_is_written_on_says_what_its_publisher_reads(admin_client: Client) -> None:
    rating = factories.rating()
    verdict = factories.verdict()
    author = factories.user(role=Role.CHECKER)
    prepared = factories.draft(verdict, author=author, rating_id=rating.pk)
    shown = admin_client.post(page(rating.scale), form(rating.scale, "Renamed", (rating, "Not so")))
    assert "stays as it is" in shown.content.decode()
    rating.refresh_from_db()
    assert rating.label == "False"
    draft_discard(draft_id=prepared.pk, actor=author)
    admin_client.post(page(rating.scale), form(rating.scale, "Renamed", (rating, "Not so")))
    rating.refresh_from_db()
    assert rating.label == "Not so"


@pytest.fixture
def case() -> dict[str, Any]:
    """What a verdict is recorded with, on a rating of its own."""
    rating, claim, publisher = factories.rating("Not so"), factories.claim(), factories.fact_checker()
    given = {"claim_id": claim.pk, "publisher_id": publisher.pk, "rating_id": rating.pk}
    return given | {"kind": Kind.INITIAL, "actor": factories.user()}


@pytest.mark.django_db(transaction=True)
def test_a_verdict_waits_for_whoever_changes_its_scale_and_means_what_that_then_says(
    case: dict[str, Any],
) -> None:
    rating = Rating.objects.get(pk=case["rating_id"])
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            scale_hold(scale_id=rating.scale_id)
            given = pool.submit(elsewhere, lambda: verdict_record(**case))
            until_somebody_waits()
            Rating.objects.filter(pk=rating.pk).update(label="Quite so", normalised="true")
        verdict = given.result(20)
    assert (verdict.original_label, verdict.rating and verdict.rating.normalised) == ("Quite so", "true")
    ledger_audit(progress=lambda *_: None)


@pytest.mark.django_db(transaction=True)
def test_a_scale_on_which_a_verdict_is_given_while_it_is_changed_keeps_its_words(
    case: dict[str, Any], admin_client: Client
) -> None:
    rating = Rating.objects.get(pk=case["rating_id"])

    def change() -> str:
        try:
            sent = form(rating.scale, "Renamed", (rating, "Quite so"))
            return admin_client.post(page(rating.scale), sent).content.decode()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            verdict_record(**case)
            changed = pool.submit(change)
            until_somebody_waits()
        shown = changed.result(20)
    assert "stays as it is" in shown
    assert 'value="Quite so"' in shown
    assert Rating.objects.get(pk=rating.pk).label == "Not so"
    ledger_audit(progress=lambda *_: None)


def test_a_new_version_has_the_same_ratings_and_can_be_edited(admin_client: Client) -> None:
    rating = factories.rating("Not so")
    factories.verdict(rating_id=rating.pk)
    response = admin_client.post(reverse("admin:claims_ratingscale_renew", args=[rating.scale_id]))
    new = RatingScale.objects.get(name=rating.scale.name, version=2)
    assert response.headers["Location"] == page(new)
    copied = new.ratings.get()
    assert (copied.label, copied.value, copied.normalised) == ("Not so", rating.value, rating.normalised)
    assert 'name="_save"' in admin_client.get(page(new)).content.decode()


def test_a_version_made_from_an_older_one_is_still_the_newest(admin_client: Client) -> None:
    scale = factories.rating().scale
    for _ in range(2):
        admin_client.post(reverse("admin:claims_ratingscale_renew", args=[scale.pk]))
    versions = (
        RatingScale.objects.filter(name=scale.name).order_by("version").values_list("version", flat=True)
    )
    assert list(versions) == [1, 2, 3]


def test_a_new_version_needs_the_permission_to_add_scales(client: Client) -> None:
    person = factories.user(role=None, is_staff=True)
    person.user_permissions.set(
        Permission.objects.filter(codename__in=["view_ratingscale", "change_ratingscale"])
    )
    client.force_login(person)
    scale = factories.rating().scale
    assert client.post(reverse("admin:claims_ratingscale_renew", args=[scale.pk])).status_code == 403
    assert not RatingScale.objects.filter(name=scale.name, version=2).exists()


def test_the_list_says_which_scales_are_in_use(admin_client: Client) -> None:
    used, unused = factories.rating(), factories.rating()
    factories.verdict(rating_id=used.pk)
    listed = admin_client.get(reverse("admin:claims_ratingscale_changelist")).context["cl"].result_list
    use = {scale.pk: scale.in_use for scale in listed}
    assert (use[used.scale_id], use[unused.scale_id]) == (True, False)


def test_a_topic_is_added_and_its_slug_then_stays(admin_client: Client) -> None:
    admin_client.post(reverse("admin:claims_topic_add"), {"name": "Dams", "slug": "dams"})
    page = reverse("admin:claims_topic_change", args=["dams"])
    admin_client.post(page, {"name": "Dams and weirs", "slug": "weirs"})
    assert list(Topic.objects.values_list("slug", "name")) == [("dams", "Dams and weirs")]
