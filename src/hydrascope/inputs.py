"""From one look at the input to the next: which parts there are, and which are needed no more."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from hydrascope import ingest
from hydrascope.store import Store

FILES = "files.json"
"""Under this name the store keeps what is remembered of the input's files."""


def look(
    sources: Sequence[Path],
    store: Store,
    version: str,
    format: str | None = None,
    field_map: ingest.FieldMap | None = None,
    growing: bool = False,
) -> ingest.Discovery:
    """Parts of `sources`. What the store remembers of their files spares reading them to know them again."""
    memory = ingest.Memory.load(store.recall(FILES), version)
    discovery = ingest.discover(sources, format, field_map, memory, growing)
    store.keep(FILES, memory.dump(version))
    return discovery


def forget(store: Store, key: bytes, version: str) -> None:
    """Drop the parts that files have outgrown since this was last called."""
    memory = ingest.Memory.load(store.recall(FILES), version)
    for fingerprint in sorted(memory.stale):
        store.drop(called(fingerprint, key, version))
    memory.stale.clear()
    store.keep(FILES, memory.dump(version))


def called(fingerprint: str, key: bytes, version: str) -> str:
    """What a part is called in the store: another secret or another version of the features makes another name."""
    return f"{fingerprint}-{hashlib.blake2b(key + version.encode(), digest_size=4).hexdigest()}"
