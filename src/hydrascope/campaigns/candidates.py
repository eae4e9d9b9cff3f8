"""Candidate groups: every set of unlinked customers that something ties together, to be put to the test.

Three sources: the holders of one shared key; communities of the graph of links, for campaigns that share
many small things; crowds in the joint space of content, form and time, for those that share nothing.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from numba import njit

from hydrascope.campaigns.crowds import RESOLUTIONS, VIEWS, Flags, Seen, seen, tied
from hydrascope.campaigns.grouping import Graph, cut, graph
from hydrascope.campaigns.pool import Ints, Rows
from hydrascope.campaigns.statistics import Traffic
from hydrascope.threads import THREADS

LEAST = 3
"""A campaign has at least so many customers."""
COMMUNITY_RESOLUTIONS = (1.0, 12.0)
FAMILIES = ("content", "continuity", "network", "client", "parameters", "identity", "community", "crowd")


@dataclass(frozen=True, slots=True)
class Groups:
    """Group g has the feature rows `rows[starts[g]:starts[g + 1]]`, found by `FAMILIES[family[g]]`.

    `key_row` is the row of SHARED_KEYS a group came from, or -1.
    """

    family: npt.NDArray[np.int8]
    key_row: Ints
    starts: Ints
    rows: Rows

    def __len__(self) -> int:
        return len(self.family)

    def some(self, kept: Ints | Rows) -> tuple[Ints, Rows]:
        """Starts and rows of some of the groups."""
        return _take(self.starts, self.rows, kept)


def candidates(shared: pa.Table, pairs: pa.Table, t: Traffic) -> tuple[Groups, list[Seen]]:
    """All candidates of `LEAST` customers and more, each set of rows once; and the accounts as the VIEWS have them."""
    with ThreadPoolExecutor(THREADS) as threads:
        linked = threads.submit(_linked, pairs, t.table.num_rows)
        views = list(threads.map(partial(seen, t), VIEWS))
        crowds = list(zip(threads.map(tied, views), views, strict=True))
        every = np.ones(len(t.account), bool)
        asked = [("community", linked.result(), resolution, every) for resolution in COMMUNITY_RESOLUTIONS]
        asked += [("crowd", ties, resolution, view.chosen) for ties, view in crowds for resolution in RESOLUTIONS]
        found = list(threads.map(partial(_cut, t.account), asked))
    return _distinct(_stack([_keys(shared), *found], shared), shared, t), views


def _keys(shared: pa.Table) -> tuple[str, Ints, Rows]:
    rows = shared["rows"].chunk(0)
    starts = rows.offsets.to_numpy()
    return "key", starts, rows.values.to_numpy()


def _linked(pairs: pa.Table, n: int) -> Graph:
    bits = pairs["bits"].to_numpy().astype(np.float64)
    return graph(n, pairs["left"].to_numpy(), pairs["right"].to_numpy(), bits)


def _cut(account: Rows, asked: tuple[str, Graph, float, Flags]) -> tuple[str, Ints, Rows]:
    """Groups of a family: the chosen rows of the parts of a graph at a resolution."""
    family, tied, resolution, chosen = asked
    return family, *rows_of_parts(cut(tied, resolution), account, chosen)


def rows_of_parts(parts: Rows, account: Rows, chosen: Flags) -> tuple[Ints, Rows]:
    """The chosen rows of every part of `LEAST` accounts and more, sorted by part and account."""
    size = np.bincount(parts[account], chosen, minlength=len(parts)).astype(np.int64)
    size[np.bincount(parts, minlength=len(size)) < LEAST] = 0
    ends = np.cumsum(size)
    rows = _laid_out(parts, account, chosen, np.where(size > 0, ends - size, -1), int(size.sum()))
    return np.concatenate([[0], ends[size > 0]]), rows


@njit(cache=True, nogil=True)
def _laid_out(parts: Rows, account: Rows, chosen: Flags, place: Ints, count: int) -> Rows:
    """Rows part by part; `place` is where each begins, -1 for those to be left out, and is moved on."""
    out = np.empty(count, np.int32)
    for row in range(len(account)):
        part = parts[account[row]]
        if chosen[row] and place[part] >= 0:
            out[place[part]] = row
            place[part] += 1
    return out


def _stack(found: list[tuple[str, Ints, Rows]], shared: pa.Table) -> Groups:
    names = np.array([FAMILIES.index(name) for name in shared["family"].chunk(0).dictionary.to_pylist()], np.int8)
    family = [names[shared["family"].chunk(0).indices.to_numpy()]]
    family += [np.full(len(s) - 1, FAMILIES.index(name), np.int8) for name, s, _ in found[1:]]
    sizes = np.concatenate([np.diff(s) for _, s, _ in found])
    key_row = np.full(len(sizes), -1, np.int64)
    key_row[: shared.num_rows] = np.arange(shared.num_rows)
    starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    return Groups(np.concatenate(family), key_row, starts, np.concatenate([r for *_, r in found]))


def _distinct(groups: Groups, shared: pa.Table, t: Traffic) -> Groups:
    """Groups of enough customers, the first of those that have the same rows.

    One text word for word is evidence on a pair, but no traffic to be tested.
    """
    customer = np.asarray(t.table["customer"].to_numpy(), np.int32)[t.account]
    count = int(customer.max(initial=0)) + 1
    cuts = np.searchsorted(groups.starts, np.linspace(0, len(groups.rows), THREADS + 1)[1:-1])
    pieces = [groups.starts[a : b + 1] for a, b in pairwise([0, *cuts.tolist(), len(groups)])]
    with ThreadPoolExecutor(THREADS) as threads:
        found = list(threads.map(lambda starts: _marks(starts, groups.rows, customer, count), pieces))
    enough, mark = (np.concatenate(columns) for columns in zip(*found, strict=True))
    same_text = pa.compute.equal(shared["kind"].cast(pa.string()), "text").to_numpy()
    enough[: shared.num_rows][same_text] = 0
    kept = np.flatnonzero(enough >= LEAST)
    _, first = np.unique(mark[kept], return_index=True)
    kept = kept[np.sort(first)]
    return Groups(groups.family[kept], groups.key_row[kept], *groups.some(kept))


@njit(cache=True, nogil=True)
def _marks(starts: Ints, rows: Rows, customer: Rows, count: int) -> tuple[Ints, npt.NDArray[np.uint64]]:
    """Distinct customers of each group and a hash of its set of rows."""
    stamp = np.full(count, -1, np.int64)
    held = np.zeros(len(starts) - 1, np.int64)
    mark = np.zeros(len(starts) - 1, np.uint64)
    for g in range(len(starts) - 1):
        for i in range(starts[g], starts[g + 1]):
            c = customer[rows[i]]
            if stamp[c] != g:
                stamp[c] = g
                held[g] += 1
            x = (np.uint64(rows[i]) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
            x ^= x >> np.uint64(29)
            mark[g] += x * np.uint64(0xBF58476D1CE4E5B9)
    return held, mark


@njit(cache=True, nogil=True)
def _take(starts: Ints, rows: Rows, kept: Ints | Rows) -> tuple[Ints, Rows]:
    first = np.zeros(len(kept) + 1, np.int64)
    for n in range(len(kept)):
        first[n + 1] = first[n] + starts[kept[n] + 1] - starts[kept[n]]
    out = np.empty(first[-1], np.int32)
    for n in range(len(kept)):
        out[first[n] : first[n + 1]] = rows[starts[kept[n]] : starts[kept[n] + 1]]
    return first, out
