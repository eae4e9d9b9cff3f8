"""Where the work on parts runs."""

from hydrascope.engine.costs import spent
from hydrascope.engine.local import Workers, run
from hydrascope.engine.place import LOCAL, Engine, Place, start

__all__ = ["LOCAL", "Engine", "Place", "Workers", "run", "spent", "start"]
