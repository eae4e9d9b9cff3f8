"""One small world, played once for all who need it, and `hydrascope` called as a user calls it."""

import io
import json
import sys
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

import pyarrow.parquet as pq

from hydrascope import cli, simulate

TABLES = (
    "accounts.parquet",
    "campaigns.parquet",
    "exchanges.parquet",
    "links.parquet",
    "rejected/rejected.parquet",
)


FPR = 0.05
"""So that a small world has flagged accounts."""


class Ran(NamedTuple):
    """How a command ended, and what it said."""

    status: int
    out: str
    err: str


def hydrascope(*arguments: object) -> Ran:
    """Run the command in this process."""
    out, err = io.StringIO(), io.StringIO()
    status: object = 0
    argv = mock.patch.object(sys, "argv", ["hydrascope", *map(str, arguments)])
    with argv, redirect_stdout(out), redirect_stderr(err):
        try:
            cli.main()
        except SystemExit as end:
            status = end.code
    return Ran(int(status or 0), out.getvalue(), err.getvalue())


@cache
def small_world() -> simulate.World:
    """Some 14,000 exchanges of 250 honest and 60 fake accounts, in every kind of campaign."""
    library = simulate.load_prompts(None, "all")
    return simulate.world("mixed", seed=7, prompts=library, honest=250, fake=60)


def write_world(folder: Path) -> Path:
    """The small world as one log and its account records."""
    folder.mkdir(parents=True, exist_ok=True)
    pq.write_table(small_world().exchanges, folder / "log.parquet")
    pq.write_table(small_world().accounts, folder / "accounts.parquet")
    return folder


def results(out: Path) -> dict[str, Any]:
    """Everything that a hunt promises to be the same, byte for byte, however the same rows are laid out.

    Sizes of files and seconds are facts of the layout and of the machine.
    """
    summary = json.loads((out / "summary.json").read_text("utf-8"))
    summary.pop("stages")
    summary["input"].pop("bytes")
    return {name: (out / name).read_bytes() for name in (*TABLES, "report.html")} | {"summary": summary}


def summary_of(out: Path) -> dict[str, Any]:
    """summary.json."""
    found: dict[str, Any] = json.loads((out / "summary.json").read_text("utf-8"))
    return found


def hunt(*sources: Path, out: Path, accounts: Path | None, extra: tuple = ("--reveal-templates",)) -> Ran:
    """`hydrascope hunt` with one worker, and everything shown that can be."""
    records = ["--accounts", accounts] if accounts else []
    return hydrascope("hunt", *sources, *records, "--out", out, "--workers", 1, "--max-fpr", FPR, *extra)
