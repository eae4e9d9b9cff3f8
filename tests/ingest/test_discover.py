"""Which files are logs, said without trusting names; what users read when they are not."""

import gzip
import json
import os
import pickle
import tempfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ingest.samples import ALL, CANONICAL, MAP, read_all, write_lines
from tests.ingest.test_parquet import write as write_parquet

from hydrascope.errors import NotALog, SettingsError, UserError
from hydrascope.ingest import discover
from hydrascope.ingest.fieldmap import field_map

TRUTH = {"exchange_id": "x-1", "account_id": "acct-1", "campaign_id": "c"}

STRANGERS = {
    "a.jpg": (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a JPEG image"),
    "a.parquet": (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a JPEG image"),
    "empty.jsonl": (b"", "an empty file"),
    "blank.jsonl": (b"\n \n", "nothing"),
    "notes.txt": (b"dear diary\n", "text that is no JSON"),
    "truth.jsonl": (json.dumps(TRUTH).encode(), "JSON lines whose objects are no exchanges"),
    "data.jsonl": (
        b'{"prompt": "a", "response": {"a": 1}, "model": "m"}\n',
        "no exchanges of a known format",
    ),
    "settings.json": (b'{\n "a": {\n  "b": 1\n }\n}\n', "JSON whose objects are no exchanges"),
    "broken.json": (b"{\n{{{\n", "broken JSON"),
    "noise.bin": (bytes(range(256)), "binary data"),
    "empty.gz": (gzip.compress(b""), "nothing"),
    "image.gz": (gzip.compress(b"\x89PNG\r\n"), "a PNG image"),
}


@pytest.mark.parametrize("name", STRANGERS)
def test_a_named_file_that_is_no_log_is_refused_with_a_sentence(name, tmp_path):
    data, what = STRANGERS[name]
    (tmp_path / name).write_bytes(data)
    with pytest.raises(NotALog) as caught:
        discover([tmp_path / name])
    message = str(caught.value)
    assert message.startswith(f"{tmp_path / name}: found ")
    assert what in message
    assert "--format" in message
    assert "--map" in message
    assert "litellm" in message


def test_a_folder_gives_its_logs_by_name_and_the_rest_with_reasons(tmp_path):
    for name, (data, _) in STRANGERS.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "sub").mkdir()
    pq.write_table(pa.table({"account_id": ["a"], "created_at": [1]}), tmp_path / "accounts.parquet")
    write_parquet(tmp_path / "sub" / "b.parquet")
    write_lines(tmp_path / "sub" / "a", CANONICAL)
    for name in ("litellm", "otlp"):
        write_lines(tmp_path / name, ALL[name])
    os.symlink(tmp_path, tmp_path / "sub" / "loop")
    os.mkfifo(tmp_path / "pipe")

    found = discover([tmp_path])

    assert [(part.name, part.format) for part in found.parts] == [
        ("litellm", "litellm"),
        ("otlp", "otlp"),
        ("sub/a", "jsonl"),
        ("sub/b.parquet", "parquet"),
    ]
    why = dict(found.skipped)
    assert set(why) == {*STRANGERS, "accounts.parquet"}
    assert why["accounts.parquet"] == "a Parquet file without exchange_id and started_at"
    assert all(STRANGERS[name][1] in why[name] for name in STRANGERS)


def test_folders_without_logs_and_paths_that_are_not_there(tmp_path):
    with pytest.raises(NotALog, match="without any log"):
        discover([tmp_path])
    (tmp_path / "a.jpg").write_bytes(b"\xff\xd8\xff")
    with pytest.raises(NotALog, match=r"a\.jpg: a JPEG image"):
        discover([tmp_path])
    with pytest.raises(UserError, match="no such file or folder"):
        discover([tmp_path / "b"])


def test_several_folders_keep_their_names_apart_and_a_file_is_read_once(tmp_path):
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        write_lines(tmp_path / folder / "a.jsonl", CANONICAL)
    found = discover([tmp_path / "one", tmp_path / "two", tmp_path / "one" / "a.jsonl"])
    assert [part.name for part in found.parts] == ["one/a.jsonl", "two/a.jsonl"]


def logs_at(folder, *places):
    """The same bytes, written at the same time, at several places below a folder."""
    for place in places:
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        write_lines(folder / place, CANONICAL)
        os.utime(folder / place, (1_767_225_600, 1_767_225_600))


def test_folders_of_one_name_are_told_apart_by_more_of_their_paths(tmp_path):
    logs_at(tmp_path, "day1/logs/a.jsonl", "day2/logs/a.jsonl", "day2/logs/b.jsonl", "old/c.jsonl")
    found = discover([tmp_path / "day1" / "logs", tmp_path / "day2" / "logs", tmp_path / "old"])
    assert [part.name for part in found.parts] == [
        "day1/logs/a.jsonl",
        "day2/logs/a.jsonl",
        "day2/logs/b.jsonl",
        "old/c.jsonl",
    ]
    assert len({part.fingerprint for part in found.parts}) == 4


def test_a_name_within_a_folder_is_not_that_of_a_named_file(tmp_path, monkeypatch):
    logs_at(tmp_path, "sub/a.jsonl", "logs/sub/a.jsonl")
    monkeypatch.chdir(tmp_path)
    folder, file = Path("logs"), Path("sub/a.jsonl")
    for sources in ([folder, file], [file, folder]):
        names = {str(part.path): part.name for part in discover(sources).parts}
        assert names == {"logs/sub/a.jsonl": "logs/sub/a.jsonl", "sub/a.jsonl": "sub/a.jsonl"}


trees = st.sets(st.lists(st.sampled_from("ab"), max_size=3).map(tuple), min_size=1, max_size=5)


@settings(max_examples=40)
@given(trees, st.data())
def test_no_two_files_have_one_name(folders, data):
    with tempfile.TemporaryDirectory() as root:
        for folder in folders:
            Path(root, *folder).mkdir(parents=True, exist_ok=True)
            write_lines(Path(root, *folder, "log"), CANONICAL)
        sources = [Path(root, *folder) for folder in data.draw(st.permutations(sorted(folders)))]
        sources = [source / "log" if data.draw(st.booleans()) else source for source in sources]
        parts = discover(sources).parts
        assert len({part.path.resolve() for part in parts}) == len(parts) == len(set(Path(root).rglob("log")))
        assert len({part.name for part in parts}) == len({part.fingerprint for part in parts}) == len(parts)
        assert all(part.path.as_posix().endswith(part.name) for part in parts)


def test_a_folder_given_twice_is_read_once(tmp_path):
    logs_at(tmp_path, "logs/a.jsonl")
    assert len(discover([tmp_path / "logs", tmp_path / "logs"]).parts) == 1


def test_fingerprints_follow_content_format_and_range(tmp_path):
    path = write_lines(tmp_path / "a", CANONICAL)
    (first,) = discover([path]).parts
    assert discover([path]).parts == (first,)
    assert pickle.loads(pickle.dumps(first)) == first
    (other,) = discover([path], "map", field_map(MAP)).parts
    (another,) = discover([path], "map", field_map({**MAP, "time_unit": "s"})).parts
    write_lines(path, CANONICAL, CANONICAL)
    (longer,) = discover([path]).parts
    assert len({first.fingerprint, other.fingerprint, another.fingerprint, longer.fingerprint}) == 4


def test_a_format_can_be_forced(tmp_path):
    path = write_lines(tmp_path / "a", *["{broken"] * 3)
    kept, rejected, _ = read_all(path, "jsonl")
    assert (kept, len(rejected)) == ([], 3)
    with pytest.raises(NotALog, match="cannot be read as litellm"):
        discover([write_parquet(tmp_path / "b")], "litellm")
    with pytest.raises(NotALog, match="no Parquet"):
        discover([path], "parquet")
    with pytest.raises(SettingsError, match=r"unknown format 'x'.*litellm"):
        discover([path], "x")
    with pytest.raises(SettingsError, match="--map"):
        discover([path], "map")


def test_a_log_cut_at_its_start_is_still_one(tmp_path):
    path = write_lines(tmp_path / "a", 'tail of a line"}', *[CANONICAL] * 3)
    kept, rejected, _ = read_all(path)
    assert (len(kept), [row["line"] for row in rejected]) == (3, [1])
