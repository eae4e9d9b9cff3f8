"""`hydrascope watch`: follow logs that grow, or receive them over HTTP, and keep the results current."""

from hydrascope.watch.keep import Keeper, follow
from hydrascope.watch.listen import Address, Listener, address
from hydrascope.watch.spool import Spool
from hydrascope.watch.stop import Stop, Stopped

__all__ = ["Address", "Keeper", "Listener", "Spool", "Stop", "Stopped", "address", "follow"]
