"""Trees in bits: their sum, how it is taken apart, and how they are kept."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hydrascope.campaigns.accounts import FAMILIES
from hydrascope.campaigns.boosted import Boosted
from hydrascope.campaigns.judge import FITTED, models

NAMES = ("a", "b", "c")


def planted(seed: int, trees: int = 6, depth: int = 3) -> Boosted:
    """Random trees, some of them mere leaves."""
    rng = np.random.default_rng(seed)
    nodes: list[list[float]] = []

    def grow(left: int) -> int:
        here = len(nodes)
        nodes.append([-1, 0, rng.random() < 0.5, 0, 0, rng.normal()])
        if left and rng.random() < 0.8:
            nodes[here][:2] = [rng.integers(0, len(NAMES)), rng.integers(-2, 3) / 2]
            nodes[here][3:5] = [grow(left - 1), grow(left - 1)]
        return here

    roots = [grow(depth) for _ in range(trees)]
    feature, threshold, unknown_left, left, right, bits_at = map(np.array, zip(*nodes, strict=True))
    ints = (np.array(roots, np.int32), feature.astype(np.int32))
    ends = (unknown_left.astype(bool), left.astype(np.int32), right.astype(np.int32), bits_at)
    return Boosted(NAMES, 0.25, *ints, threshold.astype(float), *ends)


def slowly(model: Boosted, row: np.ndarray) -> float:
    """Bias and the leaves that a case falls into."""
    total = model.bias
    for node in model.roots:
        while model.feature[node] >= 0:
            value = row[model.feature[node]]
            known = not np.isnan(value)
            goes_left = value <= model.threshold[node] if known else model.unknown_left[node]
            node = model.left[node] if goes_left else model.right[node]
        total += model.bits_at[node]
    return total


seeds = st.integers(0, 2**32)
values = st.lists(
    st.lists(st.sampled_from([-9.0, -1.0, -0.5, 0.0, 0.7, 1.0, np.nan]), min_size=3, max_size=3), max_size=9
)


@given(seeds, values)
def test_bits_are_the_sum_of_the_leaves(seed, rows):
    model, cases = planted(seed), np.array(rows, float).reshape(-1, 3)
    assert model.bits(cases) == pytest.approx([slowly(model, row) for row in cases])


@given(seeds, values)
def test_the_credits_add_up_to_the_bits(seed, rows):
    model, cases = planted(seed), np.array(rows, float).reshape(-1, 3)
    before = model.bias + model.bits_at[model.roots].sum()
    assert model.contributions(cases).shape == cases.shape
    assert model.contributions(cases).sum(axis=1) + before == pytest.approx(model.bits(cases))


@given(seeds)
def test_what_is_never_asked_gets_no_credit(seed):
    model = planted(seed, trees=2)
    asked = set(model.feature[model.feature >= 0].tolist())
    credit = model.contributions(np.random.default_rng(0).normal(size=(20, 3)))
    for column in set(range(3)) - asked:
        assert (credit[:, column] == 0).all()


@given(seeds, values)
def test_json_keeps_the_model(seed, rows):
    model, cases = planted(seed), np.array(rows, float).reshape(-1, 3)
    again = Boosted.from_json(json.loads(json.dumps(model.to_json(), allow_nan=False)))
    assert again.names == model.names
    assert again.bits(cases) == pytest.approx(model.bits(cases), abs=1e-3)
    assert again.to_json() == model.to_json()


def test_columns_in_any_memory_order_give_the_same():
    model = planted(3)
    cases = np.random.default_rng(1).normal(size=(30, 3))
    assert model.bits(np.asfortranarray(cases)).tolist() == model.bits(cases).tolist()


# The models that ship with the package


@pytest.mark.parametrize("term", [*(f"best {family} group" for family in FAMILIES), "alike accounts"])
def test_more_of_what_speaks_against_an_account_never_clears_it(term):
    model = models().second
    rng = np.random.default_rng(7)
    cases = rng.normal(size=(200, len(model.names))) * 4
    cases[rng.random(cases.shape) < 0.1] = np.nan
    place = model.names.index(term)
    bits = []
    for value in np.linspace(-10, 10, 41):
        cases[:, place] = value
        bits.append(model.bits(cases))
    assert (np.diff(bits, axis=0) >= -1e-6).all()


def test_every_node_of_the_frozen_models_leads_somewhere():
    shipped = models()
    for model in (getattr(shipped, name) for name in FITTED):
        n = len(model.feature)
        inner = np.flatnonzero(model.feature >= 0)
        assert len(model.names) > model.feature.max()
        assert ((model.left[inner] > inner) & (model.left[inner] < n)).all()
        assert ((model.right[inner] > inner) & (model.right[inner] < n)).all()
        assert np.isfinite(model.bits_at).all()
        assert np.isfinite(model.threshold[inner]).all()
