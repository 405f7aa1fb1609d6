from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.searching.folding import fold, fold_traced
from claims.searching.highlights import CLOSING, OPENING, spans, without_marks
from claims.searching.query import parse
from claims.searching.tsquery import to_tsquery_text


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("sécheresse à Łódź", "secheresse a Łodz"),
        ("Ельбрус і їжак", "Ельбрус і їжак"),
        ("水庫a", " 水  庫 a"),
        ("e\u0301te\u0301", "ete"),
        ("и\u0306од", "йод"),
        ("a\x00b", "a b"),
        ("a\ud800b", "ab"),
    ],
)
def test_accents_go_and_unspaced_scripts_get_spaces(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(max_size=200))
def test_every_character_is_traced_to_where_it_was(text: str) -> None:
    traced = fold_traced(text)
    assert traced.text == fold(text)
    assert len(traced.text) == len(traced.origins)
    assert list(traced.origins) == sorted(traced.origins)


@given(st.text(max_size=60), st.text(min_size=1, max_size=20), st.text(max_size=60))
def test_what_is_marked_is_found_again_in_the_text(before: str, word: str, after: str) -> None:
    before, word, after = map(without_marks, (before, word, after))
    marked = f"{fold(before)}{OPENING}{fold(word)}{CLOSING}{fold(after)}"
    found = spans(fold_traced(before + word + after), marked)
    assert len(found) <= 1
    for start, end in found:
        assert fold((before + word + after)[start:end]) == fold(word)


def test_marks_over_another_text_are_no_highlights() -> None:
    assert spans(fold_traced("water"), f"{OPENING}wine{CLOSING}") == []


@pytest.mark.parametrize("text", ["и\u0306од и йод", "\u1112\u1161\u11ab국, 한국"])
def test_a_letter_of_several_characters_is_highlighted_whole(text: str) -> None:
    word = unicodedata.normalize("NFC", text).split()[-1]
    folded = fold(text)
    marked = folded.replace(fold(word), f"{OPENING}{fold(word)}{CLOSING}")
    found = [text[start:end] for start, end in spans(fold_traced(text), marked)]
    assert [unicodedata.normalize("NFC", each) for each in found] == [word, word]


def test_neighbouring_marks_are_one_highlight() -> None:
    traced = fold_traced("水庫")
    assert spans(traced, f" {OPENING}水{CLOSING}  {OPENING}庫{CLOSING} ") == [(0, 2)]


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("water", "('water')"),
        ("two -dam", "('two' & !'dam')"),
        ('"two years" or wat*', "('two years') | ('wat':*)"),
        ("it's a\\b", "('it''s' & 'a\\\\b')"),
        ("resrvoir", "(('resrvoir' | 'reservoir'))"),
    ],
)
def test_what_is_typed_is_an_operand(typed: str, query: str) -> None:
    assert to_tsquery_text(parse(typed), {"resrvoir": ["reservoir"]}) == query
