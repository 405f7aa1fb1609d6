from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.searching.query import MAX_TERMS, Term, TooMany, parse


def word(text: str, **how: bool) -> Term:
    return Term(text=text, **how)


def phrase(text: str, **how: bool) -> Term:
    return Term(text=text, phrase=True, **how)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("water", ((word("water"),),)),
        ("  two   years ", ((word("two"), word("years")),)),
        ('"two  years" water', ((phrase("two years"), word("water")),)),
        ("reservoir -dam", ((word("reservoir"), word("dam", excluded=True)),)),
        ('reservoir -"new dam"', ((word("reservoir"), phrase("new dam", excluded=True)),)),
        ("cracked or water", ((word("cracked"),), (word("water"),))),
        ("cracked OR water | dam", ((word("cracked"),), (word("water"),), (word("dam"),))),
        ("reserv* full", ((word("reserv", begun=True), word("full")),)),
        ("covid-19", ((word("covid-19"),),)),
        ("--dam water", ((word("dam", excluded=True), word("water")),)),
        ('"two years', ((phrase("two years"),),)),
        ("вода* -криза", ((word("вода", begun=True), word("криза", excluded=True)),)),
    ],
)
def test_what_is_typed_means(typed: str, meant: object) -> None:
    assert parse(typed) == meant


@pytest.mark.parametrize(
    "typed", ["", "  ", "or", "-", '"', '""', "***", "& | ! <->", "-dam", "' ) & | ! :* \\"]
)
def test_without_a_wanted_word_there_is_nothing_to_look_up(typed: str) -> None:
    assert parse(typed) == ()


@pytest.mark.parametrize("typed", ["or water", "water or", "or water or", "water or -dam"])
def test_an_or_without_its_other_side_is_left_out(typed: str) -> None:
    assert parse(typed) == ((word("water"),),)


def test_two_letters_are_no_beginning() -> None:
    assert parse("wa*") == ((word("wa"),),)


def test_a_word_after_or_in_quotes_is_a_word() -> None:
    assert parse('water "or" dam') == ((word("water"), phrase("or"), word("dam")),)


def test_more_words_than_are_looked_up_are_refused() -> None:
    parse(" ".join(f"w{n}" for n in range(MAX_TERMS)))
    with pytest.raises(TooMany, match=str(MAX_TERMS)):
        parse(" ".join(f"w{n}" for n in range(MAX_TERMS + 1)))


@given(st.text(max_size=300))
def test_any_text_is_read(typed: str) -> None:
    try:
        alternatives = parse(typed)
    except TooMany:
        return
    for alternative in alternatives:
        assert any(not term.excluded for term in alternative)
        assert all(any(map(str.isalnum, term.text)) and "\x00" not in term.text for term in alternative)
