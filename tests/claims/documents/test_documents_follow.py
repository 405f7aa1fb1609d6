"""Whatever is done, and by whatever service: every stored document is what its rows say."""

from __future__ import annotations

import inspect
import random
from collections import Counter
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from rest_framework.renderers import JSONRenderer
from rest_framework.serializers import Serializer

import claims.services
import sources.services
from claims.document_selectors import documents_build
from claims.documents import ClaimSerializer
from claims.models import Claim, ClaimDocument, Variant
from claims.selectors import claim_detail
from claims.services.rebuilding import documents_check
from common.api.output import Output
from common.models import Change
from tests import doings, factories

# Services after which no document shows anything else. A new service is done here (tests.doings), or named.
SHOWING_NOTHING = {
    "claims.services.candidates": {"suggestions_record"},
    "claims.services.checks": {
        *("claim_lock", "claimant_find", "publisher_find", "publisher_keep", "rating_find"),
        *("held_from", "review_url_check"),
    },
    "claims.services.corrections": {"claim_reword", "right_to_correct"},
    # Which candidates and claims resemble each other is the desk's matter, and no claim's.
    "claims.services.clusters": {
        *(
            "candidate_lock",
            "candidates_cluster",
            "clustering_hold",
            "clusters_hold",
            "clusters_recount",
            "outlets_recount",
            "article_outlet_recount",
            "cluster_decided",
            "cluster_reopened",
            "clusters_close",
        ),
    },
    "claims.services.duplicates": {"duplicate_dismiss", "duplicate_settle"},
    "claims.services.embeddings": {
        *("embeddings_drop", "embeddings_fill", "embeddings_note", "embeddings_note_missing"),
        *("embeddings_prepare", "embeddings_write"),
    },
    "claims.services.match_index": {
        *("match_numbers_take", "match_index_add", "match_index_fold"),
        *("match_index_rebuild", "match_index_write"),
    },
    "claims.services.match_segments": {
        *("match_segment_add", "match_segments_drop", "match_segments_merge", "match_segments_unite"),
    },
    "claims.services.proposals": {"candidates_propose"},
    "claims.services.resemblance": {"candidates_relate", "claims_compare"},
    "claims.services.words": {"claim_words_add", "claim_words_rebuild", "claim_words_write"},
    "claims.services.documents": {"claims_hold", "documents_differing", "documents_refresh"},
    "claims.services.drafts": {
        *("draft_create", "draft_update", "draft_store", "draft_discard", "draft_restore"),
        *("draft_may_change", "draft_may_publish", "draft_may_restore", "draft_revision_check"),
    },
    # Of a draft, which no document shows.
    "claims.services.evidence": {"evidence_change", "evidence_remove"},
    # What is kept is shown by the verdict that is recorded with it.
    "claims.services.kept_evidence": {"evidence_keep", "evidence_to_keep"},
    # What claims_create calls for the verdicts of claims whose documents it writes.
    "claims.services.first_verdicts": {"first_verdict", "first_verdicts_announce", "first_verdicts_write"},
    # What an import is moved along by; what it takes in, it hands to the services that are tried.
    "claims.services.import_batches": {"counted_anew", "progress_note", "refusal_of", "strikes_all"},
    "claims.services.import_reviews": {"records_of", "review_batches"},
    "claims.services.import_rows": {"line_batches", "table_batches"},
    "claims.services.import_running": {"import_advance"},
    "claims.services.import_returns": {"rows_settle"},
    "claims.services.import_settling": {"reviews_settle"},
    # Whoever has a review kept refreshes the documents of its claim.
    "claims.services.kept_reviews": {"review_cite", "review_keep", "review_met", "review_met_note"},
    "claims.services.imports": {
        *("import_cancel", "import_end", "import_fetch", "import_hand_over", "import_hold"),
        *("import_postpone", "import_receive", "import_store", "import_take", "imports_sweep"),
    },
    "claims.services.ledger": {
        *("ledger_append", "ledger_checkpoint", "ledger_verifier_keys", "ledger_public_keys"),
        *("ledger_extend", "ledger_together", "head_frontier"),
    },
    "claims.services.ledger_audit": {"ledger_audit"},
    "claims.services.met_labels": {"ratings_known"},
    # It reads addresses and leaves the noting to evidence_link_note.
    "claims.services.links": {"evidence_check"},
    # They say what a row holds that is not stored yet.
    "claims.services.new_claims": {"rows_cut", "sightings_of", "verdicts_once"},
    "claims.services.rebuilding": {"documents_check", "documents_rebuild"},
    "claims.services.rights": {"right_require"},
    "claims.services.row_references": {"references_for"},
    "claims.services.scales": {"scale_hold", "scale_turn_take", "scales_keep", "scales_note", "value_check"},
    "claims.services.source_merges": {"source_merge_check"},
    "claims.services.topics": {"topic_hold", "topics_hold"},
    "claims.services.turns": {"turn_take"},
    "sources.services.articles": {
        *("article_attempt", "article_fail", "article_lock", "article_move", "article_postpone"),
        *("article_resume", "intake_store"),
    },
    "sources.services.dismissing": {"article_dismiss", "article_restore", "article_update"},
    "sources.services.feeds": {
        *("feed_create", "feed_delete", "feed_failed", "feed_lease", "feed_poll_soon", "feed_polled"),
        *("feed_interval_check", "feed_update", "feed_url_check", "feeds_wake", "next_poll"),
    },
    "sources.services.holding": {"source_hold", "source_keep", "sources_hold"},
    "sources.services.many": {"sources_for_fact_checkers"},
    # They are the half of source_merge and source_unmerge that is about sources alone.
    "sources.services.merging": {"articles_hold", "source_fold", "source_unfold", "sources_lock"},
    "sources.services.turns": {"name_turns_take"},
    "claims.services.verdicts": {"claim_judged"},
}
PACKAGES = (claims.services, sources.services)


def services() -> dict[str, Callable[..., Any]]:
    """Every public function of the service modules, by its dotted name."""
    found: dict[str, Callable[..., Any]] = {}
    for package in PACKAGES:
        for path in Path(str(package.__file__)).parent.glob("*.py"):
            name = package.__name__ if path.stem == "__init__" else f"{package.__name__}.{path.stem}"
            module = import_module(name)
            for member, function in inspect.getmembers(module, inspect.isfunction):
                if not member.startswith("_") and inspect.unwrap(function).__module__ == name:
                    found[f"{name}.{member}"] = function
    return found


def test_every_service_is_tried_or_known_to_show_nothing() -> None:
    exempt = {f"{module}.{name}" for module, names in SHOWING_NOTHING.items() for name in names}
    tried = {name for name, function in services().items() if function in doings.DOINGS}
    assert len(tried) == len(doings.DOINGS)
    assert not tried & exempt
    assert tried | exempt == set(services())


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(3))
def test_after_every_service_every_document_is_what_its_rows_say(seed: int) -> None:
    desk = doings.Desk(random.Random(seed))
    doings.begin(desk)
    done: Counter[str | None] = Counter()
    for _ in range(60):
        name = desk.do()
        done[name] += 1
        found = documents_check()
        assert not found.differed, f"after {name}"
    assert done.total() - done[None] > 30
    assert ClaimDocument.objects.count() == Claim.objects.count()


@pytest.mark.django_db
def test_documents_are_what_drf_makes_of_the_models(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = doings.Desk(random.Random(5))
    doings.begin(desk)
    for _ in range(250):
        desk.do()
    for claim in Claim.objects.all()[::3]:
        Variant.objects.create(claim=claim, text=desk.word('Wor\u2028d"\\ing 水 \U0001f30a'))
    factories.merged_claim(factories.verdict().claim, published=True)
    claims = list(claim_detail(include_open=True))
    read = {built.claim_id: built.body for built in documents_build(claim.pk for claim in claims)}
    monkeypatch.setattr(Output, "to_representation", Serializer.to_representation)
    render = JSONRenderer().render
    assert read == {claim.pk: render(ClaimSerializer(claim).data).decode() for claim in claims}
    shown = "".join(read.values())
    empty = [f'"{name}":[]' for name in ("appearances", "sightings", "evidence", "merged_claims", "variants")]
    assert all(shown.count(none) < len(read) for none in empty)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "forgetful",
    [
        *("claims.services.candidates", "claims.services.evidence", "claims.services.links"),
        *("claims.services.merges", "claims.services.topics", "claims.services.verdicts"),
        "claims.subscribers",
    ],
)
def test_a_service_that_forgets_its_documents_is_found(
    forgetful: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = doings.Desk(random.Random(2))
    doings.begin(desk)
    assert not documents_check().differed
    monkeypatch.setattr(f"{forgetful}.documents_refresh", lambda **_: 0)
    for _ in range(400):
        desk.do()
        if documents_check().differed:
            return
    pytest.fail("nothing was noticed")


@pytest.mark.django_db
def test_every_doing_can_be_done() -> None:
    desk = doings.Desk(random.Random(1))
    doings.begin(desk)
    missing = {service.__name__ for service in doings.DOINGS}
    for _ in range(1500):
        missing.discard(str(desk.do()))
        if not missing:
            break
    assert not missing
    assert {*Change.objects.values_list("kind", flat=True)} == {*Change.Kind.values}
