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

from hydrascope.threads import THREADS

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]

ALL = 1e300
"""A threshold that every known value is under: the question is whether the value is known."""
AT_ONCE = 50_000
"""Cases that are judged in one piece of work."""
SIDE_BY_SIDE = 1024
MOST_LEAVES = 16
LOWEST = np.array([0, *((n & -n).bit_length() - 1 for n in range(1, 1 << MOST_LEAVES))], np.uint8)
"""Place of the lowest bit of a number."""


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
        questions, rank = self._questions()
        tree, node, kept, leaves = _laid(self.roots, self.feature, self.left, self.right, self.bits_at)
        asked = self.feature[node], rank[node], ~self.unknown_left[node], kept

        def sums(block: Floats) -> Floats:
            above = [np.searchsorted(own, column) for own, column in zip(questions, block.T.copy(), strict=True)]
            known = np.where(np.isnan(block.T), 0, above)
            total: Floats = _sums(known.astype(np.uint16), np.array(above, np.uint16), tree, *asked, leaves, LOWEST)
            return total + self.bias

        blocks = np.array_split(np.asarray(values, np.float64), max(1, len(values) // AT_ONCE))
        with ThreadPoolExecutor(THREADS) as threads:
            return np.concatenate(list(threads.map(sums, blocks)))

    def _questions(self) -> tuple[list[Floats], npt.NDArray[np.uint16]]:
        """The thresholds asked of each quantity, rising, and of every node the place of its own among them."""
        rank, questions = np.zeros(len(self.feature), np.uint16), []
        for column in range(len(self.names)):
            nodes = self.feature == column
            own, rank[nodes] = np.unique(self.threshold[nodes], return_inverse=True)
            questions.append(own)
        return questions, rank

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
def _laid(
    roots: Ints, feature: Ints, left: Ints, right: Ints, bits_at: Floats
) -> tuple[Ints, Ints, npt.NDArray[np.uint16], Floats]:
    """Trees as questions: of tree t the nodes `node[first[t]:first[t + 1]]`, the leaves that remain possible where
    one of them is answered with "above" (a bit for each, from the left), and the bits of its leaves from the left.
    """
    first, node = np.zeros(len(roots) + 1, np.int32), np.empty(len(feature), np.int32)
    begun, leaves = np.zeros(len(feature), np.int32), np.zeros((len(roots), MOST_LEAVES))
    n, stack = 0, np.empty(len(feature) + 1, np.int32)
    for tree in range(len(roots)):
        passed, depth, stack[0] = 0, 1, roots[tree]
        while depth > 0:
            depth -= 1
            here = stack[depth]
            begun[here] = passed
            if feature[here] >= 0:
                node[n] = here
                n += 1
                stack[depth], stack[depth + 1] = right[here], left[here]
                depth += 2
            elif passed < MOST_LEAVES:
                leaves[tree, passed] = bits_at[here]
                passed += 1
            else:
                raise ValueError("a tree with more than 16 leaves; fit smaller ones")
        first[tree + 1] = n
    kept = np.empty(n, np.uint16)
    for q in range(n):
        low, high = begun[left[node[q]]], begun[right[node[q]]]
        kept[q] = 0xFFFF ^ ((1 << high) - (1 << low))
    return first, node[:n].copy(), kept, leaves


@njit(cache=True, nogil=True)
def _sums(
    known: npt.NDArray[np.uint16],
    above: npt.NDArray[np.uint16],
    first: Ints,
    feature: Ints,
    rank: npt.NDArray[np.uint16],
    unknown_right: npt.NDArray[np.bool_],
    kept: npt.NDArray[np.uint16],
    leaves: Floats,
    lowest: npt.NDArray[np.uint8],
) -> Floats:
    """Sum over the trees of the bits of the leaf that each case (column) comes to.

    Not by walking: every question of a tree strikes out leaves, and the first that remains is the one a walk would come
    to (QuickScorer, Lucchese et al. 2015). So many cases answer one question side by side, in steps of 16 bits.
    """
    total, n = np.zeros(known.shape[1]), known.shape[1]
    remain = np.empty(SIDE_BY_SIDE, np.uint16)
    for start in range(0, n, SIDE_BY_SIDE):
        some = min(SIDE_BY_SIDE, n - start)
        for tree in range(len(first) - 1):
            remain[:some] = np.uint16(0xFFFF)
            for q in range(first[tree], first[tree + 1]):
                codes = (above if unknown_right[q] else known)[feature[q], start : start + some]
                asked, left = rank[q], kept[q]
                for i in range(some):
                    remain[i] = remain[i] & (left if codes[i] > asked else np.uint16(0xFFFF))
            for i in range(some):
                total[start + i] += leaves[tree, lowest[remain[i]]]
    return total
