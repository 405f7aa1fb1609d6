"""What kind of body arrived, and its bytes as text. Pure."""

from __future__ import annotations

import re

from w3lib.encoding import html_to_unicode

TEXT = "text/plain; charset=utf-8"
HTML = "text/html; charset=utf-8"

_HTML_TYPES = {"text/html", "application/xhtml+xml"}
_HTML_START = re.compile(
    r"\s*(?:<!--.*?-->\s*|<\?xml[^>]*\?>\s*)*<(?:!doctype\s+html|html|head|body|meta|article|main|div|p|h1)\b",
    re.IGNORECASE | re.DOTALL,
)
_SNIFFED_CHARS = 4096


class UnreadableBody(ValueError):
    """A body of a kind that no article is read from; the message says what to do."""


def is_html(media_type: str) -> bool:
    """Whether a body of that Content-Type is a page (True) or plain text (False). Raises UnreadableBody."""
    essence = media_type.partition(";")[0].strip().lower()
    if essence in _HTML_TYPES:
        return True
    if essence == "text/plain":
        return False
    raise UnreadableBody(
        f"The address holds {essence or 'something of no stated type'}, and articles are read from HTML "
        "pages and plain text. Submit the article's text instead."
    )


def looks_like_html(text: str) -> bool:
    """Whether something of unknown kind begins as a page does."""
    return _HTML_START.match(text[:_SNIFFED_CHARS]) is not None


def decoded(content: bytes, media_type: str) -> str:
    """The body's characters, by its byte order mark, its Content-Type, its own declaration, or its look.

    Bytes that are none become U+FFFD.
    """
    _, text = html_to_unicode(media_type, content, auto_detect_fun=_likely_encoding)
    return text


def _likely_encoding(content: bytes) -> str:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"
