"""Counting over all rows: numbers for hashes, spans and days of accounts."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from hydrascope.admission.census import Census, span

hashes = st.lists(st.lists(st.integers(1, 6) | st.integers(1, 2**64 - 1), max_size=40), max_size=6)


@given(hashes)
def test_hashes_are_numbered_as_they_come(batches):
    census, seen = Census(), {}
    for batch in batches:
        expected = [seen.setdefault(value, len(seen)) for value in batch]
        assert census.numbers(np.array(batch, np.uint64)).tolist() == expected


def test_hashes_that_fall_on_one_place_are_told_apart():
    alike = np.arange(1, 3000, dtype=np.uint64) << np.uint64(40)
    census = Census()
    assert census.numbers(alike).tolist() == list(range(2999))
    assert census.numbers(alike[::-1].copy()).tolist() == list(range(2998, -1, -1))


rows = st.lists(st.tuples(st.integers(-1, 3), st.integers(-500, 500)), max_size=40)


@given(rows, rows)
def test_spans_and_days_are_those_of_all_rows(one, other):
    first, last = np.full(4, 10**6), np.full(4, -(10**6))
    days = set()
    for some in (one, other):
        account, when = np.array([a for a, _ in some], np.int32), np.array([t for _, t in some], np.int64)
        days |= set(span(account, when, first, last, -500, 100).tolist())
    mine = [[t for a, t in one + other if a == who] for who in range(4)]
    assert first.tolist() == [min(times, default=10**6) for times in mine]
    assert last.tolist() == [max(times, default=-(10**6)) for times in mine]
    assert days == {who << 28 | (t + 500) // 100 for who in range(4) for t in mine[who]}
