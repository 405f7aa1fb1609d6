from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ingest.llm.parts import parts_of


@given(
    text=st.text(alphabet="ab .!\n“”", max_size=600),
    size=st.integers(40, 120),
    overlap=st.integers(2, 19),
)
def test_the_parts_cover_the_text_overlap_and_are_no_larger_than_asked(
    text: str, size: int, overlap: int
) -> None:
    parts = parts_of(text, size=size, overlap=overlap)
    covered = {at for start, end in parts for at in range(start, end)}
    assert {at for at, char in enumerate(text) if not char.isspace()} <= covered
    assert all(0 < end - start <= size for start, end in parts)
    assert all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(parts))


def test_a_part_ends_where_a_sentence_does() -> None:
    text = "The dam broke. " * 20
    assert all(text[end - 2 : end] == ". " for _, end in parts_of(text, size=100, overlap=20))


def test_neighbours_share_a_sentence() -> None:
    text = "".join(f"Bridge {n} cost {n} crowns.\n" for n in range(40))
    assert all(
        text[second[0] : first[1]].count("\n") >= 1
        for first, second in pairwise(parts_of(text, size=300, overlap=80))
    )


def test_nothing_to_read_is_no_part() -> None:
    assert parts_of("") == parts_of(" \n\n ") == []
