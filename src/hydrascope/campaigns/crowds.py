"""Overdensity where nothing is shared: accounts crowded together in what they ask, how, and when they came.

Every account becomes a point; near neighbours are joined and the graph is cut into crowds at several
resolutions. A crowd is only a candidate: the pooled tests decide.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hydrascope.campaigns.grouping import cut
from hydrascope.campaigns.pool import Floats, Ints, Rows, means
from hydrascope.campaigns.statistics import Traffic

Points = npt.NDArray[np.float32]
NEIGHBOURS = 12


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


def crowds(t: Traffic) -> tuple[list[tuple[Rows, npt.NDArray[np.bool_]]], list[Near]]:
    """For every view and resolution the part of each account and the rows that speak for it; and the points."""
    groups, views = [], []
    for view in VIEWS:
        chosen = _chosen(t, view.best)
        points = _points(t, view, chosen)
        near = neighbours(points)
        views.append(near)
        for resolution in RESOLUTIONS:
            parts = cut(len(points), near.left, near.right, near.weight, resolution)
            groups.append((parts, chosen))
    return groups, views


def _chosen(t: Traffic, best: bool) -> npt.NDArray[np.bool_]:
    """All rows, or of each account the quarter (one at least) that leans most to training data."""
    if not best:
        return np.ones(len(t.account), bool)
    order = np.lexsort((-t.marks[:, 0], t.account))
    first = np.searchsorted(t.account, np.arange(t.table.num_rows + 1))
    size = np.diff(first)
    place = np.arange(len(order)) - np.repeat(first[:-1], size)
    chosen = np.zeros(len(order), bool)
    chosen[order] = place < np.repeat(np.maximum(1, size // 4), size)
    return chosen


def _points(t: Traffic, view: View, chosen: npt.NDArray[np.bool_]) -> Points:
    rows = np.flatnonzero(chosen).astype(np.int32)
    first = np.searchsorted(t.account[rows], np.arange(t.table.num_rows + 1)).astype(np.int64)
    topic = means(first, rows, t.vector)
    form = means(first, rows, np.concatenate([t.form, t.marks[:, :6]], axis=1))
    time = np.stack([t.column(name) for name in ("signup", "arrival", "departure")], axis=1)
    habit = np.concatenate([_dice(t.hashes("main_parameters")), _dice(t.hashes("main_client"))], axis=1)
    habit = np.concatenate([habit, np.log2(t.column("exchanges"))[:, None] / 4], axis=1)
    parts = [
        (topic, view.topic * 2.5),
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

    Cells are those of about sqrt(n) accounts taken evenly as centres; an account is compared with the
    accounts of its three nearest cells, so the work grows as n^1.5.
    """
    n = len(points)
    centres = points[:: max(1, int(np.sqrt(n)))]
    cells = np.concatenate([_nearest(block, centres, min(3, len(centres))) for block in _blocks(points)])
    left, right, near = [], [], []
    for cell in range(len(centres)):
        home = np.flatnonzero(cells[:, 0] == cell)
        pool = np.flatnonzero((cells == cell).any(axis=1))
        if len(home) == 0:
            continue
        for part in np.array_split(home, max(1, len(home) * len(pool) // 8_000_000 + 1)):
            distance = _distance(points[part], points[pool])
            distance[part[:, None] == pool[None, :]] = np.inf
            k = min(count, len(pool) - 1)
            if k < 1:
                continue
            best = np.argpartition(distance, k - 1, axis=1)[:, :k]
            left.append(np.repeat(part, k))
            right.append(pool[best].ravel())
            near.append(np.take_along_axis(distance, best, axis=1).ravel())
    if not left:
        return Near(np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0))
    return _closeness(np.concatenate(left), np.concatenate(right), np.concatenate(near))


def _blocks(points: Points) -> list[Points]:
    return np.array_split(points, max(1, len(points) // 8192))


def _nearest(block: Points, centres: Points, count: int) -> npt.NDArray[np.int64]:
    order = np.argsort(_distance(block, centres), axis=1, kind="stable")
    return order[:, :count]


def _distance(a: Points, b: Points) -> npt.NDArray[np.float32]:
    squares = (a**2).sum(axis=1)[:, None] + (b**2).sum(axis=1)[None, :] - 2 * a @ b.T
    distance: npt.NDArray[np.float32] = np.maximum(squares, 0)
    return distance


def _closeness(left: Ints, right: Ints, squared: npt.NDArray[np.float32]) -> Near:
    """exp(-d² / s²) with s² the typical squared distance, one for all accounts, so that dense places are
    joined more strongly than sparse ones."""
    scale = float(np.median(squared)) or 1.0
    weight = np.exp(-squared.astype(np.float64) / scale) + 1e-4
    return Near(left.astype(np.int32), right.astype(np.int32), weight)
