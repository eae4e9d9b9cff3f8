"""Worlds of a prepaid consumer-and-developer API with distillation campaigns inside."""

from .build import KINDS, generate

__all__ = ["KINDS", "generate"]
