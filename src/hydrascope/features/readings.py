"""What the one pass over a text needs and what it keeps."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from hydrascope.features.characters import TALLIES, Characters
from hydrascope.features.lexicon import Lexicon
from hydrascope.tables import CAPABILITIES, LANGUAGES, PHRASE_COUNT, VECTOR_WIDTH


class Tables(NamedTuple):
    """What the pass looks things up in. vectors: uint64 [2^15, 4], 32 bytes each `BIAS` too
    large (`packed_vectors`); grams: int8 [2^16]."""

    characters: Characters
    lexicon: Lexicon
    vectors: npt.NDArray[np.uint64]
    grams: npt.NDArray[np.int8]


class Readings(NamedTuple):
    """What was read of each text; rows first. Unknown texts leave zeros, and -1 in `chars` and `words`.

    text, masked, head, tail: uint64 [n]; phrases: uint64 [n, 8]; chars, words: int32 [n];
    vector: int8 [n, 32]; grams: float32 [n], summed purpose weights over the root of their number;
    forms: uint32 [n]; scores: int32 [n, capabilities]; languages: int32 [n, languages], function words
    seen; tallies: int32 [n, TALLIES]; last: int32 [n], the last byte that is not blank.
    """

    text: npt.NDArray[np.uint64]
    masked: npt.NDArray[np.uint64]
    head: npt.NDArray[np.uint64]
    tail: npt.NDArray[np.uint64]
    phrases: npt.NDArray[np.uint64]
    chars: npt.NDArray[np.int32]
    words: npt.NDArray[np.int32]
    vector: npt.NDArray[np.int8]
    grams: npt.NDArray[np.float32]
    forms: npt.NDArray[np.uint32]
    scores: npt.NDArray[np.int32]
    languages: npt.NDArray[np.int32]
    tallies: npt.NDArray[np.int32]
    last: npt.NDArray[np.int32]


def unread(n: int) -> Readings:
    """Readings of `n` unknown texts."""
    return Readings(
        text=np.zeros(n, dtype=np.uint64),
        masked=np.zeros(n, dtype=np.uint64),
        head=np.zeros(n, dtype=np.uint64),
        tail=np.zeros(n, dtype=np.uint64),
        phrases=np.zeros((n, PHRASE_COUNT), dtype=np.uint64),
        chars=np.full(n, -1, dtype=np.int32),
        words=np.full(n, -1, dtype=np.int32),
        vector=np.zeros((n, VECTOR_WIDTH), dtype=np.int8),
        grams=np.zeros(n, dtype=np.float32),
        forms=np.zeros(n, dtype=np.uint32),
        scores=np.zeros((n, len(CAPABILITIES)), dtype=np.int32),
        languages=np.zeros((n, len(LANGUAGES)), dtype=np.int32),
        tallies=np.zeros((n, len(TALLIES)), dtype=np.int32),
        last=np.zeros(n, dtype=np.int32),
    )
