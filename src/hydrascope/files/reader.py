"""The bytes of an object as a file."""

import io
import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

FIRST_READ, LARGEST_READ = 256 << 10, 8 << 20
"""Bytes: a read costs a round trip, so reads on end grow; a look at the head or the footer stays small."""


class ObjectReader(io.RawIOBase):
    """Reads an object that is open in a store. Every read is filled unless the object ends.

    `asking` surrounds what is asked of the store, and says what went wrong.
    """

    def __init__(self, file: pa.NativeFile, asking: Callable[[], AbstractContextManager[object]]) -> None:
        self._file, self._asking, self._size = file, asking, int(file.size())
        self._at = self._ahead_at = 0
        self._ahead, self._step = memoryview(b""), FIRST_READ // 2

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def tell(self) -> int:
        """Where the next read begins."""
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Read on from elsewhere."""
        self._at = max(0, offset + {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence])
        return self._at

    def readinto(self, buffer: "WriteableBuffer") -> int:
        """Fill the buffer; how many bytes there were."""
        into, done = memoryview(buffer).cast("B"), 0
        while done < len(into) and self._at < self._size:
            start = self._at - self._ahead_at
            if not 0 <= start < len(self._ahead):
                self._fetch(len(into) - done)
                start = 0
            piece = self._ahead[start : start + len(into) - done]
            if not piece:
                break
            into[done : done + len(piece)] = piece
            done, self._at = done + len(piece), self._at + len(piece)
        return done

    def _fetch(self, wanted: int) -> None:
        on_end = self._at == self._ahead_at + len(self._ahead)
        self._step = min(2 * self._step, LARGEST_READ) if on_end else FIRST_READ
        with self._asking():
            self._ahead = memoryview(self._file.read_at(max(wanted, self._step), self._at))
        self._ahead_at = self._at

    def close(self) -> None:
        """Give the object back."""
        if not self.closed:
            self._file.close()
        super().close()
