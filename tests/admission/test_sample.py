"""A sample of each account: by lot, the same however the log is cut, and no account left out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hydrascope.admission.sample import FEWEST, sample, share

logs = st.lists(st.integers(-1, 5), max_size=80).flatmap(
    lambda account: st.tuples(
        st.just(np.array(account, np.int32)),
        st.permutations(range(1, len(account) + 1)).map(lambda lots: np.array(lots, np.uint64)),
    )
)


@given(logs, st.integers(1, 20))
def test_of_each_account_the_smallest_lots(log, most):
    account, lot = log
    chosen = sample(account, lot, most)
    assert not chosen[account < 0].any()
    for a in range(6):
        assert sorted(lot[chosen & (account == a)]) == sorted(lot[account == a])[:most]


@given(logs, st.integers(1, 20), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(log, most, random):
    account, lot = log
    order = list(range(len(lot)))
    random.shuffle(order)
    assert set(lot[sample(account, lot, most)]) == set(lot[order][sample(account[order], lot[order], most)])


@given(logs, st.integers(1, 20), st.integers(0, 80))
def test_samples_of_two_parts_merge(log, most, cut):
    account, lot = log
    halves = [(account[:cut], lot[:cut]), (account[cut:], lot[cut:])]
    kept = [(a[sample(a, n, most)], n[sample(a, n, most)]) for a, n in halves]
    both, lots = np.concatenate([a for a, _ in kept]), np.concatenate([n for _, n in kept])
    assert set(lots[sample(both, lots, most)]) == set(lot[sample(account, lot, most)])


def test_a_sample_of_nothing_is_refused():
    with pytest.raises(ValueError, match="a sample of 0"):
        sample(np.zeros(1, np.int32), np.ones(1, np.uint64), 0)


@given(st.lists(st.integers(1, 300), max_size=40), st.integers(1, 120), st.integers(0, 4000))
def test_the_largest_share_that_fits(counts, most, total):
    counted = np.array(counts, np.int64)
    found = share(counted, most, total)
    assert min(FEWEST, most) <= found <= most
    assert found == min(FEWEST, most) or np.minimum(counted, found).sum() <= total
    assert found == most or np.minimum(counted, found + 1).sum() > total
