"""A queue's exchanges are told from the innocent ones that share its accounts."""

import numpy as np
import pytest

from factory import features
from hydrascope.campaigns.unmixing import COLUMNS, profile_columns, unmix

ACCOUNTS, EACH = 30, 40


@pytest.fixture(scope="module")
def mixture():
    """Features of 30 members, whose even rows come from one queue, and of 300 others; the truth."""
    rng = np.random.default_rng(11)
    n, members = 330 * EACH, ACCOUNTS * EACH
    queue = (np.arange(n) < members) & (np.arange(n) % 2 == 0)
    own = rng.integers(1, 400, (6, n))
    columns = {
        name: np.where(queue, 1000 + rng.integers(0, 3, n), own[i])
        for i, name in enumerate(("head", "tail", "system", "parameters", "client", "tools"))
    }
    table = features(
        account_id=[f"a{i:04d}" for i in np.arange(n) // EACH],
        **{name: column.tolist() for name, column in columns.items()},
        chars=np.where(queue, 3000, rng.integers(10, 900, n)).tolist(),
        output_tokens=np.where(queue, 8000, rng.integers(5, 700, n)).tolist(),
        history_messages=np.where(queue, 0, rng.integers(-1, 5, n)).tolist(),
        model=np.where(queue, "large", rng.choice(["small", "mini", "large"], n)).tolist(),
    )
    return table, queue[:members]


def run(mixture, sure):
    """Probability of the members' rows, where `sure` rows are known at the start."""
    table, queue = mixture
    account = table["account_id"].chunk(0).indices.to_numpy()
    mine = np.arange(len(queue))
    return unmix(profile_columns(table), account, mine, sure, np.arange(len(queue), len(account)))


@pytest.mark.parametrize("share", [1.0, 0.2])
def test_a_planted_mixture_comes_apart(mixture, share):
    _, queue = mixture
    sure = queue & (np.random.default_rng(1).random(len(queue)) < share)
    chance = run(mixture, sure)
    assert ((chance >= 0) & (chance <= 1)).all()
    assert chance[queue].min() > 0.9
    assert chance[~queue].max() < 0.5


def test_it_comes_apart_without_a_first_guess(mixture):
    _, queue = mixture
    chance = run(mixture, np.zeros(len(queue), bool))
    assert (chance[queue] > 0.5).mean() > 0.95
    assert (chance[~queue] > 0.5).mean() < 0.2


def test_a_profile_has_a_column_of_each_kind_and_keeps_unequal_apart(mixture):
    table, _ = mixture
    columns = profile_columns(table)
    assert columns.shape == (table.num_rows, len(COLUMNS) + 4)
    assert columns.dtype == np.uint16
    head = table["head"].to_numpy()
    assert len(np.unique(columns[:, 0])) > 0.95 * len(np.unique(head))
    assert (columns[head == head[0], 0] == columns[0, 0]).all()


def test_unknown_sizes_are_survived():
    table = features(
        account_id=["a", "b"],
        chars=[-1, 5],
        output_tokens=[-1, 2],
        history_messages=[-1, 900],
        purpose=[-30.0, 30.0],
        model=[None, "m"],
    )
    columns = profile_columns(table)
    assert columns.shape[0] == 2
    assert (columns[0] != columns[1]).any()
