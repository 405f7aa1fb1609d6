"""What is edited at the desk is shown at once, as what comes in by any other way."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from claims.models import ClaimDocument, RatingScale, Topic
from claims.services.rebuilding import documents_check
from common.models import Change
from sources.models import Source
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    client = Client(headers={"Host": "localhost"})
    client.force_login(factories.user(is_superuser=True, is_staff=True))
    return client


def _told() -> list[tuple[str, str]]:
    return list(Change.objects.order_by("id").values_list("resource", "kind"))


def test_a_topic_renamed_and_deleted_at_the_desk_changes_its_claims(desk: Client) -> None:
    claim = factories.claim(topics=("water",))
    factories.verdict(claim)
    start = len(_told())
    desk.post(reverse("admin:claims_topic_change", args=["water"]), {"name": "Water supply"})
    assert '"name":"Water supply"' in ClaimDocument.objects.get(pk=claim.pk).body
    desk.post(reverse("admin:claims_topic_delete", args=["water"]), {"post": "yes"})
    assert '"topics":[]' in ClaimDocument.objects.get(pk=claim.pk).body
    desk.post(reverse("admin:claims_topic_add"), {"name": "Dams", "slug": "dams"})
    assert Topic.objects.filter(slug="dams").exists()
    assert _told()[start:] == [
        *(("topics", "updated"), ("claims", "updated"), ("topics", "deleted"), ("claims", "updated")),
        ("topics", "created"),
    ]


def test_a_source_renamed_at_the_desk_changes_what_shows_it(desk: Client) -> None:
    claim = factories.published_claim()
    assert claim.claimant_id
    given = {"kind": "person", "name": "Oda Brekke-Lund"}
    desk.post(reverse("admin:sources_source_change", args=[claim.claimant_id]), given)
    assert '"name":"Oda Brekke-Lund"' in ClaimDocument.objects.get(pk=claim.pk).body
    assert not documents_check().differed
    desk.post(reverse("admin:sources_source_add"), {"kind": "person", "name": "Ivo Lenz"})
    source = Source.objects.get(name="Ivo Lenz")
    desk.post(reverse("admin:sources_source_delete", args=[source.pk]), {"post": "yes"})
    assert not Source.objects.filter(pk=source.pk).exists()
    assert _told()[-2:] == [("sources", "created"), ("sources", "deleted")]


def test_a_scale_made_and_deleted_at_the_desk_is_told_of(desk: Client) -> None:
    given = {"name": "Stars", "version": "1", "worst": "1", "best": "5"}
    rows = {"ratings-TOTAL_FORMS": "0", "ratings-INITIAL_FORMS": "0"}
    desk.post(reverse("admin:claims_ratingscale_add"), given | rows)
    scale = RatingScale.objects.get(name="Stars")
    desk.post(reverse("admin:claims_ratingscale_delete", args=[scale.pk]), {"post": "yes"})
    assert not RatingScale.objects.filter(pk=scale.pk).exists()
    assert _told()[-2:] == [("rating-scales", "created"), ("rating-scales", "deleted")]
