"""What the reference offers to send is accepted as it stands."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from claims.roles import Role
from common.api.example_bodies import ID
from common.scopes import Scope
from tests import factories
from tests.api import caller, document

OPERATIONS = {
    operation["operationId"]: (method.upper(), path, operation)
    for path, item in document()["paths"].items()
    for method, operation in item.items()
}


def test_whatever_takes_a_body_offers_one_and_no_optional_parameter_is_filled_in() -> None:
    for name, (_, _, operation) in OPERATIONS.items():
        for media_type, content in operation.get("requestBody", {}).get("content", {}).items():
            assert content["example"], (name, media_type)
        for parameter in operation.get("parameters", ()):
            assert ("example" in parameter) == parameter.get("required", False), (name, parameter["name"])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("article_submit", 202),
        ("claim_evidence_add", 201),
        ("claim_match", 200),
        ("claim_verdict_record", 201),
        ("feed_create", 201),
        ("import_create", 202),
        ("rating_scale_version_add", 201),
        ("source_create", 201),
        ("topic_create", 201),
        ("verdict_draft_create", 201),
        ("webhook_endpoint_create", 201),
    ],
)
def test_what_is_offered_is_taken(settings: Any, name: str, status: int) -> None:
    settings.OUTBOUND_ALLOW = ["0.0.0.0/0"]
    claim = factories.claim(id=ID)
    factories.fact_checker(id=ID)
    rating = factories.rating()
    method, path, operation = OPERATIONS[name]
    path = path.replace("{claim_id}", str(claim.pk)).replace("{scale_id}", str(rating.scale_id))
    client = caller(*Scope, owner=factories.user(role=Role.ADMINISTRATOR))
    for media_type, content in operation["requestBody"]["content"].items():
        answer = _send(client, method, path, content["example"], media_type, rating.pk)
        assert answer.status_code == status, (media_type, answer.content)


def _send(client: Client, method: str, path: str, example: Any, media_type: str, rating: object) -> Any:
    if media_type != "application/json":
        return client.generic(method, path, example, content_type=media_type)
    body = example | ({"rating": str(rating)} if "rating" in example else {})
    return client.generic(method, path, json.dumps(body), content_type=media_type)
