"""A small world and a hunt in it, made once."""

import pytest

from hydrascope.proving.run import Spec, play
from hydrascope.proving.seen import Seen, Truth, seen_in, truth_of
from hydrascope.simulate import World

FPR = 0.01


@pytest.fixture(scope="session")
def spec() -> Spec:
    return Spec("simulate", "fixed-prompt", 90_003, 120, 40, (("days", 6.0), ("heaviest", 60)))


@pytest.fixture(scope="session")
def small(spec: Spec) -> World:
    return play(spec, None)


@pytest.fixture(scope="session")
def truth(small: World) -> Truth:
    return truth_of(small)


@pytest.fixture(scope="session")
def seen(small: World, truth: Truth) -> Seen:
    return seen_in(small, truth, FPR)
