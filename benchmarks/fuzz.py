"""Damaged lines of every log format through ingestion: none may crash it, each must be accounted for.

    python -m benchmarks.fuzz [--lines 100000] [--seed 1] [--out benchmarks/results/fuzz.json]

Run from the repository root. Half of the lines are damaged samples of their own format; the other half
are damaged samples of another format, read as if they were of this one.
"""

import argparse
import json
import tempfile
import time
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

from tests.ingest.damage import damaged
from tests.ingest.samples import ALL, MAP, RESPONSES

from hydrascope.ingest import Part, discover, read
from hydrascope.ingest.fieldmap import field_map
from hydrascope.ingest.objects import UNREADABLE

SAMPLES = {**ALL, "responses": RESPONSES}
ASIDES = ("(spans", "(export")
FORMAT = {"responses": "openai"}


def _write(path: Path, name: str, lines: int, random: Random) -> None:
    texts = {key: json.dumps(sample).encode() for key, sample in SAMPLES.items()}
    with path.open("wb") as file:
        file.write(texts[name] + b"\n")
        for i in range(lines):
            kind = name if i % 2 == 0 else random.choice(list(texts))
            file.write(damaged(texts[kind], random) + b"\n")


def _read(parts: tuple[Part, ...]) -> dict[str, Any]:
    kept = aside = rows_in = unforeseen = 0
    reasons: Counter[str] = Counter()
    lines: set[int] = set()
    for part in parts:
        for batch in read(part, field_map=field_map(MAP) if part.format == "map" else None):
            batch.exchanges.validate(full=True)
            rows_in += batch.rows_in
            kept += batch.exchanges.num_rows
            reasons.update(batch.rejected["reason"].to_pylist())
            unforeseen += batch.rejected["detail"].to_pylist().count(UNREADABLE.detail)
            aside += sum(n for name, n in batch.unknown_columns.items() if name.startswith(("(spans", "(export")))
            lines.update(batch.exchanges["line"].to_pylist(), batch.rejected["line"].to_pylist())
    rejected = reasons.total()
    return {
        "rows_in": rows_in,
        "kept": kept,
        "rejected": rejected,
        "balanced": rows_in == kept + rejected,
        "lines_with_a_row": len(lines),
        "passed_over": aside,
        "unforeseen": unforeseen,
        "reasons": dict(sorted(reasons.items())),
    }


def run(lines: int, seed: int) -> dict[str, Any]:
    """Counts by format. A crash is a crash: nothing is caught here."""
    found: dict[str, Any] = {}
    started = time.perf_counter()
    each = lines // len(SAMPLES)
    with tempfile.TemporaryDirectory() as folder:
        for name in SAMPLES:
            path = Path(folder) / f"{name}.log"
            _write(path, name, each, Random(f"{seed} {name}"))
            form = FORMAT.get(name, name)
            parts = discover([path], form, field_map(MAP) if form == "map" else None).parts
            found[name] = {"lines": each + 1, **_read(parts)}
    return {
        "lines": sum(each["lines"] for each in found.values()),
        "seed": seed,
        "crashes": 0,
        "rows_in": sum(each["rows_in"] for each in found.values()),
        "kept": sum(each["kept"] for each in found.values()),
        "rejected": sum(each["rejected"] for each in found.values()),
        "balanced": all(each["balanced"] for each in found.values()),
        "unforeseen": sum(each["unforeseen"] for each in found.values()),
        "seconds": round(time.perf_counter() - started, 1),
        "formats": found,
    }


def main() -> None:
    """Run, print, write."""
    parser = argparse.ArgumentParser(description="Damaged log lines through ingestion")
    parser.add_argument("--lines", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=Path("benchmarks/results/fuzz.json"))
    options = parser.parse_args()
    text = json.dumps(run(options.lines, options.seed), indent=1)
    print(text)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
