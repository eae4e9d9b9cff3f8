"""Volumes, daily curves and lengths measured on real services (ServeGen, BurstGPT, Azure, RAGPulse)."""

import random
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

DAY = 86_400.0
SLOT = 600.0


@dataclass(frozen=True)
class Traces:
    """`hours` (24,) share by local hour; `curves` (clients, 2016) requests per second in 10-minute slots
    over 14 days; `daily` requests per day per client, sorted; `answers` output tokens of chat;
    `session_sizes` requests per session of a retrieval service."""

    hours: list[float]
    curves: NDArray[np.float32]
    daily: NDArray[np.float64]
    answers: list[int]
    session_sizes: list[int]

    def volume(self, rng: random.Random, scale: float, cap: int = 2_000) -> int:
        """Requests of one client: a real client's daily volume brought down by `scale`, at most `cap`."""
        daily = float(self.daily[int(rng.random() * len(self.daily))])
        return int(min(cap, max(3.0, (daily**0.55) * scale * (0.6 + 0.8 * rng.random()))))

    def session_starts(self, rng: random.Random, n: int, span: tuple[float, float], zone: float) -> list[float]:
        """`n` human moments in [span): weekdays heavier for some people, hours as BurstGPT has them."""
        first, last = span
        weekend = rng.choice((0.15, 0.5, 1.0, 1.6))
        shift = rng.gauss(0, 1.6)
        found: list[float] = []
        for _ in range(n):
            at = first
            for _ in range(6):
                day = first + int(rng.random() * max(1.0, (last - first) / DAY)) * DAY
                hour = rng.choices(range(24), self.hours)[0] + rng.random() + shift - zone
                at = day - day % DAY + (hour % 24) * 3600
                if (int(at // DAY) + 3) % 7 >= 5 and rng.random() > weekend:
                    continue
                if first <= at < last:
                    break
            found.append(at if first <= at < last else first + rng.random() * (last - first))
        return sorted(found)

    def machine_times(self, nprng: np.random.Generator, n: int, span: tuple[float, float]) -> list[float]:
        """`n` arrivals along one real client's rate curve, laid over [span)."""
        first, last = span
        slots = max(1, int((last - first) / SLOT))
        curve = self.curves[int(nprng.integers(len(self.curves)))].astype(np.float64)
        rate = np.resize(np.roll(curve, int(nprng.integers(14)) * 144), slots) + 1e-12
        slot = nprng.choice(slots, size=n, p=rate / rate.sum())
        times = first + slot * SLOT + nprng.random(n) * SLOT
        return [float(t) for t in np.sort(np.minimum(times, last - 1))]


def think_time(rng: random.Random) -> float:
    """Seconds between a person's turns: log-normal, median about a minute."""
    return min(2_400.0, rng.lognormvariate(4.1, 0.9))


def _curves(folder: Path) -> NDArray[np.float32]:
    """Rate curves of the clients with the whole 14 days."""
    columns = ["category", "model", "client_id", "timestamp_s", "rate_rps"]
    table = pq.read_table(folder / "servegen_client_windows.parquet", columns=columns)
    table = table.filter(pc.equal(table["category"], "language"))
    model = table["model"].combine_chunks().dictionary_encode().indices.to_numpy(zero_copy_only=False)
    client = table["client_id"].to_numpy() + 10_000 * model.astype(np.int64)
    order = np.lexsort((table["timestamp_s"].to_numpy(), client))
    rate, client = table["rate_rps"].to_numpy()[order], client[order]
    _, starts, counts = np.unique(client, return_index=True, return_counts=True)
    found = [rate[a : a + 2016] for a, n in zip(starts, counts, strict=True) if n == 2016]
    return np.array([c for c in found if (c > 0).sum() >= 30], dtype=np.float32)


@lru_cache(maxsize=2)
def load(data: Path) -> Traces:
    """Read the traces; needs `traces/` below `data`."""
    folder = data / "traces"
    hours = pq.read_table(folder / "burstgpt1_hour_of_day_derived.parquet").to_pylist()
    summary = pq.read_table(folder / "servegen_client_summary.parquet")
    daily = summary["total_requests"].to_numpy() / (summary["windows"].to_numpy() / 144)
    azure = pq.read_table(folder / "azure_llm_2023.parquet")
    azure = azure.filter(pc.equal(azure["log_type"], "conv"))
    sessions = Counter(pq.read_table(folder / "ragpulse.parquet")["session_id"].to_pylist())
    return Traces(
        hours=[float(h["inferred_sessions"]) for h in sorted(hours, key=lambda h: int(h["hour"]))],
        curves=_curves(folder),
        daily=np.sort(daily),
        answers=[int(n) for n in azure["output_tokens"].to_pylist()],
        session_sizes=sorted(sessions.values()),
    )
