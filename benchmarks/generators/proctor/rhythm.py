"""When requests arrive: people's sessions, students' evenings before a deadline, machines."""

from dataclasses import dataclass

import numpy as np

HOUR, DAY = 3600.0, 86400.0
SHAPES = ("flat", "nightly", "office", "bursts", "cron", "ramp", "human")
_PEOPLE = np.array([20, 10, 6, 4, 4, 6, 12, 25, 50, 70, 80, 76, 62, 66, 74, 74, 70, 62, 54, 56, 62, 62, 50, 34]) / 80
_EVENING = np.array([30, 15, 7, 3, 2, 2, 4, 8, 15, 20, 24, 26, 26, 30, 34, 40, 46, 54, 64, 86, 100, 104, 90, 60]) / 104


@dataclass(frozen=True, slots=True)
class Window:
    """The days that a log covers; times are seconds since its start, which is a midnight UTC."""

    start: float
    length: float
    first_weekday: int


def human(rng: np.random.Generator, window: Window, count: int, zone: float, evening: bool, begin: float = 0.0,
          end: float = -1.0) -> list[list[float]]:  # fmt: skip
    """Sessions of one to some requests, in waking hours of a time zone, mostly on working days."""
    end = max(begin + 60, window.length if end < 0 else end)
    hours = _EVENING if evening else _PEOPLE
    weekend = rng.uniform(0.2, 1.2) if evening else rng.uniform(0.05, 0.9)
    shift, usual, left = int(rng.integers(-2, 3)), rng.uniform(1.3, 7.0), count
    sessions: list[list[float]] = []
    while left > 0:
        size = min(left, int(rng.geometric(1 / usual)))
        for _ in range(24):
            at = float(rng.uniform(begin, end))
            local = at + zone * HOUR
            day = (window.first_weekday + int(local // DAY)) % 7
            if rng.random() < hours[(int(local % DAY // HOUR) - shift) % 24] * (weekend if day > 4 else 1.0):
                break
        gaps = rng.lognormal(4.4, 1.0, size)
        sessions.append([min(float(t), window.length - 1) for t in at + np.cumsum(gaps) - gaps[0]])
        left -= size
    return sorted(sessions)


def deadline(rng: np.random.Generator, window: Window, count: int, zone: float, due: float) -> list[list[float]]:
    """Evening sessions that grow dense towards a deadline."""
    begin = max(0.0, due - float(rng.choice([1.2, 3.0, 6.0, 9.0])) * DAY)
    at = due - (due - begin) * rng.beta(0.8, 2.2)
    return human(rng, window, count, zone, True, max(0.0, min(begin, at - DAY)), max(DAY / 3, due))


def machine(rng: np.random.Generator, shape: str, count: int, begin: float, end: float,
    zone: float = 0.0) -> list[float]:
    """Times of an automatic sender."""
    span = max(end - begin, 60.0)
    days = rng.integers(0, max(1, int(span // DAY)), count) * DAY
    if shape == "nightly":
        times = days + rng.uniform(0, 24) * HOUR + rng.gamma(2.0, 0.4 * HOUR, count)
    elif shape in ("office", "human"):
        weights = np.where(_PEOPLE > 0.5, _PEOPLE, 0.02) if shape == "office" else _PEOPLE
        times = days + (rng.choice(24, count, p=weights / weights.sum()) - zone) % 24 * HOUR + rng.uniform(0, HOUR,
            count)
        times = times - begin % DAY
    elif shape == "bursts":
        times = rng.choice(rng.uniform(0, span, 1 + int(rng.integers(0, 6))), count)
        times = times + rng.exponential(rng.uniform(60, 3 * HOUR), count)
    elif shape == "cron":
        step = float(rng.choice([300.0, 900.0, 1800.0, 3600.0, 6 * HOUR, DAY]))
        times = rng.integers(0, max(1, int(span // step)), count) * step + rng.exponential(4.0, count)
    elif shape == "ramp":
        times = span * rng.beta(rng.uniform(1.6, 4), 1.0, count)
    else:
        times = rng.uniform(0, span, count)
    return [float(t) for t in np.sort(begin + np.mod(times, span))]
