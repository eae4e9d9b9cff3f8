"""A second, independent generator of labelled gateway logs: for blind tests only, never for fitting."""

from benchmarks.generators.inspector.build import KINDS, generate

__all__ = ["KINDS", "generate"]
