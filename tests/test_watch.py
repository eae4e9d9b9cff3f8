"""`hydrascope watch` as a user runs it: it follows, tells, ends when told to, and goes on where it was."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.factory import exchange, write_lines
from tests.ingest.samples import LITELLM
from tests.worlds import FPR, hunt, hydrascope, results, small_world, write_world

SOON = 90.0


@contextmanager
def watching(*arguments: object, folder: Path, **environment: str) -> Iterator[subprocess.Popen]:
    """The command in a process of its own; its output goes to folder/said and folder/progress."""
    command = [sys.executable, "-m", "hydrascope", "watch", *map(str, arguments), "--every", "0.2"]
    command += ["--workers", "1", "--max-fpr", str(FPR)]
    with (folder / "said").open("a") as out, (folder / "progress").open("a") as err:
        process = subprocess.Popen(command, stdout=out, stderr=err, env=os.environ | environment)
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def wait(until: Callable[[], object]) -> None:
    end = time.monotonic() + SOON
    while not until():
        assert time.monotonic() < end
        time.sleep(0.05)


def seen(out: Path) -> int:
    path = out / "summary.json"
    return json.loads(path.read_text())["input"]["exchanges"] if path.exists() else 0


def test_it_follows_and_what_it_leaves_is_what_a_hunt_leaves(tmp_path):
    world, log = write_world(tmp_path / "world"), small_world().exchanges
    (tmp_path / "logs").mkdir()
    rows = [
        json.dumps({k: v.isoformat() if hasattr(v, "isoformat") else v for k, v in row.items() if v is not None})
        for row in log.slice(0, 5000).to_pylist()
    ]
    path, out = tmp_path / "logs" / "a.jsonl", tmp_path / "out"
    arguments = (tmp_path / "logs", "--accounts", world / "accounts.parquet", "--out", out, "--json")
    path.write_text("\n".join(rows[:3000]) + "\n" + rows[3000][:40])
    with watching(*arguments, folder=tmp_path) as process:
        wait(lambda: seen(out) == 3000)
        process.send_signal(signal.SIGTERM)
        assert process.wait(SOON) == 0
    path.write_text("\n".join(rows))
    with watching(*arguments, folder=tmp_path) as process:
        wait(lambda: seen(out) == 5000)
        wait(lambda: (out / "work" / "told.json").stat().st_mtime_ns >= (out / "summary.json").stat().st_mtime_ns)
        process.send_signal(signal.SIGINT)
        assert process.wait(SOON) == 0
    said = [json.loads(line) for line in (tmp_path / "said").read_text().splitlines()]
    flags = [change["account"] for change in said if change["change"] == "flagged"]
    assert flags
    assert {change["change"] for change in said} >= {"new campaign", "flagged"}
    news = [json.loads(line) for line in (tmp_path / "progress").read_text().splitlines()]
    assert {"features", "admission", "links", "report"} <= {line["stage"] for line in news}
    assert hunt(tmp_path / "logs", accounts=world / "accounts.parquet", out=tmp_path / "one", extra=()).status == 0
    assert results(out) == results(tmp_path / "one")


def test_it_takes_what_is_posted(tmp_path):
    out = tmp_path / "out"
    with watching("--listen", "127.0.0.1:0", "--out", out, folder=tmp_path, HYDRASCOPE_TOKEN="s") as process:
        wait(lambda: "listening on" in (tmp_path / "progress").read_text())
        port = int((tmp_path / "progress").read_text().split()[-1].rpartition(":")[2])
        batch = [LITELLM | {"id": f"c{i}", "litellm_call_id": f"l{i}"} for i in range(6)]
        shown = {"Authorization": "Bearer s"}
        call = urllib.request.Request(f"http://127.0.0.1:{port}/", json.dumps(batch).encode(), shown)
        with urllib.request.urlopen(call, timeout=20) as answer:
            assert json.loads(answer.read()) == {"taken": 6}
        wait(lambda: seen(out) == 6)
        ran = hydrascope("watch", "--listen", "127.0.0.1:0", "--out", out)
        assert (ran.status, "another watch" in " ".join(ran.err.split())) == (2, True)
        process.send_signal(signal.SIGTERM)
        assert process.wait(SOON) == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--out", "o"], "nothing to watch"),
        (["logs", "--out", "o", "--every", "0"], "nothing to watch"),
        (["nowhere", "--out", "o"], "nowhere: no such file"),
        (["logs", "--out", "logs/o"], "lies in logs"),
        (["logs", "--out", "o", "--work", "logs"], "lies in logs"),
        (["--listen", "0.0.0.0:8900", "--out", "o"], "--listen-anywhere"),
        (["--listen", "8900", "--out", "o"], "HOST:PORT"),
    ],
)
def test_what_the_user_can_mend_ends_with_2(tmp_path, monkeypatch, arguments, says):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "logs").mkdir()
    write_lines(tmp_path / "logs" / "a.jsonl", [exchange(1)])
    ran = hydrascope("watch", *arguments)
    assert ran.status == 2
    assert says in " ".join(ran.err.split())


def test_what_a_hunt_writes_is_not_read_as_a_log_by_the_next(tmp_path):
    write_lines(tmp_path / "a.jsonl", [exchange(1)])
    ran = hydrascope("hunt", tmp_path, "--out", tmp_path / "found")
    assert (ran.status, (tmp_path / "found").exists()) == (2, False)
    assert "choose a folder outside" in " ".join(ran.err.split())


def test_quiet_is_quiet(tmp_path):
    (tmp_path / "logs").mkdir()
    write_lines(tmp_path / "logs" / "a.jsonl", [exchange(i) for i in range(30)])
    with watching(tmp_path / "logs", "--out", tmp_path / "out", "--quiet", folder=tmp_path) as process:
        wait(lambda: seen(tmp_path / "out") == 30)
        process.send_signal(signal.SIGTERM)
        assert process.wait(SOON) == 0
    assert (tmp_path / "said").read_text() + (tmp_path / "progress").read_text() == ""
