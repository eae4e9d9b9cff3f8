"""Means over worlds, their intervals, and what is said of promises and days."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from hydrascope.proving.summary import _time, broken, ratio, spread, total


@given(st.lists(st.floats(0, 1), min_size=2, max_size=12))
def test_the_interval_is_the_textbooks(values):
    found = spread([*values, None, float("nan")])
    assert found["worlds"] == len(values)
    if np.std(values) > 1e-6:
        low, high = stats.t.interval(0.95, len(values) - 1, np.mean(values), stats.sem(values))
        assert found["low"] == pytest.approx(max(0, low), abs=1e-4)
        assert found["high"] == pytest.approx(min(1, high), abs=1e-4)


def test_nothing_to_measure_is_nothing():
    assert spread([None, float("nan")]) == {"mean": None, "low": None, "high": None, "worlds": 0}
    assert ratio(1, 0) is None


def test_a_promise_is_broken_by_more_than_chance():
    rng = np.random.default_rng(1)
    kept = [broken(int(n), 5.0) for n in rng.poisson(5.0, 4000)]
    assert np.mean(kept) < 0.05
    assert broken(12, 5.0)


def test_totals_name_the_largest_first():
    assert list(total([{"a": 1, "b": 2}, {"b": 1, "c": 1}])) == ["b", "a", "c"]


def campaign(served, first):
    return {"served": served, "harvested": 10, "flagged": int(first is not None), "days_to_first": first,
            "days_to_half": first}  # fmt: skip


def test_never_is_later_than_any_day():
    found = _time([campaign(1, 2), campaign(5, 9), campaign(10, None)])
    assert (found["served"], found["days_to_first"], found["found"]) == (0.5, 9.0, 2)
    assert _time([campaign(10, None), campaign(10, None), campaign(1, 1)])["days_to_first"] is None
