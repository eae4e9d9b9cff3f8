"""The machine-learning engineer's bench: worlds written by the book, as an outside grader would."""

from benchmarks.generators.magistrate.play import KINDS, generate

__all__ = ["KINDS", "generate"]
