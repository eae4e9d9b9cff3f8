"""Near-duplicate prompts, and the components of the accounts that send them.

MinHash LSH with 16 bands of 4 rows over 3-word shingles (64 % of the pairs at a Jaccard similarity of 0.5
become candidates, 99.8 % at 0.75); candidates are checked by comparing signatures.
"""

import numpy as np
from numba import njit

from benchmarks.log import Found, Log, customers
from benchmarks.peers.graph import components, sizes
from benchmarks.peers.text import PERMUTATIONS, Hashes, Signatures, signatures
from hydrascope.proving.metrics import Bools, Ints

BANDS = 16
ROWS = PERMUTATIONS // BANDS
SIMILAR = 0.6
LEAST_WORDS = 8  # shorter prompts are alike by chance


@njit(cache=True)
def _matches(signature: Signatures, bucket: Hashes, order: Ints, owner: Ints, least: int) -> tuple[Ints, Ints]:
    """Rows of one band, sorted by bucket: (left, right) of similar rows of different owners.

    Each row is compared with the first row of its bucket and with the one before it: linear in rows.
    """
    left, right = [np.int64(0) for _ in range(0)], [np.int64(0) for _ in range(0)]
    first = 0
    for at in range(1, len(order)):
        if bucket[order[at]] != bucket[order[first]]:
            first = at
            continue
        row = order[at]
        for other in (order[first], order[at - 1]):
            if owner[other] != owner[row] and (signature[other] == signature[row]).sum() >= least:
                left.append(row)
                right.append(other)
    return np.array(left, np.int64), np.array(right, np.int64)


def near(signature: Signatures, owner: Ints) -> tuple[Ints, Ints, Bools]:
    """Rows that are near-duplicates across owners: (left, right) pairs, and per row whether it has one."""
    pairs = []
    written = signature.any(axis=1)
    for band in range(BANDS):
        bucket = np.ascontiguousarray(signature[:, band * ROWS : (band + 1) * ROWS])
        keys = (bucket.astype(np.uint64) * np.array([3, 5**9, 7**11, 11**15], np.uint64)).sum(axis=1)
        rows = np.flatnonzero(written)
        order = rows[np.argsort(keys[rows], kind="stable")]
        pairs.append(_matches(signature, keys, order, owner, int(SIMILAR * PERMUTATIONS)))
    left, right = (np.concatenate([pair[side] for pair in pairs]) for side in (0, 1))
    duplicate = np.zeros(len(owner), np.bool_)
    duplicate[left] = duplicate[right] = True
    return left, right, duplicate


def find(log: Log, seed: int) -> Found:
    """Score: share of the account's prompts that another customer sent almost alike, times log2 of the
    customers in its component. Group: the component, where it has more than one customer."""
    signature = signatures(log.column("input_text"), seed, LEAST_WORDS)
    customer = customers(log)
    left, right, duplicate = near(signature, customer[log.owner])
    edges = np.arange(len(left), dtype=np.int64)
    ends = customer[log.owner[np.concatenate([left, right])]]
    joined = components(int(customer.max()) + 1, ends, np.concatenate([edges, edges]))
    group, size = joined[customer], sizes(joined)[customer]
    share = np.bincount(log.owner, duplicate, len(log.ids)) / np.bincount(log.owner, minlength=len(log.ids))
    return Found(share * np.log2(size), np.where(size > 1, group, -1))
