"""Metrics: identities that must hold for any scores, and hand-counted cases."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from hydrascope.proving import metrics

SCORES = st.integers(2, 80).flatmap(
    lambda n: st.tuples(
        arrays(np.float64, n, elements=st.integers(0, 12).map(float)),
        arrays(np.bool_, n).filter(lambda fake: fake.any() and not fake.all()),
    )
)
GROUPS = st.integers(1, 60).flatmap(
    lambda n: st.tuples(
        arrays(np.int64, n, elements=st.integers(-1, 4)),
        arrays(np.int64, n, elements=st.integers(-1, 4)),
        arrays(np.bool_, n),
    )
)


@given(SCORES, st.sampled_from([0.0, 1e-4, 0.05, 0.3, 1.0]))
def test_the_false_positive_rate_is_never_exceeded(case, fpr):
    scores, fake = case
    flags = metrics.flags_at(scores, fake, fpr)
    assert flags[~fake].mean() <= fpr
    lower = scores > np.nextafter(metrics.threshold_at(scores[~fake], fpr), -np.inf)
    assert fpr == 1.0 or lower[~fake].mean() > fpr, "a lower threshold would have been too generous"


@given(SCORES)
def test_recall_grows_with_the_rate_allowed(case):
    scores, fake = case
    recalls = [metrics.recall_at(scores, fake, fpr) for fpr in (0.0, 0.1, 0.5, 1.0)]
    assert recalls == sorted(recalls)
    assert recalls[-1] == 1.0


@given(SCORES)
def test_auc_is_the_share_of_pairs_in_order(case):
    scores, fake = case
    gaps = scores[fake][:, None] - scores[~fake][None, :]
    assert metrics.auc(scores, fake) == pytest.approx(((gaps > 0) + 0.5 * (gaps == 0)).mean())
    assert metrics.auc(-scores, fake) == pytest.approx(1 - metrics.auc(scores, fake))


def slow_b_cubed(campaign, group, flagged):
    """B-cubed straight from its definition, account by account."""
    flags = np.flatnonzero(flagged)

    def mates(labels, i, among):
        return {j for j in among if j == i or (labels[i] >= 0 and labels[j] == labels[i])}

    precise = [len(mates(group, i, flags) & mates(campaign, i, flags)) / len(mates(group, i, flags)) for i in flags]
    fakes = np.flatnonzero(campaign >= 0)
    recall = [
        len(mates(group, i, flags) & mates(campaign, i, flags)) / len(mates(campaign, i, fakes)) if flagged[i] else 0.0
        for i in fakes
    ]
    return [np.mean(part) if part else np.nan for part in (precise, recall)]


@given(GROUPS)
def test_b_cubed_is_its_definition(case):
    assert metrics.b_cubed(*case)[:2] == pytest.approx(slow_b_cubed(*case), nan_ok=True)


def test_one_heap_is_imprecise_and_singletons_are_incomplete():
    campaign = np.repeat([0, 1], 10)
    everyone = np.ones(20, bool)
    heap = metrics.b_cubed(campaign, np.zeros(20, np.int64), everyone)
    singles = metrics.b_cubed(campaign, np.full(20, -1), everyone)
    assert (heap.precision, heap.recall) == pytest.approx((0.5, 1.0))
    assert (singles.precision, singles.recall) == pytest.approx((1.0, 0.1))
    assert metrics.b_cubed(campaign, campaign, everyone).f1 == pytest.approx(1.0)


@given(SCORES, st.booleans())
def test_calibration_error_is_a_share_and_zero_for_an_oracle(case, equal_mass):
    scores, fake = case
    assert 0 <= metrics.calibration_error(scores / 12, fake, equal_mass=equal_mass) <= 1
    assert metrics.calibration_error(fake.astype(float), fake, equal_mass=equal_mass) == 0


def test_calibration_error_sees_overconfidence():
    rng = np.random.default_rng(3)
    stated = rng.random(20_000)
    honest_statement = rng.random(20_000) < stated
    bold = np.clip(1.6 * (stated - 0.5) + 0.5, 0, 1)
    for equal_mass in (False, True):
        assert metrics.calibration_error(stated, honest_statement, equal_mass=equal_mass) < 0.02
        assert metrics.calibration_error(bold, honest_statement, equal_mass=equal_mass) > 0.08


@given(st.lists(st.integers(0, 30), max_size=20), st.lists(st.integers(0, 30), max_size=20))
def test_found_exchanges_counts_sets(found, harvested):
    result = metrics.found_exchanges(np.array(found, np.int64), np.array(harvested, np.int64))
    both = len(set(found) & set(harvested))
    assert result.precision == pytest.approx(both / len(set(found)) if found else np.nan, nan_ok=True)
    assert result.recall == pytest.approx(both / len(set(harvested)) if harvested else np.nan, nan_ok=True)


def test_interval_holds_the_truth_and_is_repeatable():
    fake = np.repeat([False, True], [900, 100])
    scores = np.random.default_rng(5).normal(size=1000) + 2.0 * fake
    low, high = metrics.interval(lambda rows: metrics.auc(scores[rows], fake[rows]), fake.astype(int), seed=1)
    assert low < metrics.auc(scores, fake) < high < low + 0.1
    assert (low, high) == metrics.interval(lambda rows: metrics.auc(scores[rows], fake[rows]), fake.astype(int), seed=1)
