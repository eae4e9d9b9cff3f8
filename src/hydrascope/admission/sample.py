"""What the global stages see of each account: all its exchanges, or so many of them drawn by lot.

The lot is a keyed hash of the exchange's id, so the choice depends neither on the order of rows nor on how the log
was cut, nobody without the key can steer it, and samples of two parts merge into the sample of both.
"""

import numpy as np
import numpy.typing as npt
from numba import njit

from hydrascope.features.columns import Flags, Hashes, Integers
from hydrascope.tables import COMPARED

FEWEST = 12
"""So many of an account are compared in any case."""
TOTAL = 3_000_000
"""So many exchanges are compared in all, or `FEWEST` of each account: memory grows with accounts, not with the log."""


def share(counted: Integers, most: int = COMPARED, total: int = TOTAL) -> int:
    """How many exchanges of an account may be drawn, at most `most`, where accounts have so many each.

    >>> share(np.array([100, 100, 10]), most=50, total=70)
    30
    """
    low, high = min(FEWEST, most), most
    while low < high:
        middle = (low + high + 1) // 2
        fits = int(np.minimum(counted, middle).sum()) <= total
        low, high = (middle, high) if fits else (low, middle - 1)
    return low


def sample(account: npt.NDArray[np.int32], lot: Hashes, most: int = COMPARED) -> Flags:
    """Bool [rows]: of every account the `most` rows with the smallest `lot`, all where it has no more.

    `account` is a dense code, -1 for rows that do not count. Lots of one account are taken to differ.

    >>> sample(np.array([0, 0, 1, 0, -1], np.int32), np.array([9, 2, 7, 4, 1], np.uint64), 2).tolist()
    [False, True, True, True, False]
    """
    if most < 1:
        raise ValueError(f"a sample of {most} exchanges an account; at least 1 is needed")
    counted = np.bincount(account + 1, minlength=1)[1:].astype(np.int64)
    chosen: Flags = _smallest(account, lot, counted, most)
    return chosen


@njit(cache=True, nogil=True)
def _smallest(account: npt.NDArray[np.int32], lot: Hashes, counted: npt.NDArray[np.int64], most: int) -> Flags:
    """Only the lots of accounts with more than `most` rows are laid out by account and ordered."""
    place = np.full(len(counted), -1, np.int64)
    size = 0
    for a in range(len(counted)):
        if counted[a] > most:
            place[a] = size
            size += counted[a]
    laid = np.empty(size, np.uint64)
    for row in range(len(account)):
        a = account[row]
        if a >= 0 and place[a] >= 0:
            laid[place[a]] = lot[row]
            place[a] += 1
    limit = np.full(len(counted), np.uint64(0xFFFFFFFFFFFFFFFF), np.uint64)
    for a in range(len(counted)):
        if counted[a] > most:
            limit[a] = np.partition(laid[place[a] - counted[a] : place[a]], most - 1)[most - 1]
    chosen = np.zeros(len(account), np.bool_)
    for row in range(len(account)):
        a = account[row]
        chosen[row] = a >= 0 and lot[row] <= limit[a]
    return chosen
