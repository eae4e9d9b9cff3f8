"""Groups are measured one by one and know nothing of each other, so halves of them are measured side by side."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from hydrascope.campaigns.pool import Floats, Ints, Rows

THREADS = 2
WORTH = 1_000_000
"""Rows under which one thread is enough."""


def side_by_side(measure: Callable[[Ints, Rows], Floats], starts: Ints, rows: Rows) -> Floats:
    """`measure` of groups (`rows[starts[g]:starts[g + 1]]`), which gives a row for each of them."""
    if len(rows) < WORTH or len(starts) < 3:
        return measure(starts, rows)
    middle = int(np.clip(np.searchsorted(starts, len(rows) // THREADS), 1, len(starts) - 2))
    halves = [starts[: middle + 1], starts[middle:] - starts[middle]]
    pieces = [rows[: starts[middle]], rows[starts[middle] :]]
    with ThreadPoolExecutor(THREADS) as threads:
        return np.concatenate(list(threads.map(measure, halves, pieces)))
