"""Batch logs in two halves: request lines and response lines, joined by `custom_id` within a part."""

from collections.abc import Iterator

from hydrascope.ingest.bodies import half
from hydrascope.ingest.logformat import Object

MOST_BYTES = 64 << 20
"""So much waits for its other half; beyond, the oldest go on alone."""


class Pairs:
    """Objects in; objects out, halves joined where both are there."""

    def __init__(self) -> None:
        self._waiting: dict[str, tuple[int, Object, int]] = {}
        self._held = 0

    def offer(self, line: int, found: Object, size: int) -> Iterator[tuple[int, Object]]:
        """What can go on now. The line of a pair is that of its response."""
        kind = half(found)
        if kind is None:
            yield line, found
            return
        other = self._waiting.pop(found["custom_id"], None)
        if other is None:
            self._waiting[found["custom_id"]] = (line, found, size)
            self._held += size
        else:
            self._held -= other[2]
            if half(other[1]) == kind:
                yield line, found
                yield other[0], other[1]
            else:
                yield (line, other[1] | found) if kind == "response" else (other[0], found | other[1])
        while self._held > MOST_BYTES:
            yield self._release()

    def _release(self) -> tuple[int, Object]:
        line, found, size = self._waiting.pop(next(iter(self._waiting)))
        self._held -= size
        return line, found

    def rest(self) -> Iterator[tuple[int, Object]]:
        """Halves that stayed alone."""
        while self._waiting:
            yield self._release()
