"""Communities of a weighted graph of accounts, the same every time."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import networkit as nk
import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]

Run: TypeAlias = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]
"""A function over things, results in their order: `map`, or something like it that has more than one processor."""


@dataclass(frozen=True, slots=True)
class Graph:
    """`n` accounts and weighted edges between them; edges may repeat, their weights add up."""

    n: int
    left: Rows
    right: Rows
    weight: Floats


def cut(n: int, left: Rows, right: Rows, weight: Floats, resolution: float) -> Rows:
    """Part of each of `n` accounts: Louvain with refinement (networkit PLM), seeded, on one thread.

    Edges may repeat; their weights add up. Accounts without an edge are parts of their own.
    """
    return cuts(Graph(n, left, right, weight), (resolution,))[0]


def cuts(graph: Graph, resolutions: Sequence[float]) -> list[Rows]:
    """`cut` of one graph at several resolutions."""
    n, low, high = graph.n, np.minimum(graph.left, graph.right), np.maximum(graph.left, graph.right)
    pair, weight = low.astype(np.int64) * n + high, graph.weight
    if not (pair[1:] >= pair[:-1]).all():
        order = np.argsort(pair, kind="stable")
        pair, weight = pair[order], weight[order]
    first = np.flatnonzero(np.append(True, pair[1:] != pair[:-1])[: len(pair)])
    total = np.bincount(np.repeat(np.arange(len(first)), np.diff(np.append(first, len(pair)))), weight, len(first))
    ends = ((pair[first] // n).astype(np.uint64), (pair[first] % n).astype(np.uint64))
    made = nk.GraphFromCoo((total, ends), n=n, weighted=True, directed=False)
    return [_parts(made, resolution) for resolution in resolutions]


def _parts(graph: nk.Graph, resolution: float) -> Rows:
    # Seed and threads are the process's: set each time, so that no earlier call decides.
    nk.setSeed(1, False)
    nk.setNumberOfThreads(1)
    method = nk.community.PLM(graph, refine=True, gamma=resolution, turbo=True)
    method.run()
    _, parts = np.unique(np.array(method.getPartition().getVector(), np.int64), return_inverse=True)
    return parts.astype(np.int32)
