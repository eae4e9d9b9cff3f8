"""Where tables live: Parquet files in a folder, or objects in a store, written whole or not at all.

work/
  files.json                             what is remembered of the input's files
  parts/<fingerprint>.features.parquet   one per part of the input
  parts/<fingerprint>.rejected.parquet
  parts/<fingerprint>.sampled.parquet    rows that a sample drew, so that the next need not read all; may be missing
  parts/<fingerprint>.json               the marker: written last, so a part with a marker is done
"""

import hashlib
import json
import os
import platform
import secrets
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from hydrascope.errors import OutsideError
from hydrascope.files import UNFINISHED as UNFINISHED
from hydrascope.files import Location, Unanswered, for_arrow, raised

TABLES = ("features", "rejected")
SAMPLED = "sampled"
AT_ONCE = 16
"""Parts that are asked for together: of a store, to ask is mostly to wait."""
LEFTOVER_AFTER = 24 * 3600
"""Seconds: another machine's unfinished file that nobody touched for so long belongs to a run that was killed."""
MACHINE = hashlib.blake2b(platform.node().encode(), digest_size=4).hexdigest()


class Store:
    """Finished work under one folder. Two runs may share it; a part is done once."""

    def __init__(self, root: Location) -> None:
        self.root: Location = root.absolute()
        self.parts: Location = self.root / "parts"
        try:
            if isinstance(self.parts, Path):
                self.parts.mkdir(parents=True, exist_ok=True)
            else:
                self.parts.try_out()
        except Unanswered as error:
            raise raised(error) from error
        except OSError as error:
            raise _unwritten(self.parts, error) from error
        self.sweep()

    def sweep(self) -> None:
        """Remove what killed runs left half-written."""
        for folder in (self.root, self.parts):
            sweep(folder)

    def recall(self, name: str) -> bytes | None:
        """What was kept under this name; None where there is nothing."""
        try:
            return (self.root / name).read_bytes()
        except FileNotFoundError:
            return None

    def keep(self, name: str, content: bytes) -> None:
        """Keep some bytes beside the parts."""
        if self.recall(name) != content:
            _put(self.root / name, content)

    def drop(self, fingerprint: str) -> None:
        """Forget a part that is needed no more. The marker goes first, so that no half part is taken for a whole."""
        (self.parts / f"{fingerprint}.json").unlink(missing_ok=True)
        for name in (*TABLES, SAMPLED):
            self.table(fingerprint, name).unlink(missing_ok=True)

    def marker(self, fingerprint: str) -> dict[str, Any] | None:
        """What was noted of a finished part; None where it is not finished."""
        path = self.parts / f"{fingerprint}.json"
        try:
            marker = json.loads(path.read_bytes())
        except (FileNotFoundError, ValueError):
            return None
        whole = all(self.table(fingerprint, name).exists() for name in TABLES)
        return marker if whole and isinstance(marker, dict) else None

    def markers(self, fingerprints: Iterable[str]) -> dict[str, Mapping[str, Any]]:
        """What was noted of those parts that are finished, in the order given."""
        with ThreadPoolExecutor(AT_ONCE) as threads:
            found = [(name, threads.submit(self.marker, name)) for name in fingerprints]
        return {name: marker for name, asked in found if (marker := asked.result()) is not None}

    def finish(self, fingerprint: str, marker: Mapping[str, object]) -> None:
        """Note that a part is done."""
        _put(self.parts / f"{fingerprint}.json", json.dumps(marker, sort_keys=True).encode())

    def finished(self) -> list[str]:
        """The parts that were noted as done, sorted."""
        return sorted(path.stem for path in self.parts.glob("*.json"))

    def secure(self, fingerprints: Sequence[str]) -> None:
        """Have parts on the disk itself before this returns, so that what they were read from may be deleted."""
        files = [self.table(name, table) for name in fingerprints for table in TABLES]
        marks = [self.parts / f"{name}.json" for name in fingerprints]
        # What an object store has taken it has.
        for path in (p for p in [*files, *marks, self.parts] if isinstance(p, Path)):
            try:
                descriptor = os.open(path, os.O_RDONLY)
                os.fsync(descriptor)
                os.close(descriptor)
            except OSError as error:
                raise _unwritten(path, error) from error

    def table(self, fingerprint: str, name: str) -> Location:
        """The file of a part's table."""
        return self.parts / f"{fingerprint}.{name}.parquet"

    def read(self, fingerprint: str, name: str, schema: pa.Schema, columns: Sequence[str] | None = None) -> pa.Table:
        """A table of a finished part, or some of its columns. Raises OutsideError when its file is damaged."""
        path = self.table(fingerprint, name)
        wanted = list(schema.names if columns is None else columns)
        try:
            return _listed(pq.read_table(for_arrow(path), schema=_flat(schema), columns=wanted).select(wanted), schema)
        except Unanswered as error:
            raise OutsideError(f"{path}: cannot be read: {error.strerror}") from error
        except (OSError, pa.ArrowException) as error:
            raise OutsideError(f"{path}: damaged or gone; delete it and run again to have it anew") from error


def sweep(folder: Location) -> None:
    """Remove what a run left half-written that was killed: one of this machine that is gone, or nobody's for a day."""
    for leftover in folder.glob(f"{UNFINISHED}*"):
        machine, _, process = leftover.name.removeprefix(UNFINISHED).rpartition("-")[0].partition("-")
        here = machine == MACHINE and process.isdecimal()
        with suppress(FileNotFoundError):
            gone = not _runs(int(process)) if here else time.time() - leftover.stat().st_mtime > LEFTOVER_AFTER
            if gone and isinstance(leftover, Path) and leftover.is_dir():
                shutil.rmtree(leftover, ignore_errors=True)
            elif gone:
                leftover.unlink()


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def _fresh(folder: Path) -> Path:
    """A name for something unfinished: it tells machine and process, for `sweep`."""
    return folder / f"{UNFINISHED}{MACHINE}-{os.getpid()}-{secrets.token_hex(8)}"


def _unwritten(path: Location, error: OSError) -> OutsideError:
    """Says what could not be written, why, and how much room there is."""
    if not isinstance(path, Path):
        return OutsideError(f"{path}: cannot be written: {error.strerror}")
    room = ""
    with suppress(OSError):
        near = next(folder for folder in (path, *path.parents) if folder.is_dir())
        room = f"; {shutil.disk_usage(near).free / 2**20:,.0f} MiB are free there"
    return OutsideError(f"{path}: cannot be written ({error.strerror or error}){room}; what stood there is untouched")


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A path to write to that takes the place of `path` when all went well, and vanishes else.

    Who may read the file is what the user's umask says, as for any new file.
    Raises OutsideError when the disk is full or the folder cannot be written.
    """
    unfinished: Path | None = None
    try:
        fresh = _fresh(path.parent)
        fresh.touch(exist_ok=False)
        unfinished = fresh
        yield unfinished
        os.replace(unfinished, path)
    except OSError as error:
        raise _unwritten(path, error) from error
    finally:
        if unfinished is not None:
            unfinished.unlink(missing_ok=True)


def _put(place: Location, content: bytes | pa.Buffer) -> None:
    """Write a file whole or not at all. Raises OutsideError as `replacing` does."""
    if isinstance(place, Path):
        with replacing(place) as path:
            path.write_bytes(content)
        return
    try:
        place.write_bytes(content)
    except OSError as error:
        raise _unwritten(place, error) from error


@contextmanager
def _filling(place: Location) -> Iterator[Path | pa.BufferOutputStream]:
    """What a writer is to fill: a file that takes its place when all went well, or memory that is put there then."""
    if isinstance(place, Path):
        with replacing(place) as path:
            yield path
    else:
        held = pa.BufferOutputStream()
        yield held
        _put(place, held.getvalue())


@contextmanager
def publishing(folder: Path, last: str) -> Iterator[Path]:
    """A folder to fill; at the end its files take the places of those in `folder` in one go, `last` at the very last.

    Nothing in `folder` is touched before all is written. Raises OutsideError as `replacing` does.
    """
    sweep(folder)
    staged = _fresh(folder)
    try:
        staged.mkdir()
        yield staged
        names = sorted(path.relative_to(staged) for path in staged.rglob("*") if path.is_file())
        for name in sorted(names, key=lambda name: (str(name) == last, name)):
            (folder / name).parent.mkdir(exist_ok=True)
            os.replace(staged / name, folder / name)
    except OSError as error:
        raise _unwritten(folder, error) from error
    finally:
        shutil.rmtree(staged, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class Writer:
    """Takes the batches of a table for `Store.read`."""

    file: pq.ParquetWriter

    def write_batch(self, batch: pa.RecordBatch) -> None:
        """Append rows."""
        columns = [_bytes(c) if pa.types.is_fixed_size_list(c.type) else c for c in batch.columns]
        self.file.write_batch(pa.RecordBatch.from_arrays(columns, schema=_flat(batch.schema)))


@contextmanager
def writing(path: Location, schema: pa.Schema) -> Iterator[Writer]:
    """A writer for `path`; the file appears when the block ends without an error."""
    labels = [field.name for field in schema if pa.types.is_dictionary(field.type)]
    with (
        _filling(path) as unfinished,
        pq.ParquetWriter(
            unfinished, _flat(schema), compression="lz4", use_dictionary=labels, write_statistics=False
        ) as writer,
    ):
        yield Writer(writer)


def _flat(schema: pa.Schema) -> pa.Schema:
    """Lists of a fixed size as bytes: Parquet knows no small integers and keeps book on every element of a list, which
    made one column of vectors as slow to read as the other forty together."""
    return pa.schema([field.with_type(_kept_as(field.type)) for field in schema])


def _kept_as(kind: pa.DataType) -> pa.DataType:
    return pa.binary(kind.list_size * kind.value_type.byte_width) if pa.types.is_fixed_size_list(kind) else kind


def _bytes(column: pa.FixedSizeListArray) -> pa.FixedSizeBinaryArray:
    """The same buffers, lists as bytes."""
    known, kind, inner = column.buffers()[0], _kept_as(column.type), column.values
    data = inner.buffers()[1].slice(inner.offset * inner.type.byte_width)
    return pa.Array.from_buffers(kind, len(column), [known, data], offset=column.offset)


def _listed(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """The inverse: bytes as the lists of the schema."""
    for place, name in enumerate(table.column_names):
        kind = schema.field(name).type
        if pa.types.is_fixed_size_list(kind):
            lists = pa.chunked_array([_lists(chunk, kind) for chunk in table[name].chunks], kind)
            table = table.set_column(place, schema.field(name), lists)
    return table


def _lists(column: pa.FixedSizeBinaryArray, kind: pa.DataType) -> pa.FixedSizeListArray:
    known, data = column.buffers()
    inner = pa.Array.from_buffers(kind.value_type, (column.offset + len(column)) * kind.list_size, [None, data])
    return pa.Array.from_buffers(kind, len(column), [known], offset=column.offset, children=[inner])


def write(path: Path, table: pa.Table) -> None:
    """Write a table to be kept: zstd, no timestamps or machine names inside, labels as plain strings."""
    sweep(path.parent)
    with replacing(path) as unfinished:
        pq.write_table(table, unfinished, compression="zstd", store_schema=False)
