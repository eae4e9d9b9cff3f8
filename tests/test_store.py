"""Files appear whole or not at all, and a part is done once its marker stands."""

import errno
import os
import subprocess
import sys
import time
from contextlib import suppress

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hydrascope.errors import OutsideError
from hydrascope.store import TABLES, UNFINISHED, Store, replacing, write, writing
from hydrascope.tables import REJECTED

DAY = 86_400


def rejected(*reasons: str) -> pa.RecordBatch:
    """Some rows to write."""
    return pa.RecordBatch.from_pylist([{"source": "log", "line": 1, "reason": r} for r in reasons], schema=REJECTED)


def full(*_: object, **__: object) -> None:
    """What a full disk does."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def files(folder) -> list[str]:
    """Names of all files, hidden ones too."""
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def filled(store: Store, part: str) -> None:
    """The tables of a part, and no marker yet."""
    for name in TABLES:
        with writing(store.table(part, name), REJECTED) as writer:
            writer.write_batch(rejected("a", "b"))


def test_a_part_is_done_once_it_is_marked(tmp_path):
    store = Store(tmp_path)
    assert store.marker("f1") is None
    filled(store, "f1")
    assert store.marker("f1") is None
    store.finish("f1", {"rows_in": 2, "known": {"model": 1}})
    assert Store(tmp_path).marker("f1") == {"rows_in": 2, "known": {"model": 1}}
    assert store.read("f1", "rejected", REJECTED)["reason"].to_pylist() == ["a", "b"]


@pytest.mark.parametrize("name", TABLES)
def test_a_part_whose_table_is_gone_is_not_done(tmp_path, name):
    store = Store(tmp_path)
    filled(store, "f1")
    store.finish("f1", {"rows_in": 2})
    store.table("f1", name).unlink()
    assert store.marker("f1") is None


@pytest.mark.parametrize("content", [b"", b'{"rows_in": 1', b"\xff\xfe", b"[]", b"null"])
def test_a_damaged_marker_is_none(tmp_path, content):
    store = Store(tmp_path)
    filled(store, "f1")
    (store.parts / "f1.json").write_bytes(content)
    assert store.marker("f1") is None
    store.finish("f1", {"rows_in": 3})
    assert store.marker("f1") == {"rows_in": 3}


@pytest.mark.parametrize("content", [b"", b"PAR1 and so on", b"\0" * 4096])
def test_a_damaged_table_is_told_and_made_anew_once_it_is_deleted(tmp_path, content):
    store = Store(tmp_path)
    filled(store, "f1")
    store.finish("f1", {})
    store.table("f1", "features").write_bytes(content)
    with pytest.raises(OutsideError, match=r"f1\.features\.parquet: damaged or gone; delete it"):
        store.read("f1", "features", REJECTED)


def test_an_unfinished_file_vanishes_with_the_error(tmp_path):
    store = Store(tmp_path)
    with suppress(ZeroDivisionError), writing(store.table("f1", "rejected"), REJECTED) as writer:
        writer.write_batch(rejected("a"))
        assert len(files(tmp_path)) == 1
        raise ZeroDivisionError
    assert files(tmp_path) == []


def test_what_stood_there_stays_until_the_end(tmp_path):
    path = tmp_path / "report.html"
    path.write_text("old")
    with replacing(path) as unfinished:
        unfinished.write_text("new")
        assert path.read_text() == "old"
        assert unfinished.parent == tmp_path
    assert path.read_text() == "new"
    assert files(tmp_path) == ["report.html"]


@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o027, 0o640), (0o077, 0o600)])
def test_a_file_may_be_read_by_those_whom_the_umask_lets(tmp_path, mask, mode):
    before = os.umask(mask)
    try:
        write(tmp_path / "accounts.parquet", pa.table({"a": [1]}))
        with replacing(tmp_path / "report.html") as unfinished:
            unfinished.write_text("new")
    finally:
        os.umask(before)
    assert [(tmp_path / name).stat().st_mode & 0o777 for name in files(tmp_path)] == [mode, mode]


def test_leftovers_of_a_run_that_was_killed_are_cleared_away(tmp_path):
    leftover = Store(tmp_path).parts / ".unfinished-abc"
    leftover.write_text("half")
    os.utime(leftover, (time.time() - 2 * DAY, time.time() - 2 * DAY))
    Store(tmp_path)
    assert files(tmp_path) == []


def test_what_a_killed_process_of_this_machine_left_is_cleared_at_once(tmp_path):
    script = (
        "import os, signal, sys; from pathlib import Path; from hydrascope.store import replacing\n"
        "with replacing(Path(sys.argv[1]) / 'x.parquet') as path:\n"
        "    path.write_text('half'); os.kill(os.getpid(), signal.SIGKILL)"
    )
    for folder in (tmp_path, Store(tmp_path).parts):
        subprocess.run([sys.executable, "-c", script, folder], check=False)
    assert len(files(tmp_path)) == 2
    with replacing(tmp_path / "mine"):
        Store(tmp_path)
        assert len(files(tmp_path)) == 1, "that of a process that runs stays"
    assert files(tmp_path) == ["mine"]


def test_what_another_machine_writes_is_left_alone(tmp_path):
    other = Store(tmp_path).parts / f"{UNFINISHED}00000000-1-abc"
    other.write_text("half")
    Store(tmp_path)
    assert files(tmp_path) == [other.name]


def test_some_columns_may_be_read(tmp_path):
    store = Store(tmp_path)
    filled(store, "f1")
    assert store.read("f1", "rejected", REJECTED, ["reason", "line"]).column_names == ["reason", "line"]


def test_two_runs_may_share_a_folder(tmp_path):
    """The second run begins while the first is writing."""
    first = Store(tmp_path)
    with writing(first.table("f1", "rejected"), REJECTED) as writer:
        writer.write_batch(rejected("a"))
        second = Store(tmp_path)
    assert second.marker("f1") is None
    assert pq.read_table(second.table("f1", "rejected")).num_rows == 1


def test_both_runs_may_do_the_same_part(tmp_path):
    one, other = Store(tmp_path), Store(tmp_path)
    path = one.table("f", "rejected")
    with writing(path, REJECTED) as mine, writing(other.table("f", "rejected"), REJECTED) as yours:
        mine.write_batch(rejected("same"))
        yours.write_batch(rejected("same"))
    one.finish("f", {"rows_in": 1})
    other.finish("f", {"rows_in": 1})
    assert files(tmp_path) == ["f.json", "f.rejected.parquet"]


def test_a_full_disk_leaves_the_old_file_and_says_so(tmp_path, monkeypatch):
    path = tmp_path / "accounts.parquet"
    write(path, pa.table({"a": [1]}))
    before = path.read_bytes()
    monkeypatch.setattr("hydrascope.store.os.replace", full)
    with pytest.raises(OutsideError, match=r"accounts\.parquet: cannot be written \(No space left"):
        write(path, pa.table({"a": [2]}))
    assert path.read_bytes() == before
    assert files(tmp_path) == ["accounts.parquet"]


def test_a_disk_that_fills_up_while_writing_is_told_too(tmp_path, monkeypatch):
    store = Store(tmp_path)
    monkeypatch.setattr("hydrascope.store.pq.ParquetWriter.write_batch", full)
    path = store.table("f1", "x")
    with pytest.raises(OutsideError, match="No space left"), writing(path, REJECTED) as writer:
        writer.write_batch(rejected("a"))
    assert files(tmp_path) == []


@pytest.mark.parametrize("folder", ["missing", "a file"])
def test_a_folder_that_cannot_hold_the_file_is_told(tmp_path, folder):
    (tmp_path / "a file").write_text("")
    with pytest.raises(OutsideError, match=r"x\.parquet: cannot be written"):
        write(tmp_path / folder / "x.parquet", pa.table({"a": [1]}))


def test_equal_tables_are_equal_files(tmp_path):
    for name in ("one", "two"):
        write(tmp_path / name, pa.table({"a": ["x", None], "b": [1.5, 2.5]}))
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


LISTS = pa.schema([("bytes", pa.list_(pa.int8(), 3)), ("hashes", pa.list_(pa.uint64(), 2)), ("n", pa.int32())])
rows_of_lists = st.lists(
    st.fixed_dictionaries(
        {
            "bytes": st.none() | st.lists(st.integers(-128, 127), min_size=3, max_size=3),
            "hashes": st.none() | st.lists(st.integers(0, 2**64 - 1), min_size=2, max_size=2),
            "n": st.none() | st.integers(0, 9),
        }
    ),
    max_size=6,
)


@given(st.lists(rows_of_lists, max_size=3), st.integers(0, 3))
def test_lists_come_back_as_they_were_written(tmp_path_factory, batches, cut):
    store = Store(tmp_path_factory.mktemp("work"))
    with writing(store.table("f1", "features"), LISTS) as writer:
        for rows in batches:
            writer.write_batch(pa.RecordBatch.from_pylist(rows, schema=LISTS).slice(cut))
    found = store.read("f1", "features", LISTS, ["n", "hashes", "bytes"])
    assert found.schema == pa.schema([LISTS.field(name) for name in ("n", "hashes", "bytes")])
    assert found.select(LISTS.names).to_pylist() == [row for rows in batches for row in rows[cut:]]
    found.validate(full=True)
