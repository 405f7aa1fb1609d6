"""Webhook endpoints, events and deliveries at the desk."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from tests import factories
from tests.webhooks.conftest import Subscribe
from tests.webhooks.deliveries import secret_of
from webhooks.health import endpoints_health
from webhooks.models import Attempt, Delivery, Endpoint, Event, ReplayJob

pytestmark = pytest.mark.django_db

ADD = "admin:webhooks_endpoint_add"


def said(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def form(**values: Any) -> dict[str, Any]:
    return {"url": "https://93.184.216.34/hook", "description": "", "filters": ""} | values


def test_an_endpoint_is_added_and_its_secret_shown_once(
    admin_client: Client, admin_user: User, settings: Settings
) -> None:
    settings.OUTBOUND_ALLOW = []
    response = admin_client.post(
        reverse(ADD),
        form(description="our desk", event_types=["verdict.updated"], filters='{"language": ["en"]}'),
    )
    endpoint = Endpoint.objects.get()
    page = reverse("admin:webhooks_endpoint_change", args=[endpoint.pk])
    assert response.headers["Location"] == page
    assert (endpoint.owner, endpoint.description) == (admin_user, "our desk")
    assert (endpoint.event_types, endpoint.filters) == (["verdict.updated"], {"language": ["en"]})
    secret = secret_of(endpoint)
    assert secret in said(response)[0]
    assert secret in admin_client.get(page).content.decode()
    assert secret not in admin_client.get(page).content.decode()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"url": "http://127.0.0.1/"}, "url"),
        ({"url": "nonsense"}, "url"),
        ({"filters": '{"colour": ["red"]}'}, "filters"),
        ({"filters": "{"}, "filters"),
        ({"event_types": ["verdict.deleted"]}, "event_types"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    admin_client: Client, settings: Settings, values: dict[str, Any], field: str
) -> None:
    settings.OUTBOUND_ALLOW = []
    response = admin_client.post(reverse(ADD), form(**values))
    assert response.status_code == 200
    assert response.context["adminform"].form.errors[field]
    assert not Endpoint.objects.exists()


def test_adding_an_endpoint_needs_the_permission(client: Client) -> None:
    person = factories.user(role=None, is_staff=True)
    person.user_permissions.set(Permission.objects.filter(codename__in=["view_endpoint", "change_endpoint"]))
    client.force_login(person)
    assert client.get(reverse(ADD)).status_code == 403
    assert client.post(reverse(ADD), form()).status_code == 403
    assert not Endpoint.objects.exists()


def test_an_endpoint_is_not_edited_or_deleted(admin_client: Client, subscribe: Subscribe) -> None:
    endpoint = subscribe(description="ours")
    page = reverse("admin:webhooks_endpoint_change", args=[endpoint.pk])
    admin_client.post(page, {"description": "theirs", "url": "https://other.example/", "state": "paused"})
    delete = reverse("admin:webhooks_endpoint_delete", args=[endpoint.pk])
    assert admin_client.post(delete, {"post": "yes"}).status_code == 403
    kept = Endpoint.objects.get()
    assert (kept.description, kept.url, kept.state) == ("ours", endpoint.url, "active")
    assert endpoint.secrets.get(public_key="").value not in admin_client.get(page).content.decode()


def test_endpoints_are_paused_and_resumed(admin_client: Client, subscribe: Subscribe) -> None:
    endpoint = subscribe()
    address = reverse("admin:webhooks_endpoint_changelist")

    def act(action: str) -> str:
        response = admin_client.post(address, {"action": action, "_selected_action": [str(endpoint.pk)]})
        endpoint.refresh_from_db()
        return said(response)[-1]

    def ways_on() -> str:
        page = reverse("admin:webhooks_endpoint_change", args=[endpoint.pk])
        return admin_client.get(page).content.decode()

    list_of_it = f'<a href="{address}?q={endpoint.pk}">'
    assert f"{list_of_it}Pause it, " in ways_on()
    assert endpoint.url in admin_client.get(address, {"q": str(endpoint.pk)}).content.decode()
    assert act("pause") == "Paused: 1."
    assert endpoint.state == "paused"
    assert f"{list_of_it}Resume it, " in ways_on()
    assert "is paused, not active" in act("pause")
    assert act("resume") == "Resumed: 1."
    assert endpoint.state == "active"


def test_an_event_shows_the_payload_that_was_sent(admin_client: Client, subscribe: Subscribe) -> None:
    subscribe()
    verdict = factories.verdict()
    event = Event.objects.get()
    assert verdict.claim.text in json.dumps(json.loads(bytes(event.payload)))
    shown = admin_client.get(reverse("admin:webhooks_event_change", args=[event.pk])).content.decode()
    assert "verdict.published" in shown
    assert verdict.claim.text in shown


def test_a_delivery_shows_its_attempts(admin_client: Client, subscribe: Subscribe) -> None:
    subscribe()
    factories.verdict()
    delivery = Delivery.objects.get()
    Attempt.objects.create(
        delivery=delivery,
        number=1,
        started_at=timezone.now(),
        duration_ms=120,
        status=503,
        error="",
        response=b"<b>busy</b> \xff",
    )
    shown = admin_client.get(reverse("admin:webhooks_delivery_change", args=[delivery.pk])).content.decode()
    assert "503" in shown
    assert "&lt;b&gt;busy&lt;/b&gt; \N{REPLACEMENT CHARACTER}" in shown


def test_failing_deliveries_are_listed_and_sent_again(admin_client: Client, subscribe: Subscribe) -> None:
    subscribe()
    for _ in range(3):
        factories.verdict()
    dead, repeated, fresh = Delivery.objects.order_by("id")
    done = {"next_attempt_at": None, "completed_at": timezone.now()}
    Delivery.objects.filter(pk=dead.pk).update(state="dead", attempt_count=15, **done)
    Delivery.objects.filter(pk=repeated.pk).update(attempt_count=2)
    address = reverse("admin:webhooks_delivery_changelist")
    listed = admin_client.get(address, {"failing": "1"}).context["cl"].result_list
    assert set(listed) == {dead, repeated}
    assert fresh not in listed

    action = {"action": "replay", "_selected_action": [str(dead.pk), str(fresh.pk)]}
    assert "On their way again: 1." in said(admin_client.post(address, action))
    dead.refresh_from_db()
    assert (dead.state, dead.completed_at) == ("pending", None)


def test_sending_again_needs_the_permission(client: Client, subscribe: Subscribe) -> None:
    subscribe()
    factories.verdict()
    Delivery.objects.update(state="dead", next_attempt_at=None, completed_at=timezone.now())
    person = factories.user(role=None, is_staff=True)
    person.user_permissions.set(Permission.objects.filter(codename="view_delivery"))
    client.force_login(person)
    action = {"action": "replay", "_selected_action": [str(Delivery.objects.get().pk)]}
    client.post(reverse("admin:webhooks_delivery_changelist"), action)
    assert Delivery.objects.get().state == "dead"


@pytest.mark.parametrize("name", ["event", "delivery"])
def test_what_was_sent_is_neither_added_changed_nor_deleted_by_a_superuser(
    admin_client: Client, subscribe: Subscribe, name: str
) -> None:
    subscribe()
    factories.verdict()
    row = (Event if name == "event" else Delivery).objects.get()
    assert admin_client.get(reverse(f"admin:webhooks_{name}_add")).status_code == 403
    change = reverse(f"admin:webhooks_{name}_change", args=[row.pk])
    assert admin_client.get(change).status_code == 200
    assert admin_client.post(change, {"state": "dead"}).status_code == 403
    delete = reverse(f"admin:webhooks_{name}_delete", args=[row.pk])
    assert admin_client.post(delete, {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("name", ["endpoint", "event", "delivery"])
def test_longer_lists_take_no_more_queries_and_read_no_payload(
    admin_client: Client, subscribe: Subscribe, name: str
) -> None:
    def queries() -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            assert admin_client.get(reverse(f"admin:webhooks_{name}_changelist")).status_code == 200
        return [query["sql"] for query in captured.captured_queries]

    subscribe()
    factories.verdict()
    few = queries()
    for _ in range(3):
        subscribe()
        factories.verdict()
    assert len(queries()) == len(few) <= 6
    assert not [sql for sql in few if '."payload"' in sql]


def test_an_endpoints_health_is_seen_in_the_list_and_on_its_page(
    admin_client: Client, subscribe: Subscribe
) -> None:
    endpoint = subscribe()
    for _ in range(3):
        factories.verdict()
    for number, (delivery, status) in enumerate(
        zip(Delivery.objects.order_by("id"), (204, None, 503), strict=True)
    ):
        Attempt.objects.create(
            delivery=delivery,
            number=1,
            started_at=timezone.now(),
            duration_ms=100 * (number + 1),
            status=status,
            error="" if status else "Nobody answered.",
            response=b"",
        )
    page = reverse("admin:webhooks_endpoint_change", args=[endpoint.pk])
    for address in (reverse("admin:webhooks_endpoint_changelist"), page):
        shown = admin_client.get(address).content.decode()
        assert "33% of 3" in shown
        assert "200 / 300 ms" in shown
        assert "HTTP 503" in shown
    (health,) = endpoints_health([endpoint.pk]).values()
    assert (health.backlog, health.attempts, health.succeeded) == (3, 3, 1)


def test_endpoints_are_tested_challenged_and_replayed(admin_client: Client, subscribe: Subscribe) -> None:
    endpoint = subscribe()
    address = reverse("admin:webhooks_endpoint_changelist")

    def act(action: str) -> str:
        return said(admin_client.post(address, {"action": action, "_selected_action": [str(endpoint.pk)]}))[
            -1
        ]

    assert act("test") == "Test on its way: 1."
    assert "no challenge to echo" in act("challenge")
    assert act("replay_missing") == "Replay begun: 1."
    assert "another replay" in act("replay_failed")
    job = ReplayJob.objects.get()
    assert (job.wanted, job.endpoint) == ("missing", endpoint)
    shown = admin_client.get(reverse("admin:webhooks_replayjob_changelist")).content.decode()
    assert "0 of 1" in shown
    assert admin_client.get(reverse("admin:webhooks_replayjob_add")).status_code == 403
