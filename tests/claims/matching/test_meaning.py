"""With an embedding set, claims are found and ranked by meaning too; without one nothing is different."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries, Settings

from claims.embedding_selectors import embeddings_kept, embeddings_left
from claims.matching import meaning
from claims.matching.encoder import identify
from claims.matching.matcher import RegistryMatcher
from claims.matching.types import Field, Filters, Match, Relation
from claims.models import Claim, MatchUnembedded, Variant
from claims.services import embeddings
from claims.services.embeddings import embeddings_fill, embeddings_prepare, embeddings_write
from claims.services.match_index import match_index_write
from claims.services.merges import claim_merge
from tests import factories
from tests.embedding import model, settings_of, weights

pytestmark = pytest.mark.django_db
MATCHER = RegistryMatcher()
CLAIM, REWORDED = "Physicians left the hamlet.", "doctors deserted a village"
OTHERS = ("Loaves are dear.", "Ferries sail at noon.", "The quarry of Tornholm is flooded.")


def quiet(left: int) -> None:
    """Nobody is told."""


def put(text: str, **values: str) -> Claim:
    claim = Claim.objects.create(text=text, **{"language": "en"} | values)
    match_index_write(claims=[claim.pk])
    return claim


def found(text: str, *, published_only: bool = False) -> list[Match]:
    return list(MATCHER.match(text, language="en", filters=Filters(published_only=published_only)))


def vectors() -> set[tuple[object, ...]]:
    """The rows as they lie, so that one written anew differs."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT claim_id, model, wording, embedding::text, ctid::text FROM claims_embedding")
        return set(cursor.fetchall())


@pytest.fixture
def by_meaning(settings: Settings, tmp_path: Path) -> Settings:
    """An embedding is set and prepared; nothing is embedded."""
    for name, value in settings_of(tmp_path).items():
        setattr(settings, name, value)
    embeddings_prepare()
    return settings


@pytest.fixture
def known(by_meaning: Settings) -> Claim:
    """A claim among others, all embedded."""
    claim, *_ = [put(text) for text in (CLAIM, *OTHERS)]
    assert embeddings_write() == 4
    return claim


def test_a_paraphrase_without_a_shared_word_is_found_only_by_meaning(
    known: Claim, settings: Settings
) -> None:
    (match,) = found(REWORDED)
    assert match.claim_id == known.pk
    assert match.reasons == ("close in meaning (1.00)",)
    assert match.explanation.closeness == 1.0
    assert (match.explanation.field, match.explanation.wording) == (Field.TEXT, CLAIM)
    settings.MATCHING_EMBEDDING = settings.MATCHING_WEIGHTS = ""
    assert found(REWORDED) == []


def test_without_an_embedding_no_statement_knows_of_it(settings: Settings) -> None:
    assert settings.MATCHING_EMBEDDING == ""
    with CaptureQueriesContext(connection) as made:
        put(CLAIM)
        (match,) = found("Physicians left")
        assert embeddings_write() == 0
    statements = " ".join(each["sql"] for each in made.captured_queries)
    assert "claims_matchdocument" in statements
    assert not [name for name in ("embed", "halfvec", "hnsw") if name in statements]
    assert match.explanation.closeness is None
    assert not MatchUnembedded.objects.exists()
    assert embeddings_kept() == {}


def test_a_claim_is_embedded_after_its_commit_and_forgotten_if_rolled_back(by_meaning: Settings) -> None:
    claim = put(CLAIM)
    assert (embeddings_left(), embeddings_kept()) == (1, {})
    assert found(REWORDED) == []
    assert embeddings_write() == 1
    assert (embeddings_left(), list(embeddings_kept().values())) == (0, [1])
    assert [match.claim_id for match in found(REWORDED)] == [claim.pk]
    assert embeddings_write() == 0


def test_a_claim_is_compared_by_meaning_before_it_is_embedded(by_meaning: Settings) -> None:
    put(CLAIM)
    before = found("Physicians deserted a village")
    assert embeddings_write() == 1
    assert before == found("Physicians deserted a village")
    assert before[0].explanation.closeness == 1.0


def test_only_wordings_that_changed_are_embedded_anew(known: Claim) -> None:
    before = vectors()
    match_index_write(claims=[known.pk])
    assert embeddings_write() == 1
    assert vectors() == before
    Variant.objects.create(claim=known, text="Surgeons abandoned the village.", language="en")
    match_index_write(claims=[known.pk])
    assert embeddings_write() == 1
    assert len(vectors() - before) == 1
    known.text = "Loaves are costly."
    known.save()
    match_index_write(claims=[known.pk])
    embeddings_write()
    Variant.objects.all().delete()
    match_index_write(claims=[known.pk])
    embeddings_write()
    assert found(REWORDED) == []
    assert known.pk in {match.claim_id for match in found("expensive bread")}


def test_another_model_starts_anew_and_the_old_one_serves_until_it_is_ready(
    known: Claim, settings: Settings, tmp_path: Path
) -> None:
    old = settings.MATCHING_EMBEDDING, settings.MATCHING_WEIGHTS
    new = model(tmp_path / "new", twist=0.001)
    settings.MATCHING_EMBEDDING, settings.MATCHING_WEIGHTS = new, weights(tmp_path / "new.json", new)
    assert found(REWORDED) == []
    assert embeddings_write() == 0

    def look_back(left: int) -> None:
        settings.MATCHING_EMBEDDING, settings.MATCHING_WEIGHTS = old
        assert [match.claim_id for match in found(REWORDED)] == [known.pk]
        settings.MATCHING_EMBEDDING, settings.MATCHING_WEIGHTS = new, str(tmp_path / "new.json")

    embeddings_fill(progress=look_back)
    assert [match.claim_id for match in found(REWORDED)] == [known.pk]
    assert embeddings_kept() == {identify(new): 4}
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname FROM pg_indexes WHERE indexname ~ '^claims_embedding_[0-9a-f]{12}$'")
        assert cursor.fetchall() == [(meaning.index_name(identify(new)),)]


def test_a_model_that_changed_in_its_folder_is_another(
    known: Claim, settings: Settings, tmp_path: Path
) -> None:
    before = identify(settings.MATCHING_EMBEDDING)
    shutil.rmtree(tmp_path / "model")
    model(tmp_path / "model", twist=0.5)
    assert identify(settings.MATCHING_EMBEDDING) != before


def test_a_fill_that_was_ended_goes_on_where_it_was(
    by_meaning: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    setting, by_meaning.MATCHING_EMBEDDING = by_meaning.MATCHING_EMBEDDING, ""
    for n in range(7):
        put(f"Physicians left hamlet {n}.")
    by_meaning.MATCHING_EMBEDDING = setting
    monkeypatch.setattr(embeddings, "_EMBEDDED_AT_ONCE", 3)
    seen: list[int] = []

    def end(left: int) -> None:
        seen.append(left)
        embeddings_write(seconds=0)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        embeddings_fill(progress=end)
    first = vectors()
    assert (seen, len(first), embeddings_left()) == ([7], 3, 4)
    embeddings_fill(progress=seen.append)
    assert seen == [7, 4]
    assert len(vectors()) == 7
    assert first < vectors()


def test_meaning_never_makes_one_claim_of_two_that_contradict_each_other(
    settings: Settings, tmp_path: Path
) -> None:
    # Weights that would call everything the same claim.
    for name, value in settings_of(tmp_path, closeness=1000.0, same_claim=0.5).items():
        setattr(settings, name, value)
    embeddings_prepare()
    claim = put("38 physicians left the hamlet in 2019.")
    embeddings_write()
    (same,) = found("38 doctors deserted a village in 2019")
    assert (same.claim_id, same.relation) == (claim.pk, Relation.SAME_CLAIM)
    for text in (
        "83 doctors deserted a village in 2019",
        "38 doctors deserted a village in 2021",
        "38 doctors never deserted a village in 2019",
    ):
        (match,) = found(text)
        assert (match.explanation.closeness, match.relation) == (1.0, Relation.SIMILAR)


def test_filters_and_mergers_hold_for_what_is_found_by_meaning(known: Claim) -> None:
    assert found(REWORDED, published_only=True) == []
    Claim.objects.filter(pk=known.pk).update(state=Claim.State.PUBLISHED)
    assert [match.claim_id for match in found(REWORDED, published_only=True)] == [known.pk]
    Claim.objects.filter(pk=known.pk).update(state=Claim.State.OPEN)
    into = Claim.objects.get(text=OTHERS[1])
    claim_merge(claim_id=known.pk, into_id=into.pk, actor=factories.user(), reason="They say the same.")
    assert {match.claim_id for match in found(REWORDED)} == {into.pk}
    assert found(REWORDED, published_only=True) == []


def test_a_text_that_the_model_knows_nothing_of_is_matched_by_words(known: Claim) -> None:
    assert [match.explanation.closeness for match in found("quarry of Tornholm")] == [None]
    assert found("zzz") == []


def test_many_texts_take_as_many_statements_as_one(
    known: Claim, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    MATCHER.match(CLAIM)
    with django_assert_max_num_queries(12):
        answers = MATCHER.match_many([f"{REWORDED} {n}" for n in range(20)])
    assert all(answers)


@pytest.mark.parametrize("published_only", [False, True])
def test_the_nearest_are_looked_for_in_the_index(known: Claim, published_only: bool) -> None:
    with connection.cursor() as cursor, CaptureQueriesContext(connection) as made:
        cursor.execute(
            "SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off"
        )  # so few would be sorted
        found(REWORDED, published_only=published_only)
        (near,) = [each["sql"] for each in made.captured_queries if "ORDER BY (e.embedding" in each["sql"]]
        cursor.execute(f"EXPLAIN {near}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    (name,) = map(meaning.index_name, embeddings_kept())
    assert f"Index Scan using {name}" in plan
