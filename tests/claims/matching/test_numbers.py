"""Sets of documents as arrays and bitmaps: the same answers as sets of Python's give."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.matching.numbers import AtHand, Members, distinct

_SETS = st.sets(st.integers(0, 3_000), max_size=200)
_DENSE = st.builds(
    lambda first, many: set(range(first, first + many)), st.integers(0, 2_000), st.integers(0, 90)
)


def _array(numbers: set[int]) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    return np.array(sorted(numbers), np.int32)


@given(documents=_SETS, others=st.lists(_SETS | _DENSE, max_size=4))
def test_which_documents_are_in_a_set_is_told_alike_of_numbers_and_of_bits(
    documents: set[int], others: list[set[int]]
) -> None:
    at_hand = AtHand()
    for _ in range(2):
        with at_hand.these(_array(documents)):
            for other in others:
                members, numbers = Members(_array(other)), _array(other)
                assert set(members.numbers.tolist()) == other
                expected = sorted(documents & other)
                for places in (members.places(at_hand), at_hand.places(numbers)):
                    assert at_hand.documents[np.sort(places)].tolist() == expected
                assert at_hand.have(numbers).tolist() == [number in documents for number in sorted(other)]


def test_a_set_is_held_as_what_takes_less() -> None:
    every_other = _array(set(range(1_000_000, 1_100_000, 2)))
    rare = _array(set(range(1_000_000, 1_100_000, 50)))
    assert Members(every_other).nbytes < every_other.nbytes / 10
    assert Members(rare).nbytes == rare.nbytes


@pytest.mark.parametrize("last", range(20))
def test_what_lies_behind_the_last_document_at_hand_is_not_taken_for_it(last: int) -> None:
    at_hand = AtHand()
    for documents in ({last // 2}, {last}):
        with at_hand.these(_array(documents)):
            assert not at_hand.have(_array({last + 1, 10 * last + 20})).any()
            assert at_hand.places(_array({*documents, last + 1, 10 * last + 20})).tolist() == [0]


def test_documents_are_at_hand_no_longer_than_they_are_asked_about() -> None:
    at_hand = AtHand()
    with pytest.raises(ZeroDivisionError), at_hand.these(_array({3, 5})):
        raise ZeroDivisionError
    with at_hand.these(_array({4})):
        assert at_hand.have(_array({3, 4, 5})).tolist() == [False, True, False]


@given(numbers=st.lists(st.integers(0, 2**31 - 1)))
def test_numbers_are_put_in_order_each_once(numbers: list[int]) -> None:
    assert distinct(np.array(numbers, np.int32)).tolist() == sorted(set(numbers))
