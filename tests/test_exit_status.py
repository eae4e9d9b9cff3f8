"""How a hunt ends: what the user can mend, what was rejected, what failed outside, what a poor log gives."""

import errno
import os
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tests.factory import exchange, write_lines
from tests.worlds import hunt, hydrascope, results, small_world, summary_of, write_world


@pytest.fixture(scope="module")
def world(tmp_path_factory) -> Path:
    """A folder with log.parquet and accounts.parquet."""
    return write_world(tmp_path_factory.mktemp("world"))


@pytest.fixture
def log(tmp_path) -> Path:
    """A log of 40 plain rows."""
    return write_lines(tmp_path / "log.jsonl", [exchange(i) for i in range(40)])


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["hunt", "nowhere.jsonl", "--out", "o"], "nowhere.jsonl: no such file"),
        (["hunt", "LOG", "--out", "o", "--accounts", "nobody.csv"], "nobody.csv: no such file"),
        (["hunt", "LOG", "--out", "o", "--map", "no.yaml"], "no.yaml: no such file"),
        (["hunt", "prose.txt", "--out", "o"], "prose.txt: found text that is no JSON"),
        (["hunt", "nothing.jsonl", "--out", "o"], "nothing.jsonl: found an empty file"),
        (
            ["hunt", "LOG", "--out", "o", "--accounts", "prose.txt"],
            "prose.txt: found text without an 'account_id'",
        ),
        (["hunt", "LOG", "--out", "o", "--max-fpr", "0"], "--max-fpr is 0"),
        (["hunt", "LOG", "--out", "o", "--max-fpr", "0.2"], "--max-fpr is 0.2"),
        (["hunt", "LOG", "--out", "o", "--max-fpr", "nan"], "--max-fpr is nan"),
        (["hunt", "LOG", "--out", "o", "--max-fpr", "many"], "max-fpr"),
        (["hunt", "LOG", "--out", "o", "--workers", "0"], "--workers is 0"),
        (["hunt", "LOG", "--out", "o", "--format", "papyrus"], "unknown format 'papyrus'"),
        (["hunt", "LOG", "--out", "prose.txt"], "prose.txt: cannot be made a folder"),
        (["hunt", "LOG", "--out", "o", "--work", "prose.txt"], "prose.txt: cannot be made a folder"),
        (["hunt", "LOG"], "--out"),
        (["explain", "a1", "--from", "."], "accounts.parquet: missing"),
        (["simulate", "--scenario", "doom", "--out", "o"], "no scenario 'doom'"),
        (["simulate", "--scenario", "mixed"], "--out is missing"),
        (["simulate", "--scenario", "mixed", "--out", "o", "--knob", "cover"], "'cover' has no value"),
        (["simulate", "--scenario", "mixed", "--out", "o", "--knob", "cover=2"], "share from 0 to 1"),
        (["simulate", "--scenario", "mixed", "--out", "o", "--knob", "colour=red"], "Unknown knob 'colour'"),
        (["frobnicate"], "frobnicate"),
    ],
)
def test_the_users_mistakes_end_with_2_and_say_what_and_where(log, tmp_path, monkeypatch, arguments, says):
    monkeypatch.chdir(tmp_path)
    Path("prose.txt").write_text("Dear diary,\ntoday I saw no log.\n")
    Path("nothing.jsonl").write_text("")
    ran = hydrascope(*("log.jsonl" if a == "LOG" else a for a in arguments))
    assert ran.status == 2
    assert says in " ".join(ran.err.split())
    assert "Traceback" not in ran.err


def test_rejected_rows_end_with_4_and_are_counted(tmp_path):
    rows = [exchange(i) for i in range(30)]
    rows += [exchange(3), exchange(4), exchange(90, started_at="yesterday"), exchange(91, account_id=None)]
    log = write_lines(tmp_path / "log.jsonl", rows)
    with log.open("a", encoding="utf-8") as file:
        file.write('{"exchange_id": "x99", "input_text": "half a li\n')
    people = write_lines(tmp_path / "people.jsonl", [{"account_id": "a0"}, {"account_id": "a0"}, {"plan": "free"}])
    ran = hunt(log, accounts=people, out=tmp_path / "out")
    assert ran.status == 4, ran.err
    assert "could not be used" in ran.err
    summary = summary_of(tmp_path / "out")
    rejected = pq.read_table(tmp_path / "out" / "rejected" / "rejected.parquet").to_pylist()
    assert summary["rejected"]["total"] == len(rejected) == sum(summary["rejected"]["by_reason"].values())
    of_log = [r for r in rejected if r["source"].endswith("log.jsonl")]
    assert summary["input"]["rows"] == 35 == summary["input"]["exchanges"] + len(of_log)
    assert sorted(r["line"] for r in of_log if r["reason"] == "duplicate exchange_id") == [31, 32]
    assert {r["line"] for r in of_log} == {31, 32, 33, 34, 35}
    assert len(rejected) - len(of_log) == 2
    assert all(r["reason"] and r["detail"] for r in rejected)


def test_a_full_disk_ends_with_3_and_the_old_results_stand(log, tmp_path, monkeypatch):
    assert hunt(log, accounts=None, out=tmp_path / "out").status == 0
    before = results(tmp_path / "out")
    replace = os.replace

    def full(source: Path, target: Path) -> None:
        if Path(target).name == "campaigns.parquet":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        replace(source, target)

    monkeypatch.setattr(os, "replace", full)
    ran = hunt(log, accounts=None, out=tmp_path / "out")
    assert ran.status == 3
    assert "No space left on device" in " ".join(ran.err.split())
    assert results(tmp_path / "out") == before
    assert not [path for path in (tmp_path / "out").rglob(".unfinished-*")]


def test_an_interrupted_hunt_says_that_finished_parts_stay(log, tmp_path, monkeypatch):
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("hydrascope.pipeline.admit", interrupted)
    ran = hunt(log, accounts=None, out=tmp_path / "out")
    assert (ran.status, "Traceback" in ran.err) == (130, False)
    assert len(list((tmp_path / "out" / "work" / "parts").glob("*.json"))) == 1


# Poor logs


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    "rows",
    [
        [exchange(1)],
        [exchange(1, account_id="a"), exchange(2, account_id="b")],
        [exchange(i, account_id="only") for i in range(300)],
        [exchange(i, account_id=f"a{i}", input_text="hi", started_at="2026-01-01T00:00:00Z") for i in range(200)],
        [exchange(i, account_id=f"a{i % 7}", **dict.fromkeys(list(exchange())[3:])) for i in range(200)],
    ],
    ids=["one row", "two accounts", "one account", "all the same", "no columns but the required"],
)
def test_a_poor_log_is_hunted_without_a_find(tmp_path, rows):
    ran = hunt(write_lines(tmp_path / "log.jsonl", rows), accounts=None, out=tmp_path / "out")
    assert ran.status == 0, ran.err
    table = pq.read_table(tmp_path / "out" / "accounts.parquet")
    assert table["account_id"].to_pylist() == sorted({row["account_id"] for row in rows})
    assert not any(table["flagged"].to_pylist())
    assert all(0 <= p <= 1 for p in table["probability"].to_pylist())
    assert "No campaign found" in ran.err


def test_without_records_it_says_what_cannot_be_seen(log, tmp_path):
    ran = hunt(log, accounts=None, out=tmp_path / "out")
    assert "No accounts table (--accounts)" in ran.err
    assert any("No accounts table" in warning for warning in summary_of(tmp_path / "out")["warnings"])


def test_one_address_for_all_is_a_proxy(tmp_path):
    rows = [exchange(i, account_id=f"a{i % 50}", client_ip="10.0.0.1") for i in range(1200)]
    hunt(write_lines(tmp_path / "log.jsonl", rows), accounts=None, out=tmp_path / "out")
    assert any("One address carries 100%" in warning for warning in summary_of(tmp_path / "out")["warnings"])


def test_without_content_it_goes_on_with_rhythm_and_infrastructure(world, tmp_path):
    log = small_world().exchanges.drop_columns(["input_text", "system_text", "output_text"])
    pq.write_table(log, tmp_path / "log.parquet")
    ran = hunt(tmp_path / "log.parquet", accounts=world / "accounts.parquet", out=tmp_path / "out")
    assert ran.status == 0, ran.err
    assert any("little or no content" in warning for warning in summary_of(tmp_path / "out")["warnings"])
    assert pq.read_metadata(tmp_path / "out" / "accounts.parquet").num_rows == small_world().accounts.num_rows


def test_unknown_columns_are_counted(tmp_path):
    log = write_lines(
        tmp_path / "log.jsonl", [exchange(i, mood="good", **({"tide": 3} if i < 4 else {})) for i in range(9)]
    )
    assert hunt(log, accounts=None, out=tmp_path / "out").status == 0
    assert summary_of(tmp_path / "out")["unknown_columns"] == {"mood": 9, "tide": 4}
