"""New versions of rating scales: the past keeps what it was given on."""

from __future__ import annotations

import pytest

from claims.models import Rating, RatingScale
from claims.roles import Role
from common.scopes import Scope
from tests import factories
from tests.api import Caller, anonymous, caller, problem

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager() -> Caller:
    return caller(Scope.SCALES_WRITE, owner=factories.user(role=Role.ADMINISTRATOR))


def versions(scale: RatingScale) -> str:
    return f"/api/v1/rating-scales/{scale.pk}/versions"


def unmapped() -> list[str]:
    found = anonymous().get("/api/v1/rating-scales?unmapped=true").json()["results"]
    return [scale["id"] for scale in found]


def test_a_label_is_mapped_anew_without_rewriting_the_past(manager: Caller) -> None:
    rating = factories.rating("Not quite", normalised="unmapped", publisher=factories.fact_checker())
    Rating.objects.create(scale=rating.scale, label="True", value=5, normalised="true")
    verdict = factories.verdict(publisher=rating.scale.publisher, rating_id=rating.pk)
    assert unmapped() == [str(rating.scale_id)]
    changes = [
        {"label": "Not quite", "normalised": "mostly_false", "value": "2.50"},
        {"label": "Invented", "normalised": "false"},
    ]
    response = manager.send("POST", versions(rating.scale), {"ratings": changes})
    assert response.status_code == 201
    made = response.json()
    assert (made["version"], made["publisher"]["id"]) == (2, str(rating.scale.publisher_id))
    assert {r["label"]: (r["normalised"], r["value"]) for r in made["ratings"]} == {
        "Not quite": ("mostly_false", 2.5),
        "Invented": ("false", None),
        "True": ("true", 5.0),
    }
    assert anonymous().get(response["Location"]).json() == made
    shown = anonymous().get(f"/api/v1/verdicts/{verdict.pk}").json()
    assert shown["rating"]["normalised"] == "unmapped"
    assert unmapped() == []


def test_the_next_version_follows_the_newest_one(manager: Caller) -> None:
    scale = factories.rating("Not so").scale
    manager.send("POST", versions(scale), {"ratings": [{"label": "New", "normalised": "unmapped"}]})
    made = manager.send("POST", versions(scale), {"ratings": []}).json()
    assert made["version"] == 3
    assert {rating["label"] for rating in made["ratings"]} == {"Not so", "New"}
    assert unmapped() == [made["id"]]


def test_the_default_scale_and_a_publishers_of_the_same_name_are_two_families(manager: Caller) -> None:
    own = RatingScale.objects.create(name="Stars", publisher=factories.fact_checker(), worst=1, best=5)
    default = RatingScale.objects.create(name="Stars", worst=1, best=5)
    for scale in (own, default):
        Rating.objects.create(scale=scale, label="★", value=1)
    manager.send("POST", versions(default), {"ratings": [{"label": "★", "normalised": "false"}]})
    assert unmapped() == [str(own.pk)]


@pytest.mark.parametrize(
    "ratings",
    [
        [{"label": " ", "normalised": "true"}],
        [{"label": "A", "normalised": "true"}, {"label": "A ", "normalised": "false"}],
        [{"label": "A", "normalised": "true", "value": "5.01"}],
        [{"label": "A", "normalised": "nonsense"}],
    ],
)
def test_a_version_that_makes_no_sense_is_refused(manager: Caller, ratings: list[object]) -> None:
    scale = factories.rating().scale
    problem(manager.send("POST", versions(scale), {"ratings": ratings}), 422)
    assert not RatingScale.objects.filter(name=scale.name, version=2).exists()


def test_whoever_would_make_a_scale_is_told_where_that_is_done(manager: Caller) -> None:
    told = problem(manager.send("POST", "/api/v1/rating-scales", {"name": "Stars"}), 405)["detail"]
    assert told == (
        'Method "POST" not allowed. Use GET or HEAD. A scale is made at the desk, under Rating scales; its '
        "next versions by POST to its /versions."
    )


def test_a_version_of_no_scale_is_not_found(manager: Caller) -> None:
    missing = "/api/v1/rating-scales/0190a3f0-0000-7000-8000-000000000000/versions"
    problem(manager.send("POST", missing, {"ratings": []}), 404)
