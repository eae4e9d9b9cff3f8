"""The made-up log has the shape it claims; processes are measured whole."""

import sys

import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from benchmarks import floor, logs, speed
from hydrascope.tables import ACCOUNTS, EXCHANGES


def test_a_log_has_the_lengths_and_columns_it_claims(tmp_path):
    size = logs.write(tmp_path, 20_000, 3)
    table = pq.read_table(tmp_path / "exchanges")
    lengths = pc.utf8_length(table["input_text"]).to_numpy()
    assert table.num_rows == len(pc.unique(table["exchange_id"])) == 20_000
    assert 250 < np.median(lengths) < 350
    assert 750 < lengths.mean() < 1050
    assert size == lengths.sum(), "ASCII: a byte is a character"
    assert set(table.column_names) <= set(EXCHANGES.names)
    records = pq.read_table(tmp_path / "accounts.parquet")
    assert set(records.column_names) <= set(ACCOUNTS.names)
    assert pc.all(pc.is_in(table["account_id"], records["account_id"])).as_py()
    repeated = 1 - len(pc.unique(table["input_text"])) / 20_000
    assert 0.005 < repeated < 0.15
    truth = pq.read_table(tmp_path / "truth.parquet")
    assert truth["account_id"].equals(records["account_id"])
    assert set(truth["operator"].to_pylist()) == {-1, 0, 1, 2}


def test_equal_seeds_give_equal_logs(tmp_path):
    for name in ("one", "two"):
        logs.write(tmp_path / name, 500, 9)
    files = ("exchanges/part-00000.parquet", "accounts.parquet", "truth.parquet")
    one, two = ([(tmp_path / name / file).read_bytes() for file in files] for name in ("one", "two"))
    assert one == two


def test_a_large_log_lies_in_parts_that_go_on_where_the_last_ended(tmp_path):
    whole = logs.world(700, 9, file_rows=300)
    logs.write_parts(tmp_path, whole, range(whole.files))
    parts = [pq.read_table(path) for path in sorted((tmp_path / "exchanges").iterdir())]
    assert [part.num_rows for part in parts] == [300, 300, 100]
    times = np.concatenate([part["started_at"].cast("int64").to_numpy() for part in parts])
    assert (np.diff(times) > 0).all()
    assert len({e for part in parts for e in part["exchange_id"].to_pylist()}) == 700


def test_the_floor_reads_every_byte(tmp_path):
    size = logs.write(tmp_path, 500, 9)
    result = floor.run(tmp_path / "exchanges")
    assert (result["rows"], result["bytes"]) == (500, size)
    assert result["check"] == floor.run(tmp_path / "exchanges")["check"]


def test_the_hash_sees_every_byte_and_the_length():
    data = np.arange(40, dtype=np.uint8)
    ends = np.array([0, 19])
    whole = floor.hashes(data, ends)[0]
    assert (
        len(
            {
                floor.hashes(np.where(np.arange(40) == i, 99, data).astype(np.uint8), ends)[0]
                for i in range(19)
            }
            | {whole}
        )
        == 20
    )
    assert floor.hashes(data, np.array([0, 18]))[0] != whole


def test_children_are_measured_too():
    child = "x = bytearray(b'1') * (150 << 20); import time; time.sleep(0.6)"
    script = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    measured = speed.measure([sys.executable, "-c", script])
    assert measured["wall_seconds"] >= 0.6
    assert 150 < measured["peak_mb"] < 400


def test_a_failing_command_says_what_it_said():
    with pytest.raises(RuntimeError, match="ended with 3:\nno such log"):
        speed.measure([sys.executable, "-c", "import sys; print('no such log'); sys.exit(3)"])


def test_growth_is_a_slope():
    runs = [{"exchanges": n, "s": 0.01 * n**1.2} for n in (10, 100, 1000)]
    assert speed.exponent(runs, "s") == pytest.approx(1.2)


def test_the_table_shows_the_share_of_each_stage():
    cost = {"cpu_seconds": 1.0, "peak_mb": 5, "written_mb": 2.0}
    stages = [{"name": "features", "seconds": 3.0} | cost, {"name": "links", "seconds": 1.0} | cost]
    run = {"exchanges": 1000, "text_bytes": 2**20, "wall_seconds": 4.0, "cpu_seconds": 7.0, "peak_mb": 90.0}
    assert "features 75%, links 25%" in speed.table([run | {"floor_seconds": 0.5, "stages": stages}])
    assert "| features | 3.0 | 1.0 | 5.0 | 2.0 |" in speed.by_stage({"stages": stages})
