"""What speaks against two accounts being one: where they differ, and those who are one rarely do.

Disagreement weights of Fellegi and Sunter (1969), with both rates measured on the log itself: how often two
accounts differ whose ties leave little doubt, and how often any two accounts do.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hydrascope.campaigns.pool import Floats, Ints
from hydrascope.campaigns.statistics import Traffic

COMPARED = {
    "client": ("main_client", "use different client software"),
    "parameters": ("main_parameters", "use different sampling parameters"),
    "model": ("main_model", "mostly ask for different models"),
}
LITTLE_DOUBT = 12.0
"""Bits of ties: odds of 4,096 to 1 that two accounts share so much for a reason."""
FEWEST = 30
"""So many pairs beyond little doubt are needed to say how often such pairs differ."""
MOST_BITS = 4.0
Codes = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Against:
    """`pairs`: which pairs differ; each weighs `bits`, below 0, and `says` why."""

    signal: str
    pairs: Ints
    bits: float
    says: str


def against(t: Traffic, left: Ints, right: Ints, tied: Floats) -> list[Against]:
    """What speaks against the pairs `left`, `right` (accounts) that are tied by `tied` bits."""
    found = []
    sure = tied >= LITTLE_DOUBT
    for signal, (column, says) in COMPARED.items():
        values = _known(t, column)
        a, b = values[left], values[right]
        known = (a != 0) & (b != 0)
        if (known & sure).sum() < FEWEST:
            continue
        differ = known & (a != b)
        ones, any_two = float(differ[known & sure].mean()), _differing(values[values != 0])
        bits = max(np.log2((ones + 0.01) / (any_two + 0.01)), -MOST_BITS)
        if bits < 0:
            said = f"they {says}, as {ones:.0%} of closely tied accounts do and {any_two:.0%} of any two"
            found.append(Against(f"different {signal}", np.flatnonzero(differ), float(bits), said))
    return found


def _known(t: Traffic, column: str) -> Codes:
    """Values of the accounts, 0 where unknown."""
    if column == "main_model":
        return (t.column(column) + 1).astype(np.int64).clip(0).astype(np.uint64)
    return t.hashes(column)


def _differing(values: Codes) -> float:
    """Chance that two accounts drawn at random have different values."""
    counts = np.unique(values, return_counts=True)[1].astype(np.float64)
    n = counts.sum()
    return float(1 - (counts * (counts - 1)).sum() / max(n * (n - 1), 1.0))
