"""An object is read as a file is, in few and bounded requests."""

import io
import os
from contextlib import nullcontext

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from hydrascope.files.reader import FIRST_READ, LARGEST_READ, ObjectReader

CONTENT = os.urandom(1 << 20) * 3
MOVES = st.one_of(
    st.tuples(st.just("read"), st.integers(0, 1 << 20)),
    st.tuples(st.just("seek"), st.integers(0, len(CONTENT) + 10)),
    st.tuples(st.just("back"), st.integers(0, len(CONTENT))),
)


class Counted:
    """A file of Arrow; notes what it is asked for."""

    def __init__(self, size: int = 0) -> None:
        self.asked: list[tuple[int, int]] = []
        self._file, self._size = pa.BufferReader(CONTENT), size or len(CONTENT)

    def size(self) -> int:
        return self._size

    def read_at(self, count: int, start: int) -> bytes:
        self.asked.append((start, count))
        return self._file.read_at(count, start)

    def close(self) -> None:
        self._file.close()


@given(st.lists(MOVES, max_size=20))
def test_any_reads_give_what_a_file_gives(moves):
    for reader in (ObjectReader(Counted(), nullcontext), io.BufferedReader(ObjectReader(Counted(), nullcontext), 4096)):
        model = io.BytesIO(CONTENT)
        for move, number in moves:
            if move == "read":
                assert reader.read(number) == model.read(number)
            elif move == "seek":
                assert reader.seek(number) == model.seek(number)
            else:
                assert reader.seek(-number, os.SEEK_END) == model.seek(-number, os.SEEK_END)
            assert reader.tell() == model.tell()


def test_reading_on_takes_few_requests_and_a_look_is_small():
    file = Counted()
    reader = ObjectReader(file, nullcontext)
    assert b"".join(iter(lambda: reader.read(1000), b"")) == CONTENT
    assert len(file.asked) < 8
    reader.seek(5)
    reader.read(4)
    assert file.asked[-1] == (5, FIRST_READ)
    assert max(count for _, count in file.asked) <= LARGEST_READ


def test_an_object_that_became_shorter_ends():
    reader = ObjectReader(Counted(size=len(CONTENT) + 10), nullcontext)
    reader.seek(len(CONTENT) - 4)
    assert reader.read(100) == CONTENT[-4:]
    assert reader.read(100) == b""
