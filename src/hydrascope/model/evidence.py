"""Evidence: a named observation weighed in bits, with a sentence that quotes what was seen."""

from dataclasses import dataclass
from typing import TypeAlias

Bits: TypeAlias = float
"""Base-2 log likelihood ratio of *campaign* against *honest*; negative speaks for honest."""

Factor: TypeAlias = str
"""One of `FACTORS`."""

FACTORS = (
    "volume, structure, coordination and timing",
    "concentration on capabilities",
    "coordinated accounts",
    "correlation with another model's timeline",
)
"""The four factors from which H.R. 8283 infers the purpose of a model extraction."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One observation. `signal` names it, `detail` is the plain sentence with the values seen."""

    signal: str
    bits: Bits
    detail: str
    factor: Factor = FACTORS[0]
