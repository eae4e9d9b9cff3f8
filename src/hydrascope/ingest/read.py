"""A part → batches of exchanges, whatever its format."""

from collections.abc import Collection, Iterator, Sequence

from hydrascope.errors import OutsideError, SettingsError
from hydrascope.ingest.assemble import COLUMNS
from hydrascope.ingest.canonical import CanonicalDecoder
from hydrascope.ingest.chunks import chunks
from hydrascope.ingest.fieldmap import FieldMap
from hydrascope.ingest.formats import REQUIRED
from hydrascope.ingest.lines import blocks
from hydrascope.ingest.objects import read_objects
from hydrascope.ingest.parquet import read_parquet
from hydrascope.ingest.part import BATCH_ROWS, Batch, Part
from hydrascope.ingest.sample import sample


def read(
    part: Part,
    batch_rows: int = BATCH_ROWS,
    field_map: FieldMap | None = None,
    columns: Sequence[str] | None = None,
) -> Iterator[Batch]:
    """Stream a part in batches of at most `batch_rows` rows, in bounded memory.

    Columns that are not among `columns` come out as nulls; what is required is always there. Raises
    OutsideError when the file cannot be read any more, SettingsError when a field map is missing.
    """
    if part.format == "map" and field_map is None:
        raise SettingsError(f"{part.name}: recognised by a field map, but read without it")
    wanted = COLUMNS if columns is None else tuple(c for c in COLUMNS if c in columns or c in REQUIRED)
    try:
        if part.format == "parquet":
            yield from read_parquet(part, batch_rows, wanted)
        elif part.format == "jsonl" and _in_lines(part):
            yield from _canonical(part, batch_rows, wanted)
        else:
            yield from read_objects(part, batch_rows, wanted, field_map, _in_lines(part))
    except OSError as error:
        raise OutsideError(f"{part.name}: cannot be read: {error.strerror or 'input error'}") from error


def _in_lines(part: Part) -> bool:
    """Only files of lines are split, so any later part is one."""
    return part.start > 0 or sample(part.path).layout == "lines"


def _canonical(part: Part, batch_rows: int, wanted: Collection[str]) -> Iterator[Batch]:
    decoder = CanonicalDecoder(wanted)
    for block in blocks(chunks(part.path, part.start, part.stop), batch_rows, part.first_line, part.start):
        yield decoder.read(block, part.name)
