"""Times stay inside the window, sorted, whatever the parameters."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hydrascope.simulate import rhythm
from hydrascope.simulate.rhythm import DAY, HOUR, SECOND

START = 1_770_000_000 * SECOND
DAYS = st.floats(0.05, 60)
ZONES = st.floats(-11, 13)
COUNTS = st.integers(0, 300)


def inside(at: np.ndarray, days: float) -> bool:
    return bool(np.all(np.diff(at) >= 0) and np.all(at >= START) and np.all(at < START + days * DAY + 1))


@given(COUNTS, DAYS, ZONES, st.integers(0, 2), st.integers(0, 99))
def test_people(n: int, days: float, zone: float, hours: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    at = rhythm.by_profile(rng, n, START, days, zone, rhythm.hour_weights(hours))
    assert len(at) == n
    assert inside(at, days)
    blended = rhythm.blend(rng, 0.5, n, START, days, zone)
    assert len(blended) == n
    assert inside(blended, days)


@given(COUNTS, st.floats(0.1, 60), ZONES, st.integers(0, 99))
def test_sittings_and_services(n: int, days: float, zone: float, seed: int) -> None:
    rng = np.random.default_rng(seed)
    at = rhythm.sittings(rng, n, START, days, zone, rhythm.WAKING, 4, 60)
    assert len(at) == n
    assert np.all(np.diff(at) >= 0)
    assert inside(rhythm.service(rng, n, START, days, zone, 2.0), days)
    assert inside(rhythm.every(rng, START, days, 3600, 10), days)


def test_hours_are_local() -> None:
    at = rhythm.by_profile(np.random.default_rng(1), 20_000, START, 20, 9, rhythm.OFFICE)
    hour = (at // HOUR + 9) % 24
    assert np.mean((hour >= 8) & (hour < 18)) > 0.8


def test_a_queue_is_flat_and_a_sitting_is_not() -> None:
    rng = np.random.default_rng(2)
    flat = np.bincount(rhythm.flat(rng, 24_000, START, 10) // HOUR % 24, minlength=24)
    assert flat.min() / flat.max() == pytest.approx(1, abs=0.15)
    gaps = np.diff(rhythm.sittings(rng, 1_000, START, 20, 0, rhythm.WAKING, 5, 60)) / SECOND
    assert np.median(gaps) < 300
