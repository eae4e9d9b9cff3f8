"""Received lines on disk: JSON-lines files that are only ever appended to, each line there to stay once it is told."""

import os
from collections.abc import Sequence
from io import FileIO
from pathlib import Path
from threading import Lock

from hydrascope.errors import OutsideError
from hydrascope.ingest import whole_lines

ROLL_BYTES = 256 << 20
"""A file is not appended to beyond this, so that old ones can be deleted."""


class Spool:
    """A folder of `00000001.jsonl`, `00000002.jsonl`, …; one process writes to it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = Lock()
        self._file: FileIO | None
        try:
            folder.mkdir(parents=True, exist_ok=True)
            last = max((int(path.stem) for path in folder.glob("*.jsonl") if path.stem.isdecimal()), default=0)
            self._number, self._file = last, self._open(last) if last else None
        except OSError as error:
            raise OutsideError(f"{folder}: cannot be written ({error.strerror or error})") from error

    def add(self, lines: Sequence[bytes]) -> None:
        """Append lines; they are on the disk when this returns. Raises OutsideError, and then none of them is."""
        data = memoryview(b"".join(line + b"\n" for line in lines))
        with self._lock:
            file, size = self._file, 0
            try:
                if file is None or file.seek(0, os.SEEK_END) >= ROLL_BYTES:
                    file = self._next()
                size = file.seek(0, os.SEEK_END)
                while data:
                    data = data[file.write(data) :]
                os.fsync(file.fileno())
            except OSError as error:
                if file is not None:
                    file.truncate(size)
                raise OutsideError(f"{self.folder}: cannot be written ({error.strerror or error})") from error

    def close(self) -> None:
        """Nothing can be added any more."""
        with self._lock:
            if self._file is not None:
                self._file.close()

    def _next(self) -> FileIO:
        """Go on in the next file."""
        fresh = self._open(self._number + 1)
        if self._file is not None:
            self._file.close()
        self._number, self._file = self._number + 1, fresh
        return fresh

    def _open(self, number: int) -> FileIO:
        """The file of this number, unbuffered, without the beginning of a line that a killed process left."""
        path = self.folder / f"{number:08d}.jsonl"
        file = path.open("ab", buffering=0)
        size = path.stat().st_size
        whole = whole_lines(path, size)
        file.truncate(whole)
        if whole and _last(path) != b"\n":
            file.write(b"\n")
        os.fsync(file.fileno())
        folder = os.open(self.folder, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
        return file


def _last(path: Path) -> bytes:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1)
