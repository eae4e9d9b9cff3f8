"""Costs are those of this process and of its workers."""

import os
import time

from hydrascope.engine import Workers, spent


def work(seconds: float) -> float:
    """Keep a processor busy."""
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass
    return seconds


def test_the_time_of_live_workers_counts():
    with Workers(2) as pool:
        list(pool.run(work, [0.0, 0.0]))
        before = spent()[0]
        list(pool.run(work, [0.4, 0.4]))
        assert 0.7 < spent()[0] - before < 3
        total = spent()[0]
    assert spent()[0] >= total - 0.2


def test_what_is_written_counts(tmp_path):
    before = spent()[1]
    with (tmp_path / "file").open("wb") as file:
        file.write(os.urandom(1 << 20))
        file.flush()
        os.fsync(file.fileno())
    assert spent()[1] - before >= (1 << 20) or before == 0
