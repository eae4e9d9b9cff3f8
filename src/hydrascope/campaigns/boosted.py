"""Small boosted trees in bits, every verdict of which can be taken apart.

A sum of shallow trees (Friedman 2001), each of which may only rise or fall with the quantities whose
direction is known. Walking a tree, every step changes the expected bits; the change is credited to the
quantity asked at that step (path attribution, Saabas 2014). The credits of one case add up exactly to
its bits, so an analyst sees what each observation weighed in this case and can argue with it.
"""

import json
from dataclasses import dataclass
from importlib import resources
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]

ALL = 1e300
"""A threshold that every known value is under: the question is whether the value is known."""


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
        start = self.bias + float(self.bits_at[self.roots].sum())
        total: Floats = self.contributions(values).sum(axis=1) + start
        return total

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
