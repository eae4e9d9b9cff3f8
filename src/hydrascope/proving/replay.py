"""Day by day: a hunt at every day's end in the log so far, with the account records as they stood then."""

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from hydrascope.proving.figures import Record, counted
from hydrascope.proving.metrics import Bools, Ints
from hydrascope.proving.seen import Truth, hunted, verdicts
from hydrascope.simulate import World

DAY = 86_400_000_000  # microseconds
NEVER = -1


def records_at(accounts: pa.Table, moment: int) -> pa.Table:
    """The account records as the provider had them at `moment` (µs): nobody yet to sign up, no ban yet to come."""
    created = accounts["created_at"].cast(pa.int64())
    known = accounts.filter(pc.fill_null(pc.less_equal(created, moment), True))
    later = pc.fill_null(pc.greater(known["status_at"].cast(pa.int64()), moment), False)
    none = pa.nulls(known.num_rows, accounts.schema.field("status_at").type)
    for name, value in (("status", pa.scalar("active")), ("status_at", none)):
        known = known.set_column(known.schema.get_field_index(name), name, pc.if_else(later, value, known[name]))
    return known


def replay(world: World, truth: Truth, max_fpr: float) -> Record:
    """When each account is first flagged, and what its campaign had taken by then."""
    day = truth.started // DAY
    days = np.unique(day)
    first = np.full(len(truth.ids), NEVER, np.int64)
    with TemporaryDirectory(prefix="hydrascope-") as scratch:
        folder, logs = Path(scratch), list[Path]()
        for number, today in enumerate(days.tolist()):
            logs.append(folder / f"{number:03}.parquet")
            pq.write_table(world.exchanges.filter(pa.array(day == today)), logs[-1], compression="lz4")
            pq.write_table(records_at(world.accounts, (today + 1) * DAY - 1), folder / "accounts.parquet")
            flagged = verdicts(hunted(folder, logs, True, max_fpr), truth).flagged
            first[flagged & (first == NEVER)] = today
    return {
        "days": len(days),
        "campaigns": [_campaign(truth, int(one), first, day) for one in np.unique(truth.campaign[truth.fake])],
        "honest": int((~truth.fake).sum()),
        "honest_flagged": counted(truth.kind[(first != NEVER) & ~truth.fake]),
    }


def _campaign(truth: Truth, one: int, first: Ints, day: Ints) -> Record:
    """One campaign: `served` of its harvested exchanges came before the end of the day that flagged their account."""
    mine = truth.campaign == one
    rows = mine[truth.owner] & truth.harvested
    until = first[truth.owner]
    served: Bools = rows & ((until == NEVER) | (day <= until))
    caught = first[mine & (first != NEVER)]
    begun = int(day[rows].min()) if rows.any() else 0
    return {
        "kind": str(truth.kind[mine][0]),
        "accounts": int(mine.sum()),
        "flagged": len(caught),
        "harvested": int(rows.sum()),
        "served": int(served.sum()),
        "days_to_first": int(caught.min()) - begun + 1 if len(caught) else None,
        "days_to_half": _half(caught, int(mine.sum()), begun),
    }


def _half(caught: Ints, accounts: int, begun: int) -> int | None:
    """Days from the first harvest until half of the accounts were flagged; None if they never were."""
    need = (accounts + 1) // 2
    return int(np.sort(caught)[need - 1]) - begun + 1 if len(caught) >= need else None
