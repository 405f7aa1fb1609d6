"""JSON as it goes out: made of plain data, or already written and passed on as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rest_framework.renderers import JSONRenderer


class WrittenRenderer(JSONRenderer):
    """Takes what DRF's own takes, and bytes, which are JSON already."""

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        """The bytes of the answer."""
        if isinstance(data, bytes):
            return data
        rendered: bytes = super().render(data, accepted_media_type, renderer_context)
        return rendered


def written_page(documents: Sequence[bytes], members: Mapping[str, Any]) -> bytes:
    """A page of documents that are JSON already, with its further members."""
    rest = JSONRenderer().render(dict(members))
    if not documents:
        return b'{"results":[],' + rest[1:]
    # What stands around them is put to the first and the last, so that the page is copied only once.
    whole = [*documents]
    whole[0] = b'{"results":[' + whole[0]
    whole[-1] += b"]," + rest[1:]
    return b",".join(whole)
