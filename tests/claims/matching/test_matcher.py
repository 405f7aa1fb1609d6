"""What is found, in which relation, and why."""

from __future__ import annotations

import gc
import string
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest

from claims.matching.matcher import RegistryMatcher
from claims.matching.types import Correction, Filters, Relation
from claims.models import Claim
from claims.services.match_index import match_index_fold, match_index_write
from claims.services.merges import claim_merge
from common.errors import Invalid
from tests import factories

pytestmark = pytest.mark.django_db
MATCHER = RegistryMatcher()
FIGURES = "Velmar exported 38 million tonnes of grain in 2019, Oda Brekke said."
SIGNATURES = (" — Jonas Stav (@stav) May 3, 2021", " — Never Import 83 News (@news) June 4, 2021")


def known(*texts: str, language: str = "en") -> list[Claim]:
    claims = [factories.claim(text=text, language=language) for text in texts]
    match_index_write(claims=[claim.pk for claim in claims])
    match_index_fold()
    return claims


@pytest.fixture
def others() -> list[Claim]:
    return known(
        "The harbour of Skarvik gained twelve ferry lines.",
        "Bread became twice as expensive in Tornholm.",
        "The museum of Highmere had 48,000 visitors last year.",
        "Marrowdale bought twelve trams from Castrin.",
        "Wolves have returned to the forests of Valea Neagra.",
    )


@pytest.mark.parametrize(
    ("language", "claim", "asked"),
    [
        ("en", "The Velmar reservoir holds two years of water.", "Velmar's reservoirs, with water for years"),
        ("de", "Die Talsperre von Velmar hält Wasser für zwei Jahre.", "Velmars Talsperren haben Wasser"),
        ("uk", "Уряд підвищив ціни на воду в Києві.", "ціна води у Києві підвищена урядом"),
        ("ru", "Правительство повысило цены на воду в Твери.", "повышение цен на воду правительством"),
        ("ar", "رفعت الحكومة أسعار المياه في العاصمة", "الحكومة ترفع سعر المياه"),
        ("hi", "सरकार ने राजधानी में पानी की कीमत बढ़ाई", "राजधानी में पानी की कीमतें"),
        ("th", "รัฐบาลขึ้นราคาน้ำในเมืองหลวง", "ราคาน้ำในเมืองหลวงขึ้น"),
        ("ja", "政府は首都の水道料金を値上げした", "首都の水道料金が値上げ"),
        ("pl", "Rząd podniósł ceny wody w stolicy.", "podniesiono cenę wody w stolicy"),
    ],
)  # fmt: skip
def test_it_finds_inflected_words_in_any_language(
    language: str, claim: str, asked: str, others: list[Claim]
) -> None:
    (made,) = known(claim, language=language)
    assert MATCHER.match(asked, language=language)[0].claim_id == made.pk
    assert MATCHER.match(claim, language=language)[0].relation is Relation.SAME_CLAIM


def test_a_misspelt_word_is_read_as_the_one_that_is_known(others: list[Claim]) -> None:
    (made,) = known("The Velmar reservoir holds two years of water.")
    match = MATCHER.match("the velmar resevoir", language="en")[0]
    assert match.claim_id == made.pk
    assert match.explanation.spelling_corrected == (Correction(written="resevoir", read="reservoir"),)
    assert "resevoir read as reservoir" in match.reasons


def test_it_says_what_is_shared(others: list[Claim]) -> None:
    known(FIGURES)
    match = MATCHER.match("Oda Brekke: in 2019 Velmar's grain exports were 38 million tonnes", language="en")[
        0
    ]
    why = match.explanation
    assert {"Brekke", "Velmar's"} <= set(why.shared_names)
    assert {"38 million", "2019"} <= set(why.shared_numbers)
    assert "grain" in why.shared_words
    assert (why.numbers_only_in_text, why.negation_differs, why.direction_differs) == ((), False, False)


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        (FIGURES.replace("38", "83"), "numbers differ: 83 million against 38 million"),
        (FIGURES.replace("exported", "never exported"), "one denies what the other says"),
        (
            FIGURES.replace("exported", "imported"),
            "they say the opposite, or another share, place or currency",
        ),
        (FIGURES.replace("2019", "2021"), "they are about different times"),
        (FIGURES.replace("Brekke", "Sandvik"), "names differ: Sandvik against Brekke"),
        (FIGURES.replace("Velmar", "Tornholm"), "names differ: Tornholm against Velmar"),
    ],
)
def test_it_says_what_makes_it_another_claim(asked: str, reason: str, others: list[Claim]) -> None:
    (made,) = known(FIGURES)
    match = MATCHER.match(asked, language="en")[0]
    assert (match.claim_id, match.relation) == (made.pk, Relation.SIMILAR)
    assert match.score <= 0.5
    assert any(each.startswith(reason) for each in match.reasons)


@pytest.mark.parametrize(
    "asked",
    [
        "The old town has 18 percent more cafes.",
        "Rents in the old town rose by 18 percent.",
        "We lost 3 percent of the trams in the old town.",
    ],
)
def test_among_few_claims_what_contradicts_one_is_the_less_probable_the_less_it_shares(
    asked: str, others: list[Claim]
) -> None:
    known("Air pollution in the old town fell by 18 percent between 2020 and 2025.")
    opposite = "Air pollution in the old town rose by 18 percent between 2020 and 2025."
    unrelated, contradiction = MATCHER.match(asked)[0], MATCHER.match(opposite)[0]
    assert unrelated.score < contradiction.score <= 0.5
    assert MATCHER.match("Pollution fell by a fifth in the old town.")[0].score > 0.9


@pytest.mark.parametrize("signature", SIGNATURES)
def test_whom_a_post_is_by_makes_it_no_other_claim(signature: str, others: list[Claim]) -> None:
    (made,) = known(FIGURES)
    match = MATCHER.match(FIGURES + signature, language="en")[0]
    assert (match.claim_id, match.relation) == (made.pk, Relation.SAME_CLAIM)
    shorter = FIGURES.removesuffix(", Oda Brekke said.") + signature
    assert MATCHER.match(shorter, language="en")[0].score > 0.5


@pytest.mark.parametrize("signature", SIGNATURES)
def test_a_claim_that_is_a_signed_post_is_the_same_without_the_name(
    signature: str, others: list[Claim]
) -> None:
    (made,) = known(FIGURES + signature)
    match = MATCHER.match(FIGURES, language="en")[0]
    assert (match.claim_id, match.relation) == (made.pk, Relation.SAME_CLAIM)


@pytest.mark.parametrize(("known_as", "signature"), [("", SIGNATURES[0]), (SIGNATURES[0], ""), SIGNATURES])
def test_a_signed_post_with_one_word_replaced_is_another_claim(
    known_as: str, signature: str, others: list[Claim]
) -> None:
    filling = "The Tveit dam held 62 billion litres of water and was filling, engineer Sigrid Aune wrote."
    known(filling + known_as)
    match = MATCHER.match(filling.replace("filling", "draining") + signature, language="en")[0]
    assert match.relation is Relation.SIMILAR


def test_a_post_is_found_by_whom_it_is_by(others: list[Claim]) -> None:
    (made,) = known("Oda Brekke apologised for flooding a quarry.")
    match = MATCHER.match("I am sorry, my friends. — Oda Brekke (@oda) May 3, 2019", language="en")[0]
    assert match.claim_id == made.pk


def test_a_copy_of_a_claim_makes_neither_less_likely(others: list[Claim]) -> None:
    text = "The Velmar reservoir holds two years of water for the whole valley."
    (first,) = known(text)
    alone = MATCHER.match(text, language="en")[0]
    (second,) = known(text.replace("The Velmar", "The “Velmar”"))
    matches = MATCHER.match(text, language="en")[:2]
    assert {match.claim_id for match in matches} == {first.pk, second.pk}
    assert [match.relation for match in matches] == [alone.relation] * 2 == [Relation.SAME_CLAIM] * 2


def test_a_merged_claim_s_words_lead_to_its_survivor() -> None:
    (into, merged) = known("Bread is dear in Velmar.", "Loaves cost a fortune at Velmar's bakeries.")
    actor = factories.user()
    claim_merge(claim_id=merged.pk, into_id=into.pk, actor=actor, reason="They say the same.")
    assert [m.claim_id for m in MATCHER.match("loaves cost a fortune at bakeries")] == [into.pk]


def test_filters_leave_out_what_they_say() -> None:
    person = factories.source()
    first, second, third = known(*(f"The bridge of Skarvik number {n} is closed." for n in range(3)))
    Claim.objects.filter(pk=first.pk).update(state=Claim.State.PUBLISHED)
    Claim.objects.filter(pk=second.pk).update(claimant=person, language="en-GB")
    Claim.objects.filter(pk=third.pk).update(language="de")
    second.topics.set([factories.topic("bridges")])

    def found(**filters: Any) -> set[UUID]:
        return {m.claim_id for m in MATCHER.match("Skarvik bridge", filters=Filters(**filters))}

    assert found() == {first.pk, second.pk, third.pk}
    assert found(published_only=True) == {first.pk}
    assert found(claimants=(person.pk,)) == {second.pk}
    assert found(languages=("en",)) == {first.pk, second.pk}
    assert found(topics=("bridges",)) == {second.pk}
    assert found(excluding=(first.pk, second.pk)) == {third.pk}
    assert found(publishers=(person.pk,)) == set()


def test_filters_reach_behind_the_best() -> None:
    known(*(f"The northern bridge of Skarvik is closed, number {n}." for n in range(90)))
    (behind,) = known("A bridge.")
    Claim.objects.filter(pk=behind.pk).update(state=Claim.State.PUBLISHED)
    found = MATCHER.match("The northern bridge of Skarvik", filters=Filters(published_only=True))
    assert [m.claim_id for m in found] == [behind.pk]


HOSTILE = {
    "nothing": "",
    "one letter": "a",
    "stop words": "the of and to in is that it was for on " * 40,
    "operators": "reservoir & | ! <-> :* ( ) ' \\ %s %(x)s {} -- ; DROP TABLE",
    "10 kB of one word": "reservoir " * 1_000,
    "10 kB without a space": "x" * 10_240,
    "1,000 rare words": " ".join(f"qz{a}{b}{n}" for n, (a, b) in enumerate(
        (a, b) for a in string.ascii_lowercase for b in string.ascii_lowercase)) + " zz" * 324,
    "every script": "".join(map(chr, [*range(0x20, 0xD800, 7), *range(0x10000, 0x1F000, 31)])),
    "lone surrogates": "reservoir \ud800 water",
    "numbers": " ".join(str(n) for n in range(10**18, 10**18 + 300)),
    "digits": "9" * 5_000,
    "marks only": "\u0301" * 5_000,
}  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_text_is_answered(text: str, others: list[Claim]) -> None:
    assert len(MATCHER.match(text)) <= 10
    assert len(MATCHER.match(text, language="th", limit=3)) <= 3


def test_a_nul_is_refused() -> None:
    with pytest.raises(Invalid, match="U\\+0000"):
        MATCHER.match("reservoir\0water")


@pytest.fixture
def searches() -> Iterator[list[str]]:
    """Each search for garbage; one would begin with every few objects."""
    begun: list[str] = []

    def note(phase: str, _: dict[str, int]) -> None:
        if phase == "start":
            begun.append(phase)

    before = gc.get_threshold()
    gc.callbacks.append(note)
    gc.set_threshold(20, *before[1:])
    yield begun
    gc.set_threshold(*before)
    gc.callbacks.remove(note)


def test_no_garbage_is_looked_for_while_claims_are_compared(others: list[Claim], searches: list[str]) -> None:
    assert MATCHER.match("The harbour of Skarvik", language="en")
    searches.clear()
    assert MATCHER.match("The harbour of Skarvik", language="en")
    assert len(searches) <= 1  # what begins when it is over


def test_one_letter_of_a_query_is_no_match(others: list[Claim]) -> None:
    assert MATCHER.match("a") == []
    assert MATCHER.match("Zqx and nothing else whatsoever.", language="en") == []
