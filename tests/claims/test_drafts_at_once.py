"""A draft that somebody publishes while another still writes at it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import User
from django.db import transaction

from claims.models import Evidence, VerdictDraft
from claims.services.drafts import draft_discard, draft_publish, draft_update
from claims.services.evidence import evidence_add
from common.errors import Conflict
from tests import factories
from tests.locks import elsewhere, until_somebody_waits

pytestmark = pytest.mark.django_db(transaction=True)


def _words(draft: VerdictDraft, actor: User) -> None:
    draft_update(draft_id=draft.pk, actor=actor, summary="Half of it.")


def _evidence(draft: VerdictDraft, actor: User) -> None:
    stance, url = Evidence.Stance.REFUTES, "https://data.example/dam"
    evidence_add(draft_id=draft.pk, stance=stance, url=url, actor=actor)


def _discard(draft: VerdictDraft, actor: User) -> None:
    draft_discard(draft_id=draft.pk, actor=actor)


@pytest.mark.parametrize("write", [_words, _evidence, _discard])
def test_what_is_written_while_it_is_published_is_refused_and_changes_nothing(
    write: Callable[[VerdictDraft, User], None],
) -> None:
    author = factories.user()
    draft = factories.draft(factories.verdict(), author=author)

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            verdict = draft_publish(draft_id=draft.pk, revision=draft.revision, actor=author)
            writing = pool.submit(elsewhere, lambda: write(draft, author))
            until_somebody_waits()
        with pytest.raises(Conflict, match="the draft was published"):
            writing.result()
    draft.refresh_from_db()
    assert (draft.state, draft.verdict, draft.summary) == (VerdictDraft.State.PUBLISHED, verdict, "")
    assert not Evidence.objects.exists()
