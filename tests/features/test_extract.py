"""The stage as a whole: its schema, and that a row's features depend on that row alone."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hydrascope.features import extract
from hydrascope.tables import EXCHANGES, FEATURES

from .conftest import KEY, exchanges

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60) | st.sampled_from(
    [
        "",
        "\0",
        "Think step by step.",
        "请一步一步思考。",
        "日本語のテキスト",
        "<thinking>",
        "1,000.5",
        "\\boxed{",
        "x" * 400,
    ]
)
ROW = st.fixed_dictionaries(
    {
        "input_text": st.none() | TEXT,
        "system_text": st.none() | TEXT,
        "client_ip": st.none() | st.sampled_from(["10.0.0.1", "2001:db8::1", "::ffff:10.0.0.1", ""]) | TEXT,
        "tool_names": st.none() | st.lists(st.none() | TEXT, max_size=3),
        "reasoning_blobs_in": st.none() | st.lists(TEXT, max_size=2),
        "temperature": st.none() | st.floats(0, 2, width=32),
        "model": st.none() | TEXT,
        "output_text": st.none() | TEXT,
    }
)


def batch(rows: list[dict[str, object]]) -> pa.RecordBatch:
    return exchanges(**{name: [row[name] for row in rows] for name in rows[0]})


@settings(max_examples=60, deadline=None)
@given(st.lists(ROW, min_size=2, max_size=6), st.data())
def test_any_text_any_cut(rows: list[dict[str, object]], data: st.DataObject) -> None:
    whole = extract(batch(rows), KEY)
    assert whole.schema.equals(FEATURES)
    whole.validate(full=True)
    assert max(abs(value) for value in whole["purpose"].to_pylist()) <= 4
    cut = data.draw(st.integers(0, len(rows)))
    parts = [extract(part, KEY).to_pylist() for part in (batch(rows).slice(0, cut), batch(rows).slice(cut))]
    assert parts[0] + parts[1] == whole.to_pylist()


def test_order_of_rows_does_not_matter() -> None:
    texts = [f"Question {n}: what is {n} times {n + 1}? Explain." * (n + 1) for n in range(40)]
    forward = extract(exchanges(input_text=texts), KEY)
    backward = extract(exchanges(input_text=texts[::-1]), KEY)
    for name in ("text", "phrases", "vector", "purpose", "forms", "capability"):
        assert forward[name].to_pylist() == backward[name].to_pylist()[::-1]


def test_no_rows() -> None:
    empty = EXCHANGES.empty_table().combine_chunks().to_batches()
    nothing = empty[0] if empty else pa.RecordBatch.from_pylist([], schema=EXCHANGES)
    assert extract(nothing, KEY).num_rows == 0


def test_unknown_stays_unknown(features) -> None:
    row = {name: values[0] for name, values in features(input_text=[None]).items()}
    for name in ("end_user", "conversation", "history", "credential", "address", "network", "client", "tls",
                 "tools", "parameters", "system", "text", "head", "tail"):  # fmt: skip
        assert row[name] == 0, name
    for name in ("duration_ms", "history_messages", "chars", "words", "input_tokens", "output_tokens",
                 "reasoning_tokens", "max_tokens", "asn"):  # fmt: skip
        assert row[name] == -1, name
    assert row["model"] is None
    assert row["purpose"] == 0
    assert row["phrases"] == [0] * 8


def test_large_strings_and_dictionaries_are_read_alike() -> None:
    plain = exchanges(input_text=["Hello there, friend of mine", None], system_text=["Be kind", "Be kind"])
    for kind in (pa.large_string(), pa.dictionary(pa.int32(), pa.string())):
        other = plain
        for name in ("input_text", "system_text", "client_ip"):
            place = plain.schema.get_field_index(name)
            other = other.set_column(place, name, plain[name].cast(kind))
        assert extract(other, KEY).equals(extract(plain, KEY))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.binary(max_size=40), min_size=1, max_size=4))
def test_broken_utf8_does_no_harm(raw: list[bytes]) -> None:
    offsets = np.concatenate([[0], np.cumsum([len(value) for value in raw])]).astype(np.int32)
    broken = pa.StringArray.from_buffers(len(raw), pa.py_buffer(offsets), pa.py_buffer(b"".join(raw)))
    given_rows = exchanges(input_text=[""] * len(raw))
    place = given_rows.schema.get_field_index("input_text")
    out = extract(given_rows.set_column(place, "input_text", broken), KEY)
    assert out["chars"].to_pylist() == [sum(byte & 0xC0 != 0x80 for byte in value) for value in raw]


def test_five_megabytes_are_read_at_both_ends(features) -> None:
    middle = "filler words here " * 300_000
    ends = [
        f"Begin with exactly these eight opening words now {middle}{n} and close on these eight last words"
        for n in (1, 2)
    ]
    out = features(
        input_text=[*ends, ends[0].replace("filler words here " * 100_000, "other stuff now ok " * 90_000)]
    )
    assert out["chars"][0] == len(ends[0])
    assert out["head"][0] == out["head"][2]
    assert out["tail"][0] == out["tail"][1] == out["tail"][2]
    assert 0 < out["words"][0] < 100_000


def test_a_missing_column_is_an_error() -> None:
    with pytest.raises(KeyError, match="ja4"):
        extract(exchanges(input_text=["a"]).drop_columns(["ja4"]), KEY)
