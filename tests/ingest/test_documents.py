"""The scanner over arrays and pretty-printed objects."""

import json

from hypothesis import given
from hypothesis import strategies as st

from hydrascope.ingest import documents
from hydrascope.ingest.documents import BROKEN, elements
from hydrascope.ingest.lines import TOO_LONG

values = st.recursive(
    st.one_of(st.none(), st.integers(), st.text(st.characters(codec="utf-8"), max_size=6)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=12,
)
objects = st.lists(st.dictionaries(st.text(max_size=3), values, max_size=3), max_size=6)


@given(objects, st.sampled_from([None, 0, 1]), st.integers(1, 9), st.booleans())
def test_every_object_comes_out_however_the_bytes_are_cut(said, indent, step, in_array):
    written = (
        json.dumps(said, indent=indent) if in_array else "\n".join(json.dumps(o, indent=indent) for o in said)
    )
    data = written.encode()
    found = list(elements(data[i : i + step] for i in range(0, len(data), step)))
    assert [ordinal for ordinal, _ in found] == list(range(1, len(said) + 1))
    assert [json.loads(text) for _, text in found] == said


@given(st.binary(max_size=200), st.integers(1, 50))
def test_any_bytes_end_somewhere(data, step):
    pieces = [data[i : i + step] for i in range(0, len(data), step)]
    assert list(elements(pieces)) == list(elements([data]))


def test_an_array_cut_short_does_not_swallow_the_next():
    whole = b'[{"a": {"b": 1}}, {"a": {"b": 2}}]\n'
    found = [text for _, text in elements([whole, b'[{"a": {"b": 1}\n', whole])]
    assert found == [b'{"a": {"b": 1}}', b'{"a": {"b": 2}}', BROKEN, b'{"a": {"b": 1}}', b'{"a": {"b": 2}}']


def test_an_object_over_the_cap_is_passed_over(monkeypatch):
    monkeypatch.setattr(documents, "LINE_CAP", 100)
    data = b'[{"a": "' + b"x" * 300 + b'"}, {"b": 1}]'
    assert [text for _, text in elements([data[:50], data[50:]])] == [TOO_LONG, b'{"b": 1}']
