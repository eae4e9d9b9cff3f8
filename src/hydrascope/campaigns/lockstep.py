"""What the accounts of a group have in common: when they came, what they are, how evenly they are used.

Groups are given as `first`, `who` (see `pool.members`); all write one float per group, NaN where a group is too small.
"""

import numpy as np
import numpy.typing as npt
from numba import njit

from hydrascope.campaigns.pool import Floats, Hashes, Ints, Rows


@njit(cache=True, nogil=True)
def crowding(first: Ints, who: Rows, rank: Floats) -> npt.NDArray[np.float64]:
    """(groups, 2): how close together the ranks of a group's accounts lie, in bits against a random group.

    Column 0, lockstep: mean log2 of expected over seen gap to the nearest other member. Column 1,
    narrowness: log2 of the expected over the seen interquartile range (a random group has 1/2).
    """
    out = np.full((len(first) - 1, 2), np.nan)
    for g in range(len(first) - 1):
        mine = rank[who[first[g] : first[g + 1]]]
        mine = np.sort(mine[~np.isnan(mine)])
        k = len(mine)
        if k < 3:
            continue
        bits = 0.0
        for i in range(k):
            gap = 1.0
            if i > 0:
                gap = min(gap, mine[i] - mine[i - 1])
            if i < k - 1:
                gap = min(gap, mine[i + 1] - mine[i])
            bits += np.log2(0.5 / k / max(gap, 0.01 / len(rank)))
        out[g, 0] = bits / k
        wide = mine[(3 * k) // 4] - mine[k // 4]
        out[g, 1] = np.log2(0.5 / max(wide, 0.5 / len(rank)))
    return out


def agreement(first: Ints, who: Rows, value: Hashes, chance: float) -> Floats:
    """log2 of how much oftener than `chance` two accounts of a group have the same known value."""
    bits: Floats = _agreement(first, who, *_coded(value), chance)
    return bits


def _coded(value: Hashes) -> tuple[Rows, int]:
    """Values as codes from 1, 0 where unknown; how many codes there are."""
    names, code = np.unique(np.append(value, np.uint64(0)), return_inverse=True)
    return code[:-1].astype(np.int32), len(names)


@njit(cache=True, nogil=True)
def _agreement(first: Ints, who: Rows, code: Rows, codes: int, chance: float) -> Floats:
    out = np.full(len(first) - 1, np.nan)
    count = np.zeros(codes, np.int64)
    for g in range(len(first) - 1):
        mine = who[first[g] : first[g + 1]]
        k, pairs = 0, 0.0
        for a in mine:
            if code[a] > 0:
                k += 1
                pairs += 2.0 * count[code[a]]
                count[code[a]] += 1
        for a in mine:
            count[code[a]] = 0
        if k >= 3:
            out[g] = np.log2((pairs + 1.0) / (chance * k * (k - 1.0) + 1.0))
    return out


def in_common(first: Ints, who: Rows, value: Hashes) -> npt.NDArray[np.bool_]:
    """Which members have a known value that another member of their group has too."""
    common: npt.NDArray[np.bool_] = _in_common(first, who, *_coded(value))
    return common


@njit(cache=True, nogil=True)
def _in_common(first: Ints, who: Rows, code: Rows, codes: int) -> npt.NDArray[np.bool_]:
    out = np.zeros(len(who), np.bool_)
    count = np.zeros(codes, np.int64)
    for g in range(len(first) - 1):
        for m in range(first[g], first[g + 1]):
            count[code[who[m]]] += 1
        for m in range(first[g], first[g + 1]):
            out[m] = code[who[m]] > 0 and count[code[who[m]]] > 1
        for m in range(first[g], first[g + 1]):
            count[code[who[m]]] = 0
    return out


@njit(cache=True, nogil=True)
def evenness(first: Ints, loads: Floats) -> Floats:
    """Standard deviation over accounts of log2 of their requests (`loads`, by member); a balancer makes it small."""
    out = np.full(len(first) - 1, np.nan)
    for g in range(len(first) - 1):
        k = first[g + 1] - first[g]
        if k >= 3:
            out[g] = np.std(np.log2(loads[first[g] : first[g + 1]]))
    return out


@njit(cache=True, nogil=True)
def busiest_day(first: Ints, who: Rows, day: Ints) -> Floats:
    """Largest share of a group's accounts that have the same `day` or its successor; -1 is none."""
    out = np.full(len(first) - 1, np.nan)
    for g in range(len(first) - 1):
        k = first[g + 1] - first[g]
        if k < 3:
            continue
        mine = np.sort(day[who[first[g] : first[g + 1]]])
        most, low = 0, 0
        for high in range(k):
            if mine[high] < 0:
                low = high + 1
                continue
            while mine[high] - mine[low] > 1:
                low += 1
            most = max(most, high - low + 1)
        out[g] = most / k
    return out
