"""Documents say where the registry is served, also where giving them the address was stopped half-way."""

from __future__ import annotations

import json
from typing import Any

import pytest

from claims.models import ClaimDocument
from claims.services import rebuilding
from claims.services.documents import documents_refresh
from registry.first_start import documents_readdress
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)

_USUAL, _NEXT = "http://127.0.0.1:8000", "http://127.0.0.1:8001"


def _sites() -> list[str]:
    bodies = ClaimDocument.objects.order_by("pk").values_list("body", flat=True)
    return [json.loads(body)["url"].partition("/api/")[0] for body in bodies]


def _revisions() -> list[int]:
    return list(ClaimDocument.objects.order_by("pk").values_list("revision", flat=True))


@pytest.fixture(autouse=True)
def _claims(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three, whose documents are written one by one."""
    monkeypatch.delenv("PUBLIC_URL", raising=False)
    monkeypatch.setattr(rebuilding, "BATCH", 1)
    settings.PUBLIC_URL = _USUAL
    for _ in range(3):
        factories.published_claim()


def _stopped_at(site: str, monkeypatch: pytest.MonkeyPatch, *, after: int) -> None:
    """Ctrl-C once so many documents are written."""
    written: list[int] = []

    def refresh(**values: Any) -> int:
        if len(written) == after:
            raise KeyboardInterrupt
        written.append(documents_refresh(**values))
        return written[-1]

    with monkeypatch.context() as patch:
        patch.setattr(rebuilding, "documents_refresh", refresh)
        with pytest.raises(KeyboardInterrupt):
            documents_readdress(site)


def test_they_are_written_anew_where_the_address_is_another_and_only_then() -> None:
    documents_readdress(_NEXT)
    assert _sites() == [_NEXT] * 3
    written = _revisions()
    documents_readdress(_NEXT)
    assert _revisions() == written


def test_an_address_that_is_set_with_a_slash_is_written_as_it_is_served(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PUBLIC_URL", f"{_NEXT}/")
    documents_readdress(_USUAL)
    assert _sites() == [_NEXT] * 3


@pytest.mark.parametrize("after", [1, 2])
@pytest.mark.parametrize("then", [_USUAL, _NEXT])
def test_what_was_stopped_is_finished_at_the_next_start(
    monkeypatch: pytest.MonkeyPatch, after: int, then: str
) -> None:
    _stopped_at(_NEXT, monkeypatch, after=after)
    assert _sites() == [_NEXT] * after + [_USUAL] * (3 - after)
    documents_readdress(then)
    assert _sites() == [then] * 3
