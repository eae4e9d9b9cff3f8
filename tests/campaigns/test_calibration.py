"""Probabilities mean what they say, keep the ranks, and the honest tail is a promise."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hydrascope.campaigns.calibration import FURTHEST, Calibration, calibrate


def population(n: int = 40_000, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Bits that are overconfident by half, and the truth."""
    rng = np.random.default_rng(seed)
    fake = rng.random(n) < 0.1
    bits = rng.normal(np.where(fake, 5, -6), 3)
    return bits, fake


@pytest.fixture(scope="module")
def learnt():
    """A calibration of a large population."""
    return calibrate(*population())


@given(st.lists(st.floats(-60, 60), min_size=2, max_size=40, unique=True))
def test_more_bits_are_more_probable_and_rarer(learnt, bits):
    bits = np.sort(np.array(bits))
    bits = bits[np.append(True, np.diff(bits) > 1e-3)]
    chance, p = learnt.probability(bits), learnt.p_value(bits)
    assert ((chance > 0) & (chance < 1)).all()
    assert (np.diff(chance) > 0).all()
    assert ((p > 0) & (p <= 1)).all()
    assert (np.diff(p) <= 0).all()


def test_probabilities_mean_what_they_say(learnt):
    bits, fake = population(seed=1)
    chance = learnt.probability(bits)
    for low in np.arange(0, 1, 0.1):
        here = (chance >= low) & (chance < low + 0.1)
        assert abs(fake[here].mean() - chance[here].mean()) < 0.08, low


def test_p_values_of_the_honest_are_their_share(learnt):
    bits, fake = population(seed=2)
    p = learnt.p_value(bits[~fake])
    for level in (0.5, 0.1, 0.01, 1e-3):
        assert (p <= level).mean() == pytest.approx(level, rel=0.5, abs=2e-4)


def test_beyond_the_worst_honest_the_tail_goes_on_falling(learnt):
    last = learnt.tail_bits[-1]
    p = learnt.p_value(last + np.array([0.0, 1.0, 2.0, 4.0]))
    assert p[0] == pytest.approx(learnt.tail[-1])
    assert (np.diff(np.log10(p)) < 0).all()
    assert learnt.p_value(np.array([1e6]))[0] == pytest.approx(FURTHEST * learnt.tail[-1])


def test_the_knots_rise(learnt):
    assert (np.diff(learnt.bits) > 0).all()
    assert (np.diff(learnt.odds) > 0).all()
    assert (np.diff(learnt.tail_bits) > 0).all()
    assert (np.diff(learnt.tail) < 0).all()


@given(st.integers(0, 1000))
def test_the_knots_rise_for_a_small_population_too(seed):
    bits, fake = population(60, seed)
    found = calibrate(np.round(bits), fake)
    assert (np.diff(found.bits) > 0).all()
    assert (np.diff(found.odds) > 0).all()


def test_json_keeps_the_calibration(learnt):
    again = Calibration.from_json(json.loads(json.dumps(learnt.to_json())))
    bits = np.linspace(-30, 30, 200)
    assert again.probability(bits) == pytest.approx(learnt.probability(bits), abs=1e-3)
    assert again.p_value(bits) == pytest.approx(learnt.p_value(bits), rel=1e-2)
