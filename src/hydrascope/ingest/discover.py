"""Files and folders → parts to read."""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from msgspec.structs import replace

from hydrascope.errors import NotALog, OutsideError, SettingsError, UserError
from hydrascope.files import Location, Unanswered, Url
from hydrascope.ingest.fieldmap import FieldMap
from hydrascope.ingest.formats import FORMATS
from hydrascope.ingest.memory import Memory, Seen, identity, key
from hydrascope.ingest.part import Discovery, Part
from hydrascope.ingest.recognise import Found, expected, recognise
from hydrascope.ingest.split import is_cut, parts, ranges, whole_lines

WAITS = "it may still be being written; it is taken once it stays as it is"
NO_LINE = "no whole line yet"
AT_ONCE = 16
"""Objects of a store that are looked at together: to look is mostly to wait."""


@dataclass(slots=True)
class _Search:
    """What has been found so far."""

    format: str | None
    field_map: FieldMap | None
    memory: Memory
    growing: bool
    looks: dict[Location, Future[Seen]] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    files: dict[str, Seen] = field(default_factory=dict)

    def take(self, path: Location, name: str) -> None:
        """Add the parts of a file. Raises NotALog, OutsideError."""
        digest = self.field_map.digest if self.field_map else ""
        try:
            seen = self.looks.pop(path).result() if path in self.looks else self.look(path)
            self.files[key(path)] = seen
            if seen.why:
                raise NotALog(seen.why)
            found = Found(seen.format, "document" if seen.layout == "document" else "lines")
            self.parts += parts(path, name, found, seen.ranges, digest if seen.format == "map" else "")
        except OSError as error:
            raise OutsideError(f"{name}: cannot be read: {error.strerror or 'input error'}") from error

    def look(self, path: Location) -> Seen:
        """The file as it is now, or as it is remembered where it did not change. Raises OSError."""
        asked = f"{self.format}|{self.field_map.digest if self.field_map else ''}|{self.growing}"
        now, before = identity(path), self.memory.files.get(key(path))
        same = before is not None and before.identity == now and before.asked == asked
        if before is not None and same and not before.waits:
            return before
        try:
            found = recognise(path, self.format, self.field_map)
        except NotALog as no_log:
            return Seen(now, asked, why=str(no_log))
        return self._cut(path, found, Seen(now, asked, found.format, found.layout), before, same)

    def _cut(self, path: Location, found: Found, seen: Seen, before: Seen | None, same: bool) -> Seen:
        end, cut = seen.identity[2], is_cut(path, found)
        if self.growing and cut:
            end = whole_lines(path, end)
            if end == 0:
                return replace(seen, why=NO_LINE)
        elif self.growing and found.format != "parquet" and not same:
            return replace(seen, why=WAITS, waits=True)
        known = before.ranges if before and cut and before.is_of(found, seen.identity) else ()
        return replace(seen, ranges=ranges(path, found, end, known))


def discover(
    sources: Sequence[Location],
    format: str | None = None,
    field_map: FieldMap | None = None,
    memory: Memory | None = None,
    growing: bool = False,
) -> Discovery:
    """Parts of every log under `sources`; files in folders that are no log are skipped, with the reason.

    `memory` is read and brought up to date; where it keeps, an empty folder is no error. `growing`: files may be being
    written. Of lines the whole ones are taken, other files when they are whole or did not change since the last look;
    what is no log yet is skipped, not an error.

    A file that is found twice is read once. No two files have one name, so a name and a line are one place.
    Raises NotALog for a named file that is no log and for a folder without any, UserError for a path
    that does not exist, SettingsError for an impossible format, OutsideError when a file cannot be read.
    """
    if format is not None and format not in FORMATS:
        raise SettingsError(f"unknown format {format!r}: choose one of {', '.join(FORMATS)}")
    if format == "map" and field_map is None:
        raise SettingsError("format 'map' needs a field map: give one with --map FILE")
    memory = memory or Memory()
    search = _Search(format, field_map, memory, growing)
    files = _distinct([_files(source) for source in sources])
    threads = ThreadPoolExecutor(AT_ONCE)
    try:
        far = [path for own in files for path in own if isinstance(path, Url)]
        search.looks = {path: threads.submit(search.look, path) for path in far}
        for source, own in zip(sources, _named(sources, files), strict=True):
            _source(search, source, own)
    finally:
        threads.shutdown(cancel_futures=True)
    memory.note(search.files, search.parts)
    return Discovery(tuple(search.parts), tuple(search.skipped))


def _source(search: _Search, source: Location, files: list[tuple[Location, str]]) -> None:
    if source.is_dir():
        _folder(search, source, files)
        return
    for path, name in files:
        _file(search, source, path, name)


def _file(search: _Search, source: Location, path: Location, name: str) -> None:
    try:
        search.take(path, name)
    except NotALog as no_log:
        if not search.growing:
            raise NotALog(f"{source}: found {no_log}; {expected()}") from None
        search.skipped.append((name, str(no_log)))


def _folder(search: _Search, folder: Location, files: list[tuple[Location, str]]) -> None:
    before, skipped = len(search.parts), len(search.skipped)
    for path, name in files:
        try:
            search.take(path, name)
        except (NotALog, OutsideError) as no_log:
            if type(no_log.__cause__) is Unanswered:
                raise  # Trouble of the store, not of one file.
            search.skipped.append((name, str(no_log)))
    left = search.skipped[skipped:]
    bare = not search.memory.keeps and next(_below(folder), None) is None
    if not search.growing and len(search.parts) == before and (left or bare):
        examples = "; ".join(f"{name}: {why}" for name, why in left[:3]) or "no files"
        raise NotALog(f"{folder}: a folder without any log (found {examples}); {expected()}")


def _files(source: Location) -> list[Location]:
    """The file itself, or the regular files below a folder, sorted by name. Raises UserError."""
    if source.is_dir():
        return sorted(_below(source), key=lambda path: path.as_posix())
    if not source.is_file():
        what = "no regular file" if source.exists() else "no such file or folder"
        raise UserError(f"{source}: {what}; give log files or folders that hold some")
    return [source]


def _below(folder: Location) -> Iterator[Location]:
    """Regular files below a folder; links to folders are not followed."""
    if not isinstance(folder, Path):
        return folder.rglob("*")
    found = (Path(where) / name for where, _, names in os.walk(folder) for name in names)
    return (path for path in found if path.is_file())


def _distinct(files: list[list[Location]]) -> list[list[Location]]:
    """Each file once, where it is found first, whatever the paths that lead to it."""
    seen: set[Location] = set()
    found: list[list[Location]] = [[] for _ in files]
    for own, kept in zip(files, found, strict=True):
        for path in own:
            real = path.resolve()
            if real not in seen:
                seen.add(real)
                kept.append(path)
    return found


def _named(sources: Sequence[Location], files: list[list[Location]]) -> list[list[tuple[Location, str]]]:
    """Every file with its name: its path below its folder, led by as much of the folder's path as tells it apart.

    A single folder needs nothing of it, several are led by their own names (`day1/a.jsonl`); where files would
    still have one name (`day1/logs`, `day2/logs`), more of the path as given is taken. A named file keeps its path.
    """
    several = sum(source.is_dir() for source in sources) > 1
    taken = [int(several) if source.is_dir() else len(source.parts) for source in sources]
    while True:
        names = [[_name(s, k, path) for path in own] for s, k, own in zip(sources, taken, files, strict=True)]
        held = Counter(name for own in names for name in own)
        unclear = [i for i, own in enumerate(names) if any(held[name] > 1 for name in own)]
        longer = [i for i in unclear if taken[i] < len(sources[i].parts)]
        if not longer:
            return [list(zip(own, called, strict=True)) for own, called in zip(files, names, strict=True)]
        for i in longer:
            taken[i] += 1


def _name(source: Location, taken: int, path: Location) -> str:
    """`path` with the last `taken` steps of its source's path before it."""
    steps = (*source.parts[len(source.parts) - taken :], *path.parts[len(source.parts) :])
    return "/".join(step.rstrip("/") for step in steps)

