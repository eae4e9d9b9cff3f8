"""Where tables live: Parquet files in a folder, written whole or not at all.

work/
  parts/<fingerprint>.features.parquet   one per part of the input
  parts/<fingerprint>.rejected.parquet
  parts/<fingerprint>.json               the marker: written last, so a part with a marker is done
"""

import json
import os
import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from hydrascope.errors import OutsideError

TABLES = ("features", "rejected")
LEFTOVER_AFTER = 24 * 3600
"""Seconds: an unfinished file that nobody has touched for so long belongs to a run that was killed."""


class Store:
    """Finished work under one folder. Two runs may share it; a part is done once."""

    def __init__(self, root: Path) -> None:
        self.parts = root / "parts"
        self.parts.mkdir(parents=True, exist_ok=True)
        for leftover in self.parts.glob(".unfinished-*"):
            with suppress(FileNotFoundError):
                if time.time() - leftover.stat().st_mtime > LEFTOVER_AFTER:
                    leftover.unlink()

    def marker(self, fingerprint: str) -> dict[str, Any] | None:
        """What was noted of a finished part; None where it is not finished."""
        path = self.parts / f"{fingerprint}.json"
        try:
            marker = json.loads(path.read_text())
        except (FileNotFoundError, ValueError):
            return None
        whole = all(self.table(fingerprint, name).exists() for name in TABLES)
        return marker if whole and isinstance(marker, dict) else None

    def finish(self, fingerprint: str, marker: Mapping[str, object]) -> None:
        """Note that a part is done."""
        with replacing(self.parts / f"{fingerprint}.json") as path:
            path.write_text(json.dumps(marker, sort_keys=True))

    def table(self, fingerprint: str, name: str) -> Path:
        """The file of a part's table."""
        return self.parts / f"{fingerprint}.{name}.parquet"

    def read(self, fingerprint: str, name: str, schema: pa.Schema) -> pa.Table:
        """A table of a finished part. Raises OutsideError when its file is damaged."""
        path = self.table(fingerprint, name)
        try:
            return pq.read_table(path, schema=schema)
        except (OSError, pa.ArrowException) as error:
            raise OutsideError(f"{path}: damaged or gone; delete it and run again to have it anew") from error


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A path to write to that takes the place of `path` when all went well, and vanishes else.

    Who may read the file is what the user's umask says, as for any new file.
    Raises OutsideError when the disk is full or the folder cannot be written.
    """
    unfinished: Path | None = None
    try:
        fresh = path.parent / f".unfinished-{secrets.token_hex(8)}"
        fresh.touch(exist_ok=False)
        unfinished = fresh
        yield unfinished
        os.replace(unfinished, path)
    except OSError as error:
        raise OutsideError(
            f"{path}: cannot be written ({error.strerror or error}); what stood there is untouched"
        ) from error
    finally:
        if unfinished is not None:
            unfinished.unlink(missing_ok=True)


@contextmanager
def writing(path: Path, schema: pa.Schema) -> Iterator[pq.ParquetWriter]:
    """A Parquet writer for `path`; the file appears when the block ends without an error."""
    labels = [field.name for field in schema if pa.types.is_dictionary(field.type)]
    with (
        replacing(path) as unfinished,
        pq.ParquetWriter(
            unfinished, schema, compression="lz4", use_dictionary=labels, write_statistics=False
        ) as writer,
    ):
        yield writer


def write(path: Path, table: pa.Table) -> None:
    """Write a table to be kept: zstd, no timestamps or machine names inside."""
    with replacing(path) as unfinished:
        pq.write_table(table, unfinished, compression="zstd")
