"""The results follow the logs; trouble passes; nothing is hunted twice."""

from pathlib import Path

import pytest
from tests.factory import exchange, write_lines
from tests.worlds import results, summary_of

from hydrascope.engine import Workers
from hydrascope.errors import NotALog, OutsideError
from hydrascope.pipeline import ALL, Clock, Scope
from hydrascope.settings import Settings
from hydrascope.store import Store
from hydrascope.watch import Keeper, Stopped, follow, keep


def keeper(
    tmp_path: Path, watch=lambda *_: None, accounts: Path | None = None, scope: Scope = ALL
) -> tuple[Keeper, list, list]:
    """A keeper of tmp_path/logs, what it tells and what it warns of."""
    told: list = []
    warned: list = []
    (tmp_path / "logs").mkdir(exist_ok=True)
    (tmp_path / "out").mkdir(exist_ok=True)
    made = Keeper(
        [tmp_path / "logs"], accounts, tmp_path / "out", Store(tmp_path / "work"), Settings(scope=scope), None,
        Workers(1), lambda: Clock(watch), told.append, warned.append,
    )  # fmt: skip
    return made, told, warned


def add(tmp_path: Path, first: int, stop: int, name: str = "a.jsonl") -> None:
    extra = write_lines(tmp_path / "more", [exchange(i, account_id=f"a{i % 10}") for i in range(first, stop)])
    with (tmp_path / "logs" / name).open("ab") as file:
        file.write(extra.read_bytes())


def exchanges(tmp_path: Path) -> int:
    return summary_of(tmp_path / "out")["input"]["exchanges"]


def test_rounds_follow_what_grows_and_rest_where_nothing_does(tmp_path):
    made, _, _ = keeper(tmp_path)
    assert made.round() is False, "nothing there yet"
    assert not (tmp_path / "out" / "summary.json").exists()
    add(tmp_path, 0, 30)
    assert made.round() is True
    assert exchanges(tmp_path) == 30
    assert made.round() is False
    add(tmp_path, 30, 50)
    add(tmp_path, 50, 60, "b.jsonl")
    assert made.round() is True
    assert exchanges(tmp_path) == 60


def test_parts_that_a_file_has_outgrown_go(tmp_path):
    made, _, _ = keeper(tmp_path)
    for i in range(4):
        add(tmp_path, 10 * i, 10 * i + 10)
        made.round()
    assert len(list((tmp_path / "work" / "parts").glob("*.json"))) == 1
    assert len(list((tmp_path / "work" / "parts").iterdir())) == 3


def test_a_half_line_waits(tmp_path):
    made, _, _ = keeper(tmp_path)
    add(tmp_path, 0, 20)
    whole = (tmp_path / "logs" / "a.jsonl").read_bytes()
    (tmp_path / "logs" / "a.jsonl").write_bytes(whole[:-10])
    made.round()
    assert (exchanges(tmp_path), summary_of(tmp_path / "out")["rejected"]["total"]) == (19, 0)
    (tmp_path / "logs" / "a.jsonl").write_bytes(whole)
    made.round()
    assert exchanges(tmp_path) == 20


def test_other_account_records_are_a_change(tmp_path):
    add_to = tmp_path / "people.jsonl"
    write_lines(add_to, [{"account_id": "a1"}])
    made, _, _ = keeper(tmp_path, accounts=add_to)
    add(tmp_path, 0, 20)
    assert [made.round(), made.round()] == [True, False]
    write_lines(add_to, [{"account_id": "a1"}, {"account_id": "a2"}])
    assert made.round() is True


def test_trouble_at_first_is_an_error_later_a_warning_told_once(tmp_path):
    people = tmp_path / "people.jsonl"
    people.write_text("no records")
    made, _, warned = keeper(tmp_path, accounts=people)
    add(tmp_path, 0, 20)
    with pytest.raises(NotALog):
        made.round()
    write_lines(people, [{"account_id": "a1"}])
    made.round()
    before = results(tmp_path / "out")
    people.write_text("no records")
    assert [made.round(), made.round()] == [False, False]
    assert len(warned) == 1
    assert results(tmp_path / "out") == before
    write_lines(people, [{"account_id": "a1"}, {"account_id": "a3"}])
    assert made.round() is True


def test_after_a_full_disk_the_next_round_tries_again(tmp_path, monkeypatch):
    made, _, warned = keeper(tmp_path)
    add(tmp_path, 0, 20)
    made.round()
    before = results(tmp_path / "out")

    def full(*_: object) -> None:
        raise OutsideError("out: cannot be written (No space left on device)")

    add(tmp_path, 20, 30)
    with monkeypatch.context() as patch:
        patch.setattr(keep, "publish", full)
        assert made.round() is False
    assert len(warned) == 1
    assert results(tmp_path / "out") == before
    assert made.round() is True
    assert exchanges(tmp_path) == 30


def test_logs_that_are_all_gone_leave_the_results(tmp_path):
    made, _, _ = keeper(tmp_path)
    add(tmp_path, 0, 20)
    made.round()
    (tmp_path / "logs" / "a.jsonl").unlink()
    assert made.round() is False
    assert exchanges(tmp_path) == 20


def test_with_retain_what_was_deleted_still_counts(tmp_path):
    made, _, _ = keeper(tmp_path, scope=Scope(retain=True))
    add(tmp_path, 0, 20)
    made.round()
    add(tmp_path, 20, 30)
    made.round()
    (tmp_path / "logs" / "a.jsonl").unlink()
    assert made.round() is True, "the wording of templates is gone"
    assert exchanges(tmp_path) == 30
    assert made.round() is False
    add(tmp_path, 30, 45)
    again, _, _ = keeper(tmp_path, scope=Scope(retain=True))
    assert again.round() is True
    assert (exchanges(tmp_path), summary_of(tmp_path / "out")["rejected"]["total"]) == (45, 0)


def test_a_window_moves_on(tmp_path):
    made, _, _ = keeper(tmp_path, scope=Scope(days=2))
    for day, name in ((1, "a"), (2, "b"), (5, "c")):
        rows = [exchange(100 * day + i, started_at=f"2026-01-{day:02d}T10:00:00Z") for i in range(10)]
        write_lines(tmp_path / "logs" / f"{name}.jsonl", rows)
        made.round()
        assert exchanges(tmp_path) == {1: 10, 2: 20, 5: 10}[day]


@pytest.mark.parametrize("stage", ["features", "links", "harvest", "report"])
def test_a_stop_leaves_whole_results_and_a_restart_goes_on(tmp_path, stage):
    made, _, _ = keeper(tmp_path)
    add(tmp_path, 0, 20)
    made.round()
    before = results(tmp_path / "out")

    def stop(now: str, *_: int) -> None:
        if now == stage:
            raise Stopped

    add(tmp_path, 20, 40)
    stopped, _, _ = keeper(tmp_path, stop)
    with pytest.raises(Stopped):
        stopped.round()
    assert results(tmp_path / "out") == before
    assert not [path for path in tmp_path.rglob(".unfinished-*")]
    again, _, _ = keeper(tmp_path)
    again.round()
    assert exchanges(tmp_path) == 40


def test_rounds_begin_as_often_as_asked_or_at_once_when_late():
    clock = iter([0.0, 4.0, 30.0, 75.0, 75.0, 76.0])
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 3:
            raise Stopped

    rounds: list[int] = []
    with pytest.raises(Stopped):
        follow(lambda: rounds.append(1), 30.0, lambda: next(clock), sleep)
    assert (slept, len(rounds)) == ([26.0, 0.0, 29.0], 3)
