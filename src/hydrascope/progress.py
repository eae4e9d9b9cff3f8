"""What is told while long work goes on: stage, rows, rate and time left, to a person or to a program."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

Watch = Callable[[str, int, int, int], None]
"""Is told what goes on: stage, bytes done, bytes in all (0: unknown), rows."""
Now = Callable[[], float]
"""Seconds of a clock that never goes back."""


@dataclass(frozen=True, slots=True)
class News:
    """Where a stage stands. None: not known (yet)."""

    stage: str
    rows: int
    bytes: int
    bytes_total: int | None
    rows_per_second: float | None
    seconds_left: float | None


class Pace:
    """Rates of the stage that is under way. What was done before it began, by an earlier run, does not count."""

    def __init__(self, now: Now) -> None:
        self._now = now
        self._stage, self._counting = "", False
        self._begun, self._done, self._rows = now(), 0, 0

    def news(self, stage: str, done: int, total: int, rows: int) -> News:
        """Where the stage stands, by what it has done since it was first heard of with a total."""
        if stage != self._stage or not total or not self._counting:
            self._stage, self._counting = stage, total > 0
            self._begun, self._done, self._rows = self._now(), done, rows
        took, fresh = self._now() - self._begun, done - self._done
        moving = took > 0 and fresh > 0
        return News(
            stage,
            rows,
            done,
            total or None,
            round((rows - self._rows) / took, 1) if moving else None,
            round(took * (total - done) / fresh, 1) if moving and total else None,
        )


@contextmanager
def telling(console: Console, quiet: bool, machine: bool, now: Now) -> Iterator[Watch]:
    """A watch that tells `console`: nothing when quiet, JSON lines for a machine, a bar where a person looks on."""
    pace = Pace(now)
    if quiet or machine:
        yield _silent if quiet else lambda *said: line(console, asdict(pace.news(*said)))
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[told]}"))
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("starting", total=None, told="")

        def watch(stage: str, done: int, total: int, rows: int) -> None:
            said = spoken(pace.news(stage, done, total, rows))
            bar.update(task, description=stage, completed=done, total=total or None, told=said)

        yield watch


def spoken(news: News) -> str:
    """Rows, rate and time left in words.

    >>> spoken(News("features", 1200, 5, 10, 400.0, 75.0))
    '1,200 rows, 400 rows/s, 1:15 left'
    """
    said = [f"{news.rows:,} rows"] if news.rows else []
    if news.rows_per_second is not None:
        said.append(f"{news.rows_per_second:,.0f} rows/s")
    if news.seconds_left is not None:
        minutes, seconds = divmod(int(news.seconds_left), 60)
        said.append(f"{minutes}:{seconds:02d} left")
    return ", ".join(said)


def line(console: Console, told: object) -> None:
    """One JSON object on a line of its own."""
    console.file.write(json.dumps(told, sort_keys=True) + "\n")
    console.file.flush()


def _silent(*_: object) -> None:
    pass
