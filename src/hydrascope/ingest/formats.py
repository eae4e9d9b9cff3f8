"""Every log format, in the order in which a file is tried against them."""

from hydrascope.ingest import bedrock, bodies, litellm, otlp
from hydrascope.ingest.logformat import Format, Object

REQUIRED = ("exchange_id", "account_id", "started_at")


def is_canonical(found: Object) -> bool:
    """The three required columns are there."""
    return all(name in found for name in REQUIRED)


OTHERS = (
    Format("litellm", litellm.looks_like, litellm.rows),
    Format("otlp", otlp.looks_like, otlp.rows),
    Format("openai", bodies.looks_like_openai, bodies.rows, halves=True),
    Format("anthropic", bodies.looks_like_anthropic, bodies.rows, halves=True),
    Format("bedrock", bedrock.looks_like, bedrock.rows),
)

HALVES = tuple(other.name for other in OTHERS if other.halves)
"""Formats whose requests and responses may stand in two lines, joined within a part."""

FORMATS = ("parquet", "jsonl", *(other.name for other in OTHERS), "map")
