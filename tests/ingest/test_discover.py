"""Which files are logs, said without trusting names; what users read when they are not."""

import gzip
import json
import os
import pickle

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from hydrascope.errors import NotALog, SettingsError, UserError
from hydrascope.ingest import discover
from hydrascope.ingest.fieldmap import field_map
from ingest.samples import ALL, CANONICAL, MAP, read_all, write_lines
from ingest.test_parquet import write as write_parquet

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
