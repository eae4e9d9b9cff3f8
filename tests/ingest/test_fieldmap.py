"""Field maps: what they reach, and every mistake in them named at once."""

from datetime import UTC, datetime

import pytest
import yaml
from tests.ingest.samples import MAP, MAPPED, read_all, write_lines

from hydrascope.errors import SettingsError
from hydrascope.ingest import load_field_map, read
from hydrascope.ingest.discover import discover
from hydrascope.ingest.fieldmap import field_map


def test_a_mapped_log_is_read(tmp_path):
    path = tmp_path / "map.yaml"
    path.write_text(yaml.safe_dump(MAP))
    mapped = load_field_map(path)
    kept, rejected, _ = read_all(write_lines(tmp_path / "log", MAPPED, {"req": 1}), field_map=mapped)
    assert [(row["line"], row["reason"]) for row in rejected] == [(2, "missing field")]
    expected = {
        "exchange_id": "r1",
        "account_id": "acct-1",
        "started_at": datetime(2026, 11, 21, 6, 59, 40, 800000, UTC),
        "input_text": "a b",
        "output_text": "b",
        "access_path": "console",
    }
    assert {name: kept[0].get(name) for name in expected} == expected


def test_records_inside_an_object(tmp_path):
    said = {
        "columns": {"exchange_id": "id", "started_at": "t", "model": r"gen\.ai.model"},
        "constants": {"account_id": "only"},
        "records": "data.entries",
        "time_unit": "s",
    }
    entries = [{"id": i, "t": 1769947200, "gen.ai": {"model": "m"}} for i in range(3)]
    path = write_lines(tmp_path / "log", {"data": {"entries": entries}}, {"data": {}})
    kept, rejected, _ = read_all(path, field_map=field_map(said))
    assert [(row["exchange_id"], row["account_id"], row["model"]) for row in kept] == [
        (str(i), "only", "m") for i in range(3)
    ]
    assert [row["reason"] for row in rejected] == ["missing field"]


@pytest.mark.parametrize(("unit", "year"), [("s", 2026), ("ms", None), ("us", None), ("ns", None)])
def test_the_unit_of_time_is_as_the_map_says(unit, year, tmp_path):
    mapped = field_map({**MAP, "time_unit": unit})
    sample = {"req": {**MAPPED["req"], "t": 1769947200}}
    kept, rejected, _ = read_all(write_lines(tmp_path / "log", sample), field_map=mapped)
    assert [row["started_at"].year for row in kept] == ([year] if year else [])
    assert [row["reason"] for row in rejected] == ([] if year else ["time out of range"])


def test_all_mistakes_are_named_together(tmp_path):
    path = tmp_path / "map.yaml"
    said = {
        "columns": {
            "exchange_id": 1.5,
            "account_id": ["a", ""],
            "modle": "x",
            "input_text": {"path": "a", "jion": ""},
        },
        "constants": {"plan": "x", "model": ["x"]},
        "time_unit": "h",
        "colums": {},
        "records": [],
    }
    path.write_text(yaml.safe_dump(said))
    with pytest.raises(SettingsError) as caught:
        load_field_map(path)
    message = str(caught.value)
    assert message.startswith(f"field map {path}: ")
    for mistake in (
        "exchange_id",
        "account_id",
        "'modle'",
        "input_text",
        "'plan'",
        "model",
        "time_unit",
        "'colums'",
        "started_at is required",
        "'records'",
    ):
        assert mistake in message


@pytest.mark.parametrize("text", ["", "- a\n", "columns: [\n", "columns: {a: &x [*x]}\n", "[" * 5000])
def test_what_is_no_map_is_refused(text, tmp_path):
    path = tmp_path / "map.yaml"
    path.write_text(text)
    with pytest.raises(SettingsError, match=r"map\.yaml"):
        load_field_map(path)
    with pytest.raises(SettingsError, match="no such file"):
        load_field_map(tmp_path / "other.yaml")


def test_a_mapped_part_is_not_read_without_its_map(tmp_path):
    (part,) = discover([write_lines(tmp_path / "log", MAPPED)], None, field_map(MAP)).parts
    with pytest.raises(SettingsError, match="field map"):
        list(read(part))
