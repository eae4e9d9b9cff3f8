"""From one look at the input to the next: which parts there are, which are gone, and which are needed no more."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from hydrascope import ingest
from hydrascope.files import Location
from hydrascope.store import Store

FILES = "files.json"
"""Under this name the store keeps what is remembered of the input's files."""


@dataclass(frozen=True, slots=True)
class Input:
    """What a hunt counts. `parts` can be read; `kept` names parts in the store whose text is gone.

    `skipped`: (name, why) of files that are no log. `lost`: parts of which only another version of Hydrascope, or
    one with another key, kept anything.
    """

    parts: tuple[ingest.Part, ...]
    skipped: tuple[tuple[str, str], ...] = ()
    kept: tuple[str, ...] = ()
    lost: int = 0


def look(
    sources: Sequence[Location],
    store: Store,
    key: bytes,
    version: str,
    format: str | None = None,
    field_map: ingest.FieldMap | None = None,
    growing: bool = False,
    retain: bool = False,
) -> Input:
    """Parts of `sources`; with `retain` also all others that the store holds and no file has outgrown.

    What the store remembers of files spares reading them to know them again.
    """
    memory = ingest.Memory.load(store.recall(FILES), version)
    if retain:
        memory.keep()
    found = ingest.discover(sources, format, field_map, memory, growing)
    store.keep(FILES, memory.dump(version))
    if not retain:
        return Input(found.parts, found.skipped)
    known = {part.fingerprint for part in found.parts} | memory.stale
    held = [name.rpartition("-") for name in store.finished()]
    kept = {print for print, _, kind in held if print not in known and called(print, key, version) == f"{print}-{kind}"}
    lost = {print for print, _, _ in held} - known - kept
    return Input(found.parts, found.skipped, tuple(called(print, key, version) for print in sorted(kept)), len(lost))


def forget(store: Store, key: bytes, version: str) -> None:
    """Drop the parts that files have outgrown since this was last called."""
    memory = ingest.Memory.load(store.recall(FILES), version)
    for fingerprint in sorted(memory.stale):
        store.drop(called(fingerprint, key, version))
    memory.stale.clear()
    store.keep(FILES, memory.dump(version))


def settle(given: Input, store: Store, key: bytes, version: str) -> None:
    """Have what was read of `given` on the disk, so that the text may be deleted; drop what it has outgrown."""
    store.secure([called(part.fingerprint, key, version) for part in given.parts])
    forget(store, key, version)


def called(fingerprint: str, key: bytes, version: str) -> str:
    """What a part is called in the store: another secret or another version of the features makes another name."""
    return f"{fingerprint}-{hashlib.blake2b(key + version.encode(), digest_size=4).hexdigest()}"
