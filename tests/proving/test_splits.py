"""No world can fit and judge."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hydrascope.errors import SettingsError
from hydrascope.proving import splits
from hydrascope.proving.run import Spec, library, play


@given(
    st.integers(-5, 200_000), st.sampled_from(["fit", "test", "all", None]), st.sampled_from(["simulate", "auditor"])
)
def test_no_world_may_do_both(seed, split, generator):
    may = []
    for role in splits.ROLES:
        try:
            assert splits.allow(role, seed, split, generator) == seed
            may.append(role)
        except SettingsError:
            pass
    assert len(may) <= 1
    assert not may or split in (None, may[0])
    assert not (generator in splits.NEVER_FITTED and "fit" in may)


@given(st.sampled_from(splits.ROLES), st.integers(1, 50), st.integers(0, 40_000))
def test_seeds_of_a_role_are_its_own(role, count, first):
    found = splits.seeds(role, count, first)
    assert len(found) == count
    assert all((seed >= splits.FIRST_TEST_SEED) == (role == "test") for seed in found)


def test_seeds_never_run_into_the_test():
    with pytest.raises(SettingsError, match="may not fit"):
        splits.seeds("fit", 11, splits.FIRST_TEST_SEED - 10)


def test_an_unknown_role_is_refused():
    with pytest.raises(SettingsError, match="role is"):
        splits.allow("calibrate", 1)


def test_a_fitting_seed_is_not_played():
    with pytest.raises(SettingsError, match="may not test"):
        play(Spec("simulate", "mixed", 5, 20, 10), None)
    assert library(None).split == "test"
