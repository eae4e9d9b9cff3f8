"""Shared keys, against dictionaries."""

from collections import defaultdict

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factory import behaviours, features

from hydrascope.links import KINDS, shared_keys
from hydrascope.tables import PHRASE_COUNT, SHARED_KEYS

SIGNUP = {"payment", "phone", "email", "signup_address", "signup_network", "signup_client"}


def holders(customers: list[int], of: dict[str, list]) -> tuple[pa.Table, pa.Table]:
    """FEATURES and BEHAVIOURS of the accounts and columns named in `of`."""
    accounts = sorted(set(of["account_id"]))
    own = {name: of.pop(name) for name in list(of) if name in SIGNUP}
    return features(**of), behaviours(account_id=accounts, customer=customers[: len(accounts)], **own)


def by_key(shared: pa.Table) -> dict[tuple[str, int], tuple[int, list[int]]]:
    """(kind, key) → customers and rows."""
    found = {(r["kind"], r["key"]): (r["customers"], r["rows"]) for r in shared.to_pylist()}
    assert len(found) == shared.num_rows
    return found


def brute(log: pa.Table, people: pa.Table) -> dict[tuple[str, int], tuple[int, list[int]]]:
    """The same, the slow way."""
    customer = dict(zip(people["account_id"].to_pylist(), people["customer"].to_pylist(), strict=True))
    records = {r["account_id"]: r for r in people.to_pylist()}
    rows = defaultdict(set)
    for number, row in enumerate(log.to_pylist()):
        for kind in KINDS:
            value = (records[row["account_id"]] if kind.column in SIGNUP else row)[kind.column]
            for key in value if isinstance(value, list) else [value]:
                if key:
                    rows[kind.name, key].add((number, customer[row["account_id"]]))
    held = {key: (len({c for _, c in seen}), sorted(n for n, _ in seen)) for key, seen in rows.items()}
    return {key: found for key, found in held.items() if found[0] >= 2}


small = st.integers(0, 3)
drawn = st.lists(
    st.tuples(st.integers(0, 5), small, small, st.lists(small, max_size=3), st.lists(small, max_size=2)),
    min_size=1,
    max_size=25,
)


@given(drawn, st.lists(st.integers(0, 3), min_size=6, max_size=6), st.lists(small, min_size=6, max_size=6))
def test_shared_keys_are_those_of_a_dictionary(rows, customers, payments):
    account, text, address, blobs, phrases = map(list, zip(*rows, strict=True))
    log, people = holders(
        customers,
        {
            "account_id": [f"a{a}" for a in account],
            "text": text,
            "address": address,
            "blobs_in": blobs,
            "phrases": [[*p, *[0] * (PHRASE_COUNT - len(p))] for p in phrases],
            "payment": payments[: len(set(account))],
        },
    )
    shared = shared_keys(log, people)
    assert shared.schema == SHARED_KEYS
    assert by_key(shared) == brute(log, people)


def test_a_key_within_one_customer_is_no_key():
    log, people = holders([0, 0, 1], {"account_id": ["a", "b", "c"], "address": [7, 7, 8]})
    assert shared_keys(log, people).num_rows == 0


def test_every_kind_of_key_is_found_in_its_family():
    for kind in KINDS:
        width = {"phrases": PHRASE_COUNT, "blobs_in": 1}.get(kind.column)
        value = [5] * 2 if width is None else [[5, *[0] * (width - 1)]] * 2
        log, people = holders([0, 1], {"account_id": ["a", "b"], kind.column: value})
        (row,) = shared_keys(log, people).to_pylist()
        assert row == {"kind": kind.name, "family": kind.family, "key": 5, "customers": 2, "rows": [0, 1]}


def test_a_huge_group_is_thinned_evenly_and_keeps_its_count():
    n = 1000
    log, people = holders(list(range(n)), {"account_id": [f"a{i:04d}" for i in range(n)], "system": [9] * n})
    (row,) = shared_keys(log, people, most_rows=50).to_pylist()
    assert row["customers"] == n
    assert row["rows"] == list(range(0, n, 20))


@given(st.integers(2, 90), st.integers(2, 40))
def test_thinning_keeps_distinct_rows_from_all_over(n, most):
    log, people = holders(list(range(n)), {"account_id": [f"a{i:04d}" for i in range(n)], "tls": [9] * n})
    (row,) = shared_keys(log, people, most_rows=most).to_pylist()
    assert len(row["rows"]) == len(set(row["rows"])) == min(n, most)
    gaps = np.diff([*row["rows"], n])
    assert gaps.max() - gaps.min() <= 1
    assert row["rows"][0] == 0


@pytest.mark.parametrize("least", [2, 3, 4])
def test_the_least_number_of_customers_can_be_asked_for(least):
    of = {"account_id": ["a", "b", "c", "d", "d"], "text": [1, 1, 1, 2, 1], "head": [1, 1, 0, 0, 0]}
    kinds = [r["kind"] for r in shared_keys(*holders([0, 1, 2, 3], of), least=least).to_pylist()]
    assert kinds == {2: ["text", "head"], 3: ["text"], 4: ["text"]}[least]


def test_a_list_may_name_a_key_twice():
    log, people = holders([0, 1], {"account_id": ["a", "b"], "blobs_in": [[4, 4, 4], [4]]})
    assert by_key(shared_keys(log, people)) == {("blob", 4): (2, [0, 1])}
