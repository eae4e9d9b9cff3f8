"""The days of a replay know nothing of later days."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from tests.proving.test_figures import case

from hydrascope.proving.replay import DAY, NEVER, _campaign, records_at, replay


def test_records_know_no_later_sign_up_and_no_later_ban(small):
    times = small.accounts["status_at"].cast(pa.int64()).drop_null().to_numpy()
    moment = int(np.median(times)) - 1
    known = records_at(small.accounts, moment)
    assert known.schema == small.accounts.schema
    assert 0 < known.num_rows < small.accounts.num_rows
    assert pc.max(known["created_at"].cast(pa.int64())).as_py() <= moment
    bans = known["status_at"].cast(pa.int64()).drop_null()
    assert pc.max(bans).as_py() is None or pc.max(bans).as_py() <= moment
    stopped = known.filter(pc.equal(known["status"], "banned"))
    assert stopped["status_at"].null_count == 0
    late = records_at(small.accounts, int(times.max()))
    assert pc.sum(pc.equal(late["status"], "banned")).as_py() > pc.sum(pc.equal(known["status"], "banned")).as_py()


def test_served_counts_what_came_before_the_end_of_the_day_of_the_flag():
    _, truth = case([0, 0, 0], [-1, -1, -1])
    first, day = np.array([11, NEVER, 12]), np.array([10, 10, 13])
    found = _campaign(truth, 0, first, day)
    assert (found["harvested"], found["served"], found["flagged"]) == (3, 2, 2)
    assert (found["days_to_first"], found["days_to_half"]) == (2, 3)


def test_a_replay_flags_in_the_end_whom_a_hunt_flags(small, truth, seen):
    found = replay(small, truth, 0.01)
    assert found["days"] == len(np.unique(truth.started // DAY))
    (campaign,) = found["campaigns"]
    assert campaign["accounts"] == 40
    assert campaign["flagged"] >= (seen.flagged & truth.fake).sum() > 0
    assert 0 < campaign["served"] <= campaign["harvested"] == truth.harvested.sum()
    assert campaign["days_to_first"] >= 1
