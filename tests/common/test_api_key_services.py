from __future__ import annotations

import io
from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from common.errors import Invalid, NotFound
from common.ids import new_id
from common.keys import is_well_formed
from common.models import ApiKey
from common.scopes import Scope
from common.selectors import api_key_find
from common.services import api_key_create, api_key_revoke, api_key_used
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_created_key_is_found_again_and_not_kept() -> None:
    row, key = api_key_create(owner=factories.user(), name=" desk ", scopes=[Scope.ARTICLES_READ])
    assert api_key_find(key) == row
    assert row.name == "desk"
    stored = " ".join(str(value) for value in ApiKey.objects.values().get(pk=row.pk).values())
    assert key not in stored
    assert key[12:] not in stored


def test_a_key_that_shares_a_prefix_with_another_is_not_taken_for_it() -> None:
    row, key = api_key_create(owner=factories.user(), name="desk", scopes=[Scope.ARTICLES_READ])
    ApiKey.objects.filter(pk=row.pk).update(secret_hash="0" * 64)
    assert api_key_find(key) is None


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": " "}, "name"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["everything"]}, "scopes"),
        ({"expires_at": timezone.now() - timedelta(days=1)}, "expires_at"),
    ],
)
def test_a_key_that_makes_no_sense_is_refused(values: dict[str, object], field: str) -> None:
    given = {"owner": factories.user(), "name": "desk", "scopes": [Scope.ARTICLES_READ]} | values
    with pytest.raises(Invalid) as refusal:
        api_key_create(**given)  # type: ignore[arg-type]  # wrong on purpose
    assert refusal.value.field == field
    assert not ApiKey.objects.exists()


def test_a_revoked_key_keeps_the_moment_of_its_first_revocation() -> None:
    row, _ = api_key_create(owner=factories.user(), name="desk", scopes=[Scope.ARTICLES_READ])
    first = api_key_revoke(api_key_id=row.id).revoked_at
    assert first is not None
    assert api_key_revoke(api_key_id=row.id).revoked_at == first


def test_revoking_what_does_not_exist_is_not_found() -> None:
    with pytest.raises(NotFound):
        api_key_revoke(api_key_id=new_id())


def test_use_is_noted_at_most_once_a_minute() -> None:
    row, _ = api_key_create(owner=factories.user(), name="desk", scopes=[Scope.ARTICLES_READ])
    start = timezone.now()
    with time_machine.travel(start, tick=False):
        api_key_used(api_key=row)
    with time_machine.travel(start + timedelta(seconds=59), tick=False):
        api_key_used(api_key=ApiKey.objects.get(pk=row.pk))
    assert ApiKey.objects.get(pk=row.pk).last_used_at == start
    with time_machine.travel(start + timedelta(seconds=61), tick=False):
        api_key_used(api_key=ApiKey.objects.get(pk=row.pk))
    assert ApiKey.objects.get(pk=row.pk).last_used_at == start + timedelta(seconds=61)


def _command(*arguments: str) -> str:
    out = io.StringIO()
    call_command("apikey", *arguments, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def test_the_command_prints_the_key_alone() -> None:
    owner = factories.user()
    printed = _command(
        owner.username, "--name", "import", "--scope", "articles:write", "--expires", "2199-01-31"
    )
    key = printed.strip()
    assert is_well_formed(key)
    row = api_key_find(key)
    assert row is not None
    assert row.owner == owner
    assert row.scopes == ["articles:write"]
    assert row.expires_at is not None
    assert row.expires_at.isoformat() == "2199-01-31T00:00:00+00:00"


@pytest.mark.parametrize(
    "arguments",
    [
        ("nobody", "--name", "x", "--scope", "articles:write"),
        ("known", "--name", "x", "--scope", "articles:wrote"),
        ("known", "--name", "x", "--scope", "articles:write", "--expires", "soon"),
        ("known", "--name", "x"),
    ],
)
def test_the_command_refuses_what_it_cannot_do(arguments: tuple[str, ...]) -> None:
    factories.user(username="known")
    with pytest.raises(CommandError):
        _command(*arguments)
    assert not ApiKey.objects.exists()
