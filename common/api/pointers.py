"""JSON Pointers (RFC 6901) in their URI fragment form, as `#/rating/0`. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

ROOT = "#"


def child(pointer: str, name: str | int) -> str:
    """The pointer to a member or an item of what `pointer` points to."""
    token = str(name).replace("~", "~0").replace("/", "~1")
    return f"{pointer}/{quote(token.encode('utf-8', 'replace'), safe='~')}"


def leaves(detail: object, *, whole: str, pointer: str = ROOT) -> Iterator[tuple[str, str]]:
    """Every message in a nest of lists and dictionaries, with the pointer to what it is about.

    Messages under the key `whole` are about the object itself.
    """
    if isinstance(detail, dict):
        for name, inner in detail.items():
            yield from leaves(inner, whole=whole, pointer=pointer if name == whole else child(pointer, name))
    elif isinstance(detail, list | tuple):
        for number, inner in enumerate(detail):
            nested = isinstance(inner, dict | list | tuple)
            yield from leaves(inner, whole=whole, pointer=child(pointer, number) if nested else pointer)
    else:
        yield pointer, str(detail)
