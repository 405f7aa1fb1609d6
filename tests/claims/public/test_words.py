from __future__ import annotations

import pytest

from claims.public.words import Words, direction


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("", "auto"),
        ("en", "ltr"),
        ("uk-UA", "ltr"),
        ("ar", "rtl"),
        ("HE-il", "rtl"),
        ("fa-IR", "rtl"),
        ("az-Arab", "rtl"),
        ("az", "ltr"),
        ("ur-Latn-PK", "ltr"),
        ("ks-Deva", "ltr"),
    ],
)
def test_the_direction_follows_from_script_or_language(language: str, expected: str) -> None:
    assert direction(language) == Words("text", language).direction == expected


def test_no_words_are_false() -> None:
    assert not Words("", "en")
    assert Words("x")
