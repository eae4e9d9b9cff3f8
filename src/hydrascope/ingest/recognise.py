"""What a file is, by looking at its first bytes and rows, never by its name."""

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.parquet as pq

from hydrascope.errors import NotALog
from hydrascope.files import Location, Unanswered, for_arrow
from hydrascope.ingest.fieldmap import FieldMap
from hydrascope.ingest.formats import FORMATS, OTHERS, REQUIRED, is_canonical
from hydrascope.ingest.sample import Layout, Sample, sample

PARQUET_MAGIC = b"PAR1"


@dataclass(frozen=True, slots=True)
class Found:
    """A file that is a log."""

    format: str
    layout: Layout = "lines"


def recognise(path: Location, format: str | None, field_map: FieldMap | None) -> Found:
    """The format of a file; `format` forces it, a field map claims every JSON file.

    Raises NotALog, saying what was found instead.
    """
    if path.stat().st_size == 0:
        raise NotALog("an empty file")
    with path.open("rb") as file:
        magic = file.read(4)
    if magic == PARQUET_MAGIC:
        if format not in (None, "parquet"):
            raise NotALog(f"a Parquet file, which cannot be read as {format}")
        return _parquet(path)
    seen = sample(path)
    if format == "parquet":
        raise NotALog(f"{seen.kind}, which is no Parquet")
    if format is not None:
        if not seen.objects and not seen.bracket:
            raise NotALog(f"{seen.kind}, which cannot be read as {format}")
        return Found(format, seen.layout)
    return Found("map", seen.layout) if field_map is not None and seen.objects else _by_looking(seen)


def _parquet(path: Location) -> Found:
    try:
        names = pq.read_schema(for_arrow(path)).names
    except Unanswered:
        raise
    except (OSError, pa.ArrowException, ValueError):
        raise NotALog("a Parquet file with a damaged or missing footer") from None
    missing = [name for name in REQUIRED if name not in names]
    if missing:
        raise NotALog(f"a Parquet file without {' and '.join(missing)}")
    return Found("parquet")


def _by_looking(seen: Sample) -> Found:
    if any(is_canonical(found) for found in seen.objects):
        return Found("jsonl", seen.layout)
    for other in OTHERS:
        if any(other.looks_like(found) for found in seen.objects):
            return Found(other.name, seen.layout)
    if not seen.objects:
        raise NotALog(seen.kind)
    raise NotALog(f"{seen.kind} whose objects are no exchanges of a known format")


def expected() -> str:
    """What could have been there, and what to do."""
    known = ", ".join(FORMATS)
    return f"expected an exchange log ({known}); name its format with --format or describe it with --map FILE"
