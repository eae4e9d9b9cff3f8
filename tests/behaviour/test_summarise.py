"""One row per account: what its traffic and the provider's records say."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factory import BASE, DAY, HOUR, MINUTE, accounts, features

from hydrascope.behaviour import summarise
from hydrascope.tables import BEHAVIOURS, FEATURES


def row(table: pa.Table, account: str) -> dict:
    """The row of one account."""
    (found,) = table.filter(pc.equal(table["account_id"], account)).to_pylist()
    return found


def test_the_traffic_of_an_account():
    log = features(
        account_id=["a", "a", "a", "b"],
        started_at=[BASE, BASE + HOUR, BASE + 2 * DAY, BASE + DAY],
        text=[5, 5, 6, 7],
        history_messages=[0, 2, -1, 4],
        conversation=[1, 2, 3, 9],
        output_tokens=[7, 1, -1, -1],
        outcome=[1, 0, 2, 3],
        address=[1, 2, 2, 0],
        end_user=[0, 0, 0, 8],
        purpose=[1.0, 2.0, 6.0, -1.0],
        parameters=[4, 4, 3, 0],
        client=[9, 8, 0, 0],
        model=["z", "y", "y", None],
    )
    a, b = summarise(log, None).to_pylist()
    assert (a["exchanges"], a["active_days"], b["exchanges"], b["active_days"]) == (3, 2, 1, 1)
    assert (a["first_seen"].timestamp() * 1e6, a["last_seen"].timestamp() * 1e6) == (BASE, BASE + 2 * DAY)
    assert (a["arrival"], b["arrival"], a["departure"], b["departure"]) == (0.25, 0.75, 0.75, 0.25)
    assert (a["purpose"], b["purpose"]) == (3.0, -1.0)
    assert (a["single_turn"], b["single_turn"]) == (0.5, 0.0)
    assert (a["orphan"], b["orphan"]) == (0.5, 1.0)
    assert a["novelty"] == pytest.approx(2 / 3)
    assert a["output"] == 2.0
    assert np.isnan(b["output"])
    assert (a["refused"], b["refused"]) == (pytest.approx(1 / 3), 1.0)
    assert a["addresses"] == pytest.approx(2 / 3)
    assert np.isnan(b["addresses"])
    assert np.isnan(a["end_users"])
    assert b["end_users"] == 1.0
    assert (a["main_parameters"], a["main_client"], b["main_client"]) == (4, 8, 0)
    assert (a["main_model"], b["main_model"]) == (0, -1)


def test_without_records_all_of_them_are_unknown():
    table = summarise(features(account_id=["a", "b"]), None)
    assert table.schema == BEHAVIOURS
    for name in ("signup", "age_days", "banned"):
        assert np.isnan(table[name].to_numpy()).all(), name
    for name in ("payment", "phone", "email", "signup_address", "signup_network", "signup_client"):
        assert (table[name].to_numpy() == 0).all(), name
    assert table["customer"].to_pylist() == [0, 1]
    assert table["licensed"].to_pylist() == [False, False]


def test_records_are_joined_by_id():
    records = accounts(
        account_id=["c", "unseen", "a"],
        created_at=[BASE - 2 * DAY, BASE - 9 * DAY, BASE - DAY],
        status=["banned", "active", "never heard of"],
        payment_fingerprint=["p", "p", "p"],
        email_domain=["x.org", "", ""],
        signup_ip=["198.51.100.7", "", "198.51.100.250"],
        distillation_licence=[True, None, False],
    )
    log = features(account_id=["a", "b", "c"], started_at=[BASE, BASE, BASE])
    table = summarise(log, records)
    a, b, c = (row(table, name) for name in "abc")
    assert (a["age_days"], c["age_days"]) == (1.0, 2.0)
    assert (c["signup"], a["signup"]) == (0.25, 0.75)
    assert (c["banned"], c["licensed"], a["licensed"]) == (1.0, True, False)
    assert np.isnan([a["banned"], b["signup"], b["banned"]]).all()
    assert a["payment"] == c["payment"] != 0
    assert (a["email"], b["payment"], b["licensed"]) == (0, 0, False)
    assert a["signup_address"] != c["signup_address"]
    assert a["signup_network"] == c["signup_network"] != 0


def test_accounts_of_one_organisation_are_one_customer():
    ids = ["a", "b", "c", "d", "org"]
    records = accounts(account_id=ids, org_id=["org", "other", "org", None, None])
    a, b, c, d, org = summarise(features(account_id=ids), records)["customer"].to_pylist()
    assert a == c
    assert len({a, b, d, org}) == 4


def test_an_empty_organisation_is_none():
    records = accounts(account_id=["a", "b"], org_id=["", ""])
    assert len(set(summarise(features(account_id=["a", "b"]), records)["customer"].to_pylist())) == 2


def test_no_exchange_gives_no_account():
    nothing = features(account_id=["a"]).slice(0, 0)
    labels = pa.chunked_array([pa.array([], pa.string()).dictionary_encode()])
    nothing = nothing.set_column(FEATURES.get_field_index("account_id"), "account_id", labels).combine_chunks()
    table = pa.table([c if c.num_chunks else pa.chunked_array([pa.array([], c.type)]) for c in nothing], FEATURES)
    assert summarise(table, None).num_rows == 0


rows = st.lists(
    st.tuples(st.sampled_from("abcd"), st.integers(0, 10**4), st.integers(0, 3), st.integers(-1, 3)),
    min_size=1,
)


@given(rows, st.randoms(use_true_random=False))
def test_an_account_does_not_care_about_the_others(rows, random):
    """All but the ranks of an account comes from its own rows."""

    def table(of: list[tuple[str, int, int, int]]) -> pa.Table:
        account, minute, text, history = map(list, zip(*of, strict=True))
        times = [BASE + m * MINUTE for m in minute]
        log = features(account_id=account, started_at=times, text=text, history_messages=history)
        return summarise(log, None).drop_columns(["customer", "arrival", "departure", "first_seen", "last_seen"])

    chosen = random.choice(rows)[0]
    alone = table([r for r in rows if r[0] == chosen]).to_pylist()[0]
    among = row(table(rows), chosen)
    assert among == pytest.approx(alone, nan_ok=True)


@given(st.lists(st.integers(0, 5), min_size=1, max_size=30))
def test_ranks_are_in_order_and_within_bounds(days):
    log = features(account_id=[f"a{i:02d}" for i in range(len(days))], started_at=[BASE + d * DAY for d in days])
    rank = summarise(log, None)["arrival"].to_numpy()
    assert ((rank > 0) & (rank < 1)).all()
    assert rank.mean() == pytest.approx(0.5)
    for i in range(len(days)):
        for j in range(len(days)):
            assert (days[i] < days[j]) == (rank[i] < rank[j])
