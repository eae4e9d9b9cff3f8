"""Pairs of one operator: what is compared, and how pairs become operators."""

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.campaigns.operated import EACH, case, rules, same_partition
from tests.factory import behaviours, features

from hydrascope.campaigns import operators
from hydrascope.campaigns.accounts import IN_FAVOUR, membership
from hydrascope.campaigns.candidates import FAMILIES, Groups
from hydrascope.campaigns.operators import BOUND, COMPANY, PAIR_TERMS, SAME, TIMES, Profiles, cluster, compare, profiles
from hydrascope.campaigns.statistics import Traffic, traffic
from hydrascope.tables import VECTOR_UNIT, VECTOR_WIDTH

N = 9
TOPIC = rules(("topics apart", 0.5, 3.0, -3.0))
TOPIC_AND_HUB = rules(("topics apart", 0.5, 1.0, -6.0), ("groups of traces in common", 0.1, -1.0, 2.0))


def profiled(**drawn) -> Profiles:
    """Profiles of all accounts of a planted case."""
    found = case(**drawn)
    groups = found.groups
    return profiles(found.traffic, groups, found.membership, np.full(len(groups), 5.0), np.arange(len(drawn["topics"])))


def shuffled(p: Profiles, order: np.ndarray) -> Profiles:
    """The same profiles in another order."""
    rows = {f.name: getattr(p, f.name)[order] for f in fields(Profiles) if f.name != "company"}
    return Profiles(**rows, company=tuple(table[order] for table in p.company))


# What is compared


@pytest.fixture(scope="module")
def people() -> Traffic:
    """Nine accounts with three requests each, with everything drawn at random."""
    rng = np.random.default_rng(4)
    names = [f"a{i}" for i in range(N)]
    log = features(
        account_id=np.repeat(names, EACH).tolist(),
        vector=rng.integers(-127, 128, (N * EACH, VECTOR_WIDTH)).tolist(),
        purpose=rng.normal(size=N * EACH).tolist(),
        chars=rng.integers(1, 999, N * EACH).tolist(),
        forms=rng.integers(0, 1 << 10, N * EACH).tolist(),
    )
    own = {name: np.where(rng.random(N) < 0.3, np.nan, rng.random(N)).tolist() for name in TIMES}
    own |= {name: rng.integers(0, 3, N).tolist() for name in SAME}
    own |= {"main_model": rng.integers(-1, 2, N).tolist(), "exchanges": [1 << i for i in range(N)]}
    return traffic(log, behaviours(account_id=names, **own))


drawn_groups = st.lists(
    st.tuples(
        st.sampled_from(FAMILIES),
        st.sets(st.integers(0, N * EACH - 1), min_size=2),
        st.sampled_from([-4.0, 0.5, 3.0]),
    ),
    max_size=6,
)
likely = st.sets(st.integers(0, N - 1), min_size=2).map(sorted)


@given(drawn_groups, likely)
def test_terms_of_a_pair_are_what_plain_python_says(people, drawn, who):
    t = people
    groups = Groups(
        np.array([FAMILIES.index(family) for family, _, _ in drawn], np.int8),
        np.full(len(drawn), -1),
        np.cumsum([0, *(len(rows) for _, rows, _ in drawn)]).astype(np.int64),
        np.array([row for _, rows, _ in drawn for row in sorted(rows)], np.int32),
    )
    bits = np.array([b for _, _, b in drawn], float)
    p = profiles(t, groups, membership(groups, t), bits, np.array(who))
    left, right = np.triu_indices(len(who), 1)
    found = compare(p, left, right)
    assert found.shape == (len(left), len(PAIR_TERMS))
    for a, b, values in zip(left, right, found, strict=True):
        told = dict(zip(PAIR_TERMS, values.tolist(), strict=True))
        assert told == pytest.approx(slowly(t, drawn, who, who[a], who[b]), nan_ok=True, abs=1e-5)


def slowly(t: Traffic, drawn: list, who: list[int], a: int, b: int) -> dict[str, float]:
    """PAIR_TERMS of two accounts."""
    told: dict[str, float] = {}
    mean = {}
    for account in (a, b):
        own = range(account * EACH, account * EACH + EACH)
        queue = {r for family, rows, bits in drawn if family == "content" and bits > IN_FAVOUR for r in rows}
        rows = [r for r in own if r in queue] or list(own)
        form = np.hstack([t.form, t.marks[:, :7]])
        mean[account] = t.vector[rows].mean(axis=0) / VECTOR_UNIT, form[rows].mean(axis=0)
    apart = [name for name in PAIR_TERMS if name.endswith(" apart")]
    told["topics apart"] = np.abs(mean[a][0] - mean[b][0]).sum()
    told |= dict(zip(apart[1:11], np.abs(mean[a][1] - mean[b][1]).tolist(), strict=True))
    told |= {f"{name} apart": abs(t.column(name)[a] - t.column(name)[b]) for name in TIMES}
    told["volumes apart"] = abs(a - b)
    for name in SAME:
        one, other = int(t.hashes(name)[a]), int(t.hashes(name)[b])
        told[f"same {name}"] = float(one == other) if one and other else np.nan
    told["same model"] = float(t.column("main_model")[a] == t.column("main_model")[b])
    for name, families in COMPANY.items():
        told[f"groups of {name} in common"] = in_common(drawn, families, who, a, b)
    return told


def in_common(drawn: list, families: tuple[str, ...], who: list[int], a: int, b: int) -> float:
    """Cosine of two accounts over the tested groups of some families, rare groups weighing more."""
    holders = [{r // EACH for r in rows} & set(who) for family, rows, bits in drawn if family in families and bits > 0]
    weights = [max(np.log2(len(who) / len(held)), 0.05) for held in holders if len(held) > 1]
    holders = [held for held in holders if len(held) > 1]
    norm = {x: sum(w for w, held in zip(weights, holders, strict=True) if x in held) for x in (a, b)}
    both = sum(w for w, held in zip(weights, holders, strict=True) if {a, b} <= held)
    return float(both / np.sqrt(norm[a] * norm[b])) if both else 0.0


def test_comparing_has_no_direction(people):
    groups = Groups(np.zeros(0, np.int8), np.zeros(0, int), np.zeros(1, np.int64), np.zeros(0, np.int32))
    p = profiles(people, groups, membership(groups, people), np.zeros(0), np.arange(N))
    left, right = np.triu_indices(N)
    assert np.array_equal(compare(p, left, right), compare(p, right, left), equal_nan=True)
    itself = compare(p, np.arange(N), np.arange(N))
    apart = [name.endswith(" apart") for name in PAIR_TERMS]
    assert (np.nan_to_num(itself[:, apart]) == 0).all()


# How pairs become operators


@pytest.fixture(scope="module")
def two() -> Profiles:
    """Two operators of 12 accounts behind one exit, with groups of their own."""
    groups = [("network", range(24)), ("content", range(12)), ("content", range(12, 24))]
    return profiled(topics=[0] * 12 + [1] * 12, groups=groups)


def test_two_operators_behind_one_hub_stay_apart(two):
    found = cluster(two, TOPIC_AND_HUB)
    assert found.dtype == np.int32
    assert same_partition(found, [0] * 12 + [1] * 12)
    assert set(found.tolist()) == {0, 1}


def test_two_halves_of_one_operator_are_joined():
    """No group has members of both halves, but they are harvested for one thing with one set of parameters."""
    halves = [("content", range(10)), ("content", range(10, 20)), ("content", range(20, 30))]
    p = profiled(topics=[0] * 20 + [1] * 10, groups=halves, people={"main_parameters": [7] * 20 + [8] * 10})
    model = rules(("topics apart", 0.5, 2.0, -4.0), ("same main_parameters", 0.5, -1.0, 1.0))
    assert same_partition(cluster(p, model), [0] * 20 + [1] * 10)


def test_one_pair_that_speaks_for_it_does_not_join_two_clusters():
    """A relay's two clusters touch in one shared client; the mean over all pairs speaks against."""
    p = profiled(topics=[0] * 6 + [1] * 6, groups=[], people={"main_client": [1, 2, 3, 4, 5, 9, 9, 6, 7, 8, 10, 11]})
    model = rules(("topics apart", 0.5, 4.0, -2.0), ("same main_client", 0.5, 0.0, 5.0))
    assert same_partition(cluster(p, model), [0] * 6 + [1] * 6)


@pytest.mark.parametrize("n", [0, 1])
def test_nobody_and_one_alone(two, n):
    assert cluster(shuffled(two, np.arange(n)), TOPIC).tolist() == [0] * n


@pytest.mark.parametrize("at_once", [10, 30, 59])
def test_accounts_beyond_those_clustered_at_once_join_the_one_they_fit(monkeypatch, at_once):
    monkeypatch.setattr(operators, "AT_ONCE", at_once)
    topics = np.random.default_rng(3).permutation(np.repeat([0, 1, 2], [30, 20, 10])).tolist()
    p = profiled(topics=topics, groups=[("network", range(60))])
    found = cluster(p, TOPIC_AND_HUB)
    assert same_partition(found, topics)
    assert set(found.tolist()) == {0, 1, 2}


@settings(max_examples=25)
@given(st.permutations(range(24)), st.sampled_from([8, 24]))
def test_the_order_of_accounts_does_not_matter(two, order, at_once):
    order = np.array(order)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operators, "AT_ONCE", at_once)
        truth = np.repeat([0, 1], 12)[order]
        assert same_partition(cluster(shuffled(two, order), TOPIC_AND_HUB), truth)


@settings(max_examples=25)
@given(st.integers(0, 2**32), st.permutations(range(14)))
def test_the_order_of_accounts_does_not_matter_where_nothing_is_clear(seed, order):
    """Random bits of pairs, all different and within bounds."""
    rng = np.random.default_rng(seed)
    p = profiled(topics=[0] * 14, groups=[], people={"signup": rng.random(14).tolist()})
    bits = rng.uniform(-0.49, 0.49, size=(14, 14)) * BOUND
    order = np.array(order)

    class Random:
        def __init__(self, table: np.ndarray) -> None:
            self.table = table + table.T

        def bits(self, values: np.ndarray) -> np.ndarray:
            left, right = np.triu_indices(14, 1)
            return self.table[left, right]

    here, there = cluster(p, Random(bits)), cluster(shuffled(p, order), Random(bits[order][:, order]))
    assert same_partition(here[order], there)
