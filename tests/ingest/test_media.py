import pytest

from ingest.media import TEXT, UnreadableBody, decoded, is_html, looks_like_html


@pytest.mark.parametrize(
    ("media_type", "page"),
    [
        ("text/html", True),
        ("Text/HTML; charset=UTF-8", True),
        ("application/xhtml+xml", True),
        ("text/plain;charset=utf-8", False),
    ],
)
def test_pages_and_plain_texts_are_told_apart(media_type: str, page: bool) -> None:
    assert is_html(media_type) is page


@pytest.mark.parametrize("media_type", ["application/pdf", "image/png", "", "application/json"])
def test_anything_else_is_not_read(media_type: str) -> None:
    with pytest.raises(UnreadableBody, match="Submit the article's text"):
        is_html(media_type)


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("<!DOCTYPE html><html>", True),
        ("\n <!-- from the archive --> <html lang='en'>", True),
        ("<?xml version='1.0'?><html xmlns='…'>", True),
        ("<p>Just a paragraph.</p>", True),
        ("The <p> element is for paragraphs.", False),
        ("<3 from all of us", False),
        ("", False),
    ],
)
def test_a_page_is_known_by_how_it_begins(text: str, page: bool) -> None:
    assert looks_like_html(text) is page


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        ("Größe – Київ".encode(), TEXT),
        ("Größe – Київ".encode(), "text/plain"),
        ("Größe – Київ".encode("utf-16"), "text/plain"),
        ("\ufeffGröße – Київ".encode(), TEXT),
    ],
)
def test_characters_come_out_as_they_went_in(content: bytes, media_type: str) -> None:
    assert decoded(content, media_type) == "Größe – Київ"


def test_a_page_may_say_itself_how_it_is_encoded() -> None:
    page = '<html><head><meta charset="windows-1251"></head><body>Київ</body></html>'
    assert "Київ" in decoded(page.encode("cp1251"), "text/html")


def test_what_the_server_says_of_the_encoding_goes_before_the_page() -> None:
    page = '<html><head><meta charset="windows-1251"></head><body>Київ</body></html>'
    assert "Київ" in decoded(page.encode(), "text/html; charset=utf-8")


def test_an_undeclared_page_that_is_not_utf_8_is_western() -> None:
    assert decoded("<p>café</p>".encode("cp1252"), "text/html") == "<p>café</p>"


def test_bytes_that_are_no_characters_are_shown_as_lost() -> None:
    assert decoded(b"caf\xe9", TEXT) == "caf\ufffd"
