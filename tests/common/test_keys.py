from __future__ import annotations

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.keys import is_well_formed, key_hash, key_prefix, new_key

_BASE62 = string.digits + string.ascii_letters


def test_a_new_key_has_the_documented_shape_and_checksum() -> None:
    key = new_key()
    assert re.fullmatch(r"crk_[0-9A-Za-z]{36}", key)
    assert is_well_formed(key)


def test_the_checksum_is_the_crc32_of_what_stands_before_it_in_base62() -> None:
    # Worked out apart from the code: CRC-32 of "crk_" and thirty zeros is 0x50973d46.
    assert is_well_formed("crk_" + "0" * 30 + "1TVE5W")


def test_keys_are_never_alike() -> None:
    assert len({new_key() for _ in range(1000)}) == 1000


@given(place=st.integers(4, 39), other=st.sampled_from(_BASE62))
def test_a_key_with_one_character_changed_is_refused(place: int, other: str) -> None:
    key = new_key()
    changed = key[:place] + other + key[place + 1 :]
    assert is_well_formed(changed) == (changed == key)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "crk_",
        "crk_" + "0" * 36,
        "abc_" + "0" * 36,
        "crk_" + "é" * 36,
        "crk_" + "٣" * 36,
        "crk_c5Ah8JNGbrHb1pFXuKxKhbc6FSps9J0SJxa0\n",
    ],
)
def test_other_texts_are_no_keys(text: str) -> None:
    assert not is_well_formed(text)


def test_what_is_kept_names_the_key_and_does_not_reveal_it() -> None:
    key = new_key()
    assert key.startswith(key_prefix(key))
    assert len(key_prefix(key)) == 12
    assert re.fullmatch(r"[0-9a-f]{64}", key_hash(key))
    assert key_hash(key) != key_hash(new_key())
