"""What is remembered of files from one look to the next, so that what did not change is not read to find that out.

Nothing depends on it but time: without it, the same parts are found.
"""

from collections.abc import Iterator

import msgspec

from hydrascope.files import Location
from hydrascope.ingest.part import Part
from hydrascope.ingest.recognise import Found
from hydrascope.ingest.split import Range, holds

Identity = tuple[int, int, int, int, int]
"""Device, inode, size, time of change of content and of the file, in nanoseconds; for an object, the tag of its
content stands in place of times."""


class Seen(msgspec.Struct, frozen=True, omit_defaults=True):
    """A file as it was looked at. `asked` is how; `why`: it is no log; `waits`: it may still be being written."""

    identity: Identity
    asked: str
    format: str = ""
    layout: str = "lines"
    ranges: tuple[Range, ...] = ()
    why: str = ""
    waits: bool = False

    def is_of(self, found: Found, identity: Identity) -> bool:
        """The same file, longer, and still of this format."""
        longer = self.identity[:2] == identity[:2] and self.identity[2] < identity[2]
        return longer and (self.format, self.layout) == (found.format, found.layout)


class _Kept(msgspec.Struct):
    version: str
    files: dict[str, Seen]
    parts: dict[str, list[str]]
    stale: list[str]
    keeps: bool = False


class Memory:
    """Files by path; fingerprints that they last gave; `stale`: fingerprints that are needed no more.

    These are all that a file gave and gives no more. Where the memory `keeps`, what was read of files that are gone
    still counts: stale is only what a file that still says the same has outgrown.
    """

    def __init__(self, files: dict[str, Seen] | None = None) -> None:
        self.files = files or {}
        self.parts: dict[str, list[str]] = {}
        self.stale: set[str] = set()
        self.keeps = False

    @classmethod
    def load(cls, kept: bytes | None, version: str) -> "Memory":
        """What `dump` gave; nothing where it is damaged or of another version."""
        memory = cls()
        try:
            found = msgspec.json.decode(kept or b"", type=_Kept)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return memory
        memory.keeps = found.keeps
        if found.version == version:
            memory.files, memory.parts, memory.stale = found.files, found.parts, set(found.stale)
        return memory

    def dump(self, version: str) -> bytes:
        """Itself as JSON."""
        kept = _Kept(version, self.files, self.parts, sorted(self.stale), self.keeps)
        return msgspec.json.encode(kept, order="deterministic")

    def keep(self) -> None:
        """From now on, what was read of files that are gone counts; so does what is stale by now, as it may be gone."""
        if not self.keeps:
            self.keeps = True
            self.stale.clear()

    def note(self, files: dict[str, Seen], parts: list[Part]) -> None:
        """These files are all that there are now, and these their parts."""
        given: dict[str, list[str]] = {}
        for part in parts:
            given.setdefault(key(part.path), []).append(part.fingerprint)
        now = {part.fingerprint for part in parts}
        if self.keeps:
            places = {key(part.path): part.path for part in parts}
            for name, path in places.items():
                self.stale.update(self._outgrown(name, path, files[name], now))
            self.files |= files
            self.parts = {name: held for name, held in self.parts.items() if name not in files} | given
        else:
            self.stale |= {old for path in files for old in self.parts.get(path, [])}
            self.files, self.parts = files, given
        self.stale -= now

    def _outgrown(self, name: str, path: Location, seen: Seen, now: set[str]) -> Iterator[str]:
        """Parts that this file gave when it was looked at before and gives no more, though it holds their bytes."""
        before = self.files.get(name)
        for r, old in zip(before.ranges if before else (), self.parts.get(name, []), strict=False):
            if old not in now and holds(path, r, seen.ranges):
                yield old


def key(path: Location) -> str:
    """What a file is remembered by."""
    return str(path.resolve()).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def identity(path: Location) -> Identity:
    """Changes when the file does."""
    stat = path.stat()
    return stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns
