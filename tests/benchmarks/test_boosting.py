"""Trees as LightGBM learns them and as the product reads them say the same."""

import lightgbm
import numpy as np
import pytest

from benchmarks import boosting

NAMES = ("rises", "falls", "says nothing", "sometimes unknown")


def cases(n: int = 4000) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(3)
    values = rng.normal(size=(n, 4))
    target = 1 / (1 + np.exp(-(2 * values[:, 0] - values[:, 1] + np.nan_to_num(values[:, 3]))))
    values[rng.random(n) < 0.2, 3] = np.nan
    return values, np.where(rng.random(n) < 0.5, target, (rng.random(n) < target).astype(float))


def test_the_flat_trees_give_the_bits_of_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    values, target = cases()
    kept = {}
    train = lightgbm.train
    monkeypatch.setattr(lightgbm, "train", lambda *a: kept.setdefault("model", train(*a)))
    flat = boosting.learn(NAMES, values, target, np.ones(len(target)), {"rises": 1, "falls": -1}, trees=30)
    asked = np.concatenate([values[:500], np.where(np.eye(4, dtype=bool), np.nan, values[:4])])
    bits = kept["model"].predict(asked, raw_score=True) / np.log(2)
    assert np.allclose(flat.bits(asked), bits, atol=1e-6)


def test_directions_hold() -> None:
    values, target = cases()
    flat = boosting.learn(NAMES, values, target, np.ones(len(target)), {"rises": 1, "falls": -1}, trees=30)
    line = np.zeros((50, 4))
    line[:, 0] = np.linspace(-3, 3, 50)
    assert (np.diff(flat.bits(line)) >= -1e-9).all()
    line = np.zeros((50, 4))
    line[:, 1] = np.linspace(-3, 3, 50)
    assert (np.diff(flat.bits(line)) <= 1e-9).all()
