"""Whatever file is sent again says nothing new, whatever the desk did meanwhile, nor do batches matter.

Each run makes other files, from a seed that a failure prints; `ANYTHING_SEED=1234` begins from that one, and
`ANYTHING_SEEDS=100` goes on for so many.
"""

from __future__ import annotations

import json
import os
import random
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction

from claims.models import (
    Claim,
    ClaimCorrection,
    ClaimDocument,
    ClaimTopic,
    ImportNote,
    RatingScale,
    Sighting,
    Topic,
    Verdict,
)
from claims.services import claimreview, known_claims
from common.models import Change
from sources.models import Source
from tests import doings, factories
from tests.claims.exchange.files import Maker, turns_back, whole
from tests.claims.exchange.test_import_jobs import batches_of, run
from webhooks.models import Event

_FORMS = ("ndjson", "csv", "claimreview")
_SENT = {claimreview.review_fall_back, known_claims.claim_row_update}
_KEPT = (Claim, ClaimCorrection, ClaimTopic, Sighting, Verdict, Source, Topic, RatingScale)


def _kept() -> dict[str, Any]:
    rows = {model.__name__: list(model.objects.order_by("pk").values()) for model in _KEPT}
    documents = list(ClaimDocument.objects.order_by("claim").values_list("claim", "revision", "body"))
    return {"documents": documents, "told": (Change.objects.count(), Event.objects.count())} | rows


def _again(file: bytes, form: str, owner: User, when: str) -> None:
    before = _kept()
    job = run(file, owner=owner, format=form)
    assert job.state == "done", job.failure
    after = _kept()
    for what, rows in before.items():
        apart = [(one, other) for one, other in zip(rows, after[what], strict=False) if one != other]
        assert after[what] == rows, f"{what}, {when}: {apart[:1]}"
    assert (job.created, job.updated) == (0, 0), when


def _seeds() -> list[int]:
    first = int(os.environ.get("ANYTHING_SEED") or random.randrange(10**6))
    return list(range(first, first + int(os.environ.get("ANYTHING_SEEDS") or 1)))


@pytest.mark.fuzz
@pytest.mark.timeout(3000)
@pytest.mark.django_db
@pytest.mark.parametrize("form", _FORMS)
def test_a_file_that_is_sent_again_says_nothing_new(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    failed = []
    for seed in _seeds():
        print(f"ANYTHING_SEED={seed}")
        undo = transaction.atomic()
        undo.__enter__()
        try:
            _send_it_again(random.Random(f"{seed} {form}"), form, monkeypatch)
        except AssertionError as error:
            failed.append(f"ANYTHING_SEED={seed}: {str(error)[:1500]}")
        finally:
            transaction.set_rollback(True)
            undo.__exit__(None, None, None)
    assert not failed, f"{len(failed)}: " + "\n".join(failed[:4])


def _send_it_again(chance: random.Random, form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    maker, owner = Maker(chance), factories.user(is_superuser=True)
    batches_of(chance.choice([1, 2, 3, 100]), monkeypatch)
    files = [whole(form, maker.rows(form)) for _ in range(2)]
    run(files[0], owner=owner, format=form)
    if chance.random() < 0.5:
        run(files[1], owner=owner, format=form)
        run(files[0], owner=owner, format=form)
    if ImportNote.objects.filter(severity="refused").exists():
        return  # what was refused is tried again
    _again(files[0], form, owner, "at once")
    # What a sender says is none of the desk's doings.
    own = {name: doing for name, doing in doings.DOINGS.items() if name not in _SENT}
    monkeypatch.setattr(doings, "DOINGS", own)
    desk = doings.Desk(chance)
    done = [name for _ in range(30) if (name := desk.do())]
    _again(files[0], form, owner, f"after {done}")
    assert not ImportNote.objects.filter(code="failed").exists()


@pytest.mark.fuzz
@pytest.mark.timeout(3000)
@pytest.mark.django_db
@pytest.mark.parametrize("form", ["ndjson", "csv"])
def test_rows_come_to_the_same_in_whatever_batches(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for seed in _seeds():
        print(f"ANYTHING_SEED={seed}")
        chance = random.Random(f"{seed} {form} batches")
        lines = Maker(chance).rows(form)
        at_once = _come_to([whole(form, lines)], form, 100, monkeypatch)
        for size in (1, chance.choice([2, 3])):
            other = _come_to([whole(form, lines)], form, size, monkeypatch)
            assert other == at_once, f"ANYTHING_SEED={seed}, {size} at a time"
        if not turns_back(form, lines):
            cut = chance.randrange(len(lines) + 1)
            parted = [whole(form, part) for part in (lines[:cut], lines[cut:]) if part]
            assert _come_to(parted, form, 100, monkeypatch) == at_once, f"ANYTHING_SEED={seed}, cut at {cut}"


def _come_to(files: list[bytes], form: str, size: int, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What of the documents does not depend on the moment; nothing of it stays."""
    with transaction.atomic():
        batches_of(size, monkeypatch)
        owner = factories.user(is_superuser=True)
        for file in files:
            run(file, owner=owner, format=form)
        bodies = ClaimDocument.objects.values_list("body", flat=True)
        found = sorted(json.dumps(_told(json.loads(body)), sort_keys=True) for body in bodies)
        transaction.set_rollback(True)
    return found


def _told(document: dict[str, Any]) -> dict[str, Any]:
    alike = ("text", "language", "state", "topics", "verdicts_conflict")
    words = ("label", "value", "worst", "best", "normalised", "scale_name")
    said = ("seq", "kind", "claim_text", "original_label", "summary", "explanation", "review_url")
    sites = {one["publisher"]["id"]: one["publisher"]["domain"] for one in document["positions"]}
    verdicts = [
        [sites[one["publisher"]["id"]] or one["publisher"]["name"]]
        + [one[name] for name in said]
        + [one["rating"][name] for name in words]
        for one in document["verdicts"]
    ]
    return {name: document[name] for name in alike} | {
        "claimant": document["claimant"] and {**document["claimant"], "id": None},
        "variants": sorted(one["text"] for one in document["variants"]),
        "sightings": sorted(json.dumps(one) for one in document["sightings"]),
        "verdicts": sorted(verdicts, key=json.dumps),
    }
