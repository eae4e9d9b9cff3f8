"""Every outside generator writes worlds that the contract's tables can hold, the same for the same seed."""

import importlib
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from hydrascope.tables import ACCOUNTS, EXCHANGES

FOLDER = Path(__file__).resolve().parents[2] / "benchmarks" / "generators"
NAMES = sorted(path.parent.name for path in FOLDER.glob("*/__init__.py"))
Generate = Callable[[str, int, int, int], tuple[pa.Table, pa.Table, pa.Table, pa.Table]]


def generator(name: str) -> Generate:
    generate: Generate = importlib.import_module(f"benchmarks.generators.{name}").generate
    return generate


@pytest.mark.parametrize("name", NAMES)
def test_a_world_fits_the_contract(name: str) -> None:
    exchanges, accounts, people, rows = generator(name)("mixed", 11, 150, 60)
    assert {f.name: f.type for f in exchanges.schema}.items() <= {f.name: f.type for f in EXCHANGES}.items()
    assert [(f.name, f.type) for f in accounts.schema] == [(f.name, f.type) for f in ACCOUNTS]
    for table, key in ((exchanges, "exchange_id"), (people, "account_id")):
        assert pc.count_distinct(table[key]).as_py() == table.num_rows
    assert set(exchanges["exchange_id"].to_pylist()) == set(rows["exchange_id"].to_pylist())
    assert set(exchanges["account_id"].to_pylist()) <= set(people["account_id"].to_pylist())


@pytest.mark.parametrize("name", NAMES)
def test_only_fakes_harvest_and_they_have_an_operator(name: str) -> None:
    exchanges, _, people, rows = generator(name)("mixed", 12, 150, 60)
    fakes = people.filter(people["fake"])
    assert 0 < fakes.num_rows < people.num_rows
    assert fakes["operator"].null_count == 0
    assert people.filter(pc.invert(people["fake"]))["operator"].null_count == people.num_rows - fakes.num_rows
    taken = rows.filter(rows["harvested"])["exchange_id"]
    takers = exchanges.filter(pc.is_in(exchanges["exchange_id"], value_set=taken.combine_chunks()))["account_id"]
    assert set(takers.to_pylist()) <= set(fakes["account_id"].to_pylist())


@pytest.mark.parametrize("name", NAMES)
def test_the_same_seed_gives_the_same_world_and_none_has_no_campaign(name: str) -> None:
    one, two = generator(name)("none", 13, 80, 0), generator(name)("none", 13, 80, 0)
    assert all(a.equals(b) for a, b in zip(one, two, strict=True))
    assert not any(one[2]["fake"].to_pylist())
