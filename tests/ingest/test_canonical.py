"""One address an article."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.canonical import NotAnAddress, canonical_url, text_urn


@pytest.mark.parametrize(
    ("spelling", "canonical"),
    [
        ("https://alder.example/fish", "https://alder.example/fish"),
        (" HTTPS://Alder.EXAMPLE:443/Fish#top ", "https://alder.example/Fish"),
        ("http://alder.example:80", "http://alder.example/"),
        ("https://alder.example:8443/a", "https://alder.example:8443/a"),
        ("https://alder.example./a", "https://alder.example/a"),
        ("https://bücher.example/ü", "https://xn--bcher-kva.example/%C3%BC"),
        ("https://alder.example/%c3%bc%7Ex", "https://alder.example/%C3%BC~x"),
        ("https://alder.example/a/./b/../c", "https://alder.example/a/c"),
        ("https://alder.example/a/..", "https://alder.example/"),
        ("https://alder.example/../../a/.", "https://alder.example/a/"),
        ("https://alder.example/a?b=2&a=1&b=1", "https://alder.example/a?a=1&b=1&b=2"),
        ("https://alder.example/a?id=&x", "https://alder.example/a?id=&x="),
        (
            "https://alder.example/a?utm_source=mail&UTM_Medium=x&id=7&fbclid=z&gclid=y",
            "https://alder.example/a?id=7",
        ),
        ("https://alder.example/a?mc_cid=1&_ga=2&%75tm_term=3&", "https://alder.example/a"),
        ("https://alder.example/a?utmost=1&ref=front", "https://alder.example/a?ref=front&utmost=1"),
        ("https://[2606:4700::1111]:443/a", "https://[2606:4700::1111]/a"),
        ("http://127.0.0.1:8090/a", "http://127.0.0.1:8090/a"),
    ],
)
def test_spellings_come_to_one(spelling: str, canonical: str) -> None:
    assert canonical_url(spelling) == canonical
    assert canonical_url(canonical) == canonical


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://alder.example/a", "https://alder.example/a/"),
        ("https://alder.example/a", "http://alder.example/a"),
        ("https://alder.example/a", "https://www.alder.example/a"),
        ("https://alder.example/a", "https://alder.example/a/amp"),
        ("https://alder.example/a", "https://alder.example/A"),
        ("https://alder.example/a?id=1", "https://alder.example/a?id=2"),
    ],
)
def test_what_may_be_another_page_stays_another(one: str, other: str) -> None:
    assert canonical_url(one) != canonical_url(other)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "fish",
        "alder.example/fish",
        "ftp://alder.example/a",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://",
        "https:///a",
        "https://a b.example/",
        "https://alder.example/a\r\nb",
        "https://alder.example/\x00",
        "https://alder.example/\ud800",
        "https://user:secret@alder.example/",
        "https://alder.example:99999/",
        "https://[::1/",
        "https://%61lder.example/",
        "https://alder..example/",
        "https://" + "alder." * 50 + "example/",
        "https://alder.example/" + "a" * 2048,
        "https://alder.example/" + "ü" * 1000,
    ],
)
def test_what_is_no_web_address_is_refused_with_what_to_do(url: str) -> None:
    with pytest.raises(NotAnAddress) as refusal:
        canonical_url(url)
    assert str(refusal.value).endswith(".")


_TEXT = st.text(st.characters(codec="utf-8", exclude_characters="#\\"), max_size=30)


@given(path=_TEXT, query=_TEXT)
def test_canonical_is_canonical(path: str, query: str) -> None:
    try:
        once = canonical_url(f"https://alder.example/{path}?{query}")
    except NotAnAddress:
        return
    assert canonical_url(once) == once


def test_a_text_without_an_address_gets_one_from_its_words() -> None:
    assert text_urn("Fünf Boote.") == "urn:sha256:" + hashlib.sha256("Fünf Boote.".encode()).hexdigest()
    assert text_urn("a") != text_urn("a ")
