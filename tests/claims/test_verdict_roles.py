"""Every role × every action on verdicts, over the API and at the desk: allowed exactly where the table says,
and a refused call leaves no row."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from claims.models import Claim, VerdictDraft
from claims.roles import RIGHTS, Right, Role
from claims.rules import Kind
from claims.services.drafts import draft_create
from claims.services.merges import claim_merge
from common.scopes import Scope
from tests import factories
from tests.api import caller

pytestmark = pytest.mark.django_db

SUPERUSER = "superuser"
ACTORS = (None, *Role, SUPERUSER)
WRITERS = frozenset({*Role, SUPERUSER})
EDITORS = frozenset({Role.EDITOR, Role.ADMINISTRATOR, SUPERUSER})
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR, SUPERUSER})
NOBODY: frozenset[str] = frozenset()
WATCHED = (
    *("Verdict", "CurrentVerdict", "VerdictDraft", "ClaimMerge", "Claim", "Candidate", "Appearance"),
    *("Evidence", "RatingScale", "Rating", "LedgerEntry", "Topic"),
)


class Scene:
    """What an action is tried on: a claim with a verdict, a fresh one, another's draft, and more."""

    def __init__(self, *, four_eyes: bool = False) -> None:
        self.publisher = factories.fact_checker()
        self.rating = factories.rating(publisher=self.publisher)
        self.fresh = factories.claim()
        self.judged = factories.verdict(factories.claim(), publisher=self.publisher).claim
        self.candidate = factories.candidate()
        self.topic = factories.topic()
        self.merged = factories.merged_claim(self.fresh)
        self.publisher.four_eyes = four_eyes
        self.publisher.save()
        self.draft = self.drafted(factories.user(role=Role.CHECKER))

    def drafted(self, author: User) -> VerdictDraft:
        return draft_create(
            claim_id=self.fresh.id,
            publisher_id=self.publisher.id,
            kind=Kind.INITIAL,
            rating_id=self.rating.id,
            actor=author,
        )

    def verdict(self, kind: Kind) -> dict[str, Any]:
        """A verdict of that kind as the API takes it; the desk takes the same and `expected_seq`."""
        given = {"publisher": str(self.publisher.id), "kind": kind.value}
        given |= {} if kind is Kind.RETRACTION else {"rating": str(self.rating.id)}
        given |= {} if kind is Kind.INITIAL else {"reason": "New figures."}
        return given | ({"note": "It is 38."} if kind is Kind.CORRECTION else {})

    def claim_for(self, kind: Kind) -> Claim:
        return self.fresh if kind is Kind.INITIAL else self.judged


Try = Callable[[Scene, Client], Any]


@dataclass(frozen=True)
class Action:
    """What is tried over the API and at the desk, and who may."""

    allowed: frozenset[str]
    api: Try
    desk: Try


def api(path: Callable[[Scene], str], body: Callable[[Scene], Any], method: str = "POST") -> Try:
    def call(scene: Scene, client: Client) -> Any:
        return client.generic(
            method,
            f"/api/v1/{path(scene)}",
            _json(body(scene)),
            content_type="application/json",
            headers={"If-Match": "*"} if method == "PATCH" else {},
        )

    return call


def desk(name: str, args: Callable[[Scene], list[Any]], form: Callable[[Scene], dict[str, Any]]) -> Try:
    def call(scene: Scene, client: Client) -> Any:
        return client.post(reverse(f"admin:claims_{name}", args=args(scene)), form(scene))

    return call


def _json(body: Any) -> str:
    return "" if body is None else json.dumps(body)


def recording(kind: Kind) -> Action:
    def at_desk(scene: Scene, client: Client) -> Any:
        claim = scene.claim_for(kind)
        address = reverse("admin:claims_verdict_add") + f"?claim={claim.pk}&publisher={scene.publisher.pk}"
        seq = 0 if kind is Kind.INITIAL else 1
        return client.post(address, {**scene.verdict(kind), "expected_seq": seq})

    return Action(
        EDITORS,
        api(lambda s: f"claims/{s.claim_for(kind).id}/verdicts", lambda s: s.verdict(kind)),
        at_desk,
    )


def _draft_at_desk(scene: Scene, client: Client) -> Any:
    address = reverse("admin:claims_verdict_add") + f"?claim={scene.fresh.pk}&publisher={scene.publisher.pk}"
    return client.post(address, {**scene.verdict(Kind.INITIAL), "expected_seq": 0, "draft": "1"})


def on_draft(verb: str, allowed: frozenset[str], body: Callable[[Scene], Any]) -> Action:
    return Action(
        allowed,
        api(lambda s: f"verdict-drafts/{s.draft.id}/{verb}", body),
        desk(f"verdictdraft_{verb}", lambda s: [s.draft.pk], lambda s: body(s) or {}),
    )


CHANGED = {"kind": "initial", "expected_seq": 0, "summary": "Else."}
EVIDENCE = {"stance": "refutes", "url": "https://a.example/report"}
ACTIONS: dict[str, Action] = {
    **{f"record {kind}": recording(kind) for kind in Kind},
    "draft": Action(
        WRITERS,
        api(lambda s: "verdict-drafts", lambda s: {**s.verdict(Kind.INITIAL), "claim": str(s.fresh.id)}),
        _draft_at_desk,
    ),
    "change another's draft": Action(
        EDITORS,
        api(lambda s: f"verdict-drafts/{s.draft.id}", lambda s: {"summary": "Else."}, "PATCH"),
        desk(
            "verdictdraft_change",
            lambda s: [s.draft.pk],
            lambda s: {**CHANGED, "rating": s.rating.pk, "revision": s.draft.revision},
        ),
    ),
    "discard another's draft": on_draft("discard", EDITORS, lambda s: None),
    "publish another's draft": on_draft("publish", EDITORS, lambda s: {"revision": s.draft.revision}),
    "add evidence to a draft": Action(
        WRITERS,
        api(lambda s: f"verdict-drafts/{s.draft.id}/evidence", lambda s: EVIDENCE),
        desk("verdictdraft_evidence", lambda s: [s.draft.pk], lambda s: EVIDENCE),
    ),
    "add evidence to a claim": Action(
        WRITERS,
        api(lambda s: f"claims/{s.judged.id}/evidence", lambda s: EVIDENCE),
        desk("claim_evidence", lambda s: [s.judged.pk], lambda s: EVIDENCE),
    ),
    "accept a candidate": Action(
        WRITERS,
        api(lambda s: f"candidates/{s.candidate.id}/accept", lambda s: {}),
        desk("candidate_accept", lambda s: [s.candidate.pk], lambda s: {"text": "The dam leaks."}),
    ),
    "merge a candidate": Action(
        WRITERS,
        api(lambda s: f"candidates/{s.candidate.id}/merge", lambda s: {"claim": str(s.judged.id)}),
        desk("candidate_merge", lambda s: [s.candidate.pk], lambda s: {"claim": str(s.judged.pk)}),
    ),
    "reject a candidate": Action(
        WRITERS,
        api(lambda s: f"candidates/{s.candidate.id}/reject", lambda s: {"reason": "Opinion."}),
        desk("candidate_reject", lambda s: [s.candidate.pk], lambda s: {"reason": "Opinion."}),
    ),
    "merge claims": Action(
        EDITORS,
        api(
            lambda s: f"claims/{s.fresh.id}/merge",
            lambda s: {"into": str(s.judged.id), "reason": "The same."},
        ),
        desk(
            "claim_merge", lambda s: [s.fresh.pk], lambda s: {"into": str(s.judged.pk), "reason": "The same."}
        ),
    ),
    "undo a merge": Action(
        EDITORS,
        api(lambda s: f"claims/{s.merged.id}/unmerge", lambda s: {"reason": "Not the same."}),
        desk("claim_unmerge", lambda s: [s.merged.pk], lambda s: {"reason": "Not the same."}),
    ),
    "make a version of a scale": Action(
        ADMINISTRATORS,
        api(lambda s: f"rating-scales/{s.rating.scale_id}/versions", lambda s: {"ratings": []}),
        desk("ratingscale_renew", lambda s: [s.rating.scale_id], lambda s: {}),
    ),
    "add a topic": Action(
        EDITORS,
        api(lambda s: "topics", lambda s: {"slug": "dams", "name": "Dams"}),
        desk("topic_add", lambda s: [], lambda s: {"slug": "dams", "name": "Dams"}),
    ),
    "rename a topic": Action(
        EDITORS,
        api(lambda s: f"topics/{s.topic.slug}", lambda s: {"name": "Dams"}, "PATCH"),
        desk("topic_change", lambda s: [s.topic.slug], lambda s: {"name": "Dams"}),
    ),
}
UNDER_FOUR_EYES = {
    **{f"record {kind}": NOBODY for kind in Kind},
    "draft": WRITERS,
    "publish another's draft": EDITORS,
}


def person(who: str | None) -> User:
    if who == SUPERUSER:
        return factories.user(role=None, is_staff=True, is_superuser=True)
    return factories.user(role=Role(who) if who else None, is_staff=True)


def client_of(user: User, channel: str) -> Client:
    if channel == "api":
        return caller(*Scope, owner=user)
    client = Client()
    client.force_login(user)
    return client


def rows() -> dict[str, list[Any]]:
    """Everything that an action may change, but for the times of rows."""
    models = [apps.get_model("claims", name) for name in WATCHED]
    hidden = {"updated_at", "compared_at"}
    return {
        model.__name__: list(
            model.objects.order_by("pk").values_list(
                *(field.attname for field in model._meta.concrete_fields if field.name not in hidden)
            )
        )
        for model in models
    }


@pytest.fixture(scope="module")
def scenes(rows_kept: None) -> dict[bool, Scene]:
    """Made once for all tests: by whether four eyes are wanted."""
    return {four_eyes: Scene(four_eyes=four_eyes) for four_eyes in (False, True)}


@pytest.fixture
def scene(scenes: dict[bool, Scene]) -> Scene:
    return deepcopy(scenes[False])


@pytest.fixture
def strict_scene(scenes: dict[bool, Scene]) -> Scene:
    """Where one's own draft is for somebody else to publish."""
    return deepcopy(scenes[True])


def try_it(action: Action, scene: Scene, user: User, channel: str, *, allowed: bool) -> None:
    before = rows()
    response = getattr(action, channel)(scene, client_of(user, channel))
    if allowed:
        assert response.status_code in {200, 201, 302}, response.content
        assert rows() != before
    else:
        assert response.status_code == 403, response.content
        assert rows() == before


@pytest.mark.parametrize("channel", ["api", "desk"])
@pytest.mark.parametrize("who", ACTORS)
@pytest.mark.parametrize("name", ACTIONS)
def test_an_action_is_allowed_exactly_where_the_table_says(
    scene: Scene, name: str, who: str | None, channel: str
) -> None:
    action = ACTIONS[name]
    try_it(action, scene, person(who), channel, allowed=who in action.allowed)


@pytest.mark.parametrize("channel", ["api", "desk"])
@pytest.mark.parametrize("who", ACTORS)
@pytest.mark.parametrize("name", UNDER_FOUR_EYES)
def test_four_eyes_bind_everybody(strict_scene: Scene, name: str, who: str | None, channel: str) -> None:
    try_it(ACTIONS[name], strict_scene, person(who), channel, allowed=who in UNDER_FOUR_EYES[name])


@pytest.mark.parametrize("channel", ["api", "desk"])
@pytest.mark.parametrize("four_eyes", [False, True])
@pytest.mark.parametrize("who", sorted(WRITERS))
def test_ones_own_draft_is_published_by_editors_where_two_eyes_are_enough(
    scenes: dict[bool, Scene], who: str, four_eyes: bool, channel: str
) -> None:
    scene, author = deepcopy(scenes[four_eyes]), person(who)
    scene.draft = scene.drafted(author)
    allowed = who in EDITORS and not four_eyes
    try_it(ACTIONS["publish another's draft"], scene, author, channel, allowed=allowed)


@pytest.mark.parametrize("channel", ["api", "desk"])
def test_ones_own_draft_is_changed_and_discarded_by_its_author(scene: Scene, channel: str) -> None:
    author = person(Role.CHECKER)
    for name in ("change another's draft", "discard another's draft"):
        scene.draft = scene.drafted(author)
        try_it(ACTIONS[name], scene, author, channel, allowed=True)


@pytest.mark.parametrize("who", ACTORS)
def test_drafts_are_read_by_those_who_write_them(scene: Scene, who: str | None) -> None:
    user = person(who)
    addresses = [("api", f"/api/v1/verdict-drafts/{scene.draft.id}"), ("api", "/api/v1/verdict-drafts")]
    addresses += [("desk", reverse("admin:claims_verdictdraft_change", args=[scene.draft.pk]))]
    addresses += [("desk", reverse("admin:claims_verdictdraft_changelist"))]
    for channel, address in addresses:
        response = client_of(user, channel).get(address)
        assert response.status_code == (200 if who in WRITERS else 403), address


def test_a_right_given_to_one_person_is_enough() -> None:
    somebody = factories.user(role=None)
    somebody.user_permissions.add(_permission(Right.MERGE_CLAIM))
    claim, into = factories.claim(), factories.claim()
    claim_merge(claim_id=claim.id, into_id=into.id, actor=User.objects.get(pk=somebody.pk), reason="Same.")
    assert Claim.objects.get(pk=claim.pk).survivor == into


def test_the_groups_hold_what_the_table_says() -> None:
    Group.objects.filter(name__in=Role).delete()
    import_module("claims.migrations.0003_roles").add(apps, None)
    for role in Role:
        group = Group.objects.get(name=role)
        held = {f"{p.content_type.app_label}.{p.codename}" for p in group.permissions.all()}
        assert held & set(Right) == RIGHTS[role]


def _permission(right: Right) -> Any:
    return apps.get_model("auth", "Permission").objects.get(codename=right.codename)
