"""`proctor`: worlds of a provider with large education and research programmes."""

from benchmarks.generators.proctor.campaigns import KINDS, generate

__all__ = ["KINDS", "generate"]
