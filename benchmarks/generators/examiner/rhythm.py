"""When requests arrive: sorted epoch seconds, drawn with a passed generator."""

import math
import random

DAY = 86_400.0


def hour_weight(hour: float, kind: str) -> float:
    """Relative rate at a local hour for people, offices and machines."""
    if kind == "flat":
        return 1.0
    if kind == "office":
        return 1.0 if 8.5 <= hour < 18 else 0.12 if 7 <= hour < 21 else 0.03
    return 0.06 + max(0.0, math.sin((hour - 7) / 17 * math.pi)) * (1.25 if hour > 18 else 1.0)


def diurnal(rng: random.Random, n: int, lo: float, hi: float, zone: float, kind: str) -> list[float]:
    """`n` arrivals in [lo, hi) by rejection against an hour-of-day profile, weekends lighter for offices."""
    times: list[float] = []
    while len(times) < n:
        t = rng.uniform(lo, hi)
        weekend = int(t // DAY + 4) % 7 >= 5
        weight = hour_weight((t / 3600 + zone) % 24, kind) * (0.25 if weekend and kind == "office" else 1.0)
        if rng.random() < weight / 1.3:
            times.append(t)
    return sorted(times)


def human(rng: random.Random, n: int, lo: float, hi: float, zone: float) -> list[list[float]]:
    """Sittings of one to a dozen requests, minutes apart, spread over somebody's waking days."""
    sittings: list[list[float]] = []
    left = n
    while left > 0:
        size = min(left, 1 + int(rng.expovariate(0.45)))
        t = diurnal(rng, 1, lo, hi, zone, "human")[0]
        times = []
        for _ in range(size):
            times.append(t)
            t += min(3000.0, rng.lognormvariate(4.3, 1.0))
        sittings.append(times)
        left -= size
    return sorted(sittings)


def burst(rng: random.Random, n: int, at: float, gap: float) -> list[float]:
    """A script at work: gaps with a coefficient of variation around one and a half."""
    times = []
    t = at
    for _ in range(n):
        t += gap * rng.gammavariate(0.5, 2.0)
        times.append(t)
    return times


def nightly(rng: random.Random, n: int, lo: float, hi: float, zone: float) -> list[float]:
    """Cron jobs: the same few minutes of every day."""
    days = max(1, int((hi - lo) // DAY))
    hour = rng.choice([0, 1, 2, 3, 4, 22, 23]) - zone
    times: list[float] = []
    per = max(1, n // days)
    for day in range(days):
        start = lo - lo % DAY + (day + 1) * DAY + hour * 3600 + rng.uniform(0, 90)
        times.extend(burst(rng, per, start, rng.uniform(2, 8)))
    return [t for t in times if lo <= t < hi][:n]
