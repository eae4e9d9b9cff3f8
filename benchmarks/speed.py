"""How long a hunt takes, how much memory, how both grow, and how far above the floor it is.

    python -m benchmarks.speed [--millions 0.1 0.25 0.5 1 2 4] [--out benchmarks/results/speed.json]
    python -m benchmarks.speed --json-lines [--millions 1] [--out benchmarks/results/lines.json]

For each size: writes a log (`benchmarks/logs.py`), measures the floor (`benchmarks/floor.py`) and one
`hydrascope hunt` as a process of its own, then deletes the log. Logs are in the page cache when read.
Before the first size a small hunt fills the caches of compiled code; its time is `first_run_seconds`. With
`--json-lines` every log is also hunted in as JSON lines, plain and zstd, beside the Parquet.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks import lines, logs
from hydrascope.proving import metrics
from hydrascope.proving.page import Table, markdown

ROOT = Path(__file__).parents[1]
TOOL = str(Path(sys.executable).with_name("hydrascope"))
SEED = 20_26
WARM_UP = 20_000  # exchanges
WORKERS = 2
SAMPLE_EVERY = 10  # looks at the process, 0.02 s apart


def measure(command: list[str]) -> dict[str, float]:
    """Run a command to its end: wall seconds, CPU seconds, peak memory in MB (2^20 bytes), with its children.

    Memory is proportional set size summed over all processes, sampled, and at least the largest one's peak.
    Raises RuntimeError with the command's last words when it fails.
    """
    with tempfile.TemporaryFile() as said:
        began = time.perf_counter()
        process = subprocess.Popen(command, stdout=said, stderr=said, cwd=ROOT)
        ended, status, peak = 0, 0, 0
        while not ended:
            peak = max(peak, memory(family(process.pid)))
            for _ in range(SAMPLE_EVERY):
                time.sleep(0.02)
                ended, status, usage = os.wait4(process.pid, os.WNOHANG)
                if ended:
                    break
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            last = said.read()[-2000:].decode(errors="replace")
            raise RuntimeError(f"{' '.join(command[:2])} ended with {process.returncode}:\n{last}")
    return {
        "wall_seconds": round(wall, 2),
        "cpu_seconds": round(usage.ru_utime + usage.ru_stime, 2),
        "peak_mb": round(peak / 2**20, 1),
    }


def family(pid: int) -> list[int]:
    """The process and all below it; itself alone where the system does not say."""
    found = [pid]
    for parent in found:
        for thread in Path(f"/proc/{parent}/task").glob("*/children"):
            with suppress(OSError):
                found += [int(child) for child in thread.read_text("utf-8").split()]
    return found


def memory(pids: list[int]) -> int:
    """Bytes: the sum of proportional set sizes, or what the largest process ever had if that is more.

    Linux only. A process that has gone counts as nothing. (The peak that the system reports for an ended
    child is of no use: until it starts its own program, its maker's memory counts as its own.)
    """
    sizes, peaks = [0], [0]
    for pid in pids:
        with suppress(OSError):
            sizes += kilobytes(Path(f"/proc/{pid}/smaps_rollup"), "Pss:")
            peaks += kilobytes(Path(f"/proc/{pid}/status"), "VmHWM:")
    return 1024 * max(sum(sizes), *peaks)


def kilobytes(path: Path, name: str) -> list[int]:
    """The values of the lines that begin with `name`."""
    return [int(line.split()[1]) for line in path.read_text("utf-8").splitlines() if line.startswith(name)]


def hunt(folder: Path, log: Path, out: Path) -> dict[str, Any]:
    """Measure a hunt in `log` with the accounts in `folder`, with the seconds and memory of its stages."""
    command = [TOOL, "hunt", str(log), "--accounts", str(folder / "accounts.parquet"), "--out", str(out)]
    measured: dict[str, Any] = measure([*command, "--workers", str(WORKERS)])
    stages = json.loads((out / "summary.json").read_text("utf-8"))["stages"]
    kept = sum(file.stat().st_size for file in out.rglob("*") if file.is_file())
    return measured | {"disk_mb": round(kept / 2**20, 1), "stages": stages}


def quality(folder: Path) -> dict[str, Any]:
    """What the hunt found of the campaigns in the log: accounts flagged, by the truth; campaigns, exchanges harvested.

    `detection` is the share of fake accounts that stand above all honest ones but one in a thousand.
    """
    verdicts = pq.read_table(folder / "found" / "accounts.parquet", columns=["account_id", "probability", "flagged"])
    truth = pq.read_table(folder / "truth.parquet")
    place = pc.index_in(verdicts["account_id"], truth["account_id"].combine_chunks())
    fake = truth["operator"].take(place).to_numpy() >= 0
    flagged, score = verdicts["flagged"].to_numpy(), verdicts["probability"].to_numpy()
    return {
        "fake": int(fake.sum()),
        "honest": int((~fake).sum()),
        "fake_flagged": int((flagged & fake).sum()),
        "honest_flagged": int((flagged & ~fake).sum()),
        "detection_at_1e-3": round(metrics.recall_at(score, fake, 1e-3), 4),
        "campaigns": pq.read_metadata(folder / "found" / "campaigns.parquet").num_rows,
        "harvested": pq.read_metadata(folder / "found" / "exchanges.parquet").num_rows,
    }


def one_size(rows: int, scratch: Path, as_lines: bool = False) -> dict[str, Any]:
    """Floor and hunt for a log of `rows` exchanges; with `as_lines` also hunts in it as JSON lines."""
    with tempfile.TemporaryDirectory(dir=scratch) as name:
        folder = Path(name)
        began = time.perf_counter()
        size = logs.write(folder, rows, SEED, WORKERS)
        made = time.perf_counter() - began
        command = [sys.executable, "-m", "benchmarks.floor", str(folder / "exchanges")]
        floor = json.loads(subprocess.check_output(command, cwd=ROOT))
        told: dict[str, Any] = {"exchanges": rows, "text_bytes": size, "generated_per_second": round(rows / made)}
        told |= {"floor_seconds": floor["seconds"]} | hunt(folder, folder / "exchanges", folder / "found")
        told["quality"] = quality(folder)
        return told | ({"json_lines": lines.beside(folder, told, hunt)} if as_lines else {})


def exponent(runs: list[dict[str, Any]], of: str) -> float:
    """Slope of log(measured) over log(exchanges), least squares: 1 is linear growth.

    >>> exponent([{"exchanges": 10, "s": 3.0}, {"exchanges": 20, "s": 6.0}], "s")
    1.0
    """
    if len(runs) < 2:
        return float("nan")
    x, y = (np.log([run[name] for run in runs]) for name in ("exchanges", of))
    return round(float(np.polyfit(x, y, 1)[0]), 3)


def machine() -> dict[str, Any]:
    """What it ran on: processor, cores usable, memory in GB (2^30 bytes), system, Python."""
    info = Path("/proc/cpuinfo")
    text = info.read_text("utf-8") if info.exists() else ""
    names = [line.split(":", 1)[1].strip() for line in text.splitlines() if line.startswith("model name")]
    pages, page = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    return {
        "processor": names[0] if names else platform.processor(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory_gb": round(pages * page / 2**30, 1),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
    }


def commit() -> str:
    """The commit measured; `+` where the working tree differs from it; `unknown` outside a repository."""
    asked = [["git", "rev-parse", "HEAD"], ["git", "status", "--porcelain"]]
    said = [subprocess.run(each, cwd=ROOT, capture_output=True, text=True, check=False) for each in asked]
    if said[0].returncode:
        return "unknown"
    return said[0].stdout.strip() + ("+" if said[1].stdout.strip() else "")


def table(runs: list[dict[str, Any]]) -> str:
    """The runs as a Markdown table, the share of each stage last."""
    head = "exchanges | text, MB | wall, s | CPU, s | peak, MB | written, MB | floor, s | above the floor | stages"
    rows = []
    for run in runs:
        total = sum(stage["seconds"] for stage in run["stages"]) or 1.0
        shares = ", ".join(f"{stage['name']} {stage['seconds'] / total:.0%}" for stage in run["stages"])
        rows.append(
            f"{run['exchanges']:,} | {run['text_bytes'] / 2**20:,.0f} | {run['wall_seconds']:.1f} "
            f"| {run['cpu_seconds']:.1f} | {run['peak_mb']:,.0f} "
            f"| {sum(stage['written_mb'] for stage in run['stages']):,.0f} | {run['floor_seconds']:.2f} "
            f"| {run['wall_seconds'] / run['floor_seconds']:.1f} × | {shares}"
        )
    return tabled(head, rows)


def tabled(head: str, rows: Iterable[str]) -> str:
    """A Markdown table; cells are parted by bars.

    >>> print(tabled("size | seconds", ["1 | 2.5"]))
    | size | seconds |
    | --- | --- |
    | 1 | 2.5 |
    """
    cells = [tuple(row.split(" | ")) for row in (head, *rows)]
    return markdown([Table(cells[0], tuple(cells[1:]))]).rstrip("\n")


def by_stage(run: dict[str, Any]) -> str:
    """One run's stages as a Markdown table."""
    names = ("seconds", "cpu_seconds", "peak_mb", "written_mb")
    head = "stage | wall, s | CPU, s | peak of the main process, MB | written, MB"
    return tabled(head, (" | ".join([s["name"], *(f"{s[name]:,.1f}" for name in names)]) for s in run["stages"]))


def by_form(run: dict[str, Any]) -> str:
    """A run in Parquet and as JSON lines, as a Markdown table."""
    rows = [f"Parquet | – | {run['wall_seconds']:.1f} | {run['cpu_seconds']:.1f} | – | – | –"]
    rows += [
        f"{name} | {own['bytes'] / 2**20:,.0f} | {own['wall_seconds']:.1f} | {own['cpu_seconds']:.1f} "
        f"| {own['more']:.0%} | {own['cpu_more']:.0%} | {'yes' if own['equal_results'] else 'NO'}"
        for name, own in run["json_lines"].items()
    ]
    return tabled("log | MB | wall, s | CPU, s | longer | CPU, longer | same results", rows)


def main() -> None:
    """Measure every size, write the results, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--millions", type=float, nargs="+", help="default: 0.1 0.25 0.5 1 2 4; as JSON lines 1")
    parser.add_argument("--json-lines", action="store_true", help="also as JSON lines")
    parser.add_argument("--out", type=Path, help="default: benchmarks/results/speed.json or lines.json")
    parser.add_argument("--scratch", type=Path, default=None, help="folder for the logs (16 M: about 15 GB)")
    options = parser.parse_args()
    scratch = options.scratch or Path(tempfile.gettempdir())
    first = one_size(WARM_UP, scratch)["wall_seconds"]
    runs = []
    sizes = options.millions or ([1] if options.json_lines else [0.1, 0.25, 0.5, 1, 2, 4])
    for millions in sizes:
        runs.append(one_size(round(millions * 1e6), scratch, options.json_lines))
        print(f"{runs[-1]['exchanges']:,}: {runs[-1]['wall_seconds']} s", file=sys.stderr)
    asked = " ".join(f"{m:g}" for m in sizes)
    result = {
        "command": f"python -m benchmarks.speed {'--json-lines ' * options.json_lines}--millions {asked}",
        "machine": machine(),
        "commit": commit(),
        "first_run_seconds": first,
        "exponent": exponent(runs, "wall_seconds"),
        "exponent_of_the_two_largest": exponent(runs[-2:], "wall_seconds"),
        "exponent_of_cpu": exponent(runs, "cpu_seconds"),
        "runs": runs,
    }
    out = options.out or ROOT / "benchmarks" / "results" / ("lines.json" if options.json_lines else "speed.json")
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    growth, last = result["exponent"], result["exponent_of_the_two_largest"]
    for run in runs:
        print(f"{run['exchanges']:,}: {json.dumps(run['quality'])}\n{by_stage(run)}\n")
        if options.json_lines:
            print(by_form(run) + "\n")
    print(f"{table(runs)}\n\nGrowth exponent {growth} (two largest sizes: {last}).")


if __name__ == "__main__":
    main()
