"""The index is as fresh as the last commit, through folds, merges of segments and rebuilds."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from uuid import UUID

import pytest
from django.db import connection, transaction
from pytest_django import DjangoAssertNumQueries

from claims.exchange.row import ClaimantRow, ClaimRow, Judged, VerdictRow
from claims.matching import asking, matcher, postings, retrieval, segments, terms
from claims.matching.documents import documents_of
from claims.matching.matcher import RegistryMatcher
from claims.matching.segments import term_ranges, to_merge
from claims.matching.terms import TakenApart, take_apart, term
from claims.models import (
    Claim,
    ClaimWords,
    MatchDocument,
    MatchPending,
    MatchPosting,
    MatchSegment,
    Variant,
)
from claims.services import match_index
from claims.services.match_index import (
    _put_unchanged,
    match_index_fold,
    match_index_rebuild,
    match_index_write,
)
from claims.services.new_claims import claims_create
from claims.services.verdicts import Statement
from common.errors import Unavailable
from tests import factories
from tests.locks import elsewhere

MATCHER = RegistryMatcher()


def written(text: str, language: str = "en") -> Claim:
    claim = Claim.objects.create(text=text, language=language)
    match_index_write(claims=[claim.pk])
    return claim


def found(text: str, language: str = "en") -> list[Claim]:
    ids = [match.claim_id for match in MATCHER.match(text, language=language)]
    return [Claim.objects.get(pk=claim_id) for claim_id in ids]


@pytest.mark.django_db(transaction=True)
def test_a_claim_is_found_from_its_commit_on_and_never_if_rolled_back() -> None:
    seen: list[list[Claim]] = []

    def look() -> None:
        seen.append(found("Velmar reservoir"))
        connection.close()

    with transaction.atomic():
        claim = written("The Velmar reservoir holds two years of water.")
        other = threading.Thread(target=look)
        other.start()
        other.join()
    assert seen == [[]]
    assert found("Velmar reservoir") == [claim]
    with transaction.atomic():
        written("The Tornholm quarry is flooded.")
        transaction.set_rollback(True)
    assert found("Tornholm quarry") == []


@pytest.mark.django_db
def test_words_too_common_to_bring_claims_in_are_found_by_their_pairs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    claim = written("Workers painted the northern lighthouse.")
    written("The lighthouse has northern walls that workers cleaned before anybody painted them.")
    rare = written("The Tornholm quarry is flooded.")
    match_index_fold()
    monkeypatch.setattr(retrieval, "_BRINGING", 0)
    assert set(found("In Tornholm workers painted the northern lighthouse")) == {rare, claim}


@pytest.mark.django_db
def test_another_pair_of_the_same_number_brings_nothing_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terms, "PAIRS", 1)
    claim = written("Workers painted the northern lighthouse.")
    written("The Tornholm quarry is flooded.")
    match_index_fold()
    queries, read = retrieval.prepare(take_apart(["Workers painted it"], ["en"]))
    retrieval.complete(queries, read)
    best = retrieval.retrieve(queries[0], read, limit=40)
    assert [each.number for each in best] == [MatchDocument.objects.get(claim=claim).number]


@pytest.mark.django_db
def test_a_rare_word_alone_stands_before_common_ones_together() -> None:
    for n in range(6):
        written(f"A bridge is closed in the northern part, number {n}.")
    claim = written("The Tornholm quarry is flooded.")
    match_index_fold()
    queries, read = retrieval.prepare(take_apart(["Tornholm: northern bridge"], ["en"]))
    retrieval.complete(queries, read)
    best = retrieval.retrieve(queries[0], read, limit=3)
    assert best[0].number == MatchDocument.objects.get(claim=claim).number


@pytest.mark.django_db
def test_many_new_claims_are_indexed_as_each_would_be_by_itself() -> None:
    said = VerdictRow(Judged("Desk", "Wrong"), summary="The gauge was read.", explanation="It leaks.")
    rows = [
        ClaimRow(key="id:1", digest="1", text="The Velmar reservoir is empty.", language="en"),
        ClaimRow(
            key="id:2",
            digest="2",
            text="Der Steinbruch „Tornholm“ steht unter Wasser.",
            language="de",
            claimant=ClaimantRow(name='Oda "Quay" Brekke'),
            verdicts=(said,),
        ),
    ]
    claims_create(rows=rows, owner=factories.user(is_superuser=True), texts=TakenApart())
    at_once = _indexed()
    claims = [claim.pk for claim in Claim.objects.all()]
    MatchPending.objects.all().delete()
    match_index_write(claims=claims)
    assert len(at_once) == 2
    assert at_once == _indexed()


def _indexed() -> list[tuple[object, ...]]:
    """What the indexes hold of each claim, but for the document's number."""
    pending = {row.number: (row.terms, row.pairs, row.lexemes) for row in MatchPending.objects.all()}
    words = {row.claim_id: (row.configurations, row.words) for row in ClaimWords.objects.all()}
    return [
        (row.claim_id, row.wordings, row.readings, row.claimant, pending[row.number], words[row.claim_id])
        for row in MatchDocument.objects.order_by("claim_id")
    ]


@pytest.mark.django_db(transaction=True)
def test_writers_do_not_wait_for_each_other_nor_for_a_fold() -> None:
    written("The Velmar reservoir is empty.")
    done = []

    def write() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = '3s'")
        done.append(written("The Velmar reservoir is full."))
        connection.close()

    with transaction.atomic():
        written("The Velmar reservoir is half full.")
        match_index_fold()
        other = threading.Thread(target=write)
        other.start()
        other.join()
    assert len(done) == 1
    assert len(found("Velmar reservoir")) == 3


@pytest.mark.django_db(transaction=True)
def test_what_is_folded_while_a_text_is_being_looked_up_is_found_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    claim = written("The Velmar reservoir holds two years of water.")
    folded: list[int] = []

    def folded_meanwhile(queries: Sequence[retrieval.Query], read: postings.Postings) -> None:
        with ThreadPoolExecutor(1) as pool:
            folded.append(pool.submit(elsewhere, match_index_fold).result(30))
        retrieval.complete(queries, read)

    monkeypatch.setattr(matcher, "complete", folded_meanwhile)
    assert found("Velmar reservoir") == [claim]
    assert folded == [1]


@pytest.mark.django_db
def test_folding_changes_nothing_that_is_found() -> None:
    claims = {written(f"The bridge of Skarvik number {n} is closed.").pk for n in range(20, 26)}
    before = {claim.pk for claim in found("Skarvik bridge closed")}
    assert match_index_fold() == 6
    assert match_index_fold() == 0
    assert not MatchPending.objects.exists()
    assert {claim.pk for claim in found("Skarvik bridge closed")} == before == claims


@pytest.mark.django_db
def test_what_a_fact_check_says_and_who_claims_it_is_found_before_any_fold() -> None:
    """Though no claim that was folded has such words beside what it says."""
    written("The ferry of Tornholm is late.")
    match_index_fold()
    text = "The reservoir is empty."
    claim = Claim.objects.create(text=text, language="en", claimant=factories.source(name="Oda Brekke"))
    factories.verdict(claim, statement=Statement(summary="The Skarvik gauges were painted."))
    for _ in range(2):
        assert found("Oda Brekke") == found("Skarvik gauges") == [claim]
        match_index_fold()


@pytest.mark.django_db
def test_a_text_of_more_words_than_are_looked_for_finds_all_the_same_before_any_fold() -> None:
    ferry = written("The ferry of Tornholm is late.")
    match_index_fold()
    reservoir = written("The reservoir of Velmar is empty.")
    unknown = " ".join(f"skarv{chr(97 + n)}ik{chr(97 + n)}" for n in range(24))
    long = f"{unknown} The ferry of Tornholm is late. The reservoir of Velmar is empty."
    queries, read = retrieval.prepare(take_apart([long], ["en"]))
    retrieval.complete(queries, read)
    numbers = {each.number for each in retrieval.retrieve(queries[0], read, limit=40)}
    claims = MatchDocument.objects.filter(number__in=numbers).values_list("claim", flat=True)
    assert set(claims) == {ferry.pk, reservoir.pk}


@pytest.mark.django_db
def test_what_was_not_read_at_once_is_read_when_it_is_wanted() -> None:
    for n in range(3):
        written(f"The ferry of Skarvik has {n} decks.")
        match_index_fold()
    written("The ferry of Tornholm is late.")
    ferry = term("ferri")
    whole, bounded = (postings.read([ferry], most=most) for most in (3, 2))
    assert (len(whole.numbers(ferry)), whole.counts[ferry], whole.documents) == (3, 3, 3)
    assert (len(bounded.numbers(ferry)), bounded.counts[ferry], bounded.pending) == (2, 3, True)
    for found in (whole, bounded):
        found.complete([ferry], telling=[ferry])
        assert len(set(found.numbers(ferry).tolist())) == 4


@pytest.mark.django_db
def test_a_changed_claim_is_found_by_its_new_words_only() -> None:
    claim = written("The Velmar reservoir is empty.")
    match_index_fold()
    claim.text = "Marrowdale bought twelve trams."
    claim.save()
    match_index_write(claims=[claim.pk])
    assert found("Velmar reservoir") == []
    assert found("trams of Marrowdale") == [claim]
    match_index_fold()
    assert found("Velmar reservoir") == []
    assert found("trams of Marrowdale") == [claim]


@pytest.mark.django_db
def test_a_variant_in_another_language_leads_to_the_claim() -> None:
    claim = written("The Velmar reservoir is empty.")
    Variant.objects.create(claim=claim, text="Водосховище у Вельмарі порожнє.", language="uk")
    match_index_write(claims=[claim.pk])
    assert found("порожнього водосховища у Вельмарі", "uk") == [claim]


@pytest.mark.django_db(transaction=True)
def test_a_rebuild_finds_what_was_never_indexed_and_drops_what_is_out_of_date() -> None:
    known = written("The Velmar reservoir is empty.")
    match_index_fold()
    missed = Claim.objects.create(text="Marrowdale bought twelve trams.", language="en")
    assert match_index_rebuild() == 2
    assert found("trams of Marrowdale") == [missed]
    assert found("Velmar reservoir") == [known]
    assert MatchSegment.objects.count() == 1
    assert MatchDocument.objects.count() == 2


@pytest.mark.django_db
def test_segments_stay_few() -> None:
    for n in range(14):
        written(f"The bridge of Skarvik number {n} is closed.")
        match_index_fold()
    assert MatchSegment.objects.count() < 7
    assert len(MATCHER.match("Skarvik bridge closed", limit=20)) == 14


def test_segments_of_a_size_are_merged_when_there_are_six() -> None:
    assert to_merge(dict.fromkeys(range(1, 6), 100)) == []
    assert to_merge(dict.fromkeys(range(1, 7), 100)) == [1, 2, 3, 4, 5, 6]
    assert to_merge({1: 1_000_000, **dict.fromkeys(range(2, 8), 100)}) == [2, 3, 4, 5, 6, 7]


@pytest.mark.django_db(transaction=True)
def test_a_rebuild_leaves_one_segment_whether_it_is_written_at_once_or_in_parts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    claims = {written(f"The bridge of Skarvik number {n} is closed.").pk for n in range(9)}
    match_index_fold()
    monkeypatch.setattr(match_index, "_REBUILT_AT_ONCE", 2)
    held = []
    for large in (50_000, 1):
        monkeypatch.setattr(segments, "_LARGE", large)
        assert match_index_rebuild() == 9
        (segment,) = MatchSegment.objects.all()
        assert segment.documents == 9
        assert {row.segment for row in MatchPosting.objects.all()} == {segment.pk}
        assert {claim.pk for claim in found("Skarvik bridge closed")} == claims
        held.append([(row.term, row.documents) for row in MatchPosting.objects.order_by("term")])
    assert held[0] == held[1]


_HOLDERS = """
SELECT state FROM pg_locks JOIN pg_stat_activity USING (pid)
 WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


@pytest.mark.django_db(transaction=True)
def test_what_keeps_others_from_segments_in_a_rebuild_is_a_transactions_and_ends_with_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def holders() -> list[tuple[str]]:
        with connection.cursor() as cursor:
            cursor.execute(_HOLDERS)
            found: list[tuple[str]] = cursor.fetchall()
            return found

    rebuild, during = match_index._rebuild_some, list[tuple[str]]()

    def watched(batch: Sequence[UUID]) -> int:
        during.extend(holders())
        return rebuild(batch)

    written("The Velmar reservoir is empty.")
    monkeypatch.setattr(match_index, "_rebuild_some", watched)
    match_index_rebuild()
    assert during == [("idle in transaction",)]
    assert holders() == []


@pytest.mark.parametrize("documents", [1, 49_999, 50_000, 1_000_000])
def test_parts_of_a_segment_have_every_term_once(documents: int) -> None:
    ranges = term_ranges(documents)
    assert ranges[0][0] == -(1 << 31)
    assert ranges[-1][1] == (1 << 31) - 1
    assert all(last + 1 == first for (_, last), (first, _) in pairwise(ranges))
    assert all(first <= last for first, last in ranges)


@pytest.mark.django_db(transaction=True)
def test_a_search_that_takes_too_long_is_given_up_and_the_next_is_answered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    claim = written("The Velmar reservoir is empty.")
    monkeypatch.setattr(asking, "_BEGIN", asking._BEGIN.replace("5s", "200ms"))
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("LOCK TABLE claims_matchposting")
            held.set()
            done.wait(10)
        connection.close()

    other = threading.Thread(target=hold)
    other.start()
    held.wait(10)
    try:
        with pytest.raises(Unavailable, match="took too long"):
            found("Velmar reservoir")
    finally:
        done.set()
        other.join()
    assert found("Velmar reservoir") == [claim]


@pytest.mark.django_db(transaction=True)
def test_a_search_goes_on_over_another_connection() -> None:
    claim = written("The Velmar reservoir is empty.")
    assert found("Velmar reservoir") == [claim]
    connection.close()
    assert found("Velmar reservoir") == [claim]


@pytest.mark.django_db
def test_as_many_are_found_as_are_asked_for() -> None:
    for n in range(60):
        written(f"The bridge of Skarvik number {n} is closed.")
    assert [len(MATCHER.match("Skarvik bridge closed", limit=limit)) for limit in (5, 45)] == [5, 45]


@pytest.mark.django_db
def test_what_a_misspelt_word_may_mean_is_found_however_many_claims_have_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    claims = {written(f"The bridge of Skarvik number {n} is closed.").pk for n in range(3)}
    match_index_fold()
    assert {claim.pk for claim in found("Skarvk")} == claims
    monkeypatch.setattr(retrieval, "_LONG", 2)
    assert {claim.pk for claim in found("Skarvk")} == claims


@pytest.mark.django_db
def test_many_texts_take_as_many_statements_as_one(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for n in range(20):
        written(f"The bridge of Skarvik number {n} is closed.")
    with django_assert_max_num_queries(9):
        answers = MATCHER.match_many([f"Skarvik closed its bridge {n}" for n in range(20)])
    assert all(answers)


@pytest.mark.django_db
def test_writing_costs_the_same_few_statements_however_many_claims(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for count in (1, 12):
        made = Claim.objects.bulk_create(
            Claim(text=f"The ferry of Skarvik has {n} new decks, of {count}.", language="en")
            for n in range(count)
        )
        with django_assert_max_num_queries(5):
            match_index_write(claims=[claim.pk for claim in made])
    assert len(MATCHER.match("new decks of the Skarvik ferry", limit=20)) == 13


@pytest.mark.django_db
def test_a_rebuild_leaves_what_was_written_beside_it() -> None:
    claim = written("The Velmar reservoir is empty.")
    (document,) = documents_of([claim.pk])
    claim.text = "Marrowdale bought twelve trams."
    claim.save()
    before = MatchDocument.objects.get(claim=claim).number
    match_index_write(claims=[claim.pk])
    assert _put_unchanged([(before + 9, document)], {claim.pk: before}) == []
    assert found("trams of Marrowdale") == [claim]
    assert found("Velmar reservoir") == []


@pytest.mark.django_db(transaction=True)
def test_what_segments_held_that_were_made_one_leaves_its_room_to_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(segments, "_LARGE", 1)
    claims = [written(f"Bridge {n} of Skarvik is closed.").pk for n in range(70)]
    for _ in range(36):
        match_index_write(claims=claims)
        match_index_fold()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_relation_size('claims_matchposting'), sum(pg_column_size(p))"
            " FROM claims_matchposting p"
        )
        taken, held = cursor.fetchone()
    assert taken < 4 * held


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("at_work", [match_index_rebuild, match_index_fold])
def test_whoever_changes_segments_keeps_no_vacuum_from_its_work(
    at_work: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    written("The Velmar reservoir is empty.")
    looked_back: list[tuple[int, int]] = []

    def looked_at(**_: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(backend_xmin), count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start < now()"
            )
            looked_back.append(cursor.fetchone())

    monkeypatch.setattr(match_index, "match_segments_merge", looked_at)
    at_work()
    assert looked_back == [(0, 1)]
