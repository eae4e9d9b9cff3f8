"""JSON lines: what is kept, what is rejected and why, whatever the file is packed in."""

import gzip
import json
from datetime import UTC, datetime

import pyarrow as pa
import pytest
from tests.ingest.samples import CANONICAL, read_all, write_lines

from hydrascope.errors import OutsideError
from hydrascope.ingest import chunks, discover, lines, read, split
from hydrascope.ingest.assemble import COLUMNS
from hydrascope.tables import EXCHANGES, REJECTED

SECRET = "my private prompt"
ROW = {**CANONICAL, "input_text": SECRET}


def varied(**more):
    """The sample with other values."""
    return json.dumps({**ROW, **more})


BAD = {
    "broken": ('{"exchange_id": "a', "not JSON"),
    "list inside": ("[1]", "not an object"),
    "number": ("17", "not an object"),
    "wrong type": (varied(input_text={"a": SECRET}), "wrong type"),
    "text for a number": (varied(input_tokens=SECRET), "wrong type"),
    "half a token": (varied(input_tokens=1.5), "wrong type"),
    "boolean for a number": (varied(input_tokens=True), "wrong type"),
    "number for a list": (varied(tool_names=5), "wrong type"),
    "int32 overflow": (varied(output_tokens=2**31), "number out of range"),
    "int64 overflow": (varied(seed=2**63), "number out of range"),
    "huge": (varied(seed=10**400), "number out of range"),
    "float overflow": (varied(temperature=1e39), "number out of range"),
    "no account": (json.dumps({k: v for k, v in ROW.items() if k != "account_id"}), "missing field"),
    "empty id": (varied(exchange_id=""), "missing field"),
    "null time": (varied(started_at=None), "missing field"),
    "year 1970": (varied(started_at="1970-01-01T00:00:00Z"), "time out of range"),
    "year 2101": (varied(started_at="2101-01-01T00:00:00Z"), "time out of range"),
    "epoch zero": (varied(started_at=0), "time out of range"),
    "end before 2015": (varied(ended_at="2014-12-31T23:59:59Z"), "time out of range"),
    "no such day": (varied(started_at="2026-02-30T00:00:00Z"), "wrong type"),
    "time in words": (varied(started_at=SECRET), "wrong type"),
    "deep": ('{"exchange_id": ' + "[" * 50_000, "nested too deeply"),
    "deep and closed": (
        varied(account_id="x")[:-1] + ', "y": ' + "[" * 9999 + "]" * 9999 + "}",
        "nested too deeply",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_line_is_rejected_and_its_neighbours_stay(name, tmp_path):
    line, reason = BAD[name]
    path = write_lines(tmp_path / "a.jsonl", ROW, line, ROW)

    kept, rejected, _ = read_all(path)

    assert [row["line"] for row in kept] == [1, 3]
    assert [(row["source"], row["line"], row["reason"]) for row in rejected] == [(str(path), 2, reason)]
    assert SECRET not in rejected[0]["detail"]


GOOD = {
    "number for an id": ({"account_id": 17}, "account_id", "17"),
    "text for a number": ({"input_tokens": "12"}, "input_tokens", 12),
    "whole float": ({"input_tokens": 12.0}, "input_tokens", 12),
    "integer for a float": ({"temperature": 1}, "temperature", 1.0),
    "word for a flag": ({"stream": "true"}, "stream", True),
    "NaN is unknown": ({"temperature": float("nan")}, "temperature", None),
    "NUL": ({"input_text": "a\0b"}, "input_text", "a\ufffdb"),
    "lone surrogate": ({"input_text": "a\ud800b"}, "input_text", "a\ufffdb"),
    "NUL in a list": ({"tool_names": ["a\0"]}, "tool_names", ["a\ufffd"]),
    "null in a list": ({"tool_names": ["a", None]}, "tool_names", ["a"]),
    "a true pair": ({"input_text": "\U0001f600"}, "input_text", "\U0001f600"),
    "five megabytes": ({"input_text": "z" * 5_000_000}, "input_text", "z" * 5_000_000),
}


@pytest.mark.parametrize("name", GOOD)
def test_an_odd_value_is_kept(name, tmp_path):
    more, column, value = GOOD[name]
    kept, rejected, _ = read_all(write_lines(tmp_path / "a.jsonl", {**ROW, **more}, ROW))
    assert rejected == []
    assert kept[0].get(column) == value
    assert len(kept) == 2


NOON = datetime(2026, 2, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "said",
    [
        "2026-02-01T12:00:00Z",
        "2026-02-01T12:00:00",
        "2026-02-01 12:00:00",
        "2026-02-01 12:00:00 UTC",
        "2026-02-01T14:00:00+02:00",
        "2026-02-01T12:00:00.000000000Z",
        1769947200,
        1769947200.0,
        1769947200_000,
        1769947200_000_000,
        1769947200_000_000_000,
        "1769947200",
        "1769947200000",
    ],
)
def test_every_way_to_write_a_time(said, tmp_path):
    for others in ([], [varied(started_at=1769947200)], [varied(started_at="2026-02-01T12:00:00+00:00")]):
        path = write_lines(tmp_path / "a.jsonl", varied(started_at=said), *others)
        kept, rejected, _ = read_all(path)
        assert [row["started_at"] for row in kept] == [NOON] * (1 + len(others))
        assert rejected == []


def test_bytes_that_are_no_utf8_are_replaced(tmp_path):
    line = varied(input_text="HERE").encode().replace(b"HERE", b"a\xff\x01b")
    kept, rejected, _ = read_all(write_lines(tmp_path / "a.jsonl", line))
    assert (kept[0]["input_text"], rejected) == ("a\ufffd\x01b", [])


def test_of_a_key_that_stands_twice_the_last_counts(tmp_path):
    line = '{"exchange_id": "a", "exchange_id": "b", ' + json.dumps(ROW)[1:].replace('"exchange_id"', '"old"')
    kept, _, unknown = read_all(write_lines(tmp_path / "a.jsonl", ROW, line))
    assert [row["exchange_id"] for row in kept] == [ROW["exchange_id"], "b"]
    assert unknown == {"old": 1}


def test_unknown_columns_are_counted_and_bounded(tmp_path):
    rows = [{**ROW, "mine": 1}] * 3 + [{**ROW, f"k{i}": 1} for i in range(300)] + [{**ROW, 'a"\n': None}]
    kept, rejected, unknown = read_all(write_lines(tmp_path / "a.jsonl", *rows))
    assert (len(kept), len(rejected)) == (304, 0)
    assert unknown["mine"] == 3
    assert sum(unknown.values()) == 304
    assert len(unknown) <= 201


def test_blank_lines_carriage_returns_and_a_byte_order_mark(tmp_path):
    path = tmp_path / "a.jsonl"
    line = json.dumps(ROW).encode()
    path.write_bytes(b"\xef\xbb\xbf" + line + b"\r\n\r\n  \n" + line)
    kept, rejected, _ = read_all(path)
    assert [row["line"] for row in kept] == [1, 4]
    assert rejected == []


def zstd(data: bytes) -> bytes:
    """One zstd frame."""
    return pa.Codec("zstd").compress(data, asbytes=True)


def stream(data: bytes) -> bytes:
    """A zstd stream as a command line tool writes it: blocks, no size in front."""
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, "zstd") as out:
        out.write(data)
    return sink.getvalue().to_pybytes()


PACKED = {"gzip": gzip.compress, "zstd": zstd, "zstd stream": stream}


@pytest.mark.parametrize("pack", PACKED)
def test_packed_lines_read_alike_whatever_the_name(pack, tmp_path):
    plain = write_lines(tmp_path / "log", *(varied(exchange_id=i, more=1) for i in range(50)), "{")
    kept, rejected, unknown = read_all(plain)
    half = len(plain.read_bytes()) // 2
    data = plain.read_bytes()
    plain.write_bytes(PACKED[pack](data[:half]) + PACKED[pack](data[half:]))
    assert read_all(plain) == (kept, rejected, unknown)
    assert len(kept) == 50


@pytest.mark.parametrize("pack", PACKED)
def test_a_cut_stream_keeps_the_rows_before(pack, tmp_path):
    texts = [varied(exchange_id=i, input_text=str(i) * 40_000) for i in range(40)]
    path = write_lines(tmp_path / "log", *texts)
    packed = PACKED[pack]("\n".join(texts).encode())
    path.write_bytes(packed[: len(packed) * 3 // 4])
    kept, rejected, _ = read_all(path)
    assert 10 < len(kept) < 40
    assert [row["exchange_id"] for row in kept] == [str(i) for i in range(len(kept))]
    assert [row["reason"] for row in rejected] == ["stream cut"]
    assert rejected[0]["line"] == len(kept) + 1


@pytest.mark.parametrize("pack", PACKED)
def test_a_bomb_is_left_unread(pack, tmp_path, monkeypatch):
    monkeypatch.setattr(chunks, "BOMB_BYTES", 4 << 20)
    monkeypatch.setattr(chunks, "BOMB_RATIO", 100)
    path = tmp_path / "log"
    path.write_bytes(PACKED[pack](json.dumps(ROW).encode() + b"\n" + b" " * (32 << 20) + b"\n"))
    kept, rejected, _ = read_all(path)
    assert len(kept) == 1
    assert [row["reason"] for row in rejected] == ["decompression bomb"]


def test_a_line_over_the_cap_is_passed_over(tmp_path, monkeypatch):
    monkeypatch.setattr(lines, "LINE_CAP", 1 << 20)
    long = varied(input_text="z" * (3 << 20))
    kept, rejected, _ = read_all(write_lines(tmp_path / "a.jsonl", ROW, long, ROW, long))
    assert [row["line"] for row in kept] == [1, 3]
    assert [(row["line"], row["reason"]) for row in rejected] == [(2, "line too long"), (4, "line too long")]


def test_a_large_file_is_split_at_line_ends_with_right_line_numbers(tmp_path, monkeypatch):
    monkeypatch.setattr(split, "LINES_BYTES", 3_000)
    texts = ["" if i % 7 == 3 else varied(exchange_id=str(i), input_text="é" * (i % 90)) for i in range(100)]
    path = write_lines(tmp_path / "a.jsonl", *texts, "{")
    parts = discover([path]).parts
    assert len(parts) > 5
    assert sum(part.size for part in parts) == path.stat().st_size
    assert len({part.fingerprint for part in parts}) == len(parts)
    batches = [batch for part in parts for batch in read(part, batch_rows=4)]
    assert max(batch.exchanges.num_rows for batch in batches) <= 4
    assert sum(batch.bytes_in for batch in batches) == path.stat().st_size
    rows = [row for batch in batches for row in batch.exchanges.to_pylist()]
    assert [(row["exchange_id"], row["line"]) for row in rows] == [
        (str(i), i + 1) for i in range(100) if i % 7 != 3
    ]
    assert [line for batch in batches for line in batch.rejected["line"].to_pylist()] == [101]


def test_columns_limits_what_comes_out(tmp_path):
    path = write_lines(tmp_path / "a.jsonl", ROW)
    kept, _, _ = read_all(path, columns=["model"])
    assert set(kept[0]) == {"exchange_id", "account_id", "started_at", "model", "source", "line"}


def test_schemas_are_exact(tmp_path):
    (part,) = discover([write_lines(tmp_path / "a.jsonl", ROW, "{")]).parts
    (batch,) = read(part)
    assert batch.exchanges.schema.equals(EXCHANGES, check_metadata=True)
    assert batch.rejected.schema.equals(REJECTED, check_metadata=True)
    assert len(COLUMNS) + 2 == len(EXCHANGES)


@pytest.mark.parametrize("indent", [None, 1])
def test_one_array_over_the_whole_file(indent, tmp_path):
    rows = [{**ROW, "exchange_id": str(i), "input_text": 'a "}] \\" b'} for i in range(20)]
    path = tmp_path / "a.json"
    path.write_text(json.dumps([*rows, 17], indent=indent))
    kept, rejected, _ = read_all(path, batch_rows=7)
    assert [row["exchange_id"] for row in kept] == [str(i) for i in range(20)]
    assert rejected == []


def test_a_broken_array_goes_on_behind_the_break(tmp_path):
    path = tmp_path / "a.json"
    good = json.dumps(ROW, indent=1)
    path.write_text("[\n" + good + ',\n{"a": ["x}\n' + ",\n" + good + "]")
    kept, rejected, _ = read_all(path)
    assert len(kept) == 2
    assert {row["reason"] for row in rejected} == {"not JSON"}


def test_a_file_that_vanishes_is_no_fault_of_the_user(tmp_path):
    path = write_lines(tmp_path / "a.jsonl", ROW)
    (part,) = discover([path]).parts
    path.unlink()
    with pytest.raises(OutsideError, match=r"a\.jsonl"):
        list(read(part))
