"""The folder that a hunt leaves: tables, report, rejected rows, and the summary that is written last."""

import hashlib
import json
import platform
from collections.abc import Iterator, Mapping
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pyarrow.compute as pc

from hydrascope import __version__
from hydrascope.pipeline import Clock, Hunted
from hydrascope.report import render
from hydrascope.settings import Settings
from hydrascope.store import publishing, write

LIBRARIES = ("numpy", "numba", "pyarrow")
SUMMARY = "summary.json"


def publish(out: Path, hunted: Hunted, settings: Settings, clock: Clock) -> None:
    """Replace the results in `out` by these, once all are written. Raises OutsideError where they cannot be.

    The summary comes last and holds a digest of every file, so that a reader can tell that all he read is of one hunt.
    """
    told = summary(hunted, settings)
    with publishing(out, SUMMARY) as staged:
        clock.time("report", lambda: _write(staged, hunted, told, settings))
        told |= {"results": _digests(staged), "stages": clock.stages}
        (staged / SUMMARY).write_text(json.dumps(told, indent=2, sort_keys=True, default=_plain) + "\n", "utf-8")


def summary(hunted: Hunted, settings: Settings) -> dict[str, Any]:
    """What went in and came out, in numbers."""
    reasons = hunted.rejected["reason"].value_counts().to_pylist()
    return {
        "version": __version__,
        "versions": {"python": platform.python_version()} | {name: version(name) for name in LIBRARIES},
        "settings": settings.shown(),
        "seed": settings.seed,
        "promise": {"max_fpr": settings.max_fpr},
        "input": hunted.input,
        "rejected": {
            "total": hunted.rejected.num_rows,
            "by_reason": {r["values"]: r["counts"] for r in sorted(reasons, key=lambda r: str(r["values"]))},
        },
        "coverage": hunted.coverage,
        "unknown_columns": hunted.unknown_columns,
        "skipped_files": [{"file": name, "why": why} for name, why in hunted.skipped],
        "warnings": list(hunted.warnings),
        "flagged": flagged(hunted),
        "campaigns": hunted.findings.campaigns.num_rows,
    }


def told(hunted: Hunted, out: Path) -> Iterator[tuple[str, bool]]:
    """What a person is told in the end, line by line, and whether it is a warning."""
    for warning in hunted.warnings:
        yield f"! {warning}", True
    if hunted.rejected.num_rows:
        yield f"! {hunted.rejected.num_rows:,} rows could not be used: {out}/rejected/", True
    for d in hunted.findings.dossiers:
        yield (
            f"{d.campaign_id}: {d.accounts:,} accounts ({d.flagged:,} flagged), {d.exchanges:,} exchanges, "
            f"probability {d.probability:.3f}",
            False,
        )
    if not hunted.findings.dossiers:
        yield "No campaign found.", False
    yield f"{out}/report.html", False


def flagged(hunted: Hunted) -> int:
    """How many accounts are flagged."""
    column = hunted.findings.accounts["flagged"]
    return pc.sum(column).as_py() or 0


def _write(folder: Path, hunted: Hunted, told: Mapping[str, Any], settings: Settings) -> None:
    found = hunted.findings
    for name, table in (
        ("accounts", found.accounts),
        ("campaigns", found.campaigns),
        ("exchanges", found.harvested),
        ("links", found.links),
    ):
        write(folder / f"{name}.parquet", table)
    (folder / "rejected").mkdir()
    write(folder / "rejected" / "rejected.parquet", hunted.rejected)
    page = render(found.dossiers, found.cleared, told, redact=not settings.reveal)
    (folder / "report.html").write_text(page, encoding="utf-8")


def _digests(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): _digest(path) for path in files}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
