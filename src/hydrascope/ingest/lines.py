"""Lines of a file in blocks, with their numbers; a line over the cap is passed over, never held."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from hydrascope.ingest.chunks import Piece
from hydrascope.ingest.part import Flaw

LINE_CAP = 16 << 20
BLOCK_BYTES = 8 << 20
"""A block is handed on at this many bytes even when it holds few lines."""

BOM = b"\xef\xbb\xbf"
TOO_LONG = Flaw("line too long", f"longer than {LINE_CAP >> 20} MB; not read")


@dataclass(slots=True)
class Block:
    """Lines without their ends, their 1-based numbers, and what went wrong between them.

    Blank lines are passed over. `bytes_in` is bytes on disk taken in since the block before.
    """

    numbers: list[int] = field(default_factory=list)
    lines: list[bytes] = field(default_factory=list)
    lost: list[tuple[int, Flaw]] = field(default_factory=list)
    bytes_in: int = 0


def blocks(pieces: Iterable[Piece | Flaw], rows: int, first_line: int = 1, start: int = 0) -> Iterator[Block]:
    """Blocks of at most `rows` lines. `start` is where in the file the pieces begin."""
    reader = _Reader(rows, first_line, start)
    for piece in pieces:
        if isinstance(piece, Flaw):
            reader.cut(piece)
            break
        yield from reader.feed(*piece)
    yield from reader.close()


class _Reader:
    def __init__(self, rows: int, first_line: int, start: int) -> None:
        self.rows, self.number, self.position = rows, first_line, start
        self.first = first_line
        self.block, self.held = Block(), 0
        self.tail: list[bytes] = []
        self.tail_size = 0
        self.skipping = False
        self.flaw: Flaw | None = None

    def feed(self, data: bytes, position: int) -> Iterator[Block]:
        self.block.bytes_in += position - self.position
        self.position = position
        head, *rest = data.split(b"\n")
        self._extend(head)
        if not rest:
            return
        tail = rest.pop()
        self._end_line()
        yield from self._full()
        for at in range(0, len(rest), self.rows):
            self._whole(rest[at : at + self.rows])
            yield from self._full()
        self._extend(tail)

    def _whole(self, lines: list[bytes]) -> None:
        """Take lines that lie within one piece: nearly all, so all at once."""
        numbers = range(self.number, self.number + len(lines))
        self.number += len(lines)
        if all(lines) and not any(map(bytes.isspace, lines)):
            self.block.lines += lines
            self.block.numbers += numbers
        else:
            said = [(n, line) for n, line in zip(numbers, lines, strict=True) if line and not line.isspace()]
            self.block.lines += [line for _, line in said]
            self.block.numbers += [n for n, _ in said]
        self.held += sum(map(len, lines))

    def _full(self) -> Iterator[Block]:
        """The block, once it is full; what is over goes into the next."""
        while len(self.block.lines) >= self.rows or self.held >= BLOCK_BYTES:
            full, over = self.block, Block()
            over.lines, full.lines = full.lines[self.rows :], full.lines[: self.rows]
            over.numbers, full.numbers = full.numbers[self.rows :], full.numbers[: self.rows]
            self.block, self.held = over, 0
            yield full

    def _extend(self, piece: bytes) -> None:
        if self.skipping or not piece:
            return
        self.tail_size += len(piece)
        if self.tail_size > LINE_CAP:
            self.skipping = True
            self.tail.clear()
        else:
            self.tail.append(piece)

    def _end_line(self) -> None:
        if self.skipping:
            self.block.lost.append((self.number, TOO_LONG))
        elif self.tail:
            line = self.tail[0] if len(self.tail) == 1 else b"".join(self.tail)
            if self.number == self.first:
                line = line.removeprefix(BOM)
            if not line.isspace():
                self.block.lines.append(line)
                self.block.numbers.append(self.number)
                self.held += len(line)
        self.number += 1
        self.tail, self.tail_size, self.skipping = [], 0, False

    def cut(self, flaw: Flaw) -> None:
        self.flaw = flaw

    def close(self) -> Iterator[Block]:
        if self.flaw is not None:
            # The line that the cut went through is part of what was lost.
            self.block.lost.append((self.number, self.flaw))
        elif self.tail or self.skipping:
            self._end_line()
        if self.block.lines or self.block.lost or self.block.bytes_in:
            yield self.block
