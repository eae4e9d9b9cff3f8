"""Comparison: what two accounts share, in bits.

The weight of a shared key is the surprise of sharing it: log2(customers / holders), the frequency
adjustment of Fellegi and Sunter (1969) as Winkler (2000) gives it, with the log itself as the
population. Keys of one family tend to come together (a template gives a head, a tail and phrases), so
a pair counts the best of each family once.
"""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from numba import njit

from hydrascope.sorts import by_code
from hydrascope.tables import PAIRS

Hashes = npt.NDArray[np.uint64]
Rows = npt.NDArray[np.int32]
Ints = npt.NDArray[np.int64]

PAIRS_UP_TO = 16
"""Groups of up to so many accounts are compared pair by pair; larger ones each with the next few."""
REACH = 3


def compare(shared: pa.Table, features: pa.Table, behaviours: pa.Table, floor: float = 4.0) -> pa.Table:
    """PAIRS whose best key is worth at least `floor` bits, between accounts of different customers."""
    account = features["account_id"].chunk(0).indices.to_numpy()
    customer = behaviours["customer"].to_numpy()
    bits = np.log2(len(np.unique(customer)) / shared["customers"].to_numpy()).astype(np.float32)
    families = shared["family"].chunk(0)
    family = families.indices.to_numpy()
    # The best key of a family comes first, so that of a pair's keys the first of each family stays.
    by_worth = np.lexsort((-bits, family))
    groups = shared["rows"].chunk(0)
    starts, rows = groups.offsets.to_numpy(), groups.values.to_numpy()
    worth = by_worth[bits[by_worth] >= floor]
    pair, key_row = _pairs(worth, starts, rows, account, customer, PAIRS_UP_TO, REACH)
    _, order = by_code((pair >> np.uint64(32)).astype(np.int32), len(customer), pair)
    pair, key_row = pair[order], key_row[order]
    family = family[key_row]
    best = np.ones(len(pair), bool)
    best[1:] = (pair[1:] != pair[:-1]) | (family[1:] != family[:-1])
    pair, key_row, family = pair[best], key_row[best], family[best]
    columns = [
        pa.array((pair >> np.uint64(32)).astype(np.int32)),
        pa.array((pair & np.uint64(0xFFFFFFFF)).astype(np.int32)),
        pa.DictionaryArray.from_arrays(pa.array(family), families.dictionary),
        pa.array(key_row),
        pa.array(bits[key_row]),
    ]
    return pa.table(columns, schema=PAIRS)


@njit(cache=True, nogil=True)
def _pairs(
    worth: Ints, starts: Ints, rows: Rows, account: Rows, customer: Rows, up_to: int, reach: int
) -> tuple[Hashes, Ints]:
    """Pairs (left << 32 | right) of accounts in each group, with the group."""
    total, longest = 0, 0
    for g in worth:
        size = starts[g + 1] - starts[g]
        d = min(size, up_to)
        total += d * (d - 1) // 2 + reach * size
        longest = max(longest, size)
    held = np.empty(longest, np.int32)
    pair = np.empty(total, np.uint64)
    group = np.empty(total, np.int64)
    n = 0
    for g in worth:
        # Rows are sorted by account.
        k = 0
        for r in rows[starts[g] : starts[g + 1]]:
            if k == 0 or account[r] != held[k - 1]:
                held[k] = account[r]
                k += 1
        far = k if k <= up_to else reach
        for i in range(k):
            for j in range(i + 1, min(i + 1 + far, k)):
                if customer[held[i]] != customer[held[j]]:
                    pair[n] = (np.uint64(held[i]) << np.uint64(32)) | np.uint64(held[j])
                    group[n] = g
                    n += 1
    return pair[:n], group[:n]
