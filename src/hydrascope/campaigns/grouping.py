"""Communities of a weighted graph of accounts, the same every time.

Louvain (Blondel et al. 2008) at a resolution (Reichardt and Bornholdt 2006): accounts move one by one to the
community that gains most, and mostly those alone are asked again whose neighbours have moved (Traag et al. 2019);
communities become the accounts of a smaller graph; on the way back accounts may move once more (Rotta and Noack
2011). Everything goes in the order of the accounts, on one thread, and lets other threads run.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from numba import njit

from hydrascope.campaigns.pool import Floats, Ints, Rows

Weights = npt.NDArray[np.float32]
PASSES = 64
"""So often accounts are asked at most, lest rounding errors have two of them swap for ever."""


@dataclass(frozen=True, slots=True)
class Graph:
    """Account u has the neighbours `ends[starts[u]:starts[u + 1]]`, tied by `weight`, in all by `volume`."""

    starts: Ints
    ends: Rows
    weight: Weights
    volume: Floats


def graph(n: int, left: Rows, right: Rows, weight: Floats) -> Graph:
    """Graph of `n` accounts. Edges may repeat, their weights add up; order and direction do not matter."""
    low, high = np.minimum(left, right), np.maximum(left, right)
    pair = low.astype(np.int64) << 32 | high
    if not (pair[1:] >= pair[:-1]).all():
        order = np.lexsort((weight, pair))
        pair, weight = pair[order], weight[order]
    first = np.flatnonzero(np.append(True, pair[1:] != pair[:-1])[: len(pair)])
    total = np.add.reduceat(weight, first) if len(first) else np.zeros(0)
    low, high = (pair[first] >> 32).astype(np.int32), (pair[first] & 0xFFFFFFFF).astype(np.int32)
    return Graph(*_both_ways(n, low, high, total))


def cut(graph: Graph, resolution: float) -> Rows:
    """Part of each account, 0 upwards; accounts without an edge are parts of their own."""
    return _cut(graph, resolution / max(float(graph.volume.sum()), 1e-300))


def _cut(graph: Graph, price: float) -> Rows:
    parts = np.arange(len(graph.volume), dtype=np.int32)
    moved = _move(graph.starts, graph.ends, graph.weight, graph.volume, price, parts, False)
    parts = _dense(parts)
    if not moved:
        return parts
    smaller = Graph(*_merged(graph.starts, graph.ends, graph.weight, graph.volume, parts, int(parts.max()) + 1))
    parts = _cut(smaller, price)[parts]
    _move(graph.starts, graph.ends, graph.weight, graph.volume, price, parts, True)
    return _dense(parts)


def _dense(parts: Rows) -> Rows:
    return np.unique(parts, return_inverse=True)[1].astype(np.int32)


@njit(cache=True, nogil=True)
def _both_ways(n: int, left: Rows, right: Rows, weight: Floats) -> tuple[Ints, Rows, Weights, Floats]:
    """Every edge at both of its ends."""
    starts, volume = np.zeros(n + 1, np.int64), np.zeros(n)
    for e in range(len(left)):
        for u in (left[e], right[e]):
            starts[u + 1] += 1
            volume[u] += weight[e]
    starts = np.cumsum(starts)
    ends, weights, place = np.empty(starts[n], np.int32), np.empty(starts[n], np.float32), starts[:-1].copy()
    for e in range(len(left)):
        for u, v in ((left[e], right[e]), (right[e], left[e])):
            ends[place[u]], weights[place[u]] = v, weight[e]
            place[u] += 1
    return starts, ends, weights, volume


@njit(cache=True, nogil=True)
def _move(
    starts: Ints, ends: Rows, weight: Weights, volume: Floats, price: float, parts: Rows, to_the_end: bool
) -> int:
    """Move accounts to better parts, in place; how many moves it took.

    A part is worth the ties to it, less `price` × own volume × its volume: modularity's gain, times the volume of all.
    Its volume matters to accounts with unmoved neighbours too: `to_the_end` all are asked again until none gains.
    """
    n, moves = len(volume), 0
    held, stirred, all_asked = np.zeros(n), np.ones(n, np.bool_), True
    for u in range(n):
        held[parts[u]] += volume[u]
    # Parts met around an account, its own first, and the ties to them; `place` of a part among them, -1 not met.
    met, ties, place = np.empty(n, np.int32), np.empty(n), np.full(n, -1, np.int32)
    for _ in range(PASSES):
        before = moves
        for u in range(n):
            if not stirred[u]:
                continue
            own, stirred[u] = parts[u], False
            met[0], ties[0], place[own], seen = own, 0.0, 0, 1
            for i in range(starts[u], starts[u + 1]):
                part = parts[ends[i]]
                if place[part] < 0:
                    met[seen], ties[seen], place[part] = part, 0.0, seen
                    seen += 1
                ties[place[part]] += weight[i]
            share = price * volume[u]
            best, most = own, ties[0] - share * (held[own] - volume[u])
            for m in range(seen):
                place[met[m]] = -1
                # A part's volume lies far away in memory and only lessens the gain.
                if m > 0 and ties[m] > most and ties[m] - share * held[met[m]] > most:
                    best, most = met[m], ties[m] - share * held[met[m]]
            if best != own:
                held[own] -= volume[u]
                held[best] += volume[u]
                parts[u], moves = best, moves + 1
                for i in range(starts[u], starts[u + 1]):
                    stirred[ends[i]] |= parts[ends[i]] != best
        if moves == before and (all_asked or not to_the_end):
            break
        all_asked = moves == before
        stirred |= all_asked
    return moves


@njit(cache=True, nogil=True)
def _merged(
    starts: Ints, ends: Rows, weight: Weights, volume: Floats, parts: Rows, count: int
) -> tuple[Ints, Rows, Weights, Floats]:
    """The graph of the parts. Ties within a part are in its volume alone."""
    first = np.zeros(count + 1, np.int64)
    for part in parts:
        first[part + 1] += 1
    first = np.cumsum(first)
    members, place = np.empty(len(parts), np.int32), first[:-1].copy()
    for u in range(len(parts)):
        members[place[parts[u]]] = u
        place[parts[u]] += 1
    own, ties, met = np.zeros(count), np.zeros(count), np.empty(count, np.int32)
    merged, n = np.zeros(count + 1, np.int64), 0
    new_ends, new_weight = np.empty(len(ends), np.int32), np.empty(len(ends), np.float32)
    for part in range(count):
        seen = 0
        for u in members[first[part] : first[part + 1]]:
            own[part] += volume[u]
            for i in range(starts[u], starts[u + 1]):
                other = parts[ends[i]]
                if other != part and ties[other] == 0.0:
                    met[seen] = other
                    seen += 1
                ties[other] += weight[i] if other != part else 0.0
        for other in met[:seen]:
            new_ends[n], new_weight[n], ties[other] = other, ties[other], 0.0
            n += 1
        merged[part + 1] = n
    return merged, new_ends[:n].copy(), new_weight[:n].copy(), own
