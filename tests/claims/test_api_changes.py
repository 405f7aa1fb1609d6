"""The stream of changes, in order, without a gap and with tombstones; and what need not be sent again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event as Signal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from claims.models import Evidence
from claims.roles import Role
from claims.rules import Kind
from claims.services.evidence import evidence_add
from claims.services.merges import claim_merge, claim_unmerge
from claims.services.topics import claim_topics_set, topic_create, topic_delete, topic_rename
from common.changes import change_record, changes_after, changes_count, changes_place
from common.models import Change
from common.scopes import Scope
from sources.services import source_create, source_delete, source_update
from tests import factories
from tests.api import anonymous, caller, problem

_PATH = "/api/v1/changes"


def _follow(after: int | None = None) -> tuple[list[dict[str, Any]], int]:
    """What came after a position (by itself: from now on), and where to go on."""
    if after is None:
        changes_place()
        after = changes_count()
    page = anonymous().get(f"{_PATH}?after={after}&page_size=200").json()
    return page["results"], after + len(page["results"])


def _told(after: int, resource: str = "claims") -> list[tuple[str, str]]:
    found, _ = _follow(after)
    return [(row["id"], row["kind"]) for row in found if row["resource"] == resource]


@pytest.mark.django_db
def test_a_claim_is_told_of_from_its_publishing_on() -> None:
    _, start = _follow()
    claim = factories.accepted_claim()
    assert _told(start) == []
    publisher = factories.fact_checker()
    for kind in (Kind.INITIAL, Kind.UPDATE, Kind.CORRECTION, Kind.RETRACTION):
        factories.verdict(claim, publisher=publisher, kind=kind)
    key = str(claim.id)
    assert _told(start) == [
        *((key, "created"), (key, "verdict"), (key, "verdict"), (key, "retraction")),
    ]
    assert [kind for _, kind in _told(start, "verdicts")] == ["created"] * 4
    shown = anonymous().get(f"/api/v1/claims/{claim.id}").json()
    found, _ = _follow(start)
    assert all(row["document"] == shown for row in found if row["resource"] == "claims")
    assert [row["position"] for row in found] == list(range(start + 1, start + 1 + len(found)))


@pytest.mark.django_db
def test_merging_and_its_undoing_are_told_of_on_both_sides() -> None:
    gone, kept = factories.published_claim(), factories.published_claim()
    _, start = _follow()
    claim_merge(claim_id=gone.id, into_id=kept.id, actor=factories.user(), reason="The same.")
    assert set(_told(start)) == {(str(gone.id), "merged"), (str(kept.id), "updated")}
    found, start = _follow(start)
    documents = {row["id"]: row["document"] for row in found}
    assert (documents[str(gone.id)]["state"], documents[str(gone.id)]["merged_into"]) == (
        "merged",
        str(kept.id),
    )
    claim_unmerge(claim_id=gone.id, actor=factories.user(), reason="Not the same.")
    assert set(_told(start)) == {(str(gone.id), "unmerged"), (str(kept.id), "updated")}


@pytest.mark.django_db
def test_what_was_never_published_is_not_told_of_when_it_is_merged() -> None:
    opened, kept = factories.accepted_claim(), factories.published_claim()
    _, start = _follow()
    claim_merge(claim_id=opened.id, into_id=kept.id, actor=factories.user(), reason="The same.")
    found, start = _follow(start)
    assert [(row["id"], row["kind"]) for row in found] == [(str(kept.id), "updated")]
    assert [row["claim"] for row in found[0]["document"]["appearances"]] == [
        str(claim.id) for claim in (kept, opened)
    ]
    claim_unmerge(claim_id=opened.id, actor=factories.user(), reason="Not the same.")
    assert _told(start) == [(str(kept.id), "updated")]


@pytest.mark.django_db
def test_a_rename_reaches_every_claim_that_shows_the_name() -> None:
    claim = factories.published_claim()
    claim.refresh_from_db()
    assert claim.claimant_id
    actor = factories.user(role=Role.ADMINISTRATOR)
    topic = topic_create(slug="dams", name="Dams", actor=actor)
    claim_topics_set(claim_id=claim.id, topics=[topic.slug], actor=actor)
    _, start = _follow()
    source_update(source_id=claim.claimant_id, name="Oda Brekke-Lund", actor=actor)
    topic_rename(slug="dams", name="Dams and weirs", actor=actor)
    found, start = _follow(start)
    assert [(row["resource"], row["kind"]) for row in found] == [
        *(("sources", "updated"), ("claims", "updated"), ("topics", "updated"), ("claims", "updated")),
    ]
    assert found[1]["document"]["claimant"]["name"] == "Oda Brekke-Lund"
    assert found[3]["document"]["topics"] == [{"slug": "dams", "name": "Dams and weirs"}]
    topic_delete(slug="dams", actor=actor)
    found, _ = _follow(start)
    assert [(row["resource"], row["kind"], row["document"] is None) for row in found] == [
        *(("topics", "deleted", True), ("claims", "updated", False)),
    ]


@pytest.mark.django_db
def test_a_source_that_came_and_went_is_told_of_without_its_document() -> None:
    actor = factories.user(role=Role.ADMINISTRATOR)
    _, start = _follow()
    source = source_create(kind="person", name="Ivo Lenz", actor=actor)
    source_delete(source_id=source.id, actor=actor)
    found, _ = _follow(start)
    assert [(row["kind"], row["document"]) for row in found] == [("created", None), ("deleted", None)]


@pytest.mark.django_db
def test_it_goes_on_where_next_says_and_costs_the_same_however_long() -> None:
    _, start = _follow()
    for _ in range(3):
        factories.published_claim()
    address, seen = f"{_PATH}?after={start}&page_size=2", []
    while True:
        page = anonymous().get(address).json()
        if not page["results"]:
            break
        seen += [row["position"] for row in page["results"]]
        address = page["next"]
    assert seen == list(range(start + 1, start + 1 + len(seen)))
    whole = CaptureQueriesContext(connection)
    with whole:
        anonymous().get(f"{_PATH}?after={start}&page_size=200")
    # Whether something waits for its position, the changes, and one reading of each resource among them.
    assert len(whole) <= 2 + 3
    assert f"after={seen[-1]}" in page["next"]


@pytest.mark.django_db
@pytest.mark.parametrize("more", [0, 3], ids=["shorter", "as long again"])
def test_who_read_what_a_restore_took_away_is_told_to_begin_anew(more: int) -> None:
    kept = factories.published_claim()
    held = anonymous().get(f"{_PATH}?page_size=200").json()["next"]
    copy = transaction.savepoint()
    factories.verdict(kept)
    lost = anonymous().get(held).json()["next"]
    assert anonymous().get(lost).json() == {"results": [], "next": lost}
    transaction.savepoint_rollback(copy)
    for _ in range(more):
        factories.published_claim()
    assert "begin anew" in problem(anonymous().get(lost), 410)["detail"]
    assert len(anonymous().get(held).json()["results"]) >= more


@pytest.mark.django_db
def test_a_position_alone_is_refused_where_the_stream_does_not_reach() -> None:
    _, start = _follow()
    assert anonymous().get(f"{_PATH}?after={start}").json()["results"] == []
    problem(anonymous().get(f"{_PATH}?after={start + 1}"), 410)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query", ["after=-1", "after=9223372036854775808", "after=x", "after_time=noon", "page_size=0", "from=1"]
)
def test_a_place_that_is_none_is_refused(query: str) -> None:
    problem(anonymous().get(f"{_PATH}?{query}"), 400)


@pytest.mark.django_db
def test_the_list_of_claims_need_not_be_sent_again_until_something_changed(
    django_assert_num_queries: Any,
) -> None:
    claim = factories.published_claim()
    first = anonymous().get("/api/v1/claims")
    held = {"If-None-Match": first["ETag"]}
    with django_assert_num_queries(1):
        again = anonymous().get("/api/v1/claims", headers=held)
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    changes_place()
    assert anonymous().get("/api/v1/claims", headers=held).status_code == 304
    evidence_add(
        claim_id=claim.id,
        stance=Evidence.Stance.CONTEXT,
        url="https://data.example/1",
        actor=factories.user(),
    )
    changed = anonymous().get("/api/v1/claims", headers=held)
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]
    desk = caller(Scope.CANDIDATES_READ)
    empty = desk.get("/api/v1/claims?state=open")
    factories.claim(text="The tram is late.")
    again = desk.get("/api/v1/claims?state=open", headers={"If-None-Match": empty["ETag"]})
    assert (again.status_code, len(again.json()["results"])) == (200, 1)


@pytest.mark.django_db
def test_an_empty_list_has_its_tag_as_well() -> None:
    empty = anonymous().get("/api/v1/claims?q=nothing")
    assert empty.json()["results"] == []
    assert (
        anonymous().get("/api/v1/claims?q=nothing", headers={"If-None-Match": empty["ETag"]}).status_code
        == 304
    )


@pytest.mark.django_db
def test_a_claim_need_not_be_sent_again_until_it_changed() -> None:
    claim, other = factories.published_claim(), factories.published_claim()
    address = f"/api/v1/claims/{claim.id}"
    tag = anonymous().get(address)["ETag"]
    factories.verdict(other)
    for held in (tag, f"W/{tag}", f'"x", {tag}', "*"):
        assert anonymous().get(address, headers={"If-None-Match": held}).status_code == 304
    factories.verdict(claim)
    assert anonymous().get(address, headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_change_that_commits_late_is_placed_behind_what_was_read_already() -> None:
    recorded, may_commit = Signal(), Signal()

    def late() -> None:
        try:
            with transaction.atomic():
                change_record(resource="topics", key="late", kind=Change.Kind.CREATED)
                recorded.set()
                assert may_commit.wait(30)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(late)
        assert recorded.wait(30)
        change_record(resource="topics", key="quick", kind=Change.Kind.CREATED)
        before = changes_count()
        changes_place()
        (quick,) = changes_after(0, size=100)[-1:]
        assert (quick.key, quick.position) == ("quick", before)
        may_commit.set()
        running.result(timeout=30)
    # The late one has the smaller id; it counts from its commit on.
    assert changes_count() == before + 1
    changes_place()
    assert [change.key for change in changes_after(before, size=100)] == ["late"]


@pytest.mark.django_db
def test_a_position_is_given_once_and_a_change_is_kept() -> None:
    factories.published_claim()
    changes_place()
    for act in (
        lambda: Change.objects.update(position=None),
        lambda: Change.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
