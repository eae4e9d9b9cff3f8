"""Curves that add up, and how they are learnt."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hydrascope.campaigns.additive import QUANTILES, Additive, fit

numbers = st.floats(-50, 50) | st.just(np.nan)
NAMES = ("rising", "falling", "idle")


def any_model(terms: int = 3) -> Additive:
    """A model with curves of all sorts."""
    rng = np.random.default_rng(terms)
    knots = np.sort(rng.normal(size=(terms, 5)) * 3, axis=1)
    return Additive(tuple(f"t{i}" for i in range(terms)), knots, rng.normal(size=(terms, 5)) * 2, -1.5)


@pytest.fixture(scope="module")
def learnt():
    """Cases whose odds rise with the first value, bend down with the second and ignore the third."""
    rng = np.random.default_rng(3)
    values = rng.normal(size=(6000, 3))
    bits = 3 * np.tanh(values[:, 0]) - np.maximum(values[:, 1], 0) * 2 + 0.5
    hit = (rng.random(6000) < 1 / (1 + np.exp2(-bits))).astype(float)
    values[rng.random(6000) < 0.1, 2] = np.nan
    model = fit(NAMES, values, hit, np.ones(6000), {"rising": 1, "falling": -1})
    return model, values, bits


@given(st.lists(st.lists(numbers, min_size=3, max_size=3), min_size=1, max_size=8))
def test_bits_are_the_sum_of_the_curves(rows):
    model, values = any_model(), np.array(rows)
    parts = model.contributions(values)
    assert model.bits(values) == pytest.approx(parts.sum(axis=1) + model.bias)
    for (row, column), value in np.ndenumerate(values):
        curve = model.curves[column]
        expected = 0 if np.isnan(value) else np.interp(value, model.knots[column], curve)
        assert parts[row, column] == pytest.approx(expected)
        assert min(*curve, 0) <= parts[row, column] <= max(*curve, 0)


def test_the_unknown_weighs_nothing():
    model = any_model()
    assert model.bits(np.full((2, 3), np.nan)).tolist() == [model.bias, model.bias]


@given(st.integers(1, 6))
def test_json_keeps_the_model(terms):
    model = any_model(terms)
    again = Additive.from_json(json.loads(json.dumps(model.to_json())))
    values = np.random.default_rng(1).normal(size=(20, terms)) * 3
    assert again.names == model.names
    assert again.bits(values) == pytest.approx(model.bits(values), abs=1e-3)
    assert again.to_json() == model.to_json()


def test_fit_recovers_the_odds(learnt):
    model, values, bits = learnt
    found = model.bits(values)
    assert np.corrcoef(found, bits)[0, 1] > 0.98
    assert np.abs(found - bits).mean() < 0.35


def test_fit_keeps_to_the_signs(learnt):
    model, *_ = learnt
    assert (np.diff(model.curves[0]) >= 0).all()
    assert (np.diff(model.curves[1]) <= 0).all()
    assert np.ptp(model.curves[0]) > 3
    assert np.ptp(model.curves[2]) < 0.5


def test_signs_hold_against_the_data():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(2000, 1))
    model = fit(("x",), x, (x[:, 0] < 0).astype(float), np.ones(2000), {"x": 1})
    assert np.ptp(model.curves) < 0.05


def test_knots_lie_in_the_data_and_rise(learnt):
    model, values, _ = learnt
    assert model.knots.shape == (3, len(QUANTILES))
    assert (np.diff(model.knots, axis=1) > 0).all()
    assert model.knots[0].min() > values[:, 0].min()
    assert model.knots[0].max() < values[:, 0].max()


def test_a_constant_or_unknown_term_does_no_harm():
    rng = np.random.default_rng(2)
    x = rng.normal(size=(1000, 1))
    values = np.concatenate([x, np.ones((1000, 1)), np.full((1000, 1), np.nan)], axis=1)
    model = fit(NAMES, values, (x[:, 0] > 0).astype(float), np.ones(1000), {})
    assert np.isfinite(model.bits(values)).all()
    assert np.corrcoef(model.bits(values), x[:, 0])[0, 1] > 0.8


def test_weight_is_as_good_as_repetition():
    rng = np.random.default_rng(4)
    x = rng.normal(size=(300, 1))
    hit = (x[:, 0] + rng.normal(size=300) > 0).astype(float)
    # Knots are quantiles of the values as given, so both cases hold the same values as often.
    twice = fit(("x",), np.concatenate([x, x]), np.concatenate([hit, hit]), np.ones(600), {})
    heavy = fit(("x",), np.concatenate([x, x]), np.concatenate([hit, hit]), np.repeat([2.0, 0.0], 300), {})
    assert heavy.curves == pytest.approx(twice.curves, abs=0.02)


def test_a_balanced_case_says_nothing():
    x = np.random.default_rng(5).normal(size=(400, 1))
    model = fit(("x",), x, np.full(400, 0.5), np.ones(400), {})
    assert model.bits(x) == pytest.approx(np.zeros(400), abs=1e-3)
