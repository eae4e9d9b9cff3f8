"""Damaged lines of every format: no crash, every line accounted for, nothing left to the last net."""

import json
from random import Random

import pytest
from tests.ingest.damage import damaged
from tests.ingest.samples import ALL, MAP, RESPONSES, read_all, write_lines

from hydrascope.ingest.fieldmap import field_map
from hydrascope.ingest.objects import UNREADABLE

LINES = 600
EMPTY = 3
"""Damage may leave a line that holds an empty list."""


@pytest.mark.parametrize("name", [*ALL, "responses"])
def test_damaged_lines_are_kept_or_rejected(name, tmp_path):
    whole = json.dumps(RESPONSES if name == "responses" else ALL[name]).encode()
    random = Random(name)
    path = write_lines(tmp_path / "log", whole, *(damaged(whole, random) for _ in range(LINES)), whole)
    form = "openai" if name == "responses" else name
    mapped = field_map(MAP) if name == "map" else None

    kept, rejected, aside = read_all(path, form, mapped)

    assert {1, LINES + 2} <= {row["line"] for row in kept}
    told = {row["line"] for row in [*kept, *rejected]}
    passed_over = sum(count for name, count in aside.items() if name.startswith("("))
    assert len(told) + passed_over >= LINES + 2 - EMPTY
    assert [row for row in rejected if row["detail"] == UNREADABLE.detail] == []
    assert all(len(row["detail"]) < 120 and row["detail"].isprintable() for row in rejected)
    assert kept == read_all(path, form, mapped)[0]
