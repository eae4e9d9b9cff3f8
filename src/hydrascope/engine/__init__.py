"""Where the work on parts runs."""

from hydrascope.engine.local import run

__all__ = ["run"]
