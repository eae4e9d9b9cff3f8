"""Simulated worlds → cases and truth, for the fitting of the detection."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from hydrascope import simulate
from hydrascope.admission import admit
from hydrascope.behaviour import summarise
from hydrascope.campaigns import prepare
from hydrascope.campaigns.judge import Case
from hydrascope.features import extract
from hydrascope.links import compare, shared_keys
from hydrascope.tables import COMPARED, EXCHANGES

KEY = b"proving ground"
BATCH = 32_768


@dataclass(frozen=True, slots=True)
class Known:
    """A case and, aligned with its accounts: whether they are fake, their operator ('' none)."""

    name: str
    case: Case
    fake: npt.NDArray[np.bool_]
    operator: npt.NDArray[np.str_]


def held(table: pa.Table, columns: Sequence[str], sampled: npt.NDArray[np.int64] | None = None) -> pa.Table:
    """Of a part of a log that is held in memory some columns, and of these the sampled rows (`admission.Part`)."""
    wanted = table.select(list(columns))
    return wanted if sampled is None else wanted.take(pa.array(sampled))


def case_of(world: simulate.World, name: str, most: int = COMPARED) -> Known:
    """All stages up to the candidates, in process; at most so many exchanges of each account are compared."""
    admitted = admit([partial(held, _features(world.exchanges))], most)
    behaviours = summarise(admitted.features, world.accounts, admitted.totals)
    shared = shared_keys(admitted.features, behaviours)
    pairs = compare(shared, admitted.features, behaviours)
    truth = world.truth_accounts
    known = pa.compute.index_in(behaviours["account_id"], value_set=truth["account_id"].combine_chunks())
    truth = truth.take(known)
    return Known(
        name=name,
        case=prepare(admitted.features, behaviours, shared, pairs),
        fake=truth["fake"].to_numpy(),
        operator=np.array([value or "" for value in truth["operator"].to_pylist()]),
    )


def _features(exchanges: pa.Table) -> pa.Table:
    count = exchanges.num_rows
    columns = {name: exchanges[name] for name in exchanges.column_names}
    columns |= {"source": pa.array(["world"] * count), "line": pa.array(np.arange(count))}
    full = pa.table([columns.get(f.name, pa.nulls(count, f.type)) for f in EXCHANGES], schema=EXCHANGES)
    return pa.Table.from_batches([extract(batch, KEY) for batch in full.to_batches(BATCH)])
