"""Two operators behind one hub are two campaigns; a campaign keeps its name."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.campaigns.operated import Group, case, rules, same_partition

from hydrascope.campaigns.naming import NONE, assemble, members_of, name

MODEL = rules(("topics apart", 0.5, 1.0, -6.0), ("groups of traces in common", 0.1, -0.5, 2.0))


def campaigns(topics: Sequence[int], likely: np.ndarray, groups: Sequence[Group] = ()) -> np.ndarray:
    """Campaign of every account."""
    return assemble(case(topics, groups), np.full(len(groups), 5.0), likely, MODEL)


@pytest.fixture
def two() -> tuple[list[int], list[Group]]:
    """Topics of two operators of 40 accounts and of 20 honest people on the same exit; the groups of all."""
    groups = [("network", range(100)), ("content", range(40)), ("content", range(40, 80))]
    return [0] * 40 + [1] * 40 + [2] * 20, groups


def test_two_campaigns_that_share_a_hub_stay_apart(two):
    found = campaigns(two[0], np.arange(100) < 80, two[1])
    assert found.dtype == np.int32
    assert same_partition(found[:80], two[0][:80])
    assert set(found[:80].tolist()) == {0, 1}


def test_only_likely_accounts_are_in_a_campaign(two):
    likely = np.arange(100) % 2 == 0
    found = campaigns(two[0], likely, two[1])
    assert ((found != NONE) == likely).all()


def test_groups_that_speak_for_honest_people_tie_nobody(two):
    topics, groups = two
    model = rules(("groups of words in common", 0.1, -1.0, 1.0))
    likely = np.arange(100) < 80
    for bits, tied in ((5.0, True), (-3.0, False)):
        found = assemble(case(topics, groups), np.full(3, bits), likely, model)
        assert (found[:80] != NONE).all() == (found != NONE).any() == tied


@pytest.mark.parametrize("number", [0, 1, 2])
def test_fewer_than_three_accounts_are_no_campaign(number):
    likely = np.arange(6) < number
    assert (campaigns([0] * 6, likely) == NONE).all()


def test_two_of_an_operator_beside_a_campaign_are_none():
    found = campaigns([0] * 5 + [1] * 2, np.ones(7, bool))
    assert found.tolist() == [0] * 5 + [NONE] * 2


def test_three_accounts_of_three_operators_are_no_campaign():
    assert (campaigns([0, 1, 2], np.ones(3, bool)) == NONE).all()


def test_campaigns_come_in_the_order_of_size():
    found = campaigns([0] * 5 + [1] * 20 + [2] * 8, np.ones(33, bool))
    assert found.tolist() == [2] * 5 + [0] * 20 + [1] * 8


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
