"""The sheriff's generator: a provider after two years of fighting abuse, its attackers seasoned."""

from benchmarks.generators.sheriff.build import KINDS, generate

__all__ = ["KINDS", "generate"]
