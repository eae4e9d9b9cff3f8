"""Compiled: bytes to word hashes. The only code that reads text.

Two hashes per word: `raw` as written (case and accents folded) and `masked`, in which a run of digits
is one class, so that "Task 12" and "Task 7" agree. They are equal for words without digits.
"""

from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from hydrascope.features.characters import DIGIT, IDEOGRAPH, IGNORED, LETTER, Characters
from hydrascope.features.compiled import compiled
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


@compiled
def read_words(data: Bytes, start: int, stop: int, chars: Characters, words: Words, count: int, tallies: Counts) -> int:
    """Append the words of `data[start:stop]` to `words` from place `count`; return the new count.

    tallies: int32, counted up in place. Small ASCII letters, most of most texts, are not counted and cost least.
    """
    kinds, folds, tallied = chars.kinds, chars.folds, chars.tallies
    # Of this view all places are plainly not negative; a negative one would have to be counted from the end.
    text = data[start:stop]
    first = following = 0  # where the word and where the next character begin
    raw = masked = BASIS
    plain, digit = True, False  # the word is all digits so far; its last character is one
    for at in range(text.size):
        byte = text[at]
        if is_small(byte):
            raw, masked = add(raw, byte), add(masked, byte)
            plain = digit = False
            continue
        if at < following:
            continue
        point, width = decode(text, at)
        following = at + width
        kind = kinds[point]
        tallies[tallied[point]] += 1
        if kind == LETTER:
            raw, masked = add(raw, folds[point]), add(masked, folds[point])
            plain = digit = False
        elif kind == DIGIT:
            raw, masked = add(raw, folds[point]), masked if digit else add(masked, DIGITS_CLASS)
            digit = True
        elif at > first and plain and joins(text, at):
            raw = add(raw, folds[point])
        elif at == first or kind != IGNORED:
            count = end_word(text, first, at, raw, masked, words, count)
            if kind == IDEOGRAPH:
                ideograph = add(BASIS, folds[point])
                count = end_word(text, at, following, ideograph, ideograph, words, count)
            first, raw, masked, plain, digit = following, BASIS, BASIS, True, False
    return end_word(text, first, text.size, raw, masked, words, count)


@compiled
def is_small(byte: int) -> bool:
    """Whether a byte is one of a to z."""
    return 97 <= byte <= 122


@compiled
def add(total: np.uint64, value: int | np.unsignedinteger) -> np.uint64:
    """The hash of a word with one more character (FNV-1a, a character at a time)."""
    return (total ^ np.uint64(value)) * PRIME


@compiled
def decode(text: Bytes, at: int) -> tuple[np.int64, int]:
    """Code point and width of the UTF-8 sequence at `at`; malformed bytes are NUL of width 1."""
    lead = np.int64(text[at])
    if lead < 0x80:
        return lead, 1
    if 0xC2 <= lead < 0xE0 and at + 1 < text.size:
        width, point = 2, lead & 0x1F
    elif 0xE0 <= lead < 0xF0 and at + 2 < text.size:
        width, point = 3, lead & 0x0F
    elif 0xF0 <= lead < 0xF5 and at + 3 < text.size:
        width, point = 4, lead & 0x07
    else:
        return np.int64(0), 1
    for j in range(1, width):
        byte = np.int64(text[at + j])
        if byte & 0xC0 != 0x80:
            return np.int64(0), 1
        point = (point << 6) | (byte & 0x3F)
    return (point, width) if point < 0x110000 else (np.int64(0), 1)


@compiled
def joins(text: Bytes, at: int) -> bool:
    """Whether a number goes on behind the mark at `at`: 1,000 and 3.14 and 12:30 are one number each."""
    mark = text[at]
    return (mark == 44 or mark == 46 or mark == 58) and at + 1 < text.size and 48 <= text[at + 1] <= 57


@compiled
def end_word(text: Bytes, first: int, end: int, raw: np.uint64, masked: np.uint64, words: Words, count: int) -> int:
    """Write the word `text[first:end]`, if it is one, to place `count` of `words`; return the new count."""
    if end == first:
        return count
    words.raw[count], words.masked[count] = mix(raw), mix(masked)
    words.marks[count] = mark_of(text, first, end)
    return count + 1


@compiled
def mark_of(text: Bytes, first: int, end: int) -> int:
    """The mark on the word `text[first:end]`."""
    before = text[first - 1] if first > 0 else 0
    after = text[end] if end < text.size else 0
    if before == 92:
        return COMMAND
    if after == 62 and (before == 60 or (before == 47 and first > 1 and text[first - 2] == 60)):
        return TAG
    if after == 93 and before == 91:
        return TAG
    if after == 58:
        return LABEL
    if after == 0xEF and end + 2 < text.size and text[end + 1] == 0xBC and text[end + 2] == 0x9A:
        return LABEL
    return 0


@compiled
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
