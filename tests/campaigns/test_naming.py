"""Two operators behind one hub are two campaigns; a campaign keeps its name."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hydrascope.campaigns.accounts import Membership
from hydrascope.campaigns.crowds import neighbours
from hydrascope.campaigns.naming import NONE, assemble, members_of, name


def membership(groups: list[list[int]]) -> Membership:
    """Groups given as lists of accounts."""
    first = np.cumsum([0, *map(len, groups)]).astype(np.int64)
    group = np.repeat(np.arange(len(groups), dtype=np.int32), np.diff(first))
    who = np.array([a for accounts in groups for a in sorted(accounts)], np.int32)
    return Membership(first, group, who, np.ones(len(who), np.int32))


def campaigns(likely: np.ndarray, groups: list[list[int]], bits: list[float], views: list = ()) -> np.ndarray:
    """Campaign of every account."""
    return assemble(likely, membership(groups), np.array(bits, float), list(views))


@pytest.fixture
def two():
    """Two operators of 40 accounts with ten groups each, of 100 accounts; and who is likely."""
    rng = np.random.default_rng(0)
    one = [sorted(rng.choice(40, 25, replace=False).tolist()) for _ in range(10)]
    other = [sorted((40 + rng.choice(40, 25, replace=False)).tolist()) for _ in range(10)]
    return one + other, np.arange(100) < 80


def test_two_campaigns_that_share_a_hub_stay_apart(two):
    groups, likely = two
    found = campaigns(likely, [*groups, list(range(90))], [5.0] * 20 + [2.0])
    assert len(set(found[:40])) == 1
    assert len(set(found[40:80])) == 1
    assert found[0] != found[40]
    assert {found[0], found[40]} == {0, 1}


def test_only_likely_accounts_are_in_a_campaign(two):
    groups, likely = two
    found = campaigns(likely, [*groups, list(range(100))], [5.0] * 21)
    assert ((found != NONE) <= likely).all()
    assert (found[80:] == NONE).all()


def test_groups_that_speak_for_honest_people_tie_nobody(two):
    groups, likely = two
    assert (campaigns(likely, groups, [-3.0] * 20) == NONE).all()


def test_nobody_likely_gives_no_campaign(two):
    groups, _ = two
    assert (campaigns(np.zeros(100, bool), groups, [5.0] * 20) == NONE).all()


def test_two_accounts_are_no_campaign():
    likely = np.array([True, True, False, False])
    assert (campaigns(likely, [[0, 1]], [6.0]) == NONE).all()


def test_campaigns_come_in_the_order_of_size():
    groups = [list(range(5)), list(range(5, 25)), list(range(25, 33))]
    found = campaigns(np.ones(33, bool), groups, [6.0] * 3)
    assert np.bincount(found).tolist() == [20, 8, 5]


def test_near_accounts_are_tied_where_nothing_is_shared():
    rng = np.random.default_rng(1)
    likely = np.arange(90) < 40
    points = rng.normal(size=(90, 6)).astype(np.float32)
    points[20:40] += 30
    points[40:] *= 100
    found = campaigns(likely, [[70, 71, 72]], [5.0], [neighbours(points)])
    assert len(set(found[:20])) == len(set(found[20:40])) == 1
    assert found[0] != found[20]


ids = st.lists(st.text("abc0", min_size=1, max_size=6), min_size=3, max_size=20, unique=True)


@given(ids, st.randoms(use_true_random=False))
def test_a_name_survives_order_and_new_members(accounts, random):
    shuffled = list(accounts)
    random.shuffle(shuffled)
    assert name(shuffled) == name(accounts)
    assert name([*accounts, "zz", "zzz"]) == name(accounts) or len(accounts) < 5
    assert name(accounts).startswith("HC-")


def test_names_tell_campaigns_apart():
    assert len({name([f"a{i}", f"b{i}", f"c{i}"]) for i in range(1000)}) == 1000


def test_ids_do_not_run_into_each_other():
    assert name(["ab", "c", "d"]) != name(["a", "bc", "d"])


@given(st.lists(st.integers(-1, 4), max_size=30))
def test_members_are_those_who_have_the_campaign(campaign):
    found = members_of(np.array(campaign, np.int32), 5)
    assert [m.tolist() for m in found] == [[i for i, c in enumerate(campaign) if c == g] for g in range(5)]
