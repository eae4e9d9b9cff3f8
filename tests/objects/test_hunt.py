"""The same hunt, wherever logs and parts lie."""

import gzip
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.factory import exchange, write_lines
from tests.stores import keys, text, upload
from tests.worlds import FPR, Ran, hydrascope, results, small_world

from hydrascope.files import Url


@pytest.fixture(scope="module")
def logs(tmp_path_factory) -> Path:
    """A log as Parquet and as lines, plain and compressed, in folders; and its account records."""
    folder = tmp_path_factory.mktemp("log")
    exchanges = small_world().exchanges
    (folder / "logs" / "day=1").mkdir(parents=True)
    half, row_groups = exchanges.num_rows // 2, 2000
    pq.write_table(exchanges.slice(0, half), folder / "logs" / "day=1" / "a.parquet", row_group_size=row_groups)
    pq.write_table(exchanges.slice(half), folder / "logs" / "b.parquet")
    plain = write_lines(folder / "logs" / "c.jsonl", [exchange(i, account_id=f"a{i % 7}") for i in range(70)])
    for name, first in (("d.jsonl.gz", 100), ("e.jsonl.zst", 200)):
        rows = write_lines(folder / "rows", [exchange(i, account_id=f"a{i % 7}") for i in range(first, first + 70)])
        data = rows.read_bytes()
        packed = gzip.compress(data) if name.endswith("gz") else pa.compress(data, "zstd", asbytes=True)
        (folder / "logs" / name).write_bytes(packed)
        rows.unlink()
    with plain.open("a") as file:
        file.write("{ no row\n")
    (folder / "logs" / "notes.txt").write_text("nothing that is a log")
    pq.write_table(small_world().accounts, folder / "accounts.parquet")
    return folder


def hunt(source: object, accounts: object, out: Path, *extra: object) -> Ran:
    """A hunt by one worker."""
    return hydrascope(
        "hunt", source, "--accounts", accounts, "--out", out, "--workers", 1, "--max-fpr", FPR,
        "--reveal-templates", *extra,
    )  # fmt: skip


def test_a_hunt_gives_the_same_bytes_wherever_logs_and_parts_lie(logs, place, tmp_path):
    assert hunt(logs / "logs", logs / "accounts.parquet", tmp_path / "here").status == 4
    expected = results(tmp_path / "here")
    upload(logs, place)
    source, accounts, work = (text(place / name) for name in ("logs", "accounts.parquet", "work"))
    ran = hunt(source, accounts, tmp_path / "parts", "--work", work)
    assert ran.status == 4, ran.err
    assert results(tmp_path / "parts") == expected
    assert not (tmp_path / "parts" / "work").exists()
    parts = keys(place / "work")
    assert not [name for name in parts if ".unfinished" in name]
    before = {name: (place / "work" / name).stat() for name in parts}
    again = hunt(source, accounts, tmp_path / "again", "--work", work)
    assert again.status == 4, again.err
    assert results(tmp_path / "again") == expected
    assert {name: (place / "work" / name).stat() for name in keys(place / "work")} == before


def test_logs_of_a_store_may_be_hunted_with_parts_kept_here(logs, place, tmp_path):
    there = upload(logs / "logs", place / "x" / "logs")
    for folder, source in (("one", (logs / "logs").as_uri()), ("two", text(there))):
        ran = hunt(source, (logs / "accounts.parquet").as_uri(), tmp_path / folder)
        assert ran.status == 4, ran.err
    assert results(tmp_path / "one") == results(tmp_path / "two")


def rows(first: int, stop: int) -> bytes:
    """Lines of a log."""
    return write_lines(Path("rows"), [exchange(i) for i in range(first, stop)]).read_bytes()


@pytest.fixture
def lines(place, tmp_path, monkeypatch) -> Url:
    """A bucket with two small objects below `logs`."""
    monkeypatch.chdir(tmp_path)
    (place / "logs" / "a.jsonl").write_bytes(rows(0, 60))
    (place / "logs" / "b.jsonl").write_bytes(rows(60, 100))
    return place


def count(place: Url, *extra: object) -> Ran:
    """A hunt in `logs` that keeps its parts in the bucket."""
    given = ("--work", text(place / "work"), "--out", "out", "--workers", 1)
    return hydrascope("hunt", text(place / "logs"), *given, *extra)


def markers(place: Url) -> set[str]:
    return {name for name in keys(place / "work") if name.endswith(".json") and name != "files.json"}


def test_only_what_changed_is_read_again(lines):
    assert count(lines).status == 0
    before = markers(lines)
    assert len(before) == 2
    (lines / "logs" / "b.jsonl").write_bytes(rows(60, 110))
    assert count(lines).status == 0
    assert len(markers(lines) - before) == 1
    assert markers(lines) > before


def test_an_object_that_is_replaced_by_one_as_long_in_the_same_second_is_seen(lines):
    assert count(lines).status == 0
    before = markers(lines)
    old = (lines / "logs" / "a.jsonl").read_bytes()
    (lines / "logs" / "a.jsonl").write_bytes(old.replace(b'"x000001"', b'"y000001"'))
    assert count(lines).status == 0
    assert len(markers(lines) - before) == 1


def test_leftovers_of_executors_are_cleared_away_after_a_day(lines, monkeypatch):
    for folder in (lines / "work", lines / "work" / "parts"):
        (folder / ".unfinished-result-abc").write_bytes(b"half")
    assert count(lines).status == 0
    assert len([name for name in keys(lines / "work") if "unfinished" in name]) == 2
    monkeypatch.setattr("hydrascope.store.LEFTOVER_AFTER", -1)
    assert count(lines).status == 0
    assert not [name for name in keys(lines / "work") if "unfinished" in name]


def test_parts_that_are_damaged_or_gone_are_told_or_done_again(lines):
    count(lines)
    (name, *_) = sorted(markers(lines))
    (lines / "work" / name).unlink()
    assert count(lines).status == 0
    table = lines / "work" / name.replace(".json", ".features.parquet")
    table.write_bytes(b"PAR1 and so on")
    ran = count(lines)
    assert (ran.status, "damaged or gone; delete it" in " ".join(ran.err.split())) == (3, True)
    table.unlink()
    assert count(lines).status == 0
