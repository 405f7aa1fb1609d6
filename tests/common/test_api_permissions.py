"""Who may do what: every operation × every kind of key, and no trace of what was refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.test import override_settings
from django.utils import timezone

from claims.models import Appearance, Evidence, ImportJob
from claims.roles import RIGHTS, Right, Role
from claims.services.evidence import evidence_add
from claims.services.imports import import_fetch
from claims.services.ledger import ledger_checkpoint
from common.api.permissions import Access
from common.api.views import ApiView
from common.models import ApiKey
from common.scopes import Scope
from tests import factories
from tests.api import Caller, anonymous, caller, document, problem
from webhooks.models import Delivery, Endpoint, ReplayJob
from webhooks.services.replays import replay_continue, replay_start

pytestmark = pytest.mark.django_db

PUBLIC, KEYED = Access.PUBLIC, Access.KEYED
_URL = "http://127.0.0.1:9/hook"

TABLE: dict[tuple[str, str], Scope | Access] = {
    ("GET", "/api/v1/"): PUBLIC,
    ("GET", "/api/v1/me"): KEYED,
    ("GET", "/api/v1/appearances"): PUBLIC,
    ("GET", "/api/v1/appearances/{appearance_id}"): PUBLIC,
    ("GET", "/api/v1/articles"): Scope.ARTICLES_READ,
    ("POST", "/api/v1/articles"): Scope.ARTICLES_WRITE,
    ("GET", "/api/v1/articles/{article_id}"): Scope.ARTICLES_READ,
    ("PATCH", "/api/v1/articles/{article_id}"): Scope.ARTICLES_WRITE,
    ("GET", "/api/v1/articles/{article_id}/versions"): Scope.ARTICLES_READ,
    ("GET", "/api/v1/article-versions/{version_id}"): Scope.ARTICLES_READ,
    ("GET", "/api/v1/candidates"): Scope.CANDIDATES_READ,
    ("GET", "/api/v1/candidates/{candidate_id}"): Scope.CANDIDATES_READ,
    ("GET", "/api/v1/candidates/{candidate_id}/namesakes"): Scope.CANDIDATES_READ,
    ("POST", "/api/v1/candidates/{candidate_id}/accept"): Scope.CANDIDATES_WRITE,
    ("POST", "/api/v1/candidates/{candidate_id}/merge"): Scope.CANDIDATES_WRITE,
    ("POST", "/api/v1/candidates/{candidate_id}/reject"): Scope.CANDIDATES_WRITE,
    ("POST", "/api/v1/candidates/{candidate_id}/reopen"): Scope.CANDIDATES_WRITE,
    ("GET", "/api/v1/changes"): PUBLIC,
    ("GET", "/api/v1/claims"): PUBLIC,
    ("GET", "/api/v1/claims/{claim_id}"): PUBLIC,
    ("PATCH", "/api/v1/claims/{claim_id}"): Scope.CLAIMS_WRITE,
    ("POST", "/api/v1/claims/match"): PUBLIC,
    ("GET", "/api/v1/claims/{claim_id}/similar"): PUBLIC,
    ("GET", "/api/v1/claims/{claim_id}/verdicts"): PUBLIC,
    ("POST", "/api/v1/claims/{claim_id}/verdicts"): Scope.VERDICTS_WRITE,
    ("POST", "/api/v1/claims/{claim_id}/evidence"): Scope.CLAIMS_WRITE,
    ("POST", "/api/v1/claims/{claim_id}/merge"): Scope.CLAIMS_WRITE,
    ("POST", "/api/v1/claims/{claim_id}/unmerge"): Scope.CLAIMS_WRITE,
    ("GET", "/api/v1/exports/claims.csv"): PUBLIC,
    ("GET", "/api/v1/exports/claims.ndjson"): PUBLIC,
    ("GET", "/api/v1/imports"): Scope.IMPORTS_WRITE,
    ("POST", "/api/v1/imports"): Scope.IMPORTS_WRITE,
    ("GET", "/api/v1/imports/{import_id}"): Scope.IMPORTS_WRITE,
    ("POST", "/api/v1/imports/{import_id}/cancel"): Scope.IMPORTS_WRITE,
    ("GET", "/api/v1/imports/{import_id}/notes"): Scope.IMPORTS_WRITE,
    ("GET", "/api/v1/evidence"): PUBLIC,
    ("GET", "/api/v1/evidence/{evidence_id}"): PUBLIC,
    ("POST", "/api/v1/evidence/{evidence_id}/withdraw"): Scope.CLAIMS_WRITE,
    ("GET", "/api/v1/feeds"): Scope.ARTICLES_READ,
    ("POST", "/api/v1/feeds"): Scope.FEEDS_WRITE,
    ("GET", "/api/v1/feeds/{feed_id}"): Scope.ARTICLES_READ,
    ("PATCH", "/api/v1/feeds/{feed_id}"): Scope.FEEDS_WRITE,
    ("DELETE", "/api/v1/feeds/{feed_id}"): Scope.FEEDS_WRITE,
    ("GET", "/api/v1/proposers"): Scope.CANDIDATES_READ,
    ("GET", "/api/v1/rating-scales"): PUBLIC,
    ("POST", "/api/v1/rating-scales/{scale_id}/versions"): Scope.SCALES_WRITE,
    ("GET", "/api/v1/rating-scales/{scale_id}"): PUBLIC,
    ("GET", "/api/v1/sources"): PUBLIC,
    ("POST", "/api/v1/sources"): Scope.SOURCES_WRITE,
    ("GET", "/api/v1/sources/{source_id}"): PUBLIC,
    ("PATCH", "/api/v1/sources/{source_id}"): Scope.SOURCES_WRITE,
    ("DELETE", "/api/v1/sources/{source_id}"): Scope.SOURCES_WRITE,
    ("POST", "/api/v1/sources/{source_id}/merge"): Scope.SOURCES_WRITE,
    ("POST", "/api/v1/sources/{source_id}/unmerge"): Scope.SOURCES_WRITE,
    ("GET", "/api/v1/topics"): PUBLIC,
    ("POST", "/api/v1/topics"): Scope.CLAIMS_WRITE,
    ("GET", "/api/v1/topics/{slug}"): PUBLIC,
    ("PATCH", "/api/v1/topics/{slug}"): Scope.CLAIMS_WRITE,
    ("GET", "/api/v1/verdict-drafts"): Scope.VERDICTS_WRITE,
    ("POST", "/api/v1/verdict-drafts"): Scope.VERDICTS_WRITE,
    ("GET", "/api/v1/verdict-drafts/{draft_id}"): Scope.VERDICTS_WRITE,
    ("PATCH", "/api/v1/verdict-drafts/{draft_id}"): Scope.VERDICTS_WRITE,
    ("POST", "/api/v1/verdict-drafts/{draft_id}/discard"): Scope.VERDICTS_WRITE,
    ("POST", "/api/v1/verdict-drafts/{draft_id}/evidence"): Scope.VERDICTS_WRITE,
    ("GET", "/api/v1/verdict-drafts/{draft_id}/evidence/{draft_evidence_id}"): Scope.VERDICTS_WRITE,
    ("PATCH", "/api/v1/verdict-drafts/{draft_id}/evidence/{draft_evidence_id}"): Scope.VERDICTS_WRITE,
    ("DELETE", "/api/v1/verdict-drafts/{draft_id}/evidence/{draft_evidence_id}"): Scope.VERDICTS_WRITE,
    ("POST", "/api/v1/verdict-drafts/{draft_id}/publish"): Scope.VERDICTS_WRITE,
    ("POST", "/api/v1/verdict-drafts/{draft_id}/restore"): Scope.VERDICTS_WRITE,
    ("GET", "/api/v1/ledger/checkpoint"): PUBLIC,
    ("GET", "/api/v1/ledger/entries"): PUBLIC,
    ("GET", "/api/v1/ledger/proofs/consistency"): PUBLIC,
    ("GET", "/api/v1/ledger/proofs/inclusion"): PUBLIC,
    ("GET", "/api/v1/verdicts"): PUBLIC,
    ("GET", "/api/v1/verdicts/{verdict_id}"): PUBLIC,
    ("GET", "/api/v1/events"): Scope.WEBHOOKS_READ,
    ("GET", "/api/v1/webhooks/deliveries"): Scope.WEBHOOKS_READ,
    ("GET", "/api/v1/webhooks/deliveries/{delivery_id}"): Scope.WEBHOOKS_READ,
    ("GET", "/api/v1/webhooks/endpoints"): Scope.WEBHOOKS_READ,
    ("POST", "/api/v1/webhooks/endpoints"): Scope.WEBHOOKS_WRITE,
    ("GET", "/api/v1/webhooks/endpoints/{endpoint_id}"): Scope.WEBHOOKS_READ,
    ("PATCH", "/api/v1/webhooks/endpoints/{endpoint_id}"): Scope.WEBHOOKS_WRITE,
    ("DELETE", "/api/v1/webhooks/endpoints/{endpoint_id}"): Scope.WEBHOOKS_WRITE,
    ("POST", "/api/v1/webhooks/endpoints/{endpoint_id}/pause"): Scope.WEBHOOKS_WRITE,
    ("POST", "/api/v1/webhooks/endpoints/{endpoint_id}/resume"): Scope.WEBHOOKS_WRITE,
    ("POST", "/api/v1/webhooks/endpoints/{endpoint_id}/rotate"): Scope.WEBHOOKS_WRITE,
    ("POST", "/api/v1/webhooks/endpoints/{endpoint_id}/test"): Scope.WEBHOOKS_WRITE,
    ("POST", "/api/v1/webhooks/endpoints/{endpoint_id}/challenge"): Scope.WEBHOOKS_WRITE,
    ("POST", "/api/v1/webhooks/endpoints/{endpoint_id}/replays"): Scope.WEBHOOKS_WRITE,
    ("POST", "/api/v1/webhooks/deliveries/{delivery_id}/replay"): Scope.WEBHOOKS_WRITE,
    ("GET", "/api/v1/webhooks/replays"): Scope.WEBHOOKS_READ,
    ("GET", "/api/v1/webhooks/replays/{replay_id}"): Scope.WEBHOOKS_READ,
}
# The right that the key's owner needs beside the key's scope; for what is not here none.
_DRAFT, _DRAFTS = "/api/v1/verdict-drafts/{draft_id}", "/api/v1/verdict-drafts"
_DRAFT_EVIDENCE = f"{_DRAFT}/evidence/{{draft_evidence_id}}"
RIGHTS_NEEDED: dict[tuple[str, str], Right] = {
    ("POST", "/api/v1/candidates/{candidate_id}/accept"): Right.DECIDE_CANDIDATE,
    ("POST", "/api/v1/candidates/{candidate_id}/merge"): Right.DECIDE_CANDIDATE,
    ("POST", "/api/v1/candidates/{candidate_id}/reject"): Right.DECIDE_CANDIDATE,
    ("POST", "/api/v1/candidates/{candidate_id}/reopen"): Right.DECIDE_CANDIDATE,
    ("PATCH", "/api/v1/claims/{claim_id}"): Right.DRAFT_VERDICT,
    ("POST", "/api/v1/claims/{claim_id}/verdicts"): Right.PUBLISH_VERDICT,
    ("POST", "/api/v1/claims/{claim_id}/evidence"): Right.DRAFT_VERDICT,
    # Of evidence that somebody else gave.
    ("POST", "/api/v1/evidence/{evidence_id}/withdraw"): Right.PUBLISH_VERDICT,
    ("POST", "/api/v1/claims/{claim_id}/merge"): Right.MERGE_CLAIM,
    ("POST", "/api/v1/claims/{claim_id}/unmerge"): Right.MERGE_CLAIM,
    ("POST", "/api/v1/imports"): Right.PUBLISH_VERDICT,
    ("POST", "/api/v1/rating-scales/{scale_id}/versions"): Right.MANAGE_SCALE,
    ("POST", "/api/v1/topics"): Right.ADD_TOPIC,
    ("PATCH", "/api/v1/topics/{slug}"): Right.RENAME_TOPIC,
    ("POST", "/api/v1/sources"): Right.ADD_SOURCE,
    ("PATCH", "/api/v1/sources/{source_id}"): Right.CHANGE_SOURCE,
    ("DELETE", "/api/v1/sources/{source_id}"): Right.DELETE_SOURCE,
    ("POST", "/api/v1/sources/{source_id}/merge"): Right.CHANGE_SOURCE,
    ("POST", "/api/v1/sources/{source_id}/unmerge"): Right.CHANGE_SOURCE,
    ("GET", _DRAFTS): Right.DRAFT_VERDICT,
    ("POST", _DRAFTS): Right.DRAFT_VERDICT,
    ("GET", _DRAFT): Right.DRAFT_VERDICT,
    ("POST", f"{_DRAFT}/evidence"): Right.DRAFT_VERDICT,
    ("GET", _DRAFT_EVIDENCE): Right.DRAFT_VERDICT,
    ("POST", f"{_DRAFT}/publish"): Right.PUBLISH_VERDICT,
    # Of a draft that is somebody else's.
    ("PATCH", _DRAFT): Right.PUBLISH_VERDICT,
    ("PATCH", _DRAFT_EVIDENCE): Right.PUBLISH_VERDICT,
    ("DELETE", _DRAFT_EVIDENCE): Right.PUBLISH_VERDICT,
    ("POST", f"{_DRAFT}/discard"): Right.PUBLISH_VERDICT,
    ("POST", f"{_DRAFT}/restore"): Right.PUBLISH_VERDICT,
}
_EVIDENCE = {"stance": "context", "url": "https://a.example/r"}
_EACH = pytest.mark.parametrize(("method", "path"), list(TABLE), ids=str)


# What an operation cannot do without.
QUERIES = {
    "/api/v1/ledger/proofs/consistency": "?old=1&new=1",
    "/api/v1/ledger/proofs/inclusion": "?index=0&size=1",
}


@dataclass
class World:
    """One row of everything, and a body with which each operation would succeed."""

    owner: User
    ids: dict[str, str]
    bodies: dict[str, Any]

    def send(self, who: Caller, method: str, path: str) -> Any:
        """The operation on these rows."""
        body = self.bodies.get(path) if method in {"POST", "PATCH"} else None
        return who.send(method, path.format(**self.ids) + QUERIES.get(path, ""), body)


def _finished_replay(endpoint: Endpoint) -> ReplayJob:
    job = replay_start(
        endpoint=endpoint, wanted=ReplayJob.Wanted.FAILED, since=timezone.now() - timedelta(hours=1)
    )
    replay_continue(job_id=job.id)
    return job


@pytest.fixture(scope="module")
def kept_world(rows_kept: None) -> Iterator[World]:
    """Made once for all tests of a module."""
    with override_settings(OUTBOUND_ALLOW=["127.0.0.1/32:9"]):
        yield _made_world()


@pytest.fixture
def world(kept_world: World) -> World:
    """As if made anew for each test."""
    return deepcopy(kept_world)


def _made_world() -> World:
    owner = factories.user(role=Role.ADMINISTRATOR)
    endpoint, _ = factories.endpoint(owner=owner, url=_URL)
    verdict = factories.verdict(factories.accepted_claim())
    candidate = factories.candidate()
    ledger_checkpoint()
    draft = factories.draft(verdict, author=owner)
    of_draft = evidence_add(draft_id=draft.pk, actor=owner, stance=Evidence.Stance.CONTEXT, url=_URL)
    draft.refresh_from_db()
    ids = {
        "appearance_id": Appearance.objects.get(claim=verdict.claim_id).pk,
        "evidence_id": factories.evidence(verdict.claim).id,
        "feed_id": factories.feed().id,
        "slug": factories.topic().slug,
        "version_id": candidate.article_version_id,
        "article_id": factories.article(state="failed").id,
        "candidate_id": candidate.id,
        "claim_id": verdict.claim_id,
        "delivery_id": Delivery.objects.get().id,
        "draft_id": draft.id,
        "draft_evidence_id": of_draft.id,
        "endpoint_id": endpoint.id,
        "import_id": import_fetch(owner=owner, format=ImportJob.Format.CLAIMREVIEW, url=_URL).id,
        "replay_id": _finished_replay(endpoint).id,
        "scale_id": factories.rating().scale_id,
        "source_id": factories.source().id,
        "verdict_id": verdict.id,
    }
    rating = verdict.rating_id
    bodies = {
        "/api/v1/articles": {"text": factories.SENTENCE},
        "/api/v1/articles/{article_id}": {"dismissed": True},
        "/api/v1/candidates/{candidate_id}/accept": {},
        "/api/v1/candidates/{candidate_id}/merge": {"claim": str(verdict.claim_id)},
        "/api/v1/candidates/{candidate_id}/reject": {"reason": "An opinion."},
        "/api/v1/candidates/{candidate_id}/reopen": {},
        "/api/v1/claims/match": {"text": factories.SENTENCE},
        "/api/v1/claims/{claim_id}": {"topics": [ids["slug"]]},
        "/api/v1/claims/{claim_id}/verdicts": {
            "publisher": str(verdict.publisher_id),
            "kind": "update",
            "reason": "New figures.",
            "rating": str(rating),
        },
        "/api/v1/claims/{claim_id}/evidence": _EVIDENCE,
        "/api/v1/claims/{claim_id}/merge": {
            "into": str(factories.published_claim().id),
            "reason": "The same.",
        },
        "/api/v1/claims/{claim_id}/unmerge": {"reason": "Not the same."},
        "/api/v1/evidence/{evidence_id}/withdraw": {"reason": "Another quay."},
        "/api/v1/imports": {"url": _URL},
        "/api/v1/rating-scales/{scale_id}/versions": {"ratings": []},
        "/api/v1/verdict-drafts": {
            "claim": str(verdict.claim_id),
            "publisher": str(verdict.publisher_id),
            "kind": "update",
        },
        "/api/v1/verdict-drafts/{draft_id}": {"summary": "Four months."},
        "/api/v1/verdict-drafts/{draft_id}/evidence": _EVIDENCE,
        "/api/v1/verdict-drafts/{draft_id}/evidence/{draft_evidence_id}": {"stance": "refutes"},
        "/api/v1/verdict-drafts/{draft_id}/publish": {"revision": draft.revision},
        "/api/v1/feeds": {"source": str(verdict.publisher_id), "url": _URL, "kind": "rss"},
        "/api/v1/feeds/{feed_id}": {"paused": True},
        "/api/v1/topics": {"slug": "rivers", "name": "Rivers"},
        "/api/v1/topics/{slug}": {"name": "Water supply"},
        "/api/v1/sources": {"kind": "person", "name": "Ivo Lenz"},
        "/api/v1/sources/{source_id}": {"name": "Another Desk"},
        "/api/v1/sources/{source_id}/merge": {"into": str(factories.source().id), "reason": "The same."},
        "/api/v1/sources/{source_id}/unmerge": {"reason": "Not the same."},
        "/api/v1/webhooks/endpoints": {"url": _URL},
        "/api/v1/webhooks/endpoints/{endpoint_id}": {"description": "Front page"},
        "/api/v1/webhooks/endpoints/{endpoint_id}/rotate": {},
        "/api/v1/webhooks/endpoints/{endpoint_id}/replays": {
            "wanted": "failed",
            "since": "2026-01-01T00:00:00Z",
        },
    }
    return World(owner, {name: str(value) for name, value in ids.items()}, bodies)


def _everything() -> dict[str, Any]:
    """Every row there is, but for when a key was last used."""
    return {
        model.__name__: sorted(str({**row, "last_used_at": None}) for row in model._default_manager.values())
        for app in ("common", "sources", "claims", "webhooks", "auth")
        for model in apps.get_app_config(app).get_models()
    }


def _refused(world: World, who: Caller, method: str, path: str, status: int) -> None:
    before = _everything()
    problem(world.send(who, method, path), status)
    assert _everything() == before


def test_the_table_names_every_operation_there_is() -> None:
    operations = {(method.upper(), path) for path, item in document()["paths"].items() for method in item}
    assert operations == set(TABLE)


@_EACH
def test_the_document_says_what_the_table_says(method: str, path: str) -> None:
    needed = TABLE[method, path]
    security = document()["paths"][path][method.lower()]["security"]
    scopes = [needed.value] if isinstance(needed, Scope) else []
    assert security == ([{}, {"apiKey": []}] if needed is PUBLIC else [{"apiKey": scopes}])


@_EACH
def test_without_a_key_only_what_is_public_is_done(world: World, method: str, path: str) -> None:
    if TABLE[method, path] is PUBLIC:
        assert world.send(anonymous(), method, path).status_code == 200
    else:
        _refused(world, anonymous(), method, path, 401)


@_EACH
def test_the_scope_needed_is_enough(world: World, method: str, path: str) -> None:
    needed = TABLE[method, path]
    if path.endswith("/resume"):
        world.send(caller(Scope.WEBHOOKS_WRITE, owner=world.owner), method, path.replace("resume", "pause"))
    if path.endswith("/unmerge") and isinstance(needed, Scope):
        merge = path.replace("unmerge", "merge")
        world.send(caller(needed, owner=world.owner), method, merge)
    if path.endswith("/reopen"):
        reject = path.replace("reopen", "reject")
        world.send(caller(Scope.CANDIDATES_WRITE, owner=world.owner), method, reject)
    if path.endswith("/restore"):
        discard = path.replace("restore", "discard")
        world.send(caller(Scope.VERDICTS_WRITE, owner=world.owner), method, discard)
    if path.endswith("/challenge"):
        Endpoint.objects.update(state="pending")
    if path.endswith("{delivery_id}/replay"):
        Delivery.objects.update(state="dead", next_attempt_at=None, completed_at=timezone.now())
    who = caller(needed if isinstance(needed, Scope) else Scope.ARTICLES_READ, owner=world.owner)
    assert world.send(who, method, path).status_code < 300


@_EACH
def test_every_other_scope_together_is_not_enough(world: World, method: str, path: str) -> None:
    needed = TABLE[method, path]
    who = caller(*(scope for scope in Scope if scope is not needed), owner=world.owner)
    if isinstance(needed, Scope):
        _refused(world, who, method, path, 403)
    else:
        assert world.send(who, method, path).status_code == 200


@pytest.mark.parametrize("role", [None, *Role])
@pytest.mark.parametrize(("method", "path"), RIGHTS_NEEDED)
def test_whoever_has_the_scope_but_not_the_right_is_refused(
    world: World, method: str, path: str, role: Role | None
) -> None:
    who = caller(*Scope, owner=factories.user(role=role))
    if role is not None and RIGHTS_NEEDED[method, path] in RIGHTS[role]:
        assert world.send(who, method, path).status_code in {200, 201, 202, 204, 409}
    else:
        _refused(world, who, method, path, 403)


@pytest.mark.parametrize(("method", "path"), sorted(TABLE.keys() - RIGHTS_NEEDED.keys()))
def test_where_no_right_is_needed_the_scope_is_enough_for_anybody(
    world: World, method: str, path: str
) -> None:
    answer = world.send(caller(*Scope, owner=factories.user(role=None)), method, path)
    owned = any(f"{{{name}_id}}" in path for name in ("endpoint", "delivery", "replay", "import"))
    assert answer.status_code == 404 if owned else answer.status_code < 300


def _expire() -> None:
    ApiKey.objects.update(expires_at=timezone.now() - timedelta(seconds=1))


def _revoke() -> None:
    ApiKey.objects.update(revoked_at=timezone.now())


@_EACH
@pytest.mark.parametrize("end", [_expire, _revoke])
def test_a_key_that_no_longer_holds_does_nothing_at_all(
    world: World, method: str, path: str, end: Callable[[], None]
) -> None:
    who = caller(*Scope, owner=world.owner)
    end()
    _refused(world, who, method, path, 401)


_OWNED = [
    (method, path)
    for method, path in TABLE
    if any(f"{{{name}_id}}" in path for name in ("endpoint", "delivery", "replay"))
]


@pytest.mark.parametrize(("method", "path"), _OWNED)
def test_what_belongs_to_another_owner_is_not_there(world: World, method: str, path: str) -> None:
    _refused(world, caller(*Scope), method, path, 404)


def test_a_view_cannot_be_declared_without_saying_who_may_use_it() -> None:
    with pytest.raises(TypeError, match="does not say who may"):
        type("Careless", (ApiView,), {"get": lambda self, request: None})
