"""Labelled logs of a small start-up that resells many vendors' models behind one gateway."""

from .build import KINDS, generate

__all__ = ["KINDS", "generate"]
