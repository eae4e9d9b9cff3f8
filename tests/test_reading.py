"""Rows of a part that a sample drew are kept apart, and give what the part itself gives."""

from functools import partial

import numpy as np
import pyarrow as pa
import pytest
from tests.factory import BASE, DAY, features

from hydrascope.reading import rows_of
from hydrascope.store import SAMPLED, Store, writing
from hydrascope.tables import FEATURES, REJECTED

TABLE = features(exchange_id=[f"x{i:02d}" for i in range(20)], started_at=[BASE + i * DAY // 10 for i in range(20)])
MARKER = {"fingerprint": "f1", "days": [[BASE // DAY + d, 10] for d in range(2)]}


@pytest.fixture
def store(tmp_path):
    """A finished part of twenty rows on two days."""
    store = Store(tmp_path)
    for name, table in (("features", TABLE), ("rejected", REJECTED.empty_table())):
        with writing(store.table("f1", name), table.schema) as file:
            for batch in table.to_batches():
                file.write_batch(batch)
    store.finish("f1", MARKER)
    return store


def ids(store, rows, since=None):
    found = rows_of(FEATURES.names, np.array(rows), marker=MARKER, store=store, since=since)
    assert found.schema == FEATURES
    return [int(name[1:]) for name in found["exchange_id"].to_pylist()]


def test_fewer_rows_of_a_sample_are_read_without_the_part(store):
    assert ids(store, [1, 4, 6, 19]) == [1, 4, 6, 19]
    store.table("f1", "features").write_bytes(b"")
    assert ids(store, [1, 4, 6, 19]) == [1, 4, 6, 19]
    assert ids(store, [4, 19]) == [4, 19]
    assert rows_of(["line"], np.array([6]), marker=MARKER, store=store)["line"].to_pylist() == [7]


def test_rows_that_were_not_kept_are_read_from_the_part(store):
    assert ids(store, [4, 6]) == [4, 6]
    assert ids(store, [4, 5, 6]) == [4, 5, 6]
    assert ids(store, [5, 6]) == [5, 6]


def test_a_large_share_of_a_part_is_not_kept_twice(store):
    assert ids(store, list(range(1, 20))) == list(range(1, 20))
    assert ids(store, list(range(20))) == list(range(20))
    assert not store.table("f1", SAMPLED).exists()


def test_rows_are_numbered_within_the_days_that_are_looked_at(store):
    of = partial(rows_of, marker=MARKER, store=store, since=BASE + DAY)
    assert ids(store, [0, 3], since=BASE + DAY) == [10, 13]
    assert of(["exchange_id"]).take(pa.array([0, 3]))["exchange_id"].to_pylist() == ["x10", "x13"]


def test_a_part_that_is_dropped_leaves_nothing(store):
    ids(store, [1])
    store.drop("f1")
    assert list(store.parts.iterdir()) == []
