"""Bodies compressed and not: read and written piece by piece, never whole."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Iterable, Iterator
from enum import StrEnum

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

PIECE = 1024 * 1024
_GZIP = 31  # zlib's word for: with gzip's header


class Coding(StrEnum):
    """How a body is compressed, by its name in HTTP."""

    IDENTITY = "identity"
    GZIP = "gzip"
    ZSTD = "zstd"


class BodyBroken(ValueError):
    """The body is not what its coding says, or ends in its middle."""


def decompressed(pieces: Iterable[bytes], coding: Coding) -> Iterator[bytes]:
    """The body as it was before, in pieces of at most PIECE bytes. Raises BodyBroken."""
    if coding is Coding.IDENTITY:
        yield from pieces
        return
    try:
        yield from _gunzipped(pieces) if coding is Coding.GZIP else _unzstandard(pieces)
    except (zlib.error, zstd.ZstdError) as error:
        raise BodyBroken(f"the body is no proper {coding}: {error}") from error


def _gunzipped(pieces: Iterable[bytes]) -> Iterator[bytes]:
    engine = None
    for piece in pieces:
        data = piece
        while data:
            engine = engine or zlib.decompressobj(_GZIP)
            yield engine.decompress(data, PIECE)
            data = engine.unconsumed_tail
            if engine.eof:
                # One member may follow another.
                data, engine = engine.unused_data, None
    if engine is not None:
        raise BodyBroken("the body ends in the middle of its gzip")


def _unzstandard(pieces: Iterable[bytes]) -> Iterator[bytes]:
    engine = None
    for piece in pieces:
        data = piece
        while data or (engine is not None and not engine.needs_input):
            engine = engine or zstd.ZstdDecompressor()
            yield engine.decompress(data, PIECE)
            data = b""
            if engine.eof:
                data, engine = engine.unused_data, None
    if engine is not None:
        raise BodyBroken("the body ends in the middle of its zstd")


def compressed(pieces: Iterable[bytes], coding: Coding) -> Iterator[bytes]:
    """The pieces as one compressed body, each sent on as soon as there is something of it."""
    if coding is Coding.IDENTITY:
        yield from pieces
        return
    engine = (
        zlib.compressobj(6, zlib.DEFLATED, _GZIP) if coding is Coding.GZIP else zstd.ZstdCompressor(level=3)
    )
    for piece in pieces:
        if out := engine.compress(piece):
            yield out
    yield engine.flush()


def part_packed(part: bytes) -> bytes:
    """A part as it is stored: fast, and by itself."""
    return zstd.compress(part, level=1)


def part_unpacked(stored: bytes) -> bytes:
    """The part again."""
    return zstd.decompress(stored)


def resized(pieces: Iterable[bytes], size: int = PIECE) -> Iterator[bytes]:
    """The same bytes in pieces of exactly `size`, but for the last."""
    waiting = bytearray()
    for piece in pieces:
        waiting += piece
        while len(waiting) >= size:
            yield bytes(waiting[:size])
            del waiting[:size]
    if waiting:
        yield bytes(waiting)


def lines(pieces: Iterable[bytes], *, longest: int) -> Iterator[bytes]:
    """The lines with their ends. Raises BodyBroken for one that is much longer than `longest` bytes."""
    waiting = bytearray()
    for piece in pieces:
        waiting += piece
        start = 0
        while (end := waiting.find(b"\n", start)) >= 0:
            yield bytes(waiting[start : end + 1])
            start = end + 1
        del waiting[:start]
        if len(waiting) > longest + PIECE:
            raise BodyBroken(f"a line is longer than {longest:,} bytes")
    if waiting:
        yield bytes(waiting)
