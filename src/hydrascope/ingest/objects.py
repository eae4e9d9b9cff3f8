"""Logs of JSON objects in any format but the canonical fast path → batches."""

from collections.abc import Collection, Iterable, Iterator

import numpy as np

from hydrascope.ingest.assemble import COLUMNS, Lost, assemble
from hydrascope.ingest.canonical import MOST_UNKNOWN, NOT_JSON, NOT_OBJECT, TOO_DEEP, parse, safe_name
from hydrascope.ingest.canonical import OTHERS as OTHER_COLUMNS
from hydrascope.ingest.chunks import Piece, chunks
from hydrascope.ingest.documents import elements
from hydrascope.ingest.fieldmap import FieldMap
from hydrascope.ingest.formats import OTHERS
from hydrascope.ingest.lines import BLOCK_BYTES, blocks
from hydrascope.ingest.logformat import Aside, Object, Row, Rows
from hydrascope.ingest.pairs import Pairs
from hydrascope.ingest.part import Batch, Flaw, Json, Part
from hydrascope.ingest.scalars import WRONG_TYPE

Parsed = tuple[int, Object | Flaw, int]
Told = tuple[int, Row | Flaw | Aside, int]
"""Line or ordinal, what was found there, and bytes of text that it took."""

Text = tuple[int, bytes | Flaw]
"""Line or ordinal, and what stood there."""

UNREADABLE = Flaw(WRONG_TYPE, "the object's parts are not what its format says")
KNOWN = frozenset(COLUMNS)


def read_objects(
    part: Part, batch_rows: int, wanted: Collection[str], field_map: FieldMap | None, in_lines: bool
) -> Iterator[Batch]:
    """Batches of a part of JSON objects."""
    rows, halves = _rows_of(part.format, field_map)
    progress = _Progress(part.start)
    pieces = progress.watch(chunks(part.path, part.start, part.stop))
    texts = _of_lines(pieces, batch_rows, part) if in_lines else _of_document(pieces)
    gather = _Gather(part.name, wanted, strict=part.format == "jsonl")
    for line, found, size in _exchanges(_parsed(texts), rows, halves):
        gather.add(line, found, size)
        if gather.full(batch_rows):
            yield gather.batch(progress.taken())
    yield gather.batch(progress.taken())


class _Progress:
    """Bytes on disk taken in since it was last asked."""

    def __init__(self, start: int) -> None:
        self._asked = self._at = start

    def watch(self, pieces: Iterator[Piece | Flaw]) -> Iterator[Piece | Flaw]:
        """The same pieces, followed on their way."""
        for piece in pieces:
            if not isinstance(piece, Flaw):
                self._at = piece[1]
            yield piece

    def taken(self) -> int:
        """Bytes since the last call."""
        taken, self._asked = self._at - self._asked, self._at
        return taken


def _rows_of(format: str, field_map: FieldMap | None) -> tuple[Rows, bool]:
    if format == "map" and field_map is not None:
        return field_map.rows, False
    return next(((other.rows, other.halves) for other in OTHERS if other.name == format), (_as_it_is, False))


def _as_it_is(found: Object) -> Iterator[Row]:
    yield found


class _Gather:
    """Rows on their way into a batch."""

    def __init__(self, source: str, wanted: Collection[str], strict: bool) -> None:
        self._source, self._wanted, self._strict = source, wanted, strict
        self._clear()

    def _clear(self) -> None:
        self._rows: list[Row] = []
        self._lines: list[int] = []
        self._lost: Lost = []
        self._unknown: dict[str, int] = {}
        self._held = 0

    def add(self, line: int, found: Row | Flaw | Aside, size: int) -> None:
        self._held += size
        if isinstance(found, Aside):
            self._unknown[found.kind] = self._unknown.get(found.kind, 0) + 1
            return
        if isinstance(found, Flaw):
            self._lost.append((line, found))
            return
        self._rows.append(found)
        self._lines.append(line)
        for name in found.keys() - KNOWN:
            key = name if name in self._unknown or len(self._unknown) < MOST_UNKNOWN else OTHER_COLUMNS
            self._unknown[safe_name(key)] = self._unknown.get(safe_name(key), 0) + 1

    def full(self, batch_rows: int) -> bool:
        return len(self._lines) + len(self._lost) >= batch_rows or self._held >= BLOCK_BYTES

    def batch(self, bytes_in: int) -> Batch:
        columns = {name: [row.get(name) for row in self._rows] for name in self._wanted}
        made = assemble(
            columns,
            np.array(self._lines, np.int64),
            self._source,
            lost=self._lost,
            lenient=not self._strict,
            unknown=self._unknown,
            bytes_in=bytes_in,
        )
        self._clear()
        return made


def _parsed(texts: Iterable[Text]) -> Iterator[Parsed]:
    """Every object of every text: the object itself, or the objects of a list."""
    for line, text in texts:
        value = text if isinstance(text, Flaw) else _value(text)
        size = 0 if isinstance(text, Flaw) else len(text)
        for found in value if isinstance(value, list) else [value]:
            yield line, found if isinstance(found, (dict, Flaw)) else NOT_OBJECT, size
            size = 0


def _value(text: bytes) -> Json | Flaw:
    try:
        return parse(text)
    except RecursionError:
        return TOO_DEEP
    except ValueError:
        return NOT_JSON


def _exchanges(objects: Iterable[Parsed], rows: Rows, halves: bool) -> Iterator[Told]:
    pairs = Pairs()
    for line, found, size in objects:
        if isinstance(found, Flaw):
            yield line, found, size
            continue
        for place, whole in pairs.offer(line, found, size) if halves else [(line, found)]:
            for told in _told(whole, rows):
                yield place, told, size
                size = 0
    for place, alone in pairs.rest():
        for told in _told(alone, rows):
            yield place, told, 0


def _told(found: Object, rows: Rows) -> Iterator[Row | Flaw | Aside]:
    try:
        yield from rows(found)
    except RecursionError:
        yield TOO_DEEP
    except (TypeError, ValueError, LookupError, AttributeError, ArithmeticError):
        # A last net: no line that a caller can shape may end the whole run.
        yield UNREADABLE


def _of_lines(pieces: Iterator[Piece | Flaw], batch_rows: int, part: Part) -> Iterator[Text]:
    for block in blocks(pieces, batch_rows, part.first_line, part.start):
        places: list[Text] = [*zip(block.numbers, block.lines, strict=True), *block.lost]
        yield from sorted(places, key=lambda place: place[0])


def _of_document(pieces: Iterator[Piece | Flaw]) -> Iterator[Text]:
    """Elements by ordinal; a flaw of the stream stands behind the last one."""
    flaws: list[Flaw] = []
    last = 0
    for last, text in elements(_bytes(pieces, flaws)):
        yield last, text
    yield from ((last + 1, flaw) for flaw in flaws)


def _bytes(pieces: Iterator[Piece | Flaw], flaws: list[Flaw]) -> Iterator[bytes]:
    for piece in pieces:
        if isinstance(piece, Flaw):
            flaws.append(piece)
        else:
            yield piece[0]
