"""Per-account reductions over columns that are sorted by account."""

import numpy as np
import numpy.typing as npt
from numba import njit

from hydrascope.unseen import distinct_among

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]


def starts_of(account: npt.NDArray[np.int32], count: int) -> Ints:
    """Row where each account begins, plus the end: int64 of count + 1.

    >>> starts_of(np.array([0, 0, 1, 3], np.int32), 4).tolist()
    [0, 2, 3, 3, 4]
    """
    return np.searchsorted(account, np.arange(count + 1)).astype(np.int64)


def mean_of(values: npt.NDArray[np.generic], starts: Ints, known: npt.NDArray[np.bool_] | None = None) -> Floats:
    """Mean per account over the rows where `known`; NaN where an account has none.

    >>> mean_of(np.array([1.0, 3.0, 5.0]), np.array([0, 2, 3])).tolist()
    [2.0, 5.0]
    """
    mask = np.ones(len(values), bool) if known is None else known
    total = _sum_of(np.where(mask, values, 0).astype(np.float64), starts)
    number = _sum_of(mask.astype(np.float64), starts)
    mean: Floats = np.divide(total, number, out=np.full(len(total), np.nan), where=number > 0)
    return mean


def _sum_of(values: Floats, starts: Ints) -> Floats:
    running = np.concatenate([[0.0], np.cumsum(values)])
    return np.asarray(running[starts[1:]] - running[starts[:-1]], np.float64)


@njit(cache=True, nogil=True)
def distinct_of(values: Hashes, starts: Ints) -> Ints:
    """Number of distinct known values per account; 0 is unknown and not counted."""
    found = np.zeros(len(starts) - 1, np.int64)
    for a in range(len(starts) - 1):
        run = np.sort(values[starts[a] : starts[a + 1]])
        last = np.uint64(0)
        for value in run:
            if value != last:
                found[a] += 1
                last = value
    return found


@njit(cache=True, nogil=True)
def expected_distinct(values: Hashes, starts: Ints, drawn: Ints) -> Floats:
    """Distinct known values (0 is unknown) to be expected per account among `drawn` of its exchanges, of which the
    rows are a sample."""
    found = np.zeros(len(starts) - 1)
    for a in range(len(starts) - 1):
        run = np.sort(values[starts[a] : starts[a + 1]])
        i = np.searchsorted(run, np.uint64(0), "right")
        known, distinct, once, twice = int(len(run) - i), 0, 0, 0
        while i < len(run):
            j = i
            while j < len(run) and run[j] == run[i]:
                j += 1
            distinct += 1
            once += j - i == 1
            twice += j - i == 2
            i = j
        found[a] = distinct_among(distinct, once, twice, known, known * (drawn[a] / max(len(run), 1)))
    return found


@njit(cache=True, nogil=True)
def mode_of(values: Hashes, starts: Ints) -> Hashes:
    """The value most rows of an account have, the smallest among equals; 0 where all are unknown."""
    best = np.zeros(len(starts) - 1, np.uint64)
    for a in range(len(starts) - 1):
        run = np.sort(values[starts[a] : starts[a + 1]])
        most, i = 0, 0
        while i < len(run):
            j = i
            while j < len(run) and run[j] == run[i]:
                j += 1
            if run[i] != 0 and j - i > most:
                most, best[a] = j - i, run[i]
            i = j
    return best


@njit(cache=True, nogil=True)
def hour_entropy(micros: Ints, starts: Ints) -> Floats:
    """Entropy of the hour of day in bits (0 to 4.58), Miller-Madow corrected; NaN under 8 rows."""
    out = np.full(len(starts) - 1, np.nan)
    for a in range(len(starts) - 1):
        n = starts[a + 1] - starts[a]
        if n < 8:
            continue
        hours = np.zeros(24)
        for i in range(starts[a], starts[a + 1]):
            hours[(micros[i] // 3_600_000_000) % 24] += 1
        bits, used = 0.0, 0
        for h in hours:
            if h > 0:
                bits -= h / n * np.log2(h / n)
                used += 1
        out[a] = min(bits + (used - 1) / (2 * n * np.log(2)), np.log2(24))
    return out


@njit(cache=True, nogil=True)
def first_of_conversation(conversation: Hashes, starts: Ints) -> npt.NDArray[np.bool_]:
    """True on the earliest row of every known conversation of an account (rows sorted by time)."""
    first = np.zeros(len(conversation), np.bool_)
    for a in range(len(starts) - 1):
        run = conversation[starts[a] : starts[a + 1]]
        order = np.argsort(run, kind="mergesort")
        last = np.uint64(0)
        for i in order:
            if run[i] != last:
                first[starts[a] + i] = True
                last = run[i]
    return first
