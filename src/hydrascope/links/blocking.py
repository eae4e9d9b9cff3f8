"""Blocking: the keys that at least two unrelated customers hold, each with the exchanges that show it.

Only shared keys survive, so the work after this stage grows with what is shared and not with the log.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from numba import njit

from hydrascope.tables import SHARED_KEYS
from hydrascope.threads import THREADS

Hashes = npt.NDArray[np.uint64]
Rows = npt.NDArray[np.int32]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort of key. `family` groups kinds that tend to be shared together, so that they count once."""

    name: str
    column: str
    family: str
    says: str


CONTENT = (
    Kind("text", "text", "content", "the same request, word for word"),
    Kind("head", "head", "content", "the same opening words"),
    Kind("tail", "tail", "content", "the same closing words"),
    Kind("phrase", "phrases", "content", "the same turn of phrase"),
    Kind("system", "system", "content", "the same system prompt"),
    Kind("tools", "tools", "content", "the same tools offered"),
)
CONTINUITY = (
    Kind("history", "history", "continuity", "one conversation continued under several accounts"),
    Kind("blob", "blobs_in", "continuity", "the same reasoning blob presented by several accounts"),
    Kind("credential", "credential", "continuity", "the same API key"),
    Kind("end user", "end_user", "continuity", "the same end user passed along"),
)
NETWORK = (
    Kind("address", "address", "network", "the same client address"),
    Kind("network", "network", "network", "the same client network"),
    Kind("client", "client", "client", "the same client software"),
    Kind("tls", "tls", "client", "the same TLS fingerprint"),
    Kind("parameters", "parameters", "parameters", "the same sampling parameters"),
)
SIGNUP = (
    Kind("payment", "payment", "identity", "the same payment instrument"),
    Kind("phone", "phone", "identity", "the same phone"),
    Kind("email", "email", "identity", "the same e-mail domain"),
    Kind("sign-up address", "signup_address", "identity", "the same address at sign-up"),
    Kind("sign-up network", "signup_network", "identity", "the same network at sign-up"),
)
KINDS = CONTENT + CONTINUITY + NETWORK + SIGNUP
FAMILIES = tuple(dict.fromkeys(kind.family for kind in KINDS))


def shared_keys(features: pa.Table, behaviours: pa.Table, least: int = 2, most_rows: int = 200_000) -> pa.Table:
    """SHARED_KEYS: every key that `least` or more customers hold; a group keeps `most_rows` rows, spread evenly.

    `features` is sorted by account; `behaviours` has a row per account in the same order.
    """
    account = features["account_id"].chunk(0).indices.to_numpy()
    customer = behaviours["customer"].to_numpy()
    first_row = np.searchsorted(account, np.arange(len(customer) + 1)).astype(np.int64)
    owner = customer[account]

    def found(index: int, low: int, high: int) -> tuple[int, Hashes, npt.NDArray[np.int32], Ints, Rows]:
        values, rows = _columns(KINDS[index], features, behaviours, first_row)
        kept = np.flatnonzero((values >= np.uint64(low)) & (values <= np.uint64(high)))
        kept = kept[_repeated(values[kept], max(8, len(kept).bit_length() + 1))] if least > 1 else kept
        return index, *_group(values[kept], rows[kept], owner, least, most_rows)

    asked = [(index, *some) for index, kind in enumerate(KINDS) for some in _ranges(kind, features)]
    with ThreadPoolExecutor(THREADS) as threads:
        return _join(list(threads.map(found, *zip(*asked, strict=True))))


def _ranges(kind: Kind, features: pa.Table) -> list[tuple[int, int]]:
    """From where to where keys are looked at together: of lists in so many ranges as each has keys, to be as quick and
    small as a column of single ones."""
    kinds = [field.type for field in features.schema if field.name == kind.column and kind not in SIGNUP]
    pieces = next((of.list_size for of in kinds if pa.types.is_fixed_size_list(of)), 1)
    edges = [1, *(2**64 // pieces * i for i in range(1, pieces)), 2**64]
    return [(low, high - 1) for low, high in pairwise(edges)]


def _columns(kind: Kind, features: pa.Table, behaviours: pa.Table, first_row: Ints) -> tuple[Hashes, Rows]:
    """The key of each row: one value a row, several for lists, the account's on all its rows."""
    if kind in SIGNUP:
        values = behaviours[kind.column].to_numpy()
        return np.repeat(values, np.diff(first_row)), np.arange(features.num_rows, dtype=np.int32)
    column = features[kind.column].chunk(0)
    if pa.types.is_fixed_size_list(column.type):
        width = column.type.list_size
        rows = np.repeat(np.arange(len(column), dtype=np.int32), width)
        return column.flatten().to_numpy(), rows
    if pa.types.is_list(column.type):
        lengths = np.diff(column.offsets.to_numpy()) if len(column) else np.zeros(0, np.int64)
        return column.flatten().to_numpy(), np.repeat(np.arange(len(column), dtype=np.int32), lengths)
    return column.to_numpy(), np.arange(len(column), dtype=np.int32)


@njit(cache=True, nogil=True)
def _repeated(values: Hashes, bits: int) -> npt.NDArray[np.bool_]:
    """Bool [n]: False for most keys that stand once, which need not be sorted; True for all that stand twice.

    Keys are counted in a table of 2^`bits` places, where some meet by chance.
    """
    spread, shift = np.uint64(0x9E3779B97F4A7C15), np.uint64(64 - bits)
    count = np.zeros(1 << bits, np.uint8)
    for value in values:
        place = (value * spread) >> shift
        count[place] = min(count[place] + 1, 2)
    out = np.empty(len(values), np.bool_)
    for i in range(len(values)):
        out[i] = count[(values[i] * spread) >> shift] > 1
    return out


def _group(
    values: Hashes, rows: Rows, customer: npt.NDArray[np.int32], least: int, most_rows: int
) -> tuple[Hashes, npt.NDArray[np.int32], Ints, Rows]:
    """Keys that enough customers hold, how many they are, and the rows of each."""
    # Not stable, which is several times as fast; the rows of keys that are shared are put in order by `_pick`.
    order = np.argsort(values)
    values, rows = values[order], rows[order]
    edges = np.concatenate([[0], np.flatnonzero(values[1:] != values[:-1]) + 1, [len(values)]])
    if len(values) == 0:
        edges = np.zeros(1, np.int64)
    edges = edges.astype(np.int64)
    holders = _customers(edges, customer[rows], int(customer.max(initial=0)) + 1)
    chosen = np.flatnonzero(holders >= least)
    starts, picked = _pick(edges, chosen, rows, most_rows)
    return values[edges[chosen]] if len(chosen) else values[:0], holders[chosen], starts, picked


@njit(cache=True, nogil=True)
def _customers(edges: Ints, customer: npt.NDArray[np.int32], count: int) -> npt.NDArray[np.int32]:
    """Distinct customers between consecutive edges."""
    stamp = np.full(count, -1, np.int64)
    holders = np.zeros(len(edges) - 1, np.int32)
    for g in range(len(edges) - 1):
        for i in range(edges[g], edges[g + 1]):
            if stamp[customer[i]] != g:
                stamp[customer[i]] = g
                holders[g] += 1
    return holders


@njit(cache=True, nogil=True)
def _pick(edges: Ints, chosen: Ints, rows: Rows, most_rows: int) -> tuple[Ints, Rows]:
    """Rows of the chosen groups, sorted; a row stands once in a group; large groups are thinned evenly.

    Sorts `rows` within the chosen groups.
    """
    starts = np.zeros(len(chosen) + 1, np.int64)
    distinct = np.zeros(len(chosen), np.int64)
    for g in range(len(chosen)):
        first, stop = edges[chosen[g]], edges[chosen[g] + 1]
        rows[first:stop] = np.sort(rows[first:stop])
        for i in range(first, stop):
            distinct[g] += i == first or rows[i] != rows[i - 1]
        starts[g + 1] = starts[g] + min(distinct[g], most_rows)
    picked = np.empty(starts[-1], np.int32)
    for g in range(len(chosen)):
        first, want = edges[chosen[g]], starts[g + 1] - starts[g]
        seen, taken = 0, 0
        for i in range(first, edges[chosen[g] + 1]):
            if i == first or rows[i] != rows[i - 1]:
                if taken < want and seen == taken * distinct[g] // want:
                    picked[starts[g] + taken] = rows[i]
                    taken += 1
                seen += 1
    return starts, picked


def _join(found: list[tuple[int, Hashes, npt.NDArray[np.int32], Ints, Rows]]) -> pa.Table:
    kind = np.concatenate([np.full(len(key), index, np.int32) for index, key, *_ in found])
    family = np.array([FAMILIES.index(k.family) for k in KINDS], np.int32)[kind]
    sizes = np.concatenate([np.diff(starts) for *_, starts, _ in found])
    offsets = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    rows = np.concatenate([rows for *_, rows in found])
    columns = [
        pa.DictionaryArray.from_arrays(pa.array(kind), pa.array([k.name for k in KINDS])),
        pa.DictionaryArray.from_arrays(pa.array(family), pa.array(FAMILIES)),
        pa.array(np.concatenate([key for _, key, *_ in found])),
        pa.array(np.concatenate([holders for _, _, holders, *_ in found])),
        pa.LargeListArray.from_arrays(pa.array(offsets), pa.array(rows)),
    ]
    return pa.table(columns, schema=SHARED_KEYS)
