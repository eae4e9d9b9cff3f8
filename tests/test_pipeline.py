"""The stages fit together, and no part is read twice."""

import gzip
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from tests.factory import exchange, write_lines

from hydrascope import ingest, pipeline, reading, texts
from hydrascope.engine import Workers
from hydrascope.errors import OutsideError, UserError
from hydrascope.pipeline import STAGES, Clock, Hunted
from hydrascope.store import Store
from hydrascope.tables import ACCOUNT_VERDICTS, CAMPAIGNS, HARVESTED, LINKS, REJECTED


def rows(first: int, stop: int) -> list[dict]:
    """Some exchanges of ten accounts."""
    return [exchange(i, account_id=f"a{i % 10}") for i in range(first, stop)]


def hunt(*sources: Path, work: Path, key: bytes = b"k", clock: Clock | None = None) -> Hunted:
    """A hunt in this process, without account records."""
    return pipeline.hunt(sources, None, Store(work), key, 1e-4, 1, clock or Clock())


@pytest.fixture
def logs(tmp_path) -> Path:
    """A folder with two files."""
    (tmp_path / "logs").mkdir()
    write_lines(tmp_path / "logs" / "a.jsonl", rows(0, 60))
    write_lines(tmp_path / "logs" / "b.jsonl", rows(60, 100))
    return tmp_path / "logs"


@pytest.fixture
def extracted(monkeypatch) -> Callable[[], list[int]]:
    """Sizes of the batches whose features were extracted since the last call."""
    seen: list[int] = []
    extract = reading.extract

    def counted(batch: pa.RecordBatch, key: bytes) -> pa.RecordBatch:
        seen.append(batch.num_rows)
        return extract(batch, key)

    def taken() -> list[int]:
        found = list(seen)
        seen.clear()
        return found

    monkeypatch.setattr(reading, "extract", counted)
    return taken


def test_every_stage_gets_what_earlier_ones_gave():
    known = {"features", "totals", "accounts", "models", "max_fpr", "run"}
    for stage in STAGES:
        assert set(stage.needs) <= known, stage.name
        assert stage.gives not in known
        known.add(stage.gives)
    assert "suspicion" in known


# Nothing is done twice


def test_a_rerun_reads_nothing_and_finds_the_same(logs, tmp_path, extracted):
    first = hunt(logs, work=tmp_path / "work")
    assert sorted(extracted()) == [40, 60]
    markers = {path: path.stat().st_mtime_ns for path in (tmp_path / "work").rglob("*") if path.is_file()}
    again = hunt(logs, work=tmp_path / "work")
    assert extracted() == []
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "work").rglob("*") if path.is_file()} == markers
    assert again.findings.accounts.equals(first.findings.accounts)
    assert (again.input, again.coverage, again.unknown_columns) == (
        first.input,
        first.coverage,
        first.unknown_columns,
    )


def test_another_file_is_read_alone(logs, tmp_path, extracted):
    hunt(logs, work=tmp_path / "work")
    extracted()
    write_lines(logs / "c.jsonl", rows(100, 105))
    assert hunt(logs, work=tmp_path / "work").input["exchanges"] == 105
    assert extracted() == [5]


def test_a_file_that_has_grown_is_read_again(logs, tmp_path, extracted):
    hunt(logs, work=tmp_path / "work")
    extracted()
    write_lines(logs / "b.jsonl", rows(60, 110))
    assert hunt(logs, work=tmp_path / "work").input["exchanges"] == 110
    assert extracted() == [50]


def test_a_file_that_is_gone_is_not_remembered(logs, tmp_path, extracted):
    hunt(logs, work=tmp_path / "work")
    (logs / "a.jsonl").unlink()
    extracted()
    assert hunt(logs, work=tmp_path / "work").input["exchanges"] == 40
    assert extracted() == []


def test_a_part_without_its_marker_or_a_table_is_done_again(logs, tmp_path, extracted):
    hunt(logs, work=tmp_path / "work")
    extracted()
    names = sorted(path.name.split(".")[0] for path in (tmp_path / "work" / "parts").glob("*.json"))
    (tmp_path / "work" / "parts" / f"{names[0]}.json").unlink()
    (tmp_path / "work" / "parts" / f"{names[1]}.features.parquet").unlink()
    assert hunt(logs, work=tmp_path / "work").input["exchanges"] == 100
    assert sorted(extracted()) == [40, 60]


def test_a_damaged_table_is_told_where_it_lies(logs, tmp_path):
    hunt(logs, work=tmp_path / "work")
    damaged = next((tmp_path / "work" / "parts").glob("*.features.parquet"))
    damaged.write_bytes(damaged.read_bytes()[:100])
    with pytest.raises(OutsideError, match=damaged.name):
        hunt(logs, work=tmp_path / "work")


def test_another_secret_makes_other_features(logs, tmp_path, extracted):
    hunt(logs, work=tmp_path / "work")
    extracted()
    hunt(logs, work=tmp_path / "work", key=b"another")
    assert sorted(extracted()) == [40, 60]
    one, other = (
        set(pc.unique(pa.concat_tables([pq.read_table(p) for p in paths])["address"]).to_pylist())
        for paths in _by_salt(tmp_path / "work" / "parts").values()
    )
    assert len(one) == len(other) > 1
    assert not one & other


def _by_salt(parts: Path) -> dict[str, list[Path]]:
    found: dict[str, list[Path]] = {}
    for path in parts.glob("*.features.parquet"):
        found.setdefault(path.name.split(".")[0].split("-")[1], []).append(path)
    assert len(found) == 2
    return found


def test_what_a_hunt_left_half_done_is_finished_by_the_next(logs, tmp_path, monkeypatch, extracted):
    finish = Store.finish

    def pulled_plug(store: Store, fingerprint: str, marker: dict) -> None:
        finish(store, fingerprint, marker)
        raise KeyboardInterrupt

    monkeypatch.setattr(Store, "finish", pulled_plug)
    with pytest.raises(KeyboardInterrupt):
        hunt(logs, work=tmp_path / "work")
    monkeypatch.setattr(Store, "finish", finish)
    (done,) = extracted()
    assert hunt(logs, work=tmp_path / "work").input["exchanges"] == 100
    assert extracted() == [100 - done]


# What is counted and said


def test_the_tables_of_the_outer_contract_come_out(logs, tmp_path):
    hunted = hunt(logs, work=tmp_path / "work")
    found = hunted.findings
    assert found.accounts.schema == ACCOUNT_VERDICTS
    assert found.campaigns.schema == CAMPAIGNS
    assert found.harvested.schema == HARVESTED
    assert found.links.schema == LINKS
    assert hunted.rejected.schema == REJECTED
    assert found.accounts.num_rows == hunted.input["accounts"] == 10


def test_input_coverage_and_unknown_columns(tmp_path):
    log = write_lines(
        tmp_path / "a.jsonl", [exchange(i, temperature=0.5 if i < 3 else None, shoe=7) for i in range(12)]
    )
    hunted = hunt(log, work=tmp_path / "work")
    assert hunted.input == {
        "rows": 12, "exchanges": 12, "accounts": 3, "retained_rows": 0, "bytes": log.stat().st_size,
        "first": "2026-01-01T00:00:00+00:00", "last": "2026-01-01T00:11:00+00:00",
    }  # fmt: skip
    assert (hunted.coverage["temperature"], hunted.coverage["input_text"], hunted.coverage["seed"]) == (
        0.25,
        1.0,
        0.0,
    )
    assert "country" not in hunted.coverage
    assert hunted.unknown_columns == {"shoe": 12}


def test_rejected_rows_of_all_sources_stand_together(tmp_path):
    first = write_lines(tmp_path / "a.jsonl", [*rows(0, 20), exchange(50, started_at="?"), exchange(2)])
    second = write_lines(tmp_path / "b.jsonl", [*rows(20, 40), exchange(3, started_at="2026-03-01T00:00:00Z")])
    hunted = hunt(second, first, work=tmp_path / "work")
    found = [(Path(r["source"]).name, r["line"]) for r in hunted.rejected.to_pylist()]
    assert found == [("a.jsonl", 21), ("a.jsonl", 22), ("b.jsonl", 21)]
    assert hunted.input["rows"] == 43 == hunted.input["exchanges"] + len(found)


def test_one_file_under_two_names_counts_once(logs, tmp_path):
    once = hunt(logs, work=tmp_path / "once")
    (tmp_path / "copy").mkdir()
    for path in logs.iterdir():
        (tmp_path / "copy" / path.name).write_bytes(path.read_bytes())
    twice = hunt(logs, tmp_path / "copy", work=tmp_path / "twice")
    assert twice.findings.accounts.equals(once.findings.accounts)
    assert twice.rejected["reason"].to_pylist() == ["duplicate exchange_id"] * 100


def test_equal_files_in_folders_of_one_name_are_both_read(logs, tmp_path):
    """A rejected row leads to one place; a row that stands at two places is counted at both."""
    for day in ("day1", "day2"):
        shutil.copytree(logs, tmp_path / day / "logs")
    sources = (tmp_path / "day1" / "logs", tmp_path / "day2" / "logs")
    found = hunt(*sources, work=tmp_path / "work")
    assert (found.input["rows"], found.input["exchanges"]) == (200, 100)
    assert found.rejected["reason"].to_pylist() == ["duplicate exchange_id"] * 100
    names = {f"{day}/logs/{name}.jsonl" for day in ("day1", "day2") for name in "ab"}
    assert set(found.rejected["source"].cast(pa.string()).to_pylist()) <= names
    places = found.rejected.select(["source", "line"]).to_pylist()
    assert len({(place["source"], place["line"]) for place in places}) == 100


def test_files_that_are_no_logs_are_told(logs, tmp_path):
    (logs / "README.txt").write_text("nothing to see")
    hunted = hunt(logs, work=tmp_path / "work")
    assert [name for name, _ in hunted.skipped] == ["README.txt"]
    with pytest.raises(UserError, match="README"):
        hunt(logs / "README.txt", work=tmp_path / "work")


def test_the_watch_sees_work_go_from_nothing_to_all(logs, tmp_path):
    seen: list[tuple[str, int, int, int]] = []
    clock = Clock(lambda *news: seen.append(news))
    hunt(logs, work=tmp_path / "work", clock=clock)
    size = sum(path.stat().st_size for path in logs.iterdir())
    reading = [(done, total, rows) for stage, done, total, rows in seen if stage == "features" and total]
    assert reading[0] == (0, size, 0)
    assert reading[-1] == (size, size, 100)
    assert reading == sorted(reading)
    assert [stage["name"] for stage in clock.stages] == list(dict.fromkeys(stage for stage, *_ in seen))
    assert all(stage["seconds"] >= 0 and stage["peak_mb"] > 0 for stage in clock.stages)


# Texts are looked up again where they stood


def lines(path: Path, exchanges: list[dict]) -> Path:
    return write_lines(path.with_suffix(".jsonl"), exchanges)


def zipped(path: Path, exchanges: list[dict]) -> Path:
    target = path.with_suffix(".jsonl.gz")
    target.write_bytes(gzip.compress("".join(json.dumps(row) + "\n" for row in exchanges).encode()))
    return target


def parquet(path: Path, exchanges: list[dict]) -> Path:
    table = pa.Table.from_pylist(exchanges)
    started = pc.cast(pc.strptime(table["started_at"], "%Y-%m-%dT%H:%M:%SZ", "us"), pa.timestamp("us", "UTC"))
    table = table.set_column(table.column_names.index("started_at"), "started_at", started)
    pq.write_table(table, path.with_suffix(".parquet"), row_group_size=7)
    return path.with_suffix(".parquet")


@pytest.mark.parametrize("form", [lines, zipped, parquet])
def test_a_row_leads_back_to_its_text(tmp_path, monkeypatch, form):
    monkeypatch.setattr("hydrascope.ingest.split.PART_ROWS", 10)
    monkeypatch.setattr("hydrascope.ingest.split.LINES_BYTES", 2000)
    said = {(name, i): (f"system {name} {i % 4}", f"input {name} {i}") for name in "ab" for i in range(40)}
    for name in "ab":
        own = [
            exchange(i, exchange_id=f"{name}{i}", system_text=s, input_text=t)
            for (n, i), (s, t) in said.items()
            if n == name
        ]
        form(tmp_path / name, own)
    parts = ingest.discover([tmp_path]).parts
    names = sorted({part.name for part in parts})
    wanted = [("ab".index(n), i) for n, i in said if i % 5 in (0, 3)]
    places = {(names[n], i + 1, f"{'ab'[n]}{i}"): 100 * n + i for n, i in wanted}
    others = {(names[0], 1, "b7"): -1, (names[0], 999, "a1"): -2, ("gone", 1, "a1"): -3}
    found = texts.texts(places | others, parts, None, Workers(1))
    assert found == {100 * n + i: said["ab"[n], i] for n, i in wanted}
    assert form is zipped or len(parts) > 2


def test_the_version_of_features_is_of_the_code_and_not_of_the_place(tmp_path, monkeypatch):
    before = reading.version_of_features()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(os.environ, "TZ", "Asia/Tokyo")
    assert reading.version_of_features() == before
    monkeypatch.setattr(reading, "__version__", "9.9.9")
    assert reading.version_of_features() != before
