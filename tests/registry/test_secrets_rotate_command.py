"""After the command the old key may go; what no key reads is counted and stays."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from common.answers import Place, answer_find, answer_keep
from common.crypto import decrypt, encrypt
from tests import factories
from webhooks.models import Secret
from webhooks.services.endpoints import endpoint_rotate

pytestmark = pytest.mark.django_db


def rotate() -> str:
    out = StringIO()
    call_command("secrets_rotate", stdout=out)
    return out.getvalue()


def test_the_old_key_may_be_taken_away_afterwards(settings: Settings) -> None:
    settings.ENCRYPTION_KEYS = ["old"]
    endpoint, former = factories.endpoint(url="https://93.184.215.14/hook")
    secret = endpoint_rotate(endpoint=endpoint)
    place = Place(owner=factories.user(), method="POST", path="/x", key="k")
    answer_keep(place=place, fingerprint="", status=201, headers={}, body="made")
    settings.ENCRYPTION_KEYS = ["new", "old"]
    assert rotate().startswith("4 webhook secrets encrypted with the newest key\n1 answers")
    settings.ENCRYPTION_KEYS = ["new"]
    # Both sign still.
    assert {secret, former} < {decrypt(row.value) for row in Secret.objects.all()}
    kept = answer_find(place)
    assert kept
    assert decrypt(kept.body) == "made"


def test_what_no_key_reads_is_counted_and_stays(settings: Settings) -> None:
    settings.ENCRYPTION_KEYS = ["lost"]
    factories.endpoint(url="https://93.184.215.14/hook")
    before = set(Secret.objects.values_list("value", flat=True))
    settings.ENCRYPTION_KEYS = ["new"]
    with pytest.raises(CommandError, match="2 cannot be read"):
        rotate()
    assert set(Secret.objects.values_list("value", flat=True)) == before
    Secret.objects.update(value=encrypt("whsec_x"))
    assert rotate().startswith("2 webhook secrets")
