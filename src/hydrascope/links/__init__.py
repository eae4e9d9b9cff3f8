"""Behaviours and features → what unrelated customers hold in common, and links between accounts in bits."""

from hydrascope.links.blocking import KINDS, shared_keys
from hydrascope.links.comparison import compare

__all__ = ["KINDS", "compare", "shared_keys"]
