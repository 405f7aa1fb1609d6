"""The end of an operation is announced from one declaration on its view."""

from __future__ import annotations

import pytest
from drf_spectacular.generators import SchemaGenerator

from tests.api import anonymous
from tests.common import deprecated_urls

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.common.deprecated_urls")]


def test_every_answer_says_since_when_and_until_when_and_where_it_is_explained() -> None:
    found = anonymous().get("/api/v1/old")
    assert found["Deprecation"] == "@1772323200"
    assert found["Sunset"] == "Mon, 01 Mar 2027 00:00:00 GMT"
    assert found["Link"] == (
        '<https://registry.example/next>; rel="next", '
        '<https://registry.example/guides/old>; rel="deprecation"'
    )
    refused = anonymous().get("/api/v1/old?x=1")
    assert (refused.status_code, refused["Sunset"]) == (400, found["Sunset"])
    unchanged = anonymous().get("/api/v1/old", headers={"If-None-Match": found["ETag"]})
    assert (unchanged.status_code, unchanged["Deprecation"]) == (304, "@1772323200")


def test_what_is_not_deprecated_says_nothing_of_it() -> None:
    found = anonymous().post("/api/v1/old")
    assert found.status_code == 200
    assert not {"Deprecation", "Sunset"} & set(found.headers)


def test_the_document_says_so_too() -> None:
    made = SchemaGenerator(patterns=deprecated_urls.urlpatterns[:1]).get_schema(request=None, public=True)  # type: ignore[no-untyped-call]  # untyped there
    old = made["paths"]["/api/v1/old"]
    assert old["get"]["deprecated"] is True
    assert {"Deprecation", "Sunset", "Link"} <= set(old["get"]["responses"]["200"]["headers"])
    assert "deprecated" not in old["post"]
