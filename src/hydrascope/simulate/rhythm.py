"""When requests are sent: people, offices, services, schedules and work queues.

Every function returns sorted int64 microseconds since the epoch, all within [start, start + days).
Hours are local to the sender: `zone` is the offset from UTC in hours.
"""

import numpy as np
import numpy.typing as npt

from hydrascope.simulate.traces import Floats, Ints, traces

SECOND = 1_000_000
HOUR = 3600 * SECOND
DAY = 24 * HOUR
Rng = np.random.Generator

# Share of a person's requests by local hour; a floor keeps night owls possible.
WAKING = np.array([2, 1, 0.6, 0.4, 0.3, 0.4, 1, 2.5, 5, 7, 8, 8, 7, 7.5, 8, 8, 7.5, 7, 6.5, 7, 7.5, 7, 5.5, 3.5])
OFFICE = np.array([0.2, 0.1, 0.1, 0.1, 0.1, 0.3, 1, 3, 7, 11, 12, 11, 8, 9, 11, 11, 9, 6, 3, 1.5, 1, 0.8, 0.5, 0.3])
EVENING = np.array([4, 2, 1, 0.5, 0.3, 0.3, 0.5, 1, 1.5, 2, 2, 3, 4, 3, 3, 4, 6, 8, 10, 13, 14, 12, 9, 6])
FLAT = np.ones(24)


def within(at: Ints, start: int, days: float) -> Ints:
    """The times inside the window, sorted."""
    return np.sort(at[(at >= start) & (at < start + int(days * DAY))])


def by_profile(rng: Rng, n: int, start: int, days: float, zone: float, hours: Floats, weekend: float = 1.0) -> Ints:
    """n times whose local hours follow `hours` (float[24]); `weekend` weighs a Saturday or Sunday."""
    first = (start + int(zone * HOUR)) // DAY
    span = np.arange(first, first + max(1, int(np.ceil(days)) + 1))
    weight = np.where((span + 3) % 7 >= 5, weekend, 1.0)
    # the first and the last calendar day are only partly inside
    begin, end = start + zone * HOUR, start + zone * HOUR + days * DAY
    weight = weight * np.clip((np.minimum(end, (span + 1) * DAY) - np.maximum(begin, span * DAY)) / DAY, 0, 1)
    day = rng.choice(span, n, p=weight / weight.sum())
    hour = np.searchsorted(np.cumsum(hours) / hours.sum(), rng.random(n), side="right").clip(0, 23)
    at = day * DAY + hour * HOUR + rng.integers(0, HOUR, n) - int(zone * HOUR)
    low, high = start, start + int(days * DAY) - 1
    return np.sort(np.where((at < low) | (at > high), rng.integers(low, high, n), at)).astype(np.int64)


def sittings(rng: Rng, n: int, start: int, days: float, zone: float, hours: Floats, per: float, gap: float) -> Ints:
    """n times in sittings of about `per` requests with log-normal pauses of median `gap` seconds."""
    if n == 0:
        return np.zeros(0, np.int64)
    sizes = rng.geometric(1 / max(1.0, per), n)
    count = int(np.searchsorted(np.cumsum(sizes), n) + 1)
    begins = rng.permutation(by_profile(rng, count, start, days, zone, hours))
    which = np.repeat(np.arange(count), sizes[:count])[:n]
    pause = rng.lognormal(np.log(gap), 0.9, n) * SECOND
    total = np.cumsum(pause)
    opening = np.r_[0, np.flatnonzero(np.diff(which)) + 1]
    at = begins[which] + (total - total[opening][which]).astype(np.int64)
    return np.sort(np.clip(at, start, start + int(days * DAY) - 1 - rng.integers(0, HOUR, n)))


def service(rng: Rng, n: int, start: int, days: float, zone: float, burst: float = 1.0) -> Ints:
    """n times of a service: the daily profile of a real client, its bursts gamma distributed."""
    hours = traces().hours
    profile = hours[rng.integers(len(hours))].astype(np.float64) + 1e-4
    slots = max(1, int(days * 144))
    base = profile[((np.arange(slots) / 6 + start / HOUR + zone) % 24).astype(int)]
    base = base * rng.gamma(1 / max(0.05, burst), max(0.05, burst), slots) + 1e-12
    slot = rng.choice(slots, n, p=base / base.sum())
    return within(start + slot * (DAY // 144) + rng.integers(0, DAY // 144, n), start, days)


def flat(rng: Rng, n: int, start: int, days: float) -> Ints:
    """n times without any daily rhythm, as a work queue drawn round the clock."""
    return np.sort(rng.integers(start, start + int(days * DAY), n))


def every(rng: Rng, start: int, days: float, seconds: float, jitter: float) -> Ints:
    """A schedule: one time every `seconds`, off by up to `jitter` seconds."""
    at = np.arange(start + int(rng.random() * seconds * SECOND), start + int(days * DAY), int(seconds * SECOND))
    return within(at + (rng.random(len(at)) * jitter * SECOND).astype(np.int64), start, days)


def batch(rng: Rng, n: int, begin: int, rate: float) -> Ints:
    """n times from `begin` on at about `rate` per second: a script that loops."""
    return begin + np.cumsum(rng.exponential(1 / rate, n) * SECOND).astype(np.int64)


def spike(rng: Rng, n: int, centre: int, hours: float, start: int, days: float) -> Ints:
    """n times around `centre`, most of them within `hours`."""
    at = centre + (rng.standard_t(3, n) * hours * HOUR / 2).astype(np.int64)
    return np.sort(np.clip(at, start, start + int(days * DAY) - 1 - rng.integers(0, HOUR, n)))


def blend(rng: Rng, human: float, n: int, start: int, days: float, zone: float) -> Ints:
    """n times: the share `human` keeps waking hours, the rest come round the clock."""
    people = int(rng.binomial(n, human))
    return np.sort(
        np.concatenate([by_profile(rng, people, start, days, zone, WAKING), flat(rng, n - people, start, days)])
    )


def hour_weights(kind: int) -> npt.NDArray[np.float64]:
    """One of the daily profiles, by index."""
    return (WAKING, OFFICE, EVENING)[kind % 3]
