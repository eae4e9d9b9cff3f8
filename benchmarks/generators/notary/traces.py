"""Rhythm, rates and lengths of real services: ServeGen clients, BurstGPT hours, RAGPulse sessions, judge calls."""

from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow.parquet as pq

from .corpus import DATA

Floats = np.ndarray[Any, np.dtype[np.float64]]
WINDOW = 600.0
DAY = 86400.0
MEAN_ACCOUNT = 25.0
CAP = 1500


@lru_cache(maxsize=1)
def _series() -> tuple[Floats, Floats]:
    """Cumulative share of requests per 10-minute window (clients by windows), and the total per client."""
    table = pq.read_table(
        DATA / "traces/servegen_client_windows.parquet", columns=["model", "client_id", "timestamp_s", "rate_rps"]
    )
    keep = np.isin(table["model"].to_numpy(zero_copy_only=False), ["m-large", "m-mid", "m-small"])
    model = table["model"].to_numpy(zero_copy_only=False)[keep]
    client = table["client_id"].to_numpy()[keep].astype(np.int64)
    slot = (table["timestamp_s"].to_numpy()[keep] // 600).astype(np.int64)
    rate = np.nan_to_num(table["rate_rps"].to_numpy()[keep].astype(np.float64))
    code = np.searchsorted(np.array(["m-large", "m-mid", "m-small"]), model.astype(str)) * 100000 + client
    _, row = np.unique(code, return_inverse=True)
    grid = np.zeros((int(row.max()) + 1, 2016))
    inside = slot < 2016
    np.add.at(grid, (row[inside], slot[inside]), rate[inside])
    grid = grid[grid.sum(axis=1) > 0]
    totals = grid.sum(axis=1) * WINDOW
    return np.cumsum(grid, axis=1) / grid.sum(axis=1, keepdims=True), totals


@lru_cache(maxsize=1)
def _scale() -> tuple[Floats, float]:
    """Tempered log totals and the shift that gives the mean account MEAN_ACCOUNT exchanges after the cap."""
    logs = 0.68 * np.log(_series()[1])
    noise = np.random.default_rng(1).normal(0.0, 0.5, (50, len(logs)))
    low, high = -30.0, 5.0
    for _ in range(50):
        middle = (low + high) / 2
        mean = np.clip(np.exp(logs + noise + middle), 1, CAP).mean()
        low, high = (middle, high) if mean < MEAN_ACCOUNT else (low, middle)
    return logs, low


def draw_client(g: np.random.Generator) -> int:
    """A ServeGen client, by number."""
    return int(g.integers(len(_series()[1])))


def draw_volume(g: np.random.Generator, client: int, factor: float = 1.0) -> int:
    """Exchanges of an account in the window, from the client's own total."""
    logs, shift = _scale()
    return int(np.clip(round(float(np.exp(logs[client] + shift + g.normal(0.0, 0.5)) * factor)), 1, CAP))


def client_times(g: np.random.Generator, client: int, n: int, days: float, turn: float = 0.0) -> Floats:
    """n instants (seconds) that follow a client's 14-day series, repeated over the window."""
    cumulative = _series()[0][client]
    slots = np.searchsorted(cumulative, g.random(n)).clip(0, 2015)
    weeks = g.integers(0, max(1, int(np.ceil(days / 14))), n)
    times = (slots + g.random(n)) * WINDOW + weeks * 14 * DAY + turn
    return np.asarray(np.sort(times % (days * DAY)), dtype=np.float64)


@lru_cache(maxsize=1)
def human_hours() -> Floats:
    """Share of sessions per local hour, trough at four in the morning (BurstGPT, turned)."""
    table = pq.read_table(DATA / "traces/burstgpt1_hour_of_day_derived.parquet").to_pydict()
    hours = np.zeros(24)
    hours[np.array(table["hour"]).astype(int)] = np.array(table["inferred_sessions"], dtype=float)
    hours = np.roll(hours, 4 - int(np.argmin(hours)))
    return np.asarray(hours / hours.sum(), dtype=np.float64)


def human_times(
    g: np.random.Generator, n: int, days: float, zone: float, weekday0: int, work: float, owl: float = 0.0
) -> Floats:
    """n session starts of a person: own hours, working days preferred by `work` (0 to 1), own active spells."""
    span = int(days)
    week = (np.arange(span) + weekday0) % 7
    weight = np.where(week >= 5, 1.0 - 0.85 * work, 1.0) * g.gamma(0.7, 1.0, span) + 1e-9
    day = g.choice(span, n, p=weight / weight.sum())
    hour = g.choice(24, n, p=human_hours()) + g.random(n)
    times = day * DAY + (hour + owl - zone) * 3600.0
    return np.asarray(np.sort(times % (days * DAY)), dtype=np.float64)


@lru_cache(maxsize=1)
def session_sizes() -> Floats:
    """Requests per RAGPulse session."""
    ids = pq.read_table(DATA / "traces/ragpulse.parquet", columns=["session_id"])["session_id"].to_pylist()
    counts: dict[str, int] = {}
    for one in ids:
        if one is not None:
            counts[one] = counts.get(one, 0) + 1
    return np.array(sorted(counts.values()), dtype=np.float64)


@lru_cache(maxsize=1)
def output_lengths() -> tuple[Floats, Floats]:
    """Median and spread (log) of output tokens of each ServeGen client that has them."""
    table = pq.read_table(DATA / "traces/servegen_client_summary.parquet").to_pydict()
    rows = [
        (np.log(max(middle, 2.0)), (np.log(max(high, 3.0)) - np.log(max(low, 2.0))) / 3.3)
        for low, middle, high in zip(
            table["output_tokens_p5"], table["output_tokens_p50"], table["output_tokens_p95"], strict=True
        )
        if middle is not None and low is not None and high is not None
    ]
    array = np.array(rows)
    return array[:, 0], np.clip(array[:, 1], 0.15, 1.2)


@lru_cache(maxsize=1)
def reason_ratios() -> Floats:
    """Share of reasoning in the output of deepseek-r1 clients (medians)."""
    table = pq.read_table(DATA / "traces/servegen_client_summary.parquet", columns=["reason_ratio_p50"])
    values = [value for value in table["reason_ratio_p50"].to_pylist() if value is not None]
    return np.clip(np.array(values, dtype=np.float64), 0.2, 0.98)


@lru_cache(maxsize=1)
def azure_outputs() -> tuple[Floats, Floats]:
    """Log output tokens of the chat and of the code service of Azure 2023."""
    table = pq.read_table(DATA / "traces/azure_llm_2023.parquet", columns=["log_type", "output_tokens"])
    kind = np.array(table["log_type"].to_pylist())
    tokens = np.log(np.maximum(table["output_tokens"].to_numpy().astype(float), 1.0))
    return tokens[kind == "conv"], tokens[kind != "conv"]
