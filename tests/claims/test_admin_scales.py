"""Rating scales at the desk: one in use is read-only and gets a new version."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from claims.models import RatingScale, Topic
from tests import factories

pytestmark = pytest.mark.django_db


def page(scale: RatingScale) -> str:
    return reverse("admin:claims_ratingscale_change", args=[scale.pk])


def form(scale: RatingScale, name: str) -> dict[str, object]:
    inline = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}
    managed = {f"ratings-{key}": value for key, value in inline.items()}
    return {"name": name, "version": 1, "worst": 1, "best": 5, **managed}


def test_a_scale_not_yet_used_is_edited(admin_client: Client) -> None:
    scale = factories.rating().scale
    admin_client.post(page(scale), form(scale, "Renamed"))
    scale.refresh_from_db()
    assert scale.name == "Renamed"


def test_a_scale_in_use_is_read_only(admin_client: Client) -> None:
    rating = factories.rating()
    factories.verdict(rating_id=rating.pk)
    scale = rating.scale
    assert "stays as it is" in admin_client.get(page(scale)).content.decode()
    assert admin_client.post(page(scale), form(scale, "Renamed")).status_code == 403
    delete = reverse("admin:claims_ratingscale_delete", args=[scale.pk])
    assert admin_client.post(delete, {"post": "yes"}).status_code == 403
    scale.refresh_from_db()
    assert scale.name != "Renamed"


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
