"""Reductions over sorted columns, against plain Python."""

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hydrascope.behaviour.runs import (
    distinct_of,
    expected_distinct,
    first_of_conversation,
    hour_entropy,
    mean_of,
    mode_of,
    starts_of,
)

HOUR = 3_600_000_000
small_hashes = st.lists(st.lists(st.integers(0, 4), max_size=12), max_size=6)


def laid_out(runs: list[list[int]], kind=np.uint64) -> tuple[np.ndarray, np.ndarray]:
    """Runs one after another, and where each begins."""
    starts = np.cumsum([0, *map(len, runs)]).astype(np.int64)
    return np.array([v for run in runs for v in run], kind), starts


@given(st.lists(st.integers(0, 5), max_size=20))
def test_starts_are_where_accounts_begin(accounts):
    accounts = sorted(accounts)
    starts = starts_of(np.array(accounts, np.int32), 6)
    assert [accounts.count(a) for a in range(6)] == np.diff(starts).tolist()
    assert all(accounts[i] == a for a in range(6) for i in range(starts[a], starts[a + 1]))


@given(small_hashes)
def test_distinct_counts_known_values(runs):
    assert distinct_of(*laid_out(runs)).tolist() == [len(set(run) - {0}) for run in runs]


@given(small_hashes)
def test_all_of_an_account_has_what_it_has(runs):
    values, starts = laid_out(runs)
    assert expected_distinct(values, starts, np.diff(starts)).tolist() == distinct_of(values, starts).tolist()


@given(small_hashes, st.integers(1, 90))
def test_more_exchanges_have_no_fewer_values_and_no_more_than_there_are_exchanges(runs, further):
    values, starts = laid_out(runs)
    drawn = np.diff(starts) + further
    found = expected_distinct(values, starts, drawn)
    assert (found >= distinct_of(values, starts)).all()
    assert (found <= drawn + 1e-9).all()


@pytest.mark.parametrize(("values", "spread"), [(1, 0.0), (4, 0.1), (20, 0.2), (60, 0.2), (10**9, 0.01)])
def test_a_draw_of_twelve_expects_what_ninety_six_have(values, spread):
    rng = np.random.default_rng(values)
    whole = rng.integers(1, values + 1, (400, 96)).astype(np.uint64)
    every = np.arange(0, 400 * 96 + 1, 96)
    few = expected_distinct(whole[:, :12].ravel(), every // 8, np.full(400, 96))
    assert few.mean() == pytest.approx(distinct_of(whole.ravel(), every).mean(), rel=spread + 1e-6)


@given(small_hashes)
def test_mode_is_the_commonest_known_value_and_the_smallest_of_equals(runs):
    def mode(run: list[int]) -> int:
        counts = Counter(v for v in run if v)
        return min(counts, key=lambda v: (-counts[v], v), default=0)

    assert mode_of(*laid_out(runs)).tolist() == [mode(run) for run in runs]


@given(st.lists(st.lists(st.tuples(st.integers(-1000, 1000), st.booleans()), max_size=8), max_size=6))
def test_mean_is_over_known_rows_only(runs):
    values, starts = laid_out([[v for v, _ in run] for run in runs], np.float64)
    known = np.array([k for run in runs for _, k in run], bool)
    for run, mean in zip(runs, mean_of(values, starts, known), strict=True):
        seen = [v for v, k in run if k]
        assert mean == pytest.approx(sum(seen) / len(seen)) if seen else math.isnan(mean)


def test_what_is_not_known_may_be_nan():
    values, starts = laid_out([[1, 2], [3], [5, 7]], np.float64)
    values[1] = np.nan
    assert mean_of(values, starts, ~np.isnan(values)).tolist() == [1.0, 3.0, 6.0]


@given(small_hashes)
def test_a_conversation_opens_once_in_an_account(runs):
    first = first_of_conversation(*laid_out(runs))
    expected = [v != 0 and v not in run[:i] for run in runs for i, v in enumerate(run)]
    assert first.tolist() == expected


@given(st.lists(st.integers(0, 23), min_size=8, max_size=200))
def test_entropy_of_hours_is_plain_entropy_and_its_correction(hours):
    micros, starts = laid_out([[h * HOUR + 5 for h in hours]], np.int64)
    counts = np.array(list(Counter(hours).values()))
    plain = -(counts / len(hours) * np.log2(counts / len(hours))).sum()
    corrected = min(plain + (len(counts) - 1) / (2 * len(hours) * np.log(2)), np.log2(24))
    assert hour_entropy(micros, starts)[0] == pytest.approx(corrected)


def test_entropy_knows_when_it_cannot_tell():
    micros, starts = laid_out([[HOUR] * 7, [HOUR] * 8, list(range(0, 24 * 40 * HOUR, HOUR))], np.int64)
    few, one_hour, flat = hour_entropy(micros, starts)
    assert math.isnan(few)
    assert one_hour == 0
    assert flat == pytest.approx(np.log2(24))


@given(st.lists(st.integers(0, 10**6), min_size=8, max_size=50), st.integers(-400, 400))
def test_entropy_does_not_care_about_the_date(minutes, days):
    micros, starts = laid_out([[m * 60_000_000 for m in minutes]], np.int64)
    assert hour_entropy(micros + days * 24 * HOUR, starts) == pytest.approx(hour_entropy(micros, starts))
