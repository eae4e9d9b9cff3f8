"""A store that fails in between never makes rows vanish: the hunt ends with the cause, and a rerun does the rest."""

import gzip
import json
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.factory import exchange, write_lines
from tests.stores import keys, text
from tests.worlds import hydrascope

from hydrascope import ingest
from hydrascope.errors import NotALog, OutsideError
from hydrascope.files import url as urls

RANDOM = Random(7)
ROWS = [exchange(i, input_text=RANDOM.randbytes(900).hex()) for i in range(1500)]


class Failing:
    """A store whose objects cannot be read where some byte lies."""

    def __init__(self, store, at: int, said: str) -> None:
        self._store, self._at, self._said = store, at, said

    def __getattr__(self, name):
        return getattr(self._store, name)

    def open_input_file(self, path):
        return FailingFile(self._store.open_input_file(path), self._at, self._said)


class FailingFile:
    """An object of it."""

    def __init__(self, file, at: int, said: str) -> None:
        self._file, self._at, self._said = file, at, said

    def __getattr__(self, name):
        return getattr(self._file, name)

    def __enter__(self):
        return self._file.__enter__()

    def __exit__(self, *error):
        return self._file.__exit__(*error)

    def read_at(self, count: int, start: int) -> bytes:
        if start < self._at < start + count:
            raise OSError(self._said)
        return self._file.read_at(count, start)


def packed(form: str, path) -> bytes:
    """The rows, in a form."""
    if form == "parquet":
        pq.write_table(pa.Table.from_pylist(ROWS), path, row_group_size=500, compression="none")
        return path.read_bytes()
    data = write_lines(path, ROWS).read_bytes()
    if form == "zst":
        return pa.compress(data, "zstd", asbytes=True)
    return gzip.compress(data) if form == "gz" else data


@pytest.mark.parametrize("form", ["jsonl", "gz", "zst", "parquet"])
def test_a_read_that_fails_is_no_damaged_file(form, place, tmp_path, monkeypatch):
    log = place / "logs" / "log"
    log.write_bytes(packed(form, tmp_path / "log"))
    (part, *_) = ingest.discover([place / "logs"]).parts
    whole = sum(batch.rows_in for batch in ingest.read(part))
    assert whole == len(ROWS)
    asked = urls._store(log.root, log.options)
    at = log.stat().st_size // 2
    failing = Failing(asked[0], at, "AWS Error SLOW_DOWN during GetObject operation: reduce")
    monkeypatch.setattr(urls, "_store", lambda *_: (failing, asked[1]))
    with pytest.raises(OutsideError, match=r"log: cannot be read: the store failed \(SLOW_DOWN\); try again"):
        list(ingest.read(part))
    if form == "jsonl":
        with pytest.raises(OutsideError, match="SLOW_DOWN"):
            ingest.discover([place / "logs"])


def test_a_damaged_page_is_still_one(place, tmp_path):
    data = bytearray(packed("parquet", tmp_path / "log"))
    at = len(data) // 2
    data[at - 100_000 : at] = bytes(100_000)
    (place / "log").write_bytes(bytes(data))
    (part,) = ingest.discover([place / "log"]).parts
    found = list(ingest.read(part))
    assert sum(batch.rows_in for batch in found) == len(ROWS)


def test_an_object_that_is_refused_is_skipped_and_one_that_is_gone_is_told(place):
    for name in ("a.jsonl", "b.jsonl"):
        (place / "logs" / name).write_bytes("".join(json.dumps(exchange(i)) + "\n" for i in range(9)).encode())
    found = ingest.discover([place / "logs"])
    (place / "logs" / "b.jsonl").unlink()
    assert sum(batch.rows_in for batch in ingest.read(found.parts[0])) == 9
    with pytest.raises(OutsideError, match=r"b\.jsonl: cannot be read: no such object"):
        list(ingest.read(found.parts[1]))


def test_a_folder_without_any_log_is_told_as_on_a_disk(place, tmp_path):
    (place / "logs" / "notes.txt").write_bytes(b"nothing")
    with pytest.raises(NotALog, match=r"logs: a folder without any log \(found notes\.txt: text that is no JSON\)"):
        ingest.discover([place / "logs"])


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("hunt", "{b}/none", "--out", "{t}/out"), 2, "none: no such file or folder"),
        (("hunt", "s3://no-such-bucket/x", "--out", "{t}/out"), 2, "there is no such bucket"),
        (("hunt", "{b}/logs", "--accounts", "{b}/none", "--out", "{t}/out"), 2, "none: no such file or folder"),
        (("hunt", "{b}/logs", "--out", "{t}/out", "--work", "s3://no-such-bucket/x"), 2, "there is no such bucket"),
        (("hunt", "{b}/logs", "--out", "{t}/out", "--work", "{b}/logs/work"), 2, "whose files are read as logs"),
        (("hunt", "{b}/logs", "--out", "{b}/out"), 2, "results are written to a folder of this machine"),
        (("hunt", "s3://KEY:HIDDEN@b/logs", "--out", "{t}/out"), 2, "give credentials in the environment"),
        (("watch", "{b}/logs", "--out", "{t}/out"), 2, "an object store cannot be watched"),
        (("watch", "{t}", "--out", "{t}/out", "--work", "{b}/work"), 2, "an object store cannot be watched"),
    ],
)
def test_what_cannot_be_is_said_before_any_work(place, tmp_path, monkeypatch, arguments, status, said):
    monkeypatch.chdir(tmp_path)
    (place / "logs" / "a.jsonl").write_bytes(b"{}\n")
    ran = hydrascope(*(argument.format(b=place, t=tmp_path) for argument in arguments))
    assert (ran.status, said in " ".join(ran.err.split())) == (status, True), ran.err
    assert "HIDDEN" not in ran.err
    assert keys(place) == ["logs/a.jsonl"]
    assert not (tmp_path / "s3:").exists()


def test_logs_that_are_read_may_be_deleted_from_a_store_as_well(place, tmp_path):
    log = place / "logs" / "a.jsonl"
    log.write_bytes("".join(json.dumps(exchange(i)) + "\n" for i in range(50)).encode())
    work = ("--work", text(place / "work"))
    assert hydrascope("digest", text(place / "logs"), *work, "--workers", 1).status == 0
    log.unlink()
    ran = hydrascope("hunt", "--retain", *work, "--out", tmp_path / "out", "--workers", 1)
    assert ran.status == 0, ran.err
    assert json.loads((tmp_path / "out" / "summary.json").read_text())["input"]["rows"] == 50
