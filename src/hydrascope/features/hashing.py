"""Hashes: SipHash-2-4 for identifiers, fast mixing for content.

SipHash: Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012. Its 128-bit key is derived
from the caller's secret and the kind of identifier, so that equal strings of two kinds differ.
Mixing: the finaliser of MurmurHash3 (Appleby, public domain).
"""

import hashlib

import numpy as np
import numpy.typing as npt

from hydrascope.features.columns import Flags, Hashes, Integers, Strings
from hydrascope.features.compiled import compiled

MIX_1 = np.uint64(0xFF51AFD7ED558CCD)
MIX_2 = np.uint64(0xC4CEB9FE1A85EC53)
CONTENT_KEY = b"hydrascope content hash 1"
"""Not a secret: content hashes must be equal for everyone, so that partners can compare them."""


@compiled
def mix(value: np.uint64) -> np.uint64:
    """A bijection of 64 bits in which every output bit depends on every input bit."""
    value = (value ^ (value >> np.uint64(33))) * MIX_1
    value = (value ^ (value >> np.uint64(33))) * MIX_2
    return value ^ (value >> np.uint64(33))


@compiled
def _rotate(value: np.uint64, bits: np.uint64) -> np.uint64:
    return (value << bits) | (value >> (np.uint64(64) - bits))


@compiled
def _round(v0: np.uint64, v1: np.uint64, v2: np.uint64, v3: np.uint64) -> tuple[np.uint64, ...]:
    v0 += v1
    v2 += v3
    v1 = _rotate(v1, np.uint64(13)) ^ v0
    v3 = _rotate(v3, np.uint64(16)) ^ v2
    v0 = _rotate(v0, np.uint64(32)) + v3
    v2 += v1
    v1 = _rotate(v1, np.uint64(17)) ^ v2
    v3 = _rotate(v3, np.uint64(21)) ^ v0
    return v0, v1, _rotate(v2, np.uint64(32)), v3


@compiled
def siphash(data: npt.NDArray[np.uint8], start: int, stop: int, k0: np.uint64, k1: np.uint64) -> np.uint64:
    """SipHash-2-4 of `data[start:stop]`."""
    v0 = k0 ^ np.uint64(0x736F6D6570736575)
    v1 = k1 ^ np.uint64(0x646F72616E646F6D)
    v2 = k0 ^ np.uint64(0x6C7967656E657261)
    v3 = k1 ^ np.uint64(0x7465646279746573)
    size = stop - start
    for block in range(size // 8 + 1):
        first = start + 8 * block
        word = np.uint64(0)
        for j in range(min(8, stop - first)):
            word |= np.uint64(data[first + j]) << np.uint64(8 * j)
        if stop - first < 8:
            word |= np.uint64(size & 255) << np.uint64(56)
        v3 ^= word
        v0, v1, v2, v3 = _round(v0, v1, v2, v3)
        v0, v1, v2, v3 = _round(v0, v1, v2, v3)
        v0 ^= word
    v2 ^= np.uint64(255)
    for _ in range(4):
        v0, v1, v2, v3 = _round(v0, v1, v2, v3)
    return v0 ^ v1 ^ v2 ^ v3


@compiled
def _hash_rows(
    offsets: Integers, data: npt.NDArray[np.uint8], valid: Flags, k0: np.uint64, k1: np.uint64, hashes: Hashes
) -> None:
    for row in range(valid.size):
        if valid[row]:
            value = siphash(data, offsets[row], offsets[row + 1], k0, k1)
            hashes[row] = value if value != np.uint64(0) else np.uint64(1)


def keyed(rows: Strings, key: bytes, kind: str) -> Hashes:
    """Uint64 [rows]: keyed hash of each string within its `kind`; 0 where unknown."""
    secret = hashlib.blake2b(key, digest_size=32).digest()
    halves = hashlib.blake2b(kind.encode(), key=secret, digest_size=16).digest()
    k0, k1 = np.frombuffer(halves, dtype="<u8").astype(np.uint64)
    hashes = np.zeros(rows.valid.size, dtype=np.uint64)
    _hash_rows(rows.offsets, rows.data, rows.valid, k0, k1, hashes)
    return hashes


def mixed(values: Hashes) -> Hashes:
    """`mix` of a whole array."""
    values = (values ^ (values >> np.uint64(33))) * MIX_1
    values = (values ^ (values >> np.uint64(33))) * MIX_2
    return values ^ (values >> np.uint64(33))


def known(values: Hashes, where: Flags) -> Hashes:
    """`values` where `where`, never 0 there; 0 elsewhere."""
    return np.where(where, np.maximum(values, np.uint64(1)), np.uint64(0))
