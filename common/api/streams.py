"""Bodies that are too large to be held: passed on piece by piece as they arrive, and as they are made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import IO, Any

from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer

from common.api.exceptions import Malformed

PIECE = 1024 * 1024


class StreamParser(BaseParser):
    """Reads nothing itself: `request.data` is the body's pieces, each at most PIECE bytes."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """Raises Malformed, while it is read, where less arrives than was announced."""
        headers = (parser_context or {})["request"].headers
        return _pieces(stream, int(headers.get("Content-Length") or 0))


def _pieces(stream: IO[Any], length: int) -> Iterator[bytes]:
    while length > 0:
        piece = stream.read(min(PIECE, length))
        if not piece:
            raise Malformed(f"the body ended {length:,} bytes before its Content-Length")
        length -= len(piece)
        yield piece


class StreamRenderer(BaseRenderer):
    """Stands for a media type that a view streams by itself; what it renders are refusals, if anything."""

    charset = None

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        """What was already written, as it is."""
        return data if isinstance(data, bytes) else b""
