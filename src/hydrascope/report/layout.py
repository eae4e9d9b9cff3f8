"""Which accounts of a campaign its drawing shows, and where they stand."""

from heapq import heappop, heappush

import numpy as np
import numpy.typing as npt

from hydrascope.model.campaign import Tie

Points = npt.NDArray[np.float64]
_STEPS = 70
_GOLDEN_ANGLE = np.pi * (3 - np.sqrt(5))


def chosen(count: int, ties: list[Tie], most: int) -> list[int]:
    """At most `most` of `count` accounts, tied ones next to one another.

    Grown like Prim's spanning tree from the account with most bits in its ties, always by the
    strongest tie that leads outside, so that a part of a large campaign is drawn whole rather than
    all of it in crumbs. A place in the list decides between equals.
    """
    near: list[list[tuple[float, int]]] = [[] for _ in range(count)]
    for tie in ties:
        near[tie.left].append((-tie.bits, tie.right))
        near[tie.right].append((-tie.bits, tie.left))
    seeds = sorted(range(count), key=lambda i: (sum(bits for bits, _ in near[i]), i))
    taken: dict[int, None] = {}
    for seed in seeds:
        edge = [(0.0, seed)]
        while edge and len(taken) < most:
            _, at = heappop(edge)
            if at not in taken:
                taken[at] = None
                for bits, other in near[at]:
                    heappush(edge, (bits, other))
    return list(taken)


def spiral(count: int) -> Points:
    """`count` points spread evenly over the unit disc, (count, 2): a sunflower's seeds."""
    index = np.arange(count, dtype=np.float64)
    radius = np.sqrt((index + 0.5) / max(count, 1))
    return np.stack([radius * np.cos(index * _GOLDEN_ANGLE), radius * np.sin(index * _GOLDEN_ANGLE)], axis=1)


def pull(count: int, ties: list[Tie]) -> Points:
    """Strength of every pair, (count, count), symmetric: bits over their mean, at most 4."""
    matrix = np.zeros((count, count))
    if not ties:
        return matrix
    bits = np.clip(np.nan_to_num(np.array([tie.bits for tie in ties])), 0.0, 1e6)
    left = np.array([tie.left for tie in ties])
    right = np.array([tie.right for tie in ties])
    strength = np.minimum(bits / max(float(bits.mean()), 1e-9), 4.0)
    np.maximum.at(matrix, (left, right), strength)
    symmetric: Points = np.maximum(matrix, matrix.T)
    np.fill_diagonal(symmetric, 0.0)
    return symmetric


def place(count: int, ties: list[Tie]) -> Points:
    """Positions in the unit square, (count, 2), so that tied accounts stand together.

    Fruchterman and Reingold's springs (1991) with a pull to the middle, started from a spiral in the
    order given, so that nothing is random; elementwise arithmetic only, so that threads cannot
    change a digit.
    """
    spots = spiral(count)
    if count < 2:
        return np.full((count, 2), 0.5)
    strength = pull(count, ties)
    # A spring's share of its account's springs: hubs do not collapse everything onto themselves.
    degree = np.maximum((strength > 0).sum(axis=1), 1).astype(np.float64)
    ideal = 1.6 / np.sqrt(count)
    strength = strength / np.sqrt(np.minimum(degree[:, None], degree)) / ideal
    across, down = spots[:, 0].copy(), spots[:, 1].copy()
    for step in range(_STEPS):
        apart_x, apart_y = across[:, None] - across, down[:, None] - down
        squared = apart_x * apart_x + apart_y * apart_y + 1e-6
        force = ideal**2 / squared - strength * np.sqrt(squared)
        move_x = (apart_x * force).sum(axis=1) - 1.2 * across
        move_y = (apart_y * force).sum(axis=1) - 1.2 * down
        length = np.sqrt(move_x * move_x + move_y * move_y) + 1e-12
        heat = 0.12 * (1 - step / _STEPS) + 0.002
        pace = np.minimum(length, heat) / length
        across, down = across + move_x * pace, down + move_y * pace
    spots = np.stack([across, down], axis=1)
    low, high = spots.min(axis=0), spots.max(axis=0)
    placed: Points = (spots - low) / np.maximum(high - low, 1e-9)
    return placed
