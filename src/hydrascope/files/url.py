"""An object of a store, or a folder of them, by URL."""

import io
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from hashlib import blake2b
from pathlib import PurePosixPath
from typing import Any, Literal, NamedTuple

import pyarrow as pa
from pyarrow import fs

from hydrascope.files.reader import FIRST_READ, ObjectReader
from hydrascope.files.trouble import RAISED, told

UNFINISHED = ".unfinished-"
"""So begin names of what is not whole; the store removes them after a day, should a run that was killed leave one."""


class Stat(NamedTuple):
    """What `os.stat` says of a file, as far as it is asked. For nanoseconds stands the tag of an object's content:
    a store may tell the time of change in whole seconds, and an object may be replaced twice in one."""

    st_size: int
    st_mtime: float
    st_mtime_ns: int
    st_ctime_ns: int
    st_dev: int = 0
    st_ino: int = 0


@dataclass(frozen=True, slots=True)
class Url:
    """An object, or the folder of those whose keys begin with `key` and a slash. Does what is asked of a Path here.

    `root` is scheme and bucket, `options` what follows the question mark. It holds no secret: credentials come from
    the environment of the process that opens it, so it may be sent to executors and told in messages.
    """

    root: str
    key: str = ""
    options: str = ""

    def __str__(self) -> str:
        return f"{self.root}/{self.key}" if self.key else self.root

    def __truediv__(self, below: str) -> "Url":
        return Url(self.root, f"{self.key}/{below}" if self.key else below, self.options)

    @property
    def parts(self) -> tuple[str, ...]:
        """Its steps, the bucket first."""
        return (self.root, *(self.key.split("/") if self.key else ()))

    @property
    def name(self) -> str:
        """Its last step."""
        return self.parts[-1]

    @property
    def stem(self) -> str:
        """Its last step without its ending."""
        return PurePosixPath(self.name).stem

    def as_posix(self) -> str:
        """Itself as text."""
        return str(self)

    def absolute(self) -> "Url":
        """Itself: there is no current folder in a store."""
        return self

    def resolve(self) -> "Url":
        """Itself: there are no links in a store."""
        return self

    def exists(self) -> bool:
        """Something is there. Raises Unanswered, as all that follow."""
        return self._info().type is not fs.FileType.NotFound

    def is_dir(self) -> bool:
        """It is a folder: it begins keys of objects."""
        return self._info().type is fs.FileType.Directory

    def is_file(self) -> bool:
        """It is an object."""
        return self._info().type is fs.FileType.File

    def stat(self) -> Stat:
        """Size and tag of an object."""
        with self._asking() as (store, path), store.open_input_file(path) as file:
            said = {_text(name).lower(): _text(value) for name, value in (file.metadata() or {}).items()}
        tag = said.get("etag") or repr(sorted(said.items()))
        number = int.from_bytes(blake2b(tag.encode(), digest_size=8).digest(), "big") >> 1
        info = self._info()
        return Stat(info.size, info.mtime_ns / 1e9, number, number)

    def glob(self, pattern: str) -> Iterator["Url"]:
        """Objects right below, whose names match the pattern."""
        return (found for found in self._listed(recursive=False) if fnmatchcase(found.name, pattern))

    def rglob(self, pattern: str) -> Iterator["Url"]:
        """Objects below, however deep, whose names match the pattern."""
        return (found for found in self._listed(recursive=True) if fnmatchcase(found.name, pattern))

    def open(self, mode: Literal["rb"]) -> io.BufferedReader:
        """Its bytes; they may be sought in."""
        return io.BufferedReader(self.raw(), FIRST_READ)

    def raw(self) -> ObjectReader:
        """Its bytes without a buffer between, for a reader that asks for much at a time."""
        with self._asking() as (store, path):
            return ObjectReader(store.open_input_file(path), self._asking)

    def read_bytes(self) -> bytes:
        """All of its bytes."""
        with self._asking() as (store, path), store.open_input_stream(path, compression=None) as stream:
            return bytes(stream.read())

    def write_bytes(self, content: bytes | pa.Buffer) -> int:
        """Put an object in the place of what is there: whole, or not at all."""
        with self._asking() as (store, path):
            stream = store.open_output_stream(path, compression=None)
            # In one call, and closed only after it: closing completes the object, whatever came before.
            stream.write(content)
            stream.close()
        return len(content)

    def unlink(self, missing_ok: bool = False) -> None:
        """Remove an object."""
        with suppress(*([FileNotFoundError] if missing_ok else [])), self._asking() as (store, path):
            store.delete_file(path)

    def try_out(self) -> None:
        """Put an object below and remove it again, to learn whether that is allowed."""
        probe = self / f"{UNFINISHED}probe-{secrets.token_hex(8)}"
        probe.write_bytes(b"")
        probe.unlink()

    def _info(self) -> fs.FileInfo:
        with self._asking() as (store, path):
            return store.get_file_info(path)

    def _listed(self, recursive: bool) -> Iterator["Url"]:
        with self._asking() as (store, path):
            found = store.get_file_info(fs.FileSelector(path, recursive=recursive, allow_not_found=True))
        yield from (self / i.path[len(path) :].removeprefix("/") for i in found if i.type is fs.FileType.File)

    @contextmanager
    def _asking(self) -> Iterator[tuple[Any, str]]:
        """The store and the path within. What goes wrong is told without what Arrow said."""
        try:
            store, base = _store(self.root, self.options)
            yield store, "/".join(filter(None, (base, self.key)))
        except RAISED as error:
            raise told(str(self), error) from None


@lru_cache(maxsize=64)
def _store(root: str, options: str) -> tuple[Any, str]:
    """The store, and the path of its root: one for each process."""
    store, base = fs.FileSystem.from_uri(f"{root}?{options}" if options else root)
    return store, base.strip("/")


def _text(value: bytes | str) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value
