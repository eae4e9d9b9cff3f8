"""Links in bits: rarer is more, the best of a family counts once, org-mates are no strangers."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factory import behaviours, features

from hydrascope.links import compare, shared_keys
from hydrascope.links.comparison import PAIRS_UP_TO, REACH
from hydrascope.tables import PAIRS

SPARE = 4096
"""Customers who share nothing, so that what others share is rare."""


def linked(customers: list[int] | None = None, floor: float = 4.0, **columns: list) -> list[dict]:
    """PAIRS between accounts with one row each that show `columns`, among many that share nothing."""
    n = len(next(iter(columns.values())))
    filled = {name: [*values, *[0] * SPARE] for name, values in columns.items()}
    names = [f"a{i:06d}" for i in range(n + SPARE)]
    log = features(account_id=names, **filled)
    own = (customers or list(range(n))) + list(range(10**6, 10**6 + SPARE))
    people = behaviours(account_id=names, customer=own)
    pairs = compare(shared_keys(log, people), log, people, floor)
    assert pairs.schema == PAIRS
    return pairs.to_pylist()


def test_a_rarer_key_is_worth_more():
    pairs = linked(address=[1, 1, 2, 2, 2, 2])
    worth = {(p["left"], p["right"]): p["bits"] for p in pairs}
    assert worth[0, 1] == pytest.approx(np.log2((6 + SPARE) / 2))
    assert worth[2, 5] == pytest.approx(np.log2((6 + SPARE) / 4))
    assert len(worth) == 1 + 6


def test_one_key_of_a_family_counts_and_it_is_the_best():
    # Everyone of four has the same head; two of them the same text too.
    pairs = linked(head=[1, 1, 1, 1], text=[2, 2, 0, 0], address=[3, 3, 0, 0])
    first = [p for p in pairs if (p["left"], p["right"]) == (0, 1)]
    assert sorted(p["family"] for p in first) == ["content", "network"]
    assert all(p["bits"] == pytest.approx(np.log2((4 + SPARE) / 2)) for p in first)
    assert len(pairs) == 6 + 1


def test_keys_in_many_hands_fall_below_the_floor():
    many = [5] * 300
    assert linked(client=many) == []
    assert {p["bits"] for p in linked(client=many, floor=3.0)} == {np.float32(np.log2((300 + SPARE) / 300))}


def test_accounts_of_one_customer_are_never_linked():
    found = {(p["left"], p["right"]) for p in linked(customers=[0, 0, 1, 1, 2], address=[1, 1, 1, 1, 1])}
    assert found == {(0, 2), (0, 3), (0, 4), (1, 2), (1, 3), (1, 4), (2, 4), (3, 4)}


def test_a_large_group_is_a_band_and_not_a_square():
    n = PAIRS_UP_TO + 14
    pairs = {(p["left"], p["right"]) for p in linked(system=[8] * n)}
    assert pairs == {(i, j) for i in range(n) for j in range(i + 1, min(i + REACH, n - 1) + 1)}


keys = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=12)


@given(keys, st.randoms(use_true_random=False))
def test_pairs_are_ordered_once_and_do_not_care_who_is_called_what(rows, random):
    """Left < right, a pair once per family; renaming the accounts renames the pairs and nothing else."""

    def found(order: list[int]) -> dict[tuple[frozenset[int], str], float]:
        columns = list(zip(*[rows[i] for i in order], strict=True))
        pairs = few(address=list(columns[0]), head=list(columns[1]), tail=list(columns[2]))
        assert all(p["left"] < p["right"] for p in pairs)
        named = {(frozenset((order[p["left"]], order[p["right"]])), p["family"]): p["bits"] for p in pairs}
        assert len(named) == len(pairs)
        return named

    def few(**columns: list) -> list[dict]:
        names = [f"a{i:03d}" for i in range(len(rows) + 60)]
        log = features(account_id=names, **{k: [*v, *[0] * 60] for k, v in columns.items()})
        people = behaviours(account_id=names)
        return compare(shared_keys(log, people), log, people, 1.0).to_pylist()

    shuffled = list(range(len(rows)))
    random.shuffle(shuffled)
    assert found(list(range(len(rows)))) == found(shuffled)


def test_the_key_row_leads_to_the_key():
    log = features(account_id=[f"a{i:03d}" for i in range(64)], tail=[7, 7, *[0] * 62], text=[*range(1, 63), 9, 9])
    people = behaviours(account_id=[f"a{i:03d}" for i in range(64)])
    shared = shared_keys(log, people)
    for pair in compare(shared, log, people).to_pylist():
        key = shared.slice(pair["key_row"], 1).to_pylist()[0]
        assert {pair["left"], pair["right"]} <= set(key["rows"])
        assert pair["bits"] == pytest.approx(np.log2(64 / key["customers"]))


def test_nothing_shared_gives_no_pair():
    log, people = features(account_id=["a", "b"]), behaviours(account_id=["a", "b"])
    pairs = compare(shared_keys(log, people), log, people)
    assert isinstance(pairs, pa.Table)
    assert pairs.num_rows == 0
