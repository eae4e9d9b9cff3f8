"""Files that are still being written: what is whole is taken, and what was taken is not read again."""

import gzip
import json
import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ingest.samples import CANONICAL, write_lines
from tests.ingest.test_parquet import write as write_parquet

from hydrascope.ingest import Memory, discover, read, split, whole_lines
from hydrascope.ingest.part import Discovery

SIZE = 1_500


def row(i: int, pad: int = 0) -> bytes:
    return json.dumps(CANONICAL | {"exchange_id": f"x{i}", "input_text": "é\\n" * pad}).encode() + b"\n"


def look(folder: Path, memory: Memory | None = None, growing: bool = True) -> Discovery:
    return discover([folder], memory=memory, growing=growing)


def rows_of(found: Discovery) -> list[tuple[str, int]]:
    batches = [batch for part in found.parts for batch in read(part)]
    assert all(batch.rejected.num_rows == 0 for batch in batches)
    return [(r["exchange_id"], r["line"]) for batch in batches for r in batch.exchanges.to_pylist()]


@pytest.fixture
def small(monkeypatch) -> None:
    monkeypatch.setattr(split, "LINES_BYTES", SIZE)


@pytest.fixture
def scanned(monkeypatch) -> list[int]:
    """Where ranges began that were read to be known."""
    seen: list[int] = []
    scan = split._range

    def noted(file, start, end, limit):
        seen.append(start)
        return scan(file, start, end, limit)

    monkeypatch.setattr(split, "_range", noted)
    return seen


def test_what_is_finished_stays_finished_and_is_not_read_again(tmp_path, small, scanned):
    path, memory = tmp_path / "a.jsonl", Memory()
    path.write_bytes(b"".join(map(row, range(21))))
    first = look(tmp_path, memory).parts
    assert len(first) > 3
    assert len(scanned) == len(first)
    scanned.clear()
    assert look(tmp_path, memory).parts == first
    assert scanned == []
    with path.open("ab") as file:
        file.write(b"".join(map(row, range(21, 40))))
    second = look(tmp_path, memory).parts
    assert second[: len(first) - 1] == first[:-1]
    assert min(scanned) == first[-1].start
    assert memory.stale == {first[-1].fingerprint}
    assert rows_of(look(tmp_path, memory)) == [(f"x{i}", i + 1) for i in range(40)]


@settings(max_examples=60)
@given(
    st.lists(st.integers(0, 60), min_size=1, max_size=40),
    st.lists(st.floats(0, 1), min_size=1, max_size=6),
    st.booleans(),
    st.booleans(),
)
def test_however_a_file_grows_its_parts_are_those_of_the_whole(pads, cuts, ends, recall):
    data = b"".join(row(i, pad) for i, pad in enumerate(pads))
    data = data if ends else data[:-1]
    with tempfile.TemporaryDirectory() as root, pytest.MonkeyPatch.context() as patch:
        patch.setattr(split, "LINES_BYTES", SIZE)
        path, memory, at = Path(root, "a.jsonl"), Memory(), 0
        for cut in (*sorted(int(c * len(data)) for c in cuts), len(data)):
            with path.open("ab") as file:
                file.write(data[at:cut])
            at = cut
            memory = Memory.load(memory.dump("1"), "1") if recall else memory
            found = look(Path(root), memory)
            whole = data[:at].count(b"\n") + (data[at - 1 : at] == b"}" and data[at : at + 1] in (b"\n", b""))
            done = [(f"x{i}", i + 1) for i in range(whole)]
            assert rows_of(found) == done
        assert found.parts == look(Path(root), growing=False).parts


@given(st.lists(st.sampled_from([b"", b'{"a": 1}', b'{"b": "}{\\"\xc3\xa9"}', b"no json"]), max_size=6), st.data())
def test_only_whole_lines_count(lines, data):
    text = b"\n".join(lines)
    cut = data.draw(st.integers(0, len(text)))
    with tempfile.TemporaryDirectory() as root:
        path = Path(root, "a")
        path.write_bytes(text[:cut])
        whole = whole_lines(path, cut)
    last = text[:cut].rpartition(b"\n")[2]
    assert whole == (cut if last in (b"", *(x for x in lines if x.startswith(b"{"))) else cut - len(last))


def test_an_edit_within_is_seen(tmp_path, small):
    path, memory = tmp_path / "a.jsonl", Memory()
    path.write_bytes(b"".join(row(i, 5) for i in range(20)))
    before = look(tmp_path, memory).parts
    changed = path.read_bytes().replace(b'"x10"', b'"y10"')
    path.write_bytes(changed)
    after = look(tmp_path, memory).parts
    assert sum(a.fingerprint != b.fingerprint for a, b in zip(before, after, strict=True)) == 1
    assert ("y10", 11) in rows_of(look(tmp_path, memory))


def test_another_file_under_the_name_is_another(tmp_path, small):
    path, memory = tmp_path / "a.jsonl", Memory()
    path.write_bytes(b"".join(map(row, range(20))))
    look(tmp_path, memory)
    (tmp_path / "new").write_bytes(b"".join(row(i, 3) for i in range(100, 140)))
    os.replace(tmp_path / "new", path)
    assert [name for name, _ in rows_of(look(tmp_path, memory))] == [f"x{i}" for i in range(100, 140)]
    path.write_bytes(row(7))
    assert rows_of(look(tmp_path, memory)) == [("x7", 1)]


def test_a_file_that_is_moved_in_is_taken_at_once(tmp_path):
    (tmp_path / "logs").mkdir()
    memory = Memory()
    assert look(tmp_path / "logs", memory).parts == ()
    write_lines(tmp_path / "whole", CANONICAL)
    os.replace(tmp_path / "whole", tmp_path / "logs" / "a.jsonl")
    assert len(look(tmp_path / "logs", memory).parts) == 1


def test_no_beginning_of_a_parquet_file_is_taken(tmp_path):
    whole = write_parquet(tmp_path / "whole").read_bytes()
    (tmp_path / "logs").mkdir()
    memory = Memory()
    for size in sorted({0, 3, 4, 5, 12, *range(0, len(whole), 97), len(whole) - 1}):
        (tmp_path / "logs" / "a.parquet").write_bytes(whole[:size])
        assert look(tmp_path / "logs", memory).parts == (), size
    (tmp_path / "logs" / "a.parquet").write_bytes(whole)
    assert len(look(tmp_path / "logs", memory).parts) == 1


@pytest.mark.parametrize("data", [gzip.compress(row(1)), b"[\n" + row(1) + b"]\n"], ids=["gzip", "array"])
def test_what_cannot_be_seen_to_be_whole_waits_until_it_rests(tmp_path, data):
    path, memory = tmp_path / "a", Memory()
    for size in (len(data) // 2, len(data)):
        path.write_bytes(data[:size])
        found = look(tmp_path, memory)
        assert found.parts == ()
    assert "may still be being written" in found.skipped[0][1]
    memory = Memory.load(memory.dump("1"), "1")
    assert [name for name, _ in rows_of(look(tmp_path, memory))] == ["x1"]
    assert len(look(tmp_path, memory).parts) == 1


@pytest.mark.parametrize("kept", [None, b"", b"{", b"[]", b"\xff", b'{"version": "2"}'])
def test_a_damaged_memory_is_none(kept):
    assert Memory.load(kept, "1").files == {}


def test_a_memory_of_another_version_is_none(tmp_path):
    write_lines(tmp_path / "a", CANONICAL)
    memory = Memory()
    look(tmp_path, memory)
    assert Memory.load(memory.dump("1"), "1").files == memory.files != {}
    assert Memory.load(memory.dump("1"), "2").files == {}
