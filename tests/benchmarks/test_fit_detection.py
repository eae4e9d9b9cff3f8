"""What the fitting may learn from, and how it weighs it."""

import numpy as np
import pytest
from benchmarks.fit_detection import GENERATORS, ROLES, ROUND, plan, with_gaps

from benchmarks import fit_detection
from hydrascope.errors import SettingsError
from hydrascope.proving import splits


def test_no_world_of_the_test_is_planned_and_no_world_serves_two_roles() -> None:
    worlds = plan(len(ROUND))
    assert {world.generator for world in worlds} == set(GENERATORS)
    assert not {world.generator for world in worlds} & splits.NEVER_FITTED
    assert all(world.seed < splits.FIRST_TEST_SEED for world in worlds)
    drawn = [(world.generator, world.seed) for world in worlds]
    assert len(set(drawn)) == len(drawn)
    assert {world.role for world in worlds} == set(ROLES)


def test_a_generator_kept_for_the_test_cannot_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    forbidden = fit_detection.Wanted("group", sorted(splits.NEVER_FITTED)[0], "mixed", 10_000)
    with pytest.raises(SettingsError, match="kept for the test"):
        forbidden.made(None)  # type: ignore[arg-type]


def test_gaps_are_whole_columns_and_the_same_for_the_same_world() -> None:
    values = np.ones((50, 40))
    seen = with_gaps(values, "a world")
    unknown = np.isnan(seen)
    assert (unknown.all(axis=0) | ~unknown.any(axis=0)).all()
    assert 0 < unknown.any(axis=0).sum() < 20
    assert np.array_equal(unknown, np.isnan(with_gaps(values, "a world")))
