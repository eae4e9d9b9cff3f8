"""What the user wrote for paths: whether it is there, may be written, and lies where it can be used."""

import re
from collections.abc import Sequence
from pathlib import Path

from hydrascope.errors import UserError
from hydrascope.files import Location, locate, reached

OF_A_URL = re.compile(r"[a-z][a-z0-9+]+:/")
"""How a URL begins once it was taken for a path."""


def present(paths: Sequence[Location | None]) -> None:
    """Raise UserError unless all that are given are there."""
    for path in paths:
        if path is not None and not reached(path):
            raise UserError(f"{path}: no such file or folder")


def apart(sources: Sequence[Location], written: Sequence[Location]) -> None:
    """What is written must not be read as a log. Raises UserError."""
    for source in sources:
        for folder in written:
            above = source.resolve().parts
            if folder.resolve().parts[: len(above)] == above:
                raise UserError(f"{folder}: lies in {source}, whose files are read as logs; choose a folder outside")


def folder(path: Path) -> Path:
    """The folder, made where it was missing. Raises UserError."""
    if OF_A_URL.match(str(path)) and not path.exists():
        raise UserError(f"{path}: results are written to a folder of this machine, not to a URL; name one")
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"{path}: cannot be made a folder ({error.strerror}); choose another") from error
    return path


def workplace(place: Location) -> Location:
    """Where finished parts are kept: a folder, made where it was missing, or a URL. Raises UserError."""
    return folder(place) if isinstance(place, Path) else place


def here(text: str) -> Path:
    """A path of this machine. Raises UserError for a URL of an object store."""
    place = locate(text)
    if not isinstance(place, Path):
        raise UserError(
            f"{place}: an object store cannot be watched; hunt there again and again: finished parts are not read twice"
        )
    return place
