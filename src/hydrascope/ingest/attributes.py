"""OTLP attributes → plain values; numbered keys (`llm.input_messages.0.message.role`) → lists."""

import math
from collections.abc import Mapping

from hydrascope.ingest.part import Json
from hydrascope.ingest.pick import items, obj

DEEPEST = 8
LONGEST = 100_000
"""Numbered keys beyond this are no lists."""


def attributes(said: Json) -> dict[str, Json]:
    """A list of {key, value} as a dict; also takes a plain dict."""
    if isinstance(said, dict):
        return said
    found: dict[str, Json] = {}
    for each in items(said):
        key = obj(each).get("key")
        if isinstance(key, str):
            found[key] = any_value(obj(each).get("value"))
    return found


def any_value(value: Json, depth: int = 0) -> Json:
    """An OTLP AnyValue as a plain value; integers come as text there."""
    if not isinstance(value, dict) or depth > DEEPEST:
        return value if not isinstance(value, dict) else None
    for key, inside in value.items():
        match key:
            case "stringValue" | "doubleValue" | "boolValue" | "bytesValue":
                return inside
            case "intValue":
                return _integer(inside)
            case "arrayValue":
                return [any_value(each, depth + 1) for each in items(obj(inside).get("values"))]
            case "kvlistValue":
                pairs = (obj(each) for each in items(obj(inside).get("values")))
                return {str(pair.get("key")): any_value(pair.get("value"), depth + 1) for pair in pairs}
    return None


def _integer(value: Json) -> Json:
    try:
        return int(value) if isinstance(value, str) and len(value) < 24 else value
    except ValueError:
        return math.nan


def numbered(found: Mapping[str, Json], prefix: str) -> list[dict[str, Json]]:
    """Values under `prefix.N.rest` as a list of dicts by `rest`, in order of N.

    >>> numbered({"p.1.role": "user", "p.0.role": "system"}, "p")
    [{'role': 'system'}, {'role': 'user'}]
    """
    grouped: dict[int, dict[str, Json]] = {}
    for key, value in found.items():
        if key.startswith(prefix + "."):
            number, _, rest = key[len(prefix) + 1 :].partition(".")
            if number.isdecimal() and len(number) <= len(str(LONGEST)):
                grouped.setdefault(int(number), {})[rest] = value
    return [grouped[number] for number in sorted(grouped)]
