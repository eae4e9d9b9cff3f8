"""Batches of exchanges from a few named columns."""

from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest

from hydrascope.features import extract
from hydrascope.tables import EXCHANGES

KEY = b"a secret of the tests"


def exchanges(**columns: list[Any]) -> pa.RecordBatch:
    """Exchanges with the given columns; what is required is filled in, the rest is null."""
    rows = len(next(iter(columns.values())))
    given: dict[str, Any] = {
        "exchange_id": [f"x{row}" for row in range(rows)],
        "account_id": ["a"] * rows,
        "started_at": [1_700_000_000_000_000] * rows,
        "source": ["log"] * rows,
        "line": list(range(rows)),
        **columns,
    }
    return pa.RecordBatch.from_arrays(
        [pa.array(given[f.name], f.type) if f.name in given else pa.nulls(rows, f.type) for f in EXCHANGES],
        schema=EXCHANGES,
    )


@pytest.fixture(name="make")
def _make() -> Callable[..., pa.RecordBatch]:
    return exchanges


@pytest.fixture
def features() -> Callable[..., dict[str, list[Any]]]:
    """Features, as lists, of exchanges with the given columns."""
    return lambda **columns: extract(exchanges(**columns), KEY).to_pydict()
