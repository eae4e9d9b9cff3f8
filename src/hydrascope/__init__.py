"""Hydrascope finds, proves and stops industrial-scale distillation of model APIs."""

__version__ = "0.1.0"
