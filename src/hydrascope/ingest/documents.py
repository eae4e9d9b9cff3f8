"""Top-level JSON values that run over lines: the elements of arrays, pretty-printed objects.

A scanner over brackets and strings, so that an array of any length is read element by element.
"""

import re
from collections.abc import Iterable, Iterator

from hydrascope.ingest.lines import LINE_CAP, TOO_LONG
from hydrascope.ingest.part import Flaw

DULL = re.compile(rb'(?:[^"{}\[\]]++|"[^"\\\n]*+")*+')
"""All up to the next bracket, or to a string that is not plain: escapes, a line end, or cut by the piece."""

STRING_END = re.compile(rb'["\\\n]')
QUOTE, BACKSLASH, NEWLINE, OBJECT, ARRAY = b'"\\\n{['
PARTNER = {ord("}"): OBJECT, ord("]"): ARRAY}
LOOK_BACK = 64
BROKEN = Flaw("not JSON", "brackets or quotes do not match; the rest of the line is passed over")

Element = tuple[int, bytes | Flaw]
"""1-based ordinal of an object within the file, and its text or why there is none."""


def elements(pieces: Iterable[bytes]) -> Iterator[Element]:
    """Objects at the top, and objects in arrays at the top, in order.

    >>> [text for _, text in elements([b'[{"a": "]"}, ', b'{"b": [1]}]'])]
    [b'{"a": "]"}', b'{"b": [1]}']
    """
    scanner = _Scanner()
    for piece in pieces:
        yield from scanner.feed(piece)
    yield from scanner.close()


class _Scanner:
    """Where the scan stands: brackets open, in a string or not, and the text of the open object so far."""

    def __init__(self) -> None:
        self.ordinal = 0
        self.last = b""  # the end of the piece before
        self._reset()

    def _reset(self) -> None:
        self.open: list[int] = []
        self.object_depth = -1  # how many brackets stood open when the object began; -1: outside objects
        self.in_string = self.escaped = self.too_long = False
        self.text = bytearray()

    def feed(self, piece: bytes) -> Iterator[Element]:
        place = kept = 0
        while place < len(piece):
            if self.in_string:
                place = self._string(piece, place)
                if place < 0:
                    yield self._broken()
                    place = kept = -place
                continue
            dull = DULL.match(piece, place)
            at = dull.end() if dull else place
            if at == len(piece):
                break
            sign, place = piece[at], at + 1
            if sign == QUOTE:
                self.in_string = True
            elif sign in (OBJECT, ARRAY):
                if self._restarts(piece, at):
                    yield self._broken()
                if sign == OBJECT and self.object_depth < 0:
                    self.object_depth, kept = len(self.open), at
                self.open.append(sign)
            elif self.open and self.open.pop() != PARTNER[sign]:
                yield self._broken()
                place = kept = (piece.find(b"\n", place) + 1) or len(piece)
            elif len(self.open) == self.object_depth:
                self._keep(piece[kept:place])
                yield self._whole()
        if self.object_depth >= 0:
            self._keep(piece[kept:])
        self.last = (self.last + piece[-LOOK_BACK:])[-LOOK_BACK:]

    def _restarts(self, piece: bytes, at: int) -> bool:
        """A bracket that begins a line, inside an object, where no value can begin: a new record.

        Without this, one record cut short would swallow all that follow.
        """
        if self.object_depth < 0:
            return False
        before = piece[max(0, at - LOOK_BACK) : at]
        if at < LOOK_BACK:
            before = self.last + before
        last = before.rstrip()[-1:]
        return before.endswith(b"\n") and last not in (b"[", b",", b":", b"")

    def _string(self, piece: bytes, place: int) -> int:
        """Behind the end of the string or of the piece; negative: behind a raw newline that broke it."""
        if self.escaped:
            place, self.escaped = place + 1, False
        while (mark := STRING_END.search(piece, place)) is not None:
            place = mark.end()
            if piece[mark.start()] == NEWLINE:
                return -place
            if piece[mark.start()] == QUOTE:
                self.in_string = False
                return place
            if place == len(piece):
                self.escaped = True
                return place
            place += 1
        return len(piece)

    def _keep(self, more: bytes) -> None:
        if self.too_long or len(self.text) + len(more) > LINE_CAP:
            self.too_long = True
            self.text.clear()
        else:
            self.text += more

    def _whole(self) -> Element:
        self.ordinal += 1
        found = TOO_LONG if self.too_long else bytes(self.text)
        self.object_depth, self.too_long = -1, False
        self.text.clear()
        return self.ordinal, found

    def _broken(self) -> Element:
        self.ordinal += 1
        self._reset()
        return self.ordinal, BROKEN

    def close(self) -> Iterator[Element]:
        if self.object_depth >= 0:
            yield self._broken()
