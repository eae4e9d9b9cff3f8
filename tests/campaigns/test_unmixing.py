"""A queue's exchanges are told from the innocent ones that share its accounts."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.factory import features

from hydrascope.campaigns.unmixing import LABELS, SURE, _lean, _tally, chance, learn, profile_columns

ACCOUNTS, EACH = 30, 40
ROWS = ACCOUNTS * EACH


def unmix(columns: np.ndarray, sure: np.ndarray) -> np.ndarray:
    """The chance of the rows that a profile was learnt from."""
    return chance(learn(columns, sure), columns, sure, np.ones(len(sure), bool))


def lean(values: np.ndarray, sure: np.ndarray) -> np.ndarray:
    """What each row's value says of it, by the other rows."""
    return _lean(_tally(values, sure), sure.mean(), values, sure, ~sure)


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


@pytest.mark.parametrize("left_over", [0, 2])
def test_where_all_are_sure_there_is_nothing_to_learn_from(mixture, left_over):
    columns, _ = mixture
    sure = np.arange(ROWS) >= left_over
    odds = unmix(columns, sure)
    assert (odds[sure] == SURE).all()
    assert odds[~sure] == pytest.approx([0.8] * left_over)


@pytest.mark.parametrize("known", [0, 2])
def test_where_none_is_sure_membership_speaks(mixture, known):
    columns, _ = mixture
    sure = np.arange(ROWS) < known
    odds = unmix(columns, sure)
    assert odds[known:] == pytest.approx([0.8] * (ROWS - known))
    assert (odds[:known] == SURE).all()


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
    profile = learn(columns[sampled], sure[sampled])
    odds = chance(profile, columns, sure, sampled)
    assert odds[sampled] == pytest.approx(unmix(columns[sampled], sure[sampled]))
    assert (odds[queue] >= profile.least).mean() > 0.98
    assert (odds[~queue] >= profile.least).mean() < 0.05


def test_a_value_that_was_never_seen_says_nothing(mixture):
    columns, queue = mixture
    profile = learn(columns[:, :1], queue)
    unseen = np.array([[60_001]], np.uint16)
    nothing = np.zeros(1, bool)
    assert chance(profile, unseen, nothing, nothing) == pytest.approx(1 / (1 + 2**-profile.prior))


# What one value says


cases = st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=1, max_size=30)


@given(cases)
def test_a_value_weighs_as_much_as_the_other_rows_say(drawn):
    values, sure = np.array([v for v, _ in drawn], np.uint16), np.array([s for _, s in drawn])
    assume(sure.any() and not sure.all())
    usual = sure.mean()
    for i, (value, _) in enumerate(drawn):
        alike = [s for j, (v, s) in enumerate(drawn) if v == value and j != i]
        odds = (sum(alike) + usual) / (len(alike) - sum(alike) + 1 - usual)
        expected = np.clip(np.log2(odds) - np.log2(usual / (1 - usual)), -4, 4)
        assert lean(values, sure)[i] == pytest.approx(expected, abs=1e-9)


@given(st.integers(3, 60), st.integers(3, 60), st.integers(0, 99))
def test_a_row_does_not_vouch_for_itself(queue, rest, seed):
    """A value that stands once says nothing, however few rows are sure."""
    sure = np.random.default_rng(seed).permutation(np.arange(queue + rest) < queue)
    assert lean(np.arange(queue + rest, dtype=np.uint16), sure) == pytest.approx(np.zeros(queue + rest))


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
