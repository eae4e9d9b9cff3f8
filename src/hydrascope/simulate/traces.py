"""Sizes and daily rhythms of real traffic, as quantile tables (traces.npz; sources in ATTRIBUTION.md)."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
FILE = Path(__file__).parent / "traces.npz"


@dataclass(frozen=True)
class Traces:
    """`levels` float64[53] are the probabilities of every quantile table; `hours` float32[n, 24] sum to 1."""

    levels: Floats
    tables: dict[str, Floats]
    hours: npt.NDArray[np.float32]

    def draw(self, table: str, u: Floats) -> Floats:
        """Values at the probabilities `u`, by linear interpolation."""
        return np.interp(u, self.levels, self.tables[table])


@lru_cache(maxsize=1)
def traces() -> Traces:
    """The shipped tables."""
    with np.load(FILE) as archive:
        tables = {name: archive[name] for name in archive.files}
    return Traces(levels=tables.pop("levels"), hours=tables.pop("hours"), tables=tables)
