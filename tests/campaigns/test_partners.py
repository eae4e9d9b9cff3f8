"""Partners: pairs of suspected accounts that act as one, and what an account's partners say of it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from hydrascope.campaigns.boosted import Boosted
from hydrascope.campaigns.closer import HIGHEST, LOOKS, LOWEST, Closer
from hydrascope.campaigns.operators import COMPANY, FORM, SAME, TIMES, Profiles
from hydrascope.campaigns.partners import PARTNER_TERMS, PARTNERED, compared, partnered
from hydrascope.campaigns.pool import Floats, Ints
from hydrascope.campaigns.statistics import MARKS


def people(topics: Floats) -> Profiles:
    """Accounts that differ in the first coordinate of their topic and in nothing else; every second is looked at."""
    n = len(topics)
    return Profiles(
        who=np.arange(n) * 2,
        topic=np.stack([topics, np.zeros(n)], axis=1),
        form=np.zeros((n, len(FORM) + len(MARKS[:7]))),
        times=np.zeros((n, len(TIMES))),
        volume=np.zeros(n),
        labels=np.ones((n, len(SAME) + 1), np.uint64),
        company=tuple(csr_matrix((n, 1)) for _ in COMPANY),
    )


def near_topics(bits: float) -> Boosted:
    """Topics less than 0.5 apart speak for partners with so many bits, others as much against it."""
    return Boosted(
        PARTNER_TERMS, 0.0, np.array([0], np.int32), np.array([0, -1, -1], np.int32), np.array([0.5, 0.0, 0.0]),
        np.zeros(3, bool), np.array([1, 0, 0], np.int32), np.array([2, 0, 0], np.int32), np.array([0.0, bits, -bits]),
    )  # fmt: skip


def every_pair(n: int) -> tuple[Ints, Ints]:
    left, right = np.triu_indices(n, 1)
    return left.astype(np.int64), right.astype(np.int64)


def asked(topics: Floats, bits: Floats, strength: float = 5.0) -> Floats:
    """PARTNERED of accounts with these topics and bits, every pair compared; between them stand others."""
    p, looks = people(topics), np.full((2 * len(topics), len(LOOKS)), np.nan)
    every = np.repeat(bits, 2)
    return partnered(p, every, looks, Closer([], [], p.who, *every_pair(len(topics))), near_topics(strength))


def test_who_acts_as_one_has_partners_and_who_does_not_has_none():
    topics = np.concatenate([np.zeros(12), 10.0 * np.arange(1, 9)])
    found = dict(zip(PARTNERED, asked(topics, np.ones(20))[::2].T, strict=True))
    assert found["likely partners"][:12] == pytest.approx(np.log2(12))
    assert found["likely partners"][12:] == pytest.approx(0)
    assert (found["tenth partner"][:12] > 0.9).all()
    assert (found["nearest partner"][12:] < 0.1).all()
    assert (found["share of partners"][:12] > found["share of partners"][12:].max()).all()


def test_partners_say_where_they_stand_and_others_do_not():
    topics = np.array([0.0, 0.0, 0.0, 0.0, 9.0])
    found = asked(topics, np.array([-3.0, 4.0, 4.0, 4.0, -8.0]), 40.0)[0]
    assert found[PARTNERED.index("partners' bits")] == pytest.approx(4.0, abs=1e-6)


def test_those_who_were_not_looked_at_are_asked_nothing_but_where_they_stand():
    found = asked(np.zeros(5), np.array([-30.0, 0.0, 1.0, 2.0, 90.0]))
    assert np.isnan(found[1::2, 1:]).all()
    assert found[:, 0].tolist() == np.repeat([LOWEST, 0.0, 1.0, 2.0, HIGHEST], 2).tolist()


def test_without_anyone_to_compare_with_nothing_is_known():
    p, nobody = people(np.zeros(1)), np.zeros(0, np.int64)
    found = partnered(p, np.zeros(2), np.zeros((2, len(LOOKS))), Closer([], [], p.who, nobody, nobody), near_topics(1))
    assert np.isnan(found[:, 1:]).all()


@given(st.integers(0, 2**32))
def test_a_pair_is_the_same_pair_from_either_end(seed):
    rng = np.random.default_rng(seed)
    p, (left, right) = people(rng.normal(size=6)), every_pair(6)
    bits, looks = rng.normal(size=12) * 9, rng.normal(size=(12, len(LOOKS)))
    one, other = compared(p, bits, looks, left, right), compared(p, bits, looks, right, left)
    assert one.shape == (15, len(PARTNER_TERMS))
    assert np.array_equal(one, other, equal_nan=True)
    lower, higher = one[:, -6::2], one[:, -5::2]
    assert (lower <= higher).all()


def test_many_pairs_are_compared_in_pieces_with_the_same_result(monkeypatch):
    topics = np.random.default_rng(1).normal(size=30)
    whole = asked(topics, np.arange(30.0))
    monkeypatch.setattr("hydrascope.campaigns.operators.PAIRS_AT_ONCE", 7)
    assert np.array_equal(whole, asked(topics, np.arange(30.0)), equal_nan=True)
