"""Labelled logs from real prompts: drills for one's own settings, and the proving ground of detection.

    prompts ──▶ honest kinds ──┐
                               ├──▶ scene (accounts, requests) ──▶ draft ──▶ gateway ──▶ World ──▶ write
    prompts ──▶ campaigns ─────┘

Honest people and operators use the same functions for everything that is not their behaviour.
"""

from hydrascope.simulate.knobs import Knobs
from hydrascope.simulate.prompts import PromptLibrary, load_prompts
from hydrascope.simulate.world import SCENARIOS, Scenario, World, world
from hydrascope.simulate.write import write

__all__ = ["SCENARIOS", "Knobs", "PromptLibrary", "Scenario", "World", "load_prompts", "world", "write"]
