"""What is posted becomes lines, whatever its shape."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hydrascope.watch.bodies import NoLog, lines_of

objects = st.lists(
    st.dictionaries(st.text(), st.text() | st.integers() | st.none() | st.lists(st.booleans())), min_size=1
)


@given(objects, st.sampled_from([None, 1]))
def test_an_array_gives_its_elements(rows, indent):
    lines = lines_of(json.dumps(rows, indent=indent).encode())
    assert [json.loads(line) for line in lines] == rows
    assert not any(b"\n" in line for line in lines)


@given(objects)
def test_lines_stay_lines(rows):
    body = "\n".join(map(json.dumps, rows)).encode()
    assert [json.loads(line) for line in lines_of(body)] == rows


def test_an_object_is_one_line():
    row = {"a": [1, {"b": "x\ny"}]}
    assert [json.loads(line) for line in lines_of(json.dumps(row, indent=2).encode())] == [row]


def test_what_python_writes_for_no_number_is_kept():
    assert json.loads(lines_of(b'[{"logprob": NaN}, {"a": 1}]')[1]) == {"a": 1}
    assert len(lines_of(b'{"logprob": -Infinity}')) == 1


def test_what_is_no_object_stays_for_the_reader_to_reject():
    assert lines_of(b'[null, {"a": 1}, 3]') == [b"null", b'{"a": 1}', b"3"]
    assert lines_of(b'{"a": 1}\n{"a": \n') == [b'{"a": 1}', b'{"a": ']


@pytest.mark.parametrize("body", [b"", b"  \n", b"hello", b"\xff\xfe", b"<xml/>", b"[" * 100_000, b"[1, 2"])
def test_what_is_no_json_is_refused(body):
    with pytest.raises(NoLog, match="no JSON"):
        lines_of(body)


def test_an_empty_array_holds_nothing():
    assert lines_of(b"[]") == []
