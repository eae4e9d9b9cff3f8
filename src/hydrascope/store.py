"""Where tables live: Parquet files in a folder, written whole or not at all.

    work/
      parts/<fingerprint>.features.parquet   one per part of the input
      parts/<fingerprint>.rejected.parquet
      parts/<fingerprint>.json               the marker: written last, so a part with a marker is done
"""

import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from hydrascope.errors import OutsideError

HASHES = ("phrases", "vector", "purpose")


class Store:
    """Finished work under one folder. Two runs may share it; a part is done once."""

    def __init__(self, root: Path) -> None:
        self.parts = root / "parts"
        self.parts.mkdir(parents=True, exist_ok=True)
        for leftover in self.parts.glob(".unfinished-*"):
            leftover.unlink(missing_ok=True)

    def marker(self, fingerprint: str) -> dict[str, object] | None:
        """What was noted of a finished part; None where it is not finished."""
        path = self.parts / f"{fingerprint}.json"
        try:
            marker: dict[str, object] = json.loads(path.read_text())
        except (FileNotFoundError, json.JSONDecodeError):
            return None
        return marker

    def finish(self, fingerprint: str, marker: Mapping[str, object]) -> None:
        """Note that a part is done."""
        with replacing(self.parts / f"{fingerprint}.json") as path:
            path.write_text(json.dumps(marker, sort_keys=True))

    def table(self, fingerprint: str, name: str) -> Path:
        """The file of a part's table."""
        return self.parts / f"{fingerprint}.{name}.parquet"


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A path to write to that takes the place of `path` when all went well, and vanishes else.

    Raises OutsideError when the disk is full or the folder cannot be written.
    """
    handle, name = tempfile.mkstemp(prefix=".unfinished-", dir=path.parent)
    os.close(handle)
    unfinished = Path(name)
    try:
        yield unfinished
        os.replace(unfinished, path)
    except OSError as error:
        raise OutsideError(f"{path}: cannot be written ({error.strerror or error}); what stood there is untouched") from error
    finally:
        unfinished.unlink(missing_ok=True)


@contextmanager
def writing(path: Path, schema: pa.Schema) -> Iterator[pq.ParquetWriter]:
    """A Parquet writer for `path`; the file appears when the block ends without an error."""
    labels = [field.name for field in schema if pa.types.is_dictionary(field.type)]
    with replacing(path) as unfinished, pq.ParquetWriter(
        unfinished, schema, compression="lz4", use_dictionary=labels, write_statistics=False
    ) as writer:
        yield writer


def write(path: Path, table: pa.Table) -> None:
    """Write a table to be kept: zstd, no timestamps or machine names inside."""
    with replacing(path) as unfinished:
        pq.write_table(table, unfinished, compression="zstd")
