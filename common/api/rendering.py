"""JSON as it goes out: made of plain data, or already written and passed on as it is."""

from __future__ import annotations

from collections.abc import Mapping
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


def written_page(documents: bytes, members: Mapping[str, Any]) -> bytes:
    """A page of documents that are JSON already, with its further members."""
    rest = JSONRenderer().render(dict(members))
    return b"".join((b'{"results":[', documents, b"],", rest[1:]))
