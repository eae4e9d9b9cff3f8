"""Exchanges → features: everything later stages need to know of a text, so that they never see it."""

from hydrascope.features.extract import extract

__all__ = ["extract"]
