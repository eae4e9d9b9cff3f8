"""Files and folders → parts to read."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from hydrascope.errors import NotALog, OutsideError, SettingsError, UserError
from hydrascope.ingest.fieldmap import FieldMap
from hydrascope.ingest.formats import FORMATS
from hydrascope.ingest.part import Discovery, Part
from hydrascope.ingest.recognise import expected, recognise
from hydrascope.ingest.split import split


@dataclass(slots=True)
class _Search:
    """What has been found so far."""

    format: str | None
    field_map: FieldMap | None
    parts: list[Part] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    seen: set[Path] = field(default_factory=set)

    def take(self, path: Path, name: str) -> None:
        """Add the parts of a file. Raises NotALog, OutsideError."""
        if path.resolve() in self.seen:
            return
        self.seen.add(path.resolve())
        try:
            found = recognise(path, self.format, self.field_map)
            extra = self.field_map.digest if self.field_map and found.format == "map" else ""
            self.parts += split(path, name, found, extra)
        except OSError as error:
            raise OutsideError(f"{name}: cannot be read: {error.strerror or 'input error'}") from error


def discover(
    sources: Sequence[Path], format: str | None = None, field_map: FieldMap | None = None
) -> Discovery:
    """Parts of every log under `sources`; files in folders that are no log are skipped, with the reason.

    Raises NotALog for a named file that is no log and for a folder without any, UserError for a path
    that does not exist, SettingsError for an impossible format, OutsideError when a file cannot be read.
    """
    if format is not None and format not in FORMATS:
        raise SettingsError(f"unknown format {format!r}: choose one of {', '.join(FORMATS)}")
    if format == "map" and field_map is None:
        raise SettingsError("format 'map' needs a field map: give one with --map FILE")
    search = _Search(format, field_map)
    several = sum(source.is_dir() for source in sources) > 1
    for source in sources:
        if source.is_dir():
            _folder(search, source, f"{source.name}/" if several else "")
        elif not source.is_file():
            what = "no regular file" if source.exists() else "no such file or folder"
            raise UserError(f"{source}: {what}; give log files or folders that hold some")
        else:
            try:
                search.take(source, str(source))
            except NotALog as no_log:
                raise NotALog(f"{source}: found {no_log}; {expected()}") from None
    return Discovery(tuple(search.parts), tuple(search.skipped))


def _folder(search: _Search, folder: Path, prefix: str) -> None:
    parts, skipped, seen = len(search.parts), len(search.skipped), len(search.seen)
    for path in _files(folder):
        name = prefix + path.relative_to(folder).as_posix()
        try:
            search.take(path, name)
        except (NotALog, OutsideError) as no_log:
            search.skipped.append((name, str(no_log)))
    if len(search.parts) > parts:
        return
    left = search.skipped[skipped:]
    if left or len(search.seen) == seen:
        examples = "; ".join(f"{name}: {why}" for name, why in left[:3]) or "no files"
        raise NotALog(f"{folder}: a folder without any log (found {examples}); {expected()}")


def _files(folder: Path) -> Iterator[Path]:
    """Regular files below a folder, sorted by name; links to folders are not followed."""
    found = (Path(where) / name for where, _, names in os.walk(folder) for name in names)
    yield from sorted((path for path in found if path.is_file()), key=lambda path: path.as_posix())
