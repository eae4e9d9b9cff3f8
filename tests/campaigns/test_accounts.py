"""How an account stands to its groups and its neighbours, against plain Python."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from factory import behaviours, features
from hydrascope.campaigns.accounts import FLOOR, TERMS, describe, membership
from hydrascope.campaigns.additive import frozen
from hydrascope.campaigns.candidates import FAMILIES, Groups
from hydrascope.campaigns.judge import models
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


def test_the_frozen_models_are_those_of_this_code():
    frozen_models = models()
    assert frozen_models.group.names == NAMES
    assert frozen_models.first.names == frozen_models.second.names == TERMS
    assert json.dumps(frozen("models.json"), allow_nan=False)
    assert (np.diff(frozen_models.calibration.bits) > 0).all()
    assert (np.diff(frozen_models.calibration.odds) > 0).all()
    assert (np.diff(frozen_models.calibration.tail_bits) > 0).all()
