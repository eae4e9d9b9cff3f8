"""When requests are sent: people's days, offices, services, schedules and bursts."""

from math import exp, log
from random import Random

DAY = 86_400.0
WEEKDAYS = (1.0, 1.05, 1.05, 1.0, 0.9, 0.45, 0.4)
TEMPOS = ("human", "office", "flat", "burst", "nightly", "cron", "evening")


def heavy(rng: Random, median: float, spread: float, cap: int = 1500) -> int:
    """A count as real customers spread: most small, few large."""
    return max(1, min(cap, round(exp(log(median) + spread * rng.gauss(0, 1)))))


def hour_of(rng: Random, tempo: str, peak: float) -> float:
    """A local hour."""
    if tempo == "office":
        return rng.gauss(9.8, 1.1) if rng.random() < 0.5 else rng.gauss(14.8, 1.6)
    if tempo == "evening":
        return (rng.gauss(20.5, 2.2)) % 24
    if tempo == "human":
        hour = rng.gauss(peak, 3.4) % 24
        return hour if not 1.5 < hour < 6.5 or rng.random() < 0.12 else rng.uniform(8, 23)
    return rng.uniform(0, 24)


def moments(
    rng: Random, count: int, tempo: str, zone: float, start: float, stop: float, weekday: int = 0, peak: float = 15
) -> list[float]:
    """So many moments in a stretch of the window, in seconds from its first midnight, in order."""
    if stop - start < 3600:
        stop = start + 3600
    if tempo == "flat":
        return sorted(rng.uniform(start, stop) for _ in range(count))
    days = range(int(start // DAY), int((stop - 1) // DAY) + 1)
    own = {day: WEEKDAYS[(day + weekday) % 7] * rng.expovariate(1) for day in days}
    if tempo in {"burst", "nightly", "cron"}:
        own = {day: rng.expovariate(1) for day in days}
    if tempo == "office":
        own = {day: own[day] * (0.06 if (day + weekday) % 7 > 4 else 1) for day in days}
    picked = rng.choices(list(own), weights=[weight + 1e-6 for weight in own.values()], k=count)
    times = []
    if tempo == "burst":
        fronts = [rng.uniform(start, stop) for _ in range(1 + count // rng.choice((12, 40, 150)))]
        times = [rng.choice(fronts) + rng.expovariate(1 / 900) for _ in range(count)]
    elif tempo == "nightly":
        base = rng.uniform(0, 5)
        times = [day * DAY + (base - zone) % 24 * 3600 + rng.expovariate(1 / 1500) for day in picked]
    elif tempo == "cron":
        every = rng.choice((1, 2, 4, 6, 12))
        minute = rng.randrange(60)
        times = [
            day * DAY + rng.randrange(0, 24, every) * 3600 + minute * 60 + rng.expovariate(1 / 20) for day in picked
        ]
    else:
        for day in picked:
            times.append(day * DAY + (hour_of(rng, tempo, peak) - zone) * 3600 + rng.uniform(0, 60))
    span = stop - start
    return sorted(time if start <= time < stop else start + (time - start) % span for time in times)
