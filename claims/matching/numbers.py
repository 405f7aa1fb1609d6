"""Sets of documents as arrays of their numbers, and which of those at hand are in one. Pure."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int32]
"""Of documents."""
Places = npt.NDArray[np.intp]
"""In an array of numbers."""
_Number = TypeVar("_Number", np.int32, np.intp)
NONE: Numbers = np.zeros(0, np.int32)
_BITS = np.left_shift(1, np.arange(8)).astype(np.uint8)


def unpacked(packed: bytes | memoryview) -> Numbers:
    """What `segments.pack` packed."""
    return np.frombuffer(packed, "<i4").astype(np.int32, copy=False)


def joined(parts: Sequence[npt.NDArray[_Number]], of: type[_Number]) -> npt.NDArray[_Number]:
    """One behind another."""
    if len(parts) == 1:
        return parts[0]
    return np.concatenate(parts) if parts else np.zeros(0, of)


def distinct(numbers: Numbers) -> Numbers:
    """In order, each once; numpy's own `unique` takes several times as long."""
    ordered = np.sort(numbers)
    return ordered[np.flatnonzero(np.diff(ordered, prepend=-1))]


class AtHand(threading.local):
    """Some documents, in order of their numbers, to be found among others. Each thread has its own.

    It has a flag for each document that there is, kept since to make so many takes longer than to use them.
    """

    def __init__(self) -> None:
        self.documents, self._flags = NONE, np.zeros(1, np.bool_)
        self._bytes, self._bits = np.zeros(0, np.intp), np.zeros(0, np.uint8)

    @contextmanager
    def these(self, documents: Numbers) -> Iterator[None]:
        """Meanwhile it is these documents."""
        if len(documents) and (most := int(documents[-1])) + 1 >= len(self._flags):
            self._flags = np.zeros(most + most // 8 + 2, np.bool_)  # the last one is never set
        self.documents = documents
        self._bytes, self._bits = documents.astype(np.intp) >> 3, _BITS[documents & 7]
        self._flags[documents] = True
        try:
            yield
        finally:
            self._flags[documents] = False
            self.documents = NONE

    def set_in(self, bitmap: npt.NDArray[np.uint8], first: int) -> Places:
        """Where among the documents at hand those are whose bit is set; the bitmap begins at byte `first`.

        Its first and last byte are 0.
        """
        # Of booleans those that are set are found in less than half of the time.
        return np.flatnonzero(bitmap.take(self._bytes - first, mode="clip") & self._bits != 0)

    def have(self, numbers: Numbers) -> npt.NDArray[np.bool_]:
        """Which of the numbers are those of documents at hand."""
        return self._flags.take(numbers, mode="clip")

    def places(self, numbers: Numbers) -> Places:
        """Where among the documents at hand those of the numbers are that are at hand."""
        return np.searchsorted(self.documents, numbers[self.have(numbers)])


class Members:
    """A large set of documents, asked of many times: as numbers, or a bit for each where that is less."""

    def __init__(self, numbers: Numbers) -> None:
        least, most = (int(numbers.min()), int(numbers.max())) if len(numbers) else (0, 0)
        self._held: Numbers | npt.NDArray[np.uint8] = numbers
        self._first = least // 8 - 1
        """The byte of the bitmap; one before and one behind those that are needed are 0."""
        self._has_bits = most - least < 32 * len(numbers)
        if self._has_bits:
            flags = np.zeros(8 * (most // 8 + 2 - self._first), np.bool_)
            flags[numbers - 8 * self._first] = True
            self._held = np.packbits(flags, bitorder="little")

    @property
    def nbytes(self) -> int:
        """The memory that it takes."""
        return self._held.nbytes

    @property
    def numbers(self) -> Numbers:
        """All of them."""
        if not self._has_bits:
            return self._held.view(np.int32)
        found = np.flatnonzero(np.unpackbits(self._held.view(np.uint8), bitorder="little"))
        return (found + 8 * self._first).astype(np.int32)

    def places(self, at_hand: AtHand) -> Places:
        """Where among the documents at hand its own are."""
        if self._has_bits:
            return at_hand.set_in(self._held.view(np.uint8), self._first)
        return at_hand.places(self._held.view(np.int32))
