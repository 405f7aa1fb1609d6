from __future__ import annotations

from typing import Any

import pytest

from tests import factories
from tests.api import anonymous

pytestmark = pytest.mark.django_db


def test_the_default_scale_is_there_from_the_first_day() -> None:
    (scale, *_) = anonymous().get("/api/v1/rating-scales").json()["results"]
    assert (scale["name"], scale["publisher"], scale["worst"], scale["best"]) == ("Default", None, 1.0, 5.0)
    by_label = {rating["label"]: rating for rating in scale["ratings"]}
    assert by_label["Half true"]["normalised"] == "mixed"
    assert by_label["Half true"]["value"] == 3.0
    assert by_label["Satire"]["value"] is None


def test_a_publishers_scale_names_the_publisher() -> None:
    rating = factories.rating("Nonsense", publisher=factories.fact_checker(name="Control Desk"))
    found = anonymous().get(f"/api/v1/rating-scales/{rating.scale_id}").json()
    assert found["publisher"]["name"] == "Control Desk"
    assert [r["id"] for r in found["ratings"]] == [str(rating.id)]


def test_topics_are_listed_by_slug() -> None:
    for slug in ("water", "energy"):
        factories.topic(slug)
    found = anonymous().get("/api/v1/topics").json()["results"]
    assert found == [{"slug": "energy", "name": "Energy"}, {"slug": "water", "name": "Water"}]


@pytest.mark.parametrize(("path", "queries"), [("/api/v1/rating-scales", 2), ("/api/v1/topics", 1)])
def test_the_lists_cost_the_same_queries_however_long(
    path: str, queries: int, django_assert_num_queries: Any
) -> None:
    for number in range(4):
        factories.rating(publisher=factories.fact_checker())
        factories.topic(f"t{number}")
    for size in (1, 4):
        with django_assert_num_queries(queries):
            assert len(anonymous().get(f"{path}?page_size={size}").json()["results"]) == size
