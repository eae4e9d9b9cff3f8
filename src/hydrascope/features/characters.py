"""What each Unicode character is to the tokeniser: tables indexed by code point.

Letters fold to lower case without accents, full-width and mathematical letters to plain ones, so that
neither typography nor composed or decomposed form changes a hash. Characters nobody sees (zero-width,
combining marks) are passed over. Each ideograph, kana or hangul syllable is a word of its own.
"""

import unicodedata
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

SEPARATOR, LETTER, DIGIT, IDEOGRAPH, IGNORED = range(5)

TALLIES = (
    "uncounted", "upper", "digit", "newline", "question", "exclamation", "brace", "bracket", "backtick",
    "maths", "comma", "pipe", "semicolon", "colon", "quote", "period", "backslash", "hash", "angle",
    "dash", "latin", "greek", "cyrillic", "arabic", "devanagari", "han", "kana", "hangul", "emoji",
)  # fmt: skip
"""What is counted in a text; the index is the column in `Readings.tallies`."""

TALLY = {name: place for place, name in enumerate(TALLIES)}

PUNCTUATION = {
    "newline": "\n", "question": "?？؟¿", "exclamation": "!！¡", "brace": "{}", "bracket": "[]()",
    "backtick": "`", "maths": "+*/=^%$×÷≤≥≠≈∑∫√π∞±→∈∀∃", "comma": ",，、", "pipe": "|", "semicolon": ";；",
    "colon": ":：", "quote": "\"'“”‘’«»「」", "period": ".。", "backslash": "\\", "hash": "#", "angle": "<>",
    "dash": "-–—",
}  # fmt: skip

# First and last code point of scripts written with letters. Unassigned ones inside count as letters:
# the hash must not depend on the Unicode version of the interpreter.
LETTERS = (
    (0x41, 0x5A, "upper"), (0x61, 0x7A, "uncounted"), (0xAA, 0xAA, "latin"), (0xBA, 0xBA, "latin"),
    (0xC0, 0xD6, "latin"), (0xD8, 0xF6, "latin"), (0xF8, 0x2AF, "latin"), (0x370, 0x3FF, "greek"),
    (0x400, 0x52F, "cyrillic"), (0x530, 0x5FF, "uncounted"), (0x620, 0x65F, "arabic"),
    (0x66E, 0x6EF, "arabic"), (0x6FA, 0x8FF, "arabic"), (0x900, 0x963, "devanagari"),
    (0x970, 0x97F, "devanagari"), (0x980, 0x10FF, "uncounted"), (0x1200, 0x1DBF, "uncounted"),
    (0x1E00, 0x1EFF, "latin"), (0x1F00, 0x1FFF, "greek"), (0x2C00, 0x2DFF, "uncounted"),
    (0xA4D0, 0xABFF, "uncounted"), (0xFB00, 0xFB4F, "uncounted"), (0xFB50, 0xFDFF, "arabic"),
    (0xFE70, 0xFEFC, "arabic"), (0xFF21, 0xFF3A, "latin"), (0xFF41, 0xFF5A, "latin"),
    (0x10000, 0x1BFFF, "uncounted"), (0x1D400, 0x1D7CB, "latin"),
)  # fmt: skip
IDEOGRAPHS = (
    (0x1100, 0x11FF, "hangul"), (0x3040, 0x30FF, "kana"), (0x3130, 0x318F, "hangul"),
    (0x3400, 0x4DBF, "han"), (0x4E00, 0x9FFF, "han"), (0xAC00, 0xD7AF, "hangul"), (0xF900, 0xFAFF, "han"),
    (0xFF66, 0xFF9F, "kana"), (0x20000, 0x3FFFF, "han"),
)  # fmt: skip
DIGITS = (
    (0x30, 0x39, "digit"), (0x660, 0x669, "digit"), (0x6F0, 0x6F9, "digit"), (0x966, 0x96F, "digit"),
    (0xFF10, 0xFF19, "digit"), (0x1D7CE, 0x1D7FF, "digit"),
)  # fmt: skip
UNSEEN = (
    (0xAD, 0xAD, "uncounted"), (0x300, 0x36F, "uncounted"), (0x200B, 0x200F, "uncounted"),
    (0x202A, 0x202E, "uncounted"), (0x2060, 0x206F, "uncounted"), (0xFE00, 0xFE0F, "uncounted"),
    (0xFEFF, 0xFEFF, "uncounted"), (0xE0000, 0xE01EF, "uncounted"),
)  # fmt: skip
SYMBOLS = ((0x2600, 0x27BF, "emoji"), (0x1F000, 0x1FAFF, "emoji"))
FOLDED = (
    (0x41, 0x5A), (0xC0, 0x24F), (0x370, 0x52F), (0x1E00, 0x1FFF), (0xFF10, 0xFF5A), (0xFF66, 0xFF9F),
    (0x1D400, 0x1D7FF),
)  # fmt: skip


class Characters(NamedTuple):
    """Indexed by code point, 0x110000 long. kinds, tallies: uint8; folds: uint32, the character hashed."""

    kinds: npt.NDArray[np.uint8]
    folds: npt.NDArray[np.uint32]
    tallies: npt.NDArray[np.uint8]


@lru_cache(maxsize=1)
def characters() -> Characters:
    """The tables, built once."""
    kinds = np.full(0x110000, SEPARATOR, dtype=np.uint8)
    tallies = np.zeros(0x110000, dtype=np.uint8)
    groups = (
        (LETTERS, LETTER), (IDEOGRAPHS, IDEOGRAPH), (DIGITS, DIGIT), (UNSEEN, IGNORED), (SYMBOLS, SEPARATOR),
    )  # fmt: skip
    for ranges, kind in groups:
        for first, last, tally in ranges:
            kinds[first : last + 1] = kind
            tallies[first : last + 1] = TALLY[tally]
    for tally, marks in PUNCTUATION.items():
        for mark in marks:
            kinds[ord(mark)] = LETTER if mark == "π" else SEPARATOR
            tallies[ord(mark)] = TALLY[tally]
    folds = np.arange(0x110000, dtype=np.uint32)
    for first, last in FOLDED:
        for point in range(first, last + 1):
            folds[point] = _folded(point)
    return Characters(kinds, folds, tallies)


def _folded(point: int) -> int:
    """The first code point of the lower-cased, decomposed character."""
    return ord(unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", chr(point)).lower())[0])
