"""How long it takes from a file's arrival to the changed verdict, by how much the work folder holds already.

    python -m benchmarks.latency [--millions 1 4] [--every 5] [--window DAYS] [--scratch DIR]

A log of so many exchanges is read and deleted; then `hydrascope watch --retain` begins, and one file after the other
is moved into the folder it watches, each with what half a minute brings at 3 M a day, until the results are replaced.
A file that comes while a hunt is under way waits for its end, too.
"""

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq

from benchmarks import logs, speed
from benchmarks.days import Ground, say

ROWS = 1_050
"""Half a minute at 3 M a day."""
DROPS = 5
PATIENCE = 1_800.0


def watch(ground: Ground, rows: int, options: argparse.Namespace) -> dict[str, Any]:
    """Bring some files while a watch goes on; seconds until each was judged."""
    incoming, found, work = (ground.folder / name for name in ("incoming", "found", "work"))
    incoming.mkdir()
    command = [speed.TOOL, "watch", str(incoming), "--accounts", str(ground.folder / "accounts.parquet"), "--retain"]
    command += ["--out", str(found), "--work", str(work), "--every", str(options.every)]
    command += ["--workers", str(ground.workers), *(["--window", str(options.window)] if options.window else [])]
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen([*command, "--quiet"], stdout=said, stderr=said)
        try:
            began = time.perf_counter()
            until(process, lambda: (work / "told.json").exists())
            first = time.perf_counter() - began
            seconds = [drop(process, ground, rows, number, incoming) for number in range(DROPS)]
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait()
    summary = json.loads((found / "summary.json").read_text("utf-8"))
    told = {"exchanges": rows, "rows": ROWS, "first_seconds": round(first, 1), "seconds": seconds}
    return told | {"median": statistics.median(seconds), "stages": summary["stages"]}


def drop(process: "subprocess.Popen[bytes]", ground: Ground, rows: int, number: int, incoming: Path) -> float:
    """Move one file in; seconds until the results hold it."""
    table = logs.table(ground.whole, rows // ground.whole.file_rows).slice(number * ROWS, ROWS)
    fresh = ground.folder / f"{number}.parquet"
    pq.write_table(table, fresh)
    summary = ground.folder / "found" / "summary.json"  # The last file to be replaced, just before changes are told.
    before = summary.stat().st_mtime_ns
    os.replace(fresh, incoming / fresh.name)
    began = time.perf_counter()
    until(process, lambda: summary.stat().st_mtime_ns != before)
    took = round(time.perf_counter() - began, 2)
    say(f"{rows:,} exchanges, file {number + 1}: {took} s")
    return took


def until(process: "subprocess.Popen[bytes]", done: Callable[[], bool]) -> None:
    """Wait. Raises RuntimeError when the watch has ended or takes too long."""
    end = time.monotonic() + PATIENCE
    while not done():
        if process.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"the watch does not go on (status {process.poll()})")
        time.sleep(0.02)


def main() -> None:
    """Measure every size, write the results."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--millions", type=float, nargs="+", default=[1, 4])
    parser.add_argument("--every", type=float, default=5.0, help="as of watch")
    parser.add_argument("--window", type=int, help="as of watch")
    parser.add_argument("--scratch", type=Path)
    parser.add_argument("--out", type=Path, default=speed.ROOT / "benchmarks" / "results" / "latency.json")
    options = parser.parse_args()
    runs = []
    for rows in (round(millions * 1e6) for millions in options.millions):
        file_rows = min(logs.ROWS, rows)
        whole = logs.world(rows + file_rows, speed.SEED, file_rows=file_rows)
        with tempfile.TemporaryDirectory(dir=options.scratch) as folder:
            ground = Ground(Path(folder), whole)
            logs.write_accounts(ground.folder, whole)
            ground.write(np.arange(rows // file_rows).tolist())
            ground.digest()
            runs.append(watch(ground, rows, options))
    asked = " ".join(f"{m:g}" for m in options.millions) + f" --every {options.every:g}"
    asked += f" --window {options.window}" if options.window else ""
    about = {"command": f"python -m benchmarks.latency --millions {asked}", "machine": speed.machine()}
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(about | {"commit": speed.commit(), "runs": runs}, indent=1) + "\n", "utf-8")
    for run in runs:
        print(f"{run['exchanges']:,}: {run['seconds']}", file=sys.stdout)


if __name__ == "__main__":
    main()
