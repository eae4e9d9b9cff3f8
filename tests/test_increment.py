"""However a log is cut into files and days, and in whatever order these arrive: the output is that of one hunt."""

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from tests.worlds import hunt, results, small_world, write_world

from hydrascope import reading


@pytest.fixture(scope="module")
def world(tmp_path_factory) -> Path:
    """A folder with accounts.parquet."""
    return write_world(tmp_path_factory.mktemp("world"))


@pytest.fixture
def extracted(monkeypatch) -> list[int]:
    """Rows whose features were extracted, batch by batch."""
    seen: list[int] = []
    extract = reading.extract

    def counted(batch: pa.RecordBatch, key: bytes) -> pa.RecordBatch:
        seen.append(batch.num_rows)
        return extract(batch, key)

    monkeypatch.setattr(reading, "extract", counted)
    return seen


def put(table: pa.Table, path: Path, as_lines: bool) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not as_lines:
        pq.write_table(table, path.with_suffix(".parquet"), row_group_size=700)
        return
    with path.with_suffix(".jsonl").open("a", encoding="utf-8") as file:
        for row in table.to_pylist():
            said = {k: v.isoformat() if hasattr(v, "isoformat") else v for k, v in row.items() if v is not None}
            file.write(json.dumps(said) + "\n")


def days_of(log: pa.Table) -> list[pa.Table]:
    day = log["started_at"].cast(pa.int64()).to_numpy() // 86_400_000_000
    return [log.filter(pa.array(day == d)) for d in np.unique(day)]


@pytest.mark.parametrize("seed", [1, 2])
def test_days_in_any_order_cost_themselves_and_give_one_hunts_output(world, tmp_path, extracted, monkeypatch, seed):
    monkeypatch.setattr("hydrascope.ingest.split.LINES_BYTES", 300_000)
    chance = np.random.default_rng(seed)
    days = days_of(small_world().exchanges)
    arrivals = np.array_split(chance.permutation(len(days)), 3)
    for arrival in arrivals:
        for day in arrival.tolist():
            rows = days[day].take(pa.array(chance.permutation(days[day].num_rows)))
            cuts = [0, *sorted(chance.integers(0, rows.num_rows + 1, 2).tolist()), rows.num_rows]
            for i, (a, b) in enumerate(pairwise(cuts)):
                if b > a:
                    put(rows.slice(a, b - a), tmp_path / "logs" / f"day{day}" / str(i), bool(chance.random() < 0.5))
        extracted.clear()
        ran = hunt(tmp_path / "logs", accounts=world / "accounts.parquet", out=tmp_path / "out")
        assert ran.status == 0, ran.err
        assert sum(extracted) == sum(days[day].num_rows for day in arrival.tolist())
    one = pc.sum(pa.array([day.num_rows for day in days])).as_py()
    assert one == small_world().exchanges.num_rows
    assert hunt(world / "log.parquet", accounts=world / "accounts.parquet", out=tmp_path / "one").status == 0
    assert results(tmp_path / "out") == results(tmp_path / "one")


def test_a_file_that_grows_costs_its_last_range_and_its_growth(world, tmp_path, extracted, monkeypatch):
    monkeypatch.setattr("hydrascope.ingest.split.LINES_BYTES", 300_000)
    log = small_world().exchanges
    put(log.slice(0, 9_000), tmp_path / "logs" / "a", True)
    hunt(tmp_path / "logs", accounts=world / "accounts.parquet", out=tmp_path / "out")
    extracted.clear()
    put(log.slice(9_000), tmp_path / "logs" / "a", True)
    hunt(tmp_path / "logs", accounts=world / "accounts.parquet", out=tmp_path / "out")
    mean = log.num_rows / ((tmp_path / "logs" / "a.jsonl").stat().st_size / 300_000)
    assert log.num_rows - 9_000 <= sum(extracted) < log.num_rows - 9_000 + 3 * mean
    hunt(world / "log.parquet", accounts=world / "accounts.parquet", out=tmp_path / "one")
    assert results(tmp_path / "out") == results(tmp_path / "one")
