"""Rows of one file that tell one label, topic or claimant otherwise."""

from __future__ import annotations

import pytest

from claims.models import Rating, Topic
from sources.models import Source
from tests import factories
from tests.claims.exchange.test_import_jobs import batches_of, body, run

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 100])
def test_the_first_is_heard_in_whatever_batches_they_come(
    count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    batches_of(count, monkeypatch)
    rows = [
        {
            "text": f"The dam is {kind}.",
            "claimant": {"name": "Velmar Board", "kind": kind},
            "topics": [{"slug": "ports", "name": f"Ports of a {kind}"}],
            "verdicts": [
                {
                    "publisher": {"name": "Desk", "domain": "desk.example"},
                    "rating": {"label": "Odd", "normalised": meaning},
                }
            ],
        }
        for kind, meaning in (("organisation", "false"), ("person", "mixed"))
    ]
    run(body(rows), owner=factories.user())
    assert Source.objects.get(name="Velmar Board").kind == "organisation"
    assert Topic.objects.get().name == "Ports of a organisation"
    assert Rating.objects.get(label="Odd").normalised == "false"
