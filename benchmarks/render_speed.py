"""What was measured → docs/growth.svg and the tables between the markers in docs/figures.md.

    python -m benchmarks.render_speed [--results FOLDER] [--docs FOLDER]

Nothing is measured here. What has not been measured is left out.
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks import speed
from hydrascope.proving.plots import growth

BEGIN, END = "<!-- speed: rendered -->", "<!-- speed: end -->"
NAMES = ("speed", "days", "increment", "lines", "latency", "less")
Run = dict[str, Any]


def read(folder: Path) -> dict[str, Run]:
    """The results that there are, by name."""
    found = ((name, folder / f"{name}.json") for name in NAMES)
    return {name: json.loads(path.read_text("utf-8")) for name, path in found if path.exists()}


def sizes(results: dict[str, Run]) -> list[Run]:
    """All hunts from nothing, the smallest first: those of one log each, and that of many days."""
    runs = list(results["speed"]["runs"]) if "speed" in results else []
    return sorted([*runs, *([results["days"]] if "days" in results else [])], key=lambda run: int(run["exchanges"]))


def plot(results: dict[str, Run]) -> str:
    """Seconds and memory against exchanges, with exponents."""
    runs = sizes(results)
    panels: dict[str, dict[str, list[tuple[float, float]]]] = {}
    units = {"seconds": ("wall_seconds", "cpu_seconds"), "megabytes": ("peak_mb",)}
    words = {"wall_seconds": "wall", "cpu_seconds": "CPU", "peak_mb": "peak"}
    for unit, names in units.items():
        panels[unit] = {}
        for name in names:
            slope = f", exponent {speed.exponent(runs, name):.2f}" if len(runs) > 1 else ""
            panels[unit][words[name] + slope] = [(run["exchanges"], run[name]) for run in runs]
    return growth("What a hunt takes", panels, "exchanges (dashed: in proportion)")


def tables(results: dict[str, Run]) -> Iterator[str]:
    """Paragraphs and tables of everything measured."""
    if "speed" in results:
        yield from _one_machine(results["speed"])
    if "days" in results:
        yield from _days(results["days"])
    runs = sizes(results)
    if len(runs) > 1:
        first, last = runs[0]["exchanges"], runs[-1]["exchanges"]
        large = [run for run in runs if run["exchanges"] >= 1_000_000]
        more = f"; from {large[0]['exchanges']:,} on {speed.exponent(large, 'wall_seconds')}" if len(large) > 1 else ""
        slope = speed.exponent(runs, "wall_seconds")
        yield f"From {first:,} to {last:,} exchanges the exponent of growth is {slope}{more}."
        yield "![Seconds and memory against exchanges](growth.svg)"
    if "increment" in results:
        yield from _increment(results["increment"])
    if "lines" in results:
        yield _asked(results["lines"])
        yield from (speed.by_form(run) for run in results["lines"]["runs"])
    if "latency" in results:
        yield from _latency(results["latency"])
    if "less" in results:
        yield from _less(results["less"])


def _asked(result: Run) -> str:
    """The command and the machine."""
    on = result["machine"]
    where = f"{on['cores']} cores ({on['processor']}), {on['memory_gb']} GiB, Python {on['python']}"
    return f"`{result['command']}` on {where}; commit `{result['commit'][:8]}`:"


def _one_machine(result: Run) -> Iterator[str]:
    yield _asked(result)
    head = "exchanges | text, GB | wall, s | CPU, s | peak, MB | floor, s | above the floor"
    rows = (
        f"{run['exchanges']:,} | {run['text_bytes'] / 1e9:.2f} | {run['wall_seconds']:.1f} "
        f"| {run['cpu_seconds']:.1f} | {run['peak_mb']:,.0f} | {run['floor_seconds']:.2f} "
        f"| {run['wall_seconds'] / run['floor_seconds']:.0f} ×"
        for run in result["runs"]
    )
    yield speed.tabled(head, rows)
    last = result["runs"][-1]
    if "cpu_seconds" in last["stages"][0]:
        yield f"The stages at {last['exchanges']:,} exchanges:"
        yield speed.by_stage(last)
    if "quality" in last:
        yield _found(last)


def _found(run: Run) -> str:
    found = run["quality"]
    return (
        f"Found at {run['exchanges']:,}: {found['fake_flagged']:,} of {found['fake']:,} fake accounts flagged, "
        f"{found['honest_flagged']:,} of {found['honest']:,} honest ones; detection at 1e-3 "
        f"{found['detection_at_1e-3']}; {found['harvested']:,} harvested exchanges in {found['campaigns']} campaigns."
    )


def _days(run: Run) -> Iterator[str]:
    digests = [day["digest"]["wall_seconds"] for day in run["days"] if "digest" in day]
    yield _asked(run)
    mean, hunt = sum(digests) / len(digests), run["hunt"]["wall_seconds"]
    yield (
        f"{run['exchanges']:,} exchanges, {run['text_bytes'] / 1e9:.0f} GB of text, read day by day and deleted: "
        f"{run['wall_seconds'] / 60:.1f} minutes of hunting ({len(digests)} days at {mean:.1f} s, the hunt "
        f"{hunt / 60:.1f} minutes), {run['cpu_seconds'] / 60:.0f} CPU-minutes, at most {run['peak_mb'] / 1024:.1f} GiB "
        f"of memory and {run['most_disk_mb'] / 1024:.1f} GiB of disk, of which features are "
        f"{run['kept_bytes_per_exchange']:.0f} bytes an exchange; {run['left_unfinished']} unfinished files were left. "
        f"The log was written at {run['generated_per_second']:,} exchanges a second."
    )
    yield speed.by_stage(run["hunt"])
    yield _found(run)


def _increment(run: Run) -> Iterator[str]:
    day = run["days"][-1]
    yield _asked(run)
    hunt = run["hunt"]
    yield (
        f"With {len(run['days']) - 1} days done, another day of {day['exchanges']:,} exchanges takes "
        f"{hunt['wall_seconds']:.1f} s to the updated campaigns and at most {hunt['peak_mb'] / 1024:.1f} GiB."
    )
    yield speed.by_stage(run["hunt"])


def _latency(result: Run) -> Iterator[str]:
    yield _asked(result)
    rows = (
        f"{run['exchanges']:,} | {run['rows']:,} × {len(run['seconds'])} | {run['median']:.1f} "
        f"| {max(run['seconds']):.1f}"
        for run in result["runs"]
    )
    yield speed.tabled("exchanges before | rows that came | median, s | longest, s", rows)


def _less(result: Run) -> Iterator[str]:
    yield (
        f"What it costs to see less of a log: {result['worlds']} mixed worlds of {result['honest']:,} honest and "
        f"{result['fake']:,} fake accounts, one of each generator that may be learnt from. Fewer exchanges of each "
        "account are compared where there are more than 31,250 accounts; a log of few days has just begun."
    )
    yield _asked(result)
    head = "seen | accounts | recall at 1e-3 | at 1e-4 | flagged | honest flagged | bits at 1e-3: mean | worst"
    rows = (
        f"{run['seen']} | {run['accounts']:,.0f} | {run['recall at 1e-3']:.2f} | {run['recall at 1e-4']:.2f} "
        f"| {run['flagged']:.2f} | {run['honest flagged']} | {round(run['honest level'], 1) + 0:.1f} "
        f"| {run['worst level']:.1f}"
        for run in result["runs"]
    )
    yield speed.tabled(head, rows)


def main() -> None:
    """Write the plot, and the page with what stood between its markers replaced."""
    root = speed.ROOT
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--results", type=Path, default=root / "benchmarks" / "results")
    parser.add_argument("--docs", type=Path, default=root / "docs")
    options = parser.parse_args()
    results, page = read(options.results), options.docs / "figures.md"
    before, _, rest = page.read_text("utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    text = "\n\n".join([before + BEGIN, *tables(results), END + after])
    if sizes(results):
        (options.docs / "plots").mkdir(exist_ok=True)
        (options.docs / "growth.svg").write_text(plot(results), "utf-8")
    page.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
