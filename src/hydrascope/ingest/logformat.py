"""What a log format of JSON objects is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from hydrascope.ingest.part import Flaw, Json

Object = dict[str, Json]
"""One JSON object of a log."""

Row = dict[str, Json]
"""Values by column of `tables.EXCHANGES`, not yet fitted to their types."""


@dataclass(frozen=True, slots=True)
class Aside:
    """Something in a log that is no exchange and no fault: counted by `kind`, and passed over."""

    kind: str


Rows = Callable[[Object], Iterator[Row | Flaw | Aside]]


@dataclass(frozen=True, slots=True)
class Format:
    """`looks_like` tells an object of this format; `rows` yields the exchanges that an object tells of.

    `halves`: request and response may stand in two objects that share a `custom_id`.
    """

    name: str
    looks_like: Callable[[Object], bool]
    rows: Rows
    halves: bool = False
