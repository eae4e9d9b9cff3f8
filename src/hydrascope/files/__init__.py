"""Where files lie: on this machine (a Path), or in an object store (a Url, which does what is asked of a Path)."""

from hydrascope.files.location import Location, for_arrow, locate, reached
from hydrascope.files.trouble import NotThere, Refused, Unanswered, raised
from hydrascope.files.url import UNFINISHED, Url

__all__ = [
    "UNFINISHED",
    "Location",
    "NotThere",
    "Refused",
    "Unanswered",
    "Url",
    "for_arrow",
    "locate",
    "raised",
    "reached",
]
