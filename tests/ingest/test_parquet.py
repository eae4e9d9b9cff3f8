"""Parquet: any compatible types, exact casts, damage, memory."""

from datetime import UTC, date, datetime

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.ingest.samples import read_all

from hydrascope.errors import NotALog
from hydrascope.ingest import discover, parquet, read, split
from hydrascope.ingest.columns import fit_column
from hydrascope.ingest.scalars import Unfit, fitter
from hydrascope.tables import EXCHANGES, TIME

NOON = datetime(2026, 2, 1, 12, tzinfo=UTC)


def write(path, rows=1, row_group_size=None, **columns):
    """A log of the required columns and some more."""
    table = {
        "exchange_id": [f"x{i}" for i in range(rows)],
        "account_id": ["a"] * rows,
        "started_at": pa.array([NOON] * rows, TIME),
        **columns,
    }
    pq.write_table(pa.table(table), path, row_group_size=row_group_size)
    return path


TYPES = {
    "s": pa.array([NOON], pa.timestamp("s")),
    "ms naive": pa.array([NOON.replace(tzinfo=None)], pa.timestamp("ms")),
    "us": pa.array([NOON], pa.timestamp("us", "UTC")),
    "ns": pa.array([1769947200_000_000_999], pa.timestamp("ns", "UTC")),
    "elsewhere": pa.array([NOON], pa.timestamp("us", "Asia/Tokyo")),
    "text": pa.array(["2026-02-01T12:00:00Z"]),
    "naive text": pa.array(["2026-02-01 12:00:00"]),
    "mixed": pa.array(["2026-02-01T13:00:00.000000001+01:00"]),
    "dictionary": pa.array(["2026-02-01T12:00:00Z"]).dictionary_encode(),
    "epoch": pa.array([1769947200], pa.int64()),
    "epoch ms": pa.array([1769947200_000], pa.int64()),
    "float": pa.array([1769947200.0]),
}


@pytest.mark.parametrize("name", TYPES)
def test_times_of_any_type(name, tmp_path):
    kept, rejected, _ = read_all(write(tmp_path / "a.parquet", started_at=TYPES[name]))
    assert (kept[0]["started_at"], rejected) == (NOON, [])


def test_dates_are_midnights(tmp_path):
    kept, _, _ = read_all(write(tmp_path / "a.parquet", started_at=pa.array([date(2026, 2, 1)])))
    assert kept[0]["started_at"] == NOON.replace(hour=0)


@pytest.mark.parametrize(
    "times",
    [
        pa.array([0, 1769947200], pa.timestamp("s")),
        pa.array([2**62, 1769947200_000_000], pa.timestamp("us")),
        pa.array([-5, 1769947200_000_000_000], pa.timestamp("ns")),
        pa.array(["1970-01-01T00:00:00Z", "2026-02-01T12:00:00Z"]),
        pa.array([0, 1769947200]),
    ],
)
def test_absurd_clocks_are_rejected_alone(times, tmp_path):
    kept, rejected, _ = read_all(write(tmp_path / "a.parquet", 2, started_at=times))
    assert [(row["exchange_id"], row["started_at"]) for row in kept] == [("x1", NOON)]
    assert [(row["line"], row["reason"]) for row in rejected] == [(1, "time out of range")]


def test_compatible_types_are_cast(tmp_path):
    path = write(
        tmp_path / "a.parquet",
        account_id=pa.array([7]),
        model=pa.array(["m"]).dictionary_encode(),
        input_text=pa.array(["t"], pa.large_string()),
        input_tokens=pa.array([5.0]),
        output_tokens=pa.array(["6"]),
        temperature=pa.array([0.5], pa.float64()),
        tool_names=pa.array([["a"]], pa.large_list(pa.large_string())),
        asn=pa.array([64500], pa.uint16()),
        seed=pa.array([None]),
        stream=pa.array([1], pa.int8()),
    )
    kept, rejected, _ = read_all(path)
    expected = {"account_id": "7", "model": "m", "input_text": "t", "input_tokens": 5, "output_tokens": 6}
    expected |= {"temperature": 0.5, "tool_names": ["a"], "asn": 64500, "stream": True}
    assert rejected == []
    assert {name: kept[0].get(name) for name in expected} == expected
    assert "seed" not in kept[0]


def test_unfit_values_cost_their_row_and_no_other(tmp_path):
    path = write(
        tmp_path / "a.parquet",
        5,
        output_tokens=pa.array([1, 2**40, 3, 4, 5]),
        temperature=pa.array([0.5, 0.5, float("nan"), float("inf"), 0.5]),
        account_id=pa.array(["a", "b", "c", "d", None]),
    )
    kept, rejected, _ = read_all(path)
    assert [row["exchange_id"] for row in kept] == ["x0", "x2"]
    assert "temperature" not in kept[1]
    assert [(row["line"], row["reason"]) for row in rejected] == [
        (2, "number out of range"),
        (4, "number out of range"),
        (5, "missing field"),
    ]


def test_nul_and_bad_utf8_are_replaced(tmp_path):
    broken = pa.array([b"a\xff", b"b\0", b"fine"]).view(pa.string())
    path = write(tmp_path / "a.parquet", 3, input_text=broken, model=["m\0", "m", "m"])
    kept, rejected, _ = read_all(path)
    assert rejected == []
    assert [row["input_text"] for row in kept] == ["a\ufffd", "b\ufffd", "fine"]
    assert kept[0]["model"] == "m\ufffd"


def test_extra_columns_are_counted(tmp_path):
    path = write(tmp_path / "a.parquet", 3, 2, mine=[1, 2, 3], nested=[{"a": 1}] * 3)
    assert read_all(path)[2] == {"mine": 3, "nested": 3}


def test_parts_are_row_groups_and_lines_are_rows(tmp_path, monkeypatch):
    monkeypatch.setattr(split, "PART_ROWS", 20)
    path = write(tmp_path / "a.parquet", 95, 10, input_text=["x"] * 95)
    parts = discover([path]).parts
    assert [(part.start, part.stop, part.first_line) for part in parts] == [
        (0, 2, 1),
        (2, 4, 21),
        (4, 6, 41),
        (6, 8, 61),
        (8, 10, 81),
    ]
    rows = [row for part in parts for batch in read(part, 3) for row in batch.exchanges.to_pylist()]
    assert [(row["exchange_id"], row["line"]) for row in rows] == [(f"x{i}", i + 1) for i in range(95)]


def test_columns_are_not_even_read(tmp_path):
    path = write(tmp_path / "a.parquet", 2, output_text=["o" * 9_000, "p" * 9_000], model=["m", "n"])
    (part,) = discover([path]).parts
    (whole,), (slim,) = read(part), read(part, columns=["model"])
    assert slim.exchanges["model"].to_pylist() == ["m", "n"]
    assert slim.exchanges["output_text"].null_count == 2
    assert 0 < slim.bytes_in < whole.bytes_in


def test_a_damaged_page_costs_its_row_group_only(tmp_path):
    path = tmp_path / "a.parquet"
    noise = [str(n) for n in np.random.default_rng(1).integers(0, 10**18, 3000)]
    write(path, 3000, 1000, input_text=noise)
    chunk = pq.read_metadata(path).row_group(1).column(3)
    data = bytearray(path.read_bytes())
    at = (chunk.dictionary_page_offset or chunk.data_page_offset) + 200
    data[at : at + 4000] = b"\xff" * 4000
    path.write_bytes(bytes(data))
    kept, rejected, _ = read_all(path)
    lines = {row["line"] for row in kept}
    assert {*range(1, 1001), *range(2001, 3001)} <= lines
    assert {row["reason"] for row in rejected} == {"damaged page"}
    assert len(kept) + len(rejected) == 3000


def test_a_damaged_footer_is_no_log(tmp_path):
    path = write(tmp_path / "a.parquet")
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(NotALog, match="damaged or missing footer"):
        discover([path])


def test_one_long_text_in_every_row_does_not_fill_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(parquet, "BATCH_BYTES", 1 << 20)
    path = write(
        tmp_path / "a.parquet",
        4000,
        system_text=["s" * 3000] * 4000,
        input_text=[f"{i:>90}" for i in range(4000)],
    )
    (part,) = discover([path]).parts
    sizes = [batch.exchanges.nbytes for batch in read(part)]
    assert len(sizes) > 8
    assert max(sizes) < 3 << 20


scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.integers(1_000_000_000, 2_000_000_000),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(
        ["2026-02-01T12:00:00Z", "2026-02-01", "1769947200", "1e5", "0x1f", "true", "1_000", "nan"]
    ),
    st.lists(st.one_of(st.none(), st.text(max_size=4), st.integers()), max_size=3),
)


@example([0.0, False], EXCHANGES.field("temperature"))
@given(st.lists(scalars, max_size=6), st.sampled_from([field for field in EXCHANGES]))
def test_whole_columns_and_single_values_agree(values, field):
    column, flaws = fit_column(values, field)
    column.validate(full=True)
    assert column.type == field.type
    fit = fitter(field.type)
    for row, value in enumerate(values):
        if row in flaws:
            with pytest.raises(Unfit, match=flaws[row].reason):
                fit(value)
            assert not column[row].is_valid
            continue
        expected = fit(value)
        got = column[row].value if field.type == TIME else column[row].as_py()
        if isinstance(expected, float):
            expected = np.float32(expected).item()
        assert got == expected


homogeneous = st.one_of(
    st.lists(st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1))),
    st.lists(st.one_of(st.none(), st.floats())),
    st.lists(st.one_of(st.none(), st.datetimes())),
    st.lists(st.one_of(st.none(), st.integers(1_400_000_000, 4_200_000_000))),
)


@given(homogeneous, st.sampled_from([field for field in EXCHANGES]))
def test_arrow_columns_and_lists_agree(values, field):
    try:
        array = pa.array(values)
    except (pa.ArrowInvalid, OverflowError):
        return
    from_array, flaws = fit_column(array, field)
    from_list, others = fit_column(array.to_pylist(), field)
    if pa.types.is_timestamp(array.type) and field.type != TIME:
        return
    assert from_array.equals(from_list)
    assert {row: flaw.reason for row, flaw in flaws.items()} == {row: f.reason for row, f in others.items()}
