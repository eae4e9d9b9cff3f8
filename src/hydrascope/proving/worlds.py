"""Simulated worlds → cases and truth, shared by the fitting and the proving of the detection."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from hydrascope import simulate
from hydrascope.behaviour import summarise
from hydrascope.campaigns import prepare
from hydrascope.campaigns.judge import Case
from hydrascope.features import extract
from hydrascope.features.admission import admit
from hydrascope.links import compare, shared_keys
from hydrascope.tables import EXCHANGES

KEY = b"proving ground"
BATCH = 32_768


@dataclass(frozen=True, slots=True)
class Known:
    """A case and, aligned with its accounts: whether they are fake, their kind, their operator ('' none).

    `features` is the sample that the stages see; `harvested` is aligned with it.
    """

    name: str
    case: Case
    features: pa.Table
    behaviours: pa.Table
    shared: pa.Table
    pairs: pa.Table
    fake: npt.NDArray[np.bool_]
    kind: npt.NDArray[np.str_]
    operator: npt.NDArray[np.str_]
    harvested: npt.NDArray[np.bool_]


def case_of(world: simulate.World, name: str) -> Known:
    """All stages up to the candidates, in process."""
    whole = _features(world.exchanges)
    admitted = admit([whole.select], KEY)
    features = admitted.features
    behaviours = summarise(features, world.accounts, admitted.totals)
    shared = shared_keys(features, behaviours)
    pairs = compare(shared, features, behaviours)
    truth = _aligned(world.truth_accounts, "account_id", behaviours["account_id"])
    rows = _aligned(world.truth_exchanges, "exchange_id", features["exchange_id"])
    return Known(
        name=name,
        case=prepare(features, behaviours, shared, pairs),
        features=features,
        behaviours=behaviours,
        shared=shared,
        pairs=pairs,
        fake=truth["fake"].to_numpy(),
        kind=truth["kind"].to_numpy().astype(str),
        operator=np.array([value or "" for value in truth["operator"].to_pylist()]),
        harvested=rows["harvested"].to_numpy(),
    )


def _features(exchanges: pa.Table) -> pa.Table:
    count = exchanges.num_rows
    columns = {name: exchanges[name] for name in exchanges.column_names}
    columns |= {"source": pa.array(["world"] * count), "line": pa.array(np.arange(count))}
    full = pa.table([columns.get(f.name, pa.nulls(count, f.type)) for f in EXCHANGES], schema=EXCHANGES)
    return pa.Table.from_batches([extract(batch, KEY) for batch in full.to_batches(BATCH)])


def _aligned(truth: pa.Table, key: str, ids: pa.ChunkedArray) -> pa.Table:
    place = pa.compute.index_in(ids.combine_chunks(), value_set=truth[key].combine_chunks())
    return truth.take(place)
