"""The tree against the published test vectors and against an independent, recursive implementation."""

from __future__ import annotations

import hashlib
import random

import pytest

from claims.ledger.merkle import (
    EMPTY_ROOT,
    Frontier,
    complete_subtrees,
    consistency_ranges,
    consistent,
    inclusion_ranges,
    leaf_hash,
    proof_nodes,
    range_hash,
    root_from_inclusion,
)

# The leaves and roots of Certificate Transparency's reference tests for RFC 6962.
LEAVES = [
    bytes.fromhex(leaf)
    for leaf in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
LARGEST = 300


def mth(data: list[bytes]) -> bytes:
    """MTH of RFC 6962, section 2.1, as it is written there."""
    if not data:
        return hashlib.sha256().digest()
    if len(data) == 1:
        return hashlib.sha256(b"\x00" + data[0]).digest()
    k = split(len(data))
    return hashlib.sha256(b"\x01" + mth(data[:k]) + mth(data[k:])).digest()


def path(m: int, data: list[bytes]) -> list[bytes]:
    """PATH of RFC 6962, section 2.1.1."""
    if len(data) == 1:
        return []
    k = split(len(data))
    return [*path(m, data[:k]), mth(data[k:])] if m < k else [*path(m - k, data[k:]), mth(data[:k])]


def subproof(m: int, data: list[bytes], *, whole: bool = True) -> list[bytes]:
    """SUBPROOF of RFC 6962, section 2.1.2."""
    if m == len(data):
        return [] if whole else [mth(data)]
    k = split(len(data))
    if m <= k:
        return [*subproof(m, data[:k], whole=whole), mth(data[k:])]
    return [*subproof(m - k, data[k:], whole=False), mth(data[:k])]


def split(count: int) -> int:
    k = 1
    while k * 2 < count:
        k *= 2
    return k


DATA = [f"leaf {i}".encode() for i in range(LARGEST)]
NODES: dict[tuple[int, int], bytes] = {}
FRONTIERS = [Frontier()]
for _leaf in DATA:
    _frontier, _made = FRONTIERS[-1].append(leaf_hash(_leaf))
    FRONTIERS.append(_frontier)
    NODES.update(_made)
MTH = [mth(DATA[:size]) for size in range(LARGEST + 1)]


def test_published_roots() -> None:
    frontier = Frontier()
    assert frontier.root() == EMPTY_ROOT == hashlib.sha256(b"").digest()
    for leaf, root in zip(LEAVES, ROOTS, strict=True):
        frontier, _ = frontier.append(leaf_hash(leaf))
        assert frontier.root().hex() == root


@pytest.mark.parametrize("size", [0, 1, 6, 7, 8])
def test_many_leaves_at_once_make_the_same_tree(size: int) -> None:
    frontier, made = FRONTIERS[size].append(*map(leaf_hash, DATA[size:]))
    assert frontier == FRONTIERS[-1]
    assert dict(made).items() <= NODES.items()
    assert {index for (level, index), _ in made if not level} == set(range(size, LARGEST))


@pytest.mark.parametrize("size", range(1, LARGEST + 1))
def test_root_and_inclusion_of_every_leaf(size: int) -> None:
    assert FRONTIERS[size].root() == MTH[size] == range_hash((0, size), NODES)
    step = max(1, size // 16)
    for index in {*range(0, size, step), size - 1}:
        proof = [range_hash(span, NODES) for span in inclusion_ranges(index, size)]
        assert proof == path(index, DATA[:size])
        assert root_from_inclusion(leaf_hash(DATA[index]), index, size, proof) == MTH[size]


@pytest.mark.parametrize("size", range(1, LARGEST + 1))
def test_consistency_from_every_earlier_size(size: int) -> None:
    step = max(1, size // 16)
    for old in {*range(1, size + 1, step), size}:
        proof = [range_hash(span, NODES) for span in consistency_ranges(old, size)]
        assert proof == subproof(old, DATA[:size])
        assert consistent(old, MTH[old], size, MTH[size], proof)


@pytest.mark.parametrize("size", [2, 3, 7, 8, 64, 65, 300])
def test_a_changed_proof_does_not_verify(size: int) -> None:
    chance = random.Random(size)
    for _ in range(50):
        index, old = chance.randrange(size), chance.randrange(1, size)
        inclusion = [range_hash(span, NODES) for span in inclusion_ranges(index, size)]
        inclusion[chance.randrange(len(inclusion))] = chance.randbytes(32)
        assert root_from_inclusion(leaf_hash(DATA[index]), index, size, inclusion) != MTH[size]
        consistency = [range_hash(span, NODES) for span in consistency_ranges(old, size)]
        consistency[chance.randrange(len(consistency))] = chance.randbytes(32)
        assert not consistent(old, MTH[old], size, MTH[size], consistency)


@pytest.mark.parametrize("size", [2, 5, 8, 300])
def test_a_proof_of_the_wrong_length_does_not_verify(size: int) -> None:
    proof = [range_hash(span, NODES) for span in inclusion_ranges(0, size)]
    for wrong in (proof[:-1], [*proof, bytes(32)]):
        with pytest.raises(ValueError, match="too"):
            root_from_inclusion(leaf_hash(DATA[0]), 0, size, wrong)
    consistency = [range_hash(span, NODES) for span in consistency_ranges(1, size)]
    assert not consistent(1, MTH[1], size, MTH[size], consistency[:-1])
    assert not consistent(1, MTH[1], size, MTH[size], [*consistency, bytes(32)])


def test_costs_are_logarithmic() -> None:
    size = 1_000_003
    assert len(proof_nodes(inclusion_ranges(123_456, size))) <= 2 * size.bit_length()
    assert len(proof_nodes(consistency_ranges(654_321, size))) <= 2 * size.bit_length()
    assert len(complete_subtrees((0, size))) == size.bit_count()


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_a_leaf_outside_the_tree_is_refused(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="not in a tree"):
        inclusion_ranges(index, size)


@pytest.mark.parametrize(("old", "size"), [(0, 3), (4, 3)])
def test_an_impossible_beginning_is_refused(old: int, size: int) -> None:
    with pytest.raises(ValueError, match="beginning"):
        consistency_ranges(old, size)
    assert not consistent(old, bytes(32), size, bytes(32), [])
