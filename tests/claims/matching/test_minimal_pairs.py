"""What is nearly the same claim is another claim; the same claim in other words is still found."""

from __future__ import annotations

from collections import Counter

import pytest

from claims.matching.matcher import RegistryMatcher
from claims.matching.types import Match, Relation
from claims.models import Claim
from claims.services.match_index import match_index_fold, match_index_write
from tests.claims.matching.minimal_pairs import Item, items

pytestmark = pytest.mark.django_db
MATCHER = RegistryMatcher()
SIGNATURES = ("", " — Never Import 83 News (@news) June 4, 2021")


@pytest.fixture
def known() -> list[tuple[Item, Claim]]:
    made = [(item, Claim.objects.create(text=item.claim, language="en")) for item in items()]
    match_index_write(claims=[claim.pk for _, claim in made])
    match_index_fold()
    return made


def found(texts: list[str], limit: int = 5) -> list[list[Match]]:
    return [list(each) for each in MATCHER.match_many(texts, languages=["en"] * len(texts), limit=limit)]


@pytest.mark.parametrize("signature", SIGNATURES)
def test_of_300_minimal_pairs_hardly_any_is_called_the_same_claim(
    known: list[tuple[Item, Claim]], signature: str
) -> None:
    pairs = [(kind, text + signature, claim) for item, claim in known for kind, text in item.changed.items()]
    wrong = Counter(
        kind
        for (kind, _, claim), matches in zip(pairs, found([text for _, text, _ in pairs]), strict=True)
        if any(m.claim_id == claim.pk and m.relation is Relation.SAME_CLAIM for m in matches)
    )
    assert len(pairs) == 300
    assert wrong.total() <= 0.05 * len(pairs), wrong


@pytest.mark.parametrize("signature", SIGNATURES)
def test_a_claim_is_called_the_same_as_itself(known: list[tuple[Item, Claim]], signature: str) -> None:
    firsts = [matches[0] for matches in found([item.claim + signature for item, _ in known])]
    assert [m.claim_id for m in firsts] == [claim.pk for _, claim in known]
    assert {m.relation for m in firsts} == {Relation.SAME_CLAIM}


def test_paraphrases_are_among_the_five_best(known: list[tuple[Item, Claim]]) -> None:
    answers = found([item.paraphrase for item, _ in known])
    missed = [
        item.paraphrase
        for (item, claim), matches in zip(known, answers, strict=True)
        if claim.pk not in {m.claim_id for m in matches}
    ]
    assert len(missed) <= 0.15 * len(known), missed
