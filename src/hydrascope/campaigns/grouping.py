"""Communities of a weighted graph of accounts, the same every time."""

import networkit as nk
import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]


def cut(n: int, left: Rows, right: Rows, weight: Floats, resolution: float) -> Rows:
    """Part of each of `n` accounts: Louvain with refinement (networkit PLM), seeded, on one thread.

    Edges may repeat; their weights add up. Accounts without an edge are parts of their own.
    """
    pair = np.minimum(left, right).astype(np.int64) * n + np.maximum(left, right)
    pairs, place = np.unique(pair, return_inverse=True)
    total = np.bincount(place, weight, minlength=len(pairs))
    ends = ((pairs // n).astype(np.uint64), (pairs % n).astype(np.uint64))
    graph = nk.GraphFromCoo((total, ends), n=n, weighted=True, directed=False)
    nk.setSeed(1, False)
    nk.setNumberOfThreads(1)
    method = nk.community.PLM(graph, refine=True, gamma=resolution, turbo=False)
    method.run()
    _, parts = np.unique(np.array(method.getPartition().getVector(), np.int64), return_inverse=True)
    return parts.astype(np.int32)
