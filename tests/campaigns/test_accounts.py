"""How an account stands to its groups and its neighbours, against plain Python."""

import json
from importlib import import_module

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factory import behaviours, features

from hydrascope.campaigns.accounts import (
    FLOOR,
    HONEST_ODDS,
    IN_FAVOUR,
    NEAR,
    TERMS,
    alike,
    company,
    describe,
    membership,
    opinions,
    rows_in_favour,
)
from hydrascope.campaigns.boosted import frozen
from hydrascope.campaigns.candidates import FAMILIES, Groups
from hydrascope.campaigns.crowds import Near
from hydrascope.campaigns.judge import FITTED, models
from hydrascope.campaigns.operators import PAIR_TERMS
from hydrascope.campaigns.statistics import NAMES, Traffic, traffic

N, EACH = 12, 3


def people(signup: np.ndarray, parameters: np.ndarray) -> Traffic:
    """Twelve accounts with three rows each."""
    names = [f"a{i:02d}" for i in range(N)]
    log = features(account_id=np.repeat(names, EACH).tolist())
    own = {"signup": signup.tolist(), "main_parameters": parameters.tolist()}
    return traffic(log, behaviours(account_id=names, exchanges=EACH, novelty=1.0, **own))


def grouped(drawn: list[tuple[set[int], int]]) -> Groups:
    """Groups of two of the three rows of each of some accounts, of a family each."""
    rows = [[a * EACH + r for a in sorted(accounts) for r in range(2)] for accounts, _ in drawn]
    return Groups(
        np.array([family for _, family in drawn], np.int8),
        np.full(len(drawn), -1),
        np.cumsum([0, *map(len, rows)]).astype(np.int64),
        np.array([row for own in rows for row in own], np.int32),
    )


@st.composite
def cases(draw):
    """(members and family of some groups, their bits, sign-up ranks, parameters)"""
    group = st.tuples(st.sets(st.integers(0, N - 1), min_size=2), st.integers(0, len(FAMILIES) - 1))
    groups = draw(st.lists(group, max_size=5))
    bits = draw(st.lists(st.integers(-12, 12), min_size=len(groups), max_size=len(groups)))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    signup = np.where(rng.random(N) < draw(st.floats(0, 0.6)), np.nan, rng.random(N))
    return groups, np.array(bits, float), signup, rng.integers(0, 3, N).astype(np.uint64)


@given(cases())
def test_terms_of_an_account_come_from_its_groups(case):
    drawn, bits, signup, parameters = case
    t, groups = people(signup, parameters), grouped(drawn)
    terms, top = describe(t, groups, bits, membership(groups, t))
    term = {name: terms[:, i] for i, name in enumerate(TERMS)}
    for a in range(N):
        mine = [g for g, (accounts, _) in enumerate(drawn) if a in accounts]
        for f, family in enumerate(FAMILIES):
            best = max((bits[g] for g in mine if drawn[g][1] == f), default=FLOOR)
            assert term[f"best {family} group"][a] == max(best, FLOOR)
        assert term["groups in favour"][a] == pytest.approx(np.log2(1 + sum(bits[g] > 0 for g in mine)))
        asked = [g for g in mine if FAMILIES[drawn[g][1]] == "content" and bits[g] > IN_FAVOUR]
        assert term["requests in favour"][a] == pytest.approx(np.log2(1 + (2 if asked else 0)))
        assert term["share in favour"][a] == pytest.approx(2 / EACH if asked else 0)
        assert [term[name][a] for name in NEAR] == [0, 0]
        if not mine:
            assert top[a] == -1
            assert np.isnan([term["share in group"][a], term["sign-up fit"][a], term["topic fit"][a]]).all()
            continue
        g = min(mine, key=lambda g: (-bits[g], g))
        others = [o for o in drawn[g][0] if o != a]
        assert top[a] == g
        assert term["share in group"][a] == pytest.approx(2 / 3)
        gaps = [abs(signup[o] - signup[a]) for o in others if not np.isnan(signup[o] - signup[a])]
        near = np.log2(0.5 / (len(others) + 1) / max(min(gaps), 0.01 / N)) if gaps else np.nan
        assert term["sign-up fit"][a] == pytest.approx(near, nan_ok=True)
        same = np.mean([parameters[o] == parameters[a] for o in others]) if parameters[a] else np.nan
        assert term["parameters fit"][a] == pytest.approx(same, nan_ok=True)


@given(cases())
def test_rows_in_favour_stand_in_a_tested_group_that_shares_its_words(case):
    drawn, bits, signup, parameters = case
    t, groups = people(signup, parameters), grouped(drawn)
    expected = np.zeros(N * EACH, bool)
    for g, (accounts, family) in enumerate(drawn):
        if FAMILIES[family] == "content" and bits[g] > IN_FAVOUR:
            expected[[a * EACH + r for a in accounts for r in range(2)]] = True
    assert (rows_in_favour(t, groups, bits) == expected).all()


# What neighbours think


@given(cases(), st.lists(st.integers(-20, 20), min_size=N, max_size=N))
def test_company_is_the_worst_group_of_others(case, thought):
    drawn, _, signup, parameters = case
    odds = opinions(np.array(thought, float))
    assert (np.abs(odds) <= HONEST_ODDS).all()
    found = company(membership(grouped(drawn), people(signup, parameters)), odds)
    for a in range(N):
        others = [[odds[o] for o in accounts if o != a] for accounts, _ in drawn if a in accounts]
        means = [(sum(own) - 3 * HONEST_ODDS) / (len(own) + 3) for own in others]
        assert found[a] == pytest.approx(max(means, default=-HONEST_ODDS))


def test_the_nearest_speak_for_an_account_and_the_highest_view_counts():
    one = Near(np.array([0, 0, 1], np.int32), np.array([1, 2, 2], np.int32), np.ones(3))
    other = Near(np.array([0, 3], np.int32), np.array([3, 0], np.int32), np.ones(2))
    odds = np.array([1.0, 2.0, 6.0, -3.0, 5.0])
    assert alike([one, other], odds).tolist() == [4.0, 6.0, -HONEST_ODDS, 1.0, -HONEST_ODDS]


# What was learnt


@pytest.mark.parametrize("name", FITTED)
def test_models_for_other_quantities_are_refused(monkeypatch, name):
    data = frozen("models.json")
    data[name]["names"] = ["something", *data[name]["names"][1:]]
    monkeypatch.setattr(import_module("hydrascope.campaigns.judge"), "frozen", lambda _: data)
    with pytest.raises(ValueError, match=f"the {name} model was fitted for other quantities"):
        models()


def test_the_frozen_models_are_those_of_this_code():
    frozen_models = models()
    assert frozen_models.group.names == NAMES
    assert frozen_models.first.names == frozen_models.second.names == TERMS
    assert frozen_models.operator.names == PAIR_TERMS
    assert json.dumps(frozen("models.json"), allow_nan=False)
    assert (np.diff(frozen_models.calibration.bits) > 0).all()
    assert (np.diff(frozen_models.calibration.odds) > 0).all()
    assert (np.diff(frozen_models.calibration.tail_bits) > 0).all()
