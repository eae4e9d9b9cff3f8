"""Logs that are read day by day and deleted: a later hunt finds what one over all of them would have found."""

import json
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.factory import exchange, write_lines
from tests.worlds import FPR, TABLES, hunt, hydrascope, small_world, summary_of, write_world

from hydrascope import pipeline
from hydrascope.pipeline import Clock, Hunted, Scope
from hydrascope.store import Store

DAY = 86_400_000_000
RETAIN = Scope(retain=True)


@pytest.fixture(scope="module")
def world(tmp_path_factory) -> Path:
    """A folder with accounts.parquet."""
    return write_world(tmp_path_factory.mktemp("world"))


def put(table: pa.Table, path: Path) -> None:
    """As JSON lines or Parquet, by the name; an unusable row and a row told twice at the end."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".parquet":
        pq.write_table(table, path)
        return
    rows = [
        json.dumps({k: v.isoformat() if hasattr(v, "isoformat") else v for k, v in row.items() if v is not None})
        for row in table.to_pylist()
    ]
    path.write_text("\n".join([*rows, "{}", rows[0]]) + "\n", "utf-8")


def days_of(log: pa.Table) -> list[pa.Table]:
    day = log["started_at"].cast(pa.int64()).to_numpy() // DAY
    return [log.filter(pa.array(day == d)) for d in np.unique(day)]


def names(days: int) -> list[str]:
    return [f"day{i:02d}.{'jsonl' if i % 2 else 'parquet'}" for i in range(days)]


def found(*sources: Path, work: Path, world: Path, scope: Scope = RETAIN, key: bytes = b"k") -> Hunted:
    """A hunt in this process."""
    return pipeline.hunt(sources, world / "accounts.parquet", Store(work), key, FPR, 1, Clock(), scope=scope)


def small(*sources: Path, work: Path, retain: bool = True, key: bytes = b"k") -> Hunted:
    """A hunt in a few made-up rows."""
    return pipeline.hunt(sources, None, Store(work), key, FPR, 1, Clock(), scope=Scope(retain))


def told(hunted: Hunted) -> tuple:
    """All that a hunt tells, but for templates and the warning that some of them are gone."""
    whole = [replace(dossier, templates=()) for dossier in hunted.findings.dossiers]
    numbers = {name: value for name, value in hunted.input.items() if name != "retained_rows"}
    return whole, hunted.findings.cleared, numbers, hunted.coverage, hunted.unknown_columns, hunted.rejected


def test_days_that_were_read_and_deleted_give_one_hunts_output(world, tmp_path):
    days = days_of(small_world().exchanges)
    for name, day in zip(names(len(days)), days, strict=True):
        put(day, tmp_path / "all" / name)
        put(day, tmp_path / "logs" / name)
        read = hydrascope("digest", tmp_path / "logs", "--work", tmp_path / "work", "--quiet", "--workers", 1)
        assert (read.status, read.out + read.err) == (4 if name.endswith("jsonl") else 0, "")
        os.remove(tmp_path / "logs" / name)
    gone = hunt(
        tmp_path / "logs", accounts=world / "accounts.parquet", out=tmp_path / "out",
        extra=("--retain", "--work", tmp_path / "work"),
    )  # fmt: skip
    assert gone.status == 4, gone.err
    assert hunt(tmp_path / "all", accounts=world / "accounts.parquet", out=tmp_path / "one", extra=()).status == 4
    assert all((tmp_path / "out" / name).read_bytes() == (tmp_path / "one" / name).read_bytes() for name in TABLES)
    summary, whole = summary_of(tmp_path / "out"), summary_of(tmp_path / "one")
    assert summary["rejected"] == whole["rejected"]
    assert summary["input"]["retained_rows"] == summary["input"]["rows"] == whole["input"]["rows"]
    assert "wording is quoted only from text that still exists" in summary["warnings"][-1]
    report = (tmp_path / "out" / "report.html").read_text()
    assert "wording is quoted only from text that still exists" in report


def test_what_is_told_is_the_same_and_wording_is_shown_where_it_still_stands(world, tmp_path):
    days = days_of(small_world().exchanges)
    for name, day in zip(names(len(days)), days, strict=True):
        put(day, tmp_path / "logs" / name)
    one = found(tmp_path / "logs", work=tmp_path / "one", world=world, scope=Scope())
    pipeline.digest([tmp_path / "logs"], Store(tmp_path / "work"), b"k", 1, Clock())
    with_text = found(tmp_path / "logs", work=tmp_path / "work", world=world)
    assert (with_text.findings.dossiers, with_text.warnings) == (one.findings.dossiers, one.warnings)
    for name in names(len(days))[: len(days) // 2]:
        os.remove(tmp_path / "logs" / name)
    half = found(tmp_path / "logs", work=tmp_path / "work", world=world)
    assert told(half) == told(one)
    shown = {t.text for d in half.findings.dossiers for t in d.templates}
    assert shown
    assert 0 < half.input["retained_rows"] < half.input["rows"]


def test_an_updated_hunt_is_one_from_nothing(world, tmp_path):
    days = days_of(small_world().exchanges)
    for i, (name, day) in enumerate(zip(names(len(days)), days, strict=True)):
        put(day, tmp_path / "all" / name)
        put(day, tmp_path / "logs" / name)
        if i >= len(days) - 2:
            grown = found(tmp_path / "logs", work=tmp_path / "work", world=world)
            os.remove(tmp_path / "logs" / name)
        else:
            pipeline.digest([tmp_path / "logs"], Store(tmp_path / "work"), b"k", 1, Clock())
            os.remove(tmp_path / "logs" / name)
    assert told(grown) == told(found(tmp_path / "all", work=tmp_path / "one", world=world, scope=Scope()))


def rows(first: int, stop: int) -> list[dict]:
    return [exchange(i, account_id=f"a{i % 10}") for i in range(first, stop)]


def digest(*sources: Path, work: Path, key: bytes = b"k") -> None:
    pipeline.digest(sources, Store(work), key, 1, Clock())


def parts(work: Path) -> int:
    return len(list((work / "parts").glob("*.json")))


def test_of_a_file_that_grows_each_row_counts_once(tmp_path, monkeypatch):
    monkeypatch.setattr("hydrascope.ingest.split.LINES_BYTES", 4000)
    path, work = tmp_path / "a.jsonl", tmp_path / "work"
    for stop in (7, 30, 55):
        write_lines(path, rows(0, stop))
        digest(path, work=work)
        write_lines(tmp_path / "other.jsonl", rows(100, 103))
        digest(tmp_path / "other.jsonl", work=work)
    held = parts(work)
    path.unlink()
    hunted = small(work=work)
    assert (hunted.input["exchanges"], hunted.rejected.num_rows, parts(work)) == (58, 0, held)


def test_a_file_that_is_begun_anew_under_its_name_leaves_what_was_read(tmp_path):
    path, work = tmp_path / "today.jsonl", tmp_path / "work"
    for day in range(3):
        write_lines(path, rows(20 * day, 20 * day + 20))
        digest(path, work=work)
    hunted = small(path, work=work)
    assert (hunted.input["exchanges"], hunted.input["retained_rows"], hunted.rejected.num_rows) == (60, 40, 0)


def test_the_same_file_by_another_path_counts_once(tmp_path):
    (tmp_path / "logs").mkdir()
    write_lines(tmp_path / "logs" / "a.jsonl", rows(0, 20))
    digest(tmp_path / "logs" / "a.jsonl", work=tmp_path / "work")
    hunted = small(tmp_path / "logs", work=tmp_path / "work")
    assert (hunted.input["exchanges"], hunted.rejected.num_rows) == (20, 0)


def test_without_retain_only_what_is_there_counts_and_nothing_is_forgotten(tmp_path):
    for name, first in (("a", 0), ("b", 20)):
        write_lines(tmp_path / f"{name}.jsonl", rows(first, first + 20))
        digest(tmp_path / f"{name}.jsonl", work=tmp_path / "work")
    assert small(tmp_path / "b.jsonl", work=tmp_path / "work", retain=False).input["exchanges"] == 20
    assert small(work=tmp_path / "work").input["exchanges"] == 40


def test_what_plain_hunts_read_counts_as_well(tmp_path):
    for name, first in (("a", 0), ("b", 20)):
        write_lines(tmp_path / f"{name}.jsonl", rows(first, first + 20))
        small(tmp_path / f"{name}.jsonl", work=tmp_path / "work", retain=False)
        (tmp_path / f"{name}.jsonl").unlink()
    assert small(work=tmp_path / "work").input["exchanges"] == 40


def test_what_another_key_read_does_not_count_and_is_told(tmp_path):
    write_lines(tmp_path / "a.jsonl", rows(0, 20))
    digest(tmp_path / "a.jsonl", work=tmp_path / "work", key=b"old")
    write_lines(tmp_path / "b.jsonl", rows(20, 30))
    (tmp_path / "a.jsonl").unlink()
    hunted = small(tmp_path / "b.jsonl", work=tmp_path / "work")
    assert hunted.input["exchanges"] == 10
    assert "1 parts of logs" in hunted.warnings[-1]
    assert "do not count" in hunted.warnings[-1]


def test_rows_told_twice_are_told_though_the_first_telling_is_gone(tmp_path):
    for name in "ab":
        write_lines(tmp_path / f"{name}.jsonl", rows(0, 5))
        digest(tmp_path / f"{name}.jsonl", work=tmp_path / "work")
        (tmp_path / f"{name}.jsonl").unlink()
    hunted = small(work=tmp_path / "work")
    assert hunted.input["exchanges"] == 5
    assert set(hunted.rejected["reason"].to_pylist()) == {"duplicate exchange_id"}


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (["hunt", "--out", "o"], 2, "nothing to hunt in"),
        (["hunt", "--out", "o", "--retain", "--window", "0"], 2, "--window is 0"),
        (["digest", "nowhere", "--work", "w"], 2, "nowhere: no such file"),
        (["digest", "logs", "--work", "logs/w"], 2, "lies in logs"),
        (["digest", "logs", "--work", "w"], 0, "w: 4 rows of 1 parts are kept"),
    ],
)
def test_what_the_commands_say(tmp_path, monkeypatch, arguments, status, says):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "logs").mkdir()
    write_lines(tmp_path / "logs" / "a.jsonl", rows(0, 4))
    ran = hydrascope(*arguments)
    assert (ran.status, says in " ".join(ran.err.split())) == (status, True), ran.err


# Only the newest days


def test_a_window_is_a_hunt_in_the_rows_of_its_days(world, tmp_path):
    log = small_world().exchanges
    put(log, tmp_path / "logs" / "all.parquet")
    day = log["started_at"].cast(pa.int64()).to_numpy() // DAY
    newest = int(np.sort(day)[int(np.ceil(0.999 * len(day))) - 1])
    put(log.filter(pa.array(day > newest - 5)), tmp_path / "days" / "all.parquet")
    some = found(tmp_path / "logs", work=tmp_path / "work", world=world, scope=Scope(days=5))
    same = found(tmp_path / "days", work=tmp_path / "same", world=world, scope=Scope())
    assert 0 < some.input["exchanges"] < log.num_rows
    assert some.input["exchanges"] == same.input["exchanges"]
    for name in ("accounts", "campaigns", "harvested", "links", "dossiers"):
        left, right = getattr(some.findings, name), getattr(same.findings, name)
        assert (left.equals(right) if isinstance(left, pa.Table) else len(left) == len(right)), name


def test_parts_before_the_window_are_left_alone(tmp_path):
    old = [exchange(i, started_at=f"2026-01-{1 + i % 3:02d}T10:00:00Z") for i in range(30)]
    new = [exchange(i, started_at=f"2026-03-{1 + i % 3:02d}T10:00:00Z") for i in range(30, 60)]
    write_lines(tmp_path / "old.jsonl", old)
    write_lines(tmp_path / "new.jsonl", new)
    digest(tmp_path / "old.jsonl", tmp_path / "new.jsonl", work=tmp_path / "work")
    store = Store(tmp_path / "work")
    for days, rows_left in ((2, 20), (3, 30), (60, 40), (400, 60)):
        hunted = pipeline.hunt([], None, store, b"k", FPR, 1, Clock(), scope=Scope(True, days))
        assert hunted.input["exchanges"] == rows_left, days
