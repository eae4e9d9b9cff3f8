"""Lines are on the disk once they are told, and no half line is ever left."""

import os
import subprocess
import sys

import pytest

from hydrascope.errors import OutsideError
from hydrascope.watch import Spool, spool


def content(folder) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()))


def test_lines_are_appended(tmp_path):
    mine = Spool(tmp_path / "s")
    assert list((tmp_path / "s").iterdir()) == []
    mine.add([b"1", b"2"])
    mine.add([b"3"])
    assert content(tmp_path / "s") == b"1\n2\n3\n"
    mine.close()
    Spool(tmp_path / "s").add([b"4"])
    assert content(tmp_path / "s") == b"1\n2\n3\n4\n"


@pytest.mark.parametrize(("torn", "kept"), [(b'{"a": ', b""), (b'{"a": 1}', b'{"a": 1}\n'), (b"", b"")])
def test_what_a_killed_process_left_is_mended(tmp_path, torn, kept):
    Spool(tmp_path).add([b'{"z": 0}'])
    with (tmp_path / "00000001.jsonl").open("ab") as file:
        file.write(torn)
    Spool(tmp_path).add([b'{"z": 1}'])
    assert content(tmp_path) == b'{"z": 0}\n' + kept + b'{"z": 1}\n'


def test_a_large_file_is_followed_by_the_next(tmp_path, monkeypatch):
    monkeypatch.setattr(spool, "ROLL_BYTES", 10)
    mine = Spool(tmp_path)
    for i in range(6):
        mine.add([b"12345%d" % i])
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["00000001.jsonl", "00000002.jsonl", "00000003.jsonl"]
    assert content(tmp_path).count(b"\n") == 6
    os.remove(tmp_path / "00000001.jsonl")
    Spool(tmp_path).add([b"more"])
    assert content(tmp_path).endswith(b"more\n")


def test_a_full_disk_takes_all_of_a_body_or_nothing(tmp_path):
    script = (
        "import resource, sys; from pathlib import Path; from hydrascope.watch import Spool\n"
        "from hydrascope.errors import OutsideError\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000)); spool = Spool(Path(sys.argv[1]))\n"
        "spool.add([b'x' * 600])\n"
        "try: spool.add([b'y' * 300, b'z' * 300])\n"
        "except OutsideError as error: print(error)\n"
        "spool.add([b'w' * 300])"
    )
    done = subprocess.run([sys.executable, "-c", script, tmp_path], capture_output=True, text=True, check=True)
    assert "cannot be written" in done.stdout
    assert content(tmp_path) == b"x" * 600 + b"\n" + b"w" * 300 + b"\n"


def test_a_folder_that_cannot_be_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutsideError, match="cannot be written"):
        Spool(tmp_path / "file" / "spool")
