"""Sorting by a code of which there are few and then by more: counted, not compared, and on more than one thread."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from hydrascope.threads import THREADS

Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int32] | Ints


def by_code(code: Codes, count: int, *keys: npt.NDArray[Any]) -> tuple[Ints, Ints]:
    """Where the places of each code, 0 to `count` - 1, begin, and all places: `np.lexsort((*keys, code))`.

    Several times as fast, for codes are counted and what has one code is sorted by itself.
    """
    starts, order = _counted(code, count)
    cuts = np.searchsorted(starts, np.linspace(0, len(code), THREADS + 1)[1:-1].astype(np.int64))
    edges = [0, *cuts.tolist(), count]
    with ThreadPoolExecutor(THREADS) as threads:
        for key in keys:
            list(threads.map(lambda a, b, key=key: _sort_runs(starts[a : b + 1], order, key), edges, edges[1:]))
    return starts, order


@njit(cache=True, nogil=True)
def _counted(code: Codes, count: int) -> tuple[Ints, Ints]:
    starts = np.zeros(count + 1, np.int64)
    for i in range(len(code)):
        starts[code[i] + 1] += 1
    starts = np.cumsum(starts)
    order, place = np.empty(len(code), np.int64), starts[:-1].copy()
    for i in range(len(code)):
        order[place[code[i]]] = i
        place[code[i]] += 1
    return starts, order


@njit(cache=True, nogil=True)
def _sort_runs(starts: Ints, order: Ints, key: npt.NDArray[Any]) -> None:
    """Sort the places of each run by their `key`, in place; equal ones stay as they stand."""
    for run in range(len(starts) - 1):
        mine = order[starts[run] : starts[run + 1]]
        own = key[mine]
        if (own[1:] < own[:-1]).any():
            mine[:] = mine[np.argsort(own, kind="mergesort")]
