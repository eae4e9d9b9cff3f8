"""World → hunt → what was seen, beside the truth: the product as shipped, files and all."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from hydrascope.pipeline import Clock, Hunted, hunt
from hydrascope.proving.metrics import Bools, Floats, Ints
from hydrascope.simulate import World
from hydrascope.store import Store

KEY = b"proving ground"


@dataclass(frozen=True, slots=True)
class Truth:
    """Labels, sorted by account id. `campaign`: -1 honest, else a number per operator; `late`: opened its traffic
    after its operator's first pool was banned. Per exchange of the log: `owner` (row of the accounts), `harvested`,
    `started` (µs), `tokens` (input and output)."""

    ids: NDArray[np.str_]
    fake: Bools
    kind: NDArray[np.str_]
    campaign: Ints
    late: Bools
    licensed: Bools
    exchange: pa.Array
    owner: Ints
    harvested: Bools
    started: Ints
    tokens: Floats


@dataclass(frozen=True, slots=True)
class Seen:
    """A hunt's verdicts in the order of `Truth.ids`. `score`: probability, ties broken by the p-value; `group`: -1
    for none; `told`: per exchange of the log, whether it was named as harvested."""

    score: Floats
    probability: Floats
    p_value: Floats
    flagged: Bools
    group: Ints
    told: Bools
    warnings: tuple[str, ...]


def truth_of(world: World) -> Truth:
    """The labels of a world."""
    table = world.truth_accounts.sort_by("account_id")
    ids = table["account_id"].combine_chunks()
    fake = table["fake"].to_numpy(zero_copy_only=False).astype(np.bool_)
    operators = np.array([value or "" for value in table["operator"].to_pylist()], np.str_)
    campaign = np.where(fake, np.unique(operators, return_inverse=True)[1], -1).astype(np.int64)
    records = _records(world.accounts, ids)
    owner = _place(world.exchanges["account_id"], ids)
    started = world.exchanges["started_at"].cast(pa.int64()).to_numpy()
    exchange = world.exchanges["exchange_id"].combine_chunks()
    labels = world.truth_exchanges
    same = labels["harvested"].take(pa.array(_place(exchange, labels["exchange_id"].combine_chunks())))
    return Truth(
        ids=np.array(ids.to_pylist(), np.str_),
        fake=fake,
        kind=np.array(table["kind"].to_pylist(), np.str_),
        campaign=campaign,
        late=second_pool(campaign, records["stopped"], _first(owner, started, len(fake))),
        licensed=records["licensed"],
        exchange=exchange,
        owner=owner,
        harvested=same.to_numpy(zero_copy_only=False).astype(np.bool_),
        started=started,
        tokens=sum((_numbers(world.exchanges, name) for name in ("input_tokens", "output_tokens")), np.zeros(1)),
    )


def second_pool(campaign: Ints, stopped: Ints, first: Ints) -> Bools:
    """Accounts that began after the bans of their campaign, where at least a quarter of it was stopped.

    `stopped`: µs, -1 never; `first`: µs of the first exchange.

    >>> second_pool(np.zeros(4, np.int64), np.array([50, 52, 50, -1]), np.array([1, 2, 3, 60])).tolist()
    [False, False, False, True]
    """
    late = np.zeros(len(campaign), np.bool_)
    for one in np.unique(campaign[campaign >= 0]):
        mine = campaign == one
        bans = stopped[mine & (stopped >= 0)]
        if len(bans) >= 0.25 * mine.sum():
            late |= mine & (first > np.median(bans))
    return late


def _records(accounts: pa.Table, ids: pa.Array) -> dict[str, NDArray[Any]]:
    place = pc.index_in(ids, value_set=accounts["account_id"].combine_chunks())
    rows = accounts.take(place)
    stopped = rows["status_at"].cast(pa.int64()).fill_null(-1).to_numpy()
    return {
        "licensed": rows["distillation_licence"].fill_null(False).to_numpy(zero_copy_only=False).astype(np.bool_),
        "stopped": np.where(stopped > 0, stopped, -1),
    }


def _place(values: pa.Array | pa.ChunkedArray, among: pa.Array) -> Ints:
    found = pc.index_in(values, value_set=among)
    found = found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found
    place: Ints = found.to_numpy(zero_copy_only=False).astype(np.int64)
    return place


def _first(owner: Ints, started: Ints, accounts: int) -> Ints:
    first = np.full(accounts, np.iinfo(np.int64).max)
    np.minimum.at(first, owner, started)
    return first


def _numbers(table: pa.Table, name: str) -> Floats:
    if name not in table.column_names:
        return np.zeros(table.num_rows)
    values: Floats = table[name].cast(pa.float64()).fill_null(0.0).to_numpy()
    return values


def seen_in(world: World, truth: Truth, max_fpr: float, records: bool = True) -> Seen:
    """Write the log, hunt in it, read the verdicts. `records`: whether the hunt is given the accounts table."""
    with TemporaryDirectory(prefix="hydrascope-") as scratch:
        folder = Path(scratch)
        pq.write_table(world.exchanges, folder / "log.parquet", compression="lz4")
        pq.write_table(world.accounts, folder / "accounts.parquet")
        return verdicts(hunted(folder, [folder / "log.parquet"], records, max_fpr), truth)


def hunted(folder: Path, logs: list[Path], records: bool, max_fpr: float) -> Hunted:
    """A hunt in some logs of a folder; what it has read once it does not read again."""
    accounts = folder / "accounts.parquet" if records else None
    return hunt(logs, accounts, Store(folder / "work"), KEY, max_fpr, 1, Clock())


def verdicts(found: Hunted, truth: Truth) -> Seen:
    """What a hunt said, in the order of the truth; an account that it did not see is not suspect."""
    table = found.findings.accounts
    place = _place(table["account_id"], pa.array(truth.ids.tolist(), pa.string()))
    probability, p_value = np.zeros(len(truth.ids)), np.ones(len(truth.ids))
    flagged, group = np.zeros(len(truth.ids), np.bool_), np.full(len(truth.ids), -1, np.int64)
    probability[place] = table["probability"].to_numpy()
    p_value[place] = table["p_value"].fill_null(1.0).to_numpy()
    flagged[place] = table["flagged"].to_numpy(zero_copy_only=False)
    names = {name: i for i, name in enumerate(found.findings.campaigns["campaign_id"].to_pylist())}
    group[place] = [names.get(name, -1) for name in table["campaign_id"].to_pylist()]
    ranked = np.unique(np.stack([probability, -p_value]), axis=1, return_inverse=True)[1]
    told = pc.is_in(truth.exchange, value_set=found.findings.harvested["exchange_id"].combine_chunks())
    return Seen(
        score=ranked.ravel().astype(np.float64),
        probability=probability,
        p_value=p_value,
        flagged=flagged,
        group=group,
        told=told.to_numpy(zero_copy_only=False).astype(np.bool_),
        warnings=found.warnings,
    )
