from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.api.exceptions import Malformed
from common.api.parsers import strict_json

_TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
_FLOATS = st.floats(allow_nan=False, allow_infinity=False)
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | _FLOATS | _TEXTS,
    lambda inner: st.lists(inner) | st.dictionaries(_TEXTS, inner),
    max_leaves=20,
)


@given(value=_VALUES, ascii_only=st.booleans())
def test_what_json_can_say_is_read_as_it_is(value: Any, ascii_only: bool) -> None:
    assert strict_json(json.dumps(value, ensure_ascii=ascii_only).encode()) == value


@given(body=st.binary(max_size=60))
def test_no_bytes_raise_anything_else(body: bytes) -> None:
    with suppress(Malformed):
        strict_json(body)


@pytest.mark.parametrize(
    ("body", "pointer", "says"),
    [
        (b'{"a": ["x", "\\u0000"]}', "#/a/1", "U+0000"),
        (b'{"a\\u0000": 1}', "#", "U+0000"),
        (b'{"a/b~c": {"d": "\\ud800"}}', "#/a~1b~0c/d", "surrogate"),
        (b'{"\\udfff": 1}', "#", "surrogate"),
        (b"[9223372036854775808]", "#", "64 bits"),
        (b"[-9223372036854775809]", "#", "64 bits"),
        (b"[" + b"9" * 100_000 + b"]", "#", "64 bits"),
        (b"[1e400]", "#", "too large"),
        (b"[NaN]", "#", "NaN"),
        (b"[Infinity]", "#", "Infinity"),
        (b"[-Infinity]", "#", "Infinity"),
        (b'{"a": 1, "a": 2}', "#", "twice"),
        (b'"\xff"', "#", "UTF-8"),
        (b'"\xed\xa0\x80"', "#", "UTF-8"),
        (b"\xef\xbb\xbf{}", "#", "not JSON"),
        (b"\x00{}", "#", "not JSON"),
        (b"", "#", "not JSON"),
        (b"{", "#", "not JSON"),
        (b"{'a': 1}", "#", "not JSON"),
        (b"{} {}", "#", "not JSON"),
        (b"[" * 51 + b"]" * 51, "#", "deeper"),
        (b"[" * 10_000 + b"]" * 10_000, "#", "deeper"),
        (b'{"a":' * 10_000 + b"1" + b"}" * 10_000, "#", "deeper"),
    ],
)
def test_what_cannot_be_stored_or_read_two_ways_is_refused(body: bytes, pointer: str, says: str) -> None:
    with pytest.raises(Malformed) as refusal:
        strict_json(body)
    assert says in str(refusal.value.detail)
    assert [error["pointer"] for error in refusal.value.errors] == [pointer]


def test_as_deep_as_allowed_is_read() -> None:
    assert strict_json(b"[" * 49 + b'["a"]' + b"]" * 49)


def test_a_surrogate_pair_is_one_character() -> None:
    assert strict_json(b'"\\ud83d\\ude00"') == "😀"
