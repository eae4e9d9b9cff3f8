"""What an executor does for an item."""

import os
import pickle
import platform
import secrets
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import hydrascope
from hydrascope.errors import HydrascopeError, OutsideError, UserError
from hydrascope.files import UNFINISHED, Location, Unanswered

try:
    from pyspark import SparkFiles, TaskContext
except ModuleNotFoundError:
    SparkFiles = TaskContext = None

LARGE = 1 << 20
"""Bytes of a result that Spark itself would not send with the news that a task is done."""
PACKAGE = Path(hydrascope.__file__).parent


@dataclass(frozen=True, slots=True)
class Failed:
    """In place of a result: what the work raised."""

    error: HydrascopeError


@dataclass(frozen=True, slots=True)
class Saw:
    """What an executor is and what it `lacks` of what it was to see."""

    host: str
    version: str
    lacks: tuple[Location, ...]


@dataclass(frozen=True, slots=True)
class Laid:
    """In place of a large result: the file in the shared folder that holds it."""

    path: Location

    def taken(self) -> object:
        """The result; the file is gone then."""
        with self.path.open("rb") as file:
            result = pickle.load(file)
        self.path.unlink()
        return result


class TryAgain(Exception):
    """The work failed, which may be the machine's fault: Spark is to give it to another executor."""


def done(payload: bytes, tries: int, folder: Location | None, _: int) -> object:
    """The result of the pickled (work, item), or how it failed; raises TryAgain while Spark would try again.

    Large results are laid into `folder`, so that they need not fit into the memory that Java has.
    """
    if "NUMBA_CACHE_DIR" not in os.environ and not os.access(PACKAGE, os.W_OK):
        # Beside the package or nowhere: without a folder of its own compiled code would stop the import.
        os.environ["NUMBA_CACHE_DIR"] = str(Path(SparkFiles.getRootDirectory()) / "numba")
    try:
        work, item = pickle.loads(payload)
        result = work(item)
        return _laid(result, folder) if folder else result
    except UserError as error:
        return Failed(error)
    except Exception as error:
        told = explained(error)
        if TaskContext.get().attemptNumber() + 1 < tries:
            raise TryAgain(str(told)) from None
        return Failed(told)


def _laid(result: object, folder: Location) -> object:
    said = pickle.dumps(result, protocol=pickle.HIGHEST_PROTOCOL)
    if len(said) < LARGE:
        return result
    laid = Laid(folder / f"{UNFINISHED}result-{secrets.token_hex(8)}")
    laid.path.write_bytes(said)
    return laid


def explained(error: Exception) -> OutsideError:
    """An error in words that quote nothing of the log: what a library says of a value may."""
    if isinstance(error, HydrascopeError):
        return OutsideError(str(error))
    place = traceback.extract_tb(error.__traceback__)[-1]
    said = f": {error}" if isinstance(error, OSError | ImportError) else ""
    where = f"{Path(place.filename).name}:{place.lineno}"
    return OutsideError(f"the executor on {platform.node()} failed: {type(error).__name__} at {where}{said}")


def look(asked: Sequence[Location]) -> Saw:
    """Which of the paths this executor does not see; the first, a folder, it must be able to write."""
    lacks = [path for path in asked if not _seen(path)]
    lacks += [path for path in asked[:1] if not _writable(path)]
    return Saw(platform.node(), hydrascope.__version__, tuple(lacks))


def _seen(path: Location) -> bool:
    try:
        return path.exists()
    except Unanswered:
        return False


def _writable(folder: Location) -> bool:
    if isinstance(folder, Path):
        return not folder.is_dir() or os.access(folder, os.W_OK)
    try:
        folder.try_out()
    except Unanswered:
        return False
    return True
