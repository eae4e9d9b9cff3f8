"""Bursar: an outside grader's worlds, by the book of FIELD.md."""

from .world import KINDS, generate

__all__ = ["KINDS", "generate"]
