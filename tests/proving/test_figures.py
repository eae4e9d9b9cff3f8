"""Figures of a world: hand-counted cases, and identities that hold of any hunt."""

import json
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from hydrascope.proving.figures import BINS, bill, figures, grouped, linked, reliability, taken
from hydrascope.proving.run import plain
from hydrascope.proving.seen import Seen, Truth, second_pool


def case(campaign: list[int], group: list[int], late: list[bool] | None = None) -> tuple[Seen, Truth]:
    """Accounts with one exchange each; those with a group are flagged, and their exchanges named."""
    n = len(campaign)
    fake, placed = np.array(campaign) >= 0, np.array(group) >= 0
    truth = Truth(
        ids=np.array([f"a{i}" for i in range(n)]),
        fake=fake,
        kind=np.where(fake, "fake/one", "honest/one"),
        campaign=np.array(campaign),
        late=np.array(late or [False] * n),
        licensed=np.zeros(n, bool),
        exchange=pa.array([f"x{i}" for i in range(n)]),
        owner=np.arange(n),
        harvested=fake.copy(),
        started=np.arange(n),
        tokens=np.full(n, 100.0),
    )
    score = placed.astype(float)
    seen = Seen(score, score, 1 - score, placed, np.array(group), placed.copy(), ())
    return seen, truth


def test_groups_are_judged_among_flagged_accounts():
    found = grouped(*case([0, 0, 0, 1, 1, -1], [7, 7, -1, 7, -1, -1]))
    assert found["precision"] == pytest.approx((2 / 3 + 2 / 3 + 1 / 3) / 3)
    assert found["complete"] == 1.0
    assert found["recall"] == pytest.approx((2 / 3 + 2 / 3 + 1 / 2) / 5)


def test_a_second_pool_is_linked_by_the_first_pools_main_campaign():
    seen, truth = case([0] * 7, [3, 3, 4, 3, 3, 5, -1], [False] * 3 + [True] * 4)
    assert linked(seen, truth) == {"accounts": 4, "flagged": 3, "linked": 2}


def test_a_second_pool_of_which_nothing_was_found_first_is_not_linked():
    seen, truth = case([0] * 4, [-1, -1, 2, 2], [False, False, True, True])
    assert linked(seen, truth) == {"accounts": 2, "flagged": 2, "linked": 0}


def test_few_bans_make_no_second_pool():
    campaign, first = np.zeros(10, np.int64), np.arange(10)
    stopped = np.where(np.arange(10) < 2, 5, -1)
    assert not second_pool(campaign, stopped, first).any()
    assert second_pool(campaign, np.where(np.arange(10) < 3, 5, -1), first).tolist() == [False] * 6 + [True] * 4


def test_mixed_accounts_are_those_that_also_do_other_things():
    seen, truth = case([0, 0, -1], [1, 1, -1])
    owner, harvested = np.array([0, 0, 0, 1, 2]), np.array([True, False, False, True, False])
    told = np.array([True, True, False, True, False])
    found = taken(replace(seen, told=told), replace(truth, owner=owner, harvested=harvested))
    assert found["all"] == {"hit": 2, "told": 3, "true": 2}
    assert found["mixed"] == {"hit": 1, "told": 2, "true": 1}


@given(
    arrays(np.float64, st.integers(1, 60), elements=st.floats(0, 1)).flatmap(
        lambda p: st.tuples(st.just(p), arrays(np.bool_, len(p)))
    )
)
def test_reliability_counts_everybody_once(drawn):
    probability, fake = drawn
    bins = reliability(probability, fake)
    assert len(bins) == BINS
    assert sum(n for n, _, _ in bins) == len(fake)
    assert sum(f for _, _, f in bins) == fake.sum()
    assert sum(p for _, p, _ in bins) == pytest.approx(probability.sum(), abs=1e-4)


@given(st.integers(1, 10**6), st.floats(0, 1e12), st.integers(1, 10**7))
def test_the_bill_grows_with_what_was_paid_and_shrinks_with_what_was_got(accounts, tokens, harvested):
    one, twice = bill(accounts, tokens, harvested), bill(accounts, tokens, 2 * harvested)
    assert one["accounts"] == pytest.approx(2 * twice["accounts"])
    assert one["tokens"] * harvested == pytest.approx(tokens * 1e6)


def test_nothing_harvested_has_no_price():
    assert plain(bill(3, 5.0, 0)) == {"accounts": None, "tokens": None}


def test_a_hunts_record_agrees_with_itself_and_is_json(seen, truth):
    record = plain(figures(seen, truth))
    assert json.loads(json.dumps(record, allow_nan=False)) == record
    assert record["honest"] + record["fake"] == len(truth.ids) == sum(row[0] for row in record["reliability"])
    assert sum(entry["accounts"] for entry in record["by_kind"].values()) == record["fake"] == 40
    assert sum(entry["harvested"] for entry in record["by_kind"].values()) == record["harvested"]["all"]["true"]
    assert record["flagged"] >= record["flagged_fake"] > 0, "a campaign with one fixed prompt is found"
    wrong = sum(record["promise"]["0.01"]["honest_flagged"].values())
    assert wrong == record["flagged"] - record["flagged_fake"]
    assert record["second_pool"]["accounts"] > 0
