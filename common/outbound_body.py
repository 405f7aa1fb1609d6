"""Reading the body of an answer, never more of it than asked for, compressed or not."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator

from common.outbound_errors import BadAnswer, TooLarge

ACCEPTED_CODINGS = "gzip, deflate"
_GZIP_OR_ZLIB, _RAW_DEFLATE = 47, -15


async def read_body(
    chunks: AsyncIterator[bytes], *, coding: str, max_bytes: int, truncate: bool
) -> tuple[bytes, bool]:
    """Collect at most `max_bytes` of body, counted both as sent and decompressed.

    Returns the body and whether there was more of it. Beyond the limit raises TooLarge, unless `truncate`.
    A body that is not in its `coding` (a Content-Encoding) raises BadAnswer, unless `truncate`: then it is
    kept as sent, since it is only to be shown.
    """
    decoder = None if coding in ("", "identity") else _Decoder(coding)
    if decoder is not None and not decoder.known:
        if not truncate:
            raise BadAnswer(f"The answer is encoded as {coding[:40]!r}; {ACCEPTED_CODINGS} were offered.")
        decoder = None
    sent, body = bytearray(), bytearray()
    async for chunk in chunks:
        sent += chunk
        try:
            body += decoder.feed(chunk, room=max_bytes - len(body) + 1) if decoder else chunk
        except zlib.error as error:
            if not truncate:
                raise BadAnswer(f"The answer is not valid {coding}.") from error
            decoder, body = None, bytearray(sent)
        if max(len(sent), len(body)) > max_bytes:
            if not truncate:
                raise TooLarge(f"The answer is larger than {max_bytes:,} bytes.")
            return bytes(body[:max_bytes]), True
    if decoder is not None and not decoder.complete and not truncate:
        raise BadAnswer(f"The answer breaks off in the middle of its {coding} data.")
    return bytes(body), False


class _Decoder:
    """gzip (of one or more members) or deflate (with its zlib header or, as some send it, without)."""

    def __init__(self, coding: str) -> None:
        self.known = coding in ("gzip", "x-gzip", "deflate")
        self._may_be_raw = coding == "deflate"
        self._inflate = zlib.decompressobj(_GZIP_OR_ZLIB)
        self._fed = False

    @property
    def complete(self) -> bool:
        """Whether the data so far ends where a member ends."""
        return self._inflate.eof or not self._fed

    def feed(self, chunk: bytes, *, room: int) -> bytes:
        """Decompress a chunk, to at most `room` bytes; the rest of an over-long chunk is dropped."""
        out = bytearray()
        while chunk and len(out) < room:
            if self._inflate.eof:
                self._inflate, self._may_be_raw, self._fed = zlib.decompressobj(_GZIP_OR_ZLIB), False, False
                chunk = chunk.lstrip(b"\0")  # padding after the last member
                continue
            out += self._inflate_some(chunk, room - len(out))
            self._fed = True
            chunk = self._inflate.unconsumed_tail or self._inflate.unused_data
        return bytes(out)

    def _inflate_some(self, chunk: bytes, room: int) -> bytes:
        try:
            return self._inflate.decompress(chunk, room)
        except zlib.error:
            if not self._may_be_raw or self._fed:
                raise
            self._inflate = zlib.decompressobj(_RAW_DEFLATE)
            return self._inflate.decompress(chunk, room)
