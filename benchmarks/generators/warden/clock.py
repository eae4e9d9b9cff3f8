"""When requests are sent: people's days, applications' rates, machines' jobs. Times are seconds into the window."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

from benchmarks.generators.warden.texts import client_rates, hour_profile

DAY = 86_400.0
Times = np.ndarray
PERSONAS = 5


def _hours(persona: int) -> np.ndarray:
    """Local-hour profile: 0 office, 1 evening, 2 night owl, 3 all awake hours, 4 the published one."""
    hours = np.arange(24)
    if persona == 4:
        return hour_profile()
    centre, width = ((13.5, 3.2), (20.0, 2.6), (1.0, 3.2), (15.0, 5.0))[persona]
    gap = np.minimum(np.abs(hours - centre), 24 - np.abs(hours - centre))
    shape = np.exp(-0.5 * (gap / width) ** 2) + 0.01
    return np.asarray(shape / shape.sum())


@dataclass
class Clock:
    """The window of one world."""

    start: datetime
    days: int
    rng: np.random.Generator

    @property
    def length(self) -> float:
        """Seconds in the window."""
        return self.days * DAY

    def people(
        self,
        count: int,
        zone: float,
        persona: int,
        first: float = 0.0,
        last: float | None = None,
        days: int | None = None,
    ) -> Times:
        """Starts of `count` sittings of one person in its local days, sorted."""
        last = max(self.length if last is None else last, first + 60.0)
        low, high = int(first // DAY), max(int(first // DAY) + 1, int(np.ceil(last / DAY)))
        week = np.array([(self.start + timedelta(days=d)).weekday() for d in range(low, high)])
        weight = np.where(week >= 5, 0.25 if persona == 0 else 0.8, 1.0)
        weight = weight * self.rng.gamma(0.6, 1.0, len(week)) + 1e-6
        if days:
            keep = self.rng.choice(len(week), min(days, len(week)), replace=False)
            weight = np.where(np.isin(np.arange(len(week)), keep), weight, 0)
        day = self.rng.choice(len(week), count, p=weight / weight.sum()) + low
        hour = self.rng.choice(24, count, p=_hours(persona)) + self.rng.random(count)
        times = day * DAY + ((hour - zone) % 24) * 3600
        times = np.where((times < first) | (times > last), self.rng.uniform(first, last, count), times)
        return np.asarray(np.sort(times))

    def real(self, count: int, first: float = 0.0) -> Times:
        """Arrivals of an application, after the measured rates of one real client."""
        grid = client_rates()
        rate = grid[self.rng.integers(len(grid))]
        slot = self.rng.choice(2016, count, p=rate)
        times = slot * 600.0 + self.rng.random(count) * 600
        if self.days > 14:
            times = times + np.where(self.rng.random(count) < (self.days - 14) / self.days, 14 * DAY, 0.0)
        times = np.where(times >= self.length, times % self.length, times)
        return np.asarray(np.sort(np.maximum(times, first + self.rng.random(count) * 60)))

    def machine(self, count: int, mode: str, first: float = 0.0, last: float | None = None) -> Times:
        """A job's requests: `flat`, `nightly`, `hourly`, or `burst` (one to four runs at a steady pace)."""
        last = max(self.length if last is None else last, first + 60.0)
        rng = self.rng
        if mode == "nightly":
            day = rng.integers(int(first // DAY), max(int(first // DAY) + 1, int(last // DAY)), count)
            times = day * DAY + rng.uniform(0, 24) * 3600 + rng.exponential(1100, count)
        elif mode == "hourly":
            times = np.floor(rng.uniform(first, last, count) / 3600) * 3600 + rng.exponential(90, count)
        elif mode == "burst":
            runs = rng.uniform(first, last - min(7200.0, (last - first) / 4), int(rng.integers(1, 5)))
            times = rng.choice(runs, count) + rng.random(count) * count * rng.lognormal(1.6, 0.9)
        else:
            times = rng.uniform(first, last, count)
        return np.asarray(np.sort(np.clip(times, first, last)))


def window(rng: np.random.Generator) -> Clock:
    """Two to four weeks of 2026."""
    start = datetime(2026, 1, 5, tzinfo=UTC) + timedelta(days=int(rng.integers(0, 300)), hours=int(rng.integers(0, 24)))
    return Clock(start, int(rng.integers(14, 29)), rng)
