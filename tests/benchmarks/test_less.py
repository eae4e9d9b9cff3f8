"""Less of a log: its first days, and fewer exchanges of each account."""

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from benchmarks.generators.bursar import generate

from benchmarks import less
from hydrascope.proving.replay import DAY
from hydrascope.simulate import World


def test_the_first_days_are_as_they_were_then():
    world = World(*generate("mixed", 5, 150, 30))
    two = less.begun(world, 2)
    day = two.exchanges["started_at"].cast(pa.int64()).to_numpy() // DAY
    assert set(day - day.min()) == {0, 1}
    end = (int(day.min()) + 2) * DAY
    assert pc.max(two.accounts["created_at"].cast(pa.int64())).as_py() < end
    assert two.accounts.num_rows < world.accounts.num_rows


def test_a_world_is_judged_in_every_way(monkeypatch):
    monkeypatch.setattr(less, "HONEST", 150)
    monkeypatch.setattr(less, "FAKE", 40)
    found = less.of("bursar", [96, 12], [3])
    assert list(found) == ["96 exchanges each", "12 exchanges each", "first 3 days"]
    young, whole, thinned = (found[seen]["accounts"] for seen in ("first 3 days", *list(found)[:2]))
    assert young < whole == thinned
    rows = less.together([found, found])
    assert [row["seen"] for row in rows] == list(found)
    for row, one in zip(rows, found.values(), strict=True):
        assert row["recall at 1e-3"] == pytest.approx(one["recall at 1e-3"], abs=1e-4)
        assert row["honest flagged"] == 2 * one["honest flagged"]
        assert row["worst level"] == pytest.approx(one["honest level"], abs=0.01)
