"""A closer look at the suspected: who is looked at, how they are parted, what they hear."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.campaigns.test_statistics import model
from tests.factory import BASE, HOUR, behaviours, features

from hydrascope.campaigns.accounts import Membership, membership
from hydrascope.campaigns.candidates import candidates
from hydrascope.campaigns.closer import FEWEST, LOOKS, RESOLUTIONS, SURE, TESTED, Closer, Parting, heard, look_closer
from hydrascope.campaigns.crowds import VIEWS, Seen
from hydrascope.campaigns.pool import Floats
from hydrascope.campaigns.statistics import Traffic, traffic
from hydrascope.links import compare, shared_keys

EACH = 4
WAYS = (len(VIEWS) + 2) * len(RESOLUTIONS)


def log(accounts: int, licensed: list[bool] | None = None) -> tuple[Traffic, list[Seen], Membership, int]:
    """Accounts with four rows each, every fifth with a wording of its own group; how many groups there are."""
    names = [f"a{i:04d}" for i in range(accounts)]
    head = np.repeat(np.arange(accounts) % 5 + 1, EACH).tolist()
    times = [BASE + (i * 37 % 97) * HOUR for i in range(accounts * EACH)]
    table = features(account_id=np.repeat(names, EACH).tolist(), started_at=times, head=head)
    own = {"licensed": licensed} if licensed else {}
    people = behaviours(account_id=names, customer=list(range(accounts)), exchanges=EACH, **own)
    shared, t = shared_keys(table, people), traffic(table, people)
    groups, views = candidates(shared, compare(shared, table, people), t)
    return t, views, membership(groups, t), len(groups)


def looked_at(found: list[Parting]) -> set[int]:
    """Accounts that are in a part in some way of parting them."""
    return {int(a) for parting in found for a in np.flatnonzero(parting.part >= 0)}


def of(bits: Floats, licensed: list[bool] | None = None) -> Closer:
    """A closer look at a log whose accounts have these bits."""
    t, views, m, groups = log(len(bits), licensed)
    return look_closer(t, views, m, np.zeros(groups), bits)


def test_the_doubtful_are_those_next_to_the_sure_and_the_suspects_are_both():
    bits = -np.arange(200) / 10
    bits[:50] = SURE + 1
    found = of(bits)
    assert looked_at(found.doubtful) <= set(range(50, 50 + FEWEST))
    assert len(looked_at(found.doubtful)) > FEWEST / 2
    assert looked_at(found.suspects) <= set(range(50 + FEWEST))
    assert looked_at(found.suspects) & set(range(50))
    assert len(found.suspects) == len(found.doubtful) == WAYS
    assert found.who.tolist() == list(range(50 + FEWEST))


def test_few_sure_ones_are_left_to_themselves():
    bits = -np.arange(200) / 10
    bits[:10] = SURE + 1
    found = of(bits)
    assert found.suspects == []
    assert not looked_at(found.doubtful) & set(range(10))
    assert found.who.tolist() == list(range(10, 10 + FEWEST))


def test_nobody_with_a_licence_is_looked_at():
    licensed = [i % 2 == 0 for i in range(100)]
    found = of(np.full(100, SURE + 1.0), licensed)
    assert all(a % 2 for a in looked_at(found.suspects))
    assert all(a % 2 for a in found.who)
    assert found.doubtful == []


@pytest.mark.parametrize("accounts", [1, 2, 3, 4, 12])
@pytest.mark.parametrize("bits", [-5.0, SURE + 1])
def test_small_logs_are_looked_at_too(accounts, bits):
    found = of(np.full(accounts, bits))
    every = heard(np.full(accounts, bits), found, model(TESTED, np.ones(len(TESTED))))
    assert every.shape == (accounts, len(LOOKS))
    assert every[:, 0].tolist() == [bits] * accounts


@given(st.integers(0, 2**32))
def test_an_account_hears_the_mean_of_its_parts(seed):
    rng = np.random.default_rng(seed)
    values = [rng.integers(-1, 3, 20).astype(np.int32) for _ in range(3)]
    found = [Parting(part, rng.normal(size=(3, len(TESTED)))) for part in values]
    weights = rng.normal(size=len(TESTED))
    # The model adds its weights whatever the values, so every part says the same.
    nobody = np.zeros(0, np.int64)
    said = heard(np.zeros(20), Closer(found, [], nobody, nobody, nobody), model(TESTED, weights))
    assert np.isnan(said[:, 2]).all()
    inside = np.any([part >= 0 for part in values], axis=0)
    assert said[inside, 1] == pytest.approx(weights.sum())
    assert np.isnan(said[~inside, 1]).all()


def test_the_same_accounts_are_parted_the_same_way():
    bits = np.random.default_rng(3).normal(size=150) * 6
    once, again = of(bits), of(bits)
    for one, other in zip(once.suspects + once.doubtful, again.suspects + again.doubtful, strict=True):
        assert (one.part == other.part).all()
        assert np.array_equal(one.tested, other.tested, equal_nan=True)
    for name in ("who", "left", "right"):
        assert np.array_equal(getattr(once, name), getattr(again, name))


@pytest.mark.parametrize("accounts", [1, 2, 3, 40, 300])
def test_those_who_stand_next_to_one_another_are_paired_once(accounts):
    found = of(np.where(np.arange(accounts) % 2, SURE + 1.0, -4.0))
    pairs = list(zip(found.left.tolist(), found.right.tolist(), strict=True))
    assert pairs == sorted(set(pairs))
    assert all(0 <= left < right < len(found.who) for left, right in pairs)
    assert len(pairs) >= len(found.who) - 1 or len(found.who) < 3
