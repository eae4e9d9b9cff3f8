"""A disk that takes no more: said with what could not be written and how much is free; what stood there stands."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.factory import exchange, write_lines
from tests.worlds import hunt, hydrascope, results

from hydrascope.errors import OutsideError
from hydrascope.store import Store, publishing

LIMITED = (
    "import resource, sys; limit = int(sys.argv[1]); resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))\n"
    "from hydrascope import cli; sys.argv = ['hydrascope', *sys.argv[2:]]; cli.main()"
)


@pytest.fixture
def log(tmp_path) -> Path:
    """A log of 3,000 rows."""
    (tmp_path / "logs").mkdir()
    return write_lines(tmp_path / "logs" / "log.jsonl", [exchange(i, account_id=f"a{i % 40}") for i in range(3000)])


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("limit", [0, 20_000])
def test_a_hunt_that_finds_no_room_ends_with_3_and_spoils_nothing(log, tmp_path, limit):
    out = tmp_path / "out"
    assert hunt(log, accounts=None, out=out, extra=()).status == 0
    before = files(out)
    with log.open("a") as file:
        file.write(log.read_text().replace('"x0', '"y0'))
    options = ["--out", str(out), "--workers", "1", "--max-fpr", "0.01"]
    command = [sys.executable, "-c", LIMITED, str(limit), "hunt", str(log), *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    said = " ".join(done.stderr.split())
    assert (done.returncode, "Traceback" in said) == (3, False), said
    assert "cannot be written" in said
    assert "MiB are free there" in said
    after = files(out)
    assert {name: after[name] for name in before if name != "work/files.json"} == {
        name: data for name, data in before.items() if name != "work/files.json"
    }
    assert not [name for name in after if ".unfinished" in name]
    assert hunt(log, accounts=None, out=out, extra=()).status == 0
    assert hunt(log, accounts=None, out=tmp_path / "new", extra=()).status == 0
    assert results(out) == results(tmp_path / "new")


@pytest.mark.parametrize("name", ["accounts.parquet", "links.parquet", "report.html", "summary.json"])
def test_results_are_replaced_together_or_not_at_all(log, tmp_path, monkeypatch, name):
    out = tmp_path / "out"
    hunt(log, accounts=None, out=out)
    before = files(out)
    write_text = Path.write_text

    def full(path: Path, *_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def text(path: Path, *rest: object, **more: object) -> object:
        return full(path) if path.name == name else write_text(path, *rest, **more)

    monkeypatch.setattr(Path, "write_text", text)
    monkeypatch.setattr("hydrascope.results.write", lambda path, _: full(path) if path.name == name else path.touch())
    ran = hunt(log, accounts=None, out=out)
    assert ran.status == 3
    assert "No space left on device" in " ".join(ran.err.split())
    assert files(out) == before


def test_the_last_file_is_replaced_last(tmp_path, monkeypatch):
    replaced: list[str] = []
    replace = os.replace
    monkeypatch.setattr(os, "replace", lambda a, b: (replaced.append(Path(b).name), replace(a, b)))
    (tmp_path / "out").mkdir()
    with publishing(tmp_path / "out", "b") as staged:
        for name in ("c", "b", "a"):
            (staged / name).write_text(name)
        assert not list((tmp_path / "out").glob("?"))
    assert replaced == ["a", "c", "b"]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a", "b", "c"]


def test_a_work_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutsideError, match="parts: cannot be written"):
        Store(tmp_path / "file")


def test_trouble_of_the_system_is_a_sentence(log, tmp_path, monkeypatch):
    def broken(*_: object) -> None:
        raise OSError(errno.EMFILE, os.strerror(errno.EMFILE), "x.parquet")

    monkeypatch.setattr("hydrascope.cli.run_hunt", broken)
    ran = hydrascope("hunt", log, "--out", tmp_path / "out")
    assert ran.status == 3
    assert "x.parquet: Too many open files" in ran.err
