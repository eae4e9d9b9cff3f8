"""What a cluster costs beside one machine's own processes: the same hunt on both engines, with one processor and two.

    python -m benchmarks.engines LOG_FOLDER --accounts FILE [--out benchmarks/results/engines.json]

LOG_FOLDER holds a log in several files (`benchmarks/logs.py` writes one). Spark is a real one on this machine, with
an executor of one core for each processor. Hunts over one of the files alone go first: they fill caches of compiled
code, and show what Spark costs whatever the size of the log.

Processor time is that of every process of the hunt, told apart by what the process is; where others use the machine
as well it is the figure to trust, and seconds are not. `load` is how many processes wanted a processor before the run.
Speed-up is therefore told both ways: by seconds, and by processor time: the work of the one that does it all with one
processor, over the work of the busiest with two.
"""

import argparse
import json
import os
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from benchmarks.speed import TOOL, commit, family, kilobytes, machine

EVERY = 0.1  # seconds between looks at the processes
ROLES = ("driver", "worker", "driver_jvm", "executor_jvm", "executor")
"""The hunt's own process; its local workers; Spark's processes; and the Python processes in which executors work."""


def hunt(log: Path, accounts: Path, engine: str, cores: int, scratch: Path) -> dict[str, Any]:
    """Run one hunt from nothing; seconds, processor time and peak memory (MB) of each role; by stage both times."""
    with tempfile.TemporaryDirectory(dir=scratch) as out:
        command = [TOOL, "hunt", str(log), "--accounts", str(accounts), "--out", out, "--workers", str(cores)]
        if engine == "spark":
            command += ["--engine", "spark", "--master", f"local-cluster[{cores},1,1024]"]
        load, begun = os.getloadavg()[0], time.perf_counter()
        with tempfile.TemporaryFile() as said:
            process = subprocess.Popen([*command, "--quiet"], stdout=said, stderr=said)
            seen = watch(process)
            if process.returncode not in (0, 4):
                said.seek(0)
                raise RuntimeError(f"{engine} ended with {process.returncode}: {said.read()[-2000:].decode()}")
        took = time.perf_counter() - begun
        summary = json.loads((Path(out) / "summary.json").read_text("utf-8"))
    stages = {stage["name"]: [stage["seconds"], stage["cpu_seconds"]] for stage in summary["stages"]}
    busiest = {r: round(max((cpu for role, cpu, _ in seen.values() if role == r), default=0.0), 1) for r in ROLES}
    told: dict[str, Any] = {"engine": engine, "cores": cores, "load": round(load, 1), "seconds": round(took, 1)}
    told |= {"cpu_seconds": {r: round(sum(cpu for role, cpu, _ in seen.values() if role == r), 1) for r in ROLES}}
    told |= {"peak_mb": {r: max((round(mb) for role, _, mb in seen.values() if role == r), default=0) for r in ROLES}}
    told["cpu_seconds"]["all"] = round(sum(cpu for _, cpu, _ in seen.values()), 1)
    told |= {"busiest_cpu_seconds": busiest, "stages": stages}
    return told | {"results": summary["results"]}


def watch(process: subprocess.Popen[bytes]) -> dict[int, tuple[str, float, float]]:
    """Until the process ends: role, processor seconds and peak memory (MB) of it and of all below it, as last seen."""
    seen: dict[int, tuple[str, float, float]] = {}
    while process.poll() is None:
        for pid in family(process.pid):
            with suppress(OSError, ValueError, IndexError):
                (peak,) = kilobytes(Path(f"/proc/{pid}/status"), "VmHWM:")
                seen[pid] = (role(pid, process.pid), processor(pid), peak / 1024)
        time.sleep(EVERY)
    return seen


def role(pid: int, first: int) -> str:
    """Which of ROLES a process has."""
    said = Path(f"/proc/{pid}/cmdline").read_bytes()
    if pid == first:
        return "driver"
    if b"ExecutorBackend" in said:
        return "executor_jvm"
    if b"java" in said.split(b"\0")[0] or b"spark-submit" in said:
        return "driver_jvm"
    return "executor" if b"pyspark" in said else "worker"


def processor(pid: int) -> float:
    """Seconds of processor time that a process has used, without its children."""
    # The name, in brackets, may hold anything; user and system time are 14th and 15th of all fields.
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def compared(runs: list[dict[str, Any]], rows: int, few: int) -> dict[str, Any]:
    """Ratios between the runs, and processor time for a million exchanges; the first two are over `few` exchanges."""
    by = {(run["engine"], run["cores"]): run for run in runs[2:]}
    extra = [
        s["cpu_seconds"]["all"] - local["cpu_seconds"]["all"]
        for local, s in (runs[:2], (by["local", 1], by["spark", 1]))
    ]
    grown = (extra[1] - extra[0]) / (rows - few) * 1e6
    features = {cores: by["local", cores]["stages"]["features"][1] for cores in (1, 2)}
    alone, busiest = by["spark", 1]["cpu_seconds"]["executor"], by["spark", 2]["busiest_cpu_seconds"]["executor"]
    return {
        "equal_results": len({json.dumps(run["results"], sort_keys=True) for run in runs[2:]}) == 1,
        "spark_extra_cpu_seconds": {"always": round(extra[0] - grown * few / 1e6, 1), "per_million": round(grown, 1)},
        "spark_seconds_over_local": {
            cores: round(by["spark", cores]["seconds"] / by["local", cores]["seconds"], 2) for cores in (1, 2)
        },
        "seconds_with_one_over_two": {
            engine: round(by[engine, 1]["seconds"] / by[engine, 2]["seconds"], 2) for engine in ("local", "spark")
        },
        "speedup_of_features_local": round(2 * features[1] / features[2], 2),
        "speedup_of_executors_spark": round(alone / busiest, 2),
        "features_cpu_per_million_local": round(features[1] / rows * 1e6, 1),
        "executor_cpu_per_million": round(alone / rows * 1e6, 1),
        "driver_cpu_per_million": round(by["spark", 1]["cpu_seconds"]["driver"] / rows * 1e6, 1),
    }


def main() -> None:
    """Measure both engines, write the results."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("log", type=Path)
    parser.add_argument("--accounts", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("benchmarks/results/engines.json"))
    parser.add_argument("--scratch", type=Path, default=Path(tempfile.gettempdir()))
    options = parser.parse_args()
    files = sorted(options.log.glob("*.parquet"))
    rows, few = (sum(pq.read_metadata(file).num_rows for file in some) for some in (files, files[:1]))
    hunt(files[0], options.accounts, "local", 1, options.scratch)
    runs = [hunt(files[0], options.accounts, engine, 1, options.scratch) for engine in ("local", "spark")]
    runs += [
        hunt(options.log, options.accounts, engine, cores, options.scratch)
        for cores in (1, 2)
        for engine in ("local", "spark")
    ]
    told = {"command": "python -m benchmarks.engines", "machine": machine(), "commit": commit(), "exchanges": rows}
    told |= {"files": len(files), "compared": compared(runs, rows, few)}
    told["runs"] = [{name: value for name, value in run.items() if name != "results"} for run in runs]
    options.out.write_text(json.dumps(told, indent=1) + "\n", "utf-8")
    print(json.dumps(told["compared"], indent=1))


if __name__ == "__main__":
    main()
