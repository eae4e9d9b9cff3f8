"""Compiled: bytes to word hashes. The only code that reads text.

Two hashes per word: `raw` as written (case and accents folded) and `masked`, in which a run of digits
is one class, so that "Task 12" and "Task 7" agree. They are equal for words without digits.
"""

from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
from numba import njit

from hydrascope.features.characters import DIGIT, IDEOGRAPH, IGNORED, LETTER, Characters
from hydrascope.features.hashing import mix

TAG, COMMAND, LABEL = 1, 2, 3
"""Marks on a word: `<word>` or `[word]`, `\\word`, `word:`. 0: none."""

BASIS = np.uint64(0xCBF29CE484222325)
PRIME = np.uint64(0x100000001B3)
DIGITS_CLASS = np.uint64(0x110000)

Bytes: TypeAlias = npt.NDArray[np.uint8]
Counts: TypeAlias = npt.NDArray[np.int32]


class Words(NamedTuple):
    """Room for the words of one text, used again for the next. raw, masked: uint64; marks: uint8."""

    raw: npt.NDArray[np.uint64]
    masked: npt.NDArray[np.uint64]
    marks: npt.NDArray[np.uint8]


def scratch(size: int) -> Words:
    """Room for `size` words."""
    return Words(np.zeros(size, np.uint64), np.zeros(size, np.uint64), np.zeros(size, np.uint8))


@njit(cache=True, nogil=True)
def decode(data: Bytes, at: int, stop: int) -> tuple[np.int64, int]:
    """Code point and width of the UTF-8 sequence at `at`; malformed bytes are NUL of width 1."""
    lead = np.int64(data[at])
    if lead < 0x80:
        return lead, 1
    if 0xC2 <= lead < 0xE0 and at + 1 < stop:
        width, point = 2, lead & 0x1F
    elif 0xE0 <= lead < 0xF0 and at + 2 < stop:
        width, point = 3, lead & 0x0F
    elif 0xF0 <= lead < 0xF5 and at + 3 < stop:
        width, point = 4, lead & 0x07
    else:
        return np.int64(0), 1
    for j in range(1, width):
        byte = np.int64(data[at + j])
        if byte & 0xC0 != 0x80:
            return np.int64(0), 1
        point = (point << 6) | (byte & 0x3F)
    return (point, width) if point < 0x110000 else (np.int64(0), 1)


@njit(cache=True, nogil=True)
def mark_of(data: Bytes, first: int, end: int, start: int, stop: int) -> int:
    """The mark on the word `data[first:end]` within the text `data[start:stop]`."""
    before = data[first - 1] if first > start else 0
    after = data[end] if end < stop else 0
    if before == 92:
        return COMMAND
    if after == 62 and (before == 60 or (before == 47 and first - 1 > start and data[first - 2] == 60)):
        return TAG
    if after == 93 and before == 91:
        return TAG
    if after == 58:
        return LABEL
    if after == 0xEF and end + 2 < stop and data[end + 1] == 0xBC and data[end + 2] == 0x9A:
        return LABEL
    return 0


@njit(cache=True, nogil=True)
def read_words(data: Bytes, start: int, stop: int, chars: Characters, words: Words, count: int, tallies: Counts) -> int:
    """Append the words of `data[start:stop]` to `words` from place `count`; return the new count.

    tallies: int32, counted up in place.
    """
    # Arrays are taken out of their tuples once: inside the loop each taking would count references.
    kinds, folds, tallied = chars.kinds, chars.folds, chars.tallies
    raws, maskeds, marks = words.raw, words.masked, words.marks
    at = start
    while at < stop:
        point, width = decode(data, at, stop)
        kind = kinds[point]
        end = at + width
        if kind in (LETTER, DIGIT):
            end, raws[count], maskeds[count] = read_word(data, at, stop, kinds, folds, tallied, tallies)
        else:
            tallies[tallied[point]] += 1
            if kind != IDEOGRAPH:
                at = end
                continue
            raws[count] = maskeds[count] = mix((BASIS ^ np.uint64(folds[point])) * PRIME)
        marks[count] = mark_of(data, at, end, start, stop)
        count += 1
        at = end
    return count


@njit(cache=True, nogil=True)
def read_word(
    data: Bytes,
    first: int,
    stop: int,
    kinds: Bytes,
    folds: npt.NDArray[np.uint32],
    tallied: Bytes,
    tallies: Counts,
) -> tuple[int, np.uint64, np.uint64]:
    """End, raw and masked hash of the word that begins at `first`."""
    at, raw = skim(data, first, stop)
    masked = raw
    plain = at == first  # it is all digits so far
    digit = digits = False  # its last character is one; any is
    while at < stop:
        point, width = decode(data, at, stop)
        kind = kinds[point]
        fold = np.uint64(folds[point])
        if kind == LETTER:
            raw = (raw ^ fold) * PRIME
            masked = (masked ^ fold) * PRIME
            plain = digit = False
        elif kind == DIGIT:
            raw = (raw ^ fold) * PRIME
            masked = masked if digit else (masked ^ DIGITS_CLASS) * PRIME
            digit = digits = True
        elif plain and at + 1 < stop and joins(point, data[at + 1]):
            raw = (raw ^ fold) * PRIME
        elif kind != IGNORED:
            break
        tallies[tallied[point]] += 1
        at += width
    raw = mix(raw)
    return at, raw, mix(masked) if digits else raw


@njit(cache=True, nogil=True)
def is_small(byte: int) -> bool:
    """Whether a byte is one of a to z."""
    return 97 <= byte <= 122


@njit(cache=True, nogil=True)
def skim(data: Bytes, at: int, stop: int) -> tuple[int, np.uint64]:
    """End and hash of a run of small ASCII letters, most of most texts, in the tightest loop there is."""
    raw = BASIS
    while at < stop and is_small(data[at]):
        raw = (raw ^ np.uint64(data[at])) * PRIME
        at += 1
    return at, raw


@njit(cache=True, nogil=True)
def joins(byte: np.int64, following: int) -> bool:
    """Whether a number goes on behind a mark: 1,000 and 3.14 and 12:30 are one number each."""
    return (byte == 44 or byte == 46 or byte == 58) and 48 <= following <= 57


@njit(cache=True, nogil=True)
def sequence(hashes: npt.NDArray[np.uint64], first: int, stop: int) -> np.uint64:
    """Hash of the words `hashes[first:stop]` in their order; 0 when there is none."""
    if stop <= first:
        return np.uint64(0)
    total = BASIS
    for at in range(first, stop):
        total = (total ^ hashes[at]) * PRIME
        total ^= total >> np.uint64(29)
    total = mix(total)
    return total if total != np.uint64(0) else np.uint64(1)
