"""An additive model in bits: every statistic contributes by a curve of its own, and the curves add up.

A logistic model whose terms are piecewise-linear curves through a few knots (a generalised additive
model, Hastie and Tibshirani 1986). An analyst can read each term: so many bits for or against. Outside
its outer knots a curve is flat, and an unknown value contributes nothing.
"""

import json
from dataclasses import dataclass
from importlib import resources

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

Floats = npt.NDArray[np.float64]
QUANTILES = (0.02, 0.1, 0.25, 0.5, 0.75, 0.9, 0.98)


@dataclass(frozen=True, slots=True)
class Additive:
    """`knots` and `curves` are float64 (terms, k); `bias` is the bits of a case that says nothing."""

    names: tuple[str, ...]
    knots: Floats
    curves: Floats
    bias: float

    def contributions(self, values: Floats) -> Floats:
        """Bits of each term: float64, the shape of `values` (n, terms); 0 where a value is NaN."""
        out = np.zeros(values.shape)
        for c in range(values.shape[1]):
            out[:, c] = np.interp(values[:, c], self.knots[c], self.curves[c])
        return np.where(np.isnan(values), 0.0, out)

    def bits(self, values: Floats) -> Floats:
        """Log2 odds: float64 (n,).

        >>> model = Additive(("x",), np.array([[0.0, 1.0]]), np.array([[-2.0, 2.0]]), 0.5)
        >>> model.bits(np.array([[0.75], [9.0], [np.nan]])).tolist()
        [1.5, 2.5, 0.5]
        """
        total: Floats = self.contributions(values).sum(axis=1) + self.bias
        return total

    def to_json(self) -> dict[str, object]:
        """As plain lists, rounded to what matters."""
        return {
            "names": list(self.names),
            "knots": self.knots.round(6).tolist(),
            "curves": self.curves.round(4).tolist(),
            "bias": round(self.bias, 4),
        }

    @staticmethod
    def from_json(data: dict[str, object]) -> "Additive":
        """The inverse of `to_json`."""
        return Additive(
            tuple(map(str, data["names"])),  # type: ignore[call-overload]
            np.array(data["knots"], np.float64),
            np.array(data["curves"], np.float64),
            float(data["bias"]),  # type: ignore[arg-type]
        )


def frozen(name: str) -> dict[str, dict[str, object]]:
    """A file of frozen models that ships with the package."""
    text = resources.files("hydrascope.campaigns").joinpath(name).read_text()
    data: dict[str, dict[str, object]] = json.loads(text)
    return data


def fit(
    names: tuple[str, ...],
    values: Floats,
    target: Floats,
    weight: Floats,
    signs: dict[str, int],
    ridge: float = 1.0,
    smooth: float = 4.0,
) -> Additive:
    """Penalised maximum likelihood. `target` in [0, 1]; `signs` holds terms that may only rise (1) or fall (-1).

    The penalties are per effective case: `ridge` on heights, `smooth` on bends.
    """
    knots = np.stack([_knots(values[:, c]) for c in range(len(names))])
    basis = np.concatenate([_basis(values[:, c], knots[c]) for c in range(len(names))], axis=1)
    k = knots.shape[1]
    bounds = [(None, None)] * (1 + len(names) * k)
    start = np.zeros(1 + len(names) * k)
    transform = _monotone(names, signs, k)
    bounds[1:] = [b for name in names for b in _bounds(signs.get(name, 0), k)]
    design = basis @ transform
    loss = _Loss(design, target, weight, transform, k, ridge, smooth)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 400})
    curves = (transform @ found.x[1:]).reshape(len(names), k) / np.log(2)
    return Additive(names, knots, curves, float(found.x[0] / np.log(2)))


def _knots(values: Floats) -> Floats:
    known = values[np.isfinite(values)]
    knots = np.quantile(known, QUANTILES) if len(known) else np.zeros(len(QUANTILES))
    return np.maximum.accumulate(knots + np.arange(len(QUANTILES)) * 1e-6)


def _basis(values: Floats, knots: Floats) -> Floats:
    hats = np.stack([np.interp(values, knots, row) for row in np.eye(len(knots))], axis=1)
    return np.where(np.isnan(values)[:, None], 0.0, hats)


def _monotone(names: tuple[str, ...], signs: dict[str, int], k: int) -> Floats:
    """Block matrix from free parameters to knot heights: running sums where a sign is asked for."""
    out = np.zeros((len(names) * k, len(names) * k))
    for i, name in enumerate(names):
        block = np.tril(np.ones((k, k))) if signs.get(name, 0) else np.eye(k)
        out[i * k : (i + 1) * k, i * k : (i + 1) * k] = block
    return out


def _bounds(sign: int, k: int) -> list[tuple[float | None, float | None]]:
    if sign == 0:
        return [(None, None)] * k
    step: tuple[float | None, float | None] = (0.0, None) if sign > 0 else (None, 0.0)
    return [(None, None)] + [step] * (k - 1)


@dataclass(frozen=True, slots=True)
class _Loss:
    design: Floats
    target: Floats
    weight: Floats
    transform: Floats
    k: int
    ridge: float
    smooth: float

    def __call__(self, x: Floats) -> tuple[float, Floats]:
        z = x[0] + self.design @ x[1:]
        loss = float((self.weight * (np.logaddexp(0, z) - self.target * z)).sum())
        error = self.weight * (1 / (1 + np.exp(-z)) - self.target)
        heights = (self.transform @ x[1:]).reshape(-1, self.k)
        bends = np.diff(heights, 2, axis=1)
        loss += 0.5 * self.ridge * float((heights**2).sum()) + 0.5 * self.smooth * float((bends**2).sum())
        pull = self.ridge * heights
        pull[:, :-2] += self.smooth * bends
        pull[:, 1:-1] -= 2 * self.smooth * bends
        pull[:, 2:] += self.smooth * bends
        slope = self.design.T @ error + self.transform.T @ pull.ravel()
        return loss, np.concatenate([[error.sum()], slope])
