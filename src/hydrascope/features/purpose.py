"""What a text is made for, in bits: training data (+) or the asker's own use (-).

A logistic model over words and word pairs at the text's edges, forms and shape. Its weights are learnt by
`benchmarks/fit_features.py` from English text alone, so that no language carries a weight: of other
languages only form and shape speak.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from hydrascope.features.characters import TALLY
from hydrascope.features.columns import Hashes, Integers
from hydrascope.features.compiled import compiled
from hydrascope.features.hashing import mix
from hydrascope.features.readings import Readings
from hydrascope.features.words import Bytes
from hydrascope.tables import FORMS

GRAM_BITS = 16
OPENING_WORDS = 64
CLOSING_WORDS = 32
"""Purpose shows in how a text opens and closes; its middle is the task's material."""

MOST_GRAMS = 2 * (OPENING_WORDS + CLOSING_WORDS) + 1
MOST_BITS = 4.0
FIRST = 4
"""Mark of the opening word: "Generate ..." is not "... generate"."""

_PAIR = np.uint64(0xA0761D6478BD642F)
_MARK = np.uint64(0xD6E8FEB86659FD93)

SHAPE = (
    "log words", "log lines", "asks", "ends asking", "ends with a colon", "ends with a stop", "digits",
    "capitals", "code", "quotes", "exclamation", "colons",
)  # fmt: skip
"""Columns of `shape`."""


class Model(NamedTuple):
    """score = intercept + grams · scale + forms + shape, natural log odds, calibrated.

    grams: int8 [2^16]; scale, intercept: float; forms: float32 [FORMS]; shape: float32 [SHAPE].
    """

    grams: npt.NDArray[np.int8]
    scale: float
    intercept: float
    forms: npt.NDArray[np.float32]
    shape: npt.NDArray[np.float32]


@compiled
def gram(value: np.uint64, mark: int) -> np.int64:
    """Bucket of a hash under a mark."""
    if mark != 0:
        value = mix(value ^ (_MARK * np.uint64(mark)))
    return np.int64(value >> np.uint64(64 - GRAM_BITS))


@compiled
def list_grams(masked: Hashes, marks: Bytes, count: int, room: Integers) -> int:
    """Write the buckets of the opening and closing words and pairs to `room`; return their number."""
    if count == 0:
        return 0
    room[0] = gram(masked[0], FIRST)
    used = 1
    window = min(count, OPENING_WORDS + CLOSING_WORDS)
    for place in range(window):
        at = place if place < OPENING_WORDS else place + count - window
        room[used] = gram(masked[at], marks[at])
        used += 1
        if at + 1 < count:
            room[used] = gram(mix(masked[at] * _PAIR + masked[at + 1]), 0)
            used += 1
    return used


@compiled
def weigh(masked: Hashes, marks: Bytes, count: int, grams: npt.NDArray[np.int8], room: Integers) -> float:
    """Sum of the grams' weights over the root of their number."""
    used = list_grams(masked, marks, count, room)
    total = np.int64(0)
    for at in range(used):
        total += grams[room[at]]
    return total / np.sqrt(used) if used > 0 else 0.0


def shape(read: Readings) -> npt.NDArray[np.float32]:
    """Float32 [rows, SHAPE]: what a text looks like, whatever its words. All columns lie in 0 to 1."""
    words = np.maximum(read.words, 1).astype(np.float64)
    chars = np.maximum(read.chars, 1).astype(np.float64)
    marks = {name: read.tallies[:, place].astype(np.float64) for name, place in TALLY.items()}
    columns = (
        np.log1p(words) / 12,
        np.log1p(marks["newline"]) / 8,
        marks["question"] > 0,
        read.last == ord("?"),
        read.last == ord(":"),
        read.last == ord("."),
        np.sqrt(marks["digit"] / chars),
        np.sqrt(marks["upper"] / chars),
        np.sqrt((marks["brace"] + marks["semicolon"] + marks["backtick"]) / chars),
        np.sqrt(marks["quote"] / chars),
        marks["exclamation"] > 0,
        np.sqrt(marks["colon"] / chars),
    )
    return np.minimum(np.stack(columns, axis=1).astype(np.float32), np.float32(1))


def bits(read: Readings, model: Model) -> npt.NDArray[np.float32]:
    """Float32 [rows]: base-2 log likelihood ratio within ±4; 0 where there is no word."""
    score = model.intercept + model.scale * read.grams.astype(np.float64)
    # Column by column: a matrix product may round differently with the number of rows.
    for place in range(len(FORMS)):
        score += ((read.forms >> np.uint32(place)) & 1) * float(model.forms[place])
    for column, weight in zip(shape(read).T, model.shape, strict=True):
        score += column * float(weight)
    limited = np.clip(score / np.log(2), -MOST_BITS, MOST_BITS)
    return np.where(read.words > 0, limited, 0).astype(np.float32)
