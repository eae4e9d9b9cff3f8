"""Compiled kernels over the text of an Arrow column: word hashes, hashed bags of words, MinHash."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
from numba import njit
from numpy.typing import NDArray

from hydrascope.proving.metrics import Ints

Bytes = NDArray[np.uint8]
Hashes = NDArray[np.uint64]
Signatures = NDArray[np.uint32]
PERMUTATIONS = 64


def buffers(column: pa.ChunkedArray, rows: int = 50_000) -> Iterator[tuple[Bytes, Ints]]:
    """Per batch of at most `rows`: the bytes, and int64 offsets of shape (batch + 1,). Null is empty."""
    for chunk in column.cast(pa.large_string()).chunks:
        for start in range(0, len(chunk), rows):
            batch = chunk.slice(start, rows).fill_null("")
            _, offsets, data = batch.buffers()
            ends = np.frombuffer(offsets, np.int64)[batch.offset : batch.offset + len(batch) + 1]
            yield np.frombuffer(data or b"", np.uint8), ends


@njit(cache=True, inline="always")
def _mix(value: np.uint64) -> np.uint64:
    """Finaliser of splitmix64 (Steele, Lea and Flood 2014): uint64 to uint64, one to one."""
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return value ^ (value >> np.uint64(31))


@njit(cache=True)
def word_hashes(text: Bytes, start: int, end: int) -> Hashes:
    """FNV-1a of each word of text[start:end], ASCII case folded; uint64 of shape (words,).

    A word is a run of letters, digits and non-ASCII bytes; a CJK, kana or Hangul character is one by itself.
    """
    out = np.empty(end - start, np.uint64)
    count = 0
    state, inside = np.uint64(0xCBF29CE484222325), False
    for at in range(start, end):
        byte = text[at]
        wide = 0xE3 <= byte <= 0xED
        if 65 <= byte <= 90:
            byte += 32
        letter = 97 <= byte <= 122 or 48 <= byte <= 57 or byte >= 128
        if inside and (wide or not letter):
            out[count] = _mix(state)
            count += 1
            state, inside = np.uint64(0xCBF29CE484222325), False
        if letter:
            state, inside = (state ^ np.uint64(byte)) * np.uint64(0x100000001B3), True
    if inside:
        out[count] = _mix(state)
        count += 1
    return out[:count]


@njit(cache=True)
def bags(text: Bytes, ends: Ints, width: int) -> tuple[NDArray[np.int32], Ints]:
    """Words as columns below `width` (hash modulo): (column int32 of shape (words,), row starts int64)."""
    columns = np.empty(ends[-1] - ends[0], np.int32)
    starts = np.zeros(len(ends), np.int64)
    for row in range(len(ends) - 1):
        words = word_hashes(text, ends[row], ends[row + 1])
        for i in range(len(words)):
            columns[starts[row] + i] = words[i] % np.uint64(width)
        starts[row + 1] = starts[row] + len(words)
    return columns[: starts[-1]], starts


@njit(cache=True)
def minhash(text: Bytes, ends: Ints, multipliers: Hashes, offsets: Hashes, least_words: int) -> Signatures:
    """MinHash signatures (Broder 1997) of 3-word shingles; uint32 of shape (rows, permutations).

    A text of one or two words is a single shingle; one of fewer than `least_words` has the signature 0.
    """
    rows, permutations = len(ends) - 1, len(multipliers)
    out = np.zeros((rows, permutations), np.uint32)
    for row in range(rows):
        words = word_hashes(text, ends[row], ends[row + 1])
        least = np.full(permutations, 0xFFFFFFFF, np.uint64)
        for i in range(max(min(len(words), 1), len(words) - 2)):
            shingle = words[i]
            for j in range(i + 1, min(i + 3, len(words))):
                shingle = _mix(shingle * np.uint64(31) + words[j])
            for k in range(permutations):
                least[k] = min(least[k], (multipliers[k] * shingle + offsets[k]) >> np.uint64(32))
        if len(words) >= least_words:
            out[row] = least.astype(np.uint32)
    return out


def signatures(column: pa.ChunkedArray, seed: int, least_words: int = 1) -> Signatures:
    """MinHash signatures of a column of text, uint32 of shape (rows, 64); 0 for too few words."""
    rng = np.random.default_rng(seed)
    limit = np.iinfo(np.uint64).max
    multipliers = rng.integers(1, limit, PERMUTATIONS, np.uint64) | np.uint64(1)
    offsets = rng.integers(0, limit, PERMUTATIONS, np.uint64)
    parts = [minhash(text, ends, multipliers, offsets, least_words) for text, ends in buffers(column)]
    return np.concatenate([np.empty((0, PERMUTATIONS), np.uint32), *parts])
