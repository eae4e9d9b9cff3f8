"""Features → behaviours: what each account does, as numbers that links and campaigns compare."""

from hydrascope.behaviour.accounts import summarise

__all__ = ["summarise"]
