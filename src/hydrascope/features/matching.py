"""Compiled: finding the lexicon's phrases in the words of a text."""

import numpy as np

from hydrascope.features.columns import Hashes
from hydrascope.features.compiled import compiled
from hydrascope.features.lexicon import MARK, STARTS_BITS, STEP, Lexicon
from hydrascope.features.words import Bytes, Counts, Words
from hydrascope.tables import LANGUAGES

LANGUAGE_COUNT = len(LANGUAGES)
LANGUAGE_WORDS = 256
"""A text's language is settled by its first words."""

_STEP = np.uint64(STEP)
_MARK = np.uint64(MARK)


@compiled
def look_up(words: Words, count: int, lexicon: Lexicon, scores: Counts, languages: Counts) -> np.uint32:
    """Find the lexicon's phrases in one text: return its forms, add to its scores and function words."""
    masked, marks = words.masked, words.marks
    keys, starts, spoken, more = lexicon.keys, lexicon.starts, lexicon.languages, lexicon.more
    found, capability, weight = lexicon.forms, lexicon.capability, lexicon.weight
    forms = np.uint32(0)
    for first in range(count):
        state = masked[first]
        if marks[first] != 0:
            slot = find(keys, starts, state ^ (_MARK * np.uint64(marks[first])))
            if slot >= 0:
                forms |= found[slot]
                scores[capability[slot]] += weight[slot]
        slot = find(keys, starts, state)
        if slot >= 0 and first < LANGUAGE_WORDS and spoken[slot] != 0:
            for language in range(LANGUAGE_COUNT):
                languages[language] += (spoken[slot] >> language) & 1
        at = first
        while slot >= 0:
            forms |= found[slot]
            scores[capability[slot]] += weight[slot]
            at += 1
            if at >= count or not more[slot]:
                break
            state = ((state ^ masked[at]) * _STEP) ^ (state >> np.uint64(29))
            slot = find(keys, starts, state)
    return forms


@compiled
def find(keys: Hashes, starts: Bytes, state: np.uint64) -> np.int64:
    """Slot of a state, or -1."""
    if starts[state >> np.uint64(64 - STARTS_BITS)] == 0:
        return np.int64(-1)
    bound = np.uint64(keys.size - 1)
    slot = state & bound
    while keys[slot] != np.uint64(0):
        if keys[slot] == state:
            return np.int64(slot)
        slot = (slot + np.uint64(1)) & bound
    return np.int64(-1)
