"""Phrases that tell how an output is asked for and what it is about, and how they are found.

`lexicon.yaml` holds them in plain words. Each becomes a chain of word hashes in one open-addressed
table; the kernel walks from every word as far as some phrase goes on. No regular expressions: the cost
per word is bounded by the longest phrase, whatever the text.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import yaml

from hydrascope.features.characters import TALLIES, characters
from hydrascope.features.words import Words, read_words, scratch
from hydrascope.tables import CAPABILITIES, FORMS, LANGUAGES

STEP = 0x9E3779B97F4A7C15
MARK = 0xD6E8FEB86659FD93
STARTS_BITS = 15
ALL = (1 << 64) - 1


class Lexicon(NamedTuple):
    """The table. Slot s holds the state `keys[s]` (0: empty), reached after some words of a phrase.

    keys: uint64 [slots]; forms: uint32, bits of `tables.FORMS`; capability: uint8, index;
    weight: uint8, 0 unless a capability phrase ends here; languages: uint16, bits of `tables.LANGUAGES`;
    more: bool, some phrase goes on; starts: uint8 [2^15], 1 where a first word's low bits fall.
    """

    keys: npt.NDArray[np.uint64]
    forms: npt.NDArray[np.uint32]
    capability: npt.NDArray[np.uint8]
    weight: npt.NDArray[np.uint8]
    languages: npt.NDArray[np.uint16]
    more: npt.NDArray[np.bool_]
    starts: npt.NDArray[np.uint8]


@dataclass(slots=True)
class _Entry:
    forms: int = 0
    capability: int = 0
    weight: int = 0
    languages: int = 0
    more: bool = False


@dataclass(slots=True)
class _Chains:
    """State → what is known there, while the table is being built."""

    entries: dict[int, _Entry] = field(default_factory=dict)

    def end(self, phrase: str) -> _Entry:
        """Lay the chain of `phrase` and return its last entry."""
        hashes, marks = tokens(phrase)
        if not hashes:
            raise ValueError(f"lexicon.yaml: {phrase!r} holds no word; remove it")
        if phrase[0] in "<\\" and len(hashes) > 1:
            raise ValueError(f"lexicon.yaml: {phrase!r} is more than one word; marks go with single words")
        state = hashes[0]
        if len(hashes) == 1 and marks[0]:
            state ^= MARK * marks[0] & ALL
        for following in hashes[1:]:
            self.entries.setdefault(state, _Entry()).more = True
            state = ((state ^ following) * STEP & ALL) ^ (state >> 29)
        return self.entries.setdefault(state, _Entry())


def tokens(text: str) -> tuple[list[int], list[int]]:
    """Masked hashes and marks of the words of a short text.

    >>> tokens("Think, STEP by\\nstep!") == tokens("think step by step")
    True
    >>> tokens("Task 7")[0] == tokens("täsk 1,234.5")[0]
    True
    >>> tokens("<think>")[1], tokens("score: think")[1], tokens("\\\\boxed{}")[1]
    ([1], [3, 0], [2])
    """
    data = np.frombuffer(text.encode(), dtype=np.uint8)
    words: Words = scratch(data.size + 1)
    tallies = np.zeros(len(TALLIES), dtype=np.int32)
    count = read_words(data, 0, data.size, characters(), words, 0, tallies)
    return words.masked[:count].tolist(), words.marks[:count].tolist()


def phrases(node: object) -> Iterator[str]:
    """All strings below a node of the YAML tree; language headings are for the reader only."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for value in node.values():
            yield from phrases(value)
    elif isinstance(node, list):
        for value in node:
            yield from phrases(value)
    else:
        raise ValueError(f"lexicon.yaml: {node!r} is not text; put it in quotes")


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The packaged phrases, read once."""
    # The base loader leaves words alone: to others "no" and "on" are booleans.
    text = files(__package__).joinpath("lexicon.yaml").read_text(encoding="utf-8")
    tree = yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    chains = _Chains()
    for name, node in tree["forms"].items():
        for phrase in phrases(node):
            chains.end(phrase).forms |= 1 << FORMS.index(name)
    for name, weights in tree["capabilities"].items():
        for weight, node in weights.items():
            for phrase in phrases(node):
                entry = chains.end(phrase)
                if int(weight) > entry.weight:
                    entry.capability, entry.weight = CAPABILITIES.index(name), int(weight)
    for code, node in tree["function words"].items():
        for phrase in phrases(node):
            chains.end(phrase).languages |= 1 << LANGUAGES.index(code)
    return _table(chains.entries)


def _table(entries: dict[int, _Entry]) -> Lexicon:
    slots = 1 << (2 * len(entries) - 1).bit_length()
    table = Lexicon(
        keys=np.zeros(slots, dtype=np.uint64),
        forms=np.zeros(slots, dtype=np.uint32),
        capability=np.zeros(slots, dtype=np.uint8),
        weight=np.zeros(slots, dtype=np.uint8),
        languages=np.zeros(slots, dtype=np.uint16),
        more=np.zeros(slots, dtype=np.bool_),
        starts=np.zeros(1 << STARTS_BITS, dtype=np.uint8),
    )
    for state, entry in entries.items():
        slot = state & (slots - 1)
        while table.keys[slot]:
            slot = (slot + 1) & (slots - 1)
        table.keys[slot] = state
        table.forms[slot] = entry.forms
        table.capability[slot] = entry.capability
        table.weight[slot] = entry.weight
        table.languages[slot] = entry.languages
        table.more[slot] = entry.more
        table.starts[state >> (64 - STARTS_BITS)] = 1
    return table
