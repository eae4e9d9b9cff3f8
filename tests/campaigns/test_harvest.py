"""What is told of the harvest does not depend on how the log is cut, and holds beyond the sample."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factory import BASE, DAY, features

from hydrascope.campaigns.harvest import (
    COLUMN_OF,
    Search,
    Taken,
    harvest,
    keys_of,
    shows,
    together,
    values_of,
    wordings,
)
from hydrascope.campaigns.unmixing import learn, profile_columns, usual
from hydrascope.links.blocking import CONTENT, KINDS
from hydrascope.tables import SHARED_KEYS

ROWS = 400


def log() -> tuple[pa.Table, np.ndarray, np.ndarray]:
    """Exchanges of the members of two campaigns, which campaign each row belongs to, and what was harvested."""
    rng = np.random.default_rng(4)
    campaign, queue = (np.arange(ROWS) // 20 % 2).astype(np.int32), rng.random(ROWS) < 0.5
    table = features(
        account_id=[f"a{i // 20:03d}" for i in range(ROWS)],
        started_at=[BASE + i * DAY // 50 for i in range(ROWS)],
        capability=np.where(queue, 1 + campaign, 9).tolist(),
        chars=np.where(queue, 3000, rng.integers(10, 900, ROWS)).tolist(),
        input_tokens=rng.integers(-1, 50, ROWS).tolist(),
        head=np.where(queue & (rng.random(ROWS) < 0.6), 7 + campaign, 0).tolist(),
        phrases=[[0] * 7 + [int(q) * 5] for q in queue & (rng.random(ROWS) < 0.2)],
        model=np.where(rng.random(ROWS) < 0.5, "m", "n").tolist(),
    )
    return table, campaign, queue


TABLE, CAMPAIGN, QUEUE = log()
SURE = {"head": np.array([7, 8], np.uint64), "phrases": np.array([5], np.uint64)}


def search(sampled: np.ndarray) -> Search:
    """What is learnt from some rows."""
    sure = np.any([shows(values_of(TABLE[name], np.arange(ROWS)), keys) for name, keys in SURE.items()], axis=0)
    columns = profile_columns(TABLE)
    mine = [sampled & (c == CAMPAIGN) for c in (0, 1)]
    profiles = tuple(learn(columns[own], sure[own], usual(columns[~QUEUE])) for own in mine)
    return Search(pa.array(["m", "n"]), SURE, profiles, ((("head", 7),), (("head", 8), ("phrases", 5))))


def asked(rows: np.ndarray, sampled: np.ndarray) -> Taken:
    """The harvested of some rows, whose labels are numbered as they come."""
    learnt = search(sampled)
    some = TABLE.select(list(learnt.columns)).take(pa.array(rows))
    model = some["model"].cast(pa.string()).combine_chunks().dictionary_encode()
    some = some.set_column(some.column_names.index("model"), "model", model)
    # Other exchanges stand between those that are asked about.
    twice = pa.concat_tables([some, some.slice(0, 0), some]).combine_chunks()
    return harvest(learnt, twice, np.arange(len(rows)) + len(rows) * (np.arange(len(rows)) % 2), CAMPAIGN[rows])


@pytest.mark.parametrize("share", [1.0, 0.3])
def test_the_harvest_is_found_beyond_the_sample(share):
    sampled = np.random.default_rng(1).random(ROWS) < share
    told = np.zeros(ROWS, bool)
    told[asked(np.arange(ROWS), sampled).rows] = True
    assert (told == QUEUE).mean() > 0.97


@given(st.permutations(range(ROWS)), st.lists(st.integers(0, ROWS), max_size=3))
def test_any_cut_and_order_tell_the_same(order, cuts):
    sampled = np.random.default_rng(2).random(ROWS) < 0.4
    whole = asked(np.arange(ROWS), sampled)
    parts = [part for part in np.split(np.array(order), sorted(cuts)) if len(part)]
    found = [(part, asked(part, sampled)) for part in parts]
    assert together(taken.tally for _, taken in found) == whole.tally
    rows = np.concatenate([part[taken.rows] for part, taken in found])
    by_row = np.argsort(rows)
    assert rows[by_row].tolist() == whole.rows.tolist()
    for name in ("chance", "shown", "micros"):
        values = np.concatenate([getattr(taken, name) for _, taken in found])
        assert (values[by_row] == getattr(whole, name)).all(), name
    ids = pa.concat_arrays([taken.exchange_id.combine_chunks() for _, taken in found])
    assert ids.take(pa.array(by_row)).to_pylist() == whole.exchange_id.to_pylist()


def test_counts_are_those_of_the_harvested_rows():
    taken = asked(np.arange(ROWS), np.ones(ROWS, bool))
    for c in (0, 1):
        mine = TABLE.take(pa.array(taken.rows[CAMPAIGN[taken.rows] == c]))
        told = {key[1:]: n for key, n in taken.tally.items() if key[0] == c}
        assert sum(n for (what, _), n in told.items() if what == "day") == mine.num_rows
        assert sum(n for (what, _), n in told.items() if what == "hour") == mine.num_rows
        assert told["input_tokens", None] == mine["input_tokens"].to_numpy().clip(0).sum()
        assert told["model", "m"] == mine["model"].cast(pa.string()).to_pylist().count("m")
        assert told["access_path", "api"] == mine.num_rows
        shown = taken.shown[CAMPAIGN[taken.rows] == c]
        assert ((shown & 1) > 0).tolist() == [head == 7 + c for head in mine["head"].to_pylist()]


def test_keys_are_sorted_by_the_column_that_holds_them():
    kinds = pa.array(["phrase", "head", "address", "phrase"]).dictionary_encode()
    families = pa.array(["content", "content", "network", "content"]).dictionary_encode()
    rows = pa.array([[0]] * 4, pa.large_list(pa.int32()))
    shared = pa.table([kinds, families, pa.array([9, 4, 5, 3], pa.uint64()), pa.array([3] * 4, pa.int32()), rows],
                      schema=SHARED_KEYS)  # fmt: skip
    found = keys_of(shared, np.array([0, 1, 3]))
    assert {name: keys.tolist() for name, keys in found.items()} == {"phrases": [3, 9], "head": [4]}
    assert wordings(shared, [3, 1]) == (("phrases", 3), ("head", 4))


def test_every_kind_of_wording_has_the_column_that_links_have():
    assert {kind.name: kind.column for kind in CONTENT} == COLUMN_OF
    assert {kind.name for kind in KINDS if kind.family == "content"} == set(COLUMN_OF)


def test_no_exchange_is_no_harvest():
    taken = asked(np.zeros(0, np.int64), np.ones(ROWS, bool))
    assert (len(taken.rows), sum(taken.tally.values())) == (0, 0)
