import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.naming import acronym_of, likeness


@pytest.mark.parametrize(
    ("wanted", "known", "aliases", "reason"),
    [
        ("Oda Brekke", "oda brekke", [], "called exactly that"),
        ("ISW", "Institute for the Study of War", ["ISW"], "known as ISW"),
        ("ISW", "Institute for the Study of War", [], "ISW may be short for"),
        ("Institute for the Study of Lakes", "ISL", [], "ISL may be short for"),
        ("Zoë Ångström", "Zoe Angstrom", [], "the same words"),
        ("Brekke", "Oda Brekke", [], "part of the name Oda Brekke"),
        ("Ministry of Water", "the Ministry of Water of Velmar", [], "part of the name"),
        ("O. Brekke", "Oda Brekke", [], "the same surname and initial"),
        ("Viktor Orlik", "Victor Orlik", [], "spelt almost like"),
        ("Ірина Мельник", "Ірина Мельнік", [], "spelt almost like"),
    ],
)
def test_names_that_may_mean_the_same_are_alike_for_a_reason(
    wanted: str, known: str, aliases: list[str], reason: str
) -> None:
    score, why = likeness(wanted, known, aliases)
    assert reason in why
    assert (score == 1) == (reason in {"called exactly that", "known as ISW"})


@pytest.mark.parametrize(
    ("wanted", "known"),
    [
        ("Oda Brekke", "Oda Solberg"),
        ("Oda Brekke", "Ida Falk"),
        ("Ministry of Water", "Ministry of Finance"),
        ("Brekke", "Solberg"),
        ("the", "a"),
        ("—", "…"),
    ],
)
def test_other_names_are_not(wanted: str, known: str) -> None:
    assert likeness(wanted, known) == (0.0, "")


@given(one=st.text(max_size=80), other=st.text(max_size=80))
def test_any_two_texts_are_compared_alike_both_ways(one: str, other: str) -> None:
    score, reason = likeness(one, other)
    assert 0 <= score <= 1
    assert bool(score) == bool(reason)
    assert likeness(other, one)[0] == score


def test_an_acronym_is_of_several_words() -> None:
    assert acronym_of("Institute for the Study of War") == "ISW"
    assert acronym_of("Velmar") == ""
