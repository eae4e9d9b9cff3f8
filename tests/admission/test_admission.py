"""However the log was cut and shuffled, one table comes out; what is left out is told, with its reason."""

from collections import Counter
from functools import partial

import numpy as np
import pyarrow as pa
from benchmarks.worlds import held
from hypothesis import given
from hypothesis import strategies as st
from tests.factory import BASE, DAY, MINUTE, features

from hydrascope import admission
from hydrascope.admission import Admission
from hydrascope.tables import COMPARED, FEATURES, LABEL, REJECTED, TOTALS

TWICE, LATE = "duplicate exchange_id", "clock in the future"


def part(table: pa.Table, rows: list[int]) -> pa.Table:
    """Some rows as a file would hold them: labels in the order in which they come."""
    taken = table.take(pa.array(rows, pa.int64()))
    columns = [
        taken[f.name].cast(pa.string()).dictionary_encode() if f.type == LABEL else taken[f.name] for f in FEATURES
    ]
    return pa.table(columns, schema=FEATURES)


def admitted(parts: list[pa.Table], most: int = COMPARED) -> Admission:
    """What is let in of some parts."""
    return admission.admit([partial(held, piece) for piece in parts], most)


def admit(parts: list[pa.Table]) -> tuple[pa.Table, pa.Table]:
    """All rows that are kept, and those that are not."""
    found = admitted(parts, 10**6)
    return found.features, found.rejected


def whole(table: pa.Table) -> pa.Table:
    """The only part of a log."""
    return part(table, list(range(table.num_rows)))


row = st.tuples(
    st.integers(0, 12),  # exchange
    st.sampled_from("cab"),  # account
    st.integers(0, 4) | st.just(90 * 24 * 60),  # minute
    st.integers(0, 1),  # text
    st.sampled_from(["m", "k", None]),  # model
    st.integers(0, 1),  # client
    st.lists(st.integers(1, 2), max_size=2),  # reasoning blobs
    st.sampled_from([0.0, 0.5]),  # purpose
)


def log(rows: list[tuple]) -> pa.Table:
    """FEATURES of drawn rows."""
    exchange, account, minute, text, model, client, blobs, purpose = map(list, zip(*rows, strict=True))
    return features(
        exchange_id=[f"x{e}" for e in exchange],
        account_id=account,
        started_at=[BASE + m * MINUTE for m in minute],
        text=text,
        model=model,
        client=client,
        blobs_in=blobs,
        purpose=purpose,
    )


@given(st.lists(row, min_size=1, max_size=30), st.randoms(use_true_random=False), st.integers(1, 4))
def test_any_cut_and_any_order_give_one_table(rows, random, parts):
    table = log(rows)
    kept, rejected = admit([whole(table)])
    order = list(range(len(rows)))
    random.shuffle(order)
    cuts = sorted(random.randint(0, len(rows)) for _ in range(parts - 1))
    pieces = [part(table, order[a:b]) for a, b in zip([0, *cuts], [*cuts, len(rows)], strict=True)]
    again, also_rejected = admit(pieces)
    place = ["source", "line"]
    assert again.drop_columns(place).equals(kept.drop_columns(place))
    assert Counter(also_rejected["reason"].to_pylist()) == Counter(rejected["reason"].to_pylist())


@given(st.lists(row, min_size=1, max_size=40), st.randoms(use_true_random=False), st.integers(1, 4))
def test_the_sample_does_not_depend_on_the_cut(rows, random, most):
    table = log(rows)
    one = admitted([whole(table)], most)
    order = list(range(len(rows)))
    random.shuffle(order)
    cut = random.randint(0, len(rows))
    two = admitted([part(table, order[:cut]), part(table, order[cut:])], most)
    place = ["source", "line"]
    assert two.features.drop_columns(place).equals(one.features.drop_columns(place))
    assert two.totals.equals(one.totals)
    assert sorted(two.features["lot"].to_pylist()) == sorted(one.features["lot"].to_pylist())


@given(st.lists(row, min_size=1, max_size=40), st.integers(1, 4))
def test_totals_are_exact_whatever_the_sample(rows, most):
    found, every = admitted([whole(log(rows))], most), admit([whole(log(rows))])[0].to_pylist()
    assert found.totals.schema == TOTALS
    sampled = Counter(found.features["account_id"].cast(pa.string()).to_pylist())
    for told in found.totals.to_pylist():
        mine = [r["started_at"] for r in every if r["account_id"] == told["account_id"]]
        assert (told["exchanges"], told["first_seen"], told["last_seen"]) == (len(mine), min(mine), max(mine))
        assert told["active_days"] == len({time.date() for time in mine})
        assert sampled[told["account_id"]] == min(len(mine), most)
    assert set(found.features["exchange_id"].to_pylist()) <= {r["exchange_id"] for r in every}
    assert (np.bincount(found.account[found.account >= 0]) == found.totals["exchanges"].to_numpy()).all()


@given(st.lists(row, min_size=1, max_size=30))
def test_every_row_is_kept_or_rejected(rows):
    kept, rejected = admit([whole(log(rows))])
    assert kept.num_rows + rejected.num_rows == len(rows)
    assert rejected.schema == REJECTED
    lines = kept["line"].to_pylist() + rejected["line"].to_pylist()
    assert len(set(lines)) == len(rows)
    assert kept["exchange_id"].to_pylist() == list(dict.fromkeys(kept["exchange_id"].to_pylist()))


@given(st.lists(row, min_size=1, max_size=30))
def test_the_table_is_in_canonical_form(rows):
    kept, _ = admit([whole(log(rows))])
    assert kept.schema == FEATURES
    assert all(column.num_chunks == 1 for column in kept.columns)
    for name in ("account_id", "model", "access_path", "source"):
        labels = kept[name].chunk(0)
        used = set(labels.cast(pa.string()).to_pylist()) - {None}
        assert labels.dictionary.to_pylist() == sorted(used)
    keys = list(zip(kept["account_id"].cast(pa.string()).to_pylist(), kept["started_at"].to_pylist(), strict=True))
    assert keys == sorted(keys)


def test_of_one_id_the_earliest_stays():
    table = features(
        exchange_id=["x", "x", "x", "y"],
        started_at=[BASE + 2, BASE, BASE + 1, BASE],
        text=[1, 2, 3, 4],
        line=[1, 2, 3, 4],
    )
    kept, rejected = admit([whole(table)])
    assert sorted(kept["text"].to_pylist()) == [2, 4]
    assert rejected.select(["line", "reason"]).to_pylist() == [
        {"line": 1, "reason": TWICE},
        {"line": 3, "reason": TWICE},
    ]


def test_duplicates_are_found_over_parts():
    table = features(exchange_id=["x", "x"], source=["b.jsonl", "a.jsonl"], text=[1, 1])
    kept, rejected = admit([part(table, [0]), part(table, [1])])
    assert kept.num_rows == 1
    assert rejected["reason"].to_pylist() == [TWICE]


def test_a_clock_far_ahead_of_the_log_is_rejected():
    n = 2000
    times = np.full(n, BASE) + np.arange(n) * MINUTE
    times[7] = BASE + 32 * DAY
    times[8] = BASE + 31 * DAY
    kept, rejected = admit([whole(features(started_at=times.tolist()))])
    assert kept.num_rows == n - 1
    assert [(r["line"], r["reason"], r["source"]) for r in rejected.to_pylist()] == [(8, LATE, "log.jsonl")]


def test_a_late_row_is_rejected_once_though_its_id_is_known():
    times = [BASE + i * MINUTE for i in range(20)]
    table = features(exchange_id=[f"x{i % 19}" for i in range(20)], started_at=[*times[:19], BASE + 90 * DAY])
    kept, rejected = admit([whole(table)])
    assert (kept.num_rows, rejected["reason"].to_pylist()) == (19, [LATE])


def test_a_log_that_grows_slowly_is_not_late():
    table = features(started_at=[BASE + i * 25 * DAY for i in range(30)])
    assert admit([whole(table)])[0].num_rows == 30


def test_rejected_rows_come_in_the_order_of_where_they_stood():
    table = features(
        exchange_id=["x"] * 6,
        source=list("bababa"),
        line=[3, 2, 1, 9, 5, 6],
        started_at=[BASE + i for i in range(6)],
    )
    _, rejected = admit([whole(table)])
    assert [(r["source"], r["line"]) for r in rejected.to_pylist()] == [
        ("a", 2),
        ("a", 6),
        ("a", 9),
        ("b", 1),
        ("b", 5),
    ]


def test_nothing_gives_nothing():
    for parts in ([], [FEATURES.empty_table()]):
        kept, rejected = admit(parts)
        assert (kept.num_rows, rejected.num_rows) == (0, 0)
        assert kept.schema == FEATURES
