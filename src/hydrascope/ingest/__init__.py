"""Logs → exchanges: `discover` finds the parts, `read` streams a part, `read_accounts` reads account records.

Whatever cannot be used is rejected with its place and reason, or kept out and counted; nothing is lost
silently, and no line that a caller can shape ends the run.
"""

from hydrascope.ingest.accounts import AccountsRead, read_accounts
from hydrascope.ingest.discover import discover
from hydrascope.ingest.fieldmap import FieldMap, load_field_map
from hydrascope.ingest.formats import FORMATS
from hydrascope.ingest.memory import Memory
from hydrascope.ingest.part import BATCH_ROWS, Batch, Discovery, Part
from hydrascope.ingest.read import read
from hydrascope.ingest.split import whole_lines

__all__ = [
    "BATCH_ROWS",
    "FORMATS",
    "AccountsRead",
    "Batch",
    "Discovery",
    "FieldMap",
    "Memory",
    "Part",
    "discover",
    "load_field_map",
    "read",
    "read_accounts",
    "whole_lines",
]
