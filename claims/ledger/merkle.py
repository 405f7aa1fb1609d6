"""The Merkle tree of RFC 9162 (section 2.1; the same as RFC 6962's): hashes, proofs and their checks. Pure.

A tree is kept as its complete subtrees only: node (level, index) is the hash over the leaves from
`index << level` up to `(index + 1) << level`, and never changes once it is there. Every proof is a list
of hashes over ranges of leaves, and every range is a few complete subtrees, so that appending and proving
touch a number of nodes logarithmic in the size.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Node = tuple[int, int]
Range = tuple[int, int]

EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """SHA-256 over 0x00 and the leaf."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256 over 0x01 and the two children."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def position(node: Node) -> int:
    """The node's number when a tree without end is read from left to right: one number for both of its own.

    Leaves have the even ones.
    """
    level, index = node
    return (2 * index + 1 << level) - 1


@dataclass(frozen=True)
class Frontier:
    """All that appending needs: the size and the hashes of the largest complete subtrees, left to right."""

    size: int = 0
    hashes: tuple[bytes, ...] = ()

    def append(self, *leaves: bytes) -> tuple[Frontier, list[tuple[Node, bytes]]]:
        """The frontier with these leaf hashes more, and the complete subtrees that they bring into being."""
        hashes, made = list(self.hashes), list[tuple[Node, bytes]]()
        for size, leaf in enumerate(leaves, start=self.size):
            current, level = leaf, 0
            made.append(((0, size), leaf))
            while size >> level & 1:
                current = node_hash(hashes.pop(), current)
                level += 1
                made.append(((level, size >> level), current))
            hashes.append(current)
        return Frontier(self.size + len(leaves), tuple(hashes)), made

    def root(self) -> bytes:
        """The root of the tree of this size."""
        return _fold(self.hashes) if self.hashes else EMPTY_ROOT


def complete_subtrees(span: Range) -> list[Node]:
    """The complete subtrees that make up the leaves from `span[0]` up to `span[1]`, left to right.

    The start must be aligned as it is for every range in a proof: each subtree is as large as fits.
    """
    start, end = span
    nodes: list[Node] = []
    while start < end:
        level = (end - start).bit_length() - 1
        if start:
            level = min(level, (start & -start).bit_length() - 1)
        nodes.append((level, start >> level))
        start += 1 << level
    return nodes


def range_hash(span: Range, nodes: Mapping[Node, bytes]) -> bytes:
    """The hash over a range of leaves; `nodes` holds at least its complete subtrees. Raises KeyError."""
    return _fold([nodes[node] for node in complete_subtrees(span)])


def inclusion_ranges(index: int, size: int) -> list[Range]:
    """The ranges whose hashes are the inclusion proof of a leaf, from the leaf to the root.

    Raises ValueError unless 0 <= index < size.
    """
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} is not in a tree of {size}")
    ranges: list[Range] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    return ranges[::-1]


def consistency_ranges(old: int, size: int) -> list[Range]:
    """The ranges whose hashes prove that a tree of `old` leaves is the beginning of one of `size`.

    Raises ValueError unless 0 < old <= size.
    """
    if not 0 < old <= size:
        raise ValueError(f"a tree of {old} cannot be the beginning of one of {size}")
    ranges: list[Range] = []
    start, end, whole = 0, size, True
    while end != old:
        middle = start + _split(end - start)
        if old <= middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start, whole = middle, False
    if not whole:
        ranges.append((start, end))
    return ranges[::-1]


def proof_nodes(ranges: Iterable[Range]) -> list[Node]:
    """Every complete subtree that the hashes of these ranges are made of."""
    return [node for span in ranges for node in complete_subtrees(span)]


def root_from_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes:
    """The root that an inclusion proof leads to (RFC 9162, 2.1.3.2). Raises ValueError if malformed."""
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} is not in a tree of {size}")
    position, last, root = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            raise ValueError("the inclusion proof is too long")
        if position & 1 or position == last:
            root = node_hash(sibling, root)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            root = node_hash(root, sibling)
        position, last = position >> 1, last >> 1
    if last:
        raise ValueError("the inclusion proof is too short")
    return root


def consistent(old: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes]) -> bool:
    """Does the proof show that the old tree is the beginning of the new one (RFC 9162, 2.1.4.2)?"""
    if not 0 < old <= size:
        return False
    if old == size:
        return not proof and old_root == root
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    position, last = old - 1, size - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    if not path:
        return False
    first = second = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if position & 1 or position == last:
            first, second = node_hash(sibling, first), node_hash(sibling, second)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            second = node_hash(second, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and first == old_root and second == root


def _split(count: int) -> int:
    """The largest power of two smaller than `count`."""
    return 1 << (count - 1).bit_length() - 1


def _fold(hashes: Sequence[bytes]) -> bytes:
    root = hashes[-1]
    for left in reversed(hashes[:-1]):
        root = node_hash(left, root)
    return root
