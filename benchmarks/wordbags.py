"""Texts made fast from the words of real prompts: a text is drawn word by word from the bag of one topic."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numba import njit
from numpy.typing import NDArray

from hydrascope import simulate

PROMPTS_A_TOPIC = 3
LEAST_WORDS = 12
COMMON, COMMON_WORDS = 0.3, 4_000
"""Share of a text's words that every text may have, and how many these are: few enough for a processor's cache."""
SUBJECTS = ("math", "reasoning", "code", "tools", "everyday", "instruct")
HARVESTED = ("math", "reasoning", "code", "tools")

Ints = NDArray[np.int64]
Bytes = NDArray[np.uint8]


@dataclass(frozen=True)
class Bags:
    """Words, each with a space behind it: word w is `data[ends[w - 1]:ends[w]]`; topic t has `starts[t]:starts[t + 1]`.

    The last topic is the words common to all; `harvested` marks those before it that a campaign may ask about.
    """

    data: Bytes
    ends: Ints
    starts: Ints
    harvested: NDArray[np.bool_]


def bags() -> Bags:
    """Topics of the prompts that ship with the package, ASCII words only."""
    library = simulate.load_prompts(None, "all")
    topics: list[list[str]] = []
    harvested: list[bool] = []
    for subject in SUBJECTS:
        texts = [prompt.text for prompt in library.questions.get(subject, ())]
        for first in range(0, len(texts), PROMPTS_A_TOPIC):
            words = [w for text in texts[first : first + PROMPTS_A_TOPIC] for w in text.split()[:120] if w.isascii()]
            if len(words) >= LEAST_WORDS:
                topics.append([word[:24] for word in words])
                harvested.append(subject in HARVESTED)
    every = [word for topic in topics for word in topic]
    topics.append([every[i] for i in np.random.default_rng(0).integers(0, len(every), COMMON_WORDS)])
    words = [word + " " for topic in topics for word in topic]
    ends = np.cumsum([0, *map(len, words)])
    starts = np.cumsum([0, *map(len, topics)])
    return Bags(np.frombuffer("".join(words).encode(), np.uint8), ends, starts, np.array(harvested))


def write(made: Bags, topic: Ints, size: Ints, prefix: Ints, prefixes: list[str], seeds: Ints) -> pa.Array:
    """Texts of `size` bytes about `topic`, after `prefixes[prefix]` where that is not -1; large_string.

    Equal seeds, topics, sizes and prefixes give equal texts.
    """
    head = np.frombuffer("".join(prefixes).encode() or b" ", np.uint8)
    cuts = np.cumsum([0, *map(len, prefixes)])
    offsets = np.concatenate([[0], np.cumsum(size)]).astype(np.int64)
    out = _fill(made.data, made.ends, made.starts, topic, offsets, prefix, head, cuts, seeds.astype(np.uint64))
    return pa.Array.from_buffers(pa.large_string(), len(size), [None, pa.py_buffer(offsets), pa.py_buffer(out)])


@njit(cache=True)
def _fill(
    data: Bytes, ends: Ints, starts: Ints, topic: Ints, offsets: Ints, prefix: Ints, head: Bytes, cuts: Ints,
    seeds: NDArray[np.uint64],
) -> Bytes:  # fmt: skip
    """Words come in twos, drawn by xorshift64 (Marsaglia 2003)."""
    out = np.empty(offsets[-1], np.uint8)
    limit, half = np.uint64(int(COMMON * 65536)), np.uint64(32)
    shared = np.uint64(starts[-2])
    every = np.uint64(starts[-1]) - shared - np.uint64(1)
    for row in range(len(topic)):
        state = (seeds[row] + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
        state = (state ^ (state >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9) | np.uint64(1)
        at, stop = offsets[row], offsets[row + 1]
        if prefix[row] >= 0:
            size = min(cuts[prefix[row] + 1] - cuts[prefix[row]], stop - at)
            out[at : at + size] = head[cuts[prefix[row]] : cuts[prefix[row]] + size]
            at += size
        first = np.uint64(starts[topic[row]])
        width = np.uint64(starts[topic[row] + 1]) - first - np.uint64(1)
        while at < stop:
            state ^= state << np.uint64(13)
            state ^= state >> np.uint64(7)
            state ^= state << np.uint64(17)
            drawn = state >> half
            common = (state & np.uint64(65535)) < limit
            word = shared + ((drawn * every) >> half) if common else first + ((drawn * width) >> half)
            begin, size = ends[word], ends[word + np.uint64(2)] - ends[word]
            for i in range(min(size, stop - at)):
                out[at + i] = data[begin + i]
            at += size
    return out
