"""What is told of long work, with a clock that the test turns."""

import io
import json
from collections.abc import Callable

from rich.console import Console
from tests.factory import exchange, write_lines
from tests.worlds import hydrascope

from hydrascope.progress import News, Pace, spoken, telling


def turned(*times: float) -> Callable[[], float]:
    """A clock that stands at each of these times in turn, and at the last one for good."""
    left = list(times)
    return lambda: left.pop(0) if len(left) > 1 else left[0]


def test_rate_and_time_left_are_of_what_this_run_does():
    now = [0.0]
    pace = Pace(lambda: now[0])
    assert pace.news("features", 0, 0, 0) == News("features", 0, 0, None, None, None)
    assert pace.news("features", 600, 1000, 6000) == News("features", 6000, 600, 1000, None, None)
    now[0] = 10.0
    assert pace.news("features", 700, 1000, 8000) == News("features", 8000, 700, 1000, 200.0, 30.0)
    now[0] = 40.0
    assert pace.news("features", 1000, 1000, 14000) == News("features", 14000, 1000, 1000, 200.0, 0.0)
    assert pace.news("links", 0, 0, 0) == News("links", 0, 0, None, None, None)
    assert pace.news("features", 5, 10, 3).rows_per_second is None, "the next hunt begins anew"


def test_words_for_a_person():
    assert spoken(News("links", 0, 0, None, None, None)) == ""
    assert spoken(News("features", 12_345, 1, 2, 678.9, 3723.4)) == "12,345 rows, 679 rows/s, 62:03 left"


def said(quiet: bool, machine: bool, terminal: bool = False) -> str:
    out = io.StringIO()
    console = Console(file=out, force_terminal=terminal, width=120)
    with telling(console, quiet, machine, turned(0.0, 0.0, 2.0)) as watch:
        watch("features", 0, 100, 0)
        watch("features", 50, 100, 4000)
    return out.getvalue()


def test_a_machine_gets_a_line_of_json_each_time():
    lines = [json.loads(line) for line in said(False, True).splitlines()]
    assert lines[-1] == {
        "stage": "features", "rows": 4000, "bytes": 50, "bytes_total": 100,
        "rows_per_second": 2000.0, "seconds_left": 2.0,
    }  # fmt: skip


def test_a_person_gets_a_bar_and_others_nothing():
    assert "4,000 rows, 2,000 rows/s, 0:02 left" in said(False, False, terminal=True)
    assert said(False, False) == said(True, False, terminal=True) == said(True, True) == ""


def test_hunt_tells_a_machine_how_it_goes_and_ends(tmp_path):
    log = write_lines(tmp_path / "log.jsonl", [exchange(i) for i in range(40)])
    ran = hydrascope("hunt", log, "--out", tmp_path / "out", "--workers", 1, "--json")
    assert (ran.status, ran.out) == (0, "")
    lines = [json.loads(line) for line in ran.err.splitlines()]
    assert [line["stage"] for line in lines][-2:] == ["report", "done"]
    assert lines[-1] == {"stage": "done", "campaigns": 0, "flagged": 0}
    reading = [line for line in lines if line["stage"] == "features"]
    assert reading[-1]["rows"] == 40
    assert reading[-1]["bytes"] == reading[-1]["bytes_total"] == log.stat().st_size
