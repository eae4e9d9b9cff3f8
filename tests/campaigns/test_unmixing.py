"""A queue's exchanges are told from the innocent ones that share its accounts."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factory import features

from hydrascope.campaigns.unmixing import LABELS, SURE, chance, learn, profile_columns, usual

ACCOUNTS, EACH = 30, 40
ROWS = ACCOUNTS * EACH


def unmix(columns: np.ndarray, sure: np.ndarray, others: np.ndarray | None = None) -> np.ndarray:
    """The chance of the rows that a profile was learnt from; `others` are requests of no campaign."""
    elsewhere = columns[:0] if others is None else others
    return chance(learn(columns, sure, usual(elsewhere)), columns, sure)


@pytest.fixture(scope="module")
def mixture():
    """Columns of the requests of 30 members, every other of which comes from one queue; the truth."""
    rng = np.random.default_rng(11)
    queue = np.arange(ROWS) % 2 == 0
    table = features(
        account_id=[f"a{i:04d}" for i in np.arange(ROWS) // EACH],
        capability=np.where(queue, rng.integers(1, 3, ROWS), rng.integers(0, 12, ROWS)).tolist(),
        forms=np.where(queue, 5, rng.integers(0, 4, ROWS) * 16).tolist(),
        language=np.where(queue, 1, rng.integers(0, 9, ROWS)).tolist(),
        chars=np.where(queue, rng.integers(2500, 3500, ROWS), rng.integers(10, 900, ROWS)).tolist(),
        output_tokens=np.where(queue, 8000, rng.integers(5, 700, ROWS)).tolist(),
        history_messages=np.where(queue, 0, rng.integers(-1, 5, ROWS)).tolist(),
        model=np.where(queue, "large", rng.choice(["small", "mini", "large"], ROWS)).tolist(),
    )
    return profile_columns(table), queue


@pytest.mark.parametrize("share", [0.9, 0.5, 0.2, 0.05])
def test_a_planted_mixture_comes_apart(mixture, share):
    columns, queue = mixture
    sure = queue & (np.random.default_rng(1).random(ROWS) < share)
    odds = unmix(columns, sure)
    assert ((odds > 0) & (odds < 1)).all()
    assert (odds[sure] == SURE).all()
    assert (odds[queue] > 0.5).mean() > 0.98
    assert (odds[~queue] > 0.5).mean() < 0.05


@pytest.mark.parametrize("share", [0.8, 0.3])
def test_what_is_like_the_queue_is_the_queues(mixture, share):
    """Accounts that serve the campaign alone, whose wording is shared now and then: nothing is let go."""
    columns, queue = mixture
    columns = columns[queue]
    sure = np.random.default_rng(2).random(len(columns)) < share
    assert unmix(columns, sure).min() > 0.7


@pytest.mark.parametrize("share", [0.5, 0.05, 0.0])
def test_what_everybody_else_asks_is_not_the_queues(mixture, share):
    """Innocent requests of members are like those of other accounts, which are known: a few sure ones do, or none."""
    columns, queue = mixture
    others = columns[~queue][::2]
    sure = queue & (np.random.default_rng(6).random(ROWS) < share)
    odds = unmix(columns, sure, others)
    assert (odds[queue] > 0.5).mean() > 0.98
    assert (odds[~queue] > 0.5).mean() < 0.05


@pytest.mark.parametrize("harvested", [0.05, 0.25])
def test_a_proxy_that_hides_a_little_harvest_among_customers_is_unmixed(mixture, harvested):
    columns, queue = mixture
    rng = np.random.default_rng(7)
    kept = ~queue | (rng.random(ROWS) < harvested)
    sure = (queue & (rng.random(ROWS) < 0.3))[kept]
    odds = unmix(columns[kept], sure, columns[~queue][::3])
    taken = odds >= 0.5
    assert queue[kept][taken].mean() > 0.9
    assert taken[queue[kept]].mean() > 0.9


def test_where_members_ask_what_everybody_asks_membership_speaks(mixture):
    columns, queue = mixture
    odds = unmix(columns[~queue], np.zeros((~queue).sum(), bool), columns[~queue])
    assert odds == pytest.approx([0.8] * len(odds), abs=0.15)


@pytest.mark.parametrize("left_over", [0, 2])
def test_where_all_are_sure_the_rest_is_known_by_them(mixture, left_over):
    columns, queue = mixture
    sure = np.arange(queue.sum()) >= left_over
    odds = unmix(columns[queue], sure)
    assert (odds[sure] == SURE).all()
    assert (odds[~sure] > 0.7).all()


def test_no_request_gives_no_chance():
    assert unmix(np.zeros((0, 3), np.uint16), np.zeros(0, bool)).shape == (0,)


@given(st.permutations(range(40)))
def test_the_order_of_requests_does_not_matter(order):
    rng = np.random.default_rng(5)
    columns = rng.integers(0, 6, (40, 4)).astype(np.uint16)
    sure = rng.random(40) < 0.4
    assert unmix(columns[order], sure[order]) == pytest.approx(unmix(columns, sure)[order])


@pytest.mark.parametrize("share", [0.9, 0.2])
def test_what_was_learnt_on_a_sample_tells_the_rest(mixture, share):
    columns, queue = mixture
    rng = np.random.default_rng(3)
    sampled, sure = rng.random(ROWS) < 0.3, queue & (rng.random(ROWS) < share)
    profile = learn(columns[sampled], sure[sampled], usual(columns[:0]))
    odds = chance(profile, columns, sure)
    assert odds[sampled] == pytest.approx(unmix(columns[sampled], sure[sampled]))
    assert (odds[queue] >= profile.least).mean() > 0.98
    assert (odds[~queue] >= profile.least).mean() < 0.05


def test_a_value_that_was_never_seen_says_nothing(mixture):
    columns, queue = mixture
    profile = learn(columns[:, :1], queue, usual(columns[~queue, :1]))
    unseen = np.array([[60_001]], np.uint16)
    assert chance(profile, unseen, np.zeros(1, bool)) == pytest.approx(1 / (1 + 2**-profile.prior))


# Profiles


def test_a_profile_has_a_column_of_each_kind():
    names = {"capability": [1, 2, 1], "forms": [7, 7, 9], "language": [3, 4, 4], "tools": [8, 8, 9]}
    columns = profile_columns(features(account_id=["a", "b", "c"], model=["m", None, "m"], **names))
    assert columns.shape == (3, len(LABELS) + 5)
    assert columns.dtype == np.uint16
    for place, name in enumerate(LABELS[:-1]):
        same = [columns[i, place] == columns[j, place] for i, j in ((0, 1), (0, 2), (1, 2))]
        assert same == [names[name][i] == names[name][j] for i, j in ((0, 1), (0, 2), (1, 2))]
    assert columns[0, 4] == columns[2, 4] != columns[1, 4]


def test_what_is_the_same_for_a_whole_account_is_no_part_of_a_profile():
    usual = profile_columns(features(account_id=["a", "b"]))
    own = {"address": [1, 2], "client": [3, 4], "parameters": [5, 6], "text": [7, 8]}
    own = profile_columns(features(account_id=["a", "b"], **own))
    assert (own == usual).all()


def test_unknown_sizes_are_survived():
    table = features(
        account_id=["a", "b"],
        chars=[-1, 5],
        output_tokens=[-1, 2],
        history_messages=[-1, 900],
        purpose=[-20.0, 20.0],
        model=[None, "m"],
    )
    columns = profile_columns(table)
    assert columns.shape[0] == 2
    assert (columns[0] != columns[1]).any()
