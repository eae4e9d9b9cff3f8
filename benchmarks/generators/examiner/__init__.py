"""The outside examiner: labelled gateway logs, written apart from the project's own simulator."""

from benchmarks.generators.examiner.build import KINDS, generate

__all__ = ["KINDS", "generate"]
