"""Texts as words, and what in them decides."""

from __future__ import annotations

import pytest

from claims.matching.facts import Facts, facts
from claims.matching.reading import pack, read, unpack
from claims.matching.spelling import deletions, is_near
from claims.matching.terms import Text, Word
from claims.matching.words import clean, grams, number_norm, tokens


def of(text: str) -> Facts:
    words = tuple(Word(token, token.norm) for token in tokens(clean(text)))
    return facts(Text(clean(text), "en", words))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("38 million tonnes", [38_000_000]),
        ("thirty-eight tonnes and twelve", [38, 12]),
        ("forty-one of the thirty one, no one of the twenty", [41, 31, 20]),
        ("Einundvierzig von fünfundneunzig, dreißig", [41, 95, 30]),
        ("vingt et un, quarante et quinze", [21, 40, 15]),
        ("cuarenta y un, treinta y dos, veintitrés, 20 y tres", [41, 32, 23, 20, 3]),
        ("Сорок одно и пятнадцать, п\u2019ятдесят шість, п'ять", [41, 15, 56, 5]),
        ("two hundred of 1,000.50", [200, 1000.5]),
        ("38 Millionen, 2,5 млрд", [38_000_000, 2_500_000_000]),
        ("٣٨ and ३८", [38]),
        ("in 2019", []),
        (f"{'9' * 400} tonnes, 38 tonnes, and {'9' * 306} million", [38]),
    ],
)
def test_numbers_are_read_by_value(text: str, values: list[float]) -> None:
    assert list(of(text).numbers) == values


def test_pairs_are_of_words_in_a_row_or_with_one_between_them() -> None:
    def pairs(*stems: str) -> set[int]:
        words = tuple(Word(token, stem) for token, stem in zip(tokens("a " * len(stems)), stems, strict=True))
        return set(Text("", "en", words).pairs)

    whole = pairs("quarry", "", "flood", "spring")
    assert whole == pairs("quarry", "flood") | pairs("flood", "spring") | pairs("quarry", "spring")
    assert len(whole) == 3
    assert pairs("flood", "quarry").isdisjoint(whole)
    assert pairs("quarry") == set()


def test_dates_names_and_denials_are_told_apart() -> None:
    found = of("Oda Brekke may not come to Velmar in May 2019, nor on Monday.")
    assert (set(found.years), set(found.months), len(found.days)) == ({2019}, {5}, 1)
    assert set(found.names) == {"brekke", "velmar"}
    assert set(found.openers) == {"oda"}
    assert found.negations == 2


@pytest.mark.parametrize(
    ("written", "norm"),
    [("1,000", "1000"), ("1.000", "1000"), ("1.5", "1.5"), ("1,50", "1.5"), ("0.750", "0.75"), ("007", "7")],
)
def test_numbers_are_folded(written: str, norm: str) -> None:
    assert number_norm(written) == norm


def test_what_posts_carry_is_dropped_but_for_who_wrote_them() -> None:
    post = (
        "No water! #VelmarReservoir @OdaBrekke pic.twitter.com/x1 https://o.example — Oda (@oda) May 3, 2019"
    )
    assert clean(post) == "No water! Velmar Reservoir Oda Brekke\n— Oda"


@pytest.mark.timeout(20)
def test_gaps_without_end_are_passed_over_once() -> None:
    # Looked at again from each of its places, they would take minutes.
    for _ in range(100):
        assert clean(f"The dam{' ' * 15_900}(@broke)").startswith("The dam (")


def test_the_name_that_a_post_is_signed_with_is_no_fact() -> None:
    text = "Brekke has 12 ferries."
    assert of(f"{text} — Never June 4 Stav (@stav) May 3, 2019") == of(text)


def test_runs_of_characters() -> None:
    assert grams("ціни") == ("_цін", "ціни", "іни_")
    assert grams("水道料金") == ("水道", "道料", "料金")


@pytest.mark.parametrize("slip", ["resevoir", "resservoir", "reservior", "rezervoir"])
def test_a_slip_shares_what_is_left_without_a_letter(slip: str) -> None:
    assert is_near(slip, "reservoir")
    assert set(deletions(slip)) & set(deletions("reservoir"))


def test_a_word_is_not_near_itself_nor_two_slips_away() -> None:
    assert not is_near("reservoir", "reservoir")
    assert not is_near("rezevoir", "reservoir")


@pytest.mark.parametrize(
    "text",
    [
        "Oda Brekke said on 3 May 2019 that 38 million tonnes never left Velmar's harbour.",
        "Уряд не підвищив ціни на воду в Києві.",
        "政府は首都の水道料金を値上げした",
        "1,000.50 and two thousand",
        "No water in Velmar! — Velmar Tomorrow (@tomorrow) May 3, 2019",
        "",
    ],
)
def test_a_reading_is_the_same_when_it_was_kept(text: str) -> None:
    words = tuple(Word(token, "" if token.norm == "on" else token.norm) for token in tokens(clean(text)))
    before = read(Text(clean(text), "en", words))
    (after,) = unpack(pack([before]), [before.cleaned])
    assert after._replace(written=before.written) == before
