"""When requests arrive: the rhythms of people, services and schedulers."""

import numpy as np
from numpy.typing import NDArray

Times = NDArray[np.int64]
SECOND = 1_000_000
HOUR = 3600 * SECOND
DAY = 24 * HOUR

_OFFICE = np.array([1, 1, 1, 1, 1, 2, 6, 18, 45, 70, 80, 75, 50, 65, 80, 78, 65, 45, 25, 14, 10, 8, 5, 2], float)
_HOME = np.array([16, 8, 4, 2, 1, 1, 3, 8, 15, 20, 24, 26, 30, 28, 28, 30, 32, 36, 42, 55, 70, 74, 60, 34], float)
_SERVICE = np.array([14, 9, 7, 6, 6, 9, 18, 35, 55, 70, 76, 78, 74, 74, 76, 74, 70, 64, 58, 52, 46, 38, 28, 20], float)
SHAPES = ("office", "home", "service", "flat", "batch", "nightly", "bursts", "trickle")


def _hours(
    g: np.random.Generator, n: int, day: NDArray[np.float64], rest: float, span: tuple[int, int], tz: float
) -> Times:
    """Draw moments by the hour of the day and week."""
    start, end = span
    slots = np.arange(start, end, HOUR, dtype=np.int64)
    local = slots + int(tz * HOUR)
    weight = day[(local // HOUR) % 24] * g.lognormal(0.0, 0.5, len(slots))
    weekday = (local // DAY + 3) % 7  # 1970-01-01 was a Thursday: 0 is Monday
    weight = np.where(weekday >= 5, weight * rest, weight) + 1e-9
    at: Times = g.choice(slots, n, p=weight / weight.sum()) + g.integers(0, HOUR, n)
    return at


def _sessions(g: np.random.Generator, n: int, starts: Times, gap: float, spread: float) -> Times:
    """Split n requests over sessions with lognormal pauses."""
    owner = np.sort(g.integers(0, len(starts), n))
    pauses = (g.lognormal(np.log(gap), spread, n) * SECOND).astype(np.int64)
    total = np.cumsum(pauses)
    first = np.searchsorted(owner, owner, side="left")
    return np.sort(starts)[owner] + total - total[first]


def place(g: np.random.Generator, n: int, shape: str, span: tuple[int, int], tz: float) -> Times:
    """Moments (µs) of n requests in a rhythm, sorted."""
    start, end = span
    if end - start < HOUR:
        end = start + HOUR
        span = (start, end)
    if shape == "flat":
        at = g.integers(start, end, n)
    elif shape == "trickle":
        at = _hours(g, n, _HOME if g.random() < 0.5 else _OFFICE, 0.6, span, tz)
    elif shape == "service":
        floor = float(g.choice([0.0, 4.0, 20.0, 60.0]))
        at = _hours(g, n, _SERVICE + floor, float(g.uniform(0.3, 1.1)), span, tz)
        close = g.random(n) < 0.3
        at = np.where(close, np.roll(at, 1) + (g.exponential(20, n) * SECOND).astype(np.int64), at)
    elif shape in {"batch", "bursts"}:
        runs = 1 + int(g.poisson(min(6.0, n / 60) if shape == "batch" else min(10.0, n / 15)))
        starts = _hours(g, runs, _OFFICE + (0 if shape == "batch" else 30), 0.5, span, tz)
        at = _sessions(g, n, starts, float(g.choice([0.4, 1.5, 5.0, 15.0])), float(g.uniform(0.3, 1.3)))
    elif shape == "nightly":
        hour = int(g.integers(0, 24))
        days = np.arange(start, end, DAY, dtype=np.int64) // DAY * DAY + hour * HOUR
        every = int(g.choice([1, 1, 1, 7]))
        starts = days[int(g.integers(0, every)) % len(days) :: every] + g.integers(0, 90 * SECOND)
        at = _sessions(g, n, starts, float(g.choice([0.7, 3.0, 9.0])), 0.8)
    else:
        day, rest = (_OFFICE, 0.1) if shape == "office" else (_HOME, 1.2)
        length = float(g.lognormal(1.4, 0.5))
        starts = _hours(g, max(1, round(n / length)), day, rest, span, tz)
        at = _sessions(g, n, starts, float(g.lognormal(np.log(70), 0.5)), 1.1)
    at = np.where(at >= end, start + (at - start) % (end - start), at)
    return np.sort(np.clip(at, start, end - 1))
