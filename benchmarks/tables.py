"""The frozen results as Markdown, for `docs/figures.md`.

    python -m benchmarks.tables
"""

import json
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"


def quality(name: str) -> str:
    """One row per world of a result file of `benchmarks.quality`."""
    rows = ["| world | honest | fake | recall at 1e-3 | at 1e-4 | flagged: fake, honest | B-cubed precision | "
            "calibration error | exchanges: precision, recall |", "|---|---|---|---|---|---|---|---|---|"]  # fmt: skip
    for world in json.loads((RESULTS / name).read_text("utf-8")):
        taken = world["harvested"]
        rows.append(
            f"| {world['world']} | {world['honest']:,} | {world['fake']:,} | {share(world['recall_1e-3'])} | "
            f"{share(world['recall_1e-4'])} | {share(world['flagged_recall'])}, {world['honest_flagged']} | "
            f"{share(world['b_cubed_precision'])} | {world['calibration_error']:.3f} | "
            f"{share(taken['precision all'])}, {share(taken['recall all'])} |"
        )
    return "\n".join(rows)


def kinds(name: str) -> str:
    """Recall at 1e-3 of each kind of campaign, over the worlds of a result file."""
    found: dict[str, list[float]] = {}
    for world in json.loads((RESULTS / name).read_text("utf-8")):
        for kind, (at, _) in world["by_kind"].items():
            found.setdefault(kind.removeprefix("fake/"), []).append(at)
    rows = ["| kind | recall at 1e-3, by world |", "|---|---|"]
    return "\n".join(rows + [f"| {kind} | {', '.join(map(share, at))} |" for kind, at in sorted(found.items())])


def peers() -> str:
    """Recall at 1e-3 of every method on every scenario."""
    worlds: dict[str, dict[str, Any]] = json.loads((RESULTS / "peers.json").read_text("utf-8"))
    methods = list(next(iter(worlds.values())))
    rows = [f"| scenario | {' | '.join(methods)} |", "|---" * (1 + len(methods)) + "|"]
    for scenario, figures in worlds.items():
        rows.append(f"| {scenario} | {' | '.join(share(figures[m]['recall_at_0.001']) for m in methods)} |")
    return "\n".join(rows)


def share(value: float | None) -> str:
    """Two decimals, or a dash where there was nothing to measure."""
    return "–" if value is None or value != value else f"{value:.2f}"


if __name__ == "__main__":
    for name in ("quality.json", "quality-auditor.json"):
        print(quality(name), kinds(name), sep="\n\n", end="\n\n")
    print(peers())
