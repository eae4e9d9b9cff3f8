"""Candidate groups: who is put to the test."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factory import BASE, HOUR, behaviours, features

from hydrascope.campaigns.candidates import FAMILIES, LEAST, Groups, candidates, rows_of_parts
from hydrascope.campaigns.crowds import neighbours
from hydrascope.campaigns.grouping import cut, graph
from hydrascope.campaigns.statistics import Traffic, traffic
from hydrascope.links import compare, shared_keys

EACH = 4


def found(accounts: int, customers: list[int] | None = None, **columns: list) -> tuple[Groups, Traffic]:
    """Candidates among accounts with four rows each; `columns` hold a value an account."""
    names = [f"a{i:04d}" for i in range(accounts)]
    repeated = {name: np.repeat(values, EACH).tolist() for name, values in columns.items()}
    times = [BASE + (i * 37 % 97) * HOUR for i in range(accounts * EACH)]
    log = features(account_id=np.repeat(names, EACH).tolist(), started_at=times, **repeated)
    people = behaviours(account_id=names, customer=customers or list(range(accounts)), exchanges=EACH)
    shared = shared_keys(log, people)
    t = traffic(log, people)
    return candidates(shared, compare(shared, log, people), t)[0], t


def members(groups: Groups, t: Traffic, g: int) -> list[int]:
    """The accounts of a group."""
    return np.unique(t.account[groups.rows[groups.starts[g] : groups.starts[g + 1]]]).tolist()


def of_family(groups: Groups, t: Traffic, family: str) -> list[list[int]]:
    """The accounts of all groups of a family."""
    return [members(groups, t, g) for g in range(len(groups)) if FAMILIES[groups.family[g]] == family]


def test_the_holders_of_a_key_are_a_candidate():
    groups, t = found(60, head=[5] * 4 + [0] * 56, address=[0] * 10 + [7] * 3 + [8] * 2 + [0] * 45)
    assert of_family(groups, t, "content") == [[0, 1, 2, 3]]
    assert of_family(groups, t, "network") == [[10, 11, 12]]


def test_one_text_is_no_traffic_to_be_tested():
    groups, t = found(60, text=[5] * 10 + [0] * 50)
    assert of_family(groups, t, "content") == []


def test_one_customer_is_no_candidate_however_many_accounts_it_has():
    customers = [0] * 10 + list(range(1, 51))
    groups, t = found(60, customers, system=[5] * 10 + [0] * 50, tools=[6] * 12 + [0] * 48)
    assert of_family(groups, t, "content") == [list(range(12))]
    customer = np.array(customers)
    assert all(len(set(customer[members(groups, t, g)])) >= LEAST for g in range(len(groups)))


def test_the_same_rows_are_tested_once():
    groups, t = found(60, head=[5] * 5 + [0] * 55, tail=[6] * 5 + [0] * 55, address=[7] * 5 + [0] * 55)
    assert of_family(groups, t, "content") == [[0, 1, 2, 3, 4]]
    assert of_family(groups, t, "network") == []
    sets = [tuple(groups.rows[groups.starts[g] : groups.starts[g + 1]]) for g in range(len(groups))]
    assert len(sets) == len({tuple(sorted(rows)) for rows in sets})


def test_many_small_ties_make_a_community():
    # A ring: every account shares an address with the next, and no key has three holders.
    ring = [[i, i + 1] for i in range(0, 20, 2)], [[i + 1, (i + 2) % 20] for i in range(0, 20, 2)]
    address, tail = np.zeros(300, int), np.zeros(300, int)
    for number, (one, other) in enumerate(zip(*ring, strict=True)):
        address[one], tail[other] = number + 1, number + 101
    groups, t = found(300, address=address.tolist(), tail=tail.tolist())
    assert of_family(groups, t, "network") == of_family(groups, t, "content") == []
    tied = {a for accounts in of_family(groups, t, "community") for a in accounts}
    assert tied == set(range(20))


def test_groups_are_runs_of_rows_sorted_by_account():
    groups, t = found(80, head=[5] * 20 + [0] * 60, address=(np.arange(80) % 6).tolist())
    assert groups.starts[0] == 0
    assert groups.starts[-1] == len(groups.rows)
    for g in range(len(groups)):
        rows = groups.rows[groups.starts[g] : groups.starts[g + 1]]
        assert (np.diff(t.account[rows]) >= 0).all()
        assert len(set(rows.tolist())) == len(rows)


@given(st.lists(st.integers(0, 4), min_size=1, max_size=25), st.floats(0, 1), st.integers(0, 99))
def test_parts_become_rows(parts, share, seed):
    parts = np.array(parts, np.int32)
    rng = np.random.default_rng(seed)
    account = np.sort(rng.integers(0, len(parts), 40)).astype(np.int32)
    chosen = rng.random(40) < share
    starts, rows = rows_of_parts(parts, account, chosen)
    large = [p for p in range(5) if (parts == p).sum() >= LEAST]
    expected = [[r for r in range(40) if chosen[r] and parts[account[r]] == p] for p in large]
    got = [rows[a:b].tolist() for a, b in pairwise(starts)]
    assert got == [group for group in expected if group]


# Communities and neighbours


def test_two_cliques_with_a_bridge_are_two_communities():
    edges = [(i, j) for block in (0, 8) for i in range(block, block + 8) for j in range(i) if j >= block]
    left, right = (np.array(side, np.int32) for side in zip(*edges, (0, 8), strict=True))
    parts = cut(graph(18, left, right, np.ones(len(left))), 1.0)
    assert len(set(parts[:8])) == len(set(parts[8:16])) == 1
    assert len(set(parts)) == 4


@given(st.integers(2, 30), st.integers(1, 120), st.integers(0, 2**32), st.sampled_from([0.5, 1.0, 8.0]))
def test_no_account_would_gain_by_moving_to_a_neighbour(n, edges, seed, resolution):
    rng = np.random.default_rng(seed)
    left, right = rng.integers(0, n, (2, edges)).astype(np.int32)
    left, right = left[left != right], right[left != right]
    ties = np.zeros((n, n))
    np.add.at(ties, (left, right), 1.0)
    ties += ties.T
    parts = cut(graph(n, left, right, np.ones(len(left))), resolution)
    volume = ties.sum(axis=0)
    for u in range(n):
        held = np.bincount(parts, volume, n) - np.where(np.arange(n) == parts[u], volume[u], 0.0)
        worth = np.bincount(parts, ties[u], n) - resolution * volume[u] * held / max(volume.sum(), 1.0)
        assert worth[parts[u]] >= worth[parts[ties[u] > 0]].max(initial=-np.inf) - 1e-6


def test_communities_do_not_care_about_the_order_of_edges():
    rng = np.random.default_rng(0)
    left, right = rng.integers(0, 60, (2, 300)).astype(np.int32)
    weight = rng.random(300)
    order = rng.permutation(300)
    flip = rng.random(300) < 0.5
    mixed = np.where(flip, left, right)[order], np.where(flip, right, left)[order]
    assert cut(graph(60, left, right, weight), 1.0).tolist() == cut(graph(60, *mixed, weight[order]), 1.0).tolist()


def test_no_edge_leaves_everyone_alone():
    nobody = np.zeros(0, np.int32)
    assert len(set(cut(graph(5, nobody, nobody, np.zeros(0)), 1.0))) == 5


@pytest.mark.parametrize("n", [0, 1, 2, 5, 40])
def test_neighbours_of_few_are_all_the_others(n):
    points = np.random.default_rng(n).normal(size=(n, 3)).astype(np.float32)
    near = neighbours(points, count=50)
    left, right, close = near.left, near.right, near.weight
    assert (left != right).all()
    assert ((close > 0) & (close < 1.01)).all()
    if 1 < n < 9:
        assert set(zip(left.tolist(), right.tolist(), strict=True)) == {
            (i, j) for i in range(n) for j in range(n) if i != j
        }


def test_neighbours_are_the_nearest():
    points = np.random.default_rng(1).normal(size=(400, 2)).astype(np.float32)
    near = neighbours(points, count=5)
    left, right, close = near.left, near.right, near.weight
    distance = ((points[:, None] - points[None]) ** 2).sum(axis=2)
    np.fill_diagonal(distance, np.inf)
    truly = np.sort(distance, axis=1)[:, 4]
    assert (distance[left, right] <= truly[left] * 1.001).mean() > 0.95
    order = np.argsort(distance[left, right])
    assert (np.diff(close[order]) <= 1e-3).all()
