"""Overdensity where nothing is shared: accounts crowded together in what they ask, how, and when they came.

Every account becomes a point; near neighbours are joined and the graph is cut into crowds at several
resolutions. A crowd is only a candidate: the pooled tests decide.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from numba import njit

from hydrascope.campaigns.grouping import Graph, graph
from hydrascope.campaigns.pool import Floats, Ints, Rows, means
from hydrascope.campaigns.statistics import Traffic
from hydrascope.sorts import by_code
from hydrascope.tables import VECTOR_UNIT

Points = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]
NEIGHBOURS = 12
CELL = 160
"""Cells of so many accounts are large enough to find neighbours in. They grow on only where looking for the nearest
of so many cells would cost more than looking through them."""


@dataclass(frozen=True, slots=True)
class Near:
    """The nearest accounts of every account: `left` has `right` near it, close by `weight` (0 to 1)."""

    left: Rows
    right: Rows
    weight: Floats


@dataclass(frozen=True, slots=True)
class View:
    """How much each part of an account's description weighs in the distance."""

    name: str
    topic: float
    form: float
    time: float
    habit: float
    best: bool  # describe an account by its exchanges that look most like training data


VIEWS = (
    View("what and how", 1.0, 0.7, 0.3, 0.5, False),
    View("when and how", 0.3, 0.7, 1.2, 1.0, False),
    View("best requests", 1.0, 1.0, 0.6, 0.3, True),
)
RESOLUTIONS = (1.0, 8.0, 40.0)


@dataclass(frozen=True, slots=True)
class Seen:
    """Accounts as one view has them: the rows that speak for them, the accounts as points, and who is near whom."""

    chosen: Flags
    points: Points
    near: Near


def seen(t: Traffic, view: View) -> Seen:
    """The accounts as a view has them."""
    first = np.searchsorted(t.account, np.arange(t.table.num_rows + 1)).astype(np.int64)
    chosen = _best(first, -t.marks[:, 0]) if view.best else np.ones(len(t.account), np.bool_)
    points = _points(t, view, chosen)
    return Seen(chosen, points, neighbours(points))


def tied(view: Seen) -> Graph:
    """Each account tied to the nearest others."""
    return graph(len(view.points), view.near.left, view.near.right, view.near.weight)


@njit(cache=True, nogil=True)
def _best(first: Ints, value: npt.NDArray[np.float32]) -> Flags:
    """The quarter of each account's rows, one at least, where `value` is least; of equals the first."""
    chosen = np.zeros(len(value), np.bool_)
    for a in range(len(first) - 1):
        order = np.argsort(value[first[a] : first[a + 1]], kind="mergesort")
        for i in order[: max(1, len(order) // 4)]:
            chosen[first[a] + i] = True
    return chosen


def _points(t: Traffic, view: View, chosen: Flags) -> Points:
    rows = np.flatnonzero(chosen).astype(np.int32)
    first = np.searchsorted(t.account[rows], np.arange(t.table.num_rows + 1)).astype(np.int64)
    form = np.concatenate([means(first, rows, t.form), means(first, rows, t.marks)[:, :6]], axis=1)
    time = np.stack([t.column(name) for name in ("signup", "arrival", "departure")], axis=1)
    habit = np.concatenate([_dice(t.hashes("main_parameters")), _dice(t.hashes("main_client"))], axis=1)
    habit = np.concatenate([habit, np.log2(t.column("exchanges"))[:, None] / 4], axis=1)
    parts = [
        (means(first, rows, t.vector) / VECTOR_UNIT, view.topic * 2.5),
        (_scaled(form), view.form * 0.5),
        (_scaled(time), view.time),
        (habit, view.habit),
    ]
    return np.concatenate([np.nan_to_num(p * w) for p, w in parts], axis=1).astype(np.float32)


def _scaled(values: Floats) -> Floats:
    if np.isnan(values).all(axis=0).any():
        values = np.where(np.isnan(values).all(axis=0), 0.0, values)
    scale = np.nanstd(values, axis=0)
    scaled: Floats = np.clip((values - np.nanmean(values, axis=0)) / np.where(scale > 0, scale, 1.0), -3, 3)
    return scaled


def _dice(value: npt.NDArray[np.generic]) -> Floats:
    """Four coordinates of ±0.5 from a hash, so that equal values lie together and others apart."""
    bits = np.asarray(value, np.uint64)[:, None] >> np.array([7, 19, 31, 43], np.uint64)
    return np.where((bits & np.uint64(1)) > 0, 0.5, -0.5)


def neighbours(points: Points, count: int = NEIGHBOURS) -> Near:
    """The nearest `count` accounts of each, exactly within cells: left, right, closeness.

    Accounts taken evenly are the centres of cells of sqrt(n) accounts, of `CELL` where that is less, or of sqrt(n / 3)
    where that is more; an account is compared with those accounts that have its cell among their three nearest.
    """
    n = len(points)
    centres = points[:: max(1, min(int(np.sqrt(n)), CELL), int(np.sqrt(n / 3)))]
    ready = np.ascontiguousarray(points)
    cells = _nearest(ready, np.ascontiguousarray(centres.T), max(1, min(3, len(centres))))
    edges, order = by_code(cells.ravel(), len(centres))
    return _closeness(*_within(ready, cells[:, 0], edges, order // cells.shape[1], count))


@njit(cache=True, nogil=True)
def _squares(point: npt.NDArray[np.float32], others: Points, out: npt.NDArray[np.float32]) -> None:
    """Squared distances from one point to the columns of `others`; the same on every machine and thread."""
    out[:] = 0
    for d in range(len(point)):
        for j in range(others.shape[1]):
            step = point[d] - others[d, j]
            out[j] += step * step


@njit(cache=True, nogil=True)
def _smallest(distance: npt.NDArray[np.float32], count: int, best: Ints) -> int:
    """Fill `best` with the places of the smallest finite distances, nearest first; how many there are."""
    held = 0
    for j in range(len(distance)):
        if not distance[j] < np.inf or (held == count and not distance[j] < distance[best[held - 1]]):
            continue
        if held < count:
            held += 1
        i = held - 1
        while i > 0 and distance[best[i - 1]] > distance[j]:
            best[i] = best[i - 1]
            i -= 1
        best[i] = j
    return held


@njit(cache=True, nogil=True)
def _nearest(points: Points, centres: Points, count: int) -> Ints:
    """The `count` nearest of the centres (columns) of every point, nearest first."""
    cells = np.empty((len(points), count), np.int64)
    distance = np.empty(centres.shape[1], np.float32)
    for i in range(len(points)):
        _squares(points[i], centres, distance)
        _smallest(distance, count, cells[i])
    return cells


@njit(cache=True, nogil=True)
def _within(
    points: Points, home: Ints, edges: Ints, who: Ints, count: int
) -> tuple[Rows, Rows, npt.NDArray[np.float32]]:
    """Of every point the nearest in its home cell, which has the points `who[edges[cell]:edges[cell + 1]]`."""
    left = np.empty(len(points) * count, np.int32)
    right = np.empty(len(points) * count, np.int32)
    near = np.empty(len(points) * count, np.float32)
    best = np.empty(count, np.int64)
    n = 0
    for cell in range(len(edges) - 1):
        pool = who[edges[cell] : edges[cell + 1]]
        others = np.empty((points.shape[1], len(pool)), np.float32)
        for j in range(len(pool)):
            others[:, j] = points[pool[j]]
        distance = np.empty(len(pool), np.float32)
        for i in range(len(pool)):
            if home[pool[i]] != cell:
                continue
            _squares(points[pool[i]], others, distance)
            distance[i] = np.inf
            for b in range(_smallest(distance, count, best)):
                left[n], right[n], near[n] = pool[i], pool[best[b]], distance[best[b]]
                n += 1
    return left[:n], right[:n], near[:n]


def _closeness(left: Rows, right: Rows, squared: npt.NDArray[np.float32]) -> Near:
    """exp(-d² / s²) with s² the typical squared distance, one for all accounts, so that dense places are
    joined more strongly than sparse ones."""
    scale = (float(np.median(squared)) if len(squared) else 0.0) or 1.0
    return Near(left, right, np.exp(-squared.astype(np.float64) / scale) + 1e-4)
