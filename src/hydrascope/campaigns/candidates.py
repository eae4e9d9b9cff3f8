"""Candidate groups: every set of unlinked customers that something ties together, to be put to the test.

Three sources: the holders of one shared key; communities of the graph of links, for campaigns that share
many small things; crowds in the joint space of content, form and time, for those that share nothing.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from numba import njit

from hydrascope.campaigns.crowds import Near, Points, crowds, views
from hydrascope.campaigns.grouping import Graph, Run, cuts
from hydrascope.campaigns.pool import Ints, Rows
from hydrascope.campaigns.statistics import Traffic

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


def candidates(shared: pa.Table, pairs: pa.Table, t: Traffic, run: Run = map) -> tuple[Groups, list[Near]]:
    """All candidates of `LEAST` customers and more, each set of rows once; and the accounts near each other.

    Graphs are cut by `run`, which may do so in several processes.
    """
    seen = views(t)
    links = _linked(pairs, t.table.num_rows)
    (communities, _), *crowded = run(_parts, [links, *(points for points, _ in seen)])
    every = np.ones(len(t.account), bool)
    found = [_keys(shared)]
    found += [("community", *rows_of_parts(part, t.account, every)) for part in communities]
    for (parts, _), (_, chosen) in zip(crowded, seen, strict=True):
        found += [("crowd", *rows_of_parts(part, t.account, chosen)) for part in parts]
    near = [who for _, who in crowded]
    return _distinct(_stack(found, shared), shared, t), near


def _keys(shared: pa.Table) -> tuple[str, Ints, Rows]:
    rows = shared["rows"].chunk(0)
    starts = rows.offsets.to_numpy()
    return "key", starts, rows.values.to_numpy()


def _parts(asked: Graph | Points) -> tuple[list[Rows], Near]:
    """Communities of a graph of links, or crowds of points: the work that is worth another process."""
    if not isinstance(asked, Graph):
        return crowds(asked)
    nobody = Near(np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0))
    return cuts(asked, COMMUNITY_RESOLUTIONS) if len(asked.left) else [], nobody


def _linked(pairs: pa.Table, n: int) -> Graph:
    bits = pairs["bits"].to_numpy().astype(np.float64)
    return Graph(n, pairs["left"].to_numpy(), pairs["right"].to_numpy(), bits)


def rows_of_parts(parts: Rows, account: Rows, chosen: npt.NDArray[np.bool_]) -> tuple[Ints, Rows]:
    """The chosen rows of every part of `LEAST` accounts and more, sorted by part and account."""
    large = np.bincount(parts) >= LEAST
    rows = np.flatnonzero(chosen & large[parts][account])
    order = rows[np.argsort(parts[account[rows]], kind="stable")]
    edges = np.flatnonzero(np.diff(parts[account[order]])) + 1
    starts = np.concatenate([[0], edges, [len(order)]]) if len(order) else np.zeros(1)
    return starts.astype(np.int64), order.astype(np.int32)


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
    enough, mark = _marks(groups.starts, groups.rows, customer, int(customer.max(initial=0)) + 1)
    same_text = pa.compute.equal(shared["kind"].cast(pa.string()), "text").to_numpy()
    enough[: shared.num_rows][same_text] = 0
    kept = np.flatnonzero(enough >= LEAST)
    _, first = np.unique(mark[kept], return_index=True)
    kept = kept[np.sort(first)]
    starts, rows = _take(groups.starts, groups.rows, kept)
    return Groups(groups.family[kept], groups.key_row[kept], starts, rows)


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
def _take(starts: Ints, rows: Rows, kept: Ints) -> tuple[Ints, Rows]:
    first = np.zeros(len(kept) + 1, np.int64)
    for n in range(len(kept)):
        first[n + 1] = first[n] + starts[kept[n] + 1] - starts[kept[n]]
    out = np.empty(first[-1], np.int32)
    for n in range(len(kept)):
        out[first[n] : first[n + 1]] = rows[starts[kept[n]] : starts[kept[n] + 1]]
    return first, out
