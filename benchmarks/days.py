"""A log too large to be kept, read day by day: each day is written, read into features and deleted; then one hunt.

    python -m benchmarks.days --millions 151 --days 50 --fake 15000 --honest 485000 --scratch DIR
    python -m benchmarks.days --increment --millions 42 --days 14 --fake 24000 --honest 200000 --scratch DIR

The days are slices of one world (`benchmarks/logs.py`), each of as many whole files. What counts as hunting is
`hydrascope digest` of every day and `hydrascope hunt --retain` in the end, each a process of its own; writing the log
is timed apart. With `--increment` all days but the last are read and hunted in first; the last is then read and
hunted in by one `hunt --retain`, whose time is the price of a day.

Disk is what text, features, accounts and results take together, looked at whenever something was written.
"""

import argparse
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import logs, speed
from hydrascope.store import UNFINISHED

ROOT = speed.ROOT


@dataclass
class Ground:
    """A folder where days come and go. `most`: bytes that it ever held."""

    folder: Path
    whole: logs.World
    workers: int = speed.WORKERS
    most: int = 0
    days: list[dict[str, Any]] = field(default_factory=list)

    @property
    def log(self) -> Path:
        return self.folder / "exchanges"

    def weigh(self) -> int:
        """Bytes that the folder holds now."""
        held = sum(file.stat().st_size for file in self.folder.rglob("*") if file.is_file())
        self.most = max(self.most, held)
        return held

    def write(self, parts: Sequence[int]) -> dict[str, Any]:
        """The log of a day, and how fast it was made."""
        began = time.perf_counter()
        size = logs.write_parts(self.folder, self.whole, parts, self.workers)
        took = time.perf_counter() - began
        self.weigh()
        first, rows = parts[0] * self.whole.file_rows, self.whole.file_rows * len(parts)
        return {"exchanges": min(rows, self.whole.rows - first), "text_bytes": size, "seconds": round(took, 2)}

    def run(self, *arguments: str) -> dict[str, Any]:
        """One command, measured; the disk is weighed after it."""
        measured: dict[str, Any] = speed.measure([speed.TOOL, *arguments, "--workers", str(self.workers), "--quiet"])
        self.weigh()
        return measured

    def digest(self) -> dict[str, Any]:
        """Read what is there; delete it."""
        measured = self.run("digest", str(self.log), "--work", str(self.folder / "work"))
        shutil.rmtree(self.log)
        return measured

    def hunt(self, *sources: str) -> dict[str, Any]:
        """A hunt in all that was read, and in `sources`, with the cost of its stages."""
        found = self.folder / "found"
        options = ("--retain", "--work", str(self.folder / "work"), "--out", str(found))
        measured = self.run("hunt", *sources, "--accounts", str(self.folder / "accounts.parquet"), *options)
        summary = json.loads((found / "summary.json").read_text("utf-8"))
        counted = {name: summary["input"][name] for name in ("exchanges", "accounts", "retained_rows")}
        return measured | {"input": counted, "stages": summary["stages"]}


def read_days(ground: Ground, days: Sequence[Sequence[int]], of: int) -> None:
    """Write, read and delete one day after the other."""
    for parts in days:
        written = ground.write(parts)
        ground.days.append(written | {"digest": ground.digest()})
        took = ground.days[-1]["digest"]["wall_seconds"]
        name, rows = f"day {len(ground.days)} of {of}", written["exchanges"]
        say(f"{name}: {rows:,} exchanges, written in {written['seconds']} s, read in {took} s")


def play(ground: Ground, days: int, increment: bool) -> dict[str, Any]:
    """Read all days and hunt; returns what it cost."""
    logs.write_accounts(ground.folder, ground.whole)
    slices = [part.tolist() for part in np.array_split(np.arange(ground.whole.files), days)]
    if not all(slices):
        raise SystemExit(f"{ground.whole.files} files are too few for {days} days; lower --file-rows")
    read_days(ground, slices[:-1] if increment else slices, days)
    told: dict[str, Any] = {}
    sources: tuple[str, ...] = ()
    if increment:
        told["before"] = ground.hunt()
        say(f"hunt in {days - 1} days: {told['before']['wall_seconds']} s")
        ground.days.append(ground.write(slices[-1]))
        sources = (str(ground.log),)
    told["hunt"] = ground.hunt(*sources)
    say(f"hunt in {days} days: {told['hunt']['wall_seconds']} s")
    return told | {"quality": speed.quality(ground.folder)} | costs(ground, told)


def costs(ground: Ground, told: dict[str, Any]) -> dict[str, Any]:
    """Sums over all days and the last hunt: seconds, memory (MB), disk (MB); what was left unfinished."""
    ran = [day["digest"] for day in ground.days if "digest" in day] + [told["hunt"]]
    rows, made = (sum(day[name] for day in ground.days) for name in ("exchanges", "seconds"))
    kept = sum(file.stat().st_size for file in (ground.folder / "work" / "parts").glob("*"))
    return {
        "wall_seconds": round(sum(each["wall_seconds"] for each in ran), 1),
        "cpu_seconds": round(sum(each["cpu_seconds"] for each in ran), 1),
        "peak_mb": max(each["peak_mb"] for each in ran),
        "text_bytes": sum(day["text_bytes"] for day in ground.days),
        "generated_per_second": round(rows / made),
        "most_disk_mb": round(ground.most / 2**20, 1),
        "kept_bytes_per_exchange": round(kept / rows, 1),
        "left_unfinished": len(list(ground.folder.rglob(f"{UNFINISHED}*"))),
        "days": ground.days,
    }


def say(text: str) -> None:
    """Progress."""
    print(text, file=sys.stderr, flush=True)


def record(options: argparse.Namespace, whole: logs.World, told: dict[str, Any]) -> dict[str, Any]:
    """What is frozen: the command, where it ran, what it gave."""
    asked = f"--millions {options.millions:g} --days {options.days} --fake {whole.fake} --honest {whole.honest}"
    command = f"python -m benchmarks.days {'--increment ' if options.increment else ''}{asked}"
    about = {"command": command, "machine": speed.machine(), "commit": speed.commit(), "exchanges": whole.rows}
    return about | {"fake": whole.fake, "honest": whole.honest, "increment": options.increment} | told


def main() -> None:
    """Play the days, write what they cost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--millions", type=float, default=151)
    parser.add_argument("--days", type=int, default=50)
    parser.add_argument("--fake", type=int, help="fake accounts; default: with the exchanges")
    parser.add_argument("--honest", type=int, help="honest accounts; default: with the exchanges")
    parser.add_argument("--increment", action="store_true", help="what the last day costs")
    parser.add_argument("--file-rows", type=int, default=logs.ROWS, help="exchanges in a file")
    parser.add_argument("--scratch", type=Path, help="folder for everything (151 M: 35 GB)")
    parser.add_argument("--out", type=Path, help="default: benchmarks/results/days.json or increment.json")
    options = parser.parse_args()
    rows = round(options.millions * 1e6)
    whole = logs.world(rows, speed.SEED, options.fake, options.honest, options.days, options.file_rows)
    with tempfile.TemporaryDirectory(dir=options.scratch) as folder:
        result = record(options, whole, play(Ground(Path(folder), whole), options.days, options.increment))
    name = "increment" if options.increment else "days"
    out = options.out or ROOT / "benchmarks" / "results" / f"{name}.json"
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    shown = {name: value for name, value in result.items() if name not in ("days", "before", "machine")}
    print(json.dumps(shown, indent=1))


if __name__ == "__main__":
    main()
