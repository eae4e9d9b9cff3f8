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


def test_the_mean_of_models_says_the_mean_of_what_they_say() -> None:
    values, target = cases(1000)
    one = boosting.learn(NAMES, values, target, np.ones(len(target)), {}, trees=10)
    other = boosting.learn(NAMES, values, 1 - target, np.ones(len(target)), {}, trees=20, leaves=5)
    both = boosting.mean(one, other, fits=(3, 1))
    assert both.bits(values) == pytest.approx((3 * one.bits(values) + other.bits(values)) / 4)
    assert both.contributions(values) == pytest.approx(
        (3 * one.contributions(values) + other.contributions(values)) / 4
    )


def test_trees_beside_bits_learn_what_is_to_be_added() -> None:
    values, target = cases()
    known = 2 * values[:, 0] / np.log(2)
    weight = np.ones(len(target))
    added = boosting.learn(NAMES[1:], values[:, 1:], target, weight, {}, trees=60, so_far=known)
    alone = boosting.learn(NAMES[1:], values[:, 1:], target, weight, {}, trees=60)
    others = loss(known, target), loss(alone.bits(values[:, 1:]), target)
    assert loss(known + added.bits(values[:, 1:]), target) < min(others)


def loss(bits: np.ndarray, target: np.ndarray) -> float:
    """Mean surprise in bits."""
    return float(np.mean(target * np.log2(1 + 2.0**-bits) + (1 - target) * np.log2(1 + 2.0**bits)))
