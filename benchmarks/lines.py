"""A Parquet log as JSON lines, plain or zstd, and what a hunt in these costs beside one in the Parquet."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

BATCH = 10_000
FORMS = ("jsonl", "jsonl.zst")
TABLES = ("accounts", "campaigns", "exchanges", "links")


def write(log: Path, folder: Path, form: str) -> int:
    """Each Parquet file of `log` as one file of `form` in `folder`; returns their bytes. Nulls are left out."""
    folder.mkdir()
    for file in sorted(log.glob("*.parquet")):
        target = folder / f"{file.stem}.{form}"
        with pa.CompressedOutputStream(str(target), "zstd") if form.endswith("zst") else target.open("wb") as out:
            for batch in pq.ParquetFile(file).iter_batches(BATCH):
                rows = ({k: v for k, v in row.items() if v is not None} for row in batch.to_pylist())
                out.write(msgspec.json.Encoder().encode_lines(rows))
    return sum(file.stat().st_size for file in folder.iterdir())


def beside(
    folder: Path, measured: dict[str, Any], hunt: Callable[[Path, Path, Path], dict[str, Any]]
) -> dict[str, dict[str, Any]]:
    """Hunts in folder/exchanges written as each form, beside the one `measured`, which is in folder/found.

    `more` is by how much a hunt takes longer, 0.6: 60 % longer; `cpu_more` the same of processor time, `features_more`
    of the stage that reads.
    """
    found: dict[str, dict[str, Any]] = {}
    for form in FORMS:
        log, out = folder / form, folder / f"found-{form}"
        size = write(folder / "exchanges", log, form)
        own = hunt(folder, log, out)
        names = [f"{name}.parquet" for name in TABLES]
        equal = all((out / name).read_bytes() == (folder / "found" / name).read_bytes() for name in names)
        times = {"more": (own["wall_seconds"], measured["wall_seconds"])}
        times |= {"cpu_more": (own["cpu_seconds"], measured["cpu_seconds"])}
        times |= {"features_more": (_features(own), _features(measured))}
        more = {name: round(lines / parquet - 1, 3) for name, (lines, parquet) in times.items()}
        found[form] = {"bytes": size, "equal_results": equal} | more | own
    return found


def _features(run: dict[str, Any]) -> float:
    """Seconds of the stage that reads."""
    return float(next(stage["seconds"] for stage in run["stages"] if stage["name"] == "features"))
