"""One pass per text: words in, everything FEATURES keeps of them out."""

from typing import NamedTuple

import numpy as np

from hydrascope.features.columns import Flags, Hashes, Integers, Strings
from hydrascope.features.compiled import compiled
from hydrascope.features.hashing import mix
from hydrascope.features.matching import look_up
from hydrascope.features.purpose import MOST_GRAMS, weigh
from hydrascope.features.readings import Readings, Tables, unread
from hydrascope.features.vectors import point
from hydrascope.features.words import Bytes, Words, read_words, scratch, sequence
from hydrascope.tables import VECTOR_WIDTH

HEAD_BYTES = 256 * 1024
TAIL_BYTES = 16 * 1024
"""A longer text is read at its head and its tail only: memory and time stay bounded."""

EDGE_WORDS = 8
FEWEST_EDGE_WORDS = 4
SHINGLE = 5

_SHINGLE_FACTORS = np.array(
    [0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93, 0xA0761D6478BD642F],
    dtype=np.uint64,
)
_NONE = np.uint64(0xFFFFFFFFFFFFFFFF)


class Room(NamedTuple):
    """Room for one text at a time. total: int64 [VECTOR_WIDTH]; grams: int64 [MOST_GRAMS]."""

    words: Words
    total: Integers
    grams: Integers


def read(rows: Strings, tables: Tables) -> Readings:
    """Read every text of a column."""
    out = unread(rows.valid.size)
    longest = int(np.diff(rows.offsets).max(initial=0))
    words = scratch(min(longest, HEAD_BYTES + TAIL_BYTES) + 1)
    room = Room(words, np.zeros(VECTOR_WIDTH, dtype=np.int64), np.zeros(MOST_GRAMS, dtype=np.int64))
    _read_rows(rows.offsets, rows.data, rows.valid, tables, room, out)
    return out


@compiled
def _read_rows(offsets: Integers, data: Bytes, valid: Flags, tables: Tables, room: Room, out: Readings) -> None:
    words = room.words
    for row in range(valid.size):
        if not valid[row]:
            continue
        start, stop = offsets[row], offsets[row + 1]
        tallies = out.tallies[row]
        head = stop if stop - start <= HEAD_BYTES + TAIL_BYTES else start + HEAD_BYTES
        count = read_words(data, start, head, tables.characters, words, 0, tallies)
        if head < stop:
            count = read_words(data, stop - TAIL_BYTES, stop, tables.characters, words, count, tallies)
        out.words[row] = count
        out.chars[row] = code_points(data, start, stop)
        out.last[row] = last_byte(data, start, stop)
        out.text[row] = sequence(words.raw, 0, count)
        out.masked[row] = sequence(words.masked, 0, count)
        if count >= FEWEST_EDGE_WORDS:
            out.head[row] = sequence(words.masked, 0, min(EDGE_WORDS, count))
            out.tail[row] = sequence(words.masked, max(0, count - EDGE_WORDS), count)
        smallest_shingles(words.masked, count, out.phrases[row])
        out.forms[row] = look_up(words, count, tables.lexicon, out.scores[row], out.languages[row])
        point(words.masked, count, tables.vectors, room.total, out.vector[row])
        out.grams[row] = weigh(words.masked, words.marks, count, tables.grams, room.grams)


@compiled
def code_points(data: Bytes, start: int, stop: int) -> int:
    """Characters in `data[start:stop]`: bytes that do not continue one."""
    points = 0
    for at in range(start, stop):
        points += (data[at] & 0xC0) != 0x80
    return points


@compiled
def last_byte(data: Bytes, start: int, stop: int) -> np.int64:
    """The last byte that is not blank, or 0."""
    at = stop - 1
    while at >= start:
        if data[at] > 32:
            return np.int64(data[at])
        at -= 1
    return np.int64(0)


@compiled
def smallest_shingles(masked: Hashes, count: int, kept: Hashes) -> None:
    """Write the smallest distinct hashes of 5 words in a row to `kept`, ascending, zeros behind them."""
    found = 0
    largest = _NONE
    for at in range(count - SHINGLE + 1):
        value = np.uint64(0)
        for j in range(SHINGLE):
            value += masked[at + j] * _SHINGLE_FACTORS[j]
        value = mix(value)
        if value >= largest or value == np.uint64(0):
            continue
        place = found
        while place > 0 and kept[place - 1] > value:
            place -= 1
        if place > 0 and kept[place - 1] == value:
            continue
        if found < kept.size:
            found += 1
        for j in range(found - 1, place, -1):
            kept[j] = kept[j - 1]
        kept[place] = value
        if found == kept.size:
            largest = kept[found - 1]
