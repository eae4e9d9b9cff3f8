"""Libraries and worlds that several tests look at."""

import pytest

from hydrascope.simulate import PromptLibrary, World, load_prompts, world


@pytest.fixture(scope="session")
def prompts() -> PromptLibrary:
    return load_prompts()


@pytest.fixture(scope="session")
def mixed(prompts: PromptLibrary) -> World:
    return world("mixed", 5, prompts, honest=2_500, fake=500)
