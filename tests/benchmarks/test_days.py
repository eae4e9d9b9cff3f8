"""A log read day by day costs what it says and gives what a hunt in all of it gives; figures reach the page."""

import argparse
import json
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.worlds import TABLES, hydrascope

from benchmarks import days, latency, lines, logs, render_speed, speed


@pytest.fixture
def in_this_process(monkeypatch):
    """Commands are run here: to begin a process for each would take most of the time."""

    def measure(command: list[str]) -> dict[str, float]:
        began = time.perf_counter()
        ran = hydrascope(*command[1:])
        assert ran.status == 0, ran.err
        return {"wall_seconds": time.perf_counter() - began, "cpu_seconds": 1.0, "peak_mb": 2.0}

    monkeypatch.setattr(speed, "measure", measure)
    monkeypatch.setattr(speed, "WORKERS", 1)


def small(days: int = 30) -> logs.World:
    return logs.world(3000, 5, fake=30, honest=200, days=days, file_rows=500)


def test_days_are_one_world(tmp_path):
    whole = small(days=6)
    for name, slices in (("one", [range(6)]), ("days", [range(0, 2), range(2, 5), range(5, 6)])):
        for parts in slices:
            logs.write_parts(tmp_path / name, whole, parts)
    one, several = (pq.read_table(tmp_path / name / "exchanges") for name in ("one", "days"))
    assert one.equals(several)
    times = one["started_at"].cast(pa.int64()).to_numpy()
    assert (np.diff(times) > 0).all()
    assert times[-1] - times[0] == pytest.approx(6 * logs.DAY, rel=0.01)
    logs.write_accounts(tmp_path, whole)
    operator = pq.read_table(tmp_path / "truth.parquet")["operator"].to_numpy()
    assert ((operator >= 0).sum(), (operator < 0).sum()) == (30, 200)


@pytest.mark.parametrize("increment", [False, True])
def test_read_day_by_day_it_gives_what_a_hunt_in_all_of_it_gives(tmp_path, in_this_process, increment):
    ground = days.Ground(tmp_path / "days", small(), workers=1)
    told = days.play(ground, 3, increment)
    logs.write_parts(tmp_path / "all", small(), range(6))
    out, people = tmp_path / "all" / "found", ground.folder / "accounts.parquet"
    assert hydrascope("hunt", tmp_path / "all" / "exchanges", "--accounts", people, "--out", out, "--quiet").status == 0
    for name in TABLES:
        assert (out / name).read_bytes() == (ground.folder / "found" / name).read_bytes(), name
    assert [day["exchanges"] for day in told["days"]] == [1000, 1000, 1000]
    assert told["hunt"]["input"] | {"accounts": 0} == {
        "exchanges": 3000, "accounts": 0, "retained_rows": 2000 if increment else 3000
    }  # fmt: skip
    assert ("before" in told) == increment == ground.log.exists()
    assert told["left_unfinished"] == 0
    assert told["most_disk_mb"] > 0.3
    assert 100 < told["kept_bytes_per_exchange"] < 400
    assert told["quality"]["fake"] <= 30


def test_too_few_files_for_the_days_is_said(tmp_path):
    with pytest.raises(SystemExit, match="6 files are too few for 7 days"):
        days.play(days.Ground(tmp_path, small()), 7, False)


def test_a_log_as_lines_is_the_same_log(tmp_path, in_this_process):
    logs.write(tmp_path, 1500, 5)
    parquet = speed.hunt(tmp_path, tmp_path / "exchanges", tmp_path / "found")
    forms = lines.beside(tmp_path, parquet, speed.hunt)
    assert list(forms) == ["jsonl", "jsonl.zst"]
    assert all(form["equal_results"] for form in forms.values())
    assert forms["jsonl"]["bytes"] > 2 * forms["jsonl.zst"]["bytes"]
    table = speed.by_form(parquet | {"json_lines": forms})
    assert table.count("yes") == 2


def test_what_is_measured_reaches_the_page(tmp_path, in_this_process):
    ground = days.Ground(tmp_path / "days", small(), workers=1)
    options = argparse.Namespace(millions=0.003, days=3, increment=False)
    result = days.record(options, ground.whole, days.play(ground, 3, False))
    stages = [{"name": "features", "seconds": 2.5, "cpu_seconds": 3.0, "peak_mb": 70, "written_mb": 9.0}]
    one = {"exchanges": 1000, "text_bytes": 10**9, "wall_seconds": 4.0, "cpu_seconds": 5.0, "peak_mb": 640.0}
    one |= {"floor_seconds": 0.5, "stages": stages}
    about = {"machine": speed.machine(), "commit": "abcdef0123+", "command": "python -m benchmarks.speed"}
    late = {"exchanges": 1000, "rows": 10, "seconds": [3.0, 5.0, 4.0], "median": 4.0}
    results, docs = tmp_path / "results", tmp_path / "docs"
    results.mkdir()
    docs.mkdir()
    for name, content in (
        ("days", result),
        ("increment", result | {"increment": True}),
        ("speed", about | {"runs": [one, one | {"exchanges": 2000, "wall_seconds": 8.0}]}),
        ("latency", about | {"runs": [late]}),
    ):
        (results / f"{name}.json").write_text(json.dumps(content))
    page = f"Before.\n\n{render_speed.BEGIN}\nold\n{render_speed.END}\n\nAfter.\n"
    (docs / "figures.md").write_text(page)
    for _ in range(2):
        main(results, docs)
        text = (docs / "figures.md").read_text()
        assert "old" not in text
        assert (text.startswith("Before."), text.endswith("After.\n"), text.count(render_speed.END)) == (True, True, 1)
    assert "| 2,000 | 1.00 | 8.0 | 5.0 | 640 | 0.50 | 16 × |" in text
    assert "3,000 exchanges, 0 GB of text, read day by day and deleted" in text
    assert "With 2 days done, another day of 1,000 exchanges takes" in text
    assert "| 1,000 | 10 × 3 | 4.0 | 5.0 |" in text
    plot = (docs / "growth.svg").read_text()
    assert plot.count("<circle") == 9, "three sizes, three lines"
    assert "exponent" in plot


def main(results: Path, docs: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", ["render_speed", "--results", str(results), "--docs", str(docs)])
        render_speed.main()


def test_a_file_that_comes_is_judged(tmp_path, monkeypatch):
    monkeypatch.setattr(latency, "DROPS", 2)
    monkeypatch.setattr(latency, "ROWS", 50)
    ground = days.Ground(tmp_path, small(), workers=1)
    logs.write_accounts(tmp_path, ground.whole)
    ground.write([0, 1])
    ground.digest()
    told = latency.watch(ground, 1000, argparse.Namespace(every=0.1, window=None))
    assert len(told["seconds"]) == 2
    summary = json.loads((tmp_path / "found" / "summary.json").read_text())
    assert summary["input"]["exchanges"] == 1100
