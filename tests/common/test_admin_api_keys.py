"""API keys at the desk."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from common.models import ApiKey
from common.selectors import api_key_find
from common.services import api_key_create
from tests import factories

pytestmark = pytest.mark.django_db

ADD = "admin:common_apikey_add"


def form(**values: Any) -> dict[str, Any]:
    return {"name": "Newsroom importer", "scopes": ["articles:write", "articles:read"]} | values


def test_a_key_is_issued_and_shown_once(admin_client: Client, admin_user: User) -> None:
    response = admin_client.post(reverse(ADD), form())
    row = ApiKey.objects.get()
    assert (row.owner, row.scopes) == (admin_user, ["articles:read", "articles:write"])
    [message] = get_messages(response.wsgi_request)
    key = strip_tags(str(message)).split()[-1]
    assert api_key_find(key) == row
    page = response.headers["Location"]
    assert page == reverse("admin:common_apikey_change", args=[row.pk])
    assert key in admin_client.get(page).content.decode()
    assert key not in admin_client.get(page).content.decode()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": " "}, "name"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["everything"]}, "scopes"),
        ({"expires_at_0": "2020-01-01", "expires_at_1": "00:00"}, "expires_at"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    admin_client: Client, values: dict[str, Any], field: str
) -> None:
    response = admin_client.post(reverse(ADD), form(**values))
    assert response.context["adminform"].form.errors[field]
    assert not ApiKey.objects.exists()


def test_keys_are_revoked_and_nothing_else_is_changed(admin_client: Client) -> None:
    row, _ = api_key_create(owner=factories.user(), name="Importer", scopes=["articles:read"])
    page = reverse("admin:common_apikey_change", args=[row.pk])
    admin_client.post(page, {"name": "Other", "scopes": "articles:write"})
    delete = reverse("admin:common_apikey_delete", args=[row.pk])
    assert admin_client.post(delete, {"post": "yes"}).status_code == 403
    row.refresh_from_db()
    assert (row.name, row.scopes, row.revoked_at) == ("Importer", ["articles:read"], None)
    action = {"action": "revoke", "_selected_action": [str(row.pk)]}
    admin_client.post(reverse("admin:common_apikey_changelist"), action)
    row.refresh_from_db()
    assert row.revoked_at is not None


def test_issuing_and_revoking_need_their_permissions(client: Client) -> None:
    row, _ = api_key_create(owner=factories.user(), name="Importer", scopes=["articles:read"])
    person = factories.user(role=None, is_staff=True)
    person.user_permissions.set(Permission.objects.filter(codename="view_apikey"))
    client.force_login(person)
    assert client.post(reverse(ADD), form()).status_code == 403
    action = {"action": "revoke", "_selected_action": [str(row.pk)]}
    client.post(reverse("admin:common_apikey_changelist"), action)
    row.refresh_from_db()
    assert row.revoked_at is None
    assert ApiKey.objects.count() == 1
