"""How much markup a page may have before reading it would cost more than it is worth. Pure.

Parsing and extraction take more than linear time in the number of attributes of one tag, in the number of
elements and in how deep they are nested; no article needs what is refused here.
"""

import re

from lxml import etree

MAX_ATTRIBUTES = 300
"""Of one tag."""
MAX_ELEMENTS = 30_000
MAX_NESTING = 1_000_000
"""The sum of the depths of all elements."""
MAX_NAME_CHARS = 1_000
"""How much of a class, id or style is kept."""
_HARMLESS_CHARS = 64 * 1024
_OPENING = re.compile(r"<(?:!--|([a-zA-Z]+))")
_TAG_PART = re.compile(r""">|"[^"]*"|'[^']*'|[^\s"'>]+|["']""")
_RAW_TEXT_END = {name: re.compile(f"</{name}", re.IGNORECASE) for name in ("script", "style", "textarea")}


class PageTooComplex(ValueError):
    """The page has more markup than is read; the message says which limit it passes."""


def check_source(html: str) -> None:
    """Refuse a tag with too many attributes, before anything parses it (parsing is quadratic in them)."""
    if len(html) <= _HARMLESS_CHARS:
        return
    opening = _OPENING.search(html)
    while opening is not None:
        name = (opening[1] or "").lower()
        end = _end_of_tag(html, opening.end()) if name else html.find("-->", opening.end() - 2)
        if name in _RAW_TEXT_END:
            closing = _RAW_TEXT_END[name].search(html, end)
            end = closing.end() if closing else -1
        opening = _OPENING.search(html, end) if end >= 0 else None


def _end_of_tag(html: str, start: int) -> int:
    end = start
    for count, part in enumerate(_TAG_PART.finditer(html, start)):
        end = part.end()
        if part[0] == ">":
            break
        if count > 2 * MAX_ATTRIBUTES:
            raise PageTooComplex(f"One tag of the page has more than {MAX_ATTRIBUTES:,} attributes.")
    return end


def check_tree(tree: etree._Element) -> None:
    """Refuse too many elements or too deep ones; cut over-long class, id and style values, in place."""
    count = depth = nesting = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if event == "end":
            depth -= 1
            continue
        count, depth = count + 1, depth + 1
        nesting += depth
        if count > MAX_ELEMENTS or nesting > MAX_NESTING:
            raise PageTooComplex(
                f"The page has more than {MAX_ELEMENTS:,} elements or nests them too deeply."
            )
        for name in ("class", "id", "style"):
            if len(element.get(name, "")) > MAX_NAME_CHARS:
                element.set(name, element.get(name)[:MAX_NAME_CHARS])
