"""Small boosted trees in bits, every verdict of which can be taken apart.

A sum of shallow trees (Friedman 2001), each of which may only rise or fall with the quantities whose
direction is known. Walking a tree, every step changes the expected bits; the change is credited to the
quantity asked at that step (path attribution, Saabas 2014). The credits of one case add up exactly to
its bits, so an analyst sees what each observation weighed in this case and can argue with it.
"""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib import resources
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from hydrascope.campaigns.threads import THREADS

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]

ALL = 1e300
"""A threshold that every known value is under: the question is whether the value is known."""
AT_ONCE = 50_000
"""Cases whose trees are walked in one piece of work."""


@dataclass(frozen=True, slots=True)
class Boosted:
    """Trees as flat arrays: node i asks whether value[feature[i]] <= threshold[i] and goes to left[i] or right[i].

    `feature` is -1 at a leaf. `bits` is the expected sum below a node, `unknown_left` where NaN goes, `roots`
    the first node of every tree, `bias` the bits of a case before anything is asked.
    """

    names: tuple[str, ...]
    bias: float
    roots: Ints
    feature: Ints
    threshold: Floats
    unknown_left: npt.NDArray[np.bool_]
    left: Ints
    right: Ints
    bits_at: Floats

    def contributions(self, values: Floats) -> Floats:
        """Bits credited to each quantity: float64, the shape of `values` (n, len(names))."""
        credit: Floats = _walk(
            np.ascontiguousarray(values, np.float64),
            self.roots, self.feature, self.threshold, self.unknown_left, self.left, self.right, self.bits_at,
        )  # fmt: skip
        return credit

    def bits(self, values: Floats) -> Floats:
        """Log2 odds: float64 (n,); the bias, the roots' expectations and the credits."""
        # A leaf leads to itself, so that the way down a tree is as long for all cases.
        leaf, own = self.feature < 0, np.arange(len(self.feature), dtype=np.int32)
        ways = np.stack([np.where(leaf, own, self.left), np.where(leaf, own, self.right)], axis=1).ravel()
        asked, depths, unknown_right = np.where(leaf, 0, self.feature), self._depths(), ~self.unknown_left

        def sums(block: Floats) -> Floats:
            columns = np.ascontiguousarray(block.T)
            total: Floats = _sums(
                columns, self.roots, depths, asked, self.threshold, unknown_right, ways, self.bits_at
            )
            return total + self.bias

        blocks = np.array_split(np.asarray(values, np.float64), max(1, len(values) // AT_ONCE))
        with ThreadPoolExecutor(THREADS) as threads:
            return np.concatenate(list(threads.map(sums, blocks)))

    def _depths(self) -> Ints:
        """How many questions the longest way down each tree asks."""
        depth, tree, node = np.zeros(len(self.roots), np.int32), np.arange(len(self.roots)), self.roots
        while len(node):
            inner = self.feature[node] >= 0
            tree, node = tree[inner], node[inner]
            depth[tree] += 1
            tree, node = np.tile(tree, 2), np.concatenate([self.left[node], self.right[node]])
        return depth

    def to_json(self) -> dict[str, Any]:
        """As plain lists, rounded to what matters."""
        return {
            "names": list(self.names),
            "bias": round(self.bias, 5),
            "roots": self.roots.tolist(),
            "feature": self.feature.tolist(),
            "threshold": [float(f"{min(t, ALL):.9g}") for t in self.threshold],
            "unknown_left": self.unknown_left.astype(int).tolist(),
            "left": self.left.tolist(),
            "right": self.right.tolist(),
            "bits_at": self.bits_at.round(5).tolist(),
        }

    @staticmethod
    def from_json(data: dict[str, Any]) -> "Boosted":
        """The inverse of `to_json`."""
        return Boosted(
            names=tuple(data["names"]),
            bias=float(data["bias"]),
            roots=np.array(data["roots"], np.int32),
            feature=np.array(data["feature"], np.int32),
            threshold=np.array(data["threshold"], np.float64),
            unknown_left=np.array(data["unknown_left"], bool),
            left=np.array(data["left"], np.int32),
            right=np.array(data["right"], np.int32),
            bits_at=np.array(data["bits_at"], np.float64),
        )


def frozen(name: str) -> dict[str, dict[str, Any]]:
    """A file of frozen models that ships with the package."""
    text = resources.files("hydrascope.campaigns").joinpath(name).read_text()
    data: dict[str, dict[str, Any]] = json.loads(text)
    return data


@njit(cache=True, nogil=True)
def _walk(
    values: Floats,
    roots: Ints,
    feature: Ints,
    threshold: Floats,
    unknown_left: npt.NDArray[np.bool_],
    left: Ints,
    right: Ints,
    bits_at: Floats,
) -> Floats:
    credit = np.zeros(values.shape)
    for row in range(values.shape[0]):
        for root in roots:
            node = root
            while feature[node] >= 0:
                value = values[row, feature[node]]
                if np.isnan(value):
                    after = left[node] if unknown_left[node] else right[node]
                else:
                    after = left[node] if value <= threshold[node] else right[node]
                credit[row, feature[node]] += bits_at[after] - bits_at[node]
                node = after
    return credit


@njit(cache=True, nogil=True)
def _sums(
    columns: Floats,
    roots: Ints,
    depths: Ints,
    asked: Ints,
    threshold: Floats,
    unknown_right: npt.NDArray[np.bool_],
    ways: Ints,
    bits_at: Floats,
) -> Floats:
    """Sum over the trees of the bits of the leaf that each case (column) comes to.

    Many cases go down one tree side by side and without a branch, so none waits for where another one goes.
    """
    total = np.zeros(columns.shape[1])
    node = np.empty(256, np.int32)
    for first in range(0, len(total), len(node)):
        some = min(len(node), len(total) - first)
        for tree in range(len(roots)):
            node[:] = roots[tree]
            for _ in range(depths[tree]):
                for i in range(some):
                    value = columns[asked[node[i]], first + i]
                    right = (value > threshold[node[i]]) | (np.isnan(value) & unknown_right[node[i]])
                    node[i] = ways[2 * node[i] + right]
            for i in range(some):
                total[first + i] += bits_at[node[i]]
    return total
