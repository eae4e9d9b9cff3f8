"""What users write for places: paths stay paths, URLs are taken, secrets are neither taken nor repeated."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hydrascope.errors import UserError
from hydrascope.files import Url, locate


@given(st.text(st.characters(exclude_characters=":\0"), min_size=1))
def test_a_path_stays_a_path(text):
    assert locate(text) == Path(text)


@pytest.mark.parametrize("text", ["s3:/b", "a:b", "://", "day=2026-01-01T00:00/x", "1s3://b"])
def test_what_is_nearly_a_url_is_a_path(text):
    assert locate(text) == Path(text)


@pytest.mark.parametrize("text", ["file:///tmp/a b", "file:///tmp/a%20b", "file://localhost/tmp/a b"])
def test_a_url_of_this_machine_is_a_path(text):
    assert locate(text) == Path("/tmp/a b")


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("s3://b", Url("s3://b")),
        ("s3://b/", Url("s3://b")),
        ("s3://b/logs/day=1/a%20b#c.jsonl", Url("s3://b", "logs/day=1/a%20b#c.jsonl")),
        ("s3://b/logs/?region=eu-west-1", Url("s3://b", "logs", "region=eu-west-1")),
        ("gs://anonymous@b/x", Url("gs://anonymous@b", "x")),
        ("abfss://logs@acc.dfs.core.windows.net/x", Url("abfss://logs@acc.dfs.core.windows.net", "x")),
    ],
)
def test_a_url_is_taken_with_its_key_as_it_stands(text, url):
    assert locate(text) == url


@pytest.mark.parametrize(
    "text",
    [
        "s3://AKIA:SECRET@b/x", "s3://SECRET@b", "gs://SECRET@b", "abfs://logs:SECRET@acc.dfs.core.windows.net/x",
        "s3://b/x?secret_key=SECRET", "s3://b?SECRET", "https://SECRET@b/x", "hdfs://SECRET/x", "s3:///SECRET",
    ],
)  # fmt: skip
def test_what_cannot_be_meant_or_holds_a_secret_is_refused_and_not_repeated(text):
    with pytest.raises(UserError, match=r"in the environment|can be used; write|no bucket is named") as told:
        locate(text)
    assert "SECRET" not in str(told.value)


STEPS = st.lists(st.text(st.characters(exclude_characters="/?\0"), min_size=1), max_size=4)


@given(STEPS, STEPS)
def test_steps_of_a_url_are_those_of_its_text(above, below):
    url = Url("s3://b")
    for step in (*above, *below):
        url = url / step
    assert url.parts == ("s3://b", *above, *below)
    assert "/".join(url.parts) == str(url)
    assert locate(str(url)) in (url, Url("s3://b", "/".join([*above, *below]).strip("/")))
