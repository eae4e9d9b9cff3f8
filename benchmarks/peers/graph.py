"""Connected components of accounts that share keys."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from hydrascope.proving.metrics import Ints

Codes = NDArray[np.int32] | Ints


def components(accounts: int, owner: Codes, key: Codes, most: int | None = None) -> Ints:
    """Label accounts joined by a key, directly or in a chain; int64 of shape (accounts,).

    `owner[i]` has `key[i]`. Rows with key -1 are ignored, and keys that more than `most` accounts have.

    >>> components(4, np.array([0, 1, 1, 3]), np.array([7, 7, 2, 2])).tolist()
    [0, 0, 1, 0]
    """
    pairs = np.unique(np.stack([owner, key])[:, key >= 0].astype(np.int64), axis=1)
    _, place, users = np.unique(pairs[1], return_inverse=True, return_counts=True)
    keep = users[place] <= (accounts if most is None else most)
    left, right = pairs[0][keep], place[keep] + accounts
    size = accounts + len(users)
    graph = coo_array((np.ones(len(left), np.int8), (left, right)), shape=(size, size))
    labels = connected_components(graph, directed=False)[1][:accounts]
    return np.unique(labels, return_inverse=True)[1].astype(np.int64)


def sizes(labels: Ints) -> Ints:
    """Of each account, how many share its label."""
    counts: Ints = np.bincount(labels)[labels]
    return counts
